//! Journeys, dated events of single clients, written out as the network that they come to.
//!
//! Where the contract is silent: the value of each red event at KT2 counts, also at a KT that was met already; a negative sum of them
//! is no revenue. Days of a stream are those between events that were both seen: where a KT counts as passed no days are known. A
//! stream's temperature is the mean over its clients of the last one said while they were on it; the overall one stands where a
//! client's sides are not all that is known. A spring is named in order of first appearance among the events as they are given, and
//! so is that of clients who name none. `regulars` has one stream, back to KT1: nobody is seen to leave there.

pub mod csv;
mod tally;

use super::{
    contract::Mood,
    dates::instant,
    network::{Places, at},
    reader::Names,
    value::Value,
    written::{Fields, Parts},
};
use tally::{Event, Tally, Warmth, Way};

/// The names of a temperature's sides.
const SIDES: [&str; 3] = ["company", "staff", "product"];

/// Events with numbers in the place of names.
#[derive(Default)]
struct Log {
    events: Vec<Event>,
    clients: Names,
    client_count: usize,
    /// The labels of springs; none: of clients who name none.
    springs: Vec<Option<String>>,
    named: Names,
    unnamed: Option<usize>,
}

/// The network of journeys, all of which comes from their events. What could not be read is left out.
pub fn expand(journeys: &Value) -> (Value, Places) {
    let log = Log::of(journeys);
    let unnamed = log.unnamed.unwrap_or(0);
    let tally = Tally::of(&log.events, log.client_count, log.springs.len(), unnamed);
    write(tally, &log.springs)
}

impl Log {
    fn of(journeys: &Value) -> Self {
        let mut log = Self::default();
        let stages = journeys.named("stages");
        let stage = |name: &str| stages.iter().find(|(own, _)| **own == *name).map(|(_, stage)| stage);
        for event in journeys.items("events") {
            let what = event.words("stage").map_or(Some(event), stage);
            let point = what.and_then(|what| Some((what.number("kt")? as usize, what.mood())));
            let (Some((kt, mood)), Some(client), Some(at)) =
                (point, event.id("client"), event.words("at").and_then(instant))
            else {
                continue;
            };
            let client = log.client(client);
            let spring = event.id("spring").map(|name| log.spring(name));
            let warmth = event.temperature("temperature").map(|overall| {
                let side = |name: &str| event.get("temperature").and_then(|sides| sides.number(name));
                Warmth { overall, sides: SIDES.map(side) }
            });
            let value = event.number("value").unwrap_or(0.0);
            log.events.push(Event { client, at, kt, mood: mood.unwrap_or(Mood::Blue), value, warmth, spring });
        }
        log.name_springs();
        log
    }

    fn client(&mut self, id: &str) -> usize {
        if self.clients.insert(id, self.client_count) {
            self.client_count += 1;
            return self.client_count - 1;
        }
        self.clients.get(id).unwrap_or_default()
    }

    fn spring(&mut self, name: &str) -> usize {
        if self.named.insert(name, self.springs.len()) {
            self.springs.push(Some(name.to_owned()));
        }
        self.named.get(name).unwrap_or_default()
    }

    /// Puts the springs in the order in which their clients appear, with one for clients who name none.
    fn name_springs(&mut self) {
        let mut own = vec![false; self.client_count];
        for event in &self.events {
            if let (Some(own), Some(_)) = (own.get_mut(event.client), event.spring) {
                *own = true;
            }
        }
        let first = self.events.iter().position(|event| own.get(event.client) == Some(&false));
        let Some(first) = first else { return };
        // Such springs as were named before it keep their places.
        let before = self.events.iter().take(first).filter_map(|event| event.spring).max().map_or(0, |last| last + 1);
        self.springs.insert(before, None);
        for spring in self.events.iter_mut().filter_map(|event| event.spring.as_mut()).filter(|own| **own >= before) {
            *spring += 1;
        }
        self.unnamed = Some(before);
    }
}

/// What all of it comes from.
const ORIGIN: &str = "/journeys/events";

/// What a stream has carried, as its fields.
fn carried(way: &Way, days: Option<f64>) -> Fields<'static> {
    let days = days.map(Value::Number);
    vec![("temperature", temperature(way)), ("days", days), ("clients", Some(Value::Number(way.count as f64)))]
}

fn temperature(way: &Way) -> Option<Value> {
    let Warmth { overall, sides } = way.temperature()?;
    let given: Vec<(&str, Option<Value>)> =
        SIDES.into_iter().zip(sides).map(|(name, side)| (name, side.map(Value::Number))).collect();
    Some(if given.iter().any(|(_, side)| side.is_some()) { Value::record(given) } else { Value::Number(overall) })
}

fn write(mut tally: Tally, springs: &[Option<String>]) -> (Value, Places) {
    let mut parts = Parts::default();
    let number = |count: u64| Some(Value::Number(count as f64));
    let several = tally.springs.len() > 1;
    let mut arriving = Way::default();
    for (index, (way, label)) in tally.springs.iter_mut().zip(springs).enumerate() {
        let (id, days, warmth) = (at("spring-", index + 1), way.median(), temperature(way));
        let label = label.as_ref().map(Value::text);
        parts.node(
            &id,
            "spring",
            ORIGIN,
            vec![("label", label), ("clients", number(way.count)), ("temperature", warmth)],
        );
        parts.stream([&id, if several { "confluence" } else { "kt1" }], ORIGIN, "", carried(way, days));
        arriving.count += way.count;
    }
    if several {
        parts.node("confluence", "confluence", ORIGIN, Vec::new());
        parts.stream(["confluence", "kt1"], ORIGIN, "", carried(&arriving, None));
    }
    let [mut red, blue] = [tally.red, tally.blue];
    let days = red.each_mut().map(Way::median);
    let ways = red.iter().zip(&blue).zip(tally.underway).zip([["kt1", "kt2"], ["kt2", "till"], ["kt3", "regulars"]]);
    for (index, (((red, blue), underway), [id, on])) in ways.enumerate() {
        let kt = Some(Value::Number(index as f64 + 1.0));
        let underway = number(underway).filter(|_| underway > 0);
        parts.node(id, "fork", ORIGIN, vec![("kt", kt), ("underway", underway)]);
        // What a client pays takes no time, and neither does becoming a regular.
        let onward = days.get(index).copied().flatten().filter(|_| index == 0);
        parts.stream([id, on], ORIGIN, "red", carried(red, onward));
        parts.stream([id, "sea"], ORIGIN, "blue", carried(blue, None));
        if index == 1 {
            let each = Value::Number((tally.revenue / red.count.max(1) as f64).max(0.0));
            parts.node("till", "till", ORIGIN, vec![("revenuePerClient", Some(each).filter(|_| tally.revenue > 0.0))]);
            let onward = Way { count: red.count, ..Way::default() };
            parts.stream(["till", "kt3"], ORIGIN, "", carried(&onward, days.get(1).copied().flatten()));
        }
    }
    let resting = number(tally.resting).filter(|_| tally.resting > 0);
    parts.node("regulars", "regulars", ORIGIN, vec![("underway", resting)]);
    let days = tally.back.median();
    parts.stream(["regulars", "kt1"], ORIGIN, "red", carried(&tally.back, days));
    parts.node("sea", "sea", ORIGIN, Vec::new());
    parts.network()
}
