//! The faces of a planar street graph: the land between the streets.

// Indexes are half streets (twice a street's number, plus one the other way round) and corners of the graph itself;
// the few that a graph from elsewhere could get wrong are looked up with `get`.
#![allow(clippy::indexing_slicing)]

use super::{
    polygon,
    streets::{Class, Street, Streets},
};
use kurbo::{Point, Vec2};

/// One bounded face, the streets around it in order, its inside always on the same hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// Corners around it. A dead end that reaches into the face is walked forth and back.
    pub corners: Vec<u32>,
    /// Class of the street from each corner to the next.
    pub sides: Vec<Class>,
}

impl Face {
    /// The outline's corner points.
    pub fn ring(&self, streets: &Streets) -> Vec<Point> {
        self.corners.iter().filter_map(|&c| streets.corners.get(c as usize).copied()).collect()
    }
}

/// The bounded faces of a planar graph, each once. Linear but for sorting the streets around their corners.
///
/// A part of the graph that does not touch the rest is not cut out of the face it lies in: join parts first.
pub fn faces(streets: &Streets) -> Vec<Face> {
    let halves = streets.streets.len() * 2;
    let ends = |half: usize| {
        let street = &streets.streets[half / 2];
        if half.is_multiple_of(2) { (street.from, street.to) } else { (street.to, street.from) }
    };
    let at = |corner: u32| streets.corners.get(corner as usize).copied().unwrap_or_default();
    // Half streets sorted by the corner they leave, then by direction.
    let mut order: Vec<(u32, f64, u32)> = (0..halves)
        .map(|half| {
            let (from, to) = ends(half);
            (from, turn(at(to) - at(from)), half as u32)
        })
        .collect();
    order.sort_unstable_by(|x, y| x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then(x.2.cmp(&y.2)));
    // After a half street comes the one next to its way back.
    let mut next = vec![0; halves];
    for around in order.chunk_by(|x, y| x.0 == y.0) {
        let mut before = around[around.len() - 1].2;
        for &(_, _, half) in around {
            next[half as usize ^ 1] = before;
            before = half;
        }
    }
    let mut seen = vec![false; halves];
    let mut result = Vec::new();
    for start in 0..halves {
        let mut face = Face { corners: Vec::new(), sides: Vec::new() };
        let mut half = start;
        while !seen[half] {
            seen[half] = true;
            face.corners.push(ends(half).0);
            face.sides.push(streets.streets[half / 2].class);
            half = next[half] as usize;
        }
        if face.corners.len() > 2 && polygon::area(&face.ring(streets)) > 1e-6 {
            result.push(face);
        }
    }
    result
}

/// Grows with the angle of a direction, 0 to 4, without trigonometry.
fn turn(v: Vec2) -> f64 {
    let sum = v.x.abs() + v.y.abs();
    if sum == 0.0 {
        return 0.0;
    }
    let across = v.x / sum;
    if v.y >= 0.0 { 1.0 - across } else { 3.0 + across }
}

/// Takes away dead ends of the given classes, over and over.
pub(crate) fn prune(streets: &mut Streets, may_go: impl Fn(&Street) -> bool) {
    loop {
        let mut degree = vec![0u32; streets.corners.len()];
        for street in &streets.streets {
            degree[street.from as usize] += 1;
            degree[street.to as usize] += 1;
        }
        let before = streets.streets.len();
        streets.streets.retain(|s| (degree[s.from as usize] > 1 && degree[s.to as usize] > 1) || !may_go(s));
        if streets.streets.len() == before {
            return;
        }
    }
}
