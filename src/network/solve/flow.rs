//! How much water each node takes in: the steady state of the rules by which streams carry.
//!
//! With x the inflows, x = F(x) where every node's streams carry a part of its x, a fixed count, or a part of
//! max(x - ..., 0). F grows with x and is convex, so the steady state is its least fixed point: what a network that
//! starts empty fills up to. It is found component by component; see [`Basin::fill`].

// Indexes are the graph's own node and edge indexes, or places in a component.
#![allow(clippy::indexing_slicing)]

use petgraph::{
    Direction,
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};

use super::{
    chain::{Factors, Form, Way},
    components::Components,
    excess,
};
use crate::{door, network::Graph};

/// Water smaller than this, relative to what it is left over from, is rounding.
const NOISE: f64 = 1e-12;

/// Shares that add up to more than one by no more than this are taken for one.
const TOLERANCE: f64 = 2e-9;

/// What a stream carries.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// That fraction of its node's inflow.
    Share(f64),
    /// That count.
    Count(f64),
    /// Of what the others leave, a part in proportion to this weight, above 0.
    Rest(f64),
}

/// What a node does with its inflow.
#[derive(Clone, Copy, Debug, Default)]
struct Outlet {
    /// The part of the inflow that no `share` stream takes; 0 where shares add up to one within rounding, and below it where
    /// they add up to more.
    left: f64,
    /// Counts that leave or stay whatever comes in.
    fixed: f64,
    /// Sum of the weights of the streams that share the rest.
    rests: f64,
}

impl Outlet {
    /// What is over (or, negative, short) for an inflow.
    fn over(&self, inflow: f64) -> f64 {
        let left = self.left * inflow;
        let over = left - self.fixed;
        if over.abs() <= NOISE * left.abs().max(self.fixed) { 0.0 } else { over }
    }

    /// What a stream of that weight carries of the rest.
    fn rest(&self, inflow: f64, weight: f64) -> f64 {
        if self.rests > 0.0 { self.over(inflow).max(0.0) / self.rests * weight } else { 0.0 }
    }
}

/// What is wrong with a network that cannot be solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stuck {
    /// A cycle through this node loses nothing.
    Endless(NodeIndex),
    /// The cycles around this node are too many and too tight.
    TooLarge(NodeIndex),
}

/// Inflows of nodes, clients of streams, and what is over at each node.
pub(crate) struct Flows {
    pub inflow: Vec<f64>,
    pub clients: Vec<f64>,
    /// Exactly 0 where streams take the rest.
    pub over: Vec<f64>,
}

/// The part of a node's inflow that shares leave: 0 where that is rounding.
pub(crate) fn settled(left: f64) -> f64 {
    if (-TOLERANCE..=NOISE).contains(&left) { 0.0 } else { left }
}

/// Solves for given own clients and ponds of nodes, in index order.
pub(crate) fn solve(graph: &Graph, rules: &[Rule], own: &[f64], underway: &[f64]) -> Result<Flows, Vec<Stuck>> {
    let mut outlets: Vec<Outlet> =
        underway.iter().map(|&underway| Outlet { left: 1.0, fixed: underway, rests: 0.0 }).collect();
    let mut inflow = own.to_vec();
    for edge in graph.edge_references() {
        let outlet = &mut outlets[edge.source().index()];
        match rules[edge.id().index()] {
            Rule::Share(share) => outlet.left -= share,
            Rule::Rest(weight) => outlet.rests += weight,
            Rule::Count(count) => {
                outlet.fixed += count;
                inflow[edge.target().index()] += count;
            }
        }
    }
    outlets.iter_mut().for_each(|outlet| outlet.left = settled(outlet.left));

    let depends = |edge: EdgeIndex| match rules[edge.index()] {
        Rule::Share(share) => share > 0.0,
        Rule::Count(_) => false,
        Rule::Rest(_) => graph.edge_endpoints(edge).is_some_and(|ends| outlets[ends.0.index()].left > 0.0),
    };
    let components = Components::new(graph, &depends);
    let basin = Basin { graph, rules, outlets: &outlets, components: &components };
    let mut stuck = Vec::new();
    for component in &components.list {
        if component.len() > 1
            && let Err(problem) = basin.fill(component, &mut inflow)
        {
            stuck.push(problem);
        }
        for &node in component {
            let x = inflow[node.index()];
            for edge in graph.edges(node).filter(|edge| depends(edge.id())) {
                if components.beside(node, edge.target()).is_none() {
                    inflow[edge.target().index()] += basin.carries(edge.id(), node, x);
                }
            }
        }
    }
    if !stuck.is_empty() {
        return Err(stuck);
    }
    let ends = graph.edge_references().map(|edge| (edge.id(), edge.source()));
    let clients = ends.map(|(edge, node)| basin.carries(edge, node, inflow[node.index()])).collect();
    let over = |(outlet, &x): (&Outlet, &f64)| {
        let over = outlet.over(x);
        if outlet.rests > 0.0 { over.min(0.0) } else { over }
    };
    let over = basin.outlets.iter().zip(&inflow).map(over).collect();
    Ok(Flows { inflow, clients, over })
}

