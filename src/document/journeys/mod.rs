//! Journeys, dated events of single clients, written out as the network that they come to.
//!
//! Where the contract is silent: the value of each red event at KT2 counts, also at a KT that was met already; a negative sum of them
//! is no revenue. Days of a stream are those between events that were both seen: where a KT counts as passed no days are known. A
//! stream's temperature is the mean over its clients of the last one said while they were on it; the overall one stands where a
//! client's sides are not all that is known. A spring is named in order of first appearance among the events as they are given, and
//! so is that of clients who name none. `regulars` has one stream, back to KT1: nobody is seen to leave there.

mod bytes;
mod course;
pub mod csv;
mod draft;
mod frames;
mod log;
mod row;
mod tally;
mod texts;

pub use self::{
    course::{Begin, Course, State, Taken},
    frames::frames,
    log::{Event, Log},
    row::{Point, Warmth},
};
use self::{
    draft::Draft,
    tally::{Tally, Way},
};
pub use super::read::dates::{DAY, Form, Moment};
use super::{
    network::{Places, at},
    reader::Reader,
    value::Value,
    written::{Fields, Parts},
};
use std::rc::Rc;

/// The names of a temperature's sides.
pub const SIDES: [&str; 3] = ["company", "staff", "product"];

/// The log of journeys whose form is right.
pub fn log(journeys: &Value) -> Rc<Log> {
    match journeys.get("events") {
        Some(Value::Events(log)) => log.with_stages(journeys.named("stages")),
        _ => Rc::new(Draft::of(journeys)),
    }
}

/// Checks that the stage of each event of a log is there.
pub fn check(log: &Log, stages: &[(Rc<str>, Value)], reader: &mut Reader<'_>) {
    for (index, stage) in log.lost(stages) {
        let place = at("/journeys/events/", index);
        reader.wrong_at("unknown-id", &[&place, "/stage"], &["no stage has the name \"", stage, "\""]);
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
    let Warmth { overall, sides } = way.warmth?;
    let given: Vec<(&str, Option<Value>)> =
        SIDES.into_iter().zip(sides).map(|(name, side)| (name, side.map(Value::Number))).collect();
    Some(if given.iter().any(|(_, side)| side.is_some()) { Value::record(given) } else { Value::Number(overall) })
}

/// The network that a log comes to.
pub fn expand(log: &Log) -> (Value, Places) {
    write(log, &log.tally)
}

/// The network of a tally.
fn write(log: &Log, tally: &Tally<Way>) -> (Value, Places) {
    let mut parts = Parts::default();
    let number = |count: u64| Some(Value::Number(count as f64));
    let several = tally.springs.len() > 1;
    let mut arriving = Way::default();
    for (index, (way, label)) in tally.springs.iter().zip(log.spring_labels()).enumerate() {
        let (id, days, warmth) = (at("spring-", index + 1), way.days, temperature(way));
        let label = label.map(Value::text);
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
    let ways = tally.red.iter().zip(&tally.blue).zip(tally.underway).zip([
        ["kt1", "kt2"],
        ["kt2", "till"],
        ["kt3", "regulars"],
    ]);
    for (index, (((red, blue), underway), [id, on])) in ways.enumerate() {
        let kt = Some(Value::Number(index as f64 + 1.0));
        let underway = number(underway).filter(|_| underway > 0);
        parts.node(id, "fork", ORIGIN, vec![("kt", kt), ("underway", underway)]);
        // What a client pays takes no time, and neither does becoming a regular.
        let onward = red.days.filter(|_| index == 0);
        parts.stream([id, on], ORIGIN, "red", carried(red, onward));
        parts.stream([id, "sea"], ORIGIN, "blue", carried(blue, None));
        if index == 1 {
            let each = Value::Number((tally.revenue / red.count.max(1) as f64).max(0.0));
            parts.node("till", "till", ORIGIN, vec![("revenuePerClient", Some(each).filter(|_| tally.revenue > 0.0))]);
            let onward = Way { count: red.count, ..Way::default() };
            parts.stream(["till", "kt3"], ORIGIN, "", carried(&onward, red.days));
        }
    }
    let resting = number(tally.resting).filter(|_| tally.resting > 0);
    parts.node("regulars", "regulars", ORIGIN, vec![("underway", resting)]);
    parts.stream(["regulars", "kt1"], ORIGIN, "red", carried(&tally.back, tally.back.days));
    parts.node("sea", "sea", ORIGIN, Vec::new());
    parts.network()
}
