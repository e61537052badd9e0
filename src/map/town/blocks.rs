//! Blocks: faces of the street graph drawn in by half the width of the streets around them.

use super::polygon::{apart, area, clip, inside, left, nearest, sides, simple, unit};
use kurbo::{BezPath, Point, Vec2};

/// Sine of a turn that counts as none, where a wide street goes on as a narrow one.
const STRAIGHT: f64 = 0.08;

/// A side of a ring that is being drawn in.
#[derive(Clone, Copy)]
struct Line {
    /// Where it begins.
    corner: Point,
    along: Vec2,
    /// How far it is to move.
    by: f64,
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
            lines.push(Line { corner, along: half, by: wide });
        }
        if !(sine.abs() < 0.01 && cosine > 0.0 && by == by_before && !lines.is_empty()) {
            lines.push(Line { corner, along, by });
            (last, by_before) = (along, by);
        }
    }
    // Sides that would run backwards are used up on the way: take them out, the first one first, and join their
    // neighbours (a straight skeleton but for the places where a ring comes apart).
    while lines.len() > 2 {
        let corners = |share: f64| -> Vec<Point> {
            let before = lines.iter().cycle().skip(lines.len() - 1);
            lines.iter().zip(before).map(|(line, before)| meet(before, line, share)).collect()
        };
        let (start, end) = (corners(0.0), corners(1.0));
        let first = lines
            .iter()
            .zip(sides(&start).zip(sides(&end)))
            .map(|(line, ((a, b), (c, d)))| (line.along.dot(b - a), line.along.dot(d - c)))
            .enumerate()
            .filter(|(_, (_, length))| *length <= 0.0)
            .map(|(i, (before, after))| (if before > after { before / (before - after) } else { 0.0 }, i))
            .min_by(|x, y| x.0.total_cmp(&y.0));
        let Some((_, first)) = first else {
            let outline: Vec<Point> = ring.iter().map(|r| r.0).collect();
            return (area(&end) > 0.0 && simple(&end) && inside(&end, &outline)).then_some(end);
        };
        lines.remove(first);
    }
    None
}

/// The ring drawn in; where it comes apart at a narrow place, such as a road's end close to the other side, its parts.
/// Parts smaller than `least` (px2) are left out.
pub(crate) fn draw_in_parts(ring: &[(Point, f64)], least: f64) -> Vec<Vec<Point>> {
    let mut work = vec![(ring.to_vec(), 0)];
    let mut parts = Vec::new();
    while let Some((ring, depth)) = work.pop() {
        if let Some(part) = draw_in(&ring) {
            parts.push(part);
        } else if depth < 6 {
            work.extend(part_at_pinch(&ring, least).into_iter().map(|half| (half, depth + 1)));
        }
    }
    parts
}

/// Cuts a ring where a corner comes closest to another side, measured by how far both are to be drawn in.
fn part_at_pinch(ring: &[(Point, f64)], least: f64) -> Vec<Vec<(Point, f64)>> {
    let outline: Vec<Point> = ring.iter().map(|r| r.0).collect();
    let mut pinches: Vec<(f64, usize, usize, Point)> = Vec::new();
    for (i, &(corner, by)) in ring.iter().enumerate() {
        for (j, (&(a, other), &(b, _))) in ring.iter().zip(ring.iter().cycle().skip(1)).enumerate() {
            let (at, off) = nearest(a, b, corner);
            let ratio = off.sqrt() / (by + other).max(1e-9);
            let q = a.lerp(b, at);
            // Not along the corner's own sides.
            let n = ring.len();
            let own =
                [i + 1, i + n - 1].iter().any(|k| outline.get(k % n).is_none_or(|p| p.distance_squared(q) < 1e-6));
            if a != corner && b != corner && !own && off > 0.0 && ratio < 1.5 {
                pinches.push((ratio, i, j, q));
            }
        }
    }
    pinches.sort_by(|x, y| x.0.total_cmp(&y.0));
    for (_, i, j, q) in pinches {
        let (Some(&(corner, by)), Some(&(_, other))) = (ring.get(i), ring.get(j)) else { continue };
        let width = by.min(other);
        // From the corner to the other side, and the rest; the cut takes the place of a narrow lane.
        let to: Vec<_> = ring.iter().cycle().skip(i).take((j + ring.len() - i) % ring.len() + 1).copied().collect();
        let rest = (i + ring.len() - j) % ring.len();
        let from: Vec<_> = ring.iter().cycle().skip(j + 1).take(rest).copied().collect();
        let first: Vec<_> = to.into_iter().chain([(q, width)]).collect();
        let mut second = vec![(q, other)];
        second.extend(from);
        if let Some(last) = second.last_mut() {
            *last = (corner, width);
        }
        let big = |half: &[(Point, f64)]| area(&half.iter().map(|r| r.0).collect::<Vec<_>>()) > least * 30.0;
        let within = clip(&outline, corner, q).iter().map(|(a, b)| apart(*a, *b)).sum::<f64>() > 0.9 * apart(corner, q);
        if within && (big(&first) || big(&second)) {
            return [first, second].into_iter().filter(|half| big(half)).collect();
        }
    }
    Vec::new()
}

/// Where two lines that follow each other meet when they have gone a share of their way.
fn meet(a: &Line, b: &Line, share: f64) -> Point {
    let (along, sine) = (a.along + b.along, a.along.cross(b.along));
    if sine.abs() < if a.by == b.by { 1e-4 } else { STRAIGHT } {
        return b.corner + left(unit(along)) * (a.by.max(b.by) * share);
    }
    let (p, q) = (a.corner + left(a.along) * (a.by * share), b.corner + left(b.along) * (b.by * share));
    q + b.along * (a.along.cross(p - q) / sine)
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
