//! Where things are: the town, the places of the nodes, and the rivers along its streets.
//!
//! All lengths are CSS pixels of the canvas, x to the right, y down.

pub mod arrange;
mod blocks;
pub mod coast;
pub mod faces;
mod organic;
mod polygon;
mod quarters;
mod roads;
pub mod town;

use kurbo::{Point, Vec2};

/// How big a street is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Between two blocks.
    Side,
    /// Cuts a quarter in two.
    Quarter,
    /// A main road.
    Main,
}

/// One street: an edge of the city's street network.
#[derive(Clone, Debug, PartialEq)]
pub struct Street {
    /// Corner at which it begins.
    pub from: u32,
    /// Corner at which it ends.
    pub to: u32,
    /// How big it is.
    pub class: Class,
}

/// The street graph: corners and the straight streets between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Streets {
    /// Where streets meet or bend.
    pub corners: Vec<Point>,
    /// The streets; planar, each pair of corners at most once.
    pub streets: Vec<Street>,
}

/// One block of houses, a courtyard in one, or a park.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its outline, with rounded corners written out.
    pub outline: kurbo::BezPath,
    /// What it is.
    pub kind: BlockKind,
    /// Strength of its tone, 0 (like the land) to 1.
    pub tone: f64,
}

/// What a [`Block`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Houses.
    Houses,
    /// A paler yard inside houses.
    Courtyard,
    /// A park.
    Park,
}

/// Where a stream's ribbon passes, from its start to its end without a break.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ribbon {
    /// The middle of the ribbon, points about 4 px apart.
    pub line: Vec<Point>,
    /// True width, linear in clients; may be under the least width that is drawn.
    pub width: f64,
    /// Temperature at each point of `line`, -1 to 1.
    pub temperature: Vec<f32>,
    /// Pixels per second that a drop makes along it, before the speed setting.
    pub speed: f64,
}

/// Where a node is.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Middle of its mark.
    pub at: Point,
    /// The current's direction through it, a unit vector.
    pub direction: Vec2,
    /// Incoming streams from the left bank to the right one (looking with the current), with the distance of
    /// each one's left edge from the left bank of the whole.
    pub inflow: Vec<(usize, f64)>,
    /// Outgoing streams in the same way.
    pub outflow: Vec<(usize, f64)>,
}
