//! Creeks: where a spring's clients live. A spring is not a point: its water gathers from the side streets round it.

use super::{Ribbon, courses::rounded, flow_frame::right_of, rivers::ribbon::tangent, town::streets::Streets};
use kurbo::{BezPath, Point, Rect};
use std::{cmp::Ordering, collections::BinaryHeap};

/// A spring and its share of all springs' clients, 0 to 1, with its width, px.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Its place.
    pub at: Point,
    /// Share of all that springs put in.
    pub share: f64,
    /// Width of all its water, px.
    pub width: f64,
}

/// The creeks of all springs as tapering outlines.
///
/// A street corner belongs to the spring that is nearest by share of its reach (62 + 122 sqrt(share) px, scaled);
/// clients start evenly at a spring's corners and run down the tree of shortest ways; creeks of few corners are
/// left out. `off` are places that creeks keep clear of.
pub fn creeks(streets: &Streets, sources: &[Source], ribbons: &[Ribbon], off: &[Rect], scale: f64) -> Vec<BezPath> {
    let reach: Vec<f64> = sources.iter().map(|s| (62.0 + 122.0 * s.share.max(0.0).sqrt()) * scale).collect();
    let free = free_corners(streets, sources, &reach, ribbons, off, scale);
    let tree = grow(streets, sources, &reach, &free);
    outlines(streets, sources, &tree, scale)
}

/// Corners near a spring, not under water nor in a place to be kept clear.
fn free_corners(
    streets: &Streets,
    sources: &[Source],
    reach: &[f64],
    ribbons: &[Ribbon],
    off: &[Rect],
    scale: f64,
) -> Vec<bool> {
    streets
        .corners
        .iter()
        .map(|c| {
            let near = sources.iter().zip(reach).any(|(s, r)| s.at.distance(*c) < *r);
            near && off.iter().all(|r| !r.contains(*c))
                && ribbons.iter().all(|r| {
                    let bank = r.width / 2.0 + 7.0 * scale;
                    r.line.iter().step_by(2).all(|p| p.distance_squared(*c) > bank * bank)
                })
        })
        .collect()
}

#[derive(Clone, Copy)]
struct Step {
    spring: usize,
    before: u32,
}

#[derive(PartialEq)]
struct Reached(f64, u32);
impl Eq for Reached {}
impl Ord for Reached {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}
impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Shortest ways from all springs at once, in units of each one's reach; (order of reaching, tree).
fn grow(streets: &Streets, sources: &[Source], reach: &[f64], free: &[bool]) -> (Vec<u32>, Vec<Option<Step>>) {
    let mut beside: Vec<Vec<u32>> = vec![Vec::new(); streets.corners.len()];
    for s in &streets.streets {
        for (a, b) in [(s.from, s.to), (s.to, s.from)] {
            if let Some(list) = beside.get_mut(a as usize) {
                list.push(b);
            }
        }
    }
    let mut tree: Vec<Option<Step>> = vec![None; streets.corners.len()];
    let mut cost = vec![f64::INFINITY; streets.corners.len()];
    let mut order = Vec::new();
    let mut open = BinaryHeap::new();
    let at = |c: u32| streets.corners.get(c as usize).copied().unwrap_or_default();
    for (i, source) in sources.iter().enumerate() {
        // The first steps out of the spring, past its own river.
        let limit = source.width / 2.0 + 34.0 * scale_of(reach, i);
        for c in 0..streets.corners.len() as u32 {
            let d = at(c).distance(source.at);
            let share = d / reach.get(i).copied().unwrap_or(1.0);
            if d < limit && free.get(c as usize) == Some(&true) && cost.get(c as usize).is_some_and(|old| share < *old)
            {
                set(&mut cost, &mut tree, c, share, Step { spring: i, before: u32::MAX });
                open.push(Reached(share, c));
            }
        }
    }
    while let Some(Reached(share, corner)) = open.pop() {
        let Some(step) = tree.get(corner as usize).copied().flatten() else { continue };
        if cost.get(corner as usize).is_none_or(|c| share > *c) {
            continue;
        }
        order.push(corner);
        let Some(reach) = reach.get(step.spring) else { continue };
        for &next in beside.get(corner as usize).into_iter().flatten() {
            let total = share + at(corner).distance(at(next)) / reach;
            if total < 1.0
                && free.get(next as usize) == Some(&true)
                && cost.get(next as usize).is_some_and(|c| total < *c)
            {
                set(&mut cost, &mut tree, next, total, Step { spring: step.spring, before: corner });
                open.push(Reached(total, next));
            }
        }
    }
    (order, tree)
}

