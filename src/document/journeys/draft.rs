//! A log that is being written: events are taken in one by one, and then it is settled, step by step, so that whoever has little time
//! at once can do something else in between.

use super::{
    SIDES,
    log::{Log, points},
    row::{More, NAMED, Point, Row, WIDTH, Warmth},
    tally::{Carried, Tally},
};
use crate::{
    document::{read::dates::Moment, value::Value},
    order::sort,
};
use std::{rc::Rc, slice};

/// A log that is not yet in order.
#[derive(Default)]
pub struct Draft {
    log: Log,
    /// How many events each client has, and whether any of them names a spring.
    own: Vec<(u32, bool)>,
    /// Where the next event of each client goes.
    next: Vec<u32>,
    /// How many events are in their places, and how many clients are counted.
    placed: usize,
    counted: usize,
    tally: Option<Tally<Carried>>,
}

/// An event, as it is taken in; texts are UTF-8.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// Who.
    pub client: &'a [u8],
    /// When.
    pub moment: Moment,
    /// What happened: the number of a [`Point`], or what [`Draft::stage`] gives.
    pub what: u32,
    /// Money; NaN: nothing is said.
    pub value: f64,
    /// The client's temperature from here on.
    pub warmth: Option<Warmth>,
    /// The channel that the client came from; empty: none is named.
    pub spring: &'a [u8],
    /// Shown with the event; empty: none.
    pub note: &'a [u8],
}

impl Draft {
    /// An empty one, with the stages that events may name.
    pub fn new(stages: &[(Rc<str>, Value)]) -> Self {
        let mut draft = Self::default();
        stages.iter().for_each(|(name, _)| _ = draft.log.stages.insert(name.as_bytes()));
        draft.log.points = points(&draft.log.stages, stages);
        draft
    }

    /// The log of journeys as a document has them; what could not be read is left out.
    pub fn of(journeys: &Value) -> Log {
        let mut draft = Self::new(journeys.named("stages"));
        for event in journeys.items("events") {
            draft.take(event);
        }
        while !draft.settle(usize::MAX) {}
        draft.finish()
    }

    /// Takes in an event as a document has it, unless it cannot be read.
    pub fn take(&mut self, event: &Value) -> Option<()> {
        let what = match event.words("stage") {
            Some(stage) => self.stage(stage.as_bytes())?,
            None => Point::new(event.number("kt")?, event.mood())?.number(),
        };
        let warmth = event.temperature("temperature").map(|overall| {
            let side = |name: &str| event.get("temperature").and_then(|sides| sides.number(name));
            Warmth { overall, sides: SIDES.map(side) }
        });
        self.push(Given {
            client: event.id("client")?.as_bytes(),
            moment: event.words("at").and_then(Moment::of)?,
            what,
            value: event.number("value").unwrap_or(f64::NAN),
            warmth,
            spring: event.words("spring").unwrap_or_default().as_bytes(),
            note: event.words("note").unwrap_or_default().as_bytes(),
        });
        Some(())
    }

    /// What an event at a stage says, where there is one of that name.
    #[inline(always)]
    pub fn stage(&self, name: &[u8]) -> Option<u32> {
        self.log.stages.find(name).map(|stage| stage as u32 + NAMED)
    }

    /// Makes room for so many events in all.
    pub fn reserve(&mut self, events: usize) {
        // And for what stands behind them as bytes, or all would be moved.
        self.log.rows.reserve(events.saturating_sub(self.count()).saturating_mul(WIDTH + 5));
    }

    /// How many events were taken in.
    pub fn count(&self) -> usize {
        self.log.count()
    }

    /// Takes in an event.
    #[cfg_attr(small, optimize(speed))]
    pub fn push(&mut self, given: Given<'_>) {
        let Given { client, moment, what, value, warmth, spring, note } = given;
        let log = &mut self.log;
        let client = log.clients.insert(client);
        if client >= self.own.len() {
            self.own.push((0, false));
        }
        let spring = if spring.is_empty() { 0 } else { log.springs.insert(spring) as u32 + 1 };
        if let Some((events, named)) = self.own.get_mut(client) {
            *events += 1;
            *named |= spring > 0;
        }
        let mut more = 0;
        if warmth.is_some() || !note.is_empty() {
            let note = if note.is_empty() { 0 } else { log.notes.insert(note) as u32 + 1 };
            More { warmth, note }.write(&mut log.more);
            more = log.mores() as u32;
        }
        Row { client: client as u32, moment, what, value, spring, more }.write(&mut log.rows);
    }

    /// Puts in order and counts about so many events more; whether all is done.
    #[cfg_attr(small, optimize(speed))]
    pub fn settle(&mut self, events: usize) -> bool {
        let log = &mut self.log;
        let Some(tally) = &mut self.tally else {
            self.name_springs();
            self.tally = Some(Tally::new(&self.log));
            let mut sum = 0;
            for (events, _) in &self.own {
                self.next.push(sum);
                sum += events;
            }
            self.log.starts = [&self.next[..], &[sum]].concat();
            self.log.order = vec![0; self.log.count()];
            return false;
        };
        if self.placed < log.count() {
            let until = log.count().min(self.placed.saturating_add(events));
            for index in self.placed..until {
                let next = log.row(index).and_then(|row| self.next.get_mut(row.client as usize));
                let Some(next) = next else { continue };
                log.order.iter_mut().skip(*next as usize).take(1).for_each(|slot| *slot = index as u32);
                *next += 1;
            }
            self.placed = until;
            return false;
        }
        let mut left = events;
        while left > 0 && self.counted < log.clients() {
            left = left.saturating_sub(log.sort(self.counted) + 1);
            Tally::count(slice::from_mut(tally), &|_| 0, log, self.counted);
            self.counted += 1;
        }
        if left == 0 || tally.ripen() {
            return false;
        }
        log.tally = std::mem::take(tally).finish();
        true
    }

    /// The log, once it is settled.
    pub fn finish(self) -> Log {
        self.log
    }

    /// Finds out which spring clients have who name none: one in order of first appearance among the others.
    fn name_springs(&mut self) {
        let mut before = 0;
        for row in (0..self.log.count()).filter_map(|index| self.log.row(index)) {
            if let Some((_, false)) = self.own.get(row.client as usize) {
                self.log.unnamed = Some(before);
                return;
            }
            before = before.max(row.spring);
        }
    }
}

impl Log {
    /// How many events say what few do.
    fn mores(&self) -> usize {
        self.more.len() / super::row::MORE_WIDTH
    }

    /// Puts a client's events in order of time; how many there are.
    #[cfg_attr(small, optimize(speed))]
    fn sort(&mut self, client: usize) -> usize {
        let bounds = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let bounds = bounds(client)..bounds(client + 1);
        let at = |index: &u32| self.row(*index as usize).map_or(0, |row| row.moment.at);
        let own = self.order.get(bounds.clone()).unwrap_or_default();
        if !own.is_sorted_by_key(at) {
            let mut sorted = own.to_vec();
            sort(&mut sorted, |a, b| at(a).cmp(&at(b)));
            self.order.iter_mut().skip(bounds.start).zip(sorted).for_each(|(to, index)| *to = index);
        }
        bounds.len()
    }
}
