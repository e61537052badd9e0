//! Lines of rivers in time, in the flow frame: along and across, px.

use crate::map::rivers::ribbon::resampled;
use kurbo::{CubicBez, ParamCurve, Point, Vec2};

/// Points of a curve before they are set evenly.
const FINE: u32 = 48;

fn curve(a: Point, b: Point, c: Point, d: Point) -> impl Iterator<Item = Point> {
    let curve = CubicBez::new(a, b, c, d);
    (0..=FINE).map(move |i| curve.eval(f64::from(i) / f64::from(FINE)))
}

/// With the current from a place to another, level at both.
pub fn level(from: Point, to: Point) -> Vec<Point> {
    if (from.y - to.y).abs() < 0.05 {
        return resampled(&[from, to]);
    }
    let reach = Vec2::new(0.5 * (to.x - from.x), 0.0);
    resampled(&curve(from, from + reach, to - reach, to).collect::<Vec<_>>())
}

/// The same where the bend is over at `until`.
pub fn level_until(from: Point, to: Point, until: f64) -> Vec<Point> {
    if until >= to.x - 1.0 || until <= from.x + 1.0 {
        return level(from, to);
    }
    let mut line = level(from, Point::new(until, to.y));
    line.push(to);
    resampled(&line)
}

/// On for a while, round a quarter of a circle and down to a place, upright there.
pub fn fall(source: Point, lead: f64, radius: f64, to: Point) -> Vec<Point> {
    let from = source + Vec2::new(lead, 0.0);
    let middle = Point::new(from.x, from.y + radius);
    let quarter = (0..=FINE).map(|i| {
        let turn = std::f64::consts::FRAC_PI_2 * f64::from(i) / f64::from(FINE);
        middle + Vec2::new(radius * libm::sin(turn), -radius * libm::cos(turn))
    });
    let mut line: Vec<Point> = std::iter::once(source).chain(quarter).collect();
    let start = Point::new(from.x + radius, from.y + radius);
    line.extend(down(start, to).into_iter().skip(1));
    resampled(&line)
}

/// Down from a place to another, upright at both.
pub fn down(from: Point, to: Point) -> Vec<Point> {
    if (from.x - to.x).abs() < 0.05 {
        return resampled(&[from, to]);
    }
    let reach = Vec2::new(0.0, 0.5 * (to.y - from.y));
    resampled(&curve(from, from + reach, to - reach, to).collect::<Vec<_>>())
}

/// Through some places, straight, with corners rounded by at most so much.
pub fn rounded(places: &[Point], radius: f64) -> Vec<Point> {
    let mut line: Vec<Point> = places.first().copied().into_iter().collect();
    for corner in places.windows(3) {
        let [a, b, c] = corner else { continue };
        // Two corners share the way between them.
        let cut = radius.min(a.distance(*b) / 2.0).min(b.distance(*c) / 2.0);
        let toward = |to: Point| *b + (to - *b) * (cut / b.distance(to).max(1e-9));
        let (enter, leave) = (toward(*a), toward(*c));
        const ROUND: f64 = 0.552_284_75;
        let arc = CubicBez::new(enter, enter.lerp(*b, ROUND), leave.lerp(*b, ROUND), leave);
        line.extend((0..=FINE).map(|i| arc.eval(f64::from(i) / f64::from(FINE))));
    }
    line.extend(places.last());
    resampled(&line)
}
