//! A JSON tree: what every source of a document becomes before it is read, and what leaves the core as text.
//!
//! Any serde format can fill it: JSON text here, JavaScript objects in the web room. Numbers are `f64`, as in
//! JavaScript; NaN and infinities, which only JavaScript objects can hold, stay in the tree and are refused by the
//! reader, which knows where they stand. A repeated field is kept too, for the same reason. Whoever builds a tree from
//! JavaScript leaves out fields that are `undefined`, as `JSON.stringify` does; `null` is a value like any other,
//! and the contract takes it nowhere.
//!
//! Numbers of more than 15 digits may come out of text one unit in the last place off (2e-16 of their size): reading them
//! exactly costs 12 KB of compressed wasm. JSON is written by hand here for the same reason (a table of 10 KB).

use std::fmt::{self, Write};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};

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
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object, its fields in the order given.
    Record(Vec<(String, Value)>),
    /// What only JavaScript can hold, such as a function, in words: it stays in the tree to be refused at its place.
    Foreign(&'static str),
}

impl Value {
    /// A string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The field of that name, where this is a record that has one.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Record(fields) => fields.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The elements, where this is a list.
    pub fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// Compact JSON text. What JSON cannot say (NaN, infinities, [`Value::Foreign`]) becomes `null`.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    fn write(&self, to: &mut String) {
        match self {
            Self::Null | Self::Foreign(_) => to.push_str("null"),
            Self::Bool(bool) => to.push_str(if *bool { "true" } else { "false" }),
            // The shortest digits that read back as the same number; writing to a string cannot fail.
            Self::Number(number) if number.is_finite() => drop(write!(to, "{number}")),
            Self::Number(_) => to.push_str("null"),
            Self::Text(text) => write_text(text, to),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    to.push(if index == 0 { '[' } else { ',' });
                    item.write(to);
                }
                to.push_str(if items.is_empty() { "[]" } else { "]" });
            }
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

/// Writes a JSON string.
fn write_text(text: &str, to: &mut String) {
    to.push('"');
    for char in text.chars() {
        match char {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\0'..='\x1f' => {
                to.push_str("\\u00");
                for digit in [char as u32 >> 4, char as u32 & 15] {
                    to.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            _ => to.push(char),
        }
    }
    to.push('"');
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Seed { depth: 0 }.deserialize(from)
    }
}

/// Reads one value that stands inside `depth` others.
#[derive(Clone, Copy)]
struct Seed {
    depth: usize,
}

impl Seed {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth < MAX_DEPTH {
            Ok(Self { depth: self.depth + 1 })
        } else {
            Err(E::custom("lists and objects stand in each other more than 100 deep"))
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, bool: bool) -> Result<Value, E> {
        Ok(Value::Bool(bool))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::text(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = from.next_element_seed(inner)? {
            items.push(item);
        }
        items.shrink_to_fit();
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut fields = Vec::new();
        while let Some(key) = from.next_key::<String>()? {
            fields.push((key, from.next_value_seed(inner)?));
        }
        fields.shrink_to_fit();
        Ok(Value::Record(fields))
    }
}
