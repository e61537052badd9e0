//! Ribbons: a lane's base line with filleted corners, moved to its place in the river.

use super::lanes::Lane;
use crate::map::{Ribbon, flow_frame::right_of, place::Port};
use kurbo::{ParamCurve, Point, QuadBez, Vec2};

/// Distance between two points of a ribbon, px.
pub const STEP: f64 = 4.0;

/// What colours and moves a stream.
#[derive(Clone, Copy, Debug)]
pub struct Water {
    /// Width, px.
    pub width: f64,
    /// Temperature where it leaves its node, along it, and where it arrives.
    pub temperature: [f64; 3],
    /// Over how many px the temperature slides at each end.
    pub slide: (f64, f64),
    /// Pixels per second of a drop.
    pub speed: f64,
    /// Whether its streets bend and turn more than water should.
    pub calm: bool,
}

/// A river whose width and temperature change on its way; one of each for each point of the line.
#[derive(Clone, Debug, Default)]
pub struct Stem {
    /// Along the streets.
    pub line: Vec<Point>,
    /// How far to the right of it (looking with the current) its middle runs, px.
    pub offsets: Vec<f64>,
    /// The breadth of all water on the street, px.
    pub breadths: Vec<f64>,
    /// Its own width from here on, px.
    pub widths: Vec<f64>,
    /// Its temperature from here on, -1 to 1.
    pub temperature: Vec<f64>,
    /// How far along the line it ends, px, if it is not at its last point.
    pub docks: Option<f64>,
}

/// The ribbon of a stem, with its width at each point: it swells after what joins it, never before.
pub fn stem(stem: &Stem, scale: f64) -> (Ribbon, Vec<f64>) {
    let lane = Lane { line: stem.line.clone(), offsets: stem.offsets.clone(), breadths: stem.breadths.clone() };
    let water = Water { width: 1.0, temperature: [0.0; 3], slide: (0.0, 0.0), speed: 0.0, calm: true };
    let mut ribbon = ribbon(&lane, [None, None], water, scale);
    // By how far along the line each is.
    let mut marks = Vec::with_capacity(stem.line.len());
    let mut along = 0.0;
    for (i, at) in stem.line.iter().enumerate() {
        along += i.checked_sub(1).and_then(|i| stem.line.get(i)).map_or(0.0, |before| before.distance(*at));
        marks.push(along);
    }
    let count = ribbon.line.len();
    let profile = |values: &[f64], shift: f64| -> Vec<f64> {
        let mut next = 0;
        (0..count)
            .map(|i| {
                let here = along * i as f64 / count.saturating_sub(1).max(1) as f64 - shift * scale;
                while marks.get(next + 1).is_some_and(|mark| *mark <= here) {
                    next += 1;
                }
                values.get(next).copied().unwrap_or(0.0)
            })
            .collect()
    };
    let widest = stem.widths.iter().copied().fold(0.0, f64::max);
    let widths = smooth(&profile(&stem.widths, 8.0 + 0.3 * widest), (7.0 + 0.3 * widest) * scale / STEP);
    ribbon.temperature =
        smooth(&profile(&stem.temperature, 8.0), 20.0 * scale / STEP).iter().map(|t| *t as f32).collect();
    ribbon.width = widest;
    if let Some(docks) = stem.docks {
        ribbon.line.truncate(((docks / along.max(1e-9)).min(1.0) * count as f64) as usize + 1);
    }
    (ribbon, widths)
}

/// A point of a base line: how far to the right of it the ribbon runs, and how broad all water on the street is there.
#[derive(Clone, Copy)]
struct Base {
    at: Point,
    offset: f64,
    breadth: f64,
}

/// The ribbon of one lane between its ports. All that shapes the base line is the same for all streams of a street, so
/// that they keep touching.
pub fn ribbon(lane: &Lane, [start, end]: [Option<Port>; 2], water: Water, scale: f64) -> Ribbon {
    let [bend, lane_bend] = if water.calm { [16.0, 10.0] } else { [8.0, 5.0] };
    let smooth_scale = if water.calm { scale.max(0.9) } else { scale };
    let bases = bases(lane);
    let base = fillet(&resample(&bases), &corners(&bases), scale);
    if base.len() < 2 {
        return Ribbon {
            line: lane.line.clone(),
            width: water.width,
            temperature: vec![water.temperature[1] as f32; lane.line.len()],
            speed: water.speed,
            under: Vec::new(),
        };
    }
    let line = smooth_points(&base.iter().map(|b| b.at).collect::<Vec<_>>(), (bend * smooth_scale / STEP).max(2.0));
    let mut offsets = smooth(&base.iter().map(|b| b.offset).collect::<Vec<_>>(), 14.0 * scale / STEP);
    pin_ends(&mut offsets, &line, [start, end], scale);
    let moved: Vec<Point> =
        line.iter().zip(&offsets).enumerate().map(|(i, (p, o))| *p + right_of(tangent(&line, i)) * *o).collect();
    // The outer bank of a bend is longer than its middle.
    let line = resampled(&smooth_points(&moved, (lane_bend * smooth_scale / STEP).max(1.5)));
    on(line, &water)
}

