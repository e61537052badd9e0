//! Frames made of journeys: of each month or quarter, what the passages come to that begin in it.
//!
//! They add up to the base. In a frame all that begins a passage goes on, is lost or is underway; only of the regulars some may have come
//! back in a later frame, or have become ones in an earlier one, and that is unaccounted for.

use super::{
    log::Log,
    tally::{Carried, Tally},
    write,
};
use crate::document::{
    contract::Every,
    network::default_id,
    read::{dates::Moment, limits::Limits},
    reader::Reader,
    value::Value,
};

/// What is kept for the frames of springs: that many springs of frames at most, or there would be no room.
const ROOM: usize = 1 << 20;

/// The frames of a log whose network is written out, in order of time, where the document asks for them: `too-large` where there are more
/// than there may be, `one-of` where it has frames of its own.
pub fn frames(
    document: &Value,
    log: &Log,
    network: &Value,
    limits: &Limits,
    reader: &mut Reader<'_>,
) -> Option<Vec<Value>> {
    let place = &["/journeys/frames"];
    let every = document.get("journeys").and_then(|journeys| journeys.words("frames")).and_then(Every::of)?;
    if document.get("frames").is_some() {
        reader.wrong_at("one-of", place, &["expected at most one of these and frames of the document's own"]);
        return None;
    }
    let period = |moment: &Moment| {
        let [year, month, _] = moment.date();
        let length = if every == Every::Month { 1 } else { 3 };
        (year * 12 + month - 1).div_euclid(length) * length
    };
    // A passage begins with an event: there are no more frames than periods that have any.
    let mut periods: Vec<i64> = Vec::new();
    for row in (0..log.count()).filter_map(|index| log.row(index)) {
        let own = period(&row.moment);
        if periods.last() != Some(&own)
            && let Err(at) = periods.binary_search(&own)
        {
            periods.insert(at, own);
            if periods.len() > limits.frames || periods.len() * (log.springs.count() + 1) > ROOM {
                let most = limits.frames.min(ROOM / (log.springs.count() + 1)).to_string();
                reader.wrong_at(
                    "too-large",
                    place,
                    &["these events come to more than ", &most, " frames, the most that are taken"],
                );
                return None;
            }
        }
    }
    let mut tallies = vec![Tally::<Carried>::new(log); periods.len()];
    let place = |moment: &Moment| periods.binary_search(&period(moment)).unwrap_or_default();
    (0..log.clients()).for_each(|client| Tally::count(&mut tallies, &place, log, client));
    let begun = |tally: &Tally<Carried>| tally.back.any() || tally.springs.iter().any(Carried::any);
    let own = tallies.into_iter().zip(periods).filter(|(tally, _)| begun(tally));
    Some(own.map(|(tally, period)| frame(network, &write(log, &tally.finish()).0, period, every)).collect())
}

/// What a frame has other than the base.
fn frame(base: &Value, own: &Value, period: i64, every: Every) -> Value {
    let (year, month) = (period.div_euclid(12).to_string(), period.rem_euclid(12));
    let year = ["0".repeat(4_usize.saturating_sub(year.len())), year].concat();
    let number = (month + 1).to_string();
    let at = [&*year, if month < 9 { "-0" } else { "-" }, &number].concat();
    let label = (every == Every::Quarter).then(|| [&year, " Q", &(month / 3 + 1).to_string()].concat());
    let changes = |list: &str, fields: &[&str]| {
        let mut changes = Vec::new();
        for (base, own) in base.items(list).iter().zip(own.items(list)) {
            let id = base.id("id").map_or_else(
                || default_id(base.id("from").unwrap_or_default(), base.id("to").unwrap_or_default()),
                str::to_owned,
            );
            let field = |name: &str| {
                // What is not said here would be as in the base; unless a frame cannot say that it is not known.
                let none = base.get(name).filter(|_| matches!(name, "underway" | "revenuePerClient"));
                own.get(name).cloned().or_else(|| none.map(|_| Value::Number(0.0)))
            };
            let change = Value::record(fields.iter().map(|name| (*name, field(name))).collect());
            if change != Value::Record(Vec::new()) {
                changes.push((id.as_str().into(), change));
            }
        }
        Some(Value::Record(changes))
    };
    Value::record(vec![
        ("at", Some(Value::text(at))),
        ("label", label.map(Value::text)),
        ("nodes", changes("nodes", &["clients", "temperature", "underway", "revenuePerClient"])),
        ("streams", changes("streams", &["clients", "temperature", "days"])),
    ])
}
