//! Sparse linear systems of water that goes round: a substochastic chain, factored by eliminating states.
//!
//! From each state a unit of water goes on to other states with given parts and leaks with the rest. Eliminating a state
//! passes its ways on to those before it. The pivot is taken as the sum of what leaves (Grassmann, Taksar and Heyman
//! 1985) and never as `1 - stay`, so nothing is subtracted anywhere and loops that lose next to nothing keep their digits.
//! States with few neighbours go first (Markowitz 1957). Where the rest grows dense it is finished by [`Core`].

// Indexes are states below `n` (checked by `factor`'s only callers, which number them so) or lie in ranges pushed here.
#![allow(clippy::indexing_slicing)]

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

use super::core::Core;

/// A way from one state to another, with the part of the water that takes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    pub from: usize,
    pub to: usize,
    pub part: f64,
}

/// Which of the two systems of a chain is to be solved.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form<'a> {
    /// `x[w] = b[w] + sum of part(v, w) x[v]`: how much comes through.
    Mass,
    /// `x[v] = b[v] + sum of part(v, w) x[w]`: what is found on the way out; with how much each state weighs.
    Value(&'a [f64]),
}

struct Step {
    state: usize,
    pivot: f64,
    ins: Range<usize>,
    outs: Range<usize>,
}

/// A factored chain.
pub(crate) struct Factors {
    steps: Vec<Step>,
    links: Vec<(usize, f64)>,
    rest: Vec<usize>,
    core: Core,
    /// A state from which nothing ever leaks, if there is one.
    pub closed: Option<usize>,
}

/// Below this many states the dense elimination is the faster one from the start.
const SMALL: usize = 24;

/// How far to go with elimination.
#[derive(Clone, Copy)]
struct Effort {
    /// Up to how many ways at a time.
    ways: usize,
    /// Up to how many states are finished as a dense matrix.
    dense: usize,
}

impl Factors {
    /// Factors the chain of `leak.len()` states; parts are positive and each state's parts and leak add up to one.
    ///
    /// Where states have few neighbours (rings, trees, streets) elimination keeps the ways few. Where it makes many new
    /// ones, water is well mixed, and the rest is left to sweeps.
    pub(crate) fn new(ways: &[Way], leak: Vec<f64>) -> Self {
        // Dense elimination of 640 states takes about a tenth of a second.
        Self::with(ways, leak, Effort { ways: ways.len() * 2 + 1_000, dense: 640 })
    }

    /// The same for what sweeps could not solve. Dense elimination of 4,000 states takes ten seconds and 128 MB.
    pub(crate) fn tight(ways: &[Way], leak: Vec<f64>) -> Self {
        Self::with(ways, leak, Effort { ways: 8_000_000, dense: 4_000 })
    }

    fn with(ways: &[Way], leak: Vec<f64>, effort: Effort) -> Self {
        let mut chain = Elimination::new(ways, leak);
        if chain.alive > SMALL {
            chain.run(effort);
        }
        chain.finish(effort.dense)
    }

    /// Whether nothing is left to sweeps.
    pub(crate) fn is_eliminated(&self) -> bool {
        matches!(self.core, Core::Dense { .. })
    }

    /// Solves in place: `x` is `b` before and the solution after. False if the core did not converge.
    pub(crate) fn solve(&mut self, x: &mut [f64], form: Form) -> bool {
        for step in &self.steps {
            let through = ratio(x[step.state], step.pivot);
            for &(other, part) in &self.links[forward(step, form)] {
                x[other] += part * through;
            }
        }
        let mut inner: Vec<f64> = self.rest.iter().map(|&state| x[state]).collect();
        let solved = match form {
            Form::Mass => self.core.mass(&mut inner),
            Form::Value(weights) => {
                let weights: Vec<f64> = self.rest.iter().map(|&state| weights[state]).collect();
                self.core.value(&mut inner, &weights)
            }
        };
        for (&state, value) in self.rest.iter().zip(inner) {
            x[state] = value;
        }
        for step in self.steps.iter().rev() {
            let back = self.links[backward(step, form)].iter().map(|&(other, part)| part * x[other]).sum::<f64>();
            x[step.state] = ratio(x[step.state] + back, step.pivot);
        }
        solved
    }
}

fn forward(step: &Step, form: Form) -> Range<usize> {
    if matches!(form, Form::Mass) { step.outs.clone() } else { step.ins.clone() }
}

fn backward(step: &Step, form: Form) -> Range<usize> {
    if matches!(form, Form::Mass) { step.ins.clone() } else { step.outs.clone() }
}

/// A closed state has pivot 0; what comes to it is told by `closed` and counts as nothing.
pub(crate) fn ratio(value: f64, pivot: f64) -> f64 {
    if pivot > 0.0 { value / pivot } else { 0.0 }
}

