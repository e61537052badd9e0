//! Reconciling measured counts: data from several sources never quite agree, so each count gives a little until nothing is
//! unaccounted for.
//!
//! Sought are the counts y next to the measured ones m: the least sum of confidence / m (y - m)², of all that leave nothing
//! over or short at any node and no flow below 0 (Kuehn and Davidson, Computer control II, Chem. Eng. Prog. 57, 1961; with
//! bounds, Narasimhan and Jordache, Data reconciliation and gross error detection, 2000). Counts of 0 stay 0.

// Indexes are the graph's own node and edge indexes, which are the document's.
#![allow(clippy::indexing_slicing)]

mod dry;
mod factors;
mod interior;
mod order;
mod squares;

use self::squares::{Balance, Unknown};
use super::{
    Graph,
    solve::flow::{self, Rule},
};
use crate::{
    document::{Document, Kind},
    problem::Problem,
};
use petgraph::{
    Direction,
    graph::{EdgeIndex, NodeIndex},
    unionfind::UnionFind,
    visit::EdgeRef,
};

/// Shares that leave less than this leave nothing: it is rounding.
const NOISE: f64 = 1e-12;

/// How much may be reckoned for one document (see [`factors::Factors::factor`]): about ten seconds natively.
const EFFORT: u64 = 40_000_000_000;

/// How far counts moved, in clients per period: adjusted less measured, for those that were measured.
pub(super) struct Moved {
    pub nodes: Vec<Option<f64>>,
    pub streams: Vec<Option<f64>>,
}

impl Moved {
    /// Where nothing is reconciled.
    pub fn nothing(graph: &Graph) -> Self {
        Self { nodes: vec![None; graph.node_count()], streams: vec![None; graph.edge_count()] }
    }
}

/// Puts reconciled counts in place of the measured ones into the rules and into what springs
/// put in. Parts of the network whose water never meets are reconciled each for itself; one for which no
/// counts that balance are found is left as it is, and told of.
pub(super) fn reconcile(
    document: &Document,
    graph: &Graph,
    rules: &mut [Rule],
    own: &mut [f64],
    told: &mut Vec<Problem>,
) -> Moved {
    let mut moved = Moved::nothing(graph);
    let mut counts = Vec::new();
    let (mut stuck, mut effort) = (None, EFFORT);
    let mut measured = Measured::new(document, graph, rules, own);
    for part in measured.parts() {
        let Equations { unknowns, stands_for, balances } = measured.equations(&part);
        match squares::least(unknowns, &balances, &mut effort) {
            Some(values) if values.iter().all(|value| value.is_finite()) => {
                counts.extend(stands_for.into_iter().zip(values));
            }
            _ => stuck = stuck.or(part.first().copied()),
        }
    }
    for (index, node) in document.nodes.iter().enumerate() {
        moved.nodes[index] = node.clients.filter(|_| node.kind == Kind::Spring).map(|_| 0.0);
    }
    for (rule, moved) in rules.iter().zip(&mut moved.streams) {
        *moved = matches!(rule, Rule::Count(_)).then_some(0.0);
    }
    for (of, value) in counts {
        match of {
            Of::Spring(node) => {
                moved.nodes[node.index()] = Some(value - own[node.index()]);
                own[node.index()] = value;
            }
            Of::Stream(stream) => {
                if let Rule::Count(count) = &mut rules[stream.index()] {
                    moved.streams[stream.index()] = Some(value - *count);
                    *count = value;
                }
            }
            Of::Flow => {}
        }
    }
    for node in graph.node_indices().filter(|&node| follows(document, node)) {
        own[node.index()] = 0.0;
        for edge in graph.edges(node) {
            if let Rule::Count(count) = rules[edge.id().index()] {
                own[node.index()] += count;
            }
        }
    }
    if let Some(node) = stuck {
        let message =
            ["no counts are found that balance the water around \"", &graph[node].id, "\": they stay as measured"];
        told.push(Problem::warning("unaccounted", "/balance", message.concat()));
    }
    moved
}

/// Whether this is a spring that puts in what its measured streams carry.
fn follows(document: &Document, node: NodeIndex) -> bool {
    let node = &document.nodes[node.index()];
    node.kind == Kind::Spring && node.clients.is_none()
}

