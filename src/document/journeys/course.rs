//! Where a client is, event by event: what begins a passage, which KTs are met, and what ends it. Counts, drops and threads all go by
//! this.

use super::{super::contract::Mood, row::Point};

/// Where a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Lost at a KT.
    Lost(usize),
    /// A regular.
    Regular,
    /// On the way, having passed so many KTs.
    Underway(usize),
}

/// Where a passage begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// At the client's spring.
    Spring,
    /// At the regulars.
    Back,
}

/// What an event is in its passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Where the passage begins, if it begins with this event.
    pub begins: Option<Begin>,
    /// The last KT that it had met before; 0: none.
    pub met: usize,
    /// Whether the event decides at a KT that it had not met; those between count as passed red.
    pub decides: bool,
}

/// A client's course so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Course {
    /// Where the client is; none before the first event.
    pub state: Option<State>,
}

impl Course {
    /// Goes on by the point of the next event.
    #[inline(always)]
    pub fn take(&mut self, point: Point) -> Taken {
        let (begins, met) = match self.state {
            Some(State::Underway(met)) => (None, met),
            Some(State::Regular) => (Some(Begin::Back), 0),
            Some(State::Lost(_)) | None => (Some(Begin::Spring), 0),
        };
        let decides = point.kt > met;
        self.state = Some(match (decides, point.mood == Some(Mood::Red), point.kt) {
            (false, ..) => State::Underway(met),
            (_, false, kt) => State::Lost(kt),
            (_, true, 3) => State::Regular,
            (_, true, kt) => State::Underway(kt),
        });
        Taken { begins, met, decides }
    }
}
