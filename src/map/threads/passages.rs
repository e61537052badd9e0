//! What became of one client, step by step: the same passages that are counted (see [`crate::document::journeys`]), with their dates.

use crate::document::{Mood, journeys::Event};

/// Where a thread comes from, what it does, and how far it got.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// A first contact, or where one is begun without having been seen: then at the first event.
    First,
    /// Red at a KT, 1 to 3.
    On(usize),
    /// Blue at a KT.
    Off(usize),
    /// A regular begins anew.
    Back,
    /// Something else, which changes no count.
    Other,
}

/// One dated step of a client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// When, microseconds from the beginning of 1970.
    pub at: i64,
    /// What.
    pub step: Step,
    /// Whether it was seen; else it is taken to have happened at the moment of the next one that was.
    pub seen: bool,
    /// The client's temperature from here on, -1 to 1.
    pub temperature: f64,
    /// The number of the event among the client's own.
    pub event: usize,
}

/// Where a client is at last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Lost at a KT.
    Lost(usize),
    /// A regular.
    Regular,
    /// On the way, having passed so many KTs.
    Underway(usize),
}

/// What red, blue and undecided clients count as, where nothing is said of their temperature.
const WARM: f64 = 0.7;

/// A client's stops in order of time, and where that leads.
pub fn stops<'a>(events: impl Iterator<Item = Event<'a>>) -> (Vec<Stop>, State) {
    let mut stops: Vec<Stop> = Vec::new();
    // None: nowhere, before the first event or after a blue one.
    let mut state: Option<State> = None;
    let mut warmth = 0.0;
    for (number, event) in events.enumerate() {
        let (at, kt, mood) = (event.moment.at, event.point.kt, event.point.mood);
        let stop = |step, seen, temperature| Stop { at, step, seen, temperature, event: number };
        let met = match state {
            Some(State::Underway(met)) => met,
            Some(State::Regular) => {
                stops.push(stop(Step::Back, true, warmth));
                0
            }
            _ => {
                warmth = if kt == 0 { event.warmth.map_or(0.0, |own| own.overall) } else { 0.0 };
                stops.push(stop(Step::First, kt == 0, warmth));
                0
            }
        };
        let own = event.warmth.map(|own| own.overall);
        if kt > met {
            for passed in met + 1..kt {
                warmth = WARM;
                stops.push(stop(Step::On(passed), false, warmth));
            }
            let red = mood == Some(Mood::Red);
            warmth = own.unwrap_or(if red { WARM } else { -WARM });
            stops.push(stop(if red { Step::On(kt) } else { Step::Off(kt) }, true, warmth));
            state = Some(match (red, kt) {
                (false, _) => State::Lost(kt),
                (true, 3) => State::Regular,
                _ => State::Underway(kt),
            });
        } else {
            warmth = own.unwrap_or(warmth);
            if kt > 0 || met > 0 || stops.last().is_none_or(|last| last.event != number) {
                stops.push(stop(Step::Other, true, warmth));
            }
            state = Some(State::Underway(met));
        }
    }
    // Of a client without any event nothing is known.
    (stops, state.unwrap_or(State::Underway(0)))
}
