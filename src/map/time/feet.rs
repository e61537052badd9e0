//! Falling water: round a quarter of a circle, down, apart where it parts, and to its feet on the shore.

use super::{
    TURN, Time,
    columns::Room,
    lines,
    plan::Plan,
    rows::{Lanes, Rows},
};
use crate::document::Kind;
use kurbo::Point;
use petgraph::{
    Direction::{Incoming, Outgoing},
    graph::NodeIndex,
    visit::EdgeRef,
};

/// How much room a foot's figures take beside it, px before scaling.
const FIGURES: f64 = 116.0;
/// The least of it, px: texts shrink less than the picture does.
const LEAST: f64 = 66.0;
/// How far water falls into the sea, px before scaling.
const DEPTH: f64 = 52.0;

/// What falls from where.
pub struct Feet<'a> {
    /// What is laid out.
    pub time: &'a Time<'a>,
    /// Its plan.
    pub plan: &'a Plan,
    /// Breadth of a client, px.
    pub px: f64,
    /// For each node the breadth of what parts there as it falls, figures and all, px.
    apart: Vec<f64>,
}

/// Water that has landed; vectors go by stream or node.
#[derive(Default)]
pub struct Landed {
    /// The line of each stream that falls.
    pub lines: Vec<Option<Vec<Point>>>,
    /// Where each place is that water falls to, or parts at as it falls.
    pub places: Vec<Option<Point>>,
    /// What arrives at and leaves each of these, from the left bank.
    pub lanes: Vec<(Lanes, Lanes)>,
    /// For each node where the first water that falls from it leaves, from its upper edge, px.
    pub first: Vec<Option<f64>>,
    /// Where it passes the shore: the stream, where on the canvas, and its breadth.
    pub feet: Vec<(usize, Point, f64)>,
    /// Where it lands at competitors: the stream, the competitor, where on the canvas, and its breadth.
    pub landings: Vec<(usize, usize, Point, f64)>,
    /// How far to the right what parted as it fell takes room.
    right: f64,
}

impl<'a> Feet<'a> {
    /// What falls in a plan, where a client is so broad, px.
    pub fn new(time: &'a Time<'a>, plan: &'a Plan, px: f64) -> Self {
        let mut feet = Self { time, plan, px, apart: vec![0.0; plan.foot.len()] };
        // From the feet up: each place once, however many ways lead down.
        for &node in time.outline.order.iter().rev().filter(|node| plan.drain.get(**node) == Some(&true)) {
            let all: f64 = feet.parts(node).iter().map(|(stream, _)| feet.breadth(*stream)).sum();
            // More than the whole picture is no more.
            let all = all.min(time.frame.along);
            feet.apart.iter_mut().skip(node).take(1).for_each(|apart| *apart = all);
        }
        feet
    }

    fn width(&self, stream: usize) -> f64 {
        self.time.width(stream, self.px)
    }

    fn figures(&self) -> f64 {
        (FIGURES * self.time.frame.scale).max(LEAST)
    }

    /// Streams that fall from a place that is not falling itself, from the upper one down.
    fn falling(&self, node: usize) -> Vec<usize> {
        let edges = self.time.network.graph.edges_directed(NodeIndex::new(node), Outgoing);
        let mut streams: Vec<usize> = edges
            .filter(|e| self.plan.falls(e.target().index()) && self.time.shown.stream(e.id().index()))
            .map(|e| e.id().index())
            .collect();
        streams.reverse();
        streams
    }

    /// What leaves a place where falling water parts, with where it goes; the largest first.
    fn parts(&self, drain: usize) -> Vec<(usize, usize)> {
        let edges = self.time.network.graph.edges_directed(NodeIndex::new(drain), Outgoing);
        let falls = edges.filter(|e| self.plan.falls(e.target().index()) && self.time.shown.stream(e.id().index()));
        let mut parts: Vec<(usize, usize)> = falls.map(|e| (e.id().index(), e.target().index())).collect();
        parts.reverse();
        parts
    }

    /// How much breadth the feet of a stream take on the shore, figures and all.
    fn breadth(&self, stream: usize) -> f64 {
        let to = super::ends(self.time.network, stream).map(|(_, to)| to);
        let apart = to.and_then(|to| self.apart.get(to)).copied().unwrap_or(0.0);
        apart.max(self.width(stream) + self.figures())
    }

