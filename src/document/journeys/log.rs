//! The log: all events of journeys, in little room and in order.

use super::{
    SIDES,
    row::{MORE_WIDTH, More, NAMED, Point, Row, WIDTH, Warmth},
    tally::{Carried, Tally, Way},
    texts::Texts,
};
use crate::document::{
    contract::Mood,
    read::{
        dates::Moment,
        json::{write_number, write_text},
    },
    reader::Names,
    value::Value,
};
use std::{fmt, ops::Range, rc::Rc, slice};

/// Dated events of single clients: names kept once, events as they were given, and each client's in the order of time.
#[derive(Clone, Default, PartialEq)]
pub struct Log {
    /// Events, [`WIDTH`] bytes each.
    pub(super) rows: Vec<u8>,
    /// What few of them say, [`MORE_WIDTH`] bytes each.
    pub(super) more: Vec<u8>,
    pub(super) clients: Texts,
    /// The springs that are named, in order of first appearance.
    pub(super) springs: Texts,
    /// The stages that were known when the events were read.
    pub(super) stages: Texts,
    pub(super) notes: Texts,
    /// What the stages mean.
    pub(super) points: Vec<Option<Point>>,
    /// Which events are whose: numbers of events client by client, each client's in order of time, those of one moment as they were given.
    pub(super) order: Vec<u32>,
    /// Where in `order` each client's begin, and where the last one's end.
    pub(super) starts: Vec<u32>,
    /// The number among all springs of that of clients who name none.
    pub(super) unnamed: Option<u32>,
    /// What the events come to, with the stages as they are in `points`.
    pub(super) tally: Tally<Way>,
}

/// Something that happened with a client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event<'a> {
    /// When.
    pub moment: Moment,
    /// At which point, and what was decided there.
    pub point: Point,
    /// The name of the stage, where that is how it was said.
    pub stage: Option<&'a str>,
    /// Money.
    pub value: Option<f64>,
    /// The client's temperature from here on.
    pub warmth: Option<Warmth>,
    /// The channel that the client came from.
    pub spring: Option<&'a str>,
    /// Shown with the event.
    pub note: Option<&'a str>,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} events of {} clients", self.count(), self.clients())
    }
}

impl Log {
    /// How many events there are.
    pub fn count(&self) -> usize {
        self.rows.len() / WIDTH
    }

    /// How many clients there are.
    pub fn clients(&self) -> usize {
        self.clients.count()
    }

    /// When the first of all events is and when the last one, in microseconds as a [`Moment`] counts them.
    pub fn span(&self) -> Option<(i64, i64)> {
        let rows = (0..self.count()).filter_map(|index| self.row(index));
        let moments = rows.filter(|row| self.point(row).is_some()).map(|row| row.moment.at);
        moments.fold(None, |span, at| {
            Some(span.map_or((at, at), |(first, last): (i64, i64)| (first.min(at), last.max(at))))
        })
    }

    /// What a client is called; clients are numbered from 0 as they first stand among the events.
    pub fn name(&self, client: usize) -> &str {
        self.clients.get(client)
    }

