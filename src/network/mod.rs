//! The network of springs, forks and streams, and its solution.

mod build;
mod huff;
mod json;
mod levers;
mod reconcile;
mod refused;
mod solve;

pub use self::levers::{Lever, Work, plan, prospect::Prospect};
use crate::{
    city::City,
    document::{self, Document, Kind, Limits, MAX_PROBLEMS, Mood, Reading, Source},
    door,
    problem::{Problem, Severity},
};
use std::{borrow::Cow, rc::Rc};

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

/// The graph: node and edge indexes are the document's order of nodes and streams; after these come the canals of levers, on or
/// off.
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
    /// Springs: how far reconciling moved `clients`, adjusted less measured; none where nothing was measured, or is to be
    /// reconciled.
    pub moved: Option<f64>,
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
    /// How far reconciling moved the count, adjusted less measured; none where nothing was measured, or is to be reconciled.
    pub moved: Option<f64>,
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

/// A solved network; `nodes` and `streams` are in the graph's order. Canals that are off carry nothing.
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
    /// The same without any lever, where one is on.
    pub base: Option<Solved>,
    /// The document's levers.
    pub levers: Vec<Lever>,
    /// Clients that enter at each node.
    pub(crate) own: Vec<f64>,
    /// Index of the frame that this is; none where it is the base.
    pub frame: Option<usize>,
    /// The city whose streets the document gives, if it does.
    pub city: Option<Rc<City>>,
}

impl Network {
    /// Whether any till says what a client pays.
    pub fn is_priced(&self) -> bool {
        self.graph.node_weights().any(|node| node.revenue_per_client.is_some())
    }

    /// Whether a stream is a canal that is not dug.
    pub fn is_off(&self, stream: usize) -> bool {
        self.levers.iter().any(|lever| !lever.on && lever.canal() == Some(stream))
    }

    /// What leaves the forks of KT1, KT2, KT3 red and blue in a solution of it.
    pub fn kts(&self, solved: &Solved) -> [[f64; 2]; 3] {
        let mut sums = [[0.0; 2]; 3];
        for (edge, flow) in self.graph.raw_edges().iter().zip(&solved.streams) {
            let kt = self
                .graph
                .node_weight(edge.source())
                .and_then(|node| node.kt)
                .map(|kt| usize::from(kt).wrapping_sub(1));
            let Some([red, blue]) = kt.and_then(|kt| sums.get_mut(kt)) else { continue };
            match flow.mood {
                Some(Mood::Red) => *red += flow.clients,
                Some(Mood::Blue) => *blue += flow.clients,
                None => {}
            }
        }
        sums
    }

    /// The network without its levers, their canals and what they do: itself where it has none.
    pub fn plain(&self) -> Cow<'_, Self> {
        if self.levers.is_empty() {
            return Cow::Borrowed(self);
        }
        Cow::Owned(door::through(|| self.without_levers()))
    }

    fn without_levers(&self) -> Self {
        let mut plain = self.clone();
        let canals = self.levers.iter().filter(|lever| lever.canal().is_some()).count();
        let given = self.graph.edge_count() - canals.min(self.graph.edge_count());
        plain.graph.retain_edges(|_, edge| edge.index() < given);
        plain.solved = plain.base.take().unwrap_or(plain.solved);
        plain.solved.streams.truncate(given);
        plain.levers.clear();
        plain
    }
}

/// Which state of a document's network is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Index of the frame; the base without one.
    pub frame: Option<usize>,
    /// Whether each lever is on.
    pub levers: Vec<bool>,
}

impl Scenario {
    /// That which a document shows at first.
    pub fn of(document: &Document) -> Self {
        Self { frame: None, levers: document.levers.iter().map(|lever| lever.on).collect() }
    }

    /// The same with these levers on or off, by id, and in that frame.
    ///
    /// # Errors
    ///
    /// `unknown-id` of a lever and `range` of the frame; their pointers are into what is asked for.
    pub fn asked(document: &Document, levers: &[(String, bool)], frame: Option<f64>) -> Result<Self, Vec<Problem>> {
        let mut asked = Self::of(document);
        let mut problems = Vec::new();
        for (id, on) in levers {
            let lever = document.levers.iter().position(|lever| lever.id == *id);
            match lever.and_then(|lever| asked.levers.get_mut(lever)) {
                Some(lever) => *lever = *on,
                None => {
                    let message = ["no lever has the id \"", id, "\""].concat();
                    problems.push(Problem::error("unknown-id", "/levers", message));
                }
            }
        }
        if let Some(frame) = frame {
            asked.frame = (0..document.frames.len()).find(|index| *index as f64 == frame);
            if asked.frame.is_none() {
                let many = document.frames.len().to_string();
                let message = ["there are ", &many, " frames, counted from 0"].concat();
                problems.push(Problem::error("range", "/frame", message));
            }
        }
        if problems.is_empty() { Ok(asked) } else { Err(problems) }
    }
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
    solve_as(source, limits, |document| Ok(Scenario::of(document)))
}

/// The same in the state that is asked for.
pub fn solve_as(
    source: Source<'_>,
    limits: &Limits,
    ask: impl Fn(&Document) -> Result<Scenario, Vec<Problem>>,
) -> Solving {
    let Reading { document, sound, mut problems } = document::read(source, limits);
    let built =
        document.or(sound).map(|document| (ask(&document).and_then(|it| Network::at(&document, &it)), document));
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