struct Basin<'a> {
    graph: &'a Graph,
    rules: &'a [Rule],
    outlets: &'a [Outlet],
    components: &'a Components,
}

/// A stream inside a component.
struct Inner {
    from: usize,
    to: usize,
    rule: Rule,
}

impl Basin<'_> {
    fn carries(&self, edge: EdgeIndex, from: NodeIndex, inflow: f64) -> f64 {
        match self.rules[edge.index()] {
            Rule::Share(share) => share * inflow,
            Rule::Count(count) => count,
            Rule::Rest(weight) => self.outlets[from.index()].rest(inflow, weight),
        }
    }

    /// Solves one component, whose `inflow` is what comes from outside before and all that comes in after.
    ///
    /// A node is dry while nothing is over for its streams without a figure, else wet. For given dry and wet nodes the
    /// system is linear. Beginning with as many dry as can be, each round solves it and wets the nodes where something
    /// is over. Every system is a lower bound of F and F grows with x, so from round to round the solutions rise and
    /// stay below the least fixed point: a wet node stays wet, there are at most as many rounds as nodes, and the last
    /// solution is the least fixed point (Howard's policy iteration from below). The sweeps in between, which also rise
    /// from below, wet whole chains at once, so that a few rounds do.
    ///
    /// If the wet and the shared ways of some nodes come to lose nothing at all, x grows without bound: water comes in that
    /// nothing takes out.
    fn fill(&self, component: &[NodeIndex], inflow: &mut [f64]) -> Result<(), Stuck> {
        let outlets: Vec<Outlet> = component.iter().map(|node| self.outlets[node.index()]).collect();
        let b: Vec<f64> = component.iter().map(|node| inflow[node.index()]).collect();
        let mut inner = Vec::new();
        // What shares and streams without a figure take out of the component.
        let mut leaves = vec![(0.0, 0.0); component.len()];
        for (place, &node) in component.iter().enumerate() {
            for edge in self.graph.edges_directed(node, Direction::Incoming) {
                let rule = self.rules[edge.id().index()];
                if let (Some(from), Rule::Share(_) | Rule::Rest(_)) =
                    (self.components.beside(node, edge.source()), rule)
                {
                    inner.push(Inner { from, to: place, rule });
                }
            }
            for edge in self.graph.edges(node).filter(|edge| self.components.beside(node, edge.target()).is_none()) {
                match self.rules[edge.id().index()] {
                    Rule::Share(share) => leaves[place].0 += share,
                    Rule::Rest(weight) => leaves[place].1 += weight,
                    Rule::Count(_) => {}
                }
            }
        }
        // Where nothing is fixed, something is over whenever anything comes in.
        let mut wet: Vec<bool> = outlets.iter().map(|outlet| outlet.rests > 0.0 && outlet.fixed <= 0.0).collect();
        let can_wet: Vec<usize> =
            (0..outlets.len()).filter(|&v| !wet[v] && outlets[v].rests > 0.0 && outlets[v].left > 0.0).collect();
        let mut x = b.clone();
        run_on(&outlets, &b, &inner, &can_wet, &mut wet, &mut x);
        loop {
            let part = |inner: &Inner| match inner.rule {
                Rule::Share(share) => share,
                Rule::Rest(weight) if wet[inner.from] => outlets[inner.from].left / outlets[inner.from].rests * weight,
                _ => 0.0,
            };
            let parts: Vec<Way> = inner
                .iter()
                .map(|inner| Way { from: inner.from, to: inner.to, part: part(inner) })
                .filter(|way| way.part > 0.0)
                .collect();
            let leak = outlets.iter().zip(&leaves).zip(&wet).map(|((outlet, leaves), &wet)| {
                leaves.0 + if wet { outlet.left * (leaves.1 / outlet.rests) } else { outlet.left }
            });
            let leak: Vec<f64> = leak.collect();
            if leak.iter().any(|leak| *leak < excess::LEAST) {
                x.copy_from_slice(&b);
                let over = || excess::Chain::new(&parts, &leak)?.solve(&mut x, Form::Mass);
                door::through(over).map_err(|state| Stuck::Endless(first_of(component, &parts, state)))?;
                break;
            }
            let mut factors = door::through(|| Factors::new(&parts, leak));
            if let Some(state) = factors.closed {
                return Err(Stuck::Endless(first_of(component, &parts, state)));
            }
            x.copy_from_slice(&b);
            for inner in &inner {
                if let Rule::Rest(weight) = inner.rule
                    && wet[inner.from]
                {
                    x[inner.to] -= outlets[inner.from].fixed / outlets[inner.from].rests * weight;
                }
            }
            if !door::through(|| factors.solve(&mut x, Form::Mass)) {
                return Err(Stuck::TooLarge(first_of(component, &parts, 0)));
            }
            if !run_on(&outlets, &b, &inner, &can_wet, &mut wet, &mut x) {
                break;
            }
        }
        for (node, x) in component.iter().zip(x) {
            inflow[node.index()] = x.max(0.0);
        }
        Ok(())
    }
}

