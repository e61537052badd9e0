//! River trees: many sources run to one root without crossings, join early and dock along the current.
//!
//! Which branches join, and where, follows K. Buchin, B. Speckmann and K. Verbeek, "Flow Map Layout via Spiral
//! Trees", IEEE Transactions on Visualization and Computer Graphics 17 (2011), 2536-2544 (the greedy spiral tree; here
//! the heavier of two branches bends less). The curves are our own: in polar coordinates of the root every river is
//! its parent's angle plus a gap that closes smoothly, so that it docks along the current and never crosses it.

use crate::map::flow_frame::right_of;
use kurbo::{Point, Vec2};

/// How far the two branches of a join bend together, radians.
const BEND: f64 = 0.62;
/// Distance between two points of a way, towards the root, px.
const STEP: f64 = 12.0;

/// A branch that has not reached the root yet: where its head is, in polar coordinates of the root.
struct Head {
    distance: f64,
    angle: f64,
    weight: f64,
    /// The source whose river carries the branch's name.
    leader: usize,
}

/// The way of a source: from where it stands to where it docks on its parent's river (or to the root).
#[derive(Clone, Default)]
struct River {
    /// (distance, angle) of its points, from the source on.
    points: Vec<(f64, f64)>,
    /// The source whose river it docks on, and how far from the root.
    dock: Option<(usize, f64)>,
}

/// The way of each source to `root`, where the current has the given direction; ways that join share their points from
/// there on. Sources are (place, weight), in order of their angle before the root, from the left bank. The last `least` px run straight, and nothing joins there. The largest river leaves its
/// source straight towards the root (`lean` 0) or along the current (1). O(n^2) in the sources.
pub fn river_tree(root: Point, direction: Vec2, sources: &[(Point, f64)], least: f64, lean: f64) -> Vec<Vec<Point>> {
    let right = right_of(direction);
    let heads: Vec<Head> = sources
        .iter()
        .enumerate()
        .map(|(leader, (at, weight))| {
            let from = *at - root;
            Head {
                distance: from.hypot().max(1.0),
                angle: libm::atan2(from.dot(right), -from.dot(direction)),
                weight: weight.max(1e-9),
                leader,
            }
        })
        .collect();
    let starts: Vec<(f64, f64)> = heads.iter().map(|h| (h.distance, h.angle)).collect();
    let (docks, order) = join(heads, least.max(1.0));
    let mut rivers = vec![River::default(); sources.len()];
    // Parents first: whoever is left last leads all others.
    for leader in order {
        let Some(start) = starts.get(leader).copied() else { continue };
        let dock = docks.get(leader).copied().flatten();
        let river = match dock.and_then(|(parent, at)| rivers.get(parent).map(|river| (parent, river, at))) {
            Some((parent, river, at)) => branch(start, parent, river, at),
            None => River { points: trunk(start, least.max(1.0), lean), dock: None },
        };
        if let Some(slot) = rivers.get_mut(leader) {
            *slot = river;
        }
    }
    let place = |(distance, angle): (f64, f64)| {
        root - direction * (distance * libm::cos(angle)) + right * (distance * libm::sin(angle))
    };
    (0..sources.len())
        .map(|source| {
            let mut way: Vec<Point> = Vec::new();
            let (mut at, mut below) = (Some(source), f64::INFINITY);
            while let Some(river) = at.and_then(|leader| rivers.get(leader)) {
                way.extend(river.points.iter().filter(|(r, _)| *r < below - 1e-9).copied().map(place));
                (at, below) = match river.dock {
                    // The parent's point at the dock is the branch's last one.
                    Some((parent, r)) => (Some(parent), r),
                    None => (None, 0.0),
                };
            }
            way.push(root);
            way
        })
        .collect()
}

/// Puts sources in order of their angle before a root, from the left bank.
pub fn sort_by_angle<T>(root: Point, direction: Vec2, sources: &mut [T], place: impl Fn(&T) -> Point) {
    let right = right_of(direction);
    let angle = |source: &T| {
        let from = place(source) - root;
        libm::atan2(from.dot(right), -from.dot(direction))
    };
    sources.sort_by(|a, b| angle(a).total_cmp(&angle(b)));
}

