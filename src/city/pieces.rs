//! Pieces of street, by the corner that they leave.

// Indexes are those of corners and pieces, of which there are as many as are asked for.
#![allow(clippy::indexing_slicing)]

use std::ops::Range;

/// A network as lists by number: what may be gone from each of its corners, how far that is, and what else is said of it.
#[derive(Clone, Debug)]
pub(crate) struct Pieces<T = ()> {
    /// Of each corner, where its pieces begin; then where the last ones end.
    first: Vec<u32>,
    pieces: Vec<Piece<T>>,
}

/// All of a piece in one place: what is near on the map is not near in the lists, where each look takes its time.
#[derive(Clone, Copy, Debug, Default)]
struct Piece<T> {
    /// The corner that it reaches.
    to: u32,
    /// How long it is, as the bytes of an `f64`, beside which there would be a gap.
    length: [u8; 8],
    mark: T,
}

impl<T> Piece<T> {
    fn length(&self) -> f64 {
        f64::from_ne_bytes(self.length)
    }
}

impl Pieces {
    /// From pieces between some of so many `corners`, each with its length; those that leave one corner keep their order.
    pub fn new(corners: usize, pieces: &[((u32, u32), f64)]) -> Self {
        Self::marked(corners, pieces.iter().map(|(ends, length)| (*ends, *length, ())))
    }
}

impl<T: Copy + Default> Pieces<T> {
    /// The same with marks. The pieces are asked for twice.
    pub fn marked(corners: usize, pieces: impl Iterator<Item = ((u32, u32), f64, T)> + Clone) -> Self {
        let mut first = vec![0; corners + 1];
        pieces.clone().for_each(|((from, _), ..)| first[from as usize + 1] += 1);
        for corner in 0..corners {
            first[corner + 1] += first[corner];
        }
        let mut placed = vec![Piece::default(); first[corners] as usize];
        let mut next = first.clone();
        for ((from, to), length, mark) in pieces {
            let piece = &mut next[from as usize];
            placed[*piece as usize] = Piece { to, length: length.to_ne_bytes(), mark };
            *piece += 1;
        }
        Self { first, pieces: placed }
    }

    /// How many corners there are.
    pub fn corners(&self) -> usize {
        self.first.len() - 1
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// How long a piece is.
    pub fn length(&self, piece: usize) -> f64 {
        self.pieces[piece].length()
    }

    /// What else is said of a piece.
    pub fn mark(&self, piece: usize) -> T {
        self.pieces[piece].mark
    }

    /// The pieces that leave a corner, by their numbers, each with the corner that it reaches and its length.
    pub fn from(&self, corner: u32) -> impl Iterator<Item = (usize, (u32, f64))> + Clone + '_ {
        let range: Range<usize> = self.first[corner as usize] as usize..self.first[corner as usize + 1] as usize;
        let pieces = self.pieces[range.clone()].iter().map(|piece| (piece.to, piece.length()));
        range.zip(pieces)
    }

    /// The same, each gone the other way, and marked by the number that it has here.
    pub fn reversed<U: Copy + Default>(&self, mark: impl Fn(usize) -> U) -> Pieces<U> {
        let mark = &mark;
        let each = |from: u32| self.from(from).map(move |(piece, (to, length))| ((to, from), length, mark(piece)));
        Pieces::marked(self.corners(), (0..self.corners() as u32).flat_map(each))
    }
}
