//! How high places lie: the main way along one level bank, all else below it, and how lanes lie side by side at each place.

use super::{
    super::{outline::Outline, shown::Shown},
    plan::Plan,
};
use crate::{
    document::{Kind, Mood},
    network::{Network, Solved},
    order,
};
use petgraph::{
    Direction::{self, Incoming, Outgoing},
    graph::NodeIndex,
    visit::EdgeRef,
};

/// Free space between rivers, px before scaling.
const GAP: f64 = 34.0;
/// The same above a KT, px before scaling.
const FLAG: f64 = 84.0;
/// How much room a place takes on either side along the river beyond its ring, px before scaling.
const BESIDE: f64 = 16.0;
/// Rivers that find no room within so many others lie where they would.
const TRIES: usize = 200;

/// What rows are made from.
pub struct Draft<'a> {
    /// The network.
    pub network: &'a Network,
    /// Its solution.
    pub solved: &'a Solved,
    /// Its outline.
    pub outline: &'a Outline,
    /// Its plan.
    pub plan: &'a Plan,
    /// What of it is drawn.
    pub shown: &'a Shown,
    /// Where each node lies along, px.
    pub along: &'a [f64],
    /// Breadth of a client, px.
    pub px: f64,
    /// Scale of lengths.
    pub scale: f64,
    /// How much of the usual space lies between rivers, 0 to 1.
    pub gaps: f64,
    /// Radius of each node's ring, px.
    pub rings: &'a dyn Fn(usize) -> f64,
    /// Where the bank of the main way lies across, px.
    pub bank: f64,
    /// How far down rivers may reach, px.
    pub floor: f64,
}

/// Lanes of one node: streams with the distance of their upper edge from the node's own, px.
pub type Lanes = Vec<(usize, f64)>;

/// Where everything lies across.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The upper edge of each node's water, px.
    pub top: Vec<f64>,
    /// Its breadth, px.
    pub breadth: Vec<f64>,
    /// What arrives at each node, from above.
    pub inflow: Vec<Lanes>,
    /// What leaves each node, from above.
    pub outflow: Vec<Lanes>,
    /// Where the lane of what is underway begins, from the node's upper edge, px.
    pub pond: Vec<f64>,
    /// The lowest that any river reaches, px.
    pub lowest: f64,
}

