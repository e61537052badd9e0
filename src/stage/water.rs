//! The water: quays, the double bank of cold water, ribbons with their sliding colours, lane lines.
//!
//! Everything is a stroke along a ribbon's middle, widest first: what is drawn later leaves only the rim of what
//! was drawn before, round all water together.

use super::{
    land::{between, line, polyline},
    theme::Theme,
};
use crate::{
    document::Kind,
    frame::{Color, Ink, Shape, Stroke},
    map::{Map, Ribbon, flow_frame::right_of, tangent},
    network::Network,
};
use kurbo::{BezPath, Point, Rect};
use petgraph::visit::EdgeRef;

/// The least width that a ribbon is drawn with, px; thinner ones are drawn so wide and paler.
pub const LEAST: f64 = 1.5;
/// Water colder than this carries the double bank.
pub const COLD: f32 = -0.15;

/// All water of a map, and what veils it (and its drops) out at sea, at the latest before the `column`.
pub fn water(network: &Network, map: &Map, theme: &Theme, column: Option<Rect>) -> (Vec<Shape>, Vec<Shape>) {
    let s = map.frame.scale;
    let ribbons: Vec<&Ribbon> = map.ribbons.iter().filter(|r| r.width > 1e-6 && r.line.len() > 1).collect();
    let paths: Vec<BezPath> = ribbons.iter().map(|r| path(&r.line)).collect();
    let quay = 4.5 * s.max(0.55);
    let mut shapes = Vec::new();
    let edge = Color { alpha: 0.45, ..theme.coast };
    // One shape for all rims of a width class would be fewer, but widths differ ribbon by ribbon.
    for (ribbon, path) in ribbons.iter().zip(&paths) {
        shapes.push(round(path.clone(), Ink::Flat(opaque(edge, theme.land)), drawn(ribbon) + 2.0 * quay + 1.6));
    }
    for (ribbon, path) in ribbons.iter().zip(&paths) {
        shapes.push(round(path.clone(), Ink::Flat(theme.road), drawn(ribbon) + 2.0 * quay));
    }
    let bank = between(theme.road, theme.water(-1.0), 0.34);
    let colds: Vec<(&Ribbon, usize)> = ribbons
        .iter()
        .filter_map(|r| r.temperature.iter().position(|t| *t < COLD).map(|i| (*r, i)))
        .filter(|(r, i)| r.line.len() - i > 6)
        .collect();
    for (outer, color) in [(2.5 + 0.9, bank), (2.5, theme.road)] {
        for (ribbon, first) in &colds {
            let cold = ribbon.line.get(*first..).unwrap_or(&[]);
            let width = drawn(ribbon) + 2.0 * outer * s.max(0.6);
            // What begins cold goes on from cold water.
            let ink = if *first == 0 { Ink::Flat(color) } else { fade_in(cold, color, 60.0 * s) };
            shapes.push(flat(path(cold), ink, width));
        }
    }
    for (ribbon, path) in ribbons.iter().zip(&paths) {
        shapes.extend(body(ribbon, path, theme));
    }
    let lane = Color { alpha: theme.lane_alpha, ..theme.casing };
    // One shape for each side: where two lanes touch, both their edges show.
    for side in [-0.5, 0.5] {
        let mut lanes = BezPath::new();
        for ribbon in ribbons.iter().filter(|r| r.width > 4.0 * s) {
            lanes.extend(path(&beside(&ribbon.line, side * ribbon.width)));
        }
        shapes.push(line(lanes, lane, 0.9));
    }
    (shapes, veils(network, map, theme, column))
}

/// The width that a ribbon is drawn with, px.
pub fn drawn(ribbon: &Ribbon) -> f64 {
    ribbon.width.max(LEAST)
}

/// A ribbon's own strokes: one colour along it, slides at its ends.
fn body(ribbon: &Ribbon, whole: &BezPath, theme: &Theme) -> Vec<Shape> {
    let width = drawn(ribbon);
    let pale = (1.0 - ribbon.width / LEAST).clamp(0.0, 0.6);
    let color = |t: f32| between(theme.water(f64::from(t)), theme.land, pale);
    let own = ribbon.temperature.get(ribbon.temperature.len() / 2).copied().unwrap_or(0.0);
    let mut shapes = vec![flat(whole.clone(), Ink::Flat(color(own)), width)];
    let same = |t: &f32| (t - own).abs() < 0.004;
    let first = ribbon.temperature.iter().position(same).unwrap_or(0);
    let last = ribbon.temperature.iter().rposition(same).unwrap_or(0);
    for (from, to) in [(0, first), (last, ribbon.line.len() - 1)] {
        let (Some(points), Some(temperatures)) = (ribbon.line.get(from..=to), ribbon.temperature.get(from..=to)) else {
            continue;
        };
        if points.len() > 2 {
            shapes.push(flat(path(points), slide(points, temperatures, &color), width));
        }
    }
    shapes
}

