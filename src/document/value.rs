//! A JSON tree: what every source of a document becomes before it is read, and what leaves the core as text.
//!
//! Any serde format can fill it: JSON text here, JavaScript objects in the web room. Numbers are `f64`, as in
//! JavaScript; NaN and infinities, which only JavaScript objects can hold, stay in the tree and are refused by the
//! reader, which knows where they stand. A repeated field is kept too, for the same reason. Whoever builds a tree from
//! JavaScript leaves out fields that are `undefined`, as `JSON.stringify` does; `null` is a value like any other,
//! and the contract takes it nowhere.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap, SerializeSeq},
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

    /// Compact JSON text. NaN and infinities, which JSON cannot say, become `null`.
    pub fn to_json(&self) -> String {
        // Writing to memory cannot fail, and every key is text.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(bool) => to.serialize_bool(*bool),
            // Whole numbers as JavaScript writes them: 5, not 5.0. Up to 2^53 the way to i64 and back loses nothing.
            Self::Number(number) if *number == number.trunc() && number.abs() <= 9_007_199_254_740_992.0 => {
                to.serialize_i64(*number as i64)
            }
            Self::Number(number) => to.serialize_f64(*number),
            Self::Text(text) => to.serialize_str(text),
            Self::List(items) => {
                let mut list = to.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Record(fields) => {
                let mut record = to.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    record.serialize_entry(key, value)?;
                }
                record.end()
            }
        }
    }
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
