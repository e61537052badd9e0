//! Journeys from a table of events: CSV text (RFC 4180) whose columns the caller names, read as it comes, straight into a log.

mod columns;
mod event;
mod rows;

use self::{
    columns::{Head, Wanted, wanted},
    event::Columns,
    rows::{NoText, Rows},
};
use super::{draft::Draft, log::Log};
use crate::{
    document::{
        read::limits::Limits,
        reader::{MAX_PROBLEMS, Names},
        value::Value,
    },
    problem::Problem,
};
use std::rc::Rc;

/// After so many bytes it is known how long rows are.
const ENOUGH: usize = 1 << 18;

/// The log of a table, and what is wrong with its rows: each that is left out is told by its line, from 1; of more than
/// [`MAX_PROBLEMS`] their number.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The document, but for the events.
    pub document: Value,
    /// The events.
    pub log: Rc<Log>,
    /// Rows that were left out.
    pub problems: Vec<Problem>,
}

/// A table that is being read: first [pushed](Self::push) piece by piece, then [ended](Self::end), then [settled](Self::settle) step by
/// step. After an error there is nothing more to read.
pub struct Reading {
    wanted: Vec<Wanted>,
    stages: Value,
    names: Names,
    most: usize,
    /// How long the text is about, where that is known.
    length: usize,
    /// How much of it was read.
    read: usize,
    /// The text, as long as its first row is not there.
    head: Vec<u8>,
    /// How long that has to be before it is looked at again.
    enough: usize,
    body: Option<(Rows, Columns)>,
    draft: Draft,
    bad: usize,
    problems: Vec<Problem>,
}

/// Reads a whole table; see [`Reading::new`].
///
/// # Errors
/// What refuses the columns or the text.
pub fn read(text: &str, columns: &Value, stages: &Value, limits: &Limits) -> Result<Table, Vec<Problem>> {
    let mut reading = Reading::new(columns, stages, limits)?;
    reading.push(text.as_bytes())?;
    reading.end()?;
    while !reading.settle(usize::MAX) {}
    Ok(reading.finish())
}

impl Reading {
    /// Begins. `columns` is an object that says for the fields of an event, `client`, `at` and `stage` (or `kt` and `mood`) among them, in
    /// which column each stands, by the name in the first row; `temperature` may be an object of such names by side.
    ///
    /// # Errors
    /// `missing`, `one-of` or `type` at a column that cannot be.
    pub fn new(columns: &Value, stages: &Value, limits: &Limits) -> Result<Self, Vec<Problem>> {
        let wanted = wanted(columns)?;
        let mut names = Names::default();
        let own = if let Value::Record(stages) = stages { &stages[..] } else { &[] };
        own.iter().for_each(|(name, _)| _ = names.insert(name, 0));
        Ok(Self {
            wanted,
            stages: stages.clone(),
            names,
            most: limits.events,
            length: 0,
            read: 0,
            head: Vec::new(),
            enough: 0,
            body: None,
            draft: Draft::new(own),
            bad: 0,
            problems: Vec::new(),
        })
    }

    /// Says how many bytes the text has about, so that room can be made for all of it at once.
    pub fn make_room(&mut self, length: usize) {
        self.length = length;
    }

    /// Reads a piece of the text, UTF-8, cut anywhere.
    ///
    /// # Errors
    /// `unknown-id` at a column that is not there, `syntax` where it is no text, `too-large` where there are too many events.
    pub fn push(&mut self, text: &[u8]) -> Result<(), Vec<Problem>> {
        self.read += text.len();
        if self.body.is_some() || text.is_empty() {
            if self.read > ENOUGH && self.length > self.read {
                // A tenth more than so far: rows may be shorter.
                let events = self.draft.count() as f64 * 1.1 * self.length as f64 / self.read as f64;
                self.draft.reserve((events as usize).min(self.most));
                self.length = 0;
            }
            return self.rows(text);
        }
        self.head.extend_from_slice(text);
        if self.head.len() < self.enough {
            return Ok(());
        }
        self.enough = 2 * self.head.len();
        self.begin(false)
    }

