//! Reading a tree into types: every problem found is noted with its place, and reading goes on.

use std::collections::HashMap;

#[cfg(not(target_arch = "wasm32"))]
use super::describe::{Book, Described};
use super::value::Value;
use crate::problem::{Problem, Severity};

/// No more problems than this are reported.
pub const MAX_PROBLEMS: usize = 100;

/// A step from a value to one inside it.
enum Step<'v> {
    Field(&'v str),
    Item(usize),
}

/// Where reading has got to, and what it has found wrong so far.
#[derive(Default)]
pub struct Reader<'v> {
    steps: Vec<Step<'v>>,
    problems: Vec<Problem>,
}

impl<'v> Reader<'v> {
    /// Notes a problem, unless there are enough or it is the last one again.
    pub fn note(&mut self, problem: Problem) {
        if !self.is_full() && self.problems.last() != Some(&problem) {
            self.problems.push(problem);
        }
    }

    /// Notes an error at the value that is being read.
    #[inline(never)]
    pub fn wrong(&mut self, code: &'static str, message: &[&str]) {
        if !self.is_full() {
            self.note(Problem::error(code, self.pointer(), message.concat()));
        }
    }

    /// Notes an error at a pointer; pointer and message are given in pieces.
    #[inline(never)]
    pub fn wrong_at(&mut self, code: &'static str, pointer: &[&str], message: &[&str]) {
        if !self.is_full() {
            self.note(Problem::error(code, pointer.concat(), message.concat()));
        }
    }

    /// Notes a `type` error at the value that is being read.
    pub fn wrong_type(&mut self, found: &Value, expected: &str) {
        self.wrong("type", &["found ", &found.shown(), ", expected ", expected]);
    }

    /// Whether no more problems are taken.
    pub fn is_full(&self) -> bool {
        self.problems.len() >= MAX_PROBLEMS
    }

    /// Whether any problem refuses the document.
    pub fn refuses(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Whether a problem was noted at that very place: then nothing more is said of what is lacking there.
    pub fn has_noted(&self, pointer: &str) -> bool {
        self.problems.iter().any(|problem| problem.pointer == pointer)
    }

    /// All that was found.
    pub fn finish(self) -> Vec<Problem> {
        self.problems
    }

    /// Reads inside the field of that name.
    pub fn in_field<T>(&mut self, name: &'v str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.inside(Step::Field(name), read)
    }

    /// Reads inside the element at that index.
    pub fn in_item<T>(&mut self, index: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        self.inside(Step::Item(index), read)
    }

    fn inside<T>(&mut self, step: Step<'v>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.steps.push(step);
        let result = read(self);
        self.steps.pop();
        result
    }

    /// JSON pointer (RFC 6901) of the value that is being read.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.steps {
            pointer.push('/');
            match step {
                Step::Field(name) => pointer.push_str(&escaped(name)),
                Step::Item(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }
}

/// A key as a step of a JSON pointer.
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

impl Value {
    /// What was found, in a few words for a message.
    pub fn shown(&self) -> String {
        match self {
            Self::List(_) => "a list".to_owned(),
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
}

/// Names, each with a number: the one kind of map that checks need.
#[derive(Default)]
pub struct Names(HashMap<String, usize>);

impl Names {
    /// Makes room for so many more.
    #[inline(never)]
    pub fn reserve(&mut self, count: usize) {
        self.0.reserve(count);
    }

    /// Takes in a name; false where it was there already, and stays as it was.
    #[inline(never)]
    pub fn insert(&mut self, name: &str, number: usize) -> bool {
        let new = !self.0.contains_key(name);
        if new {
            self.0.insert(name.to_owned(), number);
        }
        new
    }

    /// The number of a name.
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }

    /// Whether the name is there.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// A type that a part of a document is read into.
pub trait Shape: Sized {
    /// Reads it; where that fails the reason has been noted.
    fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Option<Self>;
    /// Writes it as it would be read again.
    fn write(&self) -> Value;
    /// Its JSON Schema and TypeScript type.
    #[cfg(not(target_arch = "wasm32"))]
    fn describe(book: &mut Book) -> Described;
}

/// The place of a field in a record, whatever its type: what lets one function read all records.
pub trait Slot {
    /// Reads the field; it stays empty where that fails.
    fn fill<'v>(&mut self, value: &'v Value, reader: &mut Reader<'v>);
}

impl<T: Shape> Slot for Option<T> {
    fn fill<'v>(&mut self, value: &'v Value, reader: &mut Reader<'v>) {
        *self = T::read(value, reader);
    }
}

/// Writes a field, where there is one.
pub fn write_field(name: &str, value: Option<Value>, to: &mut Vec<(String, Value)>) {
    if let Some(value) = value {
        to.push((name.to_owned(), value));
    }
}

/// What the contract says of one field.
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// Whether a record without it is refused.
    pub required: bool,
}

/// Fields of which a record may have only some.
pub enum Rule {
    /// Exactly one of these.
    ExactlyOne(&'static [&'static str]),
    /// One of these or none.
    AtMostOne(&'static [&'static str]),
    /// `field` only where the field `key`, which is one of `words`, is `word`.
    OnlyWith {
        /// The field.
        field: &'static str,
        /// The field that decides.
        key: &'static str,
        /// What that must be.
        word: &'static str,
        /// What that may be.
        words: &'static [&'static str],
    },
}

