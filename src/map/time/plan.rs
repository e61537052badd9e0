//! What a network is as a river in time: where its water falls, which way is the main one, and when each place is reached.

use super::super::{outline::Outline, shown::Shown};
use crate::{
    document::{Kind, Mood},
    network::{Network, Solved},
};
use petgraph::{
    Direction::Incoming,
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};

/// What does not depend on a canvas; vectors go by node.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Where falling water ends.
    pub foot: Vec<bool>,
    /// Where falling water only parts on its way down.
    pub drain: Vec<bool>,
    /// Places that clients pass in no time of their own: they stand somewhere between those that have one.
    pub passing: Vec<bool>,
    /// The nodes of the main way, from its spring on.
    pub trunk: Vec<usize>,
    /// When each is reached, as far as that is known: days after the first contact.
    pub days: Vec<Option<f64>>,
    /// The same with steps in place of what is not known; what the columns are made by.
    pub when: Vec<f64>,
    /// The place with a time of its own before each, and that after it.
    pub before: Vec<usize>,
    /// See `before`.
    pub after: Vec<Option<usize>>,
    /// What part of the way between these two lies before it.
    pub part: Vec<f64>,
    /// Whether any stream says how many days it takes.
    pub known: bool,
    /// What each stream carries where this is planned: lanes keep its order, whatever levers do.
    pub sizes: Vec<f64>,
    /// The same for what leaves each node.
    pub leaving: Vec<f64>,
}

/// Between places of one time that water runs between, days: they do not stand in one column.
const APART: f64 = 1e-6;

/// How far a client has come since the last place that has a time.
#[derive(Clone, Copy, Default)]
struct Passed {
    from: usize,
    days: Option<f64>,
    hops: usize,
}

impl Plan {
    /// The plan of a solved network.
    pub fn of(network: &Network, solved: &Solved, outline: &Outline, shown: &Shown) -> Self {
        let count = network.graph.node_count();
        let mut plan = Self {
            foot: vec![false; count],
            drain: vec![false; count],
            passing: vec![false; count],
            days: vec![Some(0.0); count],
            when: vec![0.0; count],
            before: (0..count).collect(),
            after: vec![None; count],
            part: vec![0.0; count],
            sizes: solved.streams.iter().map(|flow| flow.clients).collect(),
            leaving: solved.nodes.iter().map(|flow| flow.outflow).collect(),
            ..Self::default()
        };
        let draft = Draft { network, solved, outline, shown };
        if outline.business {
            draft.falls(&mut plan);
        }
        draft.times(&mut plan);
        plan.trunk = draft.trunk(&plan);
        plan
    }

    /// Whether falling water comes to a node.
    pub fn falls(&self, node: usize) -> bool {
        self.foot.get(node) == Some(&true) || self.drain.get(node) == Some(&true)
    }
}

struct Draft<'a> {
    network: &'a Network,
    solved: &'a Solved,
    outline: &'a Outline,
    shown: &'a Shown,
}