    /// Reads what is left where the text ends.
    ///
    /// # Errors
    /// As [`push`](Self::push), and `empty` where no row is an event.
    pub fn end(&mut self) -> Result<(), Vec<Problem>> {
        if self.body.is_none() {
            self.begin(true)?;
        }
        self.row(&mut &[][..])?;
        let most = MAX_PROBLEMS - 1;
        if self.bad > most {
            let message = [&(self.bad - most).to_string(), " more rows are left out, each for such a reason"].concat();
            self.problems.push(Problem::warning("too-large", "", message));
        }
        if self.draft.count() == 0 {
            self.problems.truncate(most);
            self.problems.insert(0, Problem::error("empty", "", "no row is an event"));
            return Err(std::mem::take(&mut self.problems));
        }
        Ok(())
    }

    /// Puts in order and counts about so many events more; whether all is done.
    pub fn settle(&mut self, events: usize) -> bool {
        self.draft.settle(events)
    }

    /// What was read.
    pub fn finish(self) -> Table {
        let journeys = vec![("stages", Some(self.stages).filter(|_| !self.names.is_empty()))];
        let document = vec![("cityRivers", Some(Value::Number(1.0))), ("journeys", Some(Value::record(journeys)))];
        Table { document: Value::record(document), log: Rc::new(self.draft.finish()), problems: self.problems }
    }

    /// Begins to read rows, where the first one is there.
    fn begin(&mut self, end: bool) -> Result<(), Vec<Problem>> {
        let text = self.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.head);
        let Some(head) = Head::of(text, &self.wanted, end) else { return Ok(()) };
        let head = head.map_err(no_text)?;
        let places = head.places(&self.wanted)?;
        let (before, rest) = text.split_at_checked(head.length).unwrap_or((text, &[]));
        let line = 1 + before.iter().filter(|sign| **sign == b'\n').count();
        let rest = rest.to_vec();
        let wanted = std::mem::take(&mut self.wanted);
        let columns = Columns::new(wanted, places, head.names.len(), head.separator != b',');
        self.body = Some((Rows::new(head.separator, line), columns));
        self.head = Vec::new();
        self.rows(&rest)
    }

    /// Reads rows of a text that may go on.
    fn rows(&mut self, mut text: &[u8]) -> Result<(), Vec<Problem>> {
        while !text.is_empty() {
            self.row(&mut text)?;
        }
        Ok(())
    }

    /// Reads a row, where one is whole.
    #[cfg_attr(small, optimize(speed))]
    fn row(&mut self, text: &mut &[u8]) -> Result<(), Vec<Problem>> {
        let Some((rows, columns)) = &mut self.body else { return Ok(()) };
        let Some((line, row)) = rows.next(text).map_err(no_text)? else { return Ok(()) };
        if let Err((code, message)) = columns.take(row, &self.names, &mut self.draft) {
            self.bad += 1;
            if self.bad < MAX_PROBLEMS {
                self.problems.push(Problem::warning(code, "", message).at_line(line));
            }
        }
        if self.draft.count() > self.most {
            let message = ["there are more events than ", &self.most.to_string(), ", the most that are taken"].concat();
            return Err(vec![Problem::error("too-large", "/journeys/events", message).at_line(line)]);
        }
        Ok(())
    }
}

impl Table {
    /// The whole document.
    pub fn document(&self) -> Value {
        let mut document = self.document.clone();
        if let Value::Record(fields) = &mut document
            && let Some((_, Value::Record(journeys))) = fields.iter_mut().find(|(name, _)| &**name == "journeys")
        {
            journeys.push(("events".into(), Value::Events(Rc::clone(&self.log))));
        }
        document
    }
}

fn no_text(NoText(line): NoText) -> Vec<Problem> {
    vec![Problem::error("syntax", "", "this is not text in UTF-8").at_line(line)]
}
