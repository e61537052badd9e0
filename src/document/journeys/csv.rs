//! Journeys from a table of events: CSV text (RFC 4180, read by `csv-core`) whose columns the caller names.

use super::{
    super::{
        contract::JOURNEY_EVENT,
        dates, extras,
        json::parse,
        reader::{MAX_PROBLEMS, Names, Reader},
        shape::Shape,
        shared::Shared,
        value::Value,
    },
    SIDES,
};
use crate::problem::Problem;
use csv_core::{ReadRecordResult, ReaderBuilder};
use std::rc::Rc;

/// What separates fields, as far as it is found by itself.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// What an event may say that stands in one column.
const FIELDS: [&str; 8] = ["client", "at", "stage", "kt", "mood", "value", "spring", "note"];

/// The document of a table, and what is wrong with its rows: each that is left out is told by its line, from 1; of more than
/// [`MAX_PROBLEMS`] their number.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The document.
    pub document: Value,
    /// Rows that were left out.
    pub problems: Vec<Problem>,
}

/// Reads a table. `columns` is an object that says for the fields of an event, `client`, `at` and `stage` (or `kt` and `mood`) among
/// them, in which column each stands, by the name in the first row; `temperature` may be an object of such names by side.
///
/// # Errors
/// `missing`, `unknown-id`, `one-of` or `type` at a column that cannot be, `empty` where no row is an event.
pub fn read(text: &str, columns: &Value, stages: &Value) -> Result<Table, Vec<Problem>> {
    let wanted = wanted(columns)?;
    let mut rows = Rows::new(text, separator(text, &wanted));
    let head = rows.next().map(|(_, row)| row.iter().map(|name| name.trim().to_owned()).collect::<Vec<_>>());
    let head = head.unwrap_or_default();
    let place = |(pointer, name): &(String, String)| {
        head.iter().position(|own| own == name).ok_or_else(|| {
            let found = Value::text(name).shown();
            let message = ["no column is called ", &found, "; expected any of ", &head.join(", ")].concat();
            Problem::error("unknown-id", ["/columns", pointer].concat(), message)
        })
    };
    let (mut places, mut problems) = (Vec::new(), Vec::new());
    for column in &wanted {
        match place(column) {
            Ok(at) => places.push((column.0.as_str(), at)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut names = Names::default();
    if let Value::Record(stages) = stages {
        stages.iter().for_each(|(name, _)| _ = names.insert(name, 0));
    }
    let (mut events, mut bad, mut shared) = (Vec::new(), 0_usize, Shared::default());
    while let Some((line, row)) = rows.next() {
        let event = if row.len() == head.len() {
            event(&row, &places, &names, rows.separator != b',', &mut shared)
        } else {
            let [found, expected] = [row.len(), head.len()].map(|count| count.to_string());
            Err(("syntax", ["found ", &found, " fields, expected ", &expected].concat()))
        };
        match event {
            Ok(event) => events.push(event),
            Err((code, message)) => {
                bad += 1;
                if bad < MAX_PROBLEMS {
                    problems.push(Problem::warning(code, "", message).at_line(line));
                }
            }
        }
    }
    if bad >= MAX_PROBLEMS {
        let more = (bad + 1 - MAX_PROBLEMS).to_string();
        problems.push(Problem::warning(
            "too-large",
            "",
            [&more, " more rows are left out, each for such a reason"].concat(),
        ));
    }
    if events.is_empty() {
        problems.truncate(MAX_PROBLEMS - 1);
        problems.insert(0, Problem::error("empty", "", "no row is an event"));
        return Err(problems);
    }
    let journeys = Value::record(vec![
        ("stages", Some(stages.clone()).filter(|_| !names.is_empty())),
        ("events", Some(Value::List(events))),
    ]);
    let document = Value::record(vec![("cityRivers", Some(Value::Number(1.0))), ("journeys", Some(journeys))]);
    Ok(Table { document, problems })
}

/// The columns that are asked for: a pointer from the options, which also says what is in the column, and the name.
fn wanted(columns: &Value) -> Result<Vec<(String, String)>, Vec<Problem>> {
    let mut problems = Vec::new();
    let wrong = |code, pointer: &str, message: &str| Problem::error(code, ["/columns", pointer].concat(), message);
    let mut wanted = Vec::new();
    let mut take = |pointer: String, value: &Value, problems: &mut Vec<Problem>| match value {
        Value::Text(name) if !name.is_empty() => wanted.push((pointer, name.trim().to_owned())),
        _ => problems.push(wrong(
            "type",
            &pointer,
            &["found ", &value.shown(), ", expected the name of a column"].concat(),
        )),
    };
    let Value::Record(fields) = columns else {
        return Err(vec![wrong("type", "", &["found ", &columns.shown(), ", expected an object"].concat())]);
    };
    for (key, value) in fields {
        let pointer = ["/", key].concat();
        match (&**key, value) {
            ("temperature", Value::Record(sides)) => {
                for (side, name) in sides {
                    let pointer = ["/temperature/", side].concat();
                    if SIDES.contains(&&**side) {
                        take(pointer, name, &mut problems);
                    } else {
                        problems.push(wrong("unknown-field", &pointer, "expected any of company, staff, product"));
                    }
                }
            }
            ("temperature", _) => take(pointer, value, &mut problems),
            (key, _) if FIELDS.contains(&key) => take(pointer, value, &mut problems),
            _ => {
                let message = ["expected any of ", &FIELDS.join(", "), ", temperature"].concat();
                problems.push(wrong("unknown-field", &pointer, &message));
            }
        }
    }
    for key in ["client", "at"].into_iter().filter(|key| columns.get(key).is_none()) {
        problems.push(wrong("missing", "", &["\"", key, "\" is missing here"].concat()));
    }
    let [stage, kt, mood] = ["stage", "kt", "mood"].map(|key| columns.get(key).is_some());
    if stage == kt || (stage && mood) {
        problems.push(wrong("one-of", "", "expected either stage, or kt and mood"));
    }
    if problems.is_empty() { Ok(wanted) } else { Err(problems) }
}

/// The separator by which the first row has most of the names that are asked for, and of such the one with most fields.
fn separator(text: &str, wanted: &[(String, String)]) -> u8 {
    let fit = |separator: &u8| {
        let head = Rows::new(text, *separator).next().map(|(_, row)| row).unwrap_or_default();
        let known = wanted.iter().filter(|(_, name)| head.iter().any(|own| own.trim() == name)).count();
        (known, head.len())
    };
    // The first of those that fit equally well.
    SEPARATORS.into_iter().rev().max_by_key(fit).unwrap_or(b',')
}

/// The rows of a text, one after the other.
struct Rows<'a> {
    rest: &'a [u8],
    reader: csv_core::Reader,
    separator: u8,
    /// From 1.
    line: usize,
    signs: Vec<u8>,
    ends: Vec<usize>,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str, separator: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        Self { rest: text.as_bytes(), reader, separator, line: 1, signs: vec![0; 1 << 10], ends: vec![0; 64] }
    }

    /// Goes on by so many bytes.
    fn pass(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, &[]));
        self.line += passed.iter().filter(|sign| **sign == b'\n').count();
        self.rest = rest;
    }

    /// The line on which the next row begins, and its fields.
    fn next(&mut self) -> Option<(usize, Vec<String>)> {
        let (mut written, mut count) = (0, 0);
        // Empty lines are no rows.
        let blank = self.rest.iter().take_while(|sign| matches!(sign, b'\n' | b'\r')).count();
        self.pass(blank);
        let line = self.line;
        loop {
            let (signs, ends) = (self.signs.get_mut(written..)?, self.ends.get_mut(count..)?);
            let (result, read, wrote, ended) = self.reader.read_record(self.rest, signs, ends);
            self.pass(read);
            (written, count) = (written + wrote, count + ended);
            match result {
                ReadRecordResult::OutputFull => self.signs.resize(2 * self.signs.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                // The whole text is there: what is missing is told that it ends.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::End => return None,
                ReadRecordResult::Record => break,
            }
        }
        let mut from = 0;
        let field = |end: &usize| {
            let own = self.signs.get(from..*end).unwrap_or_default();
            from = *end;
            String::from_utf8_lossy(own).into_owned()
        };
        Some((line, self.ends.iter().take(count).map(field).collect()))
    }
}

