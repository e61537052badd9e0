//! What any set of levers would give, without solving the whole network again.
//!
//! Levers change shares at a few nodes only, here called forks, and with any lever on the network is linear. So it is cut at the forks:
//! once and for all it is found what part of a unit of water from any place comes first to each fork, what part is lost on the
//! way, and what revenue it makes there. What a set of levers gives is then a system of as many equations as there are forks.

// Indexes are the graph's own node and edge indexes, places of forks and levers, or cells of rows that are made here.
#![allow(clippy::indexing_slicing)]

use super::{Leaving, Work, by_node, leaving};
use crate::network::{
    Graph, Network, Solved, StreamFlow,
    solve::{
        chain::{Form, Way},
        components::Components,
        excess::{Chain, LEAST, NOTHING},
        flow::settled,
    },
};
use petgraph::{graph::NodeIndex, visit::EdgeRef};

/// What any set of a network's levers would give. Making it takes as long as solving the network once for each node that has
/// levers; asking it takes time in proportion to the third power of the number of these nodes.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// The revenue without any lever.
    pub(crate) base: f64,
    pub(crate) levers: Vec<super::Lever>,
    pub(crate) forks: Vec<Fork>,
    /// The fork of each lever.
    pub(crate) fork_of: Vec<usize>,
    /// What becomes of all that springs put in: a row (see [`Prospect::row`]).
    pub(crate) springs: Vec<f64>,
    /// Less than this of a fork's water going on means that it rises for ever.
    pub(crate) least: f64,
    /// Whether water rises for ever somewhere, whichever levers are on.
    endless: bool,
}

/// A node whose shares levers change.
#[derive(Clone, Debug)]
pub(crate) struct Fork {
    /// Its levers, in order.
    pub levers: Vec<usize>,
    /// The streams that leave it, as in the base.
    pub leaving: Vec<Leaving>,
    /// What becomes of a unit of water in each: the cells of a row (see [`Prospect::row`]) that are not 0.
    after: Vec<Vec<(usize, f64)>>,
    /// Revenue per client at the node itself.
    made: f64,
}

impl Prospect {
    /// That of a network, whichever of its levers are on, in its frame.
    pub fn new(network: &Network) -> Self {
        let Network { graph, levers, own, .. } = network;
        let base: &Solved = network.base.as_ref().unwrap_or(&network.solved);
        let mut fork_of = vec![0; levers.len()];
        let mut forks = Vec::new();
        let mut place = vec![None; graph.node_count()];
        for (node, at) in by_node(graph, levers) {
            at.iter().for_each(|lever| fork_of[*lever] = forks.len());
            place[node.index()] = Some(forks.len());
            let leaving = leaving(graph, &base.streams, levers, node);
            let after = vec![Vec::new(); leaving.len()];
            forks.push(Fork { levers: at, leaving, after, made: graph[node].revenue_per_client.unwrap_or(0.0) });
        }
        let springs = Vec::new();
        let levers = levers.clone();
        let mut this = Self { base: base.totals.revenue, levers, forks, fork_of, springs, least: 0.0, endless: false };
        if !this.forks.is_empty() {
            this.endless = this.look(graph, base, own, &place).is_none();
        }
        this
    }

    /// Finds what becomes of water beyond the forks. None if it rises there for ever.
    fn look(&mut self, graph: &Graph, base: &Solved, own: &[f64], place: &[Option<usize>]) -> Option<()> {
        let mut rest = Rest::new(graph, base, place)?;
        if rest.left.iter().any(|left| *left < LEAST) {
            self.least = NOTHING;
        }
        let forks = self.forks.len();
        for column in 0..forks + 2 {
            let mut worth: Vec<f64> = if column < forks {
                place.iter().map(|at| f64::from(u8::from(*at == Some(column)))).collect()
            } else {
                let worth = |(index, at): (usize, &Option<usize>)| match at {
                    Some(_) => 0.0,
                    None if column == forks => rest.left[index],
                    None => graph[NodeIndex::new(index)].revenue_per_client.unwrap_or(0.0),
                };
                place.iter().enumerate().map(worth).collect()
            };
            rest.value(&mut worth)?;
            self.springs.push(own.iter().zip(&worth).map(|(own, worth)| own * worth).sum());
            for fork in &mut self.forks {
                for (stream, after) in fork.leaving.iter().zip(&mut fork.after) {
                    let worth = worth[rest.to(stream.stream)];
                    if worth != 0.0 {
                        after.push((column, worth));
                    }
                }
            }
        }
        Some(())
    }

    /// How many levers there are.
    pub(crate) fn len(&self) -> usize {
        self.levers.len()
    }

