//! The water: quays, the double bank of cold water, ribbons with their sliding colours, lane lines.
//!
//! Everything is a stroke along a ribbon's middle, widest first: what is drawn later leaves only the rim of what
//! was drawn before, round all water together.

pub(crate) mod arrows;
mod falls;
mod ghost;

use super::{
    land::{floor, streets},
    style::{
        shapes::{beside, between, line, polyline},
        theme::Theme,
    },
};
use crate::{
    document::Kind,
    door,
    frame::{Color, Ink, Shape, Stroke},
    map::{Beside, Floor, Map, Ribbon},
    network::Network,
};
use kurbo::{BezPath, Point, Rect};
use petgraph::visit::EdgeRef;

/// The least width that a ribbon is drawn with, px; thinner ones are drawn so wide and paler.
pub const LEAST: f64 = 1.5;
/// A creek of a sum that is thinner than this is a thread, px.
const THREAD: f64 = 0.3;
/// How thick the wall of a canal is in time, px before scaling.
const CASING: f64 = 2.2;
/// Water colder than this carries the double bank.
pub const COLD: f32 = -0.15;

/// A stream as it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct River<'a> {
    /// Where it passes.
    pub ribbon: &'a Ribbon,
    /// How much of it is there, 0 to 1: all of it unless it comes or goes.
    pub part: f64,
    /// Whether it runs out into the sea.
    pub to_sea: bool,
    /// Whether it is drawn as one river with others.
    pub summed: bool,
    /// Whether it is one of a river in time: its ends are cut straight there.
    pub in_time: bool,
    /// Whether it flows back to where its water came through before, in time in a canal.
    pub back: bool,
    /// What it was without levers, where any is on.
    pub was: Option<&'a Ribbon>,
    /// Where it runs beside others.
    pub beside: Option<&'a Beside>,
}

impl River<'_> {
    /// Its width with so much more on both sides together, px.
    fn wide(&self, more: f64) -> f64 {
        (broad(self) + more) * self.part
    }
}

/// All streams of a map.
pub fn rivers<'a>(network: &Network, map: &'a Map) -> Vec<River<'a>> {
    let graph = &network.graph;
    let to_sea = |node| graph.node_weight(node).is_some_and(|node| node.kind == Kind::Sea);
    let edges = graph.edge_references().zip(&map.ribbons);
    let river = |((edge, ribbon), summed): ((petgraph::graph::EdgeReference<'_, _>, _), &bool)| River {
        ribbon,
        part: 1.0,
        to_sea: to_sea(edge.target()),
        summed: *summed,
        in_time: map.timeline.is_some(),
        back: map.outline.returns(edge.id().index()),
        was: map.was(edge.id().index()),
        beside: map.beside.get(edge.id().index()),
    };
    edges.zip(&map.summed).map(river).collect()
}

/// All water of a map, and what veils it (and its drops) out at sea, at the latest before the `column`.
pub fn water(rivers: &[River], map: &Map, theme: &Theme, column: Option<Rect>) -> (Vec<Shape>, Vec<Shape>) {
    let s = map.frame.scale;
    let all: Vec<River> = rivers.iter().filter(|r| r.ribbon.is_drawn()).copied().collect();
    let own = all.iter().filter(|r| !r.summed).copied();
    let in_time = map.timeline.is_some();
    let stem = |ribbon| River {
        ribbon,
        part: 1.0,
        to_sea: false,
        summed: true,
        in_time,
        back: false,
        was: None,
        beside: None,
    };
    // Sums first: what comes to them docks at their side.
    let rivers: Vec<River> = map.stems.iter().map(stem).chain(own).collect();
    if let Some(timeline) = &map.timeline {
        let veils = door::through(|| falls::veils(&all, timeline, &map.frame, theme));
        return (layer(&rivers, theme, s), veils);
    }
    let Some(land) = &map.land else {
        return (layer(&rivers, theme, s), veils(&all, map, theme, column));
    };
    // What only passes under shops' lenses lies under their floors; what leaves one may pass under those farther right.
    let lens = |river: &River| {
        let own = |(_, walls): &&(Point, Rect)| !river.summed && !river.ribbon.under.contains(walls);
        land.beams.iter().filter(own).map(|(_, walls)| walls.x0).fold(f64::NEG_INFINITY, f64::max)
    };
    let within = |x: f64| rivers.iter().filter(|river| lens(river) == x).copied().collect::<Vec<River>>();
    let mut shapes = layer(&within(f64::NEG_INFINITY), theme, s);
    let mut floors: Vec<(f64, &Floor)> = land.beams.iter().map(|(_, walls)| walls.x0).zip(&map.floors).collect();
    crate::order::sort(&mut floors, |a, b| a.0.total_cmp(&b.0));
    for (i, (x, own)) in floors.iter().enumerate() {
        shapes.extend(floor(own, theme, s));
        // Lenses of one column have their water together.
        if floors.get(i + 1).is_none_or(|(next, _)| next != x) {
            shapes.extend(layer(&within(*x), theme, s));
        }
    }
    (shapes, veils(&all, map, theme, column))
}

