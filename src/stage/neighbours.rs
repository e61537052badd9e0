//! What is seen of the water, and which water lies next to what: for cards and for the keyboard.

use super::{Stage, hit_test::Item};
use crate::{
    map::{Ribbon, given::uncovered, resampled},
    order::sort,
};
use kurbo::{Point, Rect};
use petgraph::{
    Direction::{Incoming, Outgoing},
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};

impl Stage {
    /// Ids of the water next to what has an id, as far as it is seen: of a place the streams that leave it, or the `incoming` ones,
    /// the largest first; of a stream the streets along which it runs together with others, in its order.
    pub fn waters(&self, id: &str, incoming: bool) -> Vec<String> {
        match self.find(id).first() {
            Some(Item::Node(node)) => self.streams_at(*node, incoming),
            Some(Item::Stream(stream)) => self.streets_of(*stream),
            _ => Vec::new(),
        }
    }

    fn streams_at(&self, node: usize, incoming: bool) -> Vec<String> {
        let way = if incoming { Incoming } else { Outgoing };
        let edges = self.network.graph.edges_directed(NodeIndex::new(node), way).map(|edge| edge.id().index());
        let mut streams: Vec<usize> = edges.filter(|stream| self.on_stream(*stream).next().is_some()).collect();
        let clients = |stream: &usize| self.network.solved.streams.get(*stream).map_or(0.0, |flow| flow.clients);
        sort(&mut streams, |a, b| clients(b).total_cmp(&clients(a)).then(a.cmp(b)));
        let own = |stream: &usize| self.network.graph.edge_weight(EdgeIndex::new(*stream));
        streams.iter().filter_map(own).map(|stream| stream.id.clone()).collect()
    }

    fn streets_of(&self, stream: usize) -> Vec<String> {
        let Some(ribbon) = self.map.ribbons.get(stream) else { return Vec::new() };
        let shared = |reach: &usize| {
            self.map.reaches.get(*reach).is_some_and(|reach| reach.streams.len() > 1 && reach.streams.contains(&stream))
        };
        let reaches = (0..self.map.reaches.len()).filter(shared);
        let mut found: Vec<(usize, usize)> =
            reaches.filter_map(|reach| Some((nearest(ribbon, self.middle(Item::Reach(reach))?)?, reach))).collect();
        sort(&mut found, Ord::cmp);
        found.iter().filter_map(|(_, reach)| Some(self.reach_id(self.map.reaches.get(*reach)?))).collect()
    }

    /// The middle of what is seen of some water, if anything is.
    pub(super) fn middle(&self, item: Item) -> Option<Point> {
        let seen: Vec<Point> = match item {
            Item::Node(_) | Item::Client(_) => return None,
            Item::Stream(stream) => self.on_stream(stream).collect(),
            Item::Reach(reach) => self.on_reach(reach),
        };
        seen.get(seen.len() / 2).copied()
    }

    /// The points of a stream that are seen.
    fn on_stream(&self, stream: usize) -> impl Iterator<Item = Point> {
        let ribbon = self.map.ribbons.get(stream).filter(|ribbon| ribbon.is_drawn());
        let open = self.open();
        let seen = move |p: &Point| open.contains(*p) && ribbon.is_some_and(|ribbon| !is_under(ribbon, *p));
        self.beyond_marks(stream).filter(seen)
    }

    /// The points of a street's water that are seen.
    fn on_reach(&self, reach: usize) -> Vec<Point> {
        let Some(reach) = self.map.reaches.get(reach) else { return Vec::new() };
        let ribbons: Vec<&Ribbon> = reach.streams.iter().filter_map(|stream| self.map.ribbons.get(*stream)).collect();
        let open = self.open();
        let seen = |p: &Point| open.contains(*p) && ribbons.iter().any(|ribbon| !is_under(ribbon, *p));
        resampled(&reach.line).into_iter().filter(seen).collect()
    }

    /// The part of the canvas where water is seen.
    fn open(&self) -> Rect {
        let (width, height) = self.look.size;
        if self.map.land.is_some() { uncovered(&self.map.frame) } else { Rect::new(0.0, 0.0, width, height) }
    }
}

fn is_under(ribbon: &Ribbon, at: Point) -> bool {
    ribbon.under.iter().any(|walls| walls.contains(at))
}

/// Which point of a ribbon is nearest.
fn nearest(ribbon: &Ribbon, at: Point) -> Option<usize> {
    let far = ribbon.line.iter().map(|p| p.distance_squared(at)).enumerate();
    far.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
}
