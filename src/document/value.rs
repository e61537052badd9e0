//! A JSON tree: what every source of a document becomes before it is read.
//!
//! Numbers are `f64`, as in JavaScript; NaN and infinities, which JavaScript objects can hold, stay in the tree and are
//! refused by the reader, which knows where they stand. A repeated field is kept too, for the same reason. Whoever builds
//! a tree from JavaScript leaves out fields that are `undefined`, as `JSON.stringify` does; `null` is a value like any
//! other, and the contract takes it nowhere.

use std::rc::Rc;

use super::{
    journeys::Log,
    read::{
        json::{write_number, write_text},
        positions::Positions,
    },
};
use crate::{
    door,
    problem::{Problem, Severity},
};

/// The field whose lists of positions are packed: what GeoJSON calls them. Elsewhere every array is a [`Value::List`].
pub const PACKED: &str = "coordinates";

/// How deep lists and records may stand in each other. A tree deeper than this (an object that holds itself) is an
/// error instead of a stack overflow. The contract itself needs 10 levels; the rest is for `meta`.
pub const MAX_DEPTH: usize = 100;

/// One JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number; from JavaScript also NaN and the infinities.
    Number(f64),
    /// A string.
    Text(Rc<str>),
    /// An array.
    List(Vec<Value>),
    /// In a [`PACKED`] field, an array of positions.
    Positions(Positions),
    /// In journeys, the array of their events.
    Events(Rc<Log>),
    /// An object, its fields in the order given.
    Record(Vec<(Rc<str>, Value)>),
    /// What only JavaScript can hold, such as a function, in words: it stays in the tree to be refused at its place.
    Foreign(&'static str),
}

impl Value {
    /// A string.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(text.as_ref().into())
    }

    /// The field of that name, where this is a record that has one.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Record(fields) => fields.iter().find(|(name, _)| **name == *key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The elements, where this is a list that is not packed.
    pub fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// What was found, in a few words for a message.
    pub fn shown(&self) -> String {
        match self {
            Self::List(_) | Self::Positions(_) | Self::Events(_) => "a list".to_owned(),
            Self::Record(_) => "an object".to_owned(),
            Self::Foreign(what) => (*what).to_owned(),
            Self::Number(number) if number.is_nan() => "NaN".to_owned(),
            Self::Number(number) if number.is_infinite() => "an infinite number".to_owned(),
            Self::Text(text) if text.chars().nth(40).is_some() => {
                ["\"", &text.chars().take(40).collect::<String>(), "...\""].concat()
            }
            _ => self.to_json(),
        }
    }

    /// Compact JSON text. What JSON cannot say (NaN, infinities, [`Value::Foreign`]) becomes `null`.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    /// Writes it as compact JSON text.
    pub fn write(&self, to: &mut String) {
        match self {
            Self::Null | Self::Foreign(_) => to.push_str("null"),
            Self::Bool(bool) => to.push_str(if *bool { "true" } else { "false" }),
            Self::Number(number) => write_number(*number, to),
            Self::Text(text) => write_text(text, to),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    to.push(if index == 0 { '[' } else { ',' });
                    item.write(to);
                }
                to.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Self::Positions(positions) => door::through(|| positions.plain().write(to)),
            Self::Events(log) => door::through(|| log.write(0..log.count(), to)),
            Self::Record(fields) => {
                for (index, (name, value)) in fields.iter().enumerate() {
                    to.push(if index == 0 { '{' } else { ',' });
                    write_text(name, to);
                    to.push(':');
                    value.write(to);
                }
                to.push_str(if fields.is_empty() { "{}" } else { "}" });
            }
        }
    }
}

impl Problem {
    /// As the package hands it out: `{ severity, code, pointer, message, line? }`.
    pub fn to_value(&self) -> Value {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut fields = vec![
            ("severity".into(), Value::text(severity)),
            ("code".into(), Value::text(self.code)),
            ("pointer".into(), Value::text(&self.pointer)),
            ("message".into(), Value::text(&self.message)),
        ];
        if let Some(line) = self.line {
            fields.push(("line".into(), Value::Number(line as f64)));
        }
        Value::Record(fields)
    }
}
