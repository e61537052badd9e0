//! Levers: what a manager can do, as changes of the shares by which streams run.

// Indexes are the graph's own node and edge indexes.
#![allow(clippy::indexing_slicing)]

mod change;
pub mod plan;
pub(crate) mod prospect;

use super::{Graph, Stream, StreamFlow};
use crate::{
    document::{self, Document, Kind, Mood, Names, canal_id},
    problem::Problem,
};
use petgraph::{
    Direction,
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};
use std::collections::BTreeMap;

/// A lever of a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lever {
    /// Whether it is on.
    pub on: bool,
    /// Paid once.
    pub cost: f64,
    /// What it does.
    pub work: Work,
}

/// What a lever does, by the graph's indexes; each fraction is 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Work {
    /// Moves `share` of a node's inflow from its blue streams to its red ones.
    Warm {
        /// The node.
        node: usize,
        /// The fraction.
        share: f64,
    },
    /// Lets only `pass` of a stream through.
    Dam {
        /// The stream.
        stream: usize,
        /// The fraction that passes.
        pass: f64,
    },
    /// Takes `share` of a node's inflow into a new stream.
    Canal {
        /// The new stream; the graph has it whether the lever is on or not.
        stream: usize,
        /// The fraction.
        share: f64,
    },
}

impl Lever {
    /// The stream that it digs, on or off.
    pub fn canal(&self) -> Option<usize> {
        if let Work::Canal { stream, .. } = self.work { Some(stream) } else { None }
    }
}

impl Work {
    /// The node whose shares it changes.
    pub fn node(&self, graph: &Graph) -> Option<NodeIndex> {
        match self {
            Self::Warm { node, .. } => Some(NodeIndex::new(*node)),
            Self::Dam { stream, .. } | Self::Canal { stream, .. } => {
                graph.edge_endpoints(EdgeIndex::new(*stream)).map(|ends| ends.0)
            }
        }
    }
}

/// Levers, and the moods of their canals.
type Dug = (Vec<Lever>, Vec<Option<Mood>>);

/// Digs the canals of all levers into a document's graph, and finds what each lever is about, all of them off; with the moods of
/// the canals. The errors are `unknown-id`, where the document was not read but put together.
pub(super) fn dig(document: &Document, graph: &mut Graph) -> Result<Dug, Vec<Problem>> {
    if document.levers.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let (mut nodes, mut streams) = (Names::default(), Names::default());
    graph.node_weights().enumerate().for_each(|(index, node)| _ = nodes.insert(&node.id, index));
    graph.edge_weights().enumerate().for_each(|(index, stream)| _ = streams.insert(&stream.id, index));
    let to_till = to_a_till(graph);
    let (mut levers, mut moods, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for lever in &document.levers {
        let mut find = |names: &Names, id: &str, field: &str| {
            let found = names.get(id);
            if found.is_none() {
                let message = ["nothing has the id \"", id, "\""].concat();
                problems.push(Problem::error("unknown-id", [&lever.origin, field].concat(), message));
            }
            found
        };
        let work = match &lever.work {
            document::Work::Warm { at, share } => {
                find(&nodes, at, "/warm/at").map(|node| Work::Warm { node, share: *share })
            }
            document::Work::Dam { stream, pass } => {
                find(&streams, stream, "/dam/stream").map(|stream| Work::Dam { stream, pass: *pass })
            }
            document::Work::Canal { from, to, share, mood } => {
                let ends = (find(&nodes, from, "/canal/from"), find(&nodes, to, "/canal/to"));
                let (Some(start), Some(end)) = ends else { continue };
                let id = canal_id(from, to, &lever.id, |id| streams.has(id));
                let label = lever.label.clone();
                let new = Stream { id: id.clone(), label, days: None };
                let stream = graph.add_edge(NodeIndex::new(start), NodeIndex::new(end), new).index();
                streams.insert(&id, stream);
                moods.push(mood.or(to_till[end].then_some(Mood::Red)));
                Some(Work::Canal { stream, share: *share })
            }
        };
        levers.extend(work.map(|work| Lever { on: false, cost: lever.cost, work }));
    }
    if problems.is_empty() { Ok((levers, moods)) } else { Err(problems) }
}

/// Which nodes are tills, or have water that comes to one.
fn to_a_till(graph: &Graph) -> Vec<bool> {
    let mut reached: Vec<bool> = graph.node_weights().map(|node| node.kind == Kind::Till).collect();
    let mut todo: Vec<NodeIndex> = graph.node_indices().filter(|node| reached[node.index()]).collect();
    while let Some(node) = todo.pop() {
        for before in graph.neighbors_directed(node, Direction::Incoming) {
            if !std::mem::replace(&mut reached[before.index()], true) {
                todo.push(before);
            }
        }
    }
    reached
}

/// Which levers change the shares of each node, both in order.
pub(super) fn by_node(graph: &Graph, levers: &[Lever]) -> BTreeMap<NodeIndex, Vec<usize>> {
    let mut by_node: BTreeMap<NodeIndex, Vec<usize>> = BTreeMap::new();
    for (index, lever) in levers.iter().enumerate() {
        if let Some(node) = lever.work.node(graph) {
            by_node.entry(node).or_default().push(index);
        }
    }
    by_node
}

/// The shares by which streams run with the levers that are on; `base` is the solution without any.
pub(super) fn shares(graph: &Graph, base: &[StreamFlow], levers: &[Lever]) -> Vec<f64> {
    let mut shares: Vec<f64> = base.iter().map(|flow| flow.share).collect();
    for (node, at) in by_node(graph, levers) {
        let mut leaving = leaving(graph, base, levers, node);
        at.iter().map(|lever| levers[*lever]).filter(|lever| lever.on).for_each(|lever| lever.work.apply(&mut leaving));
        leaving.iter().for_each(|it| shares[it.stream] = it.share);
    }
    shares
}

/// A stream that leaves a node on which levers work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leaving {
    pub stream: usize,
    pub share: f64,
    mood: Option<Mood>,
    /// Whether it is there: a canal from when its lever was applied.
    there: bool,
}