impl Draft<'_> {
    fn kind(&self, node: usize) -> Option<(Kind, Option<u8>)> {
        self.network.graph.node_weight(NodeIndex::new(node)).map(|node| (node.kind, node.kt))
    }

    fn clients(&self, stream: usize) -> f64 {
        self.solved.streams.get(stream).map_or(0.0, |flow| flow.clients)
    }

    fn mood(&self, stream: usize) -> Option<Mood> {
        self.solved.streams.get(stream).and_then(|flow| flow.mood)
    }

    /// What is not a canal of a lever.
    fn given(&self, stream: usize) -> bool {
        !self.network.levers.iter().any(|lever| lever.canal() == Some(stream))
    }

    fn falls(&self, plan: &mut Plan) {
        for &node in self.outline.order.iter().rev() {
            let mut out = self.outline.forward_out(self.network, node).filter(|(stream, _)| self.given(*stream));
            let falls_on = |(_, to): (usize, usize)| plan.falls(to);
            let (ends, only_falls) = match out.next() {
                None => (true, false),
                Some(first) => (false, falls_on(first) && out.all(falls_on)),
            };
            let mut incoming = self.network.graph.edges_directed(NodeIndex::new(node), Incoming).peekable();
            let all_blue =
                incoming.peek().is_some() && incoming.all(|stream| self.mood(stream.id().index()) == Some(Mood::Blue));
            let kind = self.kind(node);
            let end = matches!(kind, Some((Kind::Sea | Kind::Competitor, _))) || all_blue;
            let slot = if ends && end {
                &mut plan.foot
            } else if only_falls && all_blue && matches!(kind, Some((Kind::Confluence, _) | (Kind::Fork, None))) {
                &mut plan.drain
            } else {
                continue;
            };
            slot.iter_mut().skip(node).take(1).for_each(|slot| *slot = true);
        }
        for node in 0..plan.passing.len() {
            let passes = matches!(self.kind(node), Some((Kind::Confluence | Kind::Till, _) | (Kind::Fork, None)));
            let passes = passes && !plan.falls(node);
            plan.passing.iter_mut().skip(node).take(1).for_each(|slot| *slot = passes);
        }
    }

    /// How much a stream is the way on that most take, rather red than not.
    fn weight(&self, stream: usize) -> (u8, f64) {
        let warmth = match self.mood(stream) {
            Some(Mood::Red) => 2,
            None => 1,
            Some(Mood::Blue) => 0,
        };
        (warmth, self.clients(stream))
    }

    fn best(&self, streams: impl Iterator<Item = (usize, usize)>) -> Option<(usize, usize)> {
        streams.reduce(|best, next| {
            let ((a, b), (c, d)) = (self.weight(best.0), self.weight(next.0));
            if (c, d) > (a, b) || (c, d) == (a, b) && next.0 < best.0 { next } else { best }
        })
    }

    fn times(&self, plan: &mut Plan) {
        let graph = &self.network.graph;
        let said = |stream: usize| graph.edge_weight(EdgeIndex::new(stream)).and_then(|stream| stream.days);
        let all: Vec<f64> = graph.edge_weights().filter_map(|stream| stream.days).filter(|days| *days > 0.0).collect();
        plan.known = !all.is_empty();
        let step = if plan.known { all.iter().sum::<f64>() / all.len() as f64 } else { 1.0 };
        let mut passed = vec![Passed::default(); plan.passing.len()];
        for &node in &self.outline.order {
            let is = |list: &[bool], node: usize| list.get(node) == Some(&true);
            let incoming = self.outline.forward_in(self.network, node).filter(|(stream, _)| self.given(*stream));
            let Some((stream, from)) = self.best(incoming) else {
                passed.iter_mut().skip(node).take(1).for_each(|own| own.from = node);
                continue;
            };
            let so_far = passed.get(from).copied().unwrap_or_default();
            let so_far = if is(&plan.passing, from) { so_far } else { Passed { from, ..Passed::default() } };
            let days = match (so_far.days, said(stream)) {
                (Some(before), Some(more)) => Some(before + more),
                (before, more) => before.or(more),
            };
            let own = Passed { from: so_far.from, days, hops: so_far.hops + 1 };
            passed.iter_mut().skip(node).take(1).for_each(|slot| *slot = own);
            let anchor = own.from;
            plan.before.iter_mut().skip(node).take(1).for_each(|before| *before = anchor);
            if is(&plan.passing, node) {
                continue;
            }
            let first = matches!(self.kind(anchor), Some((Kind::Spring, _)));
            let still = matches!(self.kind(node), Some((Kind::Regulars, _))) || first;
            let gap = days.or((plan.known && still).then_some(0.0));
            let when = plan.when.get(anchor).copied().unwrap_or(0.0) + gap.unwrap_or(step);
            let known = plan.days.get(anchor).copied().flatten().zip(gap).map(|(at, gap)| at + gap);
            // Nothing is reached before what all of its water has passed.
            let others = self.outline.forward_in(self.network, node);
            let latest = others.filter_map(|(_, from)| {
                let at = if is(&plan.passing, from) { passed.get(from)?.from } else { from };
                plan.when.get(at).copied()
            });
            let when = latest.fold(when, |when, before| when.max(before + APART));
            plan.when.iter_mut().skip(node).take(1).for_each(|slot| *slot = when);
            plan.days.iter_mut().skip(node).take(1).for_each(|slot| *slot = known);
        }
        // What passes stands on its part of the way.
        let mut ahead = vec![0_usize; plan.passing.len()];
        for &node in self.outline.order.iter().rev() {
            let out = self.outline.forward_out(self.network, node).filter(|(_, to)| !plan.falls(*to));
            let Some((stream, to)) = self.best(out) else { continue };
            let is_passing = plan.passing.get(to) == Some(&true);
            let next = if is_passing { plan.after.get(to).copied().flatten() } else { Some(to) };
            let hops = 1 + if is_passing { ahead.get(to).copied().unwrap_or(0) } else { 0 };
            ahead.iter_mut().skip(node).take(1).for_each(|slot| *slot = hops);
            plan.after.iter_mut().skip(node).take(1).for_each(|slot| *slot = next);
            let own = passed.get(node).copied().unwrap_or_default();
            let part = match (own.days, said(stream)) {
                (Some(before), Some(more)) if before + more > 0.0 => (before / (before + more)).clamp(0.4, 0.8),
                _ if matches!(self.kind(node), Some((Kind::Till, _))) => 0.64,
                // Springs have run together by day 0.
                _ if matches!(self.kind(own.from), Some((Kind::Spring, _))) => {
                    own.hops.saturating_sub(1) as f64 / (own.hops.saturating_sub(1) + hops).max(1) as f64
                }
                _ => own.hops as f64 / (own.hops + hops).max(1) as f64,
            };
            plan.part.iter_mut().skip(node).take(1).for_each(|slot| *slot = part);
        }
    }

    /// The way that most water takes from the largest spring, rather red than not, without falling.
    fn trunk(&self, plan: &Plan) -> Vec<usize> {
        let sources = (0..plan.foot.len()).filter(|node| {
            self.shown.node(*node)
                && !plan.falls(*node)
                && self.outline.forward_in(self.network, *node).next().is_none()
        });
        let size = |node: &usize| self.solved.nodes.get(*node).map_or(0.0, |flow| flow.outflow);
        let start = sources.reduce(|best, next| if size(&next) > size(&best) { next } else { best });
        let mut trunk = Vec::new();
        let mut at = start;
        while let Some(node) = at {
            trunk.push(node);
            let out = self.outline.forward_out(self.network, node);
            let out = out.filter(|(stream, to)| self.given(*stream) && !plan.falls(*to) && self.shown.stream(*stream));
            at = self.best(out).map(|(_, to)| to);
        }
        trunk
    }
}
