//! Where nodes stand on the canvas, whither their water runs there, and what lenses keep off.

// Indexes are those of nodes, streams and corners.
#![allow(clippy::indexing_slicing)]

use super::{gates::Line, layout::Layout};
use crate::{
    document::{Kind, Mood},
    map::{
        Crotch,
        flow_frame::{angle_of, towards},
        place::{Spot, radius},
        rivers::ribbon::along,
    },
    network::Network,
};
use kurbo::{Point, Vec2};
use petgraph::{graph::NodeIndex, visit::EdgeRef};

/// How far from its corner a stream's direction is taken, px before scaling.
const ARM: f64 = 44.0;
/// More springs than this are dots.
const CROWD: f64 = 120.0;

impl Layout<'_> {
    /// The spots of all nodes that stand in the streets, with the direction of their widest stream there.
    pub(super) fn spots(&self, corners: &[Point], ways: &[Vec<u32>], px_per_client: f64) -> Vec<Spot> {
        let scale = self.frame.scale;
        let mut widest = vec![(0.0, Vec2::new(1.0, 0.0)); self.network.graph.node_count()];
        for e in self.network.graph.edge_references() {
            let way: Vec<Point> = ways[e.id().index()].iter().map(|corner| corners[*corner as usize]).collect();
            let Some(clients) = self.network.solved.streams.get(e.id().index()).map(|flow| flow.clients) else {
                continue;
            };
            let back: Vec<Point> = way.iter().rev().copied().collect();
            // What arrives says more than what leaves.
            for (n, way, sign, weight) in
                [(e.source().index(), &way, 1.0, 1e-3 * clients), (e.target().index(), &back, -1.0, clients)]
            {
                if let (Some(first), Some(arm)) = (way.first(), along(way, ARM * scale))
                    && weight >= widest[n].0
                    && arm.distance(*first) > 1e-6
                {
                    let way = (arm - *first) / arm.distance(*first) * sign;
                    widest[n] = (weight, way);
                }
            }
        }
        let nodes = self.network.graph.node_weights();
        let springs = nodes.filter(|node| node.kind == Kind::Spring).count() as f64;
        let small = (14.0 / springs.max(1.0)).sqrt().clamp(0.4, 1.0);
        let spot = |(n, (_, direction)): (usize, (f64, Vec2))| {
            let (kind, kt, inflow) = self.node(n);
            let half = inflow * px_per_client / 2.0;
            let radius = match kind {
                // Very many would hide the town.
                Kind::Spring if springs > CROWD => (1.4 * scale.max(0.7)).max(half + 0.7),
                Kind::Spring => (7.5 * small * scale).max(half + 3.5 * small * scale).max(3.0),
                _ => radius(kind, kt, half, 1.0, scale),
            };
            let at =
                self.given.corners.node[n].map_or(Point::new(-1e3, -1e3), |corner| self.view.px(self.given.at(corner)));
            Spot { at, direction, radius }
        };
        widest.into_iter().enumerate().map(spot).collect()
    }

    /// What lenses should not cover: water and marks, the more the larger.
    pub(super) fn crowd(
        &self,
        corners: &[Point],
        ways: &[Vec<u32>],
        widths: &[f64],
        spots: &[Spot],
    ) -> Vec<(Point, f64)> {
        let mut crowd = Vec::new();
        let mut pieces: Vec<((u32, u32), f64)> = Vec::new();
        for (way, width) in ways.iter().zip(widths) {
            pieces.extend(way.windows(2).map(|pair| ((pair[0].min(pair[1]), pair[0].max(pair[1])), *width)));
        }
        crate::order::sort(&mut pieces, |a, b| a.0.cmp(&b.0));
        for same in pieces.chunk_by(|a, b| a.0 == b.0) {
            let width: f64 = same.iter().map(|(_, width)| width).sum();
            let (a, b) = same[0].0;
            let (a, b) = (corners[a as usize], corners[b as usize]);
            let steps = (a.distance(b) / 12.0).ceil().clamp(1.0, 400.0);
            crowd.extend((0..steps as usize).map(|i| (a.lerp(b, i as f64 / steps), 1.0 + width.min(20.0))));
        }
        for (n, spot) in spots.iter().enumerate().filter(|(n, _)| self.given.corners.node[*n].is_some()) {
            let (kind, kt, _) = self.node(n);
            crowd.push((spot.at, if kind == Kind::Spring { 30.0 } else { 160.0 }));
            if kt == Some(1) {
                crowd.push((spot.at, 400.0));
                // Its figures stand round it.
                let reach = spot.radius + 56.0 * self.frame.scale;
                crowd.extend((0..24).map(|i| (spot.at + towards(f64::from(i) * 0.2618) * reach, 40.0)));
            }
        }
        crowd
    }
}

/// Where a ring's red and blue part: between the ways that they take. None where they leave as in a town.
pub(super) fn crotch(
    network: &Network,
    n: usize,
    spot: &Spot,
    outflow: &[(usize, f64)],
    lines: &[Line],
    scale: f64,
) -> Option<Crotch> {
    let way = |wanted: Mood| {
        let mut sum = Vec2::ZERO;
        for (stream, _) in outflow {
            let flow = network.solved.streams.get(*stream)?;
            if flow.mood == Some(wanted)
                && let Some(arm) = along(&lines[*stream].points, spot.radius + ARM * scale)
            {
                let way = arm - spot.at;
                sum += way / way.hypot().max(1e-9) * flow.clients;
            }
        }
        (sum.hypot() > 1e-9).then(|| sum / sum.hypot())
    };
    let in_city = network.graph.node_weight(NodeIndex::new(n)).is_some_and(|node| node.kt == Some(1));
    let (red, blue) = (way(Mood::Red)?, way(Mood::Blue)?);
    let middle = if (red + blue).hypot() > 0.2 { red + blue } else { spot.direction };
    in_city.then(|| Crotch { angle: angle_of(middle), mirrored: red.cross(blue) < 0.0 })
}
