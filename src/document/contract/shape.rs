//! What the contract can say of a part of a document. It is said in tables, of which one reader checks all documents,
//! and from which the JSON Schema and the TypeScript types are written.

use super::Kind;

/// What a value must be.
pub enum Shape {
    /// Whatever the host likes.
    Anything,
    /// The version of the format: 1.
    Version,
    /// True or false.
    Flag,
    /// A number of that range.
    Number(Range),
    /// A text of that form.
    Text(Form),
    /// One of these words.
    Words(&'static Words),
    /// A place: `[x, y]`.
    Place,
    /// A temperature: a number, or three sides of which it is the mean.
    Temperature,
    /// GeoJSON: a FeatureCollection of LineString and MultiLineString.
    Streets,
    /// A list of these.
    List(&'static Shape),
    /// An object of these, whose keys are the author's own.
    Named(&'static Shape),
    /// An object with these fields.
    Record(&'static Record),
}

impl Shape {
    /// What is expected, for a message.
    pub fn expected(&self) -> &'static str {
        match self {
            Self::Anything => "anything",
            Self::Version => "the number 1",
            Self::Flag => "true or false",
            Self::Number(_) => "a number",
            Self::Text(form) => form.expected,
            Self::Words(_) => "a text",
            Self::Place => "a place [x, y] of two numbers",
            Self::Temperature => "a number from -1 to 1, or an object of company, staff, product",
            Self::Streets => "a GeoJSON FeatureCollection",
            Self::List(_) => "a list",
            Self::Named(_) | Self::Record(_) => "an object",
        }
    }
}

/// Which numbers are taken.
#[derive(Clone, Copy)]
pub struct Range {
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// Whether `least` itself is out.
    pub above: bool,
    /// Whether only whole numbers are taken.
    pub whole: bool,
}

impl Range {
    /// From `least` to `most`.
    pub const fn of(least: f64, most: f64) -> Self {
        Self { least, most, above: false, whole: false }
    }

    /// Whole numbers from `least` to `most`.
    pub const fn whole(least: f64, most: f64) -> Self {
        Self { whole: true, ..Self::of(least, most) }
    }

    /// Above 0, to `most`.
    pub const fn positive(most: f64) -> Self {
        Self { above: true, ..Self::of(0.0, most) }
    }

    /// Whether the number is in this range; NaN is in none.
    pub fn takes(self, number: f64) -> bool {
        let low = if self.above { number > self.least } else { number >= self.least };
        low && number <= self.most && (!self.whole || number == number.trunc())
    }
}

/// Which texts are taken.
#[derive(Clone, Copy)]
pub struct Form {
    /// The code of the problem with any other text.
    pub code: &'static str,
    /// Whether a text is of this form.
    pub test: fn(&str) -> bool,
    /// What is expected, for a message.
    pub expected: &'static str,
    /// About the same as `test`, as a regular expression.
    #[cfg(not(target_arch = "wasm32"))]
    pub pattern: &'static str,
}

/// A choice of words.
pub struct Words {
    /// The words.
    pub words: &'static [&'static str],
    /// What it is called in TypeScript.
    #[cfg(not(target_arch = "wasm32"))]
    pub name: &'static str,
    /// What it is.
    #[cfg(not(target_arch = "wasm32"))]
    pub docs: &'static str,
    /// What each word means.
    #[cfg(not(target_arch = "wasm32"))]
    pub meanings: &'static [&'static str],
}

/// An object.
pub struct Record {
    /// Its fields, at most 32.
    pub fields: &'static [Field],
    /// What holds between them.
    pub rules: &'static [Rule],
    /// What it is called in TypeScript.
    #[cfg(not(target_arch = "wasm32"))]
    pub name: &'static str,
    /// What it is.
    #[cfg(not(target_arch = "wasm32"))]
    pub docs: &'static str,
}

/// A field of an object.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it must be.
    pub shape: Shape,
    /// Whether an object without it is refused.
    pub required: bool,
    /// What it is.
    #[cfg(not(target_arch = "wasm32"))]
    pub docs: &'static str,
}

/// Fields of which an object may have only some.
pub enum Rule {
    /// Exactly one of these.
    ExactlyOne(&'static [&'static str]),
    /// One of these or none.
    AtMostOne(&'static [&'static str]),
    /// This one only where the object's `kind` is that.
    OnlyOf(&'static str, Kind),
}
