//! Tables of events, read piece by piece, and logs as bytes.

use super::{json, source::tree, thrown};
use crate::{
    document::{
        Limits,
        journeys::{Log, csv::Reading},
        value::Value,
    },
    door,
};
use js_sys::Uint8Array;
use std::rc::Rc;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// A table that is being read; see [`Reading`]. Each step takes little time: whoever reads may let the page do something else in between.
#[wasm_bindgen]
pub struct Table(Reading);

/// A table that was read.
#[wasm_bindgen]
pub struct Found {
    document: String,
    problems: String,
    log: Vec<u8>,
}

#[wasm_bindgen]
impl Table {
    /// Begins, with the columns by the field of an event that stands in each, the stages, and about how many bytes of text there are.
    ///
    /// # Errors
    /// What refuses the columns.
    #[wasm_bindgen(constructor)]
    pub fn new(columns: &JsValue, stages: &JsValue, length: f64) -> Result<Self, JsValue> {
        door::through(|| Self::begin(columns, stages, length))
    }

    /// Reads a piece of the text, UTF-8, cut anywhere.
    ///
    /// # Errors
    /// What refuses it.
    pub fn push(&mut self, text: &[u8]) -> Result<(), JsValue> {
        door::through(|| self.0.push(text).map_err(|problems| thrown(&problems)))
    }

    /// Reads what is left where the text ends.
    ///
    /// # Errors
    /// What refuses it.
    pub fn end(&mut self) -> Result<(), JsValue> {
        door::through(|| self.0.end().map_err(|problems| thrown(&problems)))
    }

    /// Puts in order and counts about so many events more; whether all is done.
    pub fn settle(&mut self, events: f64) -> bool {
        door::through(|| self.0.settle(events as usize))
    }

    /// What was read.
    pub fn finish(self) -> Found {
        door::through(|| {
            let table = self.0.finish();
            let (document, problems) = (table.document.to_json(), json(&table.problems));
            Found { document, problems, log: Rc::unwrap_or_clone(table.log).into_bytes() }
        })
    }
}

impl Table {
    fn begin(columns: &JsValue, stages: &JsValue, length: f64) -> Result<Self, JsValue> {
        let limits = Limits::default();
        let read = |value: &JsValue| tree(value, &limits).map_err(|problem| thrown(&[problem]));
        let reading = Reading::new(&read(columns)?, &read(stages)?, &limits);
        let mut reading = reading.map_err(|problems| thrown(&problems))?;
        reading.make_room(length as usize);
        Ok(Self(reading))
    }
}

#[wasm_bindgen]
impl Found {
    /// The document without its events, as JSON.
    pub fn document(&self) -> String {
        self.document.clone()
    }

    /// The rows that were left out, as JSON.
    pub fn problems(&self) -> String {
        self.problems.clone()
    }

    /// How many bytes the events take, which stand for the list of them where a document is handed over.
    pub fn length(&self) -> f64 {
        self.log.len() as f64
    }

    /// Copies these bytes from one of them on, as many as there is room for.
    pub fn copy(&self, from: f64, to: &Uint8Array) {
        let from = from as usize;
        if let Some(bytes) = self.log.get(from..from.saturating_add(to.length() as usize)) {
            to.copy_from(bytes);
        }
    }
}

/// Some of the events that bytes stand for, as a JSON list; none where they are no such bytes.
#[wasm_bindgen(js_name = eventsOf)]
pub fn events_of(log: &Uint8Array, from: f64, to: f64) -> String {
    door::through(|| {
        let mut events = String::new();
        match Log::from_bytes(log.to_vec()) {
            Some(log) => log.write(from as usize..log.count().min(to as usize), &mut events),
            None => Value::List(Vec::new()).write(&mut events),
        }
        events
    })
}
