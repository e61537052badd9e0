//! What is to be drawn, as plain data. Painters know only this.
//!
//! All lengths are CSS pixels, x to the right, y down; later shapes lie over earlier ones.

pub mod drops;
pub mod paced;

pub use drops::Drops;
use kurbo::{BezPath, Point};

/// An opaque or translucent sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    /// Red, green, blue, 0 to 255.
    pub rgb: [u8; 3],
    /// Opacity, 0 to 1.
    pub alpha: f32,
}

/// What a shape is filled or stroked with.
#[derive(Clone, Debug, PartialEq)]
pub enum Ink {
    /// One colour.
    Flat(Color),
    /// A linear gradient from one point to another; stops are (offset 0 to 1, colour), rising.
    Slide {
        /// Where offset 0 is.
        from: Point,
        /// Where offset 1 is.
        to: Point,
        /// The colours.
        stops: Vec<(f32, Color)>,
    },
}

/// How a line is drawn; joins are round.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Its ink.
    pub ink: Ink,
    /// Its width.
    pub width: f64,
    /// Round ends instead of flat ones.
    pub round: bool,
    /// Dash and gap, if dashed.
    pub dash: Option<(f64, f64)>,
}

/// A filled or stroked path.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The outline or line (non-zero fill).
    pub path: BezPath,
    /// Its fill.
    pub fill: Option<Ink>,
    /// Its stroke, over the fill.
    pub stroke: Option<Stroke>,
}

/// Where a text's `at` lies along it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At its left end.
    Start,
    /// In its middle.
    Middle,
    /// At its right end.
    End,
}

/// One line of text in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What it says: text, never markup.
    pub text: String,
    /// On its base line.
    pub at: Point,
    /// Where `at` lies along it.
    pub anchor: Anchor,
    /// Font size.
    pub size: f64,
    /// Font weight, 400 to 800.
    pub weight: u16,
    /// Whether it slants.
    pub italic: bool,
    /// Extra space after each letter.
    pub spacing: f64,
    /// How far it is turned round `at`, radians, clockwise.
    pub turn: f64,
    /// Its colour.
    pub color: Color,
    /// A line round the letters, under them: colour and width.
    pub halo: Option<(Color, f64)>,
}

/// What is seen of a change of data in the middle of it, in place of the frame's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Morph {
    /// Houses at its ends, quays, ribbons, lane lines.
    pub water: Vec<Shape>,
    /// The drops, over the water.
    pub drops: Drops,
    /// Rings, tills: over the drops.
    pub marks: Vec<Shape>,
    /// The names in them.
    pub names: Vec<Text>,
}

/// What of a frame may move: its own, or what is seen in the middle of a change of data.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The water.
    pub water: &'a [Shape],
    /// The drops.
    pub drops: &'a Drops,
    /// The marks.
    pub marks: &'a [Shape],
    /// The names in them.
    pub names: &'a [Text],
}

/// One picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Width and height of the canvas.
    pub size: (f64, f64),
    /// Grows whenever anything else but `time`, `focus`, `value` and `morph` changed.
    pub revision: u64,
    /// Grows whenever `land` changed.
    pub land_revision: u64,
    /// Whether its water may begin to move at any moment, as where levers can be turned: then that is to be seen at once.
    pub restless: bool,
    /// The moment, s; drops move with it.
    pub time: f64,
    /// Blocks, streets, coast.
    pub land: Vec<Shape>,
    /// Houses at its ends, quays, ribbons, lane lines.
    pub water: Vec<Shape>,
    /// The drops, over the water.
    pub drops: Drops,
    /// Rings, tills: over the drops.
    pub marks: Vec<Shape>,
    /// The names in them.
    pub names: Vec<Text>,
    /// Bars, pieces of the legend, lines to labels: over the marks.
    pub panel: Vec<Shape>,
    /// Over all of these.
    pub texts: Vec<Text>,
    /// Outlines of what is looked at, over all.
    pub focus: Vec<Shape>,
    /// What is just being set by hand, over all.
    pub value: Option<Text>,
    /// Grows whenever `focus` or `value` changed.
    pub focused: u64,
    /// What is seen of it until a change of data is over, another at every moment; none at rest.
    pub morph: Option<Morph>,
    /// One sentence that says what is seen, for those who do not see it.
    pub sentence: String,
}

impl Frame {
    /// What is seen at the moment of all that may move.
    pub fn seen(&self) -> Seen<'_> {
        let Some(Morph { water, drops, marks, names }) = &self.morph else { return self.own() };
        Seen { water, drops, marks, names }
    }

    /// What is seen of it when it has come to rest.
    pub fn own(&self) -> Seen<'_> {
        Seen { water: &self.water, drops: &self.drops, marks: &self.marks, names: &self.names }
    }
}
