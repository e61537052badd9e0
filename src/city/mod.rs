//! A city's own streets as a network: corners, the pieces of street between them, and the shortest ways along these.
//!
//! Lists by number, not a graph of a library: of a million streets every byte and every step counts.

// Indexes are this room's own corners, or places in its lists.
#![allow(clippy::indexing_slicing)]

mod nearest;
mod net;
mod pieces;
mod queue;
mod tree;
mod walk;

use crate::{
    document::{Direction, Streets},
    hash::Map,
};
use nearest::Nearest;
pub use net::Net;
use petgraph::unionfind::UnionFind;
pub(crate) use pieces::Pieces;
use std::{cell::OnceCell, f64::consts::PI, rc::Rc};
pub use tree::Tree;

/// Mean radius of the earth, m (IUGG: a third of the way from the equator's to the pole's).
pub(crate) const EARTH: f64 = 6_371_008.8;
/// Radians in a degree.
const DEGREE: f64 = PI / 180.0;

/// The streets of a city. Every position of a line is a corner; those of equal coordinates are one.
#[derive(Clone, Debug)]
pub struct City {
    /// Where each corner is, as given.
    corners: Vec<[f64; 2]>,
    pieces: Pieces,
    nearest: Nearest,
    streets: Rc<Streets>,
    /// Of each corner the part of the city that it lies in, once that is asked.
    parts: OnceCell<Vec<u32>>,
}

impl City {
    /// Joins lines to a network. A piece without length is left out; of pieces between the same corners each stays.
    /// Takes n log n time for n positions.
    pub fn new(streets: impl Into<Rc<Streets>>) -> Self {
        let streets = streets.into();
        let mut corners: Vec<[f64; 2]> = Vec::new();
        let mut known: Map<(u64, u64), u32> = Map::default();
        let mut pieces: Vec<((u32, u32), f64)> =
            Vec::with_capacity(2 * streets.positions.len().saturating_sub(streets.lines.len()));
        for (line, positions) in streets.each() {
            let mut before = None;
            for position in positions {
                // Adding 0 makes one zero of both.
                let place = position.map(|number| number + 0.0);
                let corner = *known.entry((place[0].to_bits(), place[1].to_bits())).or_insert_with(|| {
                    corners.push(place);
                    corners.len() as u32 - 1
                });
                if let Some(before) = before.filter(|before| *before != corner) {
                    let length = distance(streets.lonlat, corners[before as usize], place);
                    if line.direction != Direction::Backward {
                        pieces.push(((before, corner), length));
                    }
                    if line.direction != Direction::Forward {
                        pieces.push(((corner, before), length));
                    }
                }
                before = Some(corner);
            }
        }
        drop(known);
        let pieces = Pieces::new(corners.len(), &pieces);
        let nearest = Nearest::new(&corners, streets.lonlat);
        Self { corners, pieces, nearest, streets, parts: OnceCell::new() }
    }

    /// The streets as they were given.
    pub fn streets(&self) -> &Streets {
        &self.streets
    }

    /// The corner that is nearest to a place (as the crow flies), and, of equals, first in the streets as given; none
    /// where there are no streets.
    pub fn nearest(&self, place: [f64; 2]) -> Option<u32> {
        self.nearest.find(&self.corners, place)
    }

    /// Where a corner is, as given.
    pub fn place(&self, corner: u32) -> Option<[f64; 2]> {
        self.corners.get(corner as usize).copied()
    }

    /// Of each corner the part of the city that it lies in, by the number of one of its corners: streets join corners of one
    /// part, whichever way they may be gone, and those of no others.
    pub fn parts(&self) -> &[u32] {
        self.parts.get_or_init(|| {
            let mut sets = UnionFind::<u32>::new(self.len());
            for corner in 0..self.len() as u32 {
                self.pieces.from(corner).for_each(|(_, (to, _))| {
                    sets.union(corner, to);
                });
            }
            sets.into_labeling()
        })
    }

    /// The least and the largest coordinates of all corners; zeros where there are none.
    pub fn corners(&self) -> ([f64; 2], [f64; 2]) {
        let first = self.corners.first().copied().unwrap_or_default();
        let (mut low, mut high) = (first, first);
        for place in &self.corners {
            for axis in 0..2 {
                // `min` and `max` are calls in wasm.
                if place[axis] < low[axis] {
                    low[axis] = place[axis];
                }
                if place[axis] > high[axis] {
                    high[axis] = place[axis];
                }
            }
        }
        (low, high)
    }

    /// How many pieces of street leave a corner.
    pub fn ways(&self, corner: u32) -> usize {
        self.pieces.from(corner).count()
    }

    /// How many corners there are.
    pub fn len(&self) -> usize {
        self.corners.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.corners.is_empty()
    }
}

/// How far two places lie apart: m along the great circle (by the haversine), or units of the plane.
pub fn distance(lonlat: bool, a: [f64; 2], b: [f64; 2]) -> f64 {
    let [x, y] = [b[0] - a[0], b[1] - a[1]];
    if !lonlat {
        return (x * x + y * y).sqrt();
    }
    let half = |degrees: f64| {
        let sine = libm::sin(degrees * (DEGREE / 2.0));
        sine * sine
    };
    let part = half(y) + libm::cos(a[1] * DEGREE) * libm::cos(b[1] * DEGREE) * half(x);
    2.0 * EARTH * libm::asin(part.sqrt().min(1.0))
}
