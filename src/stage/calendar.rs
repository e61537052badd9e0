//! The calendar that the single clients of journeys are played over.

use super::Stage;
use crate::{
    document::{
        journeys::{Form, Moment},
        value::Value,
    },
    drops::{Calendar, MOST, Settings, real},
    map::Map,
};

impl Stage {
    /// The calendar that is played; none without journeys, where other water is shown than theirs, and where its drops are not the
    /// single clients: there are too many, or the host asks for a number of drops.
    pub fn calendar(&self) -> Option<Calendar> {
        let own = self.network.base.is_none() && self.network.frame.is_none() && self.look.drops.is_none();
        let log = self.document.journeys.as_deref().filter(|log| own && log.passages() <= MOST)?;
        Calendar::of(log)
    }

    /// Has the single clients in the place of water's drops, where it is they that are shown.
    pub(super) fn single_out(&mut self) {
        let Some((calendar, log)) = self.calendar().zip(self.document.journeys.as_deref()) else { return };
        let (width, height) = self.look.size;
        let settings = Settings::for_size(width, height, self.document.seed);
        let Map { ribbons, places, .. } = &*self.map;
        if let Some((strands, meaning)) = real(log, &self.network, ribbons, places, &calendar, &settings) {
            (self.strands, self.meaning) = (strands, meaning);
        }
    }

    /// The same as the package hands it out.
    pub(super) fn calendar_value(&self) -> Value {
        let Some(Calendar { from, to, seconds }) = self.calendar() else { return Value::Null };
        let written = |at| Value::text(Moment { at, offset: 0, form: Form::Zone }.written());
        Value::record(vec![
            ("from", Some(written(from))),
            ("to", Some(written(to))),
            ("seconds", Some(Value::Number(seconds))),
        ])
    }
}