    /// Whether no set of levers has a steady state, but the one without any.
    pub(crate) fn is_endless(&self) -> bool {
        self.endless
    }

    /// What becomes of a unit of water that comes to a fork which it leaves so: what part comes next to each fork, and last what
    /// part is lost before that, and what revenue it makes.
    pub(crate) fn row(&self, fork: usize, leaving: &[Leaving]) -> Vec<f64> {
        let (fork, forks) = (&self.forks[fork], self.forks.len());
        let mut row = vec![0.0; forks + 2];
        let left = leaving.iter().fold(1.0, |left, stream| left - stream.share);
        (row[forks], row[forks + 1]) = (settled(left), fork.made);
        for (stream, after) in leaving.iter().zip(&fork.after).filter(|(stream, _)| stream.share > 0.0) {
            after.iter().for_each(|(column, after)| row[*column] += stream.share * after);
        }
        row
    }

    /// The same with these levers on.
    pub(crate) fn row_with(&self, fork: usize, on: &[bool]) -> Vec<f64> {
        self.row(fork, &self.leaving(fork, &|lever| is_on(on, lever)))
    }

    /// The streams that leave a fork with some levers on.
    fn leaving(&self, fork: usize, on: &dyn Fn(usize) -> bool) -> Vec<Leaving> {
        let Fork { levers, leaving, .. } = &self.forks[fork];
        let mut leaving = leaving.clone();
        levers.iter().filter(|lever| on(**lever)).for_each(|lever| self.work(*lever).apply(&mut leaving));
        leaving
    }

    /// By how much the cells of a fork's row change, one or several times each, where these levers are turned.
    pub(crate) fn change(&self, fork: usize, on: &[bool], turned: &[usize]) -> Vec<(usize, f64)> {
        let before = self.leaving(fork, &|lever| is_on(on, lever));
        let now = self.leaving(fork, &|lever| is_on(on, lever) != turned.contains(&lever));
        let more = before.iter().zip(&now).map(|(before, now)| now.share - before.share);
        let more = more.zip(&self.forks[fork].after).filter(|(more, _)| *more != 0.0);
        more.flat_map(|(more, after)| after.iter().map(move |(column, after)| (*column, more * after))).collect()
    }

    pub(crate) fn work(&self, lever: usize) -> Work {
        self.levers[lever].work
    }

    /// Revenue per period with exactly these levers on, in the document's order (those that are missing are off). None if
    /// there is no steady state.
    pub fn revenue(&self, on: &[bool]) -> Option<f64> {
        if !(0..self.len()).any(|lever| is_on(on, lever)) {
            return Some(self.base);
        }
        if self.endless {
            return None;
        }
        let mut rows: Vec<Vec<f64>> = (0..self.forks.len()).map(|fork| self.row_with(fork, on)).collect();
        rows.push(self.springs.clone());
        for k in 0..self.forks.len() {
            let (above, below) = rows.split_at_mut(k + 1);
            let row = &above[k];
            let pivot = goes_on(&row[k..]);
            if pivot <= self.least {
                return None;
            }
            for other in below.iter_mut().filter(|other| other[k] != 0.0) {
                let part = other[k] / pivot;
                other[k + 1..].iter_mut().zip(&row[k + 1..]).for_each(|(cell, on)| *cell += part * on);
            }
        }
        rows.last().and_then(|row| row.last()).copied().filter(|revenue| revenue.is_finite())
    }

    /// About how many operations it takes to say what a lever changes.
    pub(crate) fn effort(&self, lever: usize) -> u64 {
        let Fork { levers, leaving, after, .. } = &self.forks[self.fork_of[lever]];
        let cells: usize = after.iter().map(Vec::len).sum();
        (100 + 4 * levers.len() * leaving.len() + cells) as u64
    }

    /// What each lever adds to the revenue per period, in the document's order: one that is on, over those above it that are on;
    /// one that is off, on top of all that are on. Not a number where there is no steady state.
    pub fn effects(&self, on: &[bool]) -> Vec<f64> {
        let mut set = vec![false; self.len()];
        let mut effects = vec![f64::NAN; self.len()];
        let mut turn = self.turn(&set);
        let mut before = self.base;
        for lever in (0..self.len()).filter(|lever| is_on(on, *lever)) {
            set[lever] = true;
            turn = turn.and_then(|mut turn| turn.turn(lever).map(|()| turn)).or_else(|| self.turn(&set));
            let now = turn.as_ref().map_or(f64::NAN, |turn| turn.revenue);
            effects[lever] = now - before;
            before = now;
        }
        for lever in (0..self.len()).filter(|lever| !is_on(on, *lever)) {
            let now = match &turn {
                Some(turn) => turn.after(lever),
                None => {
                    set[lever] = true;
                    let now = self.revenue(&set);
                    set[lever] = false;
                    now
                }
            };
            effects[lever] = now.unwrap_or(f64::NAN) - before;
        }
        effects
    }
}

