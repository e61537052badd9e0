//! The main roads: those given, and those a town needs besides, so that no road ends in nothing and no quarter is
//! too large.

// Indexes are corner numbers of the graph in hand.
#![allow(clippy::indexing_slicing)]

use super::{
    arrange::{SNAP, arrange},
    blocks::draw_in_evenly,
    chance::{between, random_at},
    faces::{Face, faces},
    plan::Plan,
    polygon::{apart, area, centroid, contains, crossing, distance, halve, left, sides, unit},
    streets::{Class, Streets},
};
use kurbo::{Point, Vec2};

/// The largest quarter without a main road through it, px2 before scaling.
const LARGEST: f64 = 95_000.0;

/// How far apart bends are sampled, px before scaling.
const STEP: f64 = 14.0;

type Segment = (Point, Point, Class);

/// The net of main roads inside the land, with the land's border as streets of class `Quarter`. It is in one piece
/// and without dead ends.
pub(crate) fn net(plan: &Plan) -> Streets {
    let land = shore(plan);
    let border = sides(&land).map(|(a, b)| (a, b, Class::Quarter));
    let given = plan.roads.iter().flat_map(|road| road.iter().zip(road.iter().skip(1)));
    let segments: Vec<Segment> = border.chain(given.map(|(&a, &b)| (a, b, Class::Main))).collect();
    let mut net = within(&land, &segments);
    // A town without any road is halved five times; the rest is for ends and odd shapes.
    for round in 0..12 {
        let mut more = bridges(&net);
        // An end that is still one after a few rounds may stay.
        if round < 3 {
            more.extend(ends(plan, &net));
        }
        if more.is_empty() {
            more = halves(plan, &net);
        }
        if more.is_empty() {
            break;
        }
        more.extend(segments_of(&net));
        net = within(&land, &more);
    }
    net
}

/// The land's outline, the right way round and a little off the water's edge.
fn shore(plan: &Plan) -> Vec<Point> {
    let mut land = plan.land.clone();
    if area(&land) < 0.0 {
        land.reverse();
    }
    draw_in_evenly(&land, 4.0 * plan.scale).unwrap_or(land)
}

/// The graph's streets as segments.
pub(crate) fn segments_of(net: &Streets) -> impl Iterator<Item = Segment> + '_ {
    net.streets.iter().map(|s| (net.corners[s.from as usize], net.corners[s.to as usize], s.class))
}

/// The outline of a face without the dead ends in it.
pub(crate) fn outline(net: &Streets, face: &Face) -> Vec<Point> {
    let mut ring: Vec<u32> = Vec::with_capacity(face.corners.len());
    for &corner in &face.corners {
        ring.push(corner);
        while let [.., a, b, c] = ring.as_slice() {
            if a != c && b != c {
                break;
            }
            ring.truncate(ring.len() - if a == c { 2 } else { 1 });
        }
    }
    ring.iter().filter_map(|&c| net.corners.get(c as usize).copied()).collect()
}

/// The planar graph of the segments, as far as they lie in the land.
fn within(land: &[Point], segments: &[Segment]) -> Streets {
    let mut net = arrange(segments);
    let corners = &net.corners;
    net.streets.retain(|s| {
        let middle = corners[s.from as usize].midpoint(corners[s.to as usize]);
        s.class == Class::Quarter || contains(land, middle) || distance(land, middle) < SNAP
    });
    super::arrange::compact(&mut net);
    net
}

/// Where a ray first meets a street that does not begin or end at `corner`.
fn hit(net: &Streets, corner: u32, direction: Vec2) -> Option<Point> {
    let from = net.corners[corner as usize];
    let far = net.corners.iter().map(|&p| (p.x - from.x).abs() + (p.y - from.y).abs()).fold(0.0, f64::max) + 1.0;
    let to = from + direction * far;
    net.streets
        .iter()
        .filter(|s| s.from != corner && s.to != corner)
        .filter_map(|s| crossing(from, to, net.corners[s.from as usize], net.corners[s.to as usize]))
        .map(|(t, _)| t)
        .min_by(f64::total_cmp)
        .map(|t| from.lerp(to, t))
}