/// Rivers that lie side by side: quays, the double bank of cold water, ribbons, lane lines.
fn layer(rivers: &[River], theme: &Theme, s: f64) -> Vec<Shape> {
    let paths: Vec<BezPath> = rivers.iter().map(|r| path(&r.ribbon.line)).collect();
    // Creeks have narrower quays, or these would be what is seen of them.
    let quay = |river: &River| {
        4.5 * s.max(0.55)
            * (0.35 + drawn(river.ribbon) / (10.0 * s)).min(1.0)
            * if river.summed && river.ribbon.width < THREAD { 0.45 } else { 1.0 }
    };
    let mut shapes = Vec::new();
    let edge = Color { alpha: 0.45, ..theme.coast };
    // One shape for all rims of a width class would be fewer, but widths differ ribbon by ribbon.
    let changed = rivers.iter().any(|river| river.was.is_some());
    let (beds, fresh) = if changed { door::through(|| ghost::ghosts(rivers, theme, s)) } else { Default::default() };
    let was: Vec<(BezPath, f64, bool)> = (rivers.iter().filter(|river| river.part > 0.0))
        .filter_map(|river| Some((river.was?, quay(river), river.in_time)))
        .filter(|(was, ..)| was.is_drawn())
        .map(|(was, quay, in_time)| (path(&was.line), drawn(was) + 2.0 * quay, in_time))
        .collect();
    for (more, color) in [(1.6, opaque(edge, theme.land)), (0.0, theme.road)] {
        // Quays lie round what was there, too: blocks never move.
        shapes.extend(was.iter().map(|(path, width, in_time)| {
            let (path, ink) = (path.clone(), Ink::Flat(color));
            if *in_time { flat(path, ink, width + more) } else { round(path, ink, width + more) }
        }));
        let rim = |(river, path): (&River, &BezPath)| {
            let (ink, width) = (Ink::Flat(color), river.wide(2.0 * quay(river) + more));
            if river.in_time { flat(path.clone(), ink, width) } else { round(path.clone(), ink, width) }
        };
        shapes.extend(rivers.iter().zip(&paths).map(rim));
    }
    // In time what returns runs in a canal.
    let canals = rivers.iter().zip(&paths).filter(|(river, _)| river.in_time && river.back);
    shapes.extend(
        canals.map(|(river, path)| flat(path.clone(), Ink::Flat(theme.ink), river.wide(2.0 * CASING * s.max(0.6)))),
    );
    shapes.extend(beds);
    let bank = between(theme.road, theme.water(-1.0), 0.34);
    let colds: Vec<(&River, usize)> = rivers
        .iter()
        .filter_map(|r| r.ribbon.temperature.iter().position(|t| *t < COLD).map(|i| (r, i)))
        .filter(|(r, i)| r.ribbon.line.len() - i > 6)
        .collect();
    for (outer, color) in [(2.5 + 0.9, bank), (2.5, theme.road)] {
        for (river, first) in &colds {
            let cold = river.ribbon.line.get(*first..).unwrap_or(&[]);
            let width = river.wide(2.0 * outer * s.max(0.6));
            // What begins cold goes on from cold water.
            let ink = if *first == 0 { Ink::Flat(color) } else { fade_in(cold, color, 60.0 * s) };
            shapes.push(flat(path(cold), ink, width));
        }
    }
    for (river, path) in rivers.iter().zip(&paths) {
        shapes.extend(body(river, path, theme));
    }
    shapes.extend(fresh);
    let lane = Color { alpha: theme.lane_alpha, ..theme.casing };
    // One shape for each side: where two lanes touch, both their edges show.
    for side in [-0.5, 0.5] {
        let mut lanes = BezPath::new();
        let broad = rivers.iter().filter(|river| !river.summed && river.ribbon.width > 4.0 * s);
        for ribbon in broad.map(|river| river.ribbon) {
            lanes.extend(path(&beside(&ribbon.line, side * ribbon.width)));
        }
        shapes.push(line(lanes, lane, 0.9));
    }
    shapes
}

/// The width that a ribbon is drawn with, px.
pub fn drawn(ribbon: &Ribbon) -> f64 {
    ribbon.width.max(LEAST)
}

/// The width that a river is drawn with, px: where very many are summed, the thinnest creeks are threads.
fn broad(river: &River) -> f64 {
    let width = river.ribbon.width;
    if river.summed && width < THREAD { 0.55 * LEAST } else { drawn(river.ribbon) }
}

/// A ribbon's own strokes: one colour along it, slides at its ends.
fn body(river: &River, whole: &BezPath, theme: &Theme) -> Vec<Shape> {
    let (ribbon, width) = (river.ribbon, river.wide(0.0));
    let pale = (1.0 - ribbon.width / LEAST).clamp(0.0, 0.4);
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
fn veils(rivers: &[River], map: &Map, theme: &Theme, column: Option<Rect>) -> Vec<Shape> {
    let s = map.frame.scale;
    let mut mouths: Vec<Mouth> = Vec::new();
    for river in rivers.iter().filter(|river| river.to_sea) {
        let (ribbon, broad) = (river.ribbon, drawn(river.ribbon) + 16.0 * s);
        let reached = column.map(|column| column.inflate(8.0, broad / 2.0));
        // Where it must be gone.
        let last = reached.and_then(|area| ribbon.line.iter().position(|p| area.contains(*p)));
        let last = last.unwrap_or(ribbon.line.len() - 1);
        let Some(end) = ribbon.line.get(last).copied() else { continue };
        let far = |p: &Point| p.distance(end) > 118.0 * s || map.land.is_none() && !at_sea(map, *p);
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
    let beyond = if map.land.is_some() { streets::beside(theme) } else { theme.sea };
    let veil = |mouth: Mouth| {
        let mut all = BezPath::new();
        mouth.lines.iter().for_each(|line| all.extend(path(line)));
        let stops = [(0.0, 0.0), (0.3, 0.12), (0.62, 0.55), (0.94, 1.0), (1.0, 1.0)];
        let stops = stops.iter().map(|(at, alpha)| (*at, Color { alpha: *alpha, ..beyond })).collect();
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