/// What an unknown stands for.
#[derive(Clone, Copy)]
enum Of {
    Spring(NodeIndex),
    Stream(EdgeIndex),
    /// No count: what a node takes in, or what its streams without a figure divide.
    Flow,
}

/// What leaves a node.
#[derive(Clone, Copy, Default)]
struct Outlet {
    any: bool,
    counts: bool,
    shares: bool,
    /// The part of the inflow that no share takes.
    left: f64,
    /// Sum of the weights of the streams that divide the rest.
    rests: f64,
    /// What leaves or stays whatever comes in.
    fixed: f64,
    underway: f64,
}

impl Outlet {
    /// Whether all that comes in could be accounted for. Shares alone leave what they leave, and those that leave nothing have
    /// nothing for a pond.
    fn can_balance(&self) -> bool {
        if self.left > 0.0 { self.counts || self.rests > 0.0 } else { self.underway <= 0.0 }
    }
}

/// The network as it was measured.
struct Measured<'a> {
    document: &'a Document,
    graph: &'a Graph,
    rules: &'a [Rule],
    own: &'a [f64],
    outlets: Vec<Outlet>,
    /// What nodes take in by these counts, if that can be told.
    inflow: Option<Vec<f64>>,
    /// Numbers of the unknowns: counts of springs, counts of streams, inflows of nodes and rests of nodes.
    springs: Vec<Option<u32>>,
    streams: Vec<Option<u32>>,
    inflows: Vec<Option<u32>>,
    rests: Vec<Option<u32>>,
}

/// What holds in one part of the network.
#[derive(Default)]
struct Equations {
    unknowns: Vec<Unknown>,
    stands_for: Vec<Of>,
    balances: Vec<Balance>,
}

impl<'a> Measured<'a> {
    fn new(document: &'a Document, graph: &'a Graph, rules: &'a [Rule], own: &'a [f64]) -> Self {
        let underway: Vec<f64> = document.nodes.iter().map(|node| node.underway).collect();
        let pond = |&underway: &f64| Outlet { left: 1.0, fixed: underway, underway, ..Outlet::default() };
        let mut outlets: Vec<Outlet> = underway.iter().map(pond).collect();
        for edge in graph.edge_references() {
            let outlet = &mut outlets[edge.source().index()];
            match rules[edge.id().index()] {
                // Nothing takes this way, and canals that are not dug are no way at all.
                Rule::Share(share) if share <= 0.0 => continue,
                Rule::Share(share) => (outlet.left, outlet.shares) = (outlet.left - share, true),
                Rule::Count(count) => (outlet.fixed, outlet.counts) = (outlet.fixed + count, true),
                Rule::Rest(weight) => outlet.rests += weight,
            }
            outlet.any = true;
        }
        for outlet in &mut outlets {
            if outlet.left <= NOISE {
                outlet.left = 0.0;
            }
        }
        let inflow = flow::solve(graph, rules, own, &underway).ok().map(|flows| flows.inflow);
        let (nodes, streams) = (vec![None; graph.node_count()], vec![None; graph.edge_count()]);
        let (springs, inflows, rests) = (nodes.clone(), nodes.clone(), nodes);
        Self { document, graph, rules, own, outlets, inflow, springs, streams, inflows, rests }
    }

    /// The nodes that balances join: those where all comes to an end join nothing.
    fn parts(&self) -> Vec<Vec<NodeIndex>> {
        let mut joined = UnionFind::new(self.graph.node_count());
        for edge in self.graph.edge_references().filter(|edge| self.outlets[edge.target().index()].any) {
            joined.union(edge.source().index(), edge.target().index());
        }
        let mut parts = vec![Vec::new(); self.graph.node_count()];
        for (node, part) in self.graph.node_indices().zip(joined.into_labeling()) {
            parts[part].push(node);
        }
        parts.retain(|part| part.iter().any(|node| self.outlets[node.index()].any));
        parts
    }

    fn equations(&mut self, part: &[NodeIndex]) -> Equations {
        let mut equations = Equations::default();
        self.number(part, &mut equations);
        for &node in part.iter().filter(|node| self.outlets[node.index()].any) {
            self.balance(node, &mut equations);
        }
        equations
    }