impl Draft<'_> {
    fn width(&self, stream: usize) -> f64 {
        self.solved.streams.get(stream).map_or(0.0, |flow| flow.clients * self.px)
    }

    /// How much room a place takes on either side along the river, px.
    fn reach(&self, node: usize) -> f64 {
        (self.rings)(node) + BESIDE * self.scale
    }

    fn is_trunk(&self, node: usize) -> bool {
        self.plan.trunk.contains(&node)
    }

    fn streams(&self, node: usize, way: Direction) -> Vec<(usize, usize)> {
        let edges = self.network.graph.edges_directed(NodeIndex::new(node), way);
        let end = |e: &petgraph::graph::EdgeReference<'_, _>| {
            if way == Outgoing { e.target().index() } else { e.source().index() }
        };
        let mut streams: Vec<(usize, usize)> = edges.map(|e| (e.id().index(), end(&e))).collect();
        streams.reverse();
        streams
    }

    /// The lanes that leave a node, and where what is underway lies between them.
    fn outflow(&self, node: usize) -> (Lanes, f64, f64) {
        let mut streams = self.streams(node, Outgoing);
        let next = self.next_on_trunk(node);
        let rank = |(stream, to): &(usize, usize)| {
            let mood = self.solved.streams.get(*stream).and_then(|flow| flow.mood);
            let falls = self.plan.falls(*to);
            let rank = match (self.outline.returns(*stream), Some(*to) == next, falls, mood) {
                (true, ..) => 5,
                (_, true, ..) => 0,
                (_, _, true, _) => 4,
                (.., Some(Mood::Red)) => 1,
                (.., None) => 2,
                (.., Some(Mood::Blue)) => 3,
            };
            (rank, -self.plan.sizes.get(*stream).copied().unwrap_or(0.0))
        };
        order::sort(&mut streams, |a, b| {
            let ((a, c), (b, d)) = (rank(a), rank(b));
            a.cmp(&b).then(c.total_cmp(&d))
        });
        let flow = self.solved.nodes.get(node);
        let rest = flow.map_or(0.0, |flow| (flow.underway + flow.unaccounted.max(0.0)) * self.px);
        let (mut at, mut pond, mut lanes) = (0.0, None, Vec::with_capacity(streams.len()));
        for (stream, to) in streams {
            // What returns begins at the middle of its place.
            let falls = self.plan.falls(to) || self.outline.returns(stream);
            if falls && pond.is_none() {
                pond = Some(at);
                at += rest;
            }
            lanes.push((stream, at));
            at += self.width(stream);
        }
        let pond = pond.unwrap_or(at);
        (lanes, pond, at.max(pond + rest))
    }

    fn next_on_trunk(&self, node: usize) -> Option<usize> {
        let place = self.plan.trunk.iter().position(|own| *own == node)?;
        self.plan.trunk.get(place + 1).copied()
    }

    /// The lanes that reach a node: what returns on top, then the main way, then the others as their sources lie.
    fn inflow(&self, node: usize, source: impl Fn(usize) -> (u8, f64)) -> (Lanes, f64) {
        let mut streams = self.streams(node, Incoming);
        let rank = |(stream, from): &(usize, usize)| match self.outline.returns(*stream) {
            true => (0, 0.0),
            false if self.is_trunk(*from) && self.next_on_trunk(*from) == Some(node) => (1, 0.0),
            false => source(*from),
        };
        order::sort(&mut streams, |a, b| {
            let ((a, c), (b, d)) = (rank(a), rank(b));
            a.cmp(&b).then(c.total_cmp(&d))
        });
        let mut at = 0.0;
        let lane = |(stream, _): (usize, usize)| {
            let lane = (stream, at);
            at += self.width(stream);
            lane
        };
        (streams.into_iter().map(lane).collect(), at)
    }

    /// Lays all of it.
    pub fn rows(&self) -> Rows {
        let count = self.along.len();
        let mut rows = Rows { top: vec![f64::NAN; count], ..Rows::default() };
        let size = |node: usize| self.plan.leaving.get(node).copied().unwrap_or(0.0);
        let is_spring = |node: usize| {
            self.network.graph.node_weight(NodeIndex::new(node)).is_some_and(|node| node.kind == Kind::Spring)
        };
        for node in 0..count {
            let (lanes, pond, out) = self.outflow(node);
            // Springs lie the larger the higher; all others where they come to lie, which is not known yet.
            let source = |from: usize| if is_spring(from) { (3, -size(from)) } else { (2, from as f64) };
            let (inflow, into) = self.inflow(node, source);
            rows.outflow.push(lanes);
            rows.pond.push(pond);
            rows.inflow.push(inflow);
            rows.breadth.push(out.max(into));
        }
        self.lay_trunk(&mut rows);
        let mut taken = Taken::default();
        for (node, next) in self.plan.trunk.iter().zip(self.plan.trunk.iter().skip(1).map(Some).chain([None])) {
            taken.add(self, &rows, *node, next.copied());
        }
        for &node in self.outline.order.iter().filter(|node| !is_spring(**node)) {
            self.lay_below(&mut rows, &mut taken, node);
        }
        for node in 0..count {
            let top = |from: usize| rows.top.get(from).copied().unwrap_or(0.0);
            let source = |from: usize| if is_spring(from) { (3, -size(from)) } else { (2, top(from)) };
            let (inflow, _) = self.inflow(node, source);
            rows.inflow.iter_mut().skip(node).take(1).for_each(|own| own.clone_from(&inflow));
        }
        self.lay_springs(&mut rows, &mut taken, (0..count).filter(|node| is_spring(*node)).collect());
        // What is not drawn lies nowhere.
        rows.top.iter_mut().filter(|top| !top.is_finite()).for_each(|top| *top = self.bank);
        let bottoms = rows
            .top
            .iter()
            .zip(&rows.breadth)
            .enumerate()
            .filter(|(node, _)| !self.plan.falls(*node) && self.shown.node(*node));
        rows.lowest = bottoms.map(|(_, (top, breadth))| top + breadth).fold(self.bank, f64::max);
        rows
    }

    /// The main way: its water never shifts at a place, so that its bank is level as far as nothing joins above it.
    fn lay_trunk(&self, rows: &mut Rows) {
        let mut below: Option<(usize, f64)> = None;
        for &node in self.plan.trunk.iter().rev() {
            let offset = |lanes: &[Lanes], of: usize, other: usize, way: Direction| {
                let streams = self.streams(of, way);
                let own = lanes.get(of)?.iter().find(|(stream, _)| streams.contains(&(*stream, other)))?;
                Some(own.1)
            };
            let top = below.map_or(self.bank, |(next, top)| {
                let into = offset(&rows.inflow, next, node, Incoming).unwrap_or(0.0);
                top + into - offset(&rows.outflow, node, next, Outgoing).unwrap_or(0.0)
            });
            rows.top.iter_mut().skip(node).take(1).for_each(|slot| *slot = top);
            below = Some((node, top));
        }
    }

    /// Another place: where its widest water comes from, or under all that is there.
    fn lay_below(&self, rows: &mut Rows, taken: &mut Taken, node: usize) {
        if self.is_trunk(node) || self.plan.falls(node) || !self.shown.node(node) {
            return;
        }
        let known = |from: usize| rows.top.get(from).copied().filter(|top| top.is_finite());
        let incoming = self.outline.forward_in(self.network, node);
        let placed = incoming.filter_map(|(stream, from)| Some((stream, from, known(from)?)));
        let widest = placed.reduce(|best, next| if self.width(next.0) > self.width(best.0) { next } else { best });
        let wanted = widest.map_or(self.bank, |(stream, from, top)| {
            let lane = rows.outflow.get(from).and_then(|lanes| lanes.iter().find(|(own, _)| *own == stream));
            top + lane.map_or(0.0, |(_, offset)| *offset)
        });
        let breadth = rows.breadth.get(node).copied().unwrap_or(0.0);
        let at = self.along.get(node).copied().unwrap_or(0.0);
        let reach = self.reach(node);
        // Over a KT's ring stands its flag.
        let is_kt = self.network.graph.node_weight(NodeIndex::new(node)).is_some_and(|node| node.kt.is_some());
        let above = self.gaps * if is_kt { (FLAG * self.scale).max(46.0) } else { GAP * self.scale };
        let ring = ((self.rings)(node) - breadth / 2.0).max(0.0);
        let top = taken.free((at - reach, at + reach), wanted, breadth + ring, above + ring);
        rows.top.iter_mut().skip(node).take(1).for_each(|slot| *slot = top);
        taken.add(self, rows, node, None);
    }

    /// Springs, the largest of those that feed one place on top, as near each other as there is room.
    fn lay_springs(&self, rows: &mut Rows, taken: &mut Taken, mut springs: Vec<usize>) {
        springs.retain(|node| !self.is_trunk(*node) && self.shown.node(*node));
        let wanted = |node: usize, rows: &Rows| {
            let streams = self.streams(node, Outgoing);
            let target = streams.iter().find_map(|(stream, to)| {
                let lanes = rows.inflow.get(*to)?;
                let (_, offset) = lanes.iter().find(|(own, _)| own == stream)?;
                rows.top.get(*to).copied().filter(|top| top.is_finite()).map(|top| top + offset)
            });
            target.unwrap_or(self.bank)
        };
        order::sort(&mut springs, |a, b| wanted(*a, rows).total_cmp(&wanted(*b, rows)));
        let breadth = |node: usize| rows.breadth.get(node).copied().unwrap_or(0.0);
        let all: f64 = springs.iter().map(|node| breadth(*node)).sum();
        let first = self.plan.trunk.first().map_or(self.bank, |node| {
            rows.top.get(*node).copied().unwrap_or(self.bank) + rows.breadth.get(*node).copied().unwrap_or(0.0)
        });
        let spare = (self.floor - first - all) / springs.len().max(1) as f64;
        let gap = spare.max(1.0).min(self.gaps * GAP * self.scale);
        for node in springs {
            let at = self.along.get(node).copied().unwrap_or(0.0);
            let reach = self.reach(node);
            let breadth = rows.breadth.get(node).copied().unwrap_or(0.0);
            let top = taken.free((at - reach, at + reach), wanted(node, rows), breadth, gap);
            rows.top.iter_mut().skip(node).take(1).for_each(|slot| *slot = top);
            taken.boxes.push([at - reach, at + reach, top, top + breadth]);
        }
    }
}

