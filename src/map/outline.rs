//! What kind of picture a network makes: which streams run forward and which return, which nodes lie inside a
//! shop, which stand at another's door, where the water ends.

use super::shown::Shown;
use crate::{
    document::{Kind, Mood},
    network::Network,
};
use petgraph::{
    Direction::{Incoming, Outgoing},
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};

/// The network seen as a map maker sees it; vectors go by node or stream index.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Whether a stream closes a cycle: it flows back to a node that its own water came through.
    pub returning: Vec<bool>,
    /// Nodes with every forward stream going from earlier to later.
    pub order: Vec<usize>,
    /// Each shop's nodes, from its door inwards.
    pub shops: Vec<Vec<usize>>,
    /// The shop that a node lies in.
    pub shop: Vec<Option<usize>>,
    /// The fork at whose door a confluence stands: all its water goes there.
    pub door_of: Vec<Option<usize>>,
    /// Whether this is about a business: it has a KT, a till or regulars.
    pub business: bool,
    /// Whether it is a web of places: their own places are given, or it runs in so many circles that nothing is before
    /// or after.
    pub web: bool,
}

/// A plain network deeper than this, in streams that are shown, is drawn as a web of places instead of in columns.
const DEEPEST: usize = 40;

impl Outline {
    /// The outline of a network; linear in its size.
    pub fn of(network: &Network, shown: &Shown) -> Self {
        let returning = returning(network);
        let order = order(network, &returning);
        let mut outline = Self { returning, order, ..Self::default() };
        outline.find_shops(network);
        outline.find_doors(network);
        outline.business = network
            .graph
            .node_weights()
            .any(|n| matches!(n.kind, Kind::Till | Kind::Regulars) || (n.kind == Kind::Fork && n.kt.is_some()));
        let depth = outline.depth_of_shown(network, shown);
        let tangled = depth > DEEPEST || outline.mostly_circles(network, shown);
        outline.web = !outline.business && (tangled || places_given(network, shown));
        outline
    }

    /// Whether more than a few, and more than a sixth, of the streams that are shown close a cycle.
    fn mostly_circles(&self, network: &Network, shown: &Shown) -> bool {
        let streams = (0..network.graph.edge_count()).filter(|s| shown.stream(*s));
        let (back, all) = streams.fold((0, 0), |(back, all), s| (back + usize::from(self.returns(s)), all + 1));
        back > 4 && back * 6 > all
    }

    /// The longest way over forward streams that are shown.
    fn depth_of_shown(&self, network: &Network, shown: &Shown) -> usize {
        let mut depth = vec![0; network.graph.node_count()];
        for &n in &self.order {
            let before = self.forward_in(network, n).filter(|(stream, _)| shown.stream(*stream));
            let deepest = before.filter_map(|(_, from)| depth.get(from)).max().map_or(0, |d| d + 1);
            depth.iter_mut().skip(n).take(1).for_each(|slot| *slot = deepest);
        }
        depth.into_iter().max().unwrap_or(0)
    }

    /// The streams that run forward into a node.
    pub fn forward_in<'a>(&'a self, network: &'a Network, node: usize) -> impl Iterator<Item = (usize, usize)> + 'a {
        network
            .graph
            .edges_directed(NodeIndex::new(node), Incoming)
            .map(|e| (e.id().index(), e.source().index()))
            .filter(|(stream, _)| !self.returns(*stream))
    }

    /// The streams that run forward out of a node, with their targets.
    pub fn forward_out<'a>(&'a self, network: &'a Network, node: usize) -> impl Iterator<Item = (usize, usize)> + 'a {
        network
            .graph
            .edges_directed(NodeIndex::new(node), Outgoing)
            .map(|e| (e.id().index(), e.target().index()))
            .filter(|(stream, _)| !self.returns(*stream))
    }

    /// Whether a stream closes a cycle.
    pub fn returns(&self, stream: usize) -> bool {
        self.returning.get(stream).copied().unwrap_or(false)
    }

    /// Whether a node lies inside a shop.
    pub fn inside(&self, node: usize) -> bool {
        self.shop.get(node).copied().flatten().is_some()
    }

    /// A shop is what hangs together of KT2, tills and KT3 by streams that are not blue; a regulars' pool joins
    /// it when all its water comes from this one shop.
    fn find_shops(&mut self, network: &Network) {
        let graph = &network.graph;
        let member = |n: usize| {
            graph
                .node_weight(NodeIndex::new(n))
                .is_some_and(|w| w.kind == Kind::Till || (w.kind == Kind::Fork && matches!(w.kt, Some(2 | 3))))
        };
        let mut sets = petgraph::unionfind::UnionFind::<usize>::new(graph.node_count());
        for e in graph.edge_references() {
            let (a, b) = (e.source().index(), e.target().index());
            let blue = network.solved.streams.get(e.id().index()).is_some_and(|s| s.mood == Some(Mood::Blue));
            if !blue && member(a) && member(b) {
                sets.union(a, b);
            }
        }
        self.shop = vec![None; graph.node_count()];
        let mut shop_of: Vec<Option<usize>> = vec![None; graph.node_count()];
        for &n in self.order.iter().filter(|n| member(**n)) {
            let Some(slot) = shop_of.get_mut(sets.find(n)) else { continue };
            let shop = *slot.get_or_insert_with(|| {
                self.shops.push(Vec::new());
                self.shops.len() - 1
            });
            if let Some(nodes) = self.shops.get_mut(shop) {
                nodes.push(n);
            }
            if let Some(slot) = self.shop.get_mut(n) {
                *slot = Some(shop);
            }
        }
        for n in self.order.clone() {
            if graph.node_weight(NodeIndex::new(n)).is_none_or(|w| w.kind != Kind::Regulars) {
                continue;
            }
            let feeders: Vec<Option<usize>> =
                self.forward_in(network, n).map(|(_, from)| self.shop.get(from).copied().flatten()).collect();
            if let Some(&Some(shop)) = feeders.first()
                && feeders.iter().all(|other| *other == Some(shop))
            {
                if let Some(nodes) = self.shops.get_mut(shop) {
                    nodes.push(n);
                }
                if let Some(slot) = self.shop.get_mut(n) {
                    *slot = Some(shop);
                }
            }
        }
    }

