//! The calendar that single clients are played over: which date is shown at which moment.

use crate::document::journeys::{DAY, Log};

/// Days that pass in a second, unless there are too few or too many of them.
const DAYS_A_SECOND: f64 = 9.0;
/// The shortest and the longest play, s.
const SECONDS: (f64, f64) = (15.0, 90.0);
/// Over the whole calendar: the time before the first event, and that after the last one.
const MARGIN: f64 = 20.0;

/// From a little before the first event to a little after the last one. It is played again and again: at the time 0, seconds of
/// animation, it begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calendar {
    /// When it begins: microseconds from the beginning of 1970 in UTC, as are all dates here.
    pub from: i64,
    /// When it ends.
    pub to: i64,
    /// How many seconds of animation it takes.
    pub seconds: f64,
}

impl Calendar {
    /// That of a log; none where nothing happens in it.
    pub fn of(log: &Log) -> Option<Self> {
        let (first, last) = log.span()?;
        // All at one moment: as if it were a day.
        let span = if last > first { (last - first) as f64 } else { DAY as f64 };
        let margin = (span / (MARGIN - 2.0)).ceil() as i64;
        let (from, to) = (first - margin, first + span as i64 + margin);
        let seconds = ((to - from) as f64 / DAY as f64 / DAYS_A_SECOND).clamp(SECONDS.0, SECONDS.1);
        Some(Self { from, to, seconds })
    }

    /// The date that is shown at a time, seconds of animation.
    pub fn date_at(&self, time: f64) -> i64 {
        let part = (time / self.seconds).rem_euclid(1.0);
        let part = if part.is_finite() { part } else { 0.0 };
        self.from + ((self.to - self.from) as f64 * part).round() as i64
    }

    /// When in its first play a date is shown, seconds of animation; its beginning or its end for one that is not in it.
    pub fn time_at(&self, date: i64) -> f64 {
        let since = date.clamp(self.from, self.to) - self.from;
        since as f64 / (self.to - self.from).max(1) as f64 * self.seconds
    }

    /// The time before the first event and after the last one.
    pub fn margin(&self) -> i64 {
        (self.to - self.from) / MARGIN as i64
    }
}
