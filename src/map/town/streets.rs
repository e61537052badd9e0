//! A town's streets and blocks.

use kurbo::Point;

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
