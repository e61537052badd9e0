//! Rings: forks and pools of regulars, parted by shares.

use super::{
    scene::Site,
    style::{
        shapes::{between, fill, line, polyline},
        theme::Theme,
    },
};
use crate::{
    document::Kind,
    frame::Shape,
    map::{
        Crotch,
        flow_frame::{angle_of, towards},
    },
};
use kurbo::{BezPath, Circle, CircleSegment, Point, Shape as _, Vec2};
use std::f64::consts::TAU;

/// How finely curves are drawn, px.
const FINE: f64 = 0.05;
/// From the axis to the gap between a ring's outgoing red and blue, degrees towards the blue side.
const CROTCH: f64 = 24.0;

/// A ring parted by shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ring {
    /// Its middle.
    pub at: Point,
    /// Its outer radius, px.
    pub radius: f64,
    /// The current's direction through it.
    pub direction: Vec2,
    /// Where its red and blue water part, where that is not on the current's right.
    pub crotch: Option<Crotch>,
    /// Parts of what flows in that leave red, blue, and without a mood, 0 to 1.
    pub parts: [f64; 3],
}

/// An arc of a ring: which part it shows, where it begins and how far it reaches (radians, clockwise on the canvas).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arc {
    /// 0 red, 1 blue, 2 without a mood, 3 what did not leave.
    pub part: usize,
    /// Where it begins.
    pub from: f64,
    /// How far it goes, positive.
    pub sweep: f64,
}

impl Ring {
    /// The ring of a fork or a pool of regulars.
    pub fn of(site: &Site) -> Self {
        let mut parts = site.out.map(|part| part / site.inflow.max(1e-12));
        if site.end && site.inflow > 0.0 && site.kind == Kind::Regulars {
            // All who became regulars still are.
            parts = [1.0, 0.0, 0.0];
        }
        Self { at: site.at, radius: site.radius, direction: site.direction, crotch: site.crotch, parts }
    }

    /// The same as it was: what flowed in, and what left red, blue, and without a mood.
    pub fn before(&self, (inflow, out): (f64, [f64; 3])) -> Self {
        Self { parts: out.map(|part| part / inflow.max(1e-12)), ..*self }
    }

    /// Where its red and its blue touch their water; radians, clockwise on the canvas.
    pub fn crotch_angle(&self) -> f64 {
        self.crotch.map_or(angle_of(self.direction) + CROTCH.to_radians(), |crotch| crotch.angle)
    }

    /// Where its red begins, away from its water; radians, clockwise on the canvas.
    pub fn border(&self) -> f64 {
        let crotch = self.crotch_angle();
        let parts = self.parts.map(|part| part.clamp(0.0, 1.0));
        let [red, ..] = parts;
        let red = red / parts.iter().sum::<f64>().max(1.0) * TAU;
        if self.crotch.is_some_and(|crotch| crotch.mirrored) { crotch + red } else { crotch - red }
    }

    /// Thickness of the ring, px: small ones leave their names more room.
    pub fn thick(&self) -> f64 {
        let full = 0.312 * self.radius;
        full.min((self.radius - 14.5).max(0.2 * self.radius)).max(2.5)
    }

    /// Where a grip lies on its border and how large it is, px, where one would be `usual`: the name in a small ring stays free.
    pub fn grip(&self, usual: f64) -> (Point, f64) {
        let inner = self.radius - self.thick();
        // Three letters in the largest font that they have there.
        let name = (1.04 * (0.455 * self.radius).max(12.0)).min(inner);
        let room = self.thick() / 2.0 + inner - name - 1.0;
        let radius = usual.min(room.max(0.85 * usual));
        let far = self.radius - self.thick() / 2.0 + (radius - room).max(0.0);
        (self.at + towards(self.border()) * far, radius)
    }

    /// Radius of its casing, px.
    pub fn outer(&self) -> f64 {
        self.radius + 3.5 * (self.radius / 38.0).clamp(0.5, 1.4)
    }

    /// Its arcs, which make a full circle: red on the red bank's side of the crotch, blue on the other, each touching
    /// its own water; between them, upstream, what has no mood and what did not leave.
    pub fn arcs(&self) -> Vec<Arc> {
        let crotch = self.crotch_angle();
        let [red, blue, other] = self.parts.map(|part| part.clamp(0.0, 1.0));
        let sum = (red + blue + other).max(1.0);
        let [red, blue, other] = [red, blue, other].map(|part| part / sum * TAU);
        let rest = (TAU - red - blue - other).max(0.0);
        let arcs = [
            Arc { part: 1, from: crotch, sweep: blue },
            Arc { part: 3, from: crotch + blue, sweep: rest },
            Arc { part: 2, from: crotch + blue + rest, sweep: other },
            Arc { part: 0, from: crotch + TAU - red, sweep: red },
        ];
        let turned = |arc: Arc| Arc { from: 2.0 * crotch - arc.from - arc.sweep, ..arc };
        let mirrored = self.crotch.is_some_and(|crotch| crotch.mirrored);
        let arcs = arcs.into_iter().filter(|arc| arc.sweep > 1e-4);
        arcs.map(|arc| if mirrored { turned(arc) } else { arc }).collect()
    }

    /// Its shapes.
    pub fn shapes(&self, theme: &Theme) -> Vec<Shape> {
        let (radius, thick) = (self.radius, self.thick());
        let segment = |outer: f64, inner: f64, arc: &Arc| {
            CircleSegment::new(self.at, outer, inner.max(0.0), arc.from, arc.sweep).to_path(FINE)
        };
        let mut shapes = vec![fill(Circle::new(self.at, self.outer()).to_path(FINE), theme.casing)];
        let arcs = self.arcs();
        for arc in &arcs {
            let color = match arc.part {
                0 => theme.warm,
                1 => theme.cold,
                2 => theme.undecided,
                _ => between(theme.casing, theme.undecided, 0.3),
            };
            shapes.push(fill(segment(radius, radius - thick, arc), color));
            if arc.part == 1 {
                shapes.push(fill(segment(radius - 0.27 * thick, radius - 0.40 * thick, arc), theme.casing));
            }
        }
        if arcs.len() > 1 {
            let mut gaps = BezPath::new();
            for arc in &arcs {
                let way = towards(arc.from);
                gaps.extend(polyline([self.at + way * (radius - thick - 0.5), self.at + way * (radius + 0.5)]));
            }
            shapes.push(line(gaps, theme.casing, (3.2 * radius / 42.0).clamp(1.2, 4.0)));
        }
        shapes
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn arcs_make_a_circle_parted_by_shares() {
        for parts in [[0.45, 0.55, 0.0], [0.2, 0.3, 0.1], [1.0, 0.0, 0.0], [0.9, 0.9, 0.0], [0.0; 3], [0.1, 0.0, 0.9]] {
            let ring = Ring { at: Point::ZERO, radius: 40.0, direction: Vec2::new(1.0, -0.1), crotch: None, parts };
            let arcs = ring.arcs();
            let all: f64 = arcs.iter().map(|arc| arc.sweep).sum();
            assert!((all - TAU).abs() < 1e-3, "{parts:?}: {all}");
            for pair in arcs.windows(2) {
                assert!((pair[0].from + pair[0].sweep - pair[1].from).abs() < 1e-3, "{parts:?}: no gap, no overlap");
            }
            let sum = parts.iter().sum::<f64>().max(1.0);
            for arc in arcs.iter().filter(|arc| arc.part < 3) {
                assert!((arc.sweep / TAU - parts[arc.part] / sum).abs() < 1e-9, "{parts:?}");
            }
        }
    }
}
