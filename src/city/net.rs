//! The streets as a net for routing: corners at which no way parts are passed over, and kept for drawing.

use super::{City, Pieces};

/// No corner, knot or piece.
pub(super) const NONE: u32 = u32::MAX;

/// The streets between knots: corners where ways meet, part or end, and those that are asked to stay.
#[derive(Clone, Debug)]
pub struct Net {
    /// The corner of each knot.
    corners: Vec<u32>,
    /// The knot of each corner, or [`NONE`].
    knots: Vec<u32>,
    /// What leads from knot to knot.
    pub(super) ways: Pieces,
    /// Of each piece the corner that it comes to first.
    first: Vec<u32>,
    /// The same ways the other way round.
    pub(super) back: Pieces,
    /// Of each piece of `back` the piece that it is.
    pub(super) piece: Vec<u32>,
}

impl City {
    /// The net of all streets, in which some corners stay knots. Takes linear time.
    pub fn net(&self, stay: &[u32]) -> Net {
        let mut inward = vec![0_u32; self.len()];
        for corner in 0..self.len() as u32 {
            self.pieces.from(corner).for_each(|(_, (to, _))| inward[to as usize] += 1);
        }
        let mut passed: Vec<bool> =
            (0..self.len() as u32).map(|corner| inward[corner as usize] == 2 && self.is_passed(corner)).collect();
        stay.iter().for_each(|corner| passed[*corner as usize] = false);
        let corners: Vec<u32> = (0..self.len() as u32).filter(|corner| !passed[*corner as usize]).collect();
        let mut knots = vec![NONE; self.len()];
        corners.iter().enumerate().for_each(|(knot, corner)| knots[*corner as usize] = knot as u32);
        let (mut pieces, mut first) = (Vec::new(), Vec::new());
        for (knot, &corner) in corners.iter().enumerate() {
            for (_, (next, length)) in self.pieces.from(corner) {
                let (mut before, mut at, mut far) = (corner, next, length);
                while knots[at as usize] == NONE {
                    let on = self.pieces.from(at).map(|(_, on)| on).find(|(to, _)| *to != before);
                    let Some((to, length)) = on else { break };
                    (before, at, far) = (at, to, far + length);
                }
                // A way round to where it began leads nowhere.
                if knots[at as usize] != knot as u32 && knots[at as usize] != NONE {
                    pieces.push(((knot as u32, knots[at as usize]), far));
                    first.push(next);
                }
            }
        }
        let ways = Pieces::new(corners.len(), &pieces);
        // Those that leave one knot follow each other already, so that their numbers are the ones given here.
        let turned: Vec<_> = pieces.iter().map(|((from, to), length)| ((*to, *from), *length)).collect();
        let back = Pieces::new(corners.len(), &turned);
        let mut order: Vec<u32> = (0..turned.len() as u32).collect();
        order.sort_by_key(|piece| turned[*piece as usize].0.0);
        Net { corners, knots, ways, first, back, piece: order }
    }

    /// Whether two ways meet at a corner and each goes on as the other, both there and back.
    fn is_passed(&self, corner: u32) -> bool {
        let mut ways = self.pieces.from(corner).map(|(_, (to, _))| to);
        let (Some(a), Some(b), None) = (ways.next(), ways.next(), ways.next()) else { return false };
        let leads_back = |from: u32| self.pieces.from(from).any(|(_, (to, _))| to == corner);
        a != b && leads_back(a) && leads_back(b)
    }
}

impl Net {
    /// The knot of a corner that was asked to stay, or is one.
    pub fn knot(&self, corner: u32) -> Option<u32> {
        self.knots.get(corner as usize).copied().filter(|knot| *knot != NONE)
    }

    /// The corner of a knot.
    pub fn corner(&self, knot: u32) -> Option<u32> {
        self.corners.get(knot as usize).copied()
    }

    /// How long a piece is: m, or units of the plane.
    pub fn length(&self, piece: u32) -> f64 {
        self.ways.length(piece as usize)
    }

    /// How many knots there are.
    pub fn len(&self) -> usize {
        self.corners.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.corners.is_empty()
    }

    /// How many pieces there are.
    pub fn pieces(&self) -> usize {
        self.first.len()
    }

    /// Adds the corners along a piece that leaves a knot, after the one that it leaves, to the one that it reaches.
    pub fn corners_along(&self, city: &City, from: u32, piece: u32, way: &mut Vec<u32>) {
        let (mut before, mut at) = (self.corners[from as usize], self.first[piece as usize]);
        way.push(at);
        while self.knots[at as usize] == NONE {
            let Some(to) = city.pieces.from(at).map(|(_, (to, _))| to).find(|to| *to != before) else { break };
            (before, at) = (at, to);
            way.push(at);
        }
    }
}
