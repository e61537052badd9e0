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
    /// What leads from knot to knot, each piece with the corner that it comes to first.
    pub(super) ways: Pieces<u32>,
    /// The same the other way round, each with the number of the piece that it is.
    pub(super) back: Pieces<u32>,
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
        let lead = |knot: u32| {
            let corner = corners[knot as usize];
            let ways = self.pieces.from(corner).map(move |(_, (next, length))| (corner, next, length));
            ways.filter_map(|(corner, next, length)| {
                let (mut before, mut at, mut far) = (corner, next, length);
                while knots[at as usize] == NONE {
                    let on = self.pieces.from(at).map(|(_, on)| on).find(|(to, _)| *to != before);
                    let Some((to, length)) = on else { break };
                    (before, at, far) = (at, to, far + length);
                }
                // A way round to where it began leads nowhere.
                let to = knots[at as usize];
                (at != corner && to != NONE).then_some(((knots[corner as usize], to), far, next))
            })
        };
        let ways = Pieces::marked(corners.len(), (0..corners.len() as u32).flat_map(lead));
        let back = ways.reversed(|piece| piece as u32);
        Net { corners, knots, ways, back }
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
        self.ways.len()
    }

    /// Adds the corners along a piece that leaves a knot, after the one that it leaves, to the one that it reaches.
    pub fn corners_along(&self, city: &City, from: u32, piece: u32, way: &mut Vec<u32>) {
        let (mut before, mut at) = (self.corners[from as usize], self.ways.mark(piece as usize));
        way.push(at);
        while self.knots[at as usize] == NONE {
            let Some(to) = city.pieces.from(at).map(|(_, (to, _))| to).find(|to| *to != before) else { break };
            (before, at) = (at, to);
            way.push(at);
        }
    }
}
