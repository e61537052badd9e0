//! Works of engineering: dams across their streams, canals that could be dug, and the moved borders of warmed rings, drawn as a
//! map draws them. What is built is solid, what could be built is dashed.

use super::{
    rings::Ring,
    scene::{Scene, Site},
    style::{
        shapes::{beside, dashed, fill, line, polyline},
        theme::Theme,
    },
};
use crate::{
    document::{Mood, value::Value},
    door,
    frame::{Color, Ink, Shape, Stroke},
    map::{
        Map, Ribbon, along,
        flow_frame::{angle_of, right_of, towards},
        length,
    },
    network::{Lever, Network, Work},
};
use kurbo::{Affine, Arc, BezPath, Circle, Point, Shape as _, Vec2};

/// A wall reaches so far over each old bank, and is so thick; its teeth are so high, and one stands on so much, px.
const REACH: f64 = 11.0;
pub const THICK: f64 = 7.0;
pub const TOOTH: (f64, f64, f64) = (3.6, 5.4, 5.0);
/// A stream has to run alone so far for a dam, px.
const ALONE: f64 = 60.0;
/// From point to point of a canal, as the page is told, px.
const SPACING: f64 = 8.0;
/// Radius of a grip on a ring, px before scaling.
pub const GRIP: f64 = 7.5;
/// From a ring to the arc that shows how its border moved, px.
pub const ARC: f64 = 8.5;

/// Where works stand, or could: that depends on nothing that moves in a change.
#[derive(Clone, Debug, Default)]
pub struct Works {
    /// All dams.
    pub dams: Vec<Dam>,
    /// Canals that could be dug.
    pub canals: Vec<Canal>,
}

/// A canal that could be dug.
#[derive(Clone, Debug)]
pub struct Canal {
    /// Number of its lever.
    pub lever: usize,
    /// Its stream, which carries nothing.
    pub stream: usize,
    /// What it would take of its place's inflow, 0 to 1.
    pub share: f64,
    /// Its way, without what lies in the rivers at its ends.
    pub line: Vec<Point>,
}

impl Works {
    /// Those of a network on a map.
    pub fn of(network: &Network, map: &Map, sites: &[Site]) -> Self {
        if map.threads.is_some() || network.levers.is_empty() {
            return Self::default();
        }
        door::through(|| Self::built(network, map, sites))
    }

    fn built(network: &Network, map: &Map, sites: &[Site]) -> Self {
        let canal = |(number, lever): (usize, &Lever)| {
            let Work::Canal { stream, share } = lever.work else { return None };
            let line = trimmed(network, map, stream).filter(|_| !lever.on)?;
            Some(Canal { lever: number, stream, share, line })
        };
        let levers = || network.levers.iter().enumerate();
        let sites: Vec<&Site> = sites.iter().filter(|site| site.shown).collect();
        let dams = levers().filter_map(|(number, lever)| Dam::of(number, lever, map, &sites)).collect();
        Self { dams, canals: levers().filter_map(canal).collect() }
    }
}

/// Where a dam stands, or could: across a stream, in the middle of it as it was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dam {
    /// Number of its lever.
    pub lever: usize,
    /// The stream.
    pub stream: usize,
    /// Whether it is built.
    pub on: bool,
    /// What passes, 0 to 1.
    pub pass: f64,
    /// The middle of the old stream.
    pub at: Point,
    /// Whither the water runs, a unit vector.
    pub direction: Vec2,
    /// Half the breadth of the old stream, px.
    pub half: f64,
    /// The breadth of the water now, px; it lies along the left bank.
    pub gap: f64,
}

/// The scale of works: they shrink more slowly than the picture.
pub fn scale(s: f64) -> f64 {
    s.clamp(0.62, 1.5)
}

impl Dam {
    fn of(number: usize, lever: &Lever, map: &Map, sites: &[&Site]) -> Option<Self> {
        let Work::Dam { stream, pass } = lever.work else { return None };
        let now = map.ribbons.get(stream)?;
        let old = map.was(stream).unwrap_or(now);
        if old.line.len() < 3 || map.summed.get(stream) == Some(&true) {
            return None;
        }
        let far = place(map, sites, stream, old)?;
        let at = along(&old.line, far)?;
        let ahead = along(&old.line, far + 3.0)? - along(&old.line, far - 3.0)?;
        let direction = ahead / ahead.hypot().max(1e-9);
        Some(Self { lever: number, stream, on: lever.on, pass, at, direction, half: old.width / 2.0, gap: now.width })
    }

