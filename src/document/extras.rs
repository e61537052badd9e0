//! What must hold between the network and all that refers to it: levers, frames, story, journeys, city. What this
//! version reads but does not apply yet is said plainly, with the code `not-yet`.

use super::{
    contract::{
        Coordinates, FlowDocument, FlowFrame, FlowNetwork, FlowNodeChange, JourneyEvent, JourneyStage, Journeys, Kind,
        Lever, View,
    },
    geometry::{Check, out_of_range},
    network::Ids,
    reader::{Names, Reader, escaped},
    units::Id,
    value::Value,
};
use crate::problem::Problem;

/// Checks levers, frames and story against the ids of the network.
pub fn check(document: &FlowDocument, ids: &mut Ids, reader: &mut Reader<'_>) {
    let mut lever_ids = Names::default();
    let levers = document.levers.as_deref().unwrap_or_default();
    for (index, lever) in levers.iter().enumerate() {
        let place = at("/levers/", index);
        if let Some(id) = &lever.id
            && !lever_ids.insert(id.as_str(), index)
        {
            let message = ["another lever has the id \"", id.as_str(), "\" already"];
            reader.wrong_at("duplicate-id", &[&place, "/id"], &message);
        }
        check_lever(lever, &place, ids, reader);
    }
    let frames = document.frames.as_deref().unwrap_or_default();
    for (index, frame) in frames.iter().enumerate() {
        check_frame(frame, &at("/frames/", index), ids, reader);
    }
    let sure_of_levers = levers.iter().all(|lever| lever.id.is_some());
    for (index, step) in document.story.iter().flatten().enumerate() {
        let place = at("/story/", index);
        for (index, id) in step.focus.iter().flatten().enumerate() {
            let known = |id: &str| ids.nodes.has(id) || ids.streams.has(id);
            let unknown = ids.complete && id.as_ref().is_some_and(|id| !known(id.as_str()));
            expect(!unknown, id, "node or stream", &[&place, "/focus/", &index.to_string()].concat(), reader);
        }
        for (index, id) in step.levers.iter().flatten().enumerate() {
            let unknown = sure_of_levers && id.as_ref().is_some_and(|id| !lever_ids.has(id.as_str()));
            expect(!unknown, id, "lever", &[&place, "/levers/", &index.to_string()].concat(), reader);
        }
        if let Some(frame) = step.frame
            && frame.get() >= frames.len() as f64
        {
            let message = ["there are ", &frames.len().to_string(), " frames, counted from 0"];
            reader.wrong_at("range", &[&place, "/frame"], &message);
        }
    }
}

fn at(list: &str, index: usize) -> String {
    [list, &index.to_string()].concat()
}

fn expect(known: bool, id: &Option<Id>, what: &str, pointer: &str, reader: &mut Reader<'_>) {
    if let (false, Some(id)) = (known, id) {
        reader.wrong_at("unknown-id", &[pointer], &["no ", what, " has the id \"", id.as_str(), "\""]);
    }
}

fn check_lever(lever: &Lever, place: &str, ids: &mut Ids, reader: &mut Reader<'_>) {
    let node = |id: &Option<Id>, ids: &Ids, field: &str, reader: &mut Reader<'_>| {
        let known = !ids.complete || id.as_ref().is_none_or(|id| ids.nodes.has(id.as_str()));
        expect(known, id, "node", &[place, field].concat(), reader);
    };
    if let Some(warm) = &lever.warm {
        node(&warm.at, ids, "/warm/at", reader);
    }
    if let Some(dam) = &lever.dam {
        let known = !ids.complete || dam.stream.as_ref().is_none_or(|id| ids.streams.has(id.as_str()));
        expect(known, &dam.stream, "stream", &[place, "/dam/stream"].concat(), reader);
    }
    if let Some(canal) = &lever.canal {
        node(&canal.from, ids, "/canal/from", reader);
        node(&canal.to, ids, "/canal/to", reader);
        let (Some(from), Some(to)) = (&canal.from, &canal.to) else { return };
        let place = [place, "/canal"].concat();
        if from == to {
            reader.wrong_at("self-loop", &[&place], &["this canal runs from a node to itself"]);
        } else if let Some(kind @ (Kind::Competitor | Kind::Sea)) = ids.kind(from.as_str()) {
            let message = ["a ", kind.word(), " is an end: nothing leaves it"];
            reader.wrong_at("leaves-an-end", &[&place], &message);
        }
        // A later lever may dam the canal.
        ids.streams.insert(&[from.as_str(), ">", to.as_str()].concat(), usize::MAX);
    }
}

fn check_frame(frame: &FlowFrame, place: &str, ids: &Ids, reader: &mut Reader<'_>) {
    for (id, change) in frame.nodes.iter().flat_map(|nodes| &nodes.0) {
        let place = [place, "/nodes/", &escaped(id)].concat();
        match ids.kind(id) {
            Some(kind) => check_change(change, kind, &place, reader),
            None if ids.complete && !ids.nodes.has(id) => {
                let message = ["no node has the id \"", id, "\""];
                reader.wrong_at("unknown-id", &[&place], &message);
            }
            _ => {}
        }
    }
    for (id, _) in frame.streams.iter().flat_map(|streams| &streams.0) {
        if ids.complete && !ids.streams.has(id) {
            let place = [place, "/streams/", &escaped(id)].concat();
            reader.wrong_at("unknown-id", &[&place], &["no stream has the id \"", id, "\""]);
        }
    }
}