/// How many roads run on from a dead end at most.
const MOST_ENDS: usize = 24;

/// Lets every road that ends in nothing run on, a little bent, to the next road or the border.
fn ends(plan: &Plan, net: &Streets) -> Vec<Segment> {
    let mut touching: Vec<(u32, u32)> = net.streets.iter().flat_map(|s| [(s.from, s.to), (s.to, s.from)]).collect();
    touching.sort_unstable();
    let neighbours = |corner: u32| {
        let first = touching.partition_point(|t| t.0 < corner);
        touching[first..].iter().take_while(move |t| t.0 == corner).map(|t| t.1)
    };
    let mut result = Vec::new();
    let dead: Vec<u32> = (0..net.corners.len() as u32).filter(|&c| neighbours(c).count() == 1).collect();
    // Where a hundred springs lie, roads on from all of them would be more road than town.
    for end in dead.into_iter().take(MOST_ENDS) {
        let tip = net.corners[end as usize];
        // The direction over the last stretch, not the last few pixels.
        let (mut before, mut here) = (end, end);
        while apart(net.corners[here as usize], tip) < 30.0 * plan.scale {
            let Some(next) =
                neighbours(here).find(|&n| n != before).filter(|_| here == end || neighbours(here).count() == 2)
            else {
                break;
            };
            (before, here) = (here, next);
        }
        let direction = unit(tip - net.corners[here as usize]);
        if let Some(goal) = hit(net, end, direction) {
            let mut random = random_at(plan.seed, tip);
            result.extend(bent(tip, goal, between(&mut random, -0.1, 0.1), plan.scale));
        }
    }
    result
}

/// Ties parts of the net that touch nothing to what lies left of them.
fn bridges(net: &Streets) -> Vec<Segment> {
    // Every corner points towards the root of its part, which has the part's lowest number.
    let mut root: Vec<u32> = (0..net.corners.len() as u32).collect();
    fn find(root: &mut [u32], mut corner: u32) -> u32 {
        while root[corner as usize] != corner {
            root[corner as usize] = root[root[corner as usize] as usize];
            corner = root[corner as usize];
        }
        corner
    }
    for street in &net.streets {
        let (a, b) = (find(&mut root, street.from), find(&mut root, street.to));
        root[a.max(b) as usize] = a.min(b);
    }
    let mut leftmost: Vec<u32> = root.clone();
    for corner in 0..net.corners.len() as u32 {
        let part = find(&mut root, corner) as usize;
        if net.corners[corner as usize].x < net.corners[leftmost[part] as usize].x {
            leftmost[part] = corner;
        }
    }
    (0..net.corners.len() as u32)
        .filter(|&part| root[part as usize] == part)
        .filter_map(|part| {
            let corner = leftmost[part as usize];
            let goal = hit(net, corner, Vec2::new(-1.0, 0.0))?;
            Some((net.corners[corner as usize], goal, Class::Main))
        })
        .collect()
}

/// A bent road through the middle of each quarter that is too large.
fn halves(plan: &Plan, net: &Streets) -> Vec<Segment> {
    let largest = (LARGEST * plan.scale * plan.scale).max(area(&plan.land).abs() / 64.0);
    let mut result = Vec::new();
    for face in faces(net) {
        let ring = outline(net, &face);
        if area(&ring) < largest {
            continue;
        }
        let mut random = random_at(plan.seed, centroid(&ring));
        if let Some(cut) = halve(&ring, 0.2, &mut random) {
            result.extend(bent(cut.chord.0, cut.chord.1, between(&mut random, -0.12, 0.12), plan.scale));
        }
    }
    result
}

/// A road from one point to another, bent sideways by a share of its length.
fn bent(a: Point, b: Point, bend: f64, scale: f64) -> Vec<Segment> {
    let control = a.midpoint(b) + left(b - a) * (2.0 * bend);
    let steps = (apart(a, b) / (STEP * scale)).ceil().clamp(1.0, 200.0);
    let at = |i: f64| a.lerp(control, i / steps).lerp(control.lerp(b, i / steps), i / steps);
    (0..steps as u32).map(|i| (at(f64::from(i)), at(f64::from(i + 1)), Class::Main)).collect()
}
