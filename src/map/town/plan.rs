//! What a town is made from.

use kurbo::{Point, Rect};

/// What a town is made from. Lengths in CSS pixels of the canvas.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// Width and height of the canvas.
    pub size: (f64, f64),
    /// Multiplies all lengths given for a canvas of 1600 x 900.
    pub scale: f64,
    /// Another seed, another town.
    pub seed: u64,
    /// The land's outline: the canvas with some margin, without the sea.
    pub land: Vec<Point>,
    /// Main roads, curves sampled every 10 to 20 px; some will carry water.
    pub roads: &'a [Vec<Point>],
    /// Middle of the old, organic quarter.
    pub old_centre: Point,
    /// Blocks are denser near this place.
    pub busy: Point,
    /// No parks and courtyards here.
    pub parks_off: &'a [Rect],
    /// The town ends before this box.
    pub clear: Option<Rect>,
    /// About how many blocks; None for as many as look right.
    pub blocks: Option<u32>,
}
