//! A city's own streets as a network: corners, the pieces of street between them, and the shortest ways along these.
//!
//! Lists by number, not a graph of a library: of a million streets every byte and every step counts.

// Indexes are this room's own corners, or places in its lists.
#![allow(clippy::indexing_slicing)]

mod nearest;
mod walk;

use crate::document::{Direction, Streets};
use nearest::Nearest;
use std::{
    collections::HashMap,
    f64::consts::PI,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
};

/// Mean radius of the earth, m (IUGG: a third of the way from the equator's to the pole's).
const EARTH: f64 = 6_371_008.8;
/// Radians in a degree.
const DEGREE: f64 = PI / 180.0;

/// The streets of a city. Every position of a line is a corner; those of equal coordinates are one.
#[derive(Clone, Debug)]
pub struct City {
    lonlat: bool,
    /// Where each corner is, as given.
    corners: Vec<[f64; 2]>,
    pieces: Pieces,
    nearest: Nearest,
}

/// Pieces of street, by the corner that they leave.
#[derive(Clone, Debug)]
struct Pieces {
    /// Of each corner, where its pieces begin; then where the last ones end.
    first: Vec<u32>,
    /// Of each piece, the corner that it reaches.
    to: Vec<u32>,
    /// Its length: m along the great circle, or units of the plane.
    length: Vec<f64>,
}

impl City {
    /// Joins lines to a network. A piece without length is left out; of pieces between the same corners each stays.
    /// Takes n log n time for n positions.
    pub fn new(streets: &Streets) -> Self {
        let mut corners: Vec<[f64; 2]> = Vec::new();
        let mut known: HashMap<[u64; 2], u32, BuildHasherDefault<Fold>> = HashMap::default();
        let mut pieces: Vec<(u32, u32)> = Vec::with_capacity(2 * streets.positions.len());
        let mut start = 0;
        for line in &streets.lines {
            let end = line.end as usize;
            let mut before = None;
            for position in streets.positions.get(start..end).unwrap_or_default() {
                // Adding 0 makes one zero of both.
                let place = position.map(|number| number + 0.0);
                let corner = *known.entry(place.map(f64::to_bits)).or_insert_with(|| {
                    corners.push(place);
                    corners.len() as u32 - 1
                });
                if let Some(before) = before.filter(|before| *before != corner) {
                    if line.direction != Direction::Backward {
                        pieces.push((before, corner));
                    }
                    if line.direction != Direction::Forward {
                        pieces.push((corner, before));
                    }
                }
                before = Some(corner);
            }
            start = end;
        }
        drop(known);

        let length = |(from, to): (u32, u32)| distance(streets.lonlat, corners[from as usize], corners[to as usize]);
        let pieces = Pieces::new(corners.len(), pieces.iter().map(|piece| (*piece, length(*piece))));
        let nearest = Nearest::new(&corners, streets.lonlat);
        Self { lonlat: streets.lonlat, corners, pieces, nearest }
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

    /// How many corners there are.
    pub fn len(&self) -> usize {
        self.corners.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.corners.is_empty()
    }

    /// How far two places lie apart as the crow flies: m, or units of the plane.
    pub fn apart(&self, a: [f64; 2], b: [f64; 2]) -> f64 {
        distance(self.lonlat, a, b)
    }
}

impl Pieces {
    fn new(corners: usize, pieces: impl Iterator<Item = ((u32, u32), f64)> + Clone) -> Self {
        let mut first = vec![0; corners + 1];
        pieces.clone().for_each(|((from, _), _)| first[from as usize + 1] += 1);
        for corner in 0..corners {
            first[corner + 1] += first[corner];
        }
        let all = first[corners] as usize;
        let (mut to, mut length) = (vec![0; all], vec![0.0; all]);
        let mut next = first.clone();
        for ((from, reached), far) in pieces {
            let piece = next[from as usize] as usize;
            next[from as usize] += 1;
            (to[piece], length[piece]) = (reached, far);
        }
        Self { first, to, length }
    }

    /// The pieces that leave a corner.
    fn from(&self, corner: u32) -> Range<usize> {
        self.first[corner as usize] as usize..self.first[corner as usize + 1] as usize
    }

    /// The same, each gone the other way.
    fn reversed(&self) -> Self {
        let corners = self.first.len() - 1;
        let each = |from: u32| self.from(from).map(move |piece| ((self.to[piece], from), self.length[piece]));
        Self::new(corners, (0..corners as u32).flat_map(each))
    }
}

/// How far two places lie apart: m along the great circle (by the haversine), or units of the plane.
pub fn distance(lonlat: bool, a: [f64; 2], b: [f64; 2]) -> f64 {
    let [x, y] = [b[0] - a[0], b[1] - a[1]];
    if !lonlat {
        return libm::hypot(x, y);
    }
    let half = |degrees: f64| {
        let sine = libm::sin(degrees * (DEGREE / 2.0));
        sine * sine
    };
    let part = half(y) + libm::cos(a[1] * DEGREE) * libm::cos(b[1] * DEGREE) * half(x);
    2.0 * EARTH * libm::asin(part.sqrt().min(1.0))
}

/// Folds the bits of coordinates into one number, well enough for a table: the standard hash takes most of the time of
/// joining corners.
#[derive(Default)]
struct Fold(u64);

impl Hasher for Fold {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, bits: u64) {
        // Coordinates rounded to few decimals differ in their high bits, the table looks at both ends.
        let mixed = (self.0 ^ bits).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn write_usize(&mut self, _length: usize) {}
}