pub(crate) fn is_on(on: &[bool], lever: usize) -> bool {
    on.get(lever) == Some(&true)
}

/// The pivot of a row: what goes on of what comes to its first fork, but for what comes back (see [`crate::network::solve::chain`]).
fn goes_on(row: &[f64]) -> f64 {
    row[1..row.len() - 1].iter().sum()
}

/// Eliminates the first column of rows of that `width` by one of them, `row` of the first `rows`, which all go; appends what is left of
/// the others to `out`. False if nothing goes on.
pub(crate) fn eliminate(
    all: &[f64],
    width: usize,
    (row, rows): (usize, usize),
    least: f64,
    out: &mut Vec<f64>,
) -> bool {
    let row = &all[row * width..(row + 1) * width];
    let pivot = goes_on(row);
    if pivot <= least {
        return false;
    }
    for other in all[rows * width..].chunks_exact(width) {
        let part = other[0] / pivot;
        out.extend(other[1..].iter().zip(&row[1..]).map(|(cell, on)| cell + part * on));
    }
    true
}

/// The network without what leaves the forks.
struct Rest<'a> {
    graph: &'a Graph,
    streams: &'a [StreamFlow],
    /// What no share takes, by node.
    left: Vec<f64>,
    place: &'a [Option<usize>],
    components: Components,
    /// By component; none where water does not go round.
    chains: Vec<Option<Chain>>,
    /// How much water each node has, roughly.
    weights: Vec<f64>,
}

impl<'a> Rest<'a> {
    fn new(graph: &'a Graph, base: &'a Solved, place: &'a [Option<usize>]) -> Option<Self> {
        let streams = &base.streams;
        let mut left = vec![1.0; graph.node_count()];
        for edge in graph.edge_references() {
            left[edge.source().index()] -= streams[edge.id().index()].share;
        }
        left.iter_mut().for_each(|left| *left = settled(*left));
        let runs = |edge: petgraph::graph::EdgeIndex| {
            let from = graph.edge_endpoints(edge).and_then(|ends| place[ends.0.index()]);
            from.is_none() && streams[edge.index()].share > 0.0
        };
        let components = Components::new(graph, &runs);
        let weights = base.nodes.iter().map(|node| node.inflow).collect();
        let mut this = Self { graph, streams, left, place, components, chains: Vec::new(), weights };
        for component in &this.components.list {
            let chain = if component.len() > 1 { Some(this.chain(component)?) } else { None };
            this.chains.push(chain);
        }
        Some(this)
    }

    fn chain(&self, component: &[NodeIndex]) -> Option<Chain> {
        let (mut ways, mut leak) = (Vec::new(), Vec::new());
        for (from, node) in component.iter().enumerate() {
            let mut lost = self.left[node.index()];
            for (part, other) in self.runs(*node) {
                match self.components.beside(*node, other) {
                    Some(to) => ways.push(Way { from, to, part }),
                    None => lost += part,
                }
            }
            leak.push(lost);
        }
        Chain::new(&ways, &leak).ok()
    }

    /// The streams that leave a node, if it is no fork: their shares, and whither they run.
    fn runs(&self, node: NodeIndex) -> impl Iterator<Item = (f64, NodeIndex)> + '_ {
        let all = self.graph.edges(node).filter(move |_| self.place[node.index()].is_none());
        all.map(|edge| (self.streams[edge.id().index()].share, edge.target())).filter(|(share, _)| *share > 0.0)
    }

    /// The node that a stream reaches.
    fn to(&self, stream: usize) -> usize {
        self.graph.raw_edges()[stream].target().index()
    }

    /// `x[v] = b[v] + sum of share(v, w) x[w]`, in place.
    fn value(&mut self, x: &mut [f64]) -> Option<()> {
        for (index, component) in self.components.list.iter().enumerate().rev() {
            for node in component {
                let beyond = self.runs(*node).filter(|(_, other)| self.components.beside(*node, *other).is_none());
                let worth: f64 = beyond.map(|(share, other)| share * x[other.index()]).sum();
                x[node.index()] += worth;
            }
            if let Some(chain) = &mut self.chains[index] {
                let mut inner: Vec<f64> = component.iter().map(|node| x[node.index()]).collect();
                let weights: Vec<f64> = component.iter().map(|node| self.weights[node.index()]).collect();
                chain.solve(&mut inner, Form::Value(&weights)).ok()?;
                component.iter().zip(inner).for_each(|(node, inner)| x[node.index()] = inner);
            }
        }
        Some(())
    }
}
