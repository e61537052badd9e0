//! The network of springs, forks and streams, and its solution.

mod build;
mod chain;
mod components;
mod core;
mod flow;
mod huff;
mod json;
mod temperature;

use crate::{
    city::City,
    document::{self, Document, Kind, Limits, MAX_PROBLEMS, Mood, Reading, Source},
    problem::{Problem, Severity},
};
use std::rc::Rc;

/// A node as the network needs it.
#[derive(Clone, Debug)]
pub struct Node {
    /// See [`crate::document::Node`], whose fields these are.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What it is called on the map: the label, or the id.
    pub label: String,
    /// 1, 2 or 3 on the forks that are critical points.
    pub kt: Option<u8>,
    /// The author's place for it.
    pub at: Option<[f64; 2]>,
    /// Money per client at tills.
    pub revenue_per_client: Option<f64>,
}

/// A stream as the network needs it.
#[derive(Clone, Debug)]
pub struct Stream {
    /// Unique among the streams.
    pub id: String,
    /// What it is called on the map, if anything.
    pub label: Option<String>,
    /// Median days along it.
    pub days: Option<f64>,
}

/// The graph: node and edge indexes are the document's order of nodes and streams.
pub type Graph = petgraph::graph::DiGraph<Node, Stream>;

/// What solving says of a node; counts are clients per period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeFlow {
    /// Own clients and all that comes in.
    pub inflow: f64,
    /// All that goes out.
    pub outflow: f64,
    /// Inflow less outflow less underway: positive is water that nobody saw leave.
    pub unaccounted: f64,
    /// Clients still there.
    pub underway: f64,
    /// Mean temperature of what flows in, -1 to 1.
    pub temperature: f64,
}

/// What solving says of a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StreamFlow {
    /// Clients per period.
    pub clients: f64,
    /// Fraction of the inflow of the node it leaves.
    pub share: f64,
    /// Warm, cold, or neither.
    pub mood: Option<Mood>,
    /// Overall temperature, -1 to 1.
    pub temperature: f64,
}

/// Sums over the network, per period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// All that springs put in.
    pub springs: f64,
    /// Clients through tills.
    pub buyers: f64,
    /// Money at tills.
    pub revenue: f64,
    /// Into `regulars` nodes.
    pub become_regulars: f64,
    /// Red streams leaving `regulars` nodes.
    pub returning: f64,
    /// Blue streams leaving the forks of KT1, KT2, KT3.
    pub lost_kt: [f64; 3],
    /// Blue streams leaving `regulars`.
    pub lost_regulars: f64,
    /// Blue streams leaving any other node.
    pub lost_other: f64,
    /// Clients under way, except at `regulars`.
    pub underway: f64,
    /// Clients under way at `regulars`.
    pub resting: f64,
    /// Cost of the levers that are on.
    pub cost: f64,
}

/// A solved network; `nodes` and `streams` are in document order.
#[derive(Clone, Debug, PartialEq)]
pub struct Solved {
    /// One for each node.
    pub nodes: Vec<NodeFlow>,
    /// One for each stream.
    pub streams: Vec<StreamFlow>,
    /// Sums.
    pub totals: Totals,
    /// What does not add up.
    pub diagnostics: Vec<Problem>,
}

/// The graph with its solution: all that the rooms after this one need.
#[derive(Clone, Debug)]
pub struct Network {
    /// Springs, forks and streams.
    pub graph: Graph,
    /// Its steady state.
    pub solved: Solved,
    /// The city whose streets the document gives, if it does.
    pub city: Option<Rc<City>>,
}

/// What reading and solving a document gives.
#[derive(Clone, Debug)]
pub struct Solving {
    /// The document and its network, where nothing refuses it. All warnings are among the network's diagnostics.
    pub solved: Option<(Document, Network)>,
    /// All that is wrong with the document, or worth knowing; at most [`MAX_PROBLEMS`].
    pub problems: Vec<Problem>,
}

/// Reads and solves a document: the one door from JSON to a network. Never panics. Takes time in proportion to the document,
/// but for tight cycles; see [`Network::build`].
pub fn solve(source: Source<'_>, limits: &Limits) -> Solving {
    let Reading { document, sound, mut problems } = document::read(source, limits);
    let built = document.or(sound).map(|document| (Network::build(&document), document));
    let refused = problems.iter().any(|problem| problem.severity == Severity::Error);
    let solved = match built {
        Some((Ok(mut network), document)) if !refused => {
            network.solved.diagnostics.splice(0..0, problems);
            problems = network.solved.diagnostics.iter().take(MAX_PROBLEMS).cloned().collect();
            Some((document, network))
        }
        Some((Err(wrong), _)) => {
            // Of a part only what no other part can set right.
            problems.extend(wrong.into_iter().filter(|problem| !refused || problem.code == "endless-cycle"));
            None
        }
        _ => None,
    };
    problems.truncate(MAX_PROBLEMS);
    Solving { solved, problems }
}
