//! What the fields of a part of a document say. A field of the wrong kind says nothing: the reader has noted it.

use std::rc::Rc;

use super::{Kind, Mood};
use crate::document::value::Value;

impl Value {
    /// A text.
    pub fn words(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Self::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A text as one's own.
    pub fn owned(&self, key: &str) -> Option<String> {
        self.words(key).map(str::to_owned)
    }

    /// A text that is not empty.
    pub fn id(&self, key: &str) -> Option<&str> {
        self.words(key).filter(|id| !id.is_empty())
    }

    /// A number.
    pub fn number(&self, key: &str) -> Option<f64> {
        match self.get(key) {
            Some(Self::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The elements of a list.
    pub fn items(&self, key: &str) -> &[Self] {
        self.get(key).and_then(Self::list).unwrap_or_default()
    }

    /// The fields of an object whose keys are the author's own.
    pub fn named(&self, key: &str) -> &[(Rc<str>, Self)] {
        match self.get(key) {
            Some(Self::Record(fields)) => fields,
            _ => &[],
        }
    }

    /// What kind of node this is.
    pub fn kind(&self) -> Option<Kind> {
        self.words("kind").and_then(Kind::of)
    }

    /// The mood of a stream.
    pub fn mood(&self) -> Option<Mood> {
        self.words("mood").and_then(Mood::of)
    }

    /// A temperature, overall: the mean of the sides where sides are given.
    pub fn temperature(&self, key: &str) -> Option<f64> {
        match self.get(key)? {
            Self::Number(number) => Some(*number),
            Self::Record(sides) => {
                let (sum, count) = sides.iter().fold((0.0, 0.0), |(sum, count), (_, side)| match side {
                    Self::Number(side) => (sum + side, count + 1.0),
                    _ => (sum, count),
                });
                (count > 0.0).then_some(sum / count)
            }
            _ => None,
        }
    }

    /// A place.
    pub fn place(&self, key: &str) -> Option<[f64; 2]> {
        match self.items(key) {
            [Self::Number(x), Self::Number(y)] => Some([*x, *y]),
            _ => None,
        }
    }

    /// An object of the fields that there are.
    pub fn record(fields: Vec<(&str, Option<Self>)>) -> Self {
        let fields = fields.into_iter().filter_map(|(name, value)| Some((name.into(), value?)));
        Self::Record(fields.collect())
    }
}
