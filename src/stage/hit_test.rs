//! What is where on the canvas.

use super::Stage;
use crate::{
    map::{Reach, Ribbon, given::uncovered, off_line},
    picture::{
        marks::reach,
        water::{LEAST, drawn},
    },
};
use kurbo::Point;
use petgraph::graph::{EdgeIndex, NodeIndex};

/// Beside a stream or a mark this far still counts, px: fingers and mice miss a little.
const SLOP: f64 = 5.0;
/// The same beside a drop: in a river the water itself is to be picked, too.
const NEAR: f32 = 1.5;

/// A place or a stream of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Index of a node.
    Node(usize),
    /// Index of a stream.
    Stream(usize),
    /// Index of a reach: what several streams carry along one street.
    Reach(usize),
    /// Number of a client, where the document's network was counted from journeys.
    Client(usize),
}

impl Stage {
    /// What is at a point, in CSS px: a mark before a stream, and the nearest of each.
    pub fn pick(&self, x: f64, y: f64) -> Option<Item> {
        let at = Point::new(x, y);
        let s = self.map.frame.scale;
        let marks =
            self.sites.iter().filter(|site| site.shown).map(|site| (site.at.distance(at) - reach(site, s), site));
        let mark = marks.filter(|(off, _)| *off <= SLOP).min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, site)) = mark {
            return Some(Item::Node(site.index));
        }
        if let Some(client) = self.client_at(at) {
            return Some(Item::Client(client));
        }
        if let Some(threads) = &self.map.threads {
            let (along, across) = self.map.frame.flow(at);
            return threads.nearest(Point::new(along, across), SLOP + 1.0).map(Item::Client);
        }
        if self.map.land.is_some() {
            return self.water(at);
        }
        let ribbons = self.map.ribbons.iter().enumerate().filter(|(_, ribbon)| ribbon.width > 1e-6);
        let streams = ribbons.map(|(stream, ribbon)| (off(ribbon, at), stream));
        let stream = streams.filter(|(off, _)| *off <= SLOP).min_by(|a, b| a.0.total_cmp(&b.0));
        stream.map(|(_, stream)| Item::Stream(stream))
    }

    /// Whose drop is at a point of the moment that is shown, where drops are single clients.
    fn client_at(&self, at: Point) -> Option<usize> {
        let drops = &self.frame.drops;
        let mut nearest: Option<(f32, usize)> = None;
        if self.map.threads.is_some() || drops.lanes.iter().all(|lane| lane.paced.count == 0) {
            return None;
        }
        drops.each(self.frame.time, |drop| {
            let off = (drop.head[0] - at.x as f32).hypot(drop.head[1] - at.y as f32) - drop.width / 2.0;
            if off <= NEAR && nearest.is_none_or(|(best, _)| off < best) {
                nearest = Some((off, drop.lane));
            }
        });
        drops.lanes.get(nearest?.1).map(|lane| lane.key as usize)
    }

    /// The water at a point of a city's map: of one stream, or all of a street's.
    fn water(&self, at: Point) -> Option<Item> {
        if !uncovered(&self.map.frame).contains(at) {
            return None;
        }
        let off = |(reach, own): (usize, &Reach)| {
            let pairs = own.line.iter().zip(own.line.iter().skip(1));
            let near = pairs.map(|(a, b)| off_line(*a, *b, at)).fold(f64::INFINITY, f64::min);
            (near - own.width.max(LEAST) / 2.0, reach)
        };
        let reaches = self.map.reaches.iter().enumerate().map(off).filter(|(off, _)| *off <= SLOP);
        let (_, reach) = reaches.min_by(|a, b| a.0.total_cmp(&b.0))?;
        match self.map.reaches.get(reach)?.streams.as_slice() {
            [stream] => Some(Item::Stream(*stream)),
            _ => Some(Item::Reach(reach)),
        }
    }

    /// The id of a reach, the same in every view: its first stream, and its place along that.
    pub(super) fn reach_id(&self, reach: &Reach) -> String {
        let first = reach.streams.first().and_then(|stream| self.network.graph.edge_weight(EdgeIndex::new(*stream)));
        let mood = reach.mood.map_or("", |mood| mood.word());
        ["street", first.map_or("", |stream| &stream.id), &reach.place.to_string(), mood]
            .join(" ")
            .trim_end()
            .to_owned()
    }

    /// All that has this id: a node, a stream, or one of each; or a street's water, or a client.
    pub fn find(&self, id: &str) -> Vec<Item> {
        let graph = &self.network.graph;
        let nodes = graph.node_indices().zip(graph.node_weights()).filter(|(_, node)| node.id == id);
        let streams = graph.edge_indices().zip(graph.edge_weights()).filter(|(_, stream)| stream.id == id);
        let nodes = nodes.map(|(index, _): (NodeIndex, _)| Item::Node(index.index()));
        let found = nodes.chain(streams.map(|(index, _): (EdgeIndex, _)| Item::Stream(index.index())));
        let reaches = self.map.reaches.iter().enumerate().filter(|_| id.starts_with("street "));
        let reaches = reaches.filter(|(_, reach)| reach.streams.len() > 1 && self.reach_id(reach) == id);
        let mut found: Vec<Item> = found.chain(reaches.map(|(index, _)| Item::Reach(index))).collect();
        if found.is_empty() {
            found.extend(self.find_client(id).map(Item::Client));
        }
        found
    }
}

/// How far a point is from a ribbon's bank, px; negative on the water.
fn off(ribbon: &Ribbon, at: Point) -> f64 {
    let distance = |p: &Point| p.distance_squared(at);
    ribbon.line.iter().map(distance).fold(f64::INFINITY, f64::min).sqrt() - drawn(ribbon) / 2.0
}