fn scale_of(reach: &[f64], i: usize) -> f64 {
    reach.get(i).map_or(1.0, |r| r / 136.0).min(1.0)
}

fn set(cost: &mut [f64], tree: &mut [Option<Step>], corner: u32, to: f64, step: Step) {
    if let (Some(c), Some(t)) = (cost.get_mut(corner as usize), tree.get_mut(corner as usize)) {
        *c = to;
        *t = Some(step);
    }
}

/// Heavy paths of the tree, from their upper end down to the spring or to a bigger creek.
fn outlines(streets: &Streets, sources: &[Source], tree: &(Vec<u32>, Vec<Option<Step>>), scale: f64) -> Vec<BezPath> {
    let (order, steps) = tree;
    let n = streets.corners.len();
    let mut corners_of = vec![0usize; sources.len()];
    let mut above = vec![0usize; n];
    let mut main: Vec<Option<u32>> = vec![None; n];
    for &c in order.iter().rev() {
        let Some(Some(step)) = steps.get(c as usize) else { continue };
        if let Some(k) = corners_of.get_mut(step.spring) {
            *k += 1;
        }
        let own = above.get(c as usize).copied().unwrap_or(0) + 1;
        if let Some(a) = above.get_mut(c as usize) {
            *a = own;
        }
        if let (Some(sum), Some(best)) = (above.get_mut(step.before as usize), main.get(step.before as usize).copied())
        {
            *sum += own;
            let bigger = best.is_none_or(|b| above.get(b as usize).is_none_or(|a| own > *a));
            if let (true, Some(slot)) = (bigger, main.get_mut(step.before as usize)) {
                *slot = Some(c);
            }
        }
    }
    let mut outlines = Vec::new();
    for &mouth in order {
        let Some(Some(step)) = steps.get(mouth as usize) else { continue };
        let starts_here = step.before == u32::MAX || main.get(step.before as usize).copied().flatten() != Some(mouth);
        let size = above.get(mouth as usize).copied().unwrap_or(0);
        if !starts_here || size < 4 {
            continue;
        }
        let (Some(source), Some(all)) = (sources.get(step.spring), corners_of.get(step.spring)) else { continue };
        let mut line: Vec<Point> = Vec::new();
        if step.before == u32::MAX {
            line.push(source.at);
        } else if let Some(p) = streets.corners.get(step.before as usize) {
            line.push(*p);
        }
        let mut at = Some(mouth);
        while let Some(c) = at {
            line.extend(streets.corners.get(c as usize));
            at = main.get(c as usize).copied().flatten().filter(|_| line.len() < 400);
        }
        if line.len() < 3 {
            continue;
        }
        let width = (source.width * size as f64 / (*all).max(1) as f64).max(1.6 * scale.max(0.6)).min(9.0 * scale);
        outlines.push(taper(&rounded(&line, 10.0 * scale), width, scale));
    }
    outlines
}

/// A line as an outline that narrows from `width` at its start to a point.
fn taper(line: &[Point], width: f64, scale: f64) -> BezPath {
    let mut left = Vec::with_capacity(line.len());
    let mut right = Vec::with_capacity(line.len());
    for (i, p) in line.iter().enumerate() {
        let t = i as f64 / (line.len() - 1).max(1) as f64;
        let half = (width * (1.0 - t) + 0.9 * scale.max(0.6) * t) / 2.0;
        let side = right_of(tangent(line, i)) * half;
        left.push(*p - side);
        right.push(*p + side);
    }
    let mut path = BezPath::new();
    for (i, p) in left.into_iter().chain(right.into_iter().rev()).enumerate() {
        if i == 0 { path.move_to(p) } else { path.line_to(p) }
    }
    path.close_path();
    path
}