    /// How much room a node needs before the next one, px: its falls with their figures.
    pub fn room(&self, node: usize) -> f64 {
        let s = self.time.frame.scale;
        if self.plan.falls(node) {
            return 0.0;
        }
        let falling = self.falling(node);
        if falling.is_empty() {
            return 0.0;
        }
        if self.time.frame.tall {
            // Their figures stand beside them, the shore being upright.
            let all: f64 = falling.iter().map(|stream| self.width(*stream)).sum();
            return TURN * s + all + 3.2 * 12.0 + self.time.radius(node);
        }
        let all: f64 = falling.iter().map(|stream| self.width(*stream)).sum();
        let feet: f64 = falling.iter().map(|stream| self.breadth(*stream)).sum();
        // What parts as it falls spreads to both sides.
        let parts = falling.iter().any(|stream| self.parts_apart(*stream));
        TURN * s + if parts { all / 2.0 + feet / 2.0 } else { feet }
    }

    fn parts_apart(&self, stream: usize) -> bool {
        super::ends(self.time.network, stream).is_some_and(|(_, to)| self.parts(to).len() > 1)
    }

    /// Lets all of it fall.
    pub fn land(&self, room: &Room, along: &[f64], rows: &Rows) -> Landed {
        let graph = &self.time.network.graph;
        let mut landed = Landed {
            lines: vec![None; graph.edge_count()],
            places: vec![None; along.len()],
            lanes: vec![(Lanes::new(), Lanes::new()); along.len()],
            first: vec![None; along.len()],
            feet: Vec::new(),
            landings: Vec::new(),
            right: room.springs,
        };
        // From left to right, so that feet do not meet.
        let mut nodes: Vec<usize> = (0..along.len()).filter(|node| !self.plan.falls(*node)).collect();
        let at = |node: &usize| along.get(*node).copied().unwrap_or(0.0);
        let top = |node: &usize| rows.top.get(*node).copied().unwrap_or(0.0);
        // Of those in one column the lowest first: what falls from above passes outside.
        crate::order::sort(&mut nodes, |a, b| at(a).total_cmp(&at(b)).then(top(b).total_cmp(&top(a))));
        let (mut free, mut column) = (room.springs, (f64::NEG_INFINITY, 0.0));
        for node in nodes {
            if at(&node) - column.0 > 1.0 {
                column = (at(&node), f64::NEG_INFINITY);
            }
            self.fall(node, room, (along, rows), &mut landed, &mut free, &mut column.1);
        }
        landed
    }

    /// Lets fall what falls from a node. `left` is from where feet have room, `passed` where what falls from lower places of the
    /// same column ends.
    fn fall(
        &self,
        node: usize,
        room: &Room,
        (along, rows): (&[f64], &Rows),
        landed: &mut Landed,
        left: &mut f64,
        passed: &mut f64,
    ) {
        let s = self.time.frame.scale;
        let at = |list: &[f64]| list.get(node).copied().unwrap_or(0.0);
        let (x, top, breadth) = (at(along), at(&rows.top), at(&rows.breadth));
        let lanes = rows.outflow.get(node).map_or(&[][..], Vec::as_slice);
        let falling = self.falling(node);
        let mut own: Vec<(usize, f64)> = lanes.iter().filter(|(stream, _)| falling.contains(stream)).copied().collect();
        let first = own.first().map(|(_, offset)| *offset);
        landed.first.iter_mut().skip(node).take(1).for_each(|slot| *slot = first);
        // The lowest turns first, and lies leftmost.
        own.reverse();
        let lowest = own.iter().map(|(stream, offset)| offset + self.width(*stream)).fold(breadth, f64::max);
        let ring = self.time.radius(node);
        let lead =
            if passed.is_finite() { (*passed + 6.0 * s - x - TURN * s).max(ring + 8.0 * s - TURN * s) } else { 0.0 };
        let turn = x + lead;
        let mut free = turn;
        if own.is_empty() {
            return;
        }
        for (stream, offset) in own {
            let width = self.width(stream);
            let start = Point::new(x, top + offset + width / 2.0);
            let radius = TURN * s + (top + lowest) - start.y;
            let turned = Point::new(turn + radius, start.y + radius);
            *passed = passed.max(turned.x + width / 2.0);
            let to = super::ends(self.time.network, stream).map_or(0, |(_, to)| to);
            let end = if self.plan.drain.get(to) == Some(&true) {
                let depth = 0.42 * (room.shore - turned.y).max(0.0);
                let spot = Point::new(turned.x.max(free).min(room.end), turned.y + depth);
                self.part(to, spot, left.max(if free > turn { free } else { *left }), room, landed, 0)
            } else {
                self.foot(stream, to, turned.x.max(free + width / 2.0).min(room.end), room, landed)
            };
            let line = lines::fall(start, lead, radius, end);
            landed.lines.iter_mut().skip(stream).take(1).for_each(|slot| *slot = Some(line.clone()));
            free = free.max(end.x + width / 2.0) + if self.is_sea(to) { 0.0 } else { self.figures() };
        }
        *left = left.max(free).max(landed.right);
    }