/// The ribbon of water along a line that is as it should be.
pub fn on(line: Vec<Point>, water: &Water) -> Ribbon {
    let temperature = temperatures(&line, water);
    Ribbon { line, width: water.width, temperature, speed: water.speed, under: Vec::new() }
}

/// The lane's points, none twice.
fn bases(lane: &Lane) -> Vec<Base> {
    let mut points: Vec<Base> = Vec::with_capacity(lane.line.len());
    for ((at, offset), breadth) in lane.line.iter().zip(&lane.offsets).zip(&lane.breadths) {
        if points.last().is_none_or(|last| last.at.distance(*at) > 0.05) {
            points.push(Base { at: *at, offset: *offset, breadth: *breadth });
        }
    }
    points
}

/// How far along a line (px) its corners are: where it turns by more than 28 degrees at one point. Less is a bend that
/// is drawn as one.
fn corners(points: &[Base]) -> Vec<f64> {
    const STRAIGHT: f64 = 0.883;
    let mut along = 0.0;
    let mut found = Vec::new();
    for at in points.windows(3) {
        let [a, b, c] = at else { continue };
        let (u, v) = (b.at - a.at, c.at - b.at);
        along += u.hypot();
        if u.dot(v) < STRAIGHT * u.hypot() * v.hypot() {
            found.push(along);
        }
    }
    found
}

/// Rounds corners, the broader the water the more. Points must be `STEP` apart.
fn fillet(points: &[Base], corners: &[f64], scale: f64) -> Vec<Base> {
    let length: f64 = points.windows(2).map(|p| if let [a, b] = p { a.at.distance(b.at) } else { 0.0 }).sum();
    let step = length / points.len().saturating_sub(1).max(1) as f64;
    let mut sharp: Vec<usize> = corners.iter().map(|along| (along / step.max(1e-9)).round() as usize).collect();
    sharp.dedup_by(|b, a| *b - *a <= 4);
    sharp.retain(|i| *i >= 1 && i + 1 < points.len());
    let mut out = points.to_vec();
    for (k, &i) in sharp.iter().enumerate() {
        let breadth = points.get(i).map_or(0.0, |b| b.breadth);
        let reach = ((20.0 * scale + 1.6 * breadth).max(22.0 * scale).min(72.0 * scale) / STEP).max(1.0) as usize;
        let before = if k == 0 { i } else { (i - sharp.get(k - 1).copied().unwrap_or(0)) / 2 };
        let after = sharp.get(k + 1).map_or(points.len() - 1 - i, |next| (next - i) / 2);
        let cut = reach.min(before).min(after);
        let (Some(a), Some(b), Some(c)) = (points.get(i - cut), points.get(i), points.get(i + cut)) else { continue };
        let curve = QuadBez::new(a.at, b.at, c.at);
        for (j, slot) in out.iter_mut().enumerate().skip(i - cut).take(2 * cut + 1) {
            slot.at = curve.eval((j - (i - cut)) as f64 / (2 * cut).max(1) as f64);
        }
    }
    out
}

/// Points `STEP` apart, with what lies between those given.
fn resample(points: &[Base]) -> Vec<Base> {
    let total: f64 = points.windows(2).map(|p| if let [a, b] = p { a.at.distance(b.at) } else { 0.0 }).sum();
    let count = ((total / STEP) as usize).clamp(2, 20_000);
    let step = total / count as f64;
    let mut out = Vec::with_capacity(count + 1);
    let mut walked = 0.0;
    let mut next = 0.0;
    for pair in points.windows(2) {
        let [a, b] = pair else { continue };
        let length = a.at.distance(b.at);
        while next <= walked + length + 1e-9 && out.len() <= count {
            let t = ((next - walked) / length.max(1e-12)).clamp(0.0, 1.0);
            let mix = |a: f64, b: f64| a + (b - a) * t;
            let (offset, breadth) = (mix(a.offset, b.offset), mix(a.breadth, b.breadth));
            out.push(Base { at: a.at.lerp(b.at, t), offset, breadth });
            next += step;
        }
        walked += length;
    }
    if let (Some(last), Some(end)) = (out.last_mut(), points.last()) {
        last.at = end.at;
    }
    out
}

/// A line with points `STEP` apart; of very long ones farther.
pub fn resampled(line: &[Point]) -> Vec<Point> {
    let bases: Vec<Base> = line.iter().map(|at| Base { at: *at, offset: 0.0, breadth: 0.0 }).collect();
    resample(&bases).into_iter().map(|b| b.at).collect()
}

