//! The funnel, written out as the network that it is short for.

use super::{
    network::{Ids, Places, at},
    reader::Reader,
    value::Value,
    written::Parts,
};
use crate::door;

/// The network of a funnel, and where in the document each part of it comes from. What could not be read is left out, so
/// that a funnel with problems can still be checked further.
pub fn expand(funnel: &Value) -> (Value, Places) {
    let mut parts = Parts::default();
    let (springs, competitors) = (funnel.items("springs"), funnel.items("competitors"));
    let several = springs.len() > 1;

    for (index, spring) in springs.iter().enumerate() {
        let (id, origin) = (at("spring-", index + 1), at("/funnel/springs/", index));
        parts.stream([&id, if several { "confluence" } else { "kt1" }], &origin, "", Vec::new());
        let given = ["label", "clients", "temperature"].map(|key| (key, spring.get(key).cloned()));
        parts.node(&id, "spring", &origin, given.into());
    }
    if several {
        parts.node("confluence", "confluence", "/funnel/springs", Vec::new());
        parts.stream(["confluence", "kt1"], "/funnel/springs", "", Vec::new());
    }
    fork(&mut parts, 1, ["kt2", if competitors.is_empty() { "sea" } else { "away" }], funnel);
    fork(&mut parts, 2, ["till", "sea"], funnel);
    parts.node("till", "till", "/funnel", vec![("revenuePerClient", funnel.get("revenuePerClient").cloned())]);
    let regulars = funnel.get("regulars");
    // Without KT3 the funnel ends at the till, without regulars at the regulars: what nobody measured is not made up.
    if funnel.get("kt3").is_some() {
        parts.stream(["till", "kt3"], "/funnel/kt3", "", Vec::new());
        fork(&mut parts, 3, ["regulars", "sea"], funnel);
        let origin = if regulars.is_some() { "/funnel/regulars" } else { "/funnel" };
        parts.node("regulars", "regulars", origin, Vec::new());
        if let Some(regulars) = regulars {
            parts.stream(["regulars", "kt1"], origin, "red", vec![("clients", regulars.get("returning").cloned())]);
            parts.stream(["regulars", "sea"], origin, "blue", Vec::new());
        }
    }
    parts.node("sea", "sea", "/funnel", Vec::new());
    if !competitors.is_empty() {
        parts.node("away", "confluence", "/funnel/competitors", Vec::new());
    }
    for (index, competitor) in competitors.iter().enumerate() {
        let (id, origin) = (at("competitor-", index + 1), at("/funnel/competitors/", index));
        parts.node(&id, "competitor", &origin, vec![("label", competitor.get("label").cloned())]);
        parts.stream(["away", &id], &origin, "", vec![("share", competitor.get("share").cloned())]);
    }
    parts.network()
}

/// Checks what holds between the parts of a funnel.
pub fn check(funnel: &Value, ids: &mut Ids, reader: &mut Reader<'_>) {
    match funnel.get("springs") {
        Some(Value::List(springs)) if springs.is_empty() => {
            door::through(|| reader.wrong_at("empty", &["/funnel/springs"], &["expected at least one spring"]));
        }
        Some(Value::List(_)) => {}
        _ => ids.complete = false,
    }
    if funnel.get("regulars").is_some() && funnel.get("kt3").is_none() {
        door::through(|| {
            let message = ["\"kt3\" is missing here: clients become regulars there"];
            reader.wrong_at("missing", &["/funnel"], &message);
        });
    }
}

/// A critical point with its red and its blue stream, as far as it is given.
fn fork(parts: &mut Parts, kt: usize, [red, blue]: [&str; 2], funnel: &Value) {
    let id = at("kt", kt);
    let origin = ["/funnel/", &id].concat();
    parts.node(&id, "fork", &origin, vec![("kt", Some(Value::Number(kt as f64)))]);
    let given = |key: &str| funnel.get(&id).and_then(|kt| kt.get(key)).cloned();
    let own = vec![("temperature", given("redTemperature")), ("share", given("redShare")), ("clients", given("red"))];
    parts.stream([&id, red], &origin, "red", own);
    parts.stream([&id, blue], &origin, "blue", vec![("temperature", given("blueTemperature"))]);
}