/// Joins neighbours, the pair that meets farthest from the root first. For each source the leader that its river docks
/// on and how far from the root, and the leaders in an order that has parents before their branches.
fn join(mut heads: Vec<Head>, least: f64) -> (Vec<Option<(usize, f64)>>, Vec<usize>) {
    let mut docks = vec![None; heads.len()];
    let mut order = Vec::with_capacity(heads.len());
    while heads.len() > 1 {
        let meet = heads
            .windows(2)
            .enumerate()
            .filter_map(|(i, pair)| if let [a, b] = pair { Some((meeting(a, b, least), i)) } else { None })
            .max_by(|a, b| a.0.0.total_cmp(&b.0.0));
        let Some(((distance, angle), i)) = meet else { break };
        let b = heads.remove(i + 1);
        let Some(a) = heads.get_mut(i) else { break };
        let (leader, branch) = if a.weight >= b.weight { (a.leader, b.leader) } else { (b.leader, a.leader) };
        if let Some(dock) = docks.get_mut(branch) {
            *dock = Some((leader, distance));
        }
        order.push(branch);
        *a = Head { distance, angle, weight: a.weight + b.weight, leader };
    }
    order.extend(heads.iter().map(|h| h.leader));
    order.reverse();
    (docks, order)
}

/// Where two neighbouring branches meet: (distance, angle).
fn meeting(a: &Head, b: &Head, least: f64) -> (f64, f64) {
    let bend_a = BEND * b.weight / (a.weight + b.weight);
    let bend_b = BEND * a.weight / (a.weight + b.weight);
    let apart = (b.angle - a.angle).max(0.0);
    let log = (bend_a * libm::log(a.distance) + bend_b * libm::log(b.distance) - apart) / (bend_a + bend_b);
    let nearer = a.distance.min(b.distance);
    // One may lie on the other's way already: they join a little below it.
    let distance = libm::exp(log).max(least).min(nearer * 0.9);
    let angle = if distance < nearer * 0.89 {
        a.angle + bend_a * libm::log(a.distance / distance)
    } else if a.distance < b.distance {
        a.angle
    } else {
        b.angle
    };
    (distance, angle)
}

/// From a source to the root, where it comes in along the current.
fn trunk(start: (f64, f64), least: f64, lean: f64) -> Vec<(f64, f64)> {
    let (far, near) = (libm::log(start.0), libm::log(least.min(start.0 * 0.5)));
    let span = far - near;
    let slope = -lean * libm::tan(start.1.clamp(-1.0, 1.0)) * span;
    samples(start.0, libm::exp(near))
        .map(|r| {
            let u = (libm::log(r) - near) / span;
            // Cubic Hermite from angle 0 without slope (u = 0) to the start's angle and slope (u = 1).
            let angle = start.1 * (u * u * (3.0 - 2.0 * u)) + slope * (u * u * (u - 1.0));
            (r, angle)
        })
        .collect()
}

/// From a source to its dock, one of its parent's points.
fn branch(start: (f64, f64), parent: usize, river: &River, dock: f64) -> River {
    let near = river.points.iter().map(|p| p.0).filter(|r| *r < start.0 * 0.95);
    let dock = near.min_by(|a, b| (a - dock).abs().total_cmp(&(b - dock).abs())).unwrap_or(dock);
    let (far, low) = (libm::log(start.0), libm::log(dock));
    let gap = start.1 - angle_at(&river.points, start.0);
    let points = samples(start.0, dock)
        .map(|r| {
            let u = ((libm::log(r) - low) / (far - low).max(1e-9)).clamp(0.0, 1.0);
            (r, angle_at(&river.points, r) + gap * u * u * (2.5 - 1.5 * u))
        })
        .collect();
    River { points, dock: Some((parent, dock)) }
}

/// Distances from the root, from the first to the last one, about `STEP` apart.
fn samples(from: f64, to: f64) -> impl Iterator<Item = f64> {
    let steps = ((from - to) / STEP).ceil().clamp(2.0, 400.0) as u32;
    (0..=steps).map(move |i| from + (to - from) * f64::from(i) / f64::from(steps))
}

/// A river's angle at a distance from the root; beyond its ends it keeps the end's.
fn angle_at(points: &[(f64, f64)], distance: f64) -> f64 {
    // Distances fall along a river.
    let after = points.partition_point(|p| p.0 > distance);
    match (after.checked_sub(1).and_then(|i| points.get(i)), points.get(after)) {
        (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (a.0 - distance) / (a.0 - b.0).max(1e-9),
        (Some(end), None) | (None, Some(end)) => end.1,
        (None, None) => 0.0,
    }
}