/// A gradient from the first to the last of some points, with the colours that lie between.
fn slide(points: &[Point], temperatures: &[f32], color: &dyn Fn(f32) -> Color) -> Ink {
    let (from, to) = (points.first().copied().unwrap_or_default(), points.last().copied().unwrap_or_default());
    let chord = to - from;
    let mut stops: Vec<(f32, Color)> = Vec::new();
    for i in 0..=6 {
        let k = i * (points.len() - 1) / 6;
        let (Some(p), Some(t)) = (points.get(k), temperatures.get(k)) else { continue };
        let at = ((*p - from).dot(chord) / chord.hypot2().max(1e-9)).clamp(0.0, 1.0) as f32;
        if stops.last().is_none_or(|(last, _)| at >= *last) {
            stops.push((at, color(*t)));
        }
    }
    Ink::Slide { from, to, stops }
}

/// Fades a colour in over some px from the first of some points.
fn fade_in(points: &[Point], color: Color, reach: f64) -> Ink {
    let from = points.first().copied().unwrap_or_default();
    let to = points.iter().find(|p| p.distance(from) > reach).or(points.last()).copied().unwrap_or_default();
    Ink::Slide { from, to, stops: vec![(0.0, Color { alpha: 0.0, ..color }), (1.0, color)] }
}

/// A river's last reach, where it goes over into the sea.
struct Mouth {
    lines: Vec<Vec<Point>>,
    from: Point,
    to: Point,
    width: f64,
}

/// Past the coast rivers go over into the sea, with quay and drops; before the column they are gone. Lanes that run
/// out side by side fade together, as one shape.
fn veils(network: &Network, map: &Map, theme: &Theme, column: Option<Rect>) -> Vec<Shape> {
    let s = map.frame.scale;
    let mut mouths: Vec<Mouth> = Vec::new();
    for e in network.graph.edge_references() {
        let sea = network.graph.node_weight(e.target()).is_some_and(|n| n.kind == Kind::Sea);
        let Some(ribbon) = map.ribbons.get(e.id().index()).filter(|r| sea && r.width > 1e-6) else { continue };
        let broad = drawn(ribbon) + 16.0 * s;
        let reached = column.map(|column| column.inflate(8.0, broad / 2.0));
        // Where it must be gone.
        let last = reached.and_then(|area| ribbon.line.iter().position(|p| area.contains(*p)));
        let last = last.unwrap_or(ribbon.line.len() - 1);
        let Some(end) = ribbon.line.get(last).copied() else { continue };
        let far = |p: &Point| p.distance(end) > 118.0 * s || !at_sea(map, *p);
        let first = ribbon.line.iter().take(last).rposition(far).unwrap_or(0);
        let line = ribbon.line.get(first..).unwrap_or(&[]).to_vec();
        let from = line.first().copied().unwrap_or_default();
        match mouths.iter_mut().find(|mouth| mouth.to.distance(end) < (mouth.width + broad) / 2.0 + 4.0 * s) {
            Some(mouth) => {
                mouth.lines.push(line);
                if broad > mouth.width {
                    (mouth.from, mouth.to, mouth.width) = (from, end, broad);
                }
            }
            None => mouths.push(Mouth { lines: vec![line], from, to: end, width: broad }),
        }
    }
    let veil = |mouth: Mouth| {
        let mut all = BezPath::new();
        mouth.lines.iter().for_each(|line| all.extend(path(line)));
        let stops = [(0.0, 0.0), (0.3, 0.12), (0.62, 0.55), (0.94, 1.0), (1.0, 1.0)];
        let stops = stops.iter().map(|(at, alpha)| (*at, Color { alpha: *alpha, ..theme.sea })).collect();
        round(all, Ink::Slide { from: mouth.from, to: mouth.to, stops }, mouth.width)
    };
    mouths.into_iter().map(veil).collect()
}

/// Whether a place lies beyond the coast.
fn at_sea(map: &Map, p: Point) -> bool {
    let (along, across) = map.frame.flow(p);
    let shore = map.coast.windows(2).find_map(|pair| {
        let [a, b] = pair else { return None };
        let ((a, from), (b, to)) = (map.frame.flow(*a), map.frame.flow(*b));
        let part = (across - from) / (to - from);
        (0.0..=1.0).contains(&part).then_some(a + (b - a) * part)
    });
    shore.is_none_or(|shore| along > shore)
}

fn opaque(over: Color, under: Color) -> Color {
    Color { alpha: 1.0, ..between(under, over, f64::from(over.alpha)) }
}

/// A line moved to its right by some px.
pub fn beside(line: &[Point], by: f64) -> Vec<Point> {
    line.iter().enumerate().map(|(i, p)| *p + right_of(tangent(line, i)) * by).collect()
}

/// A ribbon's middle as a path; every second point is enough for the eye.
fn path(points: &[Point]) -> BezPath {
    let last = points.len().saturating_sub(1);
    polyline(points.iter().enumerate().filter(|(i, _)| i % 2 == 0 || *i == last).map(|(_, p)| *p))
}

fn flat(path: BezPath, ink: Ink, width: f64) -> Shape {
    Shape { path, fill: None, stroke: Some(Stroke { ink, width, round: false, dash: None }) }
}

fn round(path: BezPath, ink: Ink, width: f64) -> Shape {
    Shape { path, fill: None, stroke: Some(Stroke { ink, width, round: true, dash: None }) }
}
