//! Passages of single clients: on which streams each is, from when to when, as their events say.
//!
//! A client is on a stream from the event that leads to it to the one that leads on. What no event says is taken as short: a first
//! contact that was not seen is [`Calendar::margin`] before the first event, and so long a client runs down a blue stream, or to the
//! regulars; both at most for half of the time until the client's next event. KTs that count as passed share the time
//! between those that were seen. Nobody passes a stream faster than in [`quickest`]: who does by the dates is late by so much.

use super::Calendar;
use crate::document::{
    Mood,
    journeys::{Course, Event, Log, State, Taken},
};

/// Where a client is, between two points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// From the spring of this number to KT1.
    Spring(usize),
    /// Back from the regulars to KT1.
    Back,
    /// Red out of this KT, and on to the next one or to the regulars.
    Red(usize),
    /// Blue out of this KT.
    Blue(usize),
}

/// A stay there, in microseconds as the calendar's dates are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// Where.
    pub on: On,
    /// Since when.
    pub from: i64,
    /// Until when.
    pub until: i64,
}

/// How a passage ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The client leaves.
    Lost,
    /// The client is a regular now.
    Regular,
    /// The client is underway to the next KT when the calendar ends.
    Underway,
}

/// A client's way from a spring, or from the regulars.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// One after the other, without gaps; at least one.
    pub stays: Vec<Stay>,
    /// How it ends.
    pub end: End,
    /// On which stay, and when, it was said how warm the client is, in order of time.
    pub said: Vec<(usize, i64, f64)>,
}

/// The least time on one stream.
pub fn quickest(calendar: &Calendar) -> i64 {
    calendar.margin() / 10
}

/// How many streams there are on a way between two points.
pub fn streams(on: On, several_springs: bool) -> i64 {
    match on {
        On::Spring(_) if several_springs => 2,
        // Over the till.
        On::Red(2) => 2,
        _ => 1,
    }
}

/// Calls `see` with each passage of a client, one after the other.
pub fn passages(log: &Log, client: usize, calendar: &Calendar, several_springs: bool, see: &mut dyn FnMut(Passage)) {
    let spring = On::Spring(log.spring_of(client));
    let mut events = log.events_of(client).peekable();
    let (mut before, mut course) = (None, Course::default());
    while let Some(first) = events.next() {
        let start = if course.state == Some(State::Regular) { On::Back } else { spring };
        let mut draft = Draft::begin(start, &first, before, calendar);
        let (mut last, mut done) = (first, draft.take(&first, &mut course));
        while done.is_none()
            && let Some(event) = events.next()
        {
            (last, done) = (event, draft.take(&event, &mut course));
        }
        let next = events.peek().map(|event| event.moment.at);
        let end = done.unwrap_or(End::Underway);
        before = Some(last.moment.at);
        see(draft.finish(end, (last.moment.at, next), calendar, several_springs));
    }
}

/// A passage that is being read.
struct Draft {
    /// Where the client was in turn, and since when as far as that is known.
    ons: Vec<(On, Option<i64>)>,
    said: Vec<(usize, i64, f64)>,
}

impl Draft {
    /// One that begins with an event, after one before it.
    fn begin(on: On, first: &Event<'_>, before: Option<i64>, calendar: &Calendar) -> Self {
        let at = first.moment.at;
        let unseen = if first.point.kt == 0 { 0 } else { short(calendar, before.map(|before| at - before)) };
        Self { ons: vec![(on, Some(at - unseen))], said: Vec::new() }
    }

    /// Takes in an event; how the passage ends where it ends with that.
    fn take(&mut self, event: &Event<'_>, course: &mut Course) -> Option<End> {
        let (at, kt, red) = (event.moment.at, event.point.kt, event.point.mood == Some(Mood::Red));
        let Taken { met, decides, .. } = course.take(event.point);
        if decides {
            self.ons.extend((met + 1..kt).map(|passed| (On::Red(passed), None)));
            self.ons.push((if red { On::Red(kt) } else { On::Blue(kt) }, Some(at)));
        }
        // What is said where a stream begins is said of that.
        let on = self.ons.len().saturating_sub(1);
        self.said.extend(event.warmth.map(|warmth| (on, at, warmth.overall)));
        match course.state {
            Some(State::Lost(_)) => Some(End::Lost),
            Some(State::Regular) => Some(End::Regular),
            Some(State::Underway(_)) | None => None,
        }
    }

    /// The passage, whose last event and the client's next one are then.
    fn finish(self, end: End, (last, next): (i64, Option<i64>), calendar: &Calendar, several_springs: bool) -> Passage {
        let until = match end {
            End::Underway => calendar.to,
            _ => last + short(calendar, next.map(|next| next - last)),
        };
        let known: Vec<(usize, i64)> =
            self.ons.iter().enumerate().filter_map(|(index, (_, since))| Some((index, (*since)?))).collect();
        let mut begins: Vec<i64> = Vec::with_capacity(self.ons.len() + 1);
        for (a, b) in known.iter().zip(known.iter().skip(1)) {
            let count = (b.0 - a.0) as i64;
            begins.extend((0..count).map(|nth| a.1 + (b.1 - a.1) * nth / count));
        }
        begins.extend(known.last().map(|last| last.1));
        begins.push(until);
        // Who is too quick is late from there on.
        let least = quickest(calendar);
        let mut stays: Vec<Stay> = Vec::with_capacity(self.ons.len());
        for ((on, _), (from, until)) in self.ons.iter().zip(begins.iter().zip(begins.iter().skip(1))) {
            let from = stays.last().map_or(*from, |stay| stay.until);
            let until = (*until).max(from + least * streams(*on, several_springs));
            stays.push(Stay { on: *on, from, until });
        }
        if let Some(last) = stays.last_mut() {
            last.until = last.until.min(calendar.to).max(last.from + 1);
        }
        let drawn = |(on, at, warmth): (usize, i64, f64)| {
            let stay = stays.get(on)?;
            Some((on, at.clamp(stay.from, stay.until), warmth))
        };
        let said = self.said.into_iter().filter_map(drawn).collect();
        Passage { stays, end, said }
    }
}

/// How long something takes that no event tells, where there is so much time for it and for what comes after it, or before.
fn short(calendar: &Calendar, time: Option<i64>) -> i64 {
    time.map_or(i64::MAX, |time| time / 2).min(calendar.margin())
}