/// A record of the contract. Every field is an `Option`, so that a record with a bad field still gives the others
/// to the checks that follow; only a document without errors is built from them.
pub trait Record {
    /// Its fields.
    fn fields(&self) -> &'static [Field];
    /// What holds between its fields.
    fn rules(&self) -> &'static [Rule];
    /// The places of its fields, in the same order.
    fn slot(&mut self, index: usize) -> Option<&mut dyn Slot>;
}

/// Reads a record; false where the value is none.
pub fn read_record<'v>(record: &mut dyn Record, value: &'v Value, reader: &mut Reader<'v>) -> bool {
    let Value::Record(given) = value else {
        reader.wrong_type(value, "an object");
        return false;
    };
    let fields = record.fields();
    let mut seen = 0_u32;
    for (name, value) in given {
        reader.in_field(name, |reader| match fields.iter().position(|field| field.name == name) {
            Some(index) if seen & (1 << index) == 0 => {
                seen |= 1 << index;
                if let Some(slot) = record.slot(index) {
                    slot.fill(value, reader);
                }
            }
            Some(_) => reader.wrong("syntax", &["this field stands here twice; which one is meant?"]),
            None => reader.wrong("unknown-field", &[&unknown_field(name, fields)]),
        });
    }
    for (index, field) in fields.iter().enumerate() {
        if field.required && seen & (1 << index) == 0 {
            reader.wrong("missing", &["\"", field.name, "\" is missing here"]);
        }
    }
    // One object is told only once that there are too many or too few of its fields.
    record.rules().iter().any(|rule| check_rule(rule, value, reader));
    true
}

/// Checks what holds between the fields of a record; true where there are too many or too few.
fn check_rule(rule: &Rule, record: &Value, reader: &mut Reader<'_>) -> bool {
    let (names, least) = match *rule {
        Rule::ExactlyOne(names) => (names, 1),
        Rule::AtMostOne(names) => (names, 0),
        Rule::OnlyWith { field, key, word, words } => {
            if let (Some(_), Some(Value::Text(found))) = (record.get(field), record.get(key)) {
                // A word that is not on the list has been noted as such: no second problem from the same slip.
                if found != word && words.contains(&found.as_str()) {
                    let message = ["only a \"", word, "\" may have this, and this is a \"", found, "\""].concat();
                    reader.in_field(field, |reader| reader.wrong("unknown-field", &[&message]));
                }
            }
            return false;
        }
    };
    let count = names.iter().filter(|name| record.get(name).is_some()).count();
    let wrong = count > 1 || count < least;
    if wrong {
        let most = if least == 1 { "exactly one of " } else { "at most one of " };
        let found = if count == 0 { "; there is none" } else { "; there are several" };
        reader.wrong("one-of", &["expected ", most, &names.join(", "), found]);
    }
    wrong
}