    /// Gives every unknown of a part its number.
    fn number(&mut self, part: &[NodeIndex], equations: &mut Equations) {
        let all: f64 = part.iter().map(|node| self.own[node.index()] + self.outlets[node.index()].fixed).sum();
        for &node in part {
            let (given, outlet) = (&self.document.nodes[node.index()], self.outlets[node.index()]);
            if given.kind == Kind::Spring {
                let measured = given.clients.unwrap_or(0.0);
                self.springs[node.index()] = equations.count(Of::Spring(node), measured, given.confidence);
            }
            for edge in self.graph.edges(node) {
                if let Rule::Count(measured) = self.rules[edge.id().index()] {
                    let confidence = self.document.streams[edge.id().index()].confidence;
                    self.streams[edge.id().index()] = equations.count(Of::Stream(edge.id()), measured, confidence);
                }
            }
            let inflow = self.inflow.as_ref().map_or(all, |inflow| inflow[node.index()]);
            let size = inflow.max(outlet.fixed);
            if outlet.shares {
                self.inflows[node.index()] = Some(equations.flow(inflow, size));
            }
            if outlet.rests > 0.0 && outlet.left > 0.0 {
                let rest = (outlet.left * inflow - outlet.fixed).max(0.0);
                self.rests[node.index()] = Some(equations.flow(rest, size));
            }
        }
    }

    /// Sets down that what comes into a node is what it takes in, and that this is what leaves it or stays there.
    fn balance(&self, node: NodeIndex, equations: &mut Equations) {
        let (index, outlet) = (node.index(), self.outlets[node.index()]);
        let counts = || self.graph.edges(node).filter_map(|edge| self.streams[edge.id().index()]);
        let leaves = || counts().chain(self.rests[index]).map(|unknown| (unknown, -1.0));
        let mut comes: Vec<(u32, f64)> = self.springs[index].map(|own| (own, 1.0)).into_iter().collect();
        if follows(self.document, node) {
            comes.extend(counts().map(|count| (count, 1.0)));
        }
        for edge in self.graph.edges_directed(node, Direction::Incoming) {
            let (stream, from) = (edge.id().index(), edge.source().index());
            comes.extend(match self.rules[stream] {
                Rule::Share(share) => self.inflows[from].map(|inflow| (inflow, share)),
                Rule::Count(_) => self.streams[stream].map(|count| (count, 1.0)),
                Rule::Rest(weight) => self.rests[from].map(|rest| (rest, weight / self.outlets[from].rests)),
            });
        }
        match self.inflows[index] {
            Some(inflow) => {
                comes.push((inflow, -1.0));
                equations.balance(comes, 0.0, Some(inflow));
                if outlet.can_balance() {
                    let goes = leaves().chain([(inflow, outlet.left)]).collect();
                    equations.balance(goes, outlet.underway, self.rests[index]);
                }
            }
            None => {
                comes.extend(leaves());
                equations.balance(comes, outlet.underway, self.rests[index]);
            }
        }
    }
}

impl Equations {
    /// A measured count; none if that is 0, which it stays.
    fn count(&mut self, of: Of, measured: f64, confidence: f64) -> Option<u32> {
        (measured > 0.0).then(|| {
            let gives = measured.sqrt() / confidence.sqrt();
            self.add(of, Unknown { start: measured, gives: Some(gives), size: measured })
        })
    }

    fn flow(&mut self, start: f64, size: f64) -> u32 {
        self.add(Of::Flow, Unknown { start, gives: None, size })
    }

    fn add(&mut self, of: Of, unknown: Unknown) -> u32 {
        self.stands_for.push(of);
        self.unknowns.push(unknown);
        (self.unknowns.len() - 1) as u32
    }

    /// Where nothing is unknown, nothing can be balanced.
    fn balance(&mut self, mut terms: Vec<(u32, f64)>, sum: f64, settles: Option<u32>) {
        terms.sort_unstable_by_key(|term| term.0);
        terms.dedup_by(|next, term| {
            next.0 == term.0 && {
                term.1 += next.1;
                true
            }
        });
        terms.retain(|term| term.1 != 0.0);
        if !terms.is_empty() {
            self.balances.push(Balance { settles, terms, sum });
        }
    }
}
