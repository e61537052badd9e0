//! Canals: streams that flow back to where their water came through before.

use super::{Planner, gather::middle, rounded};
use crate::map::{place::Port, rivers::gates::lead};
use kurbo::Point;
use petgraph::graph::NodeIndex;

impl Planner<'_> {
    /// Round the red side, back to where the water came through before. Those that leave one node, or come to one, do so
    /// together.
    pub(super) fn canal(&self, from: NodeIndex, to: NodeIndex) -> Vec<Point> {
        let s = self.frame.scale;
        let back = |stream: &usize| self.outline.returns(*stream) && self.shown(*stream);
        let gate = |n: NodeIndex| self.gates.gates.get(n.index());
        let inflow = gate(to).map_or(&[][..], |g| &g.inflow).iter().map(|(stream, _)| *stream).filter(back);
        let outflow = gate(from).map_or(&[][..], |g| &g.outflow).iter().map(|(stream, _)| *stream).filter(back);
        let start = middle(outflow.filter_map(|s| Some((self.start(s)?, self.clients(s)))));
        let end = middle(inflow.filter_map(|s| Some((self.end(s)?, self.clients(s)))));
        let (Some(start), Some(end)) = (start, end) else { return Vec::new() };
        let ((a0, c0), (_, c1)) = (self.frame.flow(start.at), self.frame.flow(end.at));
        let least = 0.035 * self.frame.across;
        let rows = self.placing.floors.len();
        match self.lanes_of(from, start.at) {
            Some(lanes) if rows > 1 => self.between_shops(from, to, (start, end), c0 - lanes.canal),
            Some(lanes) => self.over_all(from, to, (start, end), (c0 - lanes.canal).max(least)),
            None if self.outline.business && rows > 0 => {
                let tops = self.placing.floors.iter().map(|f| self.frame.flow(f.start).1 - f.red_side);
                let over = tops.fold(c0, f64::min) - 22.0 * s;
                self.over_all(from, to, (start, end), over.max(least))
            }
            None => {
                let reach = 90.0 * s + 0.08 * (a0 - self.frame.flow(end.at).0).abs();
                self.over_all(from, to, (start, end), (c0.min(c1) - reach).max(least))
            }
        }
    }

    /// In one wide bow whose top lies `over` px across.
    fn over_all(&self, from: NodeIndex, to: NodeIndex, (start, end): (Port, Port), over: f64) -> Vec<Point> {
        let s = self.frame.scale;
        let ((a0, c0), (a1, c1)) = (self.frame.flow(start.at), self.frame.flow(end.at));
        let at = |along: f64, across: f64| self.frame.point(along, across);
        let clear = lead(self.radius(to), s) + 12.0 * s;
        let radius = self.radius(from);
        // It passes the ring that it comes to well above it.
        let pass = over.min(c1 - self.radius(to) - 76.0 * s).max(0.035 * self.frame.across);
        let points = [
            start.at,
            start.at + start.direction * (radius * 0.6),
            at(a0 + radius + 18.0 * s, c0 * 0.55 + over * 0.45),
            at(a0 - 16.0 * s, over),
            at(a1 + 92.0 * s, pass + 22.0 * s),
            at(a1 - 38.0 * s, c1 + (pass - c1) * 0.84),
            at(a1 - clear - 18.0 * s, c1 + (pass - c1) * 0.40),
            end.at - end.direction * clear,
            end.at,
        ];
        rounded(&points, 70.0 * s)
    }

    /// Between its shop and the one on the red side; from lower rows up a common column to a common way round the ring.
    fn between_shops(&self, from: NodeIndex, to: NodeIndex, (start, end): (Port, Port), over: f64) -> Vec<Point> {
        let s = self.frame.scale;
        let ((a0, c0), (a1, c1)) = (self.frame.flow(start.at), self.frame.flow(end.at));
        let at = |along: f64, across: f64| self.frame.point(along, across);
        let clear = self.radius(to) + 14.0 * s;
        let least = 0.02 * self.frame.across;
        let over = over.max(least);
        let pass = (c1 - self.radius(to) - 26.0 * s).max(least);
        let ring = self.radius(to);
        let column = a1 + ring + 74.0 * s;
        let behind = a0 + self.radius(from) + 12.0 * s;
        let mut points = vec![start.at, at(behind, c0), at(behind, over)];
        let round = a1 - clear - (c1 - pass) / 2.0;
        if over > pass {
            points.extend([at(column, over), at(column, pass), at(round, pass), at(round, c1)]);
        } else {
            // Outside the way of those that come up from below.
            points.extend([
                at(a1 + 92.0 * s, over),
                at(a1 - ring, c1 + (over - c1) * 0.84),
                at(round - 20.0 * s, c1 + (over - c1) * 0.40),
                at(round - 8.0 * s, c1),
            ]);
        }
        points.push(end.at);
        rounded(&points, 60.0 * s)
    }
}
