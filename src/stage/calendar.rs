//! What drops are: water, or the single clients of journeys, and the calendar that these are played over.

use super::{Stage, look::Look};
use crate::{
    document::{
        journeys::{Form, Moment},
        value::Value,
    },
    door,
    drops::{Calendar, MOST, Meaning, Settings, Strands, real, strands},
    map::Map,
    network::Network,
};

impl Stage {
    /// The calendar that is played; none without journeys, where other water is shown than theirs, and where its drops are not the
    /// single clients: there are too many, or the host asks for a number of drops.
    pub fn calendar(&self) -> Option<Calendar> {
        let own = self.network.base.is_none() && self.network.frame.is_none();
        // Threads are clients however many drops are asked for.
        let own = own && (self.look.drops.is_none() || self.map.threads.is_some());
        let log = self.document.journeys.as_deref().filter(|_| own)?;
        let log = door::through(|| Some(log).filter(|log| log.passages() <= MOST))?;
        door::through(|| Calendar::of(log))
    }

    /// Has the single clients in the place of water's drops, where it is they that are shown.
    pub(super) fn single_out(&mut self) {
        let Some((calendar, log)) = self.calendar().zip(self.document.journeys.as_deref()) else { return };
        let (width, height) = self.look.size;
        let settings = Settings::for_size(width, height, self.document.seed);
        let Map { ribbons, places, .. } = &*self.map;
        let own = door::through(|| real(log, &self.network, ribbons, places, &calendar, &settings));
        if let Some((strands, meaning)) = own {
            (self.strands, self.meaning) = (strands, meaning);
        }
    }

    /// The same as the package hands it out.
    pub(super) fn calendar_value(&self) -> Value {
        let Some(Calendar { from, to, seconds }) = self.calendar() else { return Value::Null };
        let written = |at| door::through(|| Value::text(Moment { at, offset: 0, form: Form::Zone }.written()));
        Value::record(vec![
            ("from", Some(written(from))),
            ("to", Some(written(to))),
            ("seconds", Some(Value::Number(seconds))),
        ])
    }
}

/// The drops of a network's water, and what one of them stands for; `like` as what one stands for in the base.
pub fn prepare(network: &Network, map: &Map, look: &Look, seed: u64, like: Option<Meaning>) -> (Strands, Meaning) {
    let mut settings = Settings::for_size(look.size.0, look.size.1, seed);
    settings.like = like;
    (settings.asked, settings.coarser) = (look.drops, look.coarser);
    strands(network, &map.ribbons, &map.places, &settings)
}