/// What a node of that kind may not have, a frame may not give it.
fn check_change(change: &FlowNodeChange, kind: Kind, place: &str, reader: &mut Reader<'_>) {
    let fields = [
        ("/clients", change.clients.is_some(), Kind::Spring),
        ("/temperature", change.temperature.is_some(), Kind::Spring),
        ("/confidence", change.confidence.is_some(), Kind::Spring),
        ("/revenuePerClient", change.revenue_per_client.is_some(), Kind::Till),
    ];
    for (field, given, only) in fields {
        if given && kind != only {
            let message = ["only a \"", only.word(), "\" may have this, and this is a \"", kind.word(), "\""];
            reader.wrong_at("unknown-field", &[place, field], &message);
        }
    }
}

/// Checks what stages and events say of KT and mood, and that each event's stage is there.
pub fn check_journeys(journeys: &Journeys, reader: &mut Reader<'_>) {
    const PLACE: &str = "/journeys/events/";
    let stages: &[(String, JourneyStage)] = journeys.stages.as_ref().map_or(&[], |stages| &stages.0);
    for (name, stage) in stages {
        let place = ["/journeys/stages/", &escaped(name)].concat();
        check_mood(stage.kt.map(|kt| kt.get()), stage.mood.is_some(), place, reader);
    }
    if let Some([]) = journeys.events.as_deref() {
        reader.wrong_at("empty", &["/journeys/events"], &["expected at least one event"]);
    }
    let mut names = Names::default();
    for (name, _) in stages {
        names.insert(name, 0);
    }
    for (index, event) in journeys.events.iter().flatten().enumerate() {
        if reader.is_full() {
            return;
        }
        let JourneyEvent { stage, kt, mood, .. } = event;
        if let Some(stage) = stage
            && !names.has(stage)
        {
            let message = ["no stage has the name \"", stage, "\""];
            reader.wrong_at("unknown-id", &[&at(PLACE, index), "/stage"], &message);
        }
        check_mood(kt.map(|kt| kt.get()), mood.is_some(), at(PLACE, index), reader);
    }
}

/// KT 0 has no mood; the others have one.
fn check_mood(kt: Option<f64>, mood: bool, place: String, reader: &mut Reader<'_>) {
    let Some(kt) = kt else { return };
    let pointer = [&place, "/mood"].concat();
    if kt == 0.0 && mood {
        let message = ["a first contact (kt 0) decides nothing, so it has no mood"];
        reader.wrong_at("unknown-field", &[&pointer], &message);
    } else if kt > 0.0 && !mood && !reader.has_noted(&pointer) {
        reader.wrong_at("missing", &[&place], &["\"mood\" is missing here: red or blue"]);
    }
}

/// Checks the streets, and that the nodes' places lie on the earth where coordinates are degrees.
pub fn check_city<'v>(tree: &'v Value, document: &FlowDocument, most_edges: usize, reader: &mut Reader<'v>) {
    let Some(city) = &document.city else { return };
    let Some(streets) = tree.get("city").and_then(|city| city.get("streets")).filter(|_| city.streets.is_some()) else {
        return;
    };
    let lonlat = city.coordinates != Some(Coordinates::Plane);
    let check = Check { lonlat, most_edges };
    reader.in_field("city", |reader| reader.in_field("streets", |reader| check.collection(streets, reader)));
    if !lonlat {
        return;
    }
    let nodes = document.network.as_ref().and_then(|network| network.nodes.as_deref());
    for (index, node) in nodes.unwrap_or_default().iter().enumerate() {
        for ((axis, number), most) in node.at.iter().flat_map(|at| at.0.into_iter().enumerate()).zip([180.0, 90.0]) {
            if number.abs() > most {
                reader.in_field("network", |reader| {
                    reader.in_field("nodes", |reader| {
                        reader.in_item(index, |reader| {
                            reader.in_field("at", |reader| {
                                reader.in_item(axis, |reader| out_of_range(number, most, reader));
                            });
                        });
                    });
                });
            }
        }
    }
}

/// Says what this version reads and checks, but does not apply yet.
pub fn note_not_yet(document: &FlowDocument, network: Option<&FlowNetwork>, reader: &mut Reader<'_>) {
    let steps = || document.story.iter().flatten();
    let huff = network.iter().flat_map(|network| &network.nodes).flatten().any(|node| node.huff.is_some());
    let levers = document.levers.iter().flatten().any(|lever| lever.on == Some(true))
        || steps().any(|step| step.levers.as_ref().is_some_and(|levers| !levers.is_empty()));
    for (used, pointer, what) in [
        (document.view == Some(View::Time), "/view", "show the time view"),
        (steps().any(|step| step.view == Some(View::Time)), "/story", "show the time view"),
        (document.balance.is_some(), "/balance", "reconcile counts"),
        (document.city.as_ref().is_some_and(|city| city.streets.is_some()), "/city/streets", "draw given streets"),
        (huff, "/network/nodes", "apply Huff's law"),
        (levers, "/levers", "apply levers"),
        (document.frames.as_ref().is_some_and(|frames| !frames.is_empty()), "/frames", "show frames"),
    ] {
        if used {
            reader.note(Problem::warning("not-yet", pointer, ["this version does not ", what, " yet"].concat()));
        }
    }
    if document.journeys.is_some() {
        reader.wrong_at("not-yet", &["/journeys"], &["this version does not solve journeys yet"]);
    }
}
