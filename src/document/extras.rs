//! What must hold between the network and all that refers to it: levers, frames, story, journeys, city.

use super::{
    contract::Kind,
    geometry::{Check, out_of_range},
    levers::canal_id,
    network::{Ids, at, check_leaves},
    reader::{Names, Reader, escaped},
    value::Value,
};
use crate::{door, problem::Problem};

/// Checks levers, frames and story against the ids of the network.
pub fn check(document: &Value, frames: &[Value], ids: &mut Ids, reader: &mut Reader<'_>) {
    // Before the levers, whose canals are no streams that a frame can change.
    for (index, frame) in frames.iter().enumerate() {
        door::through(|| check_frame(frame, &at("/frames/", index), ids, reader));
    }
    let levers = document.items("levers");
    let lever_ids =
        if levers.is_empty() { Names::default() } else { door::through(|| check_levers(levers, ids, reader)) };
    let sure_of_levers = levers.iter().all(|lever| lever.id("id").is_some());
    for (index, step) in document.items("story").iter().enumerate() {
        let place = at("/story/", index);
        expect_all(step, "focus", &place, "node or stream", ids.complete, &[&ids.nodes, &ids.streams], reader);
        expect_all(step, "levers", &place, "lever", sure_of_levers, &[&lever_ids], reader);
        let frames = frames.len();
        if let Some(frame) = step.number("frame")
            && frame >= frames as f64
        {
            door::through(|| {
                let message = ["there are ", &frames.to_string(), " frames, counted from 0"];
                reader.wrong_at("range", &[&place, "/frame"], &message);
            });
        }
    }
}

/// Checks levers against the ids of the network, which their canals' are added to; the levers' own ids.
pub fn check_levers(levers: &[Value], ids: &mut Ids, reader: &mut Reader<'_>) -> Names {
    let mut lever_ids = Names::default();
    for (index, lever) in levers.iter().enumerate() {
        let place = at("/levers/", index);
        if let Some(id) = lever.id("id")
            && !lever_ids.insert(id, index)
        {
            let message = ["another lever has the id \"", id, "\" already"];
            reader.wrong_at("duplicate-id", &[&place, "/id"], &message);
        }
        check_lever(lever, &place, ids, reader);
    }
    lever_ids
}

/// Notes the ids in a list that none of `names` has, where these are sure to be all.
fn expect_all(
    step: &Value,
    list: &str,
    place: &str,
    what: &str,
    sure: bool,
    names: &[&Names],
    reader: &mut Reader<'_>,
) {
    for (index, id) in step.items(list).iter().enumerate() {
        if let Value::Text(id) = id {
            let place = at(&[place, "/", list, "/"].concat(), index);
            expect(sure && !id.is_empty(), id, what, names, &place, reader);
        }
    }
}

fn expect(sure: bool, id: &str, what: &str, names: &[&Names], place: &str, reader: &mut Reader<'_>) {
    if sure && !names.iter().any(|names| names.has(id)) {
        door::through(|| reader.wrong_at("unknown-id", &[place], &["no ", what, " has the id \"", id, "\""]));
    }
}

fn check_lever(lever: &Value, place: &str, ids: &mut Ids, reader: &mut Reader<'_>) {
    for (part, field) in [("warm", "at"), ("dam", "stream"), ("canal", "from"), ("canal", "to")] {
        let (what, names) = if field == "stream" { ("stream", &ids.streams) } else { ("node", &ids.nodes) };
        if let Some(id) = lever.get(part).and_then(|part| part.id(field)) {
            expect(ids.complete, id, what, &[names], &[place, "/", part, "/", field].concat(), reader);
        }
    }
    let Some(canal) = lever.get("canal") else { return };
    let (Some(from), Some(to)) = (canal.id("from"), canal.id("to")) else { return };
    let place = [place, "/canal"].concat();
    if from == to {
        reader.wrong_at("self-loop", &[&place], &["this canal runs from a node to itself"]);
    } else {
        check_leaves(from, ids, &|| place.clone(), reader);
    }
    if let Some(id) = lever.id("id") {
        // A later lever may dam the canal.
        let canal = canal_id(from, to, id, |id| ids.streams.has(id));
        ids.streams.insert(&canal, usize::MAX);
    }
}