/// Pulls the offsets at both ends to the ports, over up to 150 px.
fn pin_ends(offsets: &mut [f64], line: &[Point], [start, end]: [Option<Port>; 2], scale: f64) {
    let n = offsets.len();
    let now = [offsets.first().copied().unwrap_or(0.0), offsets.last().copied().unwrap_or(0.0)];
    let aside = |port: Option<Port>, at: Option<&Point>, now: f64| {
        port.zip(at).map_or(0.0, |(port, at)| (port.at - *at).dot(right_of(port.direction)) - now)
    };
    let missing = [aside(start, line.first(), now[0]), aside(end, line.last(), now[1])];
    let length = n as f64 * STEP;
    let reach = if length < 320.0 * scale { n } else { ((150.0 * scale / STEP) as usize).min(n) }.max(2);
    for (i, o) in offsets.iter_mut().enumerate() {
        let from_start = 1.0 - i as f64 / (reach - 1) as f64;
        let from_end = 1.0 - (n - 1 - i) as f64 / (reach - 1) as f64;
        let [start, end] = missing;
        *o += start * from_start.max(0.0) + end * from_end.max(0.0);
    }
}

/// How long a line is, px.
pub fn length(line: &[Point]) -> f64 {
    line.iter().zip(line.iter().skip(1)).map(|(a, b)| a.distance(*b)).sum()
}

/// The point so far along a line, or its last one; none of an empty line.
pub fn along(line: &[Point], far: f64) -> Option<Point> {
    let mut left = far;
    for (a, b) in line.iter().zip(line.iter().skip(1)) {
        let own = a.distance(*b);
        if own >= left {
            return Some(a.lerp(*b, left / own.max(1e-9)));
        }
        left -= own;
    }
    line.last().copied()
}

/// How far a point is from a straight line between two others, px.
pub fn off_line(a: Point, b: Point, at: Point) -> f64 {
    kurbo::ParamCurveNearest::nearest(&kurbo::Line::new(a, b), at, 1e-3).distance_sq.sqrt()
}

/// The unit direction of a line at one of its points.
pub fn tangent(line: &[Point], i: usize) -> Vec2 {
    let a = line.get(i.saturating_sub(1)).copied().unwrap_or_default();
    let b = line.get(i + 1).or(line.last()).copied().unwrap_or_default();
    let way = b - a;
    way / way.hypot().max(1e-9)
}

/// A Gaussian along the line, sigma in points; ends stay, and keep their direction.
fn smooth_points(line: &[Point], sigma: f64) -> Vec<Point> {
    let (Some(first), Some(last)) = (line.first().copied(), line.last().copied()) else { return Vec::new() };
    let kernel = kernel(sigma);
    let half = kernel.len() / 2;
    // Beyond its ends the line goes on turned round them.
    let n = line.len();
    let get = |i: usize| line.get(i.min(n - 1)).copied().unwrap_or(first);
    let before = (1..=half).rev().map(|i| first.to_vec2() * 2.0 - get(i).to_vec2());
    let after = (1..=half).map(|i| last.to_vec2() * 2.0 - get((n - 1).saturating_sub(i)).to_vec2());
    let whole: Vec<Vec2> = before.chain(line.iter().map(|p| p.to_vec2())).chain(after).collect();
    let mean = |window: &[Vec2]| window.iter().zip(&kernel).fold(Vec2::ZERO, |sum, (p, w)| sum + *p * *w).to_point();
    whole.windows(kernel.len()).map(mean).collect()
}

/// A Gaussian along a profile, sigma in points; the ends go on level.
fn smooth(values: &[f64], sigma: f64) -> Vec<f64> {
    let (Some(first), Some(last)) = (values.first().copied(), values.last().copied()) else { return Vec::new() };
    let kernel = kernel(sigma);
    let beyond = |value| std::iter::repeat_n(value, kernel.len() / 2);
    let whole: Vec<f64> = beyond(first).chain(values.iter().copied()).chain(beyond(last)).collect();
    whole.windows(kernel.len()).map(|window| window.iter().zip(&kernel).map(|(value, w)| value * w).sum()).collect()
}

fn kernel(sigma: f64) -> Vec<f64> {
    let sigma = sigma.clamp(0.3, 40.0);
    let half = libm::ceil(2.5 * sigma) as i64;
    let raw: Vec<f64> = (-half..=half).map(|k| libm::exp(-0.5 * (k as f64 / sigma) * (k as f64 / sigma))).collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter().map(|w| w / sum).collect()
}

/// Slides from the start's temperature to the stream's own and on to the end's.
fn temperatures(line: &[Point], water: &Water) -> Vec<f32> {
    let lengths: Vec<f64> = std::iter::once(0.0)
        .chain(line.windows(2).scan(0.0, |sum, pair| {
            if let [a, b] = pair {
                *sum += a.distance(*b);
            }
            Some(*sum)
        }))
        .collect();
    let total = lengths.last().copied().unwrap_or(0.0);
    let ease = |t: f64| {
        let t = t.clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    };
    let [before, own, after] = water.temperature;
    let (head, tail) = (water.slide.0.min(total * 0.5).max(1e-6), water.slide.1.min(total * 0.5).max(1e-6));
    lengths
        .iter()
        .map(|l| {
            let first = ease(l / head);
            let last = ease((total - l) / tail);
            (before + (own - before) * first + (after - own) * (1.0 - last)) as f32
        })
        .collect()
}