    /// From where x goes with the current, and y from the left bank to the right one, to its place.
    pub fn turn(&self) -> Affine {
        Affine::translate(self.at.to_vec2()) * Affine::rotate(angle_of(self.direction))
    }

    /// The ends of the wall, the left one first.
    pub fn ends(&self, s: f64) -> [Point; 2] {
        let right = right_of(self.direction);
        [-1.0, 1.0].map(|side| self.at + right * (side * (self.half + REACH * scale(s))))
    }

    fn shapes(&self, theme: &Theme, s: f64) -> Vec<Shape> {
        let s = scale(s);
        let turn = self.turn();
        let placed = |mut path: BezPath| {
            path.apply_affine(turn);
            path
        };
        let (end, thick) = (self.half + REACH * s, THICK * s / 2.0);
        let block = |from: f64, to: f64, grow: f64| {
            kurbo::Rect::new(-thick - grow, from - grow, thick + grow, to + grow).to_path(0.1)
        };
        if !self.on {
            let mut wall = fill(placed(block(-end, end, 0.0)), Color { alpha: 0.9, ..theme.casing });
            wall.stroke = Some(Stroke { ink: Ink::Flat(theme.ink), width: 1.4, round: false, dash: Some((3.4, 2.2)) });
            return vec![wall];
        }
        let gap = (-self.half, (self.gap - self.half).min(self.half).max(-self.half));
        let walls = [(-end, gap.0), (gap.1, end)];
        let (mut casing, mut stone) = (BezPath::new(), BezPath::new());
        for (from, to) in walls {
            casing.extend(block(from, to, 2.2 * s));
            stone.extend(block(from, to, 0.0));
            let (wide, high, every) = (TOOTH.0 * s, TOOTH.1 * s, TOOTH.2 * s);
            let count = ((to - from) / every).floor().max(1.0);
            for tooth in 0..count as usize {
                let middle = from + (to - from) * (tooth as f64 + 0.5) / count;
                let half = wide.min(to - from) / 2.0;
                let mut path = polyline([
                    Point::new(thick, middle - half),
                    Point::new(thick + high, middle),
                    Point::new(thick, middle + half),
                ]);
                path.close_path();
                stone.extend(path);
            }
        }
        let mut shapes = vec![fill(placed(casing), theme.casing)];
        if gap.1 - gap.0 > 1.5 {
            let gate = |x: f64| placed(polyline([Point::new(x, gap.0), Point::new(x, gap.1)]));
            shapes.push(line(gate(0.0), theme.casing, 5.4 * s));
            let mut lines = gate(-1.5 * s);
            lines.extend(gate(1.5 * s));
            shapes.push(line(lines, theme.ink, 1.1 * s));
        }
        shapes.push(fill(placed(stone), theme.ink));
        shapes
    }
}

