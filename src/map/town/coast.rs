//! The coast: a smooth wavy line, and the depth lines off it.

use super::{
    chance::random_at,
    polygon::{apart, left, unit},
};
use crate::map::{
    flow_frame::{FlowFrame, right_of},
    place::Floor,
};
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

/// The coast from border to border, with some to spare so that no end of a depth line shows; it keeps clear of the floors
/// before it.
pub fn shore(frame: &FlowFrame, floors: &[Floor], seed: u64) -> Vec<Point> {
    let ends = [-0.08, 1.08].map(|across| frame.at(frame.coast(across), across));
    // Across runs down on a wide canvas and to the left on a tall one: walked backwards the sea is on the right.
    let chord = coast(ends[1], ends[0], seed ^ 0x5ea, frame.scale);
    let [top, bottom] = [-0.08, 1.08].map(|across| frame.coast(across));
    let bowed = chord.into_iter().map(|p| {
        let (along, across) = frame.flow(p);
        let share = across / frame.across;
        let straight = top + (bottom - top) * (share + 0.08) / 1.16;
        let along = along + (frame.coast(share) - straight) * frame.along;
        let clear = floors.iter().map(|floor| clear_of(frame, floor, across)).fold(along, f64::max);
        frame.point(clear, across)
    });
    bowed.collect()
}

/// How far along the land must reach at a place across, so that a floor has land behind it; less beside the floor.
fn clear_of(frame: &FlowFrame, floor: &Floor, across: f64) -> f64 {
    const LAND: f64 = 36.0;
    let right = right_of(floor.direction);
    let end = floor.start + floor.direction * floor.length;
    let corners = [-floor.red_side, floor.blue_side].map(|side| frame.flow(end + right * side));
    let [red, blue] = corners;
    let share = ((across - red.1) / (blue.1 - red.1).max(1e-9)).clamp(0.0, 1.0);
    let beside = (red.1 - across).max(across - blue.1).max(0.0);
    red.0 + (blue.0 - red.0) * share + LAND * frame.scale - beside * beside / (110.0 * frame.scale)
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
