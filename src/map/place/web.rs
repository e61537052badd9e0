//! A web of places: where the author has put them, or the largest in the middle.

use super::Draft;
use crate::document::Kind;
use std::f64::consts::PI;

/// The land that a web takes, fractions along and across on a wide canvas.
const LAND: [(f64, f64); 2] = [(0.06, 0.76), (0.14, 0.92)];

impl Draft<'_> {
    pub(super) fn web(&mut self) {
        if !self.as_given() {
            self.sunflower();
        }
        for n in 0..self.at.len() {
            if self.kind(n) == Kind::Sea {
                let across = self.get(n).1;
                self.put(n, self.frame.coast(across), across);
            }
        }
        self.keep_off();
    }

    /// The largest places in the middle, the others round them by size (a sunflower's order: H. Vogel, "A better way
    /// to construct the sunflower head", Mathematical Biosciences 44 (1979), 179-189).
    fn sunflower(&mut self) {
        let golden = PI * (3.0 - 5.0_f64.sqrt());
        let mut nodes: Vec<usize> = (0..self.at.len()).filter(|n| self.is_seen(*n)).collect();
        nodes.sort_by(|a, b| self.inflow(*b).total_cmp(&self.inflow(*a)));
        let count = nodes.len() as f64;
        for (i, n) in nodes.into_iter().enumerate() {
            let (r, angle) = (libm::pow((i as f64 + 0.5) / count, 0.4), i as f64 * golden);
            let (along, across) = (0.41 + 0.35 * r * libm::cos(angle), 0.53 + 0.39 * r * libm::sin(angle));
            self.put(n, along, across);
        }
    }

    /// The places given, y (or latitude) up, fitted into the land without turning or stretching; what lies far out of
    /// the middle four fifths is drawn in. False where not all are given.
    fn as_given(&mut self) -> bool {
        let given: Vec<(usize, [f64; 2])> =
            (0..self.at.len()).filter(|n| self.is_seen(*n)).filter_map(|n| Some((n, self.node(n)?.at?))).collect();
        let count = (0..self.at.len()).filter(|n| self.is_seen(*n) && self.kind(*n) != Kind::Sea).count();
        if given.len() < count || given.is_empty() {
            return false;
        }
        let axis = |i: usize| {
            let mut all: Vec<f64> = given.iter().filter_map(|(_, at)| at.get(i).copied()).collect();
            all.sort_by(f64::total_cmp);
            let at = |t: f64| all.get((t * (all.len() - 1) as f64) as usize).copied().unwrap_or(0.0);
            (at(0.09), at(0.91))
        };
        let (x, y) = (axis(0), axis(1));
        // Degrees of longitude are shorter than those of latitude.
        let degrees = x.0 >= -180.0 && x.1 <= 180.0 && y.0 >= -90.0 && y.1 <= 90.0 && y.1 - y.0 > 1e-9;
        let shrink =
            if degrees && x.1 - x.0 < 120.0 { libm::cos((y.0 + y.1) / 2.0 * PI / 180.0).max(0.1) } else { 1.0 };
        let frame = self.frame;
        let [along, across] = LAND;
        let (left, right, top, bottom) = if frame.tall {
            (0.07 * frame.width, 0.93 * frame.width, 0.13 * frame.height, 0.66 * frame.height)
        } else {
            (along.0 * frame.width, along.1 * frame.width, across.0 * frame.height, across.1 * frame.height)
        };
        let (width, height) = ((x.1 - x.0) * shrink, y.1 - y.0);
        // A fifth of the room is left for what lies farther out.
        let scale = (0.8 * (right - left) / width.max(1e-12)).min(0.8 * (bottom - top) / height.max(1e-12));
        let (middle, centre) = (((x.0 + x.1) / 2.0, (y.0 + y.1) / 2.0), ((left + right) / 2.0, (top + bottom) / 2.0));
        for (n, [px, py]) in given {
            let off = ((px - middle.0) * shrink * scale, (middle.1 - py) * scale);
            let draw_in = |off: f64, half: f64| {
                let inner = 0.8 * half;
                let over = (off.abs() - inner).max(0.0);
                let in_margin = (half - inner) * over / (over + (half - inner));
                (off.abs().min(inner) + in_margin).copysign(off)
            };
            let at = kurbo::Point::new(
                centre.0 + draw_in(off.0, (right - left) / 2.0),
                centre.1 + draw_in(off.1, (bottom - top) / 2.0),
            );
            let (a, c) = frame.flow(at);
            self.put(n, a / frame.along, c / frame.across);
        }
        true
    }

    /// Pushes places off each other and out of the title.
    fn keep_off(&mut self) {
        let nodes: Vec<usize> = (0..self.at.len()).filter(|n| self.is_seen(*n) && self.kind(*n) != Kind::Sea).collect();
        let room = (0.25 * (self.frame.along * self.frame.across / nodes.len().max(1) as f64).sqrt())
            .min(26.0 * self.frame.scale);
        for _ in 0..10 {
            for (i, &a) in nodes.iter().enumerate() {
                for &b in nodes.iter().skip(i + 1) {
                    let (pa, pb) = (self.get(a), self.get(b));
                    let off = ((pa.0 - pb.0) * self.frame.along, (pa.1 - pb.1) * self.frame.across);
                    let distance = libm::hypot(off.0, off.1);
                    let need = room + (self.radius(a) + self.radius(b)) / 2.0;
                    if distance >= need {
                        continue;
                    }
                    // Two at one place part by their numbers.
                    let angle = if distance < 1e-6 { b as f64 } else { libm::atan2(off.1, off.0) };
                    let push = (need - distance) / 2.0;
                    let (along, across) =
                        (libm::cos(angle) * push / self.frame.along, libm::sin(angle) * push / self.frame.across);
                    self.put(a, pa.0 + along, pa.1 + across);
                    self.put(b, pb.0 - along, pb.1 - across);
                }
            }
            for &n in &nodes {
                let (along, across) = self.get(n);
                let across = across.clamp(0.06, 0.95);
                let along = along.clamp(0.03, self.frame.coast(across) - 0.05);
                let (along, across) = super::springs::clear_of_title(along, across, self.frame);
                self.put(n, along, across);
            }
        }
    }
}