/// What can be taken hold of, as the page needs it: dams by where and how broad they are, rings of KTs by their border; and canals that
/// could be dug by some of their points.
pub fn handles(scene: &Scene, ids: &dyn Fn(usize) -> String) -> Value {
    fn numbers(numbers: &[(&'static str, f64)]) -> Vec<(&'static str, Option<Value>)> {
        numbers.iter().map(|(key, number)| (*key, Some(Value::Number(*number)))).collect()
    }
    let dam = |dam: &Dam| {
        let right = right_of(dam.direction);
        let own = [("lever", dam.lever as f64), ("x", dam.at.x), ("y", dam.at.y), ("half", dam.half)];
        let rest = [("dx", right.x), ("dy", right.y), ("reach", dam.half + REACH * scale(scene.scale()))];
        Value::record([numbers(&own), numbers(&rest)].concat())
    };
    let ring = |site: &Site| {
        let ring = Ring::of(site);
        let ([red, blue, _], crotch) = (ring.parts, ring.crotch_angle());
        let mirrored = ring.crotch.is_some_and(|crotch| crotch.mirrored);
        let own = [("x", ring.at.x), ("y", ring.at.y), ("radius", ring.radius), ("thick", ring.thick())];
        let parts = [("red", red), ("blue", blue), ("crotch", crotch), ("border", ring.border())];
        let more = vec![("at", Some(Value::text(ids(site.index)))), ("mirrored", Some(Value::Bool(mirrored)))];
        Value::record([numbers(&own), numbers(&parts), more].concat())
    };
    let rings = scene.sites.iter().filter(|site| site.shown && site.kt.is_some());
    let Works { dams, canals } = scene.works;
    let canal = |Canal { lever, line: way, .. }: &Canal| {
        let points =
            (0..).map_while(|i| along(way, f64::from(i) * SPACING).filter(|_| f64::from(i) * SPACING <= length(way)));
        let points = points.flat_map(|p| [p.x, p.y]).map(Value::Number).collect();
        let own = numbers(&[("lever", *lever as f64)]);
        Value::record([own, vec![("points", Some(Value::List(points)))]].concat())
    };
    let canals = canals.iter().map(canal).collect();
    Value::record(vec![
        ("dams", Some(Value::List(dams.iter().map(dam).collect()))),
        ("canals", Some(Value::List(canals))),
        ("rings", Some(Value::List(rings.map(ring).collect()))),
    ])
}

/// How far along a stream a dam stands best, px: where it runs alone, straight, and off marks.
fn place(map: &Map, sites: &[&Site], stream: usize, old: &Ribbon) -> Option<f64> {
    let total = length(&old.line);
    let s = map.frame.scale;
    let alone = map.beside.get(stream).map_or(&[][..], |parts| &parts.alone);
    let first = alone.iter().find(|(from, to)| (to - from) * total >= ALONE * s);
    let (from, to) = first.copied().unwrap_or((0.0, 1.0));
    let steps = 40;
    let cost = |far: f64| {
        let (Some(back), Some(at), Some(ahead)) =
            (along(&old.line, far - 14.0 * s), along(&old.line, far), along(&old.line, far + 14.0 * s))
        else {
            return f64::INFINITY;
        };
        let (u, v) = (at - back, ahead - at);
        let bend = 1.0 - u.dot(v) / (u.hypot() * v.hypot()).max(1e-9);
        let near = sites.iter().map(|site| site.at.distance(at) - site.radius.max(12.0 * s));
        let near = near.fold(f64::INFINITY, f64::min);
        let clear = old.width / 2.0 + 16.0 * s;
        let (width, height) = (map.frame.width, map.frame.height);
        let off = !kurbo::Rect::new(0.0, 0.0, width, height).inset(-20.0 * s).contains(at);
        60.0 * bend + (clear + 20.0 * s - near).max(0.0) * 0.1 + if off { 100.0 } else { 0.0 }
    };
    let tries = (1..steps).map(|i| total * (from + (to - from) * f64::from(i) / f64::from(steps)));
    // Of equally good places the one in the middle.
    let middle = total * (from + to) / 2.0;
    let best = tries.map(|far| (cost(far) + (far - middle).abs() / total.max(1.0), far));
    best.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, far)| far)
}

/// The banks of canals that could be dug, as far apart as their water would be.
pub fn possible(canals: &[Canal], network: &Network, map: &Map, theme: &Theme) -> Vec<Shape> {
    let s = scale(map.frame.scale);
    let mut shapes = Vec::new();
    for Canal { stream, share, line: way, .. } in canals {
        let inflow = network.graph.edge_endpoints(petgraph::graph::EdgeIndex::new(*stream));
        let inflow =
            inflow.and_then(|(from, _)| network.solved.nodes.get(from.index())).map_or(0.0, |flow| flow.inflow);
        let half = ((share * inflow * map.px_per_client).max(3.0) + 2.4) / 2.0;
        let color = match network.solved.streams.get(*stream).and_then(|flow| flow.mood) {
            Some(Mood::Blue) => theme.cold_text,
            Some(Mood::Red) => theme.warm_text,
            None => theme.muted,
        };
        shapes.push(line(polyline(way.iter().copied()), theme.road, 2.0 * half));
        for side in [-half, half] {
            shapes.push(dashed(line(polyline(beside(way, side)), color, 1.1), (4.4 * s, 2.8 * s)));
        }
    }
    shapes
}