/// Where rivers lie already: along from and to, across from and to.
#[derive(Default)]
struct Taken {
    boxes: Vec<[f64; 4]>,
}

impl Taken {
    /// A node, and the river from it to the next one.
    fn add(&mut self, draft: &Draft, rows: &Rows, node: usize, next: Option<usize>) {
        let place = |node: usize| {
            let top = rows.top.get(node).copied()?;
            Some((draft.along.get(node).copied()?, top, top + rows.breadth.get(node).copied()?))
        };
        let Some((at, top, bottom)) = place(node) else { return };
        let reach = draft.reach(node);
        self.boxes.push([at - reach, at + reach, top, bottom]);
        if let Some((to, other, _)) = next.and_then(place) {
            let stream = draft.streams(node, Outgoing).into_iter().find(|(_, own)| Some(*own) == next);
            let width = stream.map_or(0.0, |(stream, _)| draft.width(stream));
            self.boxes.push([at, to, top.min(other), top.max(other) + width]);
        }
    }

    /// The highest place from `wanted` down where so much breadth is free, with a gap to all others.
    fn free(&self, (from, to): (f64, f64), wanted: f64, breadth: f64, gap: f64) -> f64 {
        let mut top = wanted;
        for _ in 0..TRIES {
            let meets = |[x0, x1, y0, y1]: &&[f64; 4]| {
                *x0 < to && from < *x1 && *y0 < top + breadth + gap && top < *y1 + gap - 1e-6
            };
            let Some([.., bottom]) = self.boxes.iter().filter(meets).max_by(|a, b| a[3].total_cmp(&b[3])) else {
                break;
            };
            top = bottom + gap;
        }
        top
    }
}
