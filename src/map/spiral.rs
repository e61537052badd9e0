//! River trees without crossings: many sources run to one root along logarithmic spirals and join early.
//!
//! After K. Buchin, B. Speckmann and K. Verbeek, "Flow Map Layout via Spiral Trees", IEEE Transactions on
//! Visualization and Computer Graphics 17 (2011), 2536-2544: the greedy spiral tree. Here the heavier of two
//! branches bends less, so that the largest runs almost straight.

use kurbo::{Point, Vec2};

/// A branch that has not reached the root yet: where its head is, in polar coordinates of the root.
struct Head {
    distance: f64,
    angle: f64,
    weight: f64,
    leaves: Vec<usize>,
}

/// The way of each source to `root`, where the current has the given direction; ways that join share their points
/// from there on. Sources are (place, weight), in order of their angle before the root, from the left bank.
/// Branches nearer to the root than `least` px join only there. O(n^2) in the sources.
pub fn spiral_tree(root: Point, direction: Vec2, sources: &[(Point, f64)], least: f64) -> Vec<Vec<Point>> {
    let right = super::flow_frame::right_of(direction);
    let mut ways: Vec<Vec<Point>> = sources.iter().map(|(at, _)| vec![*at]).collect();
    let mut heads: Vec<Head> = sources
        .iter()
        .enumerate()
        .map(|(leaf, (at, weight))| {
            let from = *at - root;
            Head {
                distance: from.hypot().max(1.0),
                angle: libm::atan2(from.dot(right), -from.dot(direction)),
                weight: weight.max(1e-9),
                leaves: vec![leaf],
            }
        })
        .collect();
    let place = |distance: f64, angle: f64| {
        root - direction * (distance * libm::cos(angle)) + right * (distance * libm::sin(angle))
    };
    while heads.len() > 1 {
        // The pair of neighbours that meets farthest from the root.
        let meet = heads
            .windows(2)
            .enumerate()
            .filter_map(|(i, pair)| {
                let [a, b] = pair else { return None };
                let (distance, angle) = meeting(a, b);
                Some((distance, angle, i))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((distance, angle, i)) = meet else { break };
        if distance < least {
            break;
        }
        let b = heads.remove(i + 1);
        let Some(a) = heads.get_mut(i) else { break };
        for head in [&*a, &b] {
            append(&mut ways, head, distance, angle, &place);
        }
        a.leaves.extend(b.leaves);
        a.weight += b.weight;
        a.distance = distance;
        a.angle = angle;
    }
    for head in &heads {
        // Into the root along the current.
        let from = place(head.distance, head.angle);
        let reach = head.distance * 0.45;
        let radial = (root - from) / head.distance;
        let end = kurbo::CubicBez::new(from, from + radial * reach, root - direction * reach, root);
        for leaf in &head.leaves {
            if let Some(way) = ways.get_mut(*leaf) {
                way.extend(super::courses::flatten(end));
            }
        }
    }
    ways
}

/// Where two neighbouring branches meet: (distance, angle).
fn meeting(a: &Head, b: &Head) -> (f64, f64) {
    const BEND: f64 = 1.05;
    let bend_a = BEND * b.weight / (a.weight + b.weight);
    let bend_b = BEND * a.weight / (a.weight + b.weight);
    let apart = (b.angle - a.angle).max(0.0);
    let log = (bend_a * libm::log(a.distance) + bend_b * libm::log(b.distance) - apart) / (bend_a + bend_b);
    let distance = libm::exp(log);
    let nearer = a.distance.min(b.distance);
    if distance < nearer * 0.94 {
        return (distance, a.angle + bend_a * libm::log(a.distance / distance));
    }
    // One lies on the other's way already: they join a little below it.
    let angle = if a.distance < b.distance { a.angle } else { b.angle };
    (nearer * 0.9, angle)
}

/// Appends the spiral from a head to a meeting place to the ways of all its leaves.
fn append(ways: &mut [Vec<Point>], head: &Head, distance: f64, angle: f64, place: &dyn Fn(f64, f64) -> Point) {
    let steps =
        (((head.distance - distance).abs() + (angle - head.angle).abs() * distance) / 14.0).clamp(1.0, 200.0) as usize;
    for leaf in &head.leaves {
        let Some(way) = ways.get_mut(*leaf) else { continue };
        for i in 1..=steps {
            let t = i as f64 / steps as f64;
            let r = head.distance * libm::pow(distance / head.distance, t);
            way.push(place(r, head.angle + (angle - head.angle) * t));
        }
    }
}
