//! Marks: springs, rings of the KTs and the regulars, the till, competitors' houses, knots.

use super::{
    land::time,
    placing::ground::Ground,
    rings::Ring,
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
    map::flow_frame::{angle_of, right_of},
};
use kurbo::{Circle, Point, Rect, RoundedRect, Shape as _, Vec2};

/// How finely curves are drawn, px.
const FINE: f64 = 0.05;

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
