//! Checking a tree against the contract: every problem found is noted with its place, and reading goes on.

use std::{collections::HashMap, rc::Rc};

use super::{
    contract::{
        shape::{Field, Range, Record, Rule, Shape},
        units::{COORDINATE, DEGREE, SIDES},
    },
    value::Value,
};
use crate::{
    door,
    problem::{Problem, Severity},
};

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
    #[inline(never)]
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

    /// Checks a value and all that is inside it, as long as more problems are taken.
    pub fn read(&mut self, shape: &Shape, value: &'v Value) {
        match (shape, value) {
            (Shape::Anything, _)
            | (Shape::Version, Value::Number(1.0))
            | (Shape::Flag, Value::Bool(_))
            | (Shape::Streets, Value::Record(_)) => {}
            (Shape::Number(range), Value::Number(number)) => self.number(*range, *number),
            (Shape::Text(form), Value::Text(text)) if (form.test)(text) => {}
            (Shape::Words(words), Value::Text(text)) if words.words.contains(&&**text) => {}
            (Shape::Place, Value::List(place)) if place.len() == 2 => self.read(&Shape::List(&COORDINATE), value),
            (Shape::Temperature, Value::Number(_)) => self.read(&DEGREE, value),
            (Shape::Temperature, Value::Record(sides)) => {
                self.record(&SIDES, sides, value);
                if sides.is_empty() {
                    door::through(|| self.wrong("missing", &["expected at least one of company, staff, product"]));
                }
            }
            (Shape::List(shape), Value::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    if self.is_full() {
                        return;
                    }
                    self.in_item(index, |reader| reader.read(shape, item));
                }
            }
            // They were checked one by one.
            (Shape::List(_), Value::Events(_)) => {}
            (Shape::Named(shape), Value::Record(fields)) => self.named(shape, fields),
            (Shape::Record(record), Value::Record(fields)) => self.record(record, fields, value),
            _ => door::through(|| self.refuse(shape, value)),
        }
    }

    /// Notes that a value is not of its shape.
    fn refuse(&mut self, shape: &Shape, value: &Value) {
        match (shape, value) {
            (Shape::Version, Value::Number(_)) => self.wrong("version", &["found ", &value.shown(), ", expected 1"]),
            (Shape::Text(form), Value::Text(_)) => {
                self.wrong(form.code, &["found ", &value.shown(), ", expected ", form.expected]);
            }
            (Shape::Words(words), _) => {
                self.wrong_type(value, &["one of \"", &words.words.join("\", \""), "\""].concat());
            }
            _ => self.wrong_type(value, shape.expected()),
        }
    }

    fn number(&mut self, range: Range, number: f64) {
        if !range.takes(number) {
            door::through(|| self.out_of_range(range, number));
        }
    }

    fn out_of_range(&mut self, range: Range, number: f64) {
        let what = if range.whole { "a whole number" } else { "a number" };
        let from = if range.above { " above " } else { " from " };
        let [found, least, most] = [number, range.least, range.most].map(|number| Value::Number(number).shown());
        self.wrong("range", &["found ", &found, ", expected ", what, from, &least, " to ", &most]);
    }

    fn named(&mut self, shape: &Shape, fields: &'v [(Rc<str>, Value)]) {
        let mut seen = Names::default();
        for (name, value) in fields {
            if self.is_full() {
                return;
            }
            self.in_field(name, |reader| {
                if !seen.insert(name, 0) {
                    door::through(|| {
                        reader.wrong("duplicate-id", &["this name stands here twice; which one is meant?"]);
                    });
                }
                reader.read(shape, value);
            });
        }
    }

    fn record(&mut self, record: &Record, given: &'v [(Rc<str>, Value)], value: &Value) {
        let fields = record.fields;
        let mut seen = 0_u32;
        for (name, value) in given {
            self.in_field(name, |reader| match fields.iter().enumerate().find(|(_, field)| field.name == &**name) {
                Some((index, field)) if seen & (1 << index) == 0 => {
                    seen |= 1 << index;
                    reader.read(&field.shape, value);
                }
                Some(_) => {
                    door::through(|| reader.wrong("syntax", &["this field stands here twice; which one is meant?"]));
                }
                None => door::through(|| reader.wrong("unknown-field", &[&unknown_field(name, fields)])),
            });
        }
        for (index, field) in fields.iter().enumerate() {
            if field.required && seen & (1 << index) == 0 {
                door::through(|| self.wrong("missing", &["\"", field.name, "\" is missing here"]));
            }
        }
        // One object is told only once that there are too many or too few of its fields.
        record.rules.iter().any(|rule| self.breaks(rule, value));
    }

    /// Checks what holds between the fields of a record; true where there are too many or too few.
    fn breaks(&mut self, rule: &Rule, record: &Value) -> bool {
        let (names, least) = match *rule {
            Rule::ExactlyOne(names) => (names, 1),
            Rule::AtMostOne(names) => (names, 0),
            Rule::OnlyOf(field, kind) => {
                // A kind that cannot be read has been noted as such: no second problem from the same slip.
                if let (Some(_), Some(found)) = (record.get(field), record.kind())
                    && found != kind
                {
                    door::through(|| {
                        let message =
                            ["only a \"", kind.word(), "\" may have this, and this is a \"", found.word(), "\""];
                        self.in_field(field, |reader| reader.wrong("unknown-field", &message));
                    });
                }
                return false;
            }
        };
        let count = names.iter().filter(|name| record.get(name).is_some()).count();
        let wrong = count > 1 || count < least;
        if wrong {
            door::through(|| {
                let most = if least == 1 { "exactly one of " } else { "at most one of " };
                let found = if count == 0 { "; there is none" } else { "; there are several" };
                self.wrong("one-of", &["expected ", most, &names.join(", "), found]);
            });
        }
        wrong
    }
}

/// A key as a step of a JSON pointer.
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
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

/// Names, each with a number: the one kind of map that checks need.
#[derive(Default)]
pub struct Names(HashMap<String, usize>);

impl Names {
    /// Makes room for so many more.
    pub fn reserve(&mut self, count: usize) {
        self.0.reserve(count);
    }

    /// Takes in a name; false where it was there already, and stays as it was.
    #[inline(never)]
    pub fn insert(&mut self, name: &str, number: usize) -> bool {
        let new = !self.has(name);
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

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the name is there.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}