/// Lets water run through the component, and on while that wets more nodes. True if any was wetted.
fn run_on(outlets: &[Outlet], b: &[f64], inner: &[Inner], can_wet: &[usize], wet: &mut [bool], x: &mut [f64]) -> bool {
    let mut any = false;
    for _ in 0..if can_wet.is_empty() { 0 } else { 64 } {
        // `inner` is in the order of `to`, and nodes in the order of a depth-first walk.
        let mut streams = inner.iter().peekable();
        for v in 0..x.len() {
            x[v] = b[v];
            while let Some(stream) = streams.next_if(|stream| stream.to == v) {
                x[v] += match stream.rule {
                    Rule::Share(share) => share * x[stream.from],
                    Rule::Rest(weight) => outlets[stream.from].rest(x[stream.from], weight),
                    Rule::Count(_) => 0.0,
                };
            }
        }
        let mut more = false;
        for &v in can_wet {
            if !wet[v] && outlets[v].over(x[v]) > 0.0 {
                wet[v] = true;
                more = true;
            }
        }
        any |= more;
        if !more {
            break;
        }
    }
    any
}

/// Of the nodes that water from `state` runs through, the first in the document.
fn first_of(component: &[NodeIndex], ways: &[Way], state: usize) -> NodeIndex {
    let mut outs = vec![Vec::new(); component.len()];
    for way in ways {
        outs[way.from].push(way.to);
    }
    let mut reached = vec![false; component.len()];
    reached[state] = true;
    let (mut todo, mut first) = (vec![state], component[state]);
    while let Some(state) = todo.pop() {
        first = first.min(component[state]);
        for &to in &outs[state] {
            if !reached[to] {
                reached[to] = true;
                todo.push(to);
            }
        }
    }
    first
}