/// The streams that leave a node, in order, as they are in the base.
pub(super) fn leaving(graph: &Graph, base: &[StreamFlow], levers: &[Lever], node: NodeIndex) -> Vec<Leaving> {
    // Canals come after all other streams.
    let first = base.len() - levers.iter().filter(|lever| lever.canal().is_some()).count();
    let leaving = graph.edges(node).map(|edge| edge.id().index());
    let mut leaving: Vec<Leaving> = leaving
        .map(|stream| Leaving { stream, share: base[stream].share, mood: base[stream].mood, there: stream < first })
        .collect();
    leaving.sort_unstable_by_key(|it| it.stream);
    leaving
}

impl Work {
    /// Changes the shares of the streams that leave its node.
    pub(super) fn apply(self, leaving: &mut [Leaving]) {
        match self {
            Self::Warm { share, .. } => {
                let of = |mood| move |it: &Leaving| it.mood == Some(mood);
                if leaving.iter().any(|it| it.there && it.mood == Some(Mood::Red)) {
                    let moved = take(leaving, of(Mood::Blue), share);
                    give(leaving, of(Mood::Red), moved);
                }
            }
            Self::Dam { stream, pass } => {
                let mut held = 0.0;
                for dam in leaving.iter_mut().filter(|it| it.stream == stream) {
                    held = dam.share * (1.0 - pass);
                    dam.share *= pass;
                }
                give(leaving, |it| it.stream != stream, held);
            }
            Self::Canal { stream, share } => {
                let taken = take(leaving, |_| true, share);
                for canal in leaving.iter_mut().filter(|it| it.stream == stream) {
                    (canal.share, canal.there) = (taken, true);
                }
            }
        }
    }
}

/// Takes a share from some streams in proportion to theirs, at most all; what was taken.
fn take(leaving: &mut [Leaving], which: impl Fn(&Leaving) -> bool, share: f64) -> f64 {
    let sum: f64 = leaving.iter().filter(|it| it.there && which(it)).map(|it| it.share).sum();
    let left = if sum <= share { 0.0 } else { 1.0 - share / sum };
    leaving.iter_mut().filter(|it| it.there && which(it)).for_each(|it| it.share *= left);
    share.min(sum)
}

/// Gives a share to some streams in proportion to theirs, equally where they have none.
fn give(leaving: &mut [Leaving], which: impl Fn(&Leaving) -> bool, share: f64) {
    let (many, sum) = leaving
        .iter()
        .filter(|it| it.there && which(it))
        .fold((0.0, 0.0), |(many, sum), it| (many + 1.0, sum + it.share));
    for it in leaving.iter_mut().filter(|it| it.there && which(it)) {
        it.share += if sum > 0.0 { share * (it.share / sum) } else { share / many };
    }
}
