//! Levers: what a manager can do, as changes of the shares by which streams run.

// Indexes are the graph's own node and edge indexes.
#![allow(clippy::indexing_slicing)]

use super::{Graph, Stream};
use crate::{
    document::{self, Document, Kind, Mood, Names, canal_id},
    problem::Problem,
};
use petgraph::{
    Direction,
    graph::{EdgeIndex, NodeIndex},
};

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

/// The shares by which streams run, with the levers that were applied so far.
#[derive(Clone, Debug)]
pub(super) struct Shares<'a> {
    graph: &'a Graph,
    moods: &'a [Option<Mood>],
    /// By stream.
    pub of: Vec<f64>,
    /// Which streams there are: a canal from when its lever was applied.
    there: Vec<bool>,
}

impl<'a> Shares<'a> {
    /// Those of a base in which streams have `shares` and no canal is dug.
    pub(super) fn new(graph: &'a Graph, moods: &'a [Option<Mood>], mut shares: Vec<f64>) -> Self {
        let mut there = vec![true; shares.len()];
        shares.resize(graph.edge_count(), 0.0);
        there.resize(graph.edge_count(), false);
        Self { graph, moods, of: shares, there }
    }

    /// Applies a lever.
    pub(super) fn apply(&mut self, work: Work) {
        let Some(node) = work.node(self.graph) else { return };
        let all: Vec<usize> = self.graph.edges(node).map(|edge| petgraph::visit::EdgeRef::id(&edge).index()).collect();
        let mut all: Vec<usize> = all.into_iter().filter(|stream| self.there[*stream]).collect();
        all.sort_unstable();
        match work {
            Work::Warm { share, .. } => {
                let of = |mood| all.iter().copied().filter(|stream| self.moods[*stream] == Some(mood)).collect();
                let (red, blue): (Vec<usize>, Vec<usize>) = (of(Mood::Red), of(Mood::Blue));
                if !red.is_empty() {
                    let moved = self.take(&blue, share);
                    self.give(&red, moved);
                }
            }
            Work::Dam { stream, pass } => {
                let held = self.of[stream] * (1.0 - pass);
                self.of[stream] *= pass;
                all.retain(|other| *other != stream);
                self.give(&all, held);
            }
            Work::Canal { stream, share } => {
                let taken = self.take(&all, share);
                self.there[stream] = true;
                self.of[stream] = taken;
            }
        }
    }

    fn sum(&self, streams: &[usize]) -> f64 {
        streams.iter().map(|stream| self.of[*stream]).sum()
    }

    /// Takes a share from these streams in proportion to theirs, at most all; what was taken.
    fn take(&mut self, streams: &[usize], share: f64) -> f64 {
        let sum = self.sum(streams);
        if sum <= share {
            streams.iter().for_each(|stream| self.of[*stream] = 0.0);
            return sum;
        }
        let left = 1.0 - share / sum;
        streams.iter().for_each(|stream| self.of[*stream] *= left);
        share
    }

    /// Gives a share to these streams in proportion to theirs, equally where they have none.
    fn give(&mut self, streams: &[usize], share: f64) {
        let sum = self.sum(streams);
        for stream in streams {
            let own = &mut self.of[*stream];
            *own += if sum > 0.0 { share * (*own / sum) } else { share / streams.len() as f64 };
        }
    }
}