/// Says what is wrong, with the field that was probably meant.
fn unknown_field(name: &str, fields: &[Field]) -> String {
    let found = [&Value::text(name).shown(), " is not a field of this object"].concat();
    let near = fields.iter().map(|field| (distance(name, field.name), field.name)).min();
    match near {
        Some((0..=2, near)) => [&found, "; did you mean \"", near, "\"?"].concat(),
        _ => {
            let names: Vec<_> = fields.iter().map(|field| field.name).collect();
            [&found, "; expected any of ", &names.join(", ")].concat()
        }
    }
}

/// Edit distance (Levenshtein) of two names, letter case apart; names of very different length are just far.
fn distance(a: &str, b: &str) -> usize {
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.bytes().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(b.bytes()) {
            let changed = corner + usize::from(!a.eq_ignore_ascii_case(&b));
            corner = *cell;
            left = changed.min(left + 1).min(corner + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Reads a word of a list; its index.
pub fn read_word(value: &Value, words: &[&str], reader: &mut Reader<'_>) -> Option<usize> {
    let found = match value {
        Value::Text(text) => words.iter().position(|word| word == text),
        _ => None,
    };
    if found.is_none() {
        reader.wrong_type(value, &["one of \"", &words.join("\", \""), "\""].concat());
    }
    found
}

/// Reads each element at its place, as long as more problems are taken.
fn read_items<'v>(items: &'v [Value], reader: &mut Reader<'v>, read: &mut dyn FnMut(&'v Value, &mut Reader<'v>)) {
    for (index, item) in items.iter().enumerate() {
        if reader.is_full() {
            return;
        }
        reader.in_item(index, |reader| read(item, reader));
    }
}

/// Reads each field at its place, as long as more problems are taken.
fn read_named<'v>(
    fields: &'v [(String, Value)],
    reader: &mut Reader<'v>,
    read: &mut dyn FnMut(&'v str, &'v Value, &mut Reader<'v>),
) {
    let mut seen = Names::default();
    for (name, value) in fields {
        if reader.is_full() {
            return;
        }
        reader.in_field(name, |reader| {
            if !seen.insert(name, 0) {
                reader.wrong("duplicate-id", &["this name stands here twice; which one is meant?"]);
            }
            read(name, value, reader);
        });
    }
}

/// A list: one element for each that was given, the unreadable ones empty, so that indexes agree with the document.
impl<T: Shape + Default> Shape for Vec<T> {
    fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Option<Self> {
        let Value::List(items) = value else {
            reader.wrong_type(value, "a list");
            return None;
        };
        let mut list = Self::with_capacity(items.len());
        read_items(items, reader, &mut |item, reader| list.push(T::read(item, reader).unwrap_or_default()));
        Some(list)
    }

    fn write(&self) -> Value {
        Value::List(self.iter().map(T::write).collect())
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn describe(book: &mut Book) -> Described {
        T::describe(book).list()
    }
}

/// An object whose keys are the author's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T: Shape + Default> Shape for Named<T> {
    fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Option<Self> {
        let Value::Record(fields) = value else {
            reader.wrong_type(value, "an object");
            return None;
        };
        let mut named = Vec::with_capacity(fields.len());
        read_named(fields, reader, &mut |name, value, reader| {
            named.push((name.to_owned(), T::read(value, reader).unwrap_or_default()));
        });
        Some(Self(named))
    }

    fn write(&self) -> Value {
        Value::Record(self.0.iter().map(|(name, value)| (name.clone(), value.write())).collect())
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn describe(book: &mut Book) -> Described {
        T::describe(book).named()
    }
}