    fn find_doors(&mut self, network: &Network) {
        let graph = &network.graph;
        let kind = |n: usize| graph.node_weight(NodeIndex::new(n)).map(|w| w.kind);
        self.door_of = (0..graph.node_count())
            .map(|n| {
                let mut out = graph.edges_directed(NodeIndex::new(n), Outgoing);
                let only = out.next()?;
                let to = only.target().index();
                let joins = self.forward_in(network, n).nth(1).is_some();
                let alone = self.forward_in(network, to).nth(1).is_none();
                let door = kind(n) == Some(Kind::Confluence) && kind(to) == Some(Kind::Fork);
                (door && out.next().is_none() && joins && alone).then_some(to)
            })
            .collect();
    }
}

/// Whether the author has told where every node that is shown is, but for the sea.
fn places_given(network: &Network, shown: &Shown) -> bool {
    let mut nodes = network.graph.node_weights().enumerate().filter(|(n, _)| shown.node(*n)).map(|(_, w)| w);
    let several = network.graph.node_count() > 1;
    several && nodes.all(|w| w.at.is_some() || w.kind == Kind::Sea)
}

/// How far a client is in a business, for the nodes that say so.
fn stage(node: &crate::network::Node) -> Option<u8> {
    match (node.kind, node.kt) {
        (Kind::Fork, Some(1)) => Some(1),
        (Kind::Fork, Some(2)) => Some(2),
        (Kind::Till, _) => Some(3),
        (Kind::Fork, Some(3)) => Some(4),
        (Kind::Regulars, _) => Some(5),
        _ => None,
    }
}

/// Which streams close a cycle: those that go back in the business (from the regulars to a KT1, say), and of other
/// cycles the stream that a depth-first walk from the springs in document order comes to last (without recursion).
fn returning(network: &Network) -> Vec<bool> {
    let graph = &network.graph;
    let stage_of = |n: NodeIndex| graph.node_weight(n).and_then(stage);
    let mut returning: Vec<bool> = graph
        .edge_references()
        .map(|e| matches!((stage_of(e.source()), stage_of(e.target())), (Some(from), Some(to)) if from > to))
        .collect();
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        OnWay,
        Done,
    }
    let mut seen = vec![Seen::Not; graph.node_count()];
    let springs = graph.node_indices().filter(|n| graph.edges_directed(*n, Incoming).next().is_none());
    let starts: Vec<NodeIndex> = springs.chain(graph.node_indices()).collect();
    for start in starts {
        if seen.get(start.index()).copied() != Some(Seen::Not) {
            continue;
        }
        let mut way: Vec<(NodeIndex, Vec<(EdgeIndex, NodeIndex)>)> = Vec::new();
        let mut next = Some(start);
        loop {
            if let Some(n) = next.take() {
                if let Some(s) = seen.get_mut(n.index()) {
                    *s = Seen::OnWay;
                }
                // petgraph lists a node's edges newest first; popping from the end walks them in document order.
                let forward = |e: &EdgeIndex| !returning.get(e.index()).copied().unwrap_or(false);
                let out = graph.edges_directed(n, Outgoing).filter(|e| forward(&e.id()));
                way.push((n, out.map(|e| (e.id(), e.target())).collect()));
            }
            let Some((n, rest)) = way.last_mut() else { break };
            match rest.pop() {
                Some((stream, to)) => match seen.get(to.index()).copied() {
                    Some(Seen::Not) => next = Some(to),
                    Some(Seen::OnWay) => {
                        if let Some(r) = returning.get_mut(stream.index()) {
                            *r = true;
                        }
                    }
                    _ => {}
                },
                None => {
                    if let Some(s) = seen.get_mut(n.index()) {
                        *s = Seen::Done;
                    }
                    way.pop();
                }
            }
        }
    }
    returning
}

/// Kahn's topological order over forward streams.
fn order(network: &Network, returning: &[bool]) -> Vec<usize> {
    let graph = &network.graph;
    let forward = |e: EdgeIndex| !returning.get(e.index()).copied().unwrap_or(false);
    let mut waits: Vec<usize> =
        graph.node_indices().map(|n| graph.edges_directed(n, Incoming).filter(|e| forward(e.id())).count()).collect();
    let mut order: Vec<usize> = waits.iter().enumerate().filter(|(_, w)| **w == 0).map(|(n, _)| n).collect();
    let mut next = 0;
    while let Some(&n) = order.get(next) {
        next += 1;
        // petgraph lists a node's edges newest first.
        let mut out: Vec<EdgeIndex> =
            graph.edges_directed(NodeIndex::new(n), Outgoing).map(|e| e.id()).filter(|e| forward(*e)).collect();
        out.reverse();
        for to in out.into_iter().filter_map(|e| graph.edge_endpoints(e)).map(|(_, to)| to.index()) {
            if let Some(w) = waits.get_mut(to) {
                *w -= 1;
                if *w == 0 {
                    order.push(to);
                }
            }
        }
    }
    order
}