fn check_frame(frame: &Value, place: &str, ids: &Ids, reader: &mut Reader<'_>) {
    for (list, what, names) in [("nodes", "node", &ids.nodes), ("streams", "stream", &ids.streams)] {
        for (id, change) in frame.named(list) {
            let place = [place, "/", list, "/", &escaped(id)].concat();
            expect(ids.complete, id, what, &[names], &place, reader);
            if list == "nodes"
                && let Some(kind) = ids.kind(id)
            {
                check_change(change, kind, &place, reader);
            }
        }
    }
}

/// What a node of that kind may not have, a frame may not give it.
fn check_change(change: &Value, kind: Kind, place: &str, reader: &mut Reader<'_>) {
    for rule in super::contract::NODE.rules {
        if let super::contract::shape::Rule::OnlyOf(field, only) = *rule
            && change.get(field).is_some()
            && kind != only
        {
            let message = ["only a \"", only.word(), "\" may have this, and this is a \"", kind.word(), "\""];
            reader.wrong_at("unknown-field", &[place, "/", field], &message);
        }
    }
}

/// Checks what stages and events say of KT and mood, and that each event's stage is there.
pub fn check_journeys(journeys: &Value, reader: &mut Reader<'_>) {
    let mut names = Names::default();
    for (name, stage) in journeys.named("stages") {
        names.insert(name, 0);
        check_mood(stage, &["/journeys/stages/", &escaped(name)].concat(), reader);
    }
    let events = journeys.items("events");
    if let (true, Some(Value::List(_))) = (events.is_empty(), journeys.get("events")) {
        reader.wrong_at("empty", &["/journeys/events"], &["expected at least one event"]);
    }
    for (index, event) in events.iter().enumerate() {
        if reader.is_full() {
            return;
        }
        check_event(event, &at("/journeys/events/", index), &names, reader);
    }
}

/// Checks that an event's stage is there, and what it says of KT and mood.
pub fn check_event(event: &Value, place: &str, stages: &Names, reader: &mut Reader<'_>) {
    if let Some(stage) = event.words("stage")
        && !stages.has(stage)
    {
        reader.wrong_at("unknown-id", &[place, "/stage"], &["no stage has the name \"", stage, "\""]);
    }
    check_mood(event, place, reader);
}

/// KT 0 has no mood; the others have one.
fn check_mood(of: &Value, place: &str, reader: &mut Reader<'_>) {
    match (of.number("kt"), of.get("mood")) {
        (Some(0.0), Some(_)) => {
            let message = ["a first contact (kt 0) decides nothing, so it has no mood"];
            reader.wrong_at("unknown-field", &[place, "/mood"], &message);
        }
        (Some(1.0..=3.0), None) => {
            reader.wrong_at("missing", &[place], &["\"mood\" is missing here: red or blue"]);
        }
        _ => {}
    }
}

/// Checks the streets, and that the nodes' places lie on the earth where coordinates are degrees.
pub fn check_city<'v>(document: &'v Value, most_edges: usize, reader: &mut Reader<'v>) {
    let Some(city) = document.get("city") else { return };
    let Some(streets @ Value::Record(_)) = city.get("streets") else { return };
    door::through(|| check_streets(document, city, streets, most_edges, reader));
}

fn check_streets<'v>(
    document: &'v Value,
    city: &'v Value,
    streets: &'v Value,
    most_edges: usize,
    reader: &mut Reader<'v>,
) {
    let lonlat = city.words("coordinates") != Some("plane");
    let check = Check { lonlat, most_edges };
    reader.in_field("city", |reader| reader.in_field("streets", |reader| check.collection(streets, reader)));
    let nodes = document.get("network").map_or(&[][..], |network| network.items("nodes"));
    for (index, node) in nodes.iter().enumerate().filter(|_| lonlat) {
        for ((axis, number), most) in node.place("at").iter().flatten().enumerate().zip([180.0, 90.0]) {
            if number.abs() > most {
                let place = at(&[&at("/network/nodes/", index), "/at/"].concat(), axis);
                reader.wrong_at("range", &[&place], &[&out_of_range(*number, most)]);
            }
        }
    }
}

/// Warns of a network into which no water comes.
pub fn note_no_spring(document: &Value, reader: &mut Reader<'_>) {
    let nodes = document.get("network").map_or(&[][..], |network| network.items("nodes"));
    if !nodes.is_empty() && !nodes.iter().any(|node| node.kind() == Some(Kind::Spring)) {
        let message = "there is no spring, so no water comes in";
        door::through(|| reader.note(Problem::warning("empty", "/network/nodes", message)));
    }
}
