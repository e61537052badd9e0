//! Marks: springs, rings of the KTs and the regulars, the till, competitors' houses, knots.

use super::{
    land::time,
    placing::ground::Ground,
    scene::{Scene, Site, kt_name},
    style::{
        shapes::{between, fill, line, polyline},
        text::{self, Run},
        theme::Theme,
    },
};
use crate::{
    document::Kind,
    door,
    frame::{Anchor, Color, Ink, Shape, Stroke, Text},
    map::{
        Crotch,
        flow_frame::{angle_of, right_of, towards},
    },
};
use kurbo::{BezPath, Circle, CircleSegment, Point, Rect, RoundedRect, Shape as _, Vec2};
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

/// Font size of a KT's name in its ring, px; none where the ring is too small for 12 px.
pub fn name_size(ring: &Ring, name: &str, scene: &Scene) -> Option<f64> {
    let room = 2.0 * (ring.radius - ring.thick()) - 1.0;
    let wide = scene.measure.width(name, 100.0, 800).max(1.0);
    let size = (0.455 * ring.radius).max(12.0).min(100.0 * room / wide);
    (size >= 11.99).then_some(size)
}

/// What is written in a plain place's disc: its name, where there is room for all of it.
pub fn knot_name(site: &Site, scene: &Scene) -> Option<Run> {
    let run = Run::new(&site.label, scene.font(13.0), 700, scene.theme.ink);
    let room = 2.0 * knot_radius(site.breadth, scene.scale()) - 8.0;
    (!site.label.is_empty() && run.width(scene.measure) <= room).then_some(run)
}

/// A spring smaller than this is a dot, px.
const DOT: f64 = 2.0;

/// A spring: a ring with a dot.
pub fn spring(at: Point, radius: f64, s: f64, theme: &Theme) -> Vec<Shape> {
    if radius < DOT {
        return vec![fill(Circle::new(at, radius).to_path(FINE), theme.undecided)];
    }
    let thick = (3.4 * s).clamp(1.8, 5.0).min(0.47 * radius);
    let ring = Circle::new(at, radius - thick / 2.0).to_path(FINE);
    let mut disc = fill(Circle::new(at, radius + (2.0 * s.max(0.5)).min(0.3 * radius)).to_path(FINE), theme.casing);
    disc.stroke = None;
    vec![
        disc,
        line(ring, theme.undecided, thick),
        fill(Circle::new(at, (radius * 0.36).max(1.1)).to_path(FINE), theme.undecided),
    ]
}

/// Half the length of a till's bar, px.
pub fn till_half(breadth: f64, s: f64) -> f64 {
    (15.0 * s.max(0.5)).max(breadth / 2.0 + 5.0 * s)
}

/// A till: a bar square across the stream, like a lock.
pub fn till(at: Point, direction: Vec2, breadth: f64, s: f64, theme: &Theme) -> Vec<Shape> {
    let (half, thick) = (till_half(breadth, s), (13.0 * s).max(6.0));
    let bar = |grow: f64, round: f64| {
        let shape = RoundedRect::new(-thick / 2.0 - grow, -half - grow, thick / 2.0 + grow, half + grow, round);
        let mut path = shape.to_path(FINE);
        path.apply_affine(kurbo::Affine::translate(at.to_vec2()) * kurbo::Affine::rotate(angle_of(direction)));
        path
    };
    let casing = 3.0 * s.clamp(0.5, 1.4);
    vec![fill(bar(casing, 4.5 * s), theme.casing), fill(bar(0.0, 3.0 * s), theme.ink)]
}

/// Half the length of a competitor's house, px.
pub fn house_half(breadth: f64, s: f64) -> f64 {
    let half = 6.7 * (breadth * s).max(0.0).sqrt();
    half.max(10.0 * s.max(0.6)).min(46.0 * s.max(0.6)).max(breadth / 2.0 + 3.0)
}

/// A competitor's house, turned with its stream; the quay opens its wall.
pub fn house(at: Point, direction: Vec2, breadth: f64, s: f64, theme: &Theme) -> Vec<Shape> {
    let half = house_half(breadth, s);
    let plan = |grow: f64| {
        let (along, right) = (direction * (half + grow), right_of(direction) * (half * 0.78 + grow));
        let mut path = polyline([at - along - right, at + along - right, at + along + right, at - along + right]);
        path.close_path();
        path
    };
    let wall = between(theme.wall, theme.cold, 0.66);
    vec![
        fill(plan(5.0 * s), theme.land),
        Shape {
            path: plan(0.0),
            fill: Some(Ink::Flat(theme.floor)),
            stroke: Some(Stroke { ink: Ink::Flat(wall), width: 2.2 * s.clamp(0.6, 1.6), round: false, dash: None }),
        },
    ]
}

/// Half the side of a shop's square, px.
pub fn shop_half(s: f64) -> f64 {
    5.0 * s.max(0.7)
}

/// The place of a shop in a city's streets, over its water.
pub fn shop(place: Point, s: f64, theme: &Theme) -> Vec<Shape> {
    let half = shop_half(s);
    let square = |grow: f64| Rect::from_center_size(place, (2.0 * (half + grow), 2.0 * (half + grow))).to_path(FINE);
    vec![fill(square(half / 2.0), theme.casing), fill(square(0.0), theme.wall)]
}

/// The pool in which a stream ends.
pub fn pool(at: Point, breadth: f64, color: Color) -> Shape {
    fill(Circle::new(at, (breadth / 2.0 + 1.5).max(2.5)).to_path(FINE), color)
}

/// Radius of a knot, px.
pub fn knot_radius(breadth: f64, s: f64) -> f64 {
    (breadth / 2.0 + 2.0 * s).max(4.0 * s.max(0.7))
}

