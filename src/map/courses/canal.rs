//! Canals: streams that flow back to where their water came through before.

use super::{Planner, rounded};
use crate::map::{gates::lead, place::Port};
use kurbo::Point;
use petgraph::graph::NodeIndex;

impl Planner<'_> {
    /// Round the red side, back to where the water came through before.
    pub(super) fn canal(&self, from: NodeIndex, to: NodeIndex, start: Port, end: Port) -> Vec<Point> {
        let s = self.frame.scale;
        let frame = self.frame;
        let ((a0, c0), (a1, c1)) = (frame.flow(start.at), frame.flow(end.at));
        let clear = lead(self.radius(to), s) + 12.0 * s;
        let radius = self.radius(from);
        let rows = self.placing.floors.len();
        // How far over to the red side (across, px): clear of the shop's wall or of all shops.
        let over = match self.lanes_of(from) {
            Some(lanes) => c0 - lanes.canal,
            None if self.outline.business && rows > 0 => {
                let tops = self.placing.floors.iter().map(|f| frame.flow(f.start).1 - f.red_side);
                tops.fold(c0, f64::min) - 22.0 * s
            }
            None => c0.min(c1) - 90.0 * s - 0.08 * (a0 - a1).abs(),
        };
        let over = over.max(0.035 * frame.across);
        let at = |along: f64, across: f64| frame.point(along, across);
        // The height at which it passes KT1, and the column between KT1 and the shops on which lower rows rise.
        let pass = over.min(c1 - self.radius(to) - if rows == 1 { 76.0 } else { 26.0 } * s).max(0.035 * frame.across);
        let column = a1 + self.radius(to) + 74.0 * s;
        let skew = if rows == 1 { 22.0 * s } else { 0.0 };
        let mut points = vec![
            start.at,
            start.at + start.direction * (radius * 0.6),
            at(a0 + radius + 18.0 * s, c0 * 0.55 + over * 0.45),
            at(a0 - 16.0 * s, over),
        ];
        if over > pass + 1.0 && rows > 1 {
            points.push(at(column, over));
        }
        points.extend([
            at(if rows > 1 { column - 20.0 * s } else { a1 + 92.0 * s }, pass + skew),
            at(a1 - 38.0 * s, c1 + (pass - c1) * 0.84),
            at(a1 - clear - 18.0 * s, c1 + (pass - c1) * 0.40),
            end.at - end.direction * clear,
            end.at,
        ]);
        rounded(&points, 70.0 * s)
    }
}