    fn is_sea(&self, node: usize) -> bool {
        matches!(self.time.kind(node), Some((Kind::Sea, _)))
    }

    /// The end of a stream at a foot, `x` along.
    fn foot(&self, stream: usize, to: usize, x: f64, room: &Room, landed: &mut Landed) -> Point {
        let s = self.time.frame.scale;
        let width = self.width(stream);
        let Some(slot) = landed.places.get_mut(to) else { return Point::new(x, room.shore) };
        if self.is_sea(to) {
            let deep = (DEPTH * s).max(24.0).min(0.8 * (room.axis - room.shore));
            let end = Point::new(x, room.shore + deep);
            *slot = Some(end);
            landed.feet.push((stream, self.time.frame.point(x, room.shore), width));
            return end;
        }
        // Where several come from different places it stands at the widest.
        let end = Point::new(x, room.shore - (18.0 * s).max(10.0));
        if landed.landings.iter().all(|(_, node, _, other)| *node != to || *other < width) {
            *slot = Some(end);
        }
        landed.landings.push((stream, to, self.time.frame.point(end.x, end.y), width));
        end
    }

    /// Parts falling water at a place, whose parts come down side by side from `left` on.
    fn part(&self, node: usize, at: Point, left: f64, room: &Room, landed: &mut Landed, depth: u32) -> Point {
        let Some(slot) = landed.places.get_mut(node) else { return at };
        if let Some(there) = *slot {
            return there;
        }
        *slot = Some(at);
        let parts = self.parts(node);
        let all: f64 = parts.iter().map(|(stream, _)| self.width(*stream)).sum();
        let need: f64 = parts.iter().map(|(stream, _)| self.breadth(*stream)).sum();
        // Round the middle of what falls, but not under the place that it falls from.
        let mut from = left.max(at.x - need / 2.0).min(room.end);
        let squeeze = ((room.end - from) / need.max(1e-9)).clamp(0.0, 1.0);
        // From the left: what leaves on the right bank of water that falls.
        let mut lane = at.x - all / 2.0;
        let mut lanes = Lanes::new();
        for (stream, to) in parts {
            let (width, breadth) = (self.width(stream), self.breadth(stream));
            let start = Point::new(lane + width / 2.0, at.y);
            lanes.push((stream, at.x + all / 2.0 - lane - width));
            lane += width;
            let x = (from + (self.figures() / 2.0 + width / 2.0) * squeeze).min(room.end);
            let end = if self.plan.drain.get(to) == Some(&true) && depth < 8 {
                let spot = Point::new(x, f64::midpoint(at.y, room.shore));
                self.part(to, spot, from, room, landed, depth + 1)
            } else {
                self.foot(stream, to, x, room, landed)
            };
            from += breadth * squeeze;
            let line = lines::down(start, end);
            landed.lines.iter_mut().skip(stream).take(1).for_each(|slot| *slot = Some(line.clone()));
        }
        landed.right = landed.right.max(from);
        lanes.reverse();
        let incoming = self.time.network.graph.edges_directed(NodeIndex::new(node), Incoming);
        let (mut offset, mut inflow) = (0.0, Lanes::new());
        for stream in incoming.map(|e| e.id().index()) {
            inflow.push((stream, offset));
            offset += self.width(stream);
        }
        landed.lanes.iter_mut().skip(node).take(1).for_each(|slot| *slot = (inflow.clone(), lanes.clone()));
        at
    }
}
