//! The funnel's expansion.

use city_rivers::document::{Document, Limits, Source, expand, read, value::Value};

use super::{documents, tree};

fn document(json: &str) -> Document {
    read(Source::Text(json), &Limits::default()).document.unwrap()
}

fn expanded(json: &str) -> Value {
    expand(Source::Text(json), &Limits::default()).expanded.unwrap()
}

fn valid(name: &str) -> String {
    documents("valid").into_iter().find(|(found, _)| found == name).unwrap().1
}

#[test]
fn a_funnel_is_written_out_as_the_contract_says() {
    let expected = tree(
        r#"{
        "nodes": [
            { "id": "spring-1", "kind": "spring", "label": "Main street", "clients": 800 },
            { "id": "spring-2", "kind": "spring", "label": "Web", "clients": 350, "temperature": 0.2 },
            { "id": "confluence", "kind": "confluence" },
            { "id": "kt1", "kind": "fork", "kt": 1 },
            { "id": "kt2", "kind": "fork", "kt": 2 },
            { "id": "till", "kind": "till", "revenuePerClient": 85 },
            { "id": "kt3", "kind": "fork", "kt": 3 },
            { "id": "regulars", "kind": "regulars" },
            { "id": "sea", "kind": "sea" },
            { "id": "away", "kind": "confluence" },
            { "id": "competitor-1", "kind": "competitor", "label": "Rival" },
            { "id": "competitor-2", "kind": "competitor", "label": "Stay at home" }
        ],
        "streams": [
            { "from": "spring-1", "to": "confluence" },
            { "from": "spring-2", "to": "confluence" },
            { "from": "confluence", "to": "kt1" },
            { "from": "kt1", "to": "kt2", "mood": "red", "clients": 540 },
            { "from": "kt1", "to": "away", "mood": "blue" },
            { "from": "kt2", "to": "till", "mood": "red", "clients": 240 },
            { "from": "kt2", "to": "sea", "mood": "blue" },
            { "from": "till", "to": "kt3" },
            { "from": "kt3", "to": "regulars", "mood": "red", "clients": 150 },
            { "from": "kt3", "to": "sea", "mood": "blue" },
            { "from": "regulars", "to": "kt1", "mood": "red", "clients": 50 },
            { "from": "regulars", "to": "sea", "mood": "blue" },
            { "from": "away", "to": "competitor-1", "share": 0.6 },
            { "from": "away", "to": "competitor-2" }
        ] }"#,
    );
    assert_eq!(expanded(&valid("funnel.json")).get("network"), Some(&expected));
}

#[test]
fn a_funnel_may_end_at_the_till_and_keeps_what_stands_around_it() {
    let json = valid("funnel-short.json");
    let ids: Vec<_> = document(&json).streams.into_iter().map(|stream| stream.id).collect();
    assert_eq!(ids, ["spring-1>kt1", "kt1>kt2", "kt1>sea", "kt2>till", "kt2>sea"]);
    let (given, expanded) = (tree(&json), expanded(&json));
    assert_eq!(expanded.get("meta"), given.get("meta"));
    assert_eq!(expanded.get("title"), given.get("title"));
    let temperature = given.get("funnel").and_then(|it| it.get("kt2")).and_then(|it| it.get("redTemperature"));
    let streams = expanded.get("network").and_then(|it| it.get("streams")).and_then(Value::list).unwrap();
    assert_eq!(streams[3].get("temperature"), temperature);
    assert_eq!(document(&json).streams[3].temperature, Some(0.35));
}

#[test]
fn a_document_and_its_expansion_agree_but_for_where_things_stand() {
    for (name, json) in documents("valid") {
        let again = expanded(&json).to_json();
        assert_eq!(expanded(&again).to_json(), again, "{name}");
        let mut pair = [document(&json), document(&again)];
        for document in &mut pair {
            document.nodes.iter_mut().for_each(|node| node.origin.clear());
            document.streams.iter_mut().for_each(|stream| stream.origin.clear());
            // Of what was written out only the sums are left.
            document.journeys = None;
        }
        assert_eq!(pair[0], pair[1], "{name}");
    }
}

#[test]
fn origins_point_into_the_document_as_given() {
    for (name, json) in documents("valid") {
        let (tree, document) = (tree(&json), document(&json));
        let nodes = document.nodes.iter().map(|node| &node.origin);
        for origin in nodes.chain(document.streams.iter().map(|stream| &stream.origin)) {
            let found = origin.split('/').skip(1).try_fold(&tree, |value, step| match value.list() {
                Some(items) => items.get(step.parse::<usize>().unwrap()),
                None => value.get(step),
            });
            assert!(found.is_some(), "{name}: {origin}");
        }
    }
}