/// What is wrong with a row: a code and a message.
type Wrong = (&'static str, String);

/// The event of a row; `decimal_comma` says whether a comma may stand before decimals.
fn event(
    row: &[String],
    places: &[(&str, usize)],
    stages: &Names,
    decimal_comma: bool,
    shared: &mut Shared,
) -> Result<Value, Wrong> {
    let mut fields: Vec<(Rc<str>, Value)> = Vec::with_capacity(places.len());
    let mut sides = Vec::new();
    for (pointer, at) in places {
        let field = row.get(*at).map_or("", |field| field.trim());
        let name = pointer.trim_start_matches('/');
        if field.is_empty() {
            if matches!(name, "client" | "at" | "stage" | "kt") {
                return Err(("missing", [name, ": found nothing, expected a text that is not empty"].concat()));
            }
            continue;
        }
        let (own, side) = name.split_once('/').map_or((name, None), |(own, side)| (own, Some(side)));
        let value = match own {
            "at" => dates::written(field).map(Value::text),
            "kt" | "value" | "temperature" => number(field, decimal_comma).map(Value::Number),
            _ => None,
        };
        // What cannot be read stands as it is: the contract says what is wrong with it.
        let value = value.unwrap_or_else(|| Value::Text(shared.get(field)));
        match side {
            Some(side) => sides.push((side, Some(value))),
            // The same name for all rows: a million of them would have as many copies.
            None => fields.push((shared.get(own), value)),
        }
    }
    if !sides.is_empty() {
        fields.push((shared.get("temperature"), Value::record(sides)));
    }
    let event = Value::Record(fields);
    let mut reader = Reader::default();
    reader.read(&Shape::Record(&JOURNEY_EVENT), &event);
    extras::check_event(&event, "", stages, &mut reader);
    let problem = reader.finish().into_iter().next();
    problem.map_or(Ok(event), |Problem { code, pointer, message, .. }| {
        Err((
            code,
            if pointer.is_empty() { message } else { [pointer.trim_start_matches('/'), ": ", &message].concat() },
        ))
    })
}

/// A number as tables have it.
fn number(field: &str, decimal_comma: bool) -> Option<f64> {
    let plain = match field.split_once(',') {
        Some((whole, part)) if decimal_comma && !part.contains(['.', ',']) => [whole, ".", part].concat(),
        _ => field.to_owned(),
    };
    match parse(plain.strip_prefix('+').unwrap_or(&plain)) {
        Ok(Value::Number(number)) if number.is_finite() => Some(number),
        _ => None,
    }
}
