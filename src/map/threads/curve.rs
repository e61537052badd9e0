//! Lines of threads, in the flow frame.

use kurbo::{CubicBez, ParamCurve, Point, Vec2};

/// About how far two points of a line are apart, px.
const STEP: f64 = 3.0;

/// A curve through points whose x rise, that never turns back between two of them (the tangents of Fritsch and Carlson, "Monotone
/// Piecewise Cubic Interpolation", 1980, in the form of Steffen, 1990); level at its last point where `flat`. One line for each two points.
pub fn monotone(points: &[Point], flat: bool) -> Vec<Vec<Point>> {
    let slope = |pair: &[Point]| if let [a, b] = pair { (b.y - a.y) / (b.x - a.x).max(1e-9) } else { 0.0 };
    let slopes: Vec<f64> = points.windows(2).map(slope).collect();
    let last = points.len().saturating_sub(1);
    let tangent = |i: usize| {
        let before = i.checked_sub(1).and_then(|i| slopes.get(i)).copied();
        let after = slopes.get(i).copied();
        match (before, after) {
            (Some(_), None) if flat => 0.0,
            (Some(one), None) | (None, Some(one)) => one,
            (Some(a), Some(b)) if a * b > 0.0 => {
                let width = |i: usize| {
                    points.get(i).zip(points.get(i + 1)).map_or(0.0, |(a, b): (&Point, &Point)| b.x - a.x).max(1e-9)
                };
                let (h, k) = (width(i.saturating_sub(1)), width(i));
                let mean = (a * k + b * h) / (h + k);
                let least = a.abs().min(b.abs()).min(0.5 * mean.abs());
                2.0 * least.copysign(a)
            }
            _ => 0.0,
        }
    };
    let piece = |i: usize| {
        let (Some(a), Some(b)) = (points.get(i), points.get(i + 1)) else { return Vec::new() };
        let third = (b.x - a.x) / 3.0;
        let (from, to) = (Vec2::new(third, third * tangent(i)), Vec2::new(third, third * tangent(i + 1)));
        bezier(CubicBez::new(*a, *a + from, *b - to, *b))
    };
    (0..last).map(piece).collect()
}

/// A curve as points.
fn bezier(curve: CubicBez) -> Vec<Point> {
    let long = curve.p0.distance(curve.p1) + curve.p1.distance(curve.p2) + curve.p2.distance(curve.p3);
    let count = (long / STEP).ceil().clamp(1.0, 2_000.0) as u32;
    (0..=count).map(|i| curve.eval(f64::from(i) / f64::from(count))).collect()
}

/// From a gate over into a fall, straight down, and round into a lane.
pub fn fall(from: Point, fall: f64, lane: Point, radius: f64) -> Vec<Point> {
    const ROUND: f64 = 0.552_284_75;
    let reach = fall - from.x;
    let turn = reach.max(2.0).min((lane.y - from.y) / 2.0);
    let down = Point::new(fall, from.y + turn);
    let mut line =
        bezier(CubicBez::new(from, from + Vec2::new(reach * ROUND, 0.0), down - Vec2::new(0.0, turn * ROUND), down));
    let radius = radius.min((lane.y - down.y).max(0.0)).min((lane.x - fall).max(0.0));
    let low = Point::new(fall, lane.y - radius);
    let out = Point::new(fall + radius, lane.y);
    line.extend([low]);
    line.extend(bezier(CubicBez::new(
        low,
        low + Vec2::new(0.0, radius * ROUND),
        out - Vec2::new(radius * ROUND, 0.0),
        out,
    )));
    line.push(lane);
    line
}

/// From a lane down under a gate and up through it: a quarter turn, straight down, half a circle.
pub fn back(from: Point, turn: f64, to: Point, radius: f64) -> Vec<Point> {
    const ROUND: f64 = 0.552_284_75;
    let quarter = radius.min((to.y - from.y).abs() / 2.0).min((turn - from.x).max(0.0));
    let enter = Point::new(turn - quarter, from.y);
    let down = Point::new(turn, from.y + quarter);
    let mut line = vec![from];
    line.extend(bezier(CubicBez::new(
        enter,
        enter + Vec2::new(quarter * ROUND, 0.0),
        down - Vec2::new(0.0, quarter * ROUND),
        down,
    )));
    let half = ((to.x - turn) / 2.0).max(1.0);
    let (low, up) = (Point::new(turn, to.y + 0.4 * half), Point::new(turn + 2.0 * half, to.y + 0.4 * half));
    let round = half * 4.0 / 3.0;
    line.extend(bezier(CubicBez::new(low, low + Vec2::new(0.0, round), up + Vec2::new(0.0, round), up)));
    line.push(to);
    line
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_passes_its_points_and_never_turns_back() {
        let points = [(0.0, 90.0), (10.0, 60.0), (11.0, 30.0), (90.0, 10.0)].map(|(x, y)| Point::new(x, y));
        for flat in [false, true] {
            let pieces = monotone(&points, flat);
            for (i, piece) in pieces.iter().enumerate() {
                assert!(piece[0].distance(points[i]) < 1e-9 && piece[piece.len() - 1].distance(points[i + 1]) < 1e-9);
                assert!(piece.windows(2).all(|pair| pair[1].y <= pair[0].y + 1e-9 && pair[1].x >= pair[0].x - 1e-9));
            }
        }
    }
}
