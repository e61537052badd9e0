//! Pieces of street, by the corner that they leave.

// Indexes are those of corners and pieces, of which there are as many as are asked for.
#![allow(clippy::indexing_slicing)]

use std::ops::Range;

/// A network as lists by number: what may be gone from each of its corners, and how far that is.
#[derive(Clone, Debug)]
pub(crate) struct Pieces {
    /// Of each corner, where its pieces begin; then where the last ones end.
    first: Vec<u32>,
    /// Of each piece, the corner that it reaches.
    to: Vec<u32>,
    /// Of each piece, how long it is.
    length: Vec<f64>,
}

impl Pieces {
    /// From pieces between some of so many `corners`, each with its length; those that leave one corner keep their order.
    pub fn new(corners: usize, pieces: &[((u32, u32), f64)]) -> Self {
        let mut first = vec![0; corners + 1];
        pieces.iter().for_each(|((from, _), _)| first[*from as usize + 1] += 1);
        for corner in 0..corners {
            first[corner + 1] += first[corner];
        }
        let all = first[corners] as usize;
        let (mut to, mut length) = (vec![0; all], vec![0.0; all]);
        let mut next = first.clone();
        for &((from, reached), far) in pieces {
            let piece = next[from as usize] as usize;
            next[from as usize] += 1;
            (to[piece], length[piece]) = (reached, far);
        }
        Self { first, to, length }
    }

    /// How many corners there are.
    pub fn corners(&self) -> usize {
        self.first.len() - 1
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.to.len()
    }

    /// How long a piece is.
    pub fn length(&self, piece: usize) -> f64 {
        self.length[piece]
    }

    /// The pieces that leave a corner, by their numbers, each with the corner that it reaches and its length.
    pub fn from(&self, corner: u32) -> impl Iterator<Item = (usize, (u32, f64))> + '_ {
        let range: Range<usize> = self.first[corner as usize] as usize..self.first[corner as usize + 1] as usize;
        let pieces = self.to[range.clone()].iter().copied().zip(self.length[range.clone()].iter().copied());
        range.zip(pieces)
    }

    /// The same, each gone the other way.
    pub fn reversed(&self) -> Self {
        let each = |from: u32| self.from(from).map(move |(_, (to, length))| ((to, from), length));
        let pieces: Vec<_> = (0..self.corners() as u32).flat_map(each).collect();
        Self::new(self.corners(), &pieces)
    }
}