    /// A client's events, in order of time; those of one moment in the order in which they were given.
    pub fn events_of(&self, client: usize) -> impl Iterator<Item = Event<'_>> + Clone {
        self.rows_of(client).filter_map(|row| self.event(row))
    }

    /// A client's rows, in the same order.
    #[inline(always)]
    pub(super) fn rows_of(&self, client: usize) -> impl Iterator<Item = Row> + Clone {
        let bounds = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let own = self.order.get(bounds(client)..bounds(client + 1)).unwrap_or_default();
        own.iter().filter_map(|index| self.row(*index as usize))
    }

    /// The event that stands there.
    #[inline(always)]
    pub(super) fn row(&self, index: usize) -> Option<Row> {
        self.rows.get(index * WIDTH..)?.first_chunk().map(Row::read)
    }

    /// What a row's KT and mood are; none where its stage is not there.
    #[inline(always)]
    pub(super) fn point(&self, row: &Row) -> Option<Point> {
        match row.what.checked_sub(NAMED) {
            None => Some(Point::numbered(row.what)),
            Some(stage) => self.points.get(stage as usize).copied().flatten(),
        }
    }

    /// What a row says beside.
    #[inline(always)]
    pub(super) fn more(&self, row: &Row) -> More {
        let more = |index: u32| self.more.get(index as usize * MORE_WIDTH..)?.first_chunk().map(More::read);
        row.more.checked_sub(1).and_then(more).unwrap_or_default()
    }

    fn event(&self, row: Row) -> Option<Event<'_>> {
        let More { warmth, note } = self.more(&row);
        Some(Event {
            moment: row.moment,
            point: self.point(&row)?,
            stage: row.what.checked_sub(NAMED).map(|stage| self.stages.get(stage as usize)),
            value: Some(row.value).filter(|value| !value.is_nan()),
            warmth,
            spring: row.spring.checked_sub(1).map(|spring| self.springs.get(spring as usize)),
            note: note.checked_sub(1).map(|note| self.notes.get(note as usize)),
        })
    }

    /// The labels of all springs, in order; none: of clients who name none.
    pub(super) fn spring_labels(&self) -> Vec<Option<&str>> {
        let mut labels: Vec<Option<&str>> = self.springs.iter().map(Some).collect();
        if let Some(unnamed) = self.unnamed {
            labels.insert((unnamed as usize).min(labels.len()), None);
        }
        labels
    }

    /// The number among all springs of the one that a client came from: the first one that an event of it names.
    #[inline(always)]
    pub fn spring_of(&self, client: usize) -> usize {
        let named = |row: &Row| row.spring > 0;
        // Where none is named, none need be looked for.
        let first = if self.springs.count() == 0 { None } else { self.rows_of(client).find(named) };
        self.spring(first.map_or(0, |row| row.spring))
    }

    /// How many passages its clients make.
    pub fn passages(&self) -> u64 {
        self.tally.springs.iter().map(|way| way.count).sum::<u64>() + self.tally.back.count
    }

    /// The number among all springs of one that is named, from 1, else of that of clients who name none.
    #[inline(always)]
    fn spring(&self, named: u32) -> usize {
        let unnamed = self.unnamed.unwrap_or(u32::MAX);
        match named.checked_sub(1) {
            Some(spring) => spring as usize + usize::from(spring >= unnamed),
            None => unnamed as usize,
        }
    }

    /// The log with these stages (an object as a document has it); what it comes to is counted again only where they mean something else.
    pub(super) fn with_stages(self: &Rc<Self>, stages: &[(Rc<str>, Value)]) -> Rc<Self> {
        let points = points(&self.stages, stages);
        if points == self.points {
            return Rc::clone(self);
        }
        let mut log = Self { points, ..(**self).clone() };
        let mut tally = Tally::<Carried>::new(&log);
        (0..log.clients()).for_each(|client| Tally::count(slice::from_mut(&mut tally), &|_| 0, &log, client));
        log.tally = tally.finish();
        Rc::new(log)
    }

    /// The first event of each stage that is not there: its number, and the stage's name.
    pub(super) fn lost(&self, stages: &[(Rc<str>, Value)]) -> Vec<(usize, &str)> {
        let (mut known, mut lost) = (Names::default(), Vec::new());
        stages.iter().for_each(|(name, _)| _ = known.insert(name, 0));
        let mut told: Vec<bool> = self.stages.iter().map(|name| known.has(name)).collect();
        if told.contains(&false) {
            for (index, row) in (0..self.count()).filter_map(|index| Some((index, self.row(index)?))) {
                if let Some(stage) = row.what.checked_sub(NAMED)
                    && let Some(told @ false) = told.get_mut(stage as usize)
                {
                    *told = true;
                    lost.push((index, self.stages.get(stage as usize)));
                }
            }
        }
        lost
    }

    /// Writes some of the events as a JSON list, as a document has them.
    pub fn write(&self, events: Range<usize>, to: &mut String) {
        let mut before = '[';
        for row in events.map_while(|index| self.row(index)) {
            to.push(std::mem::replace(&mut before, ','));
            self.write_row(&row, to);
        }
        to.push_str(if before == '[' { "[]" } else { "]" });
    }

    fn write_row(&self, row: &Row, to: &mut String) {
        let More { warmth, note } = self.more(row);
        let text = |name: &str, text: &str, to: &mut String| {
            to.push_str(name);
            write_text(text, to);
        };
        text("{\"client\":", self.name(row.client as usize), to);
        text(",\"at\":", &row.moment.written(), to);
        match row.what.checked_sub(NAMED) {
            Some(stage) => text(",\"stage\":", self.stages.get(stage as usize), to),
            None => {
                let point = Point::numbered(row.what);
                to.push_str(",\"kt\":");
                write_number(point.kt as f64, to);
                point.mood.iter().for_each(|mood| text(",\"mood\":", mood.word(), to));
            }
        }
        if !row.value.is_nan() {
            to.push_str(",\"value\":");
            write_number(row.value, to);
        }
        if let Some(Warmth { overall, sides }) = warmth {
            let known = SIDES.into_iter().zip(sides.map(|side| side.map(Value::Number))).collect();
            let sided = sides.iter().any(Option::is_some);
            to.push_str(",\"temperature\":");
            (if sided { Value::record(known) } else { Value::Number(overall) }).write(to);
        }
        for (name, texts, number) in [(",\"spring\":", &self.springs, row.spring), (",\"note\":", &self.notes, note)] {
            if let Some(number) = number.checked_sub(1) {
                text(name, texts.get(number as usize), to);
            }
        }
        to.push('}');
    }
}

/// What stages of these names mean.
pub(super) fn points(names: &Texts, stages: &[(Rc<str>, Value)]) -> Vec<Option<Point>> {
    let mut known = Names::default();
    stages.iter().enumerate().for_each(|(index, (name, _))| _ = known.insert(name, index));
    let point = |name| {
        let (_, stage) = stages.get(known.get(name)?)?;
        Point::new(stage.number("kt")?, stage.words("mood").and_then(Mood::of))
    };
    names.iter().map(point).collect()
}