/// Multiplicative hashing; the map is only ever asked for single keys, so its order is never seen.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(byte.into());
        }
    }
    fn write_usize(&mut self, n: usize) {
        let mixed = (self.0.rotate_left(26) ^ n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

struct Elimination {
    ways: Vec<Way>,
    at: HashMap<(usize, usize), usize, BuildHasherDefault<Quick>>,
    /// Indexes into `ways`; those whose other end is gone are skipped, so that a hub's list is walked only once.
    ins: Vec<Vec<usize>>,
    outs: Vec<Vec<usize>>,
    /// How many of `ins` and `outs` still count.
    degree: Vec<(usize, usize)>,
    leak: Vec<f64>,
    gone: Vec<bool>,
    alive: usize,
    /// How many ways there are between those that are not gone.
    between: usize,
    steps: Vec<Step>,
    links: Vec<(usize, f64)>,
    closed: Option<usize>,
}

impl Elimination {
    fn new(ways: &[Way], leak: Vec<f64>) -> Self {
        let n = leak.len();
        let mut this = Self {
            ways: Vec::with_capacity(ways.len()),
            at: HashMap::default(),
            ins: vec![Vec::new(); n],
            outs: vec![Vec::new(); n],
            degree: vec![(0, 0); n],
            leak,
            gone: vec![false; n],
            alive: n,
            between: 0,
            steps: Vec::new(),
            links: Vec::new(),
            closed: None,
        };
        for way in ways {
            this.add(*way);
        }
        this
    }

    /// Adds a way, or to a way. What comes back to its own state changes nothing in the end and is dropped.
    fn add(&mut self, way: Way) {
        if way.from == way.to {
            return;
        }
        let next = self.ways.len();
        let index = *self.at.entry((way.from, way.to)).or_insert(next);
        if index < next {
            self.ways[index].part += way.part;
            return;
        }
        self.ways.push(way);
        self.outs[way.from].push(index);
        self.ins[way.to].push(index);
        self.between += 1;
        self.degree[way.to].0 += 1;
        self.degree[way.from].1 += 1;
    }

    fn cost(&self, state: usize) -> usize {
        self.degree[state].0 * self.degree[state].1
    }

    /// Eliminates, cheapest first, until there are too many ways or what is left is nearly dense.
    fn run(&mut self, effort: Effort) {
        let mut queue: BinaryHeap<_> = (0..self.leak.len()).map(|state| Reverse((self.cost(state), state))).collect();
        while let Some(Reverse((cost, state))) = queue.pop() {
            if self.gone[state] {
                continue;
            }
            let now = self.cost(state);
            if now != cost {
                // Falling costs were queued when they fell; a risen one is queued here.
                if now > cost {
                    queue.push(Reverse((now, state)));
                }
                continue;
            }
            // A product costs about a hundred times as much here as in a dense matrix.
            let dense = self.alive <= effort.dense && cost * 100 > self.alive * self.alive;
            if dense || self.between + cost > effort.ways {
                return;
            }
            let touched = self.eliminate(state);
            for &(other, _) in &self.links[touched] {
                queue.push(Reverse((self.cost(other), other)));
            }
        }
    }

    /// Eliminates one state; says where in `links` its neighbours are.
    fn eliminate(&mut self, state: usize) -> Range<usize> {
        self.gone[state] = true;
        self.alive -= 1;
        let start = self.links.len();
        let (ways, gone) = (&self.ways, &self.gone);
        self.links.extend(self.ins[state].iter().map(|&i| (ways[i].from, ways[i].part)).filter(|way| !gone[way.0]));
        let middle = self.links.len();
        self.links.extend(self.outs[state].iter().map(|&i| (ways[i].to, ways[i].part)).filter(|way| !gone[way.0]));
        let end = self.links.len();
        self.between -= end - start;
        let pivot = self.leak[state] + self.links[middle..end].iter().map(|way| way.1).sum::<f64>();
        if pivot <= 0.0 {
            self.closed = self.closed.or(Some(state));
        }
        for out in middle..end {
            self.degree[self.links[out].0].0 -= 1;
        }
        for before in start..middle {
            let (from, part) = self.links[before];
            self.degree[from].1 -= 1;
            // Into a closed state water goes for good.
            self.leak[from] += if pivot > 0.0 { part * (self.leak[state] / pivot) } else { part };
            for out in middle..end {
                let (to, on) = self.links[out];
                self.add(Way { from, to, part: part * (on / pivot) });
            }
        }
        self.steps.push(Step { state, pivot, ins: start..middle, outs: middle..end });
        start..end
    }

    fn finish(self, dense: usize) -> Factors {
        let rest: Vec<usize> = (0..self.leak.len()).filter(|&state| !self.gone[state]).collect();
        let mut place = vec![0; self.leak.len()];
        for (index, &state) in rest.iter().enumerate() {
            place[state] = index;
        }
        let ways = self.ways.iter().filter(|way| !self.gone[way.from] && !self.gone[way.to]);
        let ways = ways.map(|way| Way { from: place[way.from], to: place[way.to], ..*way }).collect();
        let core = Core::new(ways, rest.iter().map(|&state| self.leak[state]).collect(), dense);
        let closed = self.closed.or_else(|| core.closed().and_then(|index| rest.get(index).copied()));
        Factors { steps: self.steps, links: self.links, rest, core, closed }
    }
}