/// A plain place where streams meet or part: a pale disc with a rim in its water's colour.
pub fn knot(at: Point, breadth: f64, color: Color, s: f64, theme: &Theme) -> Vec<Shape> {
    let (radius, rim) = (knot_radius(breadth, s), (2.2 * s).clamp(1.4, 3.5));
    vec![
        fill(Circle::new(at, radius + 1.5 * s.max(0.6)).to_path(FINE), theme.casing),
        line(Circle::new(at, radius - rim / 2.0).to_path(FINE), color, rim),
    ]
}

/// Competitors whose houses are shown.
fn rivals(sites: &[Site]) -> impl Iterator<Item = &Site> {
    sites.iter().filter(|site| site.shown && site.kind == Kind::Competitor)
}

/// Houses of competitors: on the land, under their water.
pub fn houses(sites: &[Site], s: f64, theme: &Theme) -> Vec<Shape> {
    rivals(sites).flat_map(|site| house(site.at, site.reached, site.breadth, s, theme)).collect()
}

/// The pools in their middle: over the water, under the drops.
pub fn pools(sites: &[Site], theme: &Theme) -> Vec<Shape> {
    let wet = rivals(sites).filter(|site| site.inflow > 0.0);
    wet.map(|site| pool(site.at, site.breadth, theme.water(site.temperature))).collect()
}

/// A thin line from a mark to a label that stands far off.
pub fn leader(from: Point, to: Point, theme: &Theme) -> Shape {
    line(polyline([from, to]), theme.muted, 1.0)
}

/// All places that have a mark, with their numbers: large ones first, so that small ones stay on top; rings over all others.
fn standing(sites: &[Site]) -> Vec<(usize, &Site)> {
    let mut sites: Vec<(usize, &Site)> = sites.iter().enumerate().filter(|(_, site)| site.shown).collect();
    crate::order::sort(&mut sites, |(_, a), (_, b)| {
        a.kt.is_some().cmp(&b.kt.is_some()).then(b.inflow.total_cmp(&a.inflow))
    });
    sites
}

/// All marks that stand over the drops.
pub fn marks(sites: &[Site], s: f64, theme: &Theme) -> Vec<Shape> {
    let mark = |(_, site): (usize, &Site)| match (site.kind, site.kt) {
        _ if site.closed => shop(site.at, s, theme),
        (Kind::Fork, Some(_)) | (Kind::Regulars, _) => Ring::of(site).shapes(theme),
        (Kind::Spring, _) => spring(site.at, site.radius, s, theme),
        (Kind::Till, _) => till(site.at, site.direction, site.breadth, s, theme),
        (Kind::Fork | Kind::Confluence, _) if site.bar => door::through(|| time::bar(site, s, theme)),
        (Kind::Fork | Kind::Confluence, _) => knot(site.at, site.breadth, theme.water(site.temperature), s, theme),
        (Kind::Competitor | Kind::Sea, _) => Vec::new(),
    };
    standing(sites).into_iter().flat_map(mark).collect()
}

/// The names in the marks, each with the number of its place; labels keep off all marks.
pub fn names(scene: &Scene, ground: &mut Ground) -> Vec<(usize, Text)> {
    let mut names = Vec::new();
    let places = scene.map.land.iter().flat_map(|land| &land.beams);
    places.for_each(|(place, _)| ground.ring(*place, shop_half(scene.scale())));
    for (number, site) in standing(scene.sites) {
        let ring = Ring::of(site);
        let (reach, run) = match (site.kind, site.kt) {
            _ if site.closed => (reach(site, scene.scale()), None),
            (Kind::Fork, Some(kt)) => {
                let name = kt_name(kt);
                let size = name_size(&ring, &name, scene);
                (ring.outer(), size.map(|size| Run::new(name, size, 800, scene.theme.ink)))
            }
            (Kind::Regulars, _) => (ring.outer(), None),
            (Kind::Competitor, _) if scene.map.timeline.is_some() => {
                if let Some(own) = &scene.map.timeline {
                    ground.block(door::through(|| time::landing_box(site, own, &scene.map.frame)));
                }
                continue;
            }
            (Kind::Competitor, _) => (house_half(site.breadth, scene.scale()) * 1.05, None),
            (Kind::Fork | Kind::Confluence, _) => {
                (reach(site, scene.scale()), knot_name(site, scene).filter(|_| !site.bar))
            }
            (Kind::Spring | Kind::Till, _) => (reach(site, scene.scale()), None),
            (Kind::Sea, _) => continue,
        };
        ground.ring(site.at, reach);
        if let Some(run) = run {
            let at = site.at + Vec2::new(0.0, 0.36 * run.size);
            let texts = text::set(&[run], at, Anchor::Middle, None, scene.measure);
            names.extend(texts.into_iter().map(|text| (number, text)));
        }
    }
    names
}

/// Radius that a place's mark covers, px; `s` is the scale of marks.
pub fn reach(site: &Site, s: f64) -> f64 {
    match site.kind {
        _ if site.closed => shop_half(s) * std::f64::consts::SQRT_2,
        Kind::Spring => site.radius,
        Kind::Till => till_half(site.breadth, s),
        Kind::Competitor => house_half(site.breadth, s),
        Kind::Sea => 0.0,
        Kind::Regulars => site.radius,
        Kind::Fork | Kind::Confluence if site.kt.is_some() => site.radius,
        Kind::Fork | Kind::Confluence if site.bar => (7.0 * s).max(5.0),
        Kind::Fork | Kind::Confluence => knot_radius(site.breadth, s),
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
