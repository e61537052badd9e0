//! Where the canals of levers run, dug or not: along a road of their own on the side where their water belongs, out of one
//! river's bank and into the next one's. The town is built round them, so that no house stands in the way.

use super::rounded;
use crate::{
    document::Mood,
    map::{
        flow_frame::{FlowFrame, right_of},
        place::{Placing, Port},
        rivers::{gates::Gates, route::Trip},
    },
    network::{Lever, Network},
};
use kurbo::Point;
use petgraph::graph::EdgeIndex;

/// A canal's course, from its port to its port.
pub struct Canal {
    /// The way.
    pub line: Vec<Point>,
    /// Where it leaves its river.
    pub start: Port,
    /// Where it comes to the next.
    pub end: Port,
}

/// What canals are dug in.
pub struct Digging<'a> {
    /// The network.
    pub network: &'a Network,
    /// The canvas.
    pub frame: &'a FlowFrame,
}

/// How far a canal stays off the rings at its ends, across the current, px before scaling.
const OFF: f64 = 62.0;
/// How far before the next ring it docks.
const DOCK: f64 = 28.0;
/// How far along the current its slopes go.
const SLOPE: f64 = 34.0;
/// Radius of its corners.
const CORNER: f64 = 26.0;

impl Digging<'_> {
    fn streams(&self) -> impl Iterator<Item = usize> + '_ {
        self.network.levers.iter().filter_map(Lever::canal)
    }

    /// For each stream, whether it is a canal.
    pub fn which(&self) -> Vec<bool> {
        let mut which = vec![false; self.network.graph.edge_count()];
        self.streams().for_each(|stream| which.iter_mut().skip(stream).take(1).for_each(|slot| *slot = true));
        which
    }

    /// The trips of canals, where streams take the shortest way.
    pub fn trips(&self, placing: &Placing) -> Vec<Option<Trip>> {
        let trip = |stream: usize| {
            let (from, to) = self.network.graph.edge_endpoints(EdgeIndex::new(stream))?;
            let spot = |n: petgraph::graph::NodeIndex| placing.spots.get(n.index()).map(|spot| spot.at);
            Some(Trip { from: spot(from)?, to: spot(to)?, clients: 0.0 })
        };
        self.streams().map(trip).collect()
    }

    /// The canals beside the rivers, in the order of their streams.
    pub fn canals(&self, placing: &Placing, gates: &Gates) -> Vec<Canal> {
        let nowhere = || {
            let port = Port { at: Point::ZERO, direction: self.frame.vector(1.0, 0.0) };
            Canal { line: Vec::new(), start: port, end: port }
        };
        self.streams().map(|stream| self.canal(stream, placing, gates).unwrap_or_else(nowhere)).collect()
    }

    fn canal(&self, stream: usize, placing: &Placing, gates: &Gates) -> Option<Canal> {
        let (from, to) = self.network.graph.edge_endpoints(EdgeIndex::new(stream))?;
        let blue = self.network.solved.streams.get(stream)?.mood == Some(Mood::Blue);
        let side = if blue { 1.0 } else { -1.0 };
        let s = self.frame.scale;
        let bank = |n: usize| {
            let (spot, gate) = (placing.spots.get(n)?, gates.gates.get(n)?);
            let aside = right_of(spot.direction) * (side * gate.breadth / 2.0);
            Some((Port { at: spot.at + aside, direction: spot.direction }, spot.radius))
        };
        let (start, radius) = bank(from.index())?;
        let (end, other) = bank(to.index())?;
        let out = start.at + start.direction * (0.45 * radius);
        let dock = end.at - end.direction * (other + DOCK * s);
        let ((a0, c0), (a1, c1)) = (self.frame.flow(out), self.frame.flow(dock));
        let clear = |across: f64, radius: f64| across + side * (radius + OFF * s);
        let (over0, over1) = (clear(c0, radius), clear(c1, other));
        // What begins farther off than that comes down to it.
        let over = if side * (c0 - over1) >= 0.0 {
            over1
        } else if blue {
            over0.max(over1)
        } else {
            over0.min(over1)
        };
        let over = over.clamp(0.03 * self.frame.across, 0.97 * self.frame.across);
        let slope = (SLOPE * s).min((a1 - a0).abs() / 6.0);
        // Forwards it comes down before the ring; backwards it goes round it.
        let down = if a1 > a0 { a1 - slope } else { a1 - 2.0 * slope };
        let at = |along: f64, across: f64| self.frame.point(along, across);
        // It ends where the node stands, beside the river, so that its drops go on with the others.
        let points = [start.at, out, at(a0 + slope, over), at(down, over), dock, end.at];
        Some(Canal { line: rounded(&points, CORNER * s), start, end })
    }
}
