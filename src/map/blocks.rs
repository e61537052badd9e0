//! Blocks: faces of the street graph drawn in by half the width of the streets around them.

use super::polygon::{apart, area, clip, inside, left, nearest, simple, unit};
use kurbo::{BezPath, Point, Vec2};

/// Narrowing of a corner that counts as straight: the sine of the turn.
const STRAIGHT: f64 = 0.08;

/// One side of a ring that is being drawn in.
#[derive(Clone, Copy)]
struct Line {
    /// Where the side begins, drawn in already.
    at: Point,
    along: Vec2,
    by: f64,
    /// The corner where it begins, if nothing better is found.
    corner: Point,
}

/// The ring with each side moved inwards by its own distance; `ring[i]` is the corner where side `i` begins.
/// None if nothing is left, or nothing sane: the result is always a simple ring inside the old one.
pub(crate) fn draw_in(ring: &[(Point, f64)]) -> Option<Vec<Point>> {
    let mut lines: Vec<Line> = Vec::with_capacity(ring.len() + 4);
    let after = ring.iter().cycle().skip(1);
    let mut last = unit(ring.first()?.0 - ring.last()?.0);
    let mut by_before = ring.last()?.1;
    for (&(corner, by), &(end, _)) in ring.iter().zip(after) {
        let along = unit(end - corner);
        if along == Vec2::ZERO {
            continue;
        }
        let (sine, cosine) = (last.cross(along), last.dot(along));
        // Round sharp corners that reach into the ring, and dead ends, go by a third line, square or half across.
        if cosine < 0.0 && sine < 0.01 {
            let half = if sine > -0.01 { -left(last) } else { unit(last + along) };
            let wide = by.max(by_before);
            lines.push(Line { at: corner + left(half) * wide, along: half, by: wide, corner });
        }
        if !(sine.abs() < 0.01 && cosine > 0.0 && by == by_before && !lines.is_empty()) {
            lines.push(Line { at: corner + left(along) * by, along, by, corner });
            (last, by_before) = (along, by);
        }
    }
    // Sides that would run backwards are used up: take them out and join their neighbours.
    loop {
        if lines.len() < 3 {
            return None;
        }
        let before = lines.iter().cycle().skip(lines.len() - 1);
        let corners: Vec<Point> = lines.iter().zip(before).map(|(line, before)| meet(before, line)).collect();
        let ends = corners.iter().cycle().skip(1);
        let worst = lines
            .iter()
            .zip(corners.iter().zip(ends))
            .map(|(line, (a, b))| line.along.dot(*b - *a))
            .enumerate()
            .min_by(|x, y| x.1.total_cmp(&y.1))?;
        if worst.1 > 0.0 {
            let outline: Vec<Point> = ring.iter().map(|r| r.0).collect();
            let sane = area(&corners) > 0.0 && simple(&corners) && inside(&corners, &outline);
            return sane.then_some(corners);
        }
        lines.remove(worst.0);
    }
}

/// The ring drawn in; where it comes apart at a narrow place, such as a road's end close to the other side, its parts.
/// Parts smaller than `least` (px2) are left out.
pub(crate) fn draw_in_parts(ring: &[(Point, f64)], least: f64) -> Vec<Vec<Point>> {
    let mut work = vec![(ring.to_vec(), 0)];
    let mut parts = Vec::new();
    while let Some((ring, depth)) = work.pop() {
        if let Some(part) = draw_in(&ring) {
            parts.push(part);
        } else if depth < 3 {
            work.extend(part_at_pinch(&ring, least).into_iter().flatten().map(|half| (half, depth + 1)));
        }
    }
    parts
}

/// Cuts a ring where a corner comes closest to another side, measured by how far both are to be drawn in.
fn part_at_pinch(ring: &[(Point, f64)], least: f64) -> Option<[Vec<(Point, f64)>; 2]> {
    let outline: Vec<Point> = ring.iter().map(|r| r.0).collect();
    let mut pinches: Vec<(f64, usize, usize, Point)> = Vec::new();
    for (i, &(corner, by)) in ring.iter().enumerate() {
        for (j, (&(a, other), &(b, _))) in ring.iter().zip(ring.iter().cycle().skip(1)).enumerate() {
            let (at, off) = nearest(a, b, corner);
            let ratio = off.sqrt() / (by + other).max(1e-9);
            if a != corner && b != corner && off > 0.0 && ratio < 1.5 {
                pinches.push((ratio, i, j, a.lerp(b, at)));
            }
        }
    }
    pinches.sort_by(|x, y| x.0.total_cmp(&y.0));
    for (_, i, j, q) in pinches {
        let (corner, by) = *ring.get(i)?;
        let width = by.min(ring.get(j)?.1);
        // From the corner to the other side, and the rest; the cut takes the place of a narrow lane.
        let to: Vec<_> = ring.iter().cycle().skip(i).take((j + ring.len() - i) % ring.len() + 1).copied().collect();
        let rest = (i + ring.len() - j) % ring.len();
        let from: Vec<_> = ring.iter().cycle().skip(j + 1).take(rest).copied().collect();
        let first: Vec<_> = to.into_iter().chain([(q, width)]).collect();
        let mut second = vec![(q, ring.get(j)?.1)];
        second.extend(from);
        if let Some(last) = second.last_mut() {
            *last = (corner, width);
        }
        let big = |half: &[(Point, f64)]| area(&half.iter().map(|r| r.0).collect::<Vec<_>>()) > least * 30.0;
        let within = clip(&outline, corner, q).iter().map(|(a, b)| apart(*a, *b)).sum::<f64>() > 0.9 * apart(corner, q);
        if big(&first) && big(&second) && within {
            return Some([first, second]);
        }
    }
    None
}

/// Where two lines that follow each other meet.
fn meet(a: &Line, b: &Line) -> Point {
    let sine = a.along.cross(b.along);
    if sine.abs() < STRAIGHT && a.along.dot(b.along) > 0.0 || sine.abs() < 1e-6 {
        return b.corner + left(unit(a.along + b.along)) * a.by.max(b.by);
    }
    b.at + b.along * (a.along.cross(a.at - b.at) / sine)
}

/// The ring drawn in by one distance on all sides.
pub(crate) fn draw_in_evenly(ring: &[Point], by: f64) -> Option<Vec<Point>> {
    draw_in(&ring.iter().map(|&p| (p, by)).collect::<Vec<_>>())
}

/// The outline with its corners rounded.
pub(crate) fn rounded(ring: &[Point], radius: f64) -> BezPath {
    let mut path = BezPath::new();
    let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
    let after = ring.iter().cycle().skip(1);
    for ((&a, &b), &c) in before.zip(ring).zip(after) {
        let (to, on) = (unit(b - a), unit(c - b));
        let cosine = to.dot(on).clamp(-0.98, 1.0);
        // The tangents' length at a circle of that radius, as far as the sides are long enough.
        let reach = radius * ((1.0 - cosine) / (1.0 + cosine)).sqrt();
        let reach = reach.min(apart(a, b) * 0.48).min(apart(b, c) * 0.48);
        let start = b - to * reach;
        if path.elements().is_empty() {
            path.move_to(start)
        } else {
            path.line_to(start)
        }
        if reach > 0.05 {
            path.quad_to(b, b + on * reach);
        }
    }
    path.close_path();
    path
}