/// A canal's line without what lies in the rivers at its ends.
fn trimmed(network: &Network, map: &Map, stream: usize) -> Option<Vec<Point>> {
    let whole = &map.ribbons.get(stream)?.line;
    let wet = |p: &Point| {
        map.ribbons.iter().enumerate().any(|(other, ribbon)| {
            other != stream
                && ribbon.is_drawn()
                && !network.is_off(other)
                && ribbon.line.iter().any(|q| q.distance(*p) < ribbon.width / 2.0 + 4.0)
        })
    };
    // Only its ends lie in other water.
    let reach = (whole.len() / 4).max(1);
    let from = whole.iter().take(reach).rposition(wet).map_or(0, |i| i + 1);
    let to = whole.iter().skip(whole.len() - reach).position(wet).map_or(whole.len(), |i| whole.len() - reach + i);
    (to > from + 2).then(|| whole.get(from..to).map(<[Point]>::to_vec)).flatten()
}

/// Walls of dams, over the drops; `ribbons` are as they are seen.
pub fn walls(dams: &[Dam], ribbons: &[&Ribbon], theme: &Theme, s: f64) -> Vec<Shape> {
    let gap = |dam: &Dam| ribbons.get(dam.stream).map_or(dam.gap, |ribbon| ribbon.width);
    dams.iter().flat_map(|dam| Dam { gap: gap(dam), ..*dam }.shapes(theme, s)).collect()
}

/// Where the border between a ring's blue and red was, and how it moved where a lever warms.
pub fn borders(sites: &[Site], theme: &Theme, s: f64) -> Vec<Shape> {
    let s = scale(s);
    let mut shapes = Vec::new();
    for site in sites.iter().filter(|site| site.shown && site.kt.is_some()) {
        let ring = Ring::of(site);
        let Some(was) = site.before.map(|before| ring.before(before).border()) else { continue };
        let now = ring.border();
        let (radius, thick) = (ring.radius, ring.thick());
        if (was - now).abs() * radius > 2.0 {
            let way = towards(was);
            let notch = polyline([site.at + way * (radius - thick), site.at + way * radius]);
            shapes.push(dashed(line(notch, theme.casing, 1.3), (2.6, 1.8)));
        }
        if site.warmed <= 0.0 || (was - now).abs() < 1e-3 {
            continue;
        }
        let far = radius + ARC * s;
        let arc = Arc::new(site.at, (far, far), was, now - was, 0.0).to_path(0.05);
        let tip = site.at + towards(now) * far;
        let along = right_of(towards(now)) * (now - was).signum();
        let head = (8.0 * s).min(0.8 * far * (now - was).abs()).max(3.0);
        let base = tip - along * head;
        let side = towards(now) * (0.45 * head);
        let mut arrow = polyline([tip, base + side, base - side]);
        arrow.close_path();
        let stop = polyline([site.at + towards(was) * (far - 4.0 * s), site.at + towards(was) * (far + 4.0 * s)]);
        for (color, more) in [(theme.casing, 3.2), (theme.ink, 0.0)] {
            shapes.push(line(arc.clone(), color, 1.8 * s + more));
            shapes.push(line(stop.clone(), color, 1.8 * s + more));
        }
        shapes.push(fill(arrow, theme.ink));
        let (at, size) = ring.grip(GRIP * s);
        shapes.extend(grip(at, towards(now), size, false, theme));
    }
    shapes
}

/// What is taken hold of: a disc with two strokes square to its way; full while it is held.
pub fn grip(at: Point, across: Vec2, radius: f64, held: bool, theme: &Theme) -> Vec<Shape> {
    let disc = |radius: f64| Circle::new(at, radius).to_path(0.05);
    let along = right_of(across);
    let stroke = |off: f64| {
        let middle = at + along * off;
        polyline([middle - across * (0.4 * radius), middle + across * (0.4 * radius)])
    };
    let mut strokes = stroke(-0.27 * radius);
    strokes.extend(stroke(0.27 * radius));
    let (face, sign) = if held {
        (fill(disc(radius), theme.ink), theme.casing)
    } else {
        let rim = (0.33 * radius).min(2.0);
        (line(disc(radius - 0.5 * rim), theme.ink, rim), theme.ink)
    };
    vec![fill(disc(radius + 2.0), theme.casing), face, line(strokes, sign, (0.22 * radius).min(1.4))]
}
