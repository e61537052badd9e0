//! What became of one client, step by step: the same passages that are counted (see [`crate::document::journeys`]), with their dates.

use crate::document::{
    Mood,
    journeys::{Begin, Course, Event, State, Taken},
};

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

/// What red, blue and undecided clients count as, where nothing is said of their temperature.
const WARM: f64 = 0.7;

/// A client's stops in order of time, and where that leads.
pub fn stops<'a>(events: impl Iterator<Item = Event<'a>>) -> (Vec<Stop>, State) {
    let mut stops: Vec<Stop> = Vec::new();
    let mut course = Course::default();
    let mut warmth = 0.0;
    for (number, event) in events.enumerate() {
        let (at, kt, mood) = (event.moment.at, event.point.kt, event.point.mood);
        let stop = |step, seen, temperature| Stop { at, step, seen, temperature, event: number };
        let Taken { begins, met, decides } = course.take(event.point);
        match begins {
            None => {}
            Some(Begin::Back) => stops.push(stop(Step::Back, true, warmth)),
            Some(Begin::Spring) => {
                warmth = if kt == 0 { event.warmth.map_or(0.0, |own| own.overall) } else { 0.0 };
                stops.push(stop(Step::First, kt == 0, warmth));
            }
        }
        let own = event.warmth.map(|own| own.overall);
        if decides {
            for passed in met + 1..kt {
                warmth = WARM;
                stops.push(stop(Step::On(passed), false, warmth));
            }
            let red = mood == Some(Mood::Red);
            warmth = own.unwrap_or(if red { WARM } else { -WARM });
            stops.push(stop(if red { Step::On(kt) } else { Step::Off(kt) }, true, warmth));
        } else {
            warmth = own.unwrap_or(warmth);
            if kt > 0 || met > 0 || stops.last().is_none_or(|last| last.event != number) {
                stops.push(stop(Step::Other, true, warmth));
            }
        }
    }
    // Of a client without any event nothing is known.
    (stops, course.state.unwrap_or(State::Underway(0)))
}
