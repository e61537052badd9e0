//! The coast: a smooth wavy line, and the depth lines off it.

use super::polygon::{apart, left, unit};
use super::town::random_at;
use kurbo::Point;
use std::f64::consts::TAU;

/// Waves: length and height (px, before scaling); together 30 to 50 px from bay to cape.
const WAVES: [(f64, f64); 3] = [(610.0, 15.0), (230.0, 12.0), (139.0, 3.0)];

/// Distances of the depth lines from the coast, px before scaling.
pub const DEPTHS: [f64; 4] = [7.0, 16.0, 29.0, 46.0];

/// A wavy line between two points, sampled about every 8 px. With the sea meant to be to the right of someone who
/// walks along it, [`shift`] gives its depth lines.
pub fn coast(from: Point, to: Point, seed: u64, scale: f64) -> Vec<Point> {
    let scale = scale.max(1e-3);
    let mut random = random_at(seed, from);
    let waves = WAVES.map(|(length, height)| (length * scale, height * scale, random.rand_float()));
    let (along, length) = (to - from, apart(from, to));
    let across = left(unit(along));
    let steps = (length / 8.0).ceil().clamp(1.0, 10_000.0);
    (0..=steps as usize)
        .map(|i| {
            let share = i as f64 / steps;
            let way = share * length;
            // The ends stay where they are.
            let calm = (way.min(length - way) / (60.0 * scale)).min(1.0);
            let off: f64 =
                waves.iter().map(|(length, height, phase)| height * libm::sin(TAU * (way / length + phase))).sum();
            from + along * share + across * (off * calm)
        })
        .collect()
}

/// The line moved to the right of someone walking along it (on a screen, y down), smoothed the more the farther, so
/// that it has no cusps where the bays are narrow.
pub fn shift(line: &[Point], by: f64) -> Vec<Point> {
    let mut smooth = line.to_vec();
    for _ in 0..(by.abs() * 0.6) as usize {
        let before = smooth.clone();
        for ((place, (a, b)), c) in
            smooth.iter_mut().skip(1).zip(before.iter().zip(before.iter().skip(1))).zip(before.iter().skip(2))
        {
            *place = a.midpoint(*c).midpoint(*b);
        }
    }
    let last = smooth.len().saturating_sub(1);
    (0..=last)
        .filter_map(|i| {
            let (before, after) = (smooth.get(i.saturating_sub(1))?, smooth.get((i + 1).min(last))?);
            Some(*smooth.get(i)? + left(unit(*after - *before)) * by)
        })
        .collect()
}
