//! The door: text, bytes and trees, limits, and what no file can hold.

use city_rivers::{
    document::{Limits, MAX_PROBLEMS, Period, Source, Step, View, read, value::Value},
    problem::Problem,
};

use super::{documents, problems, tree};

const PLAIN: &str =
    r#"{ "cityRivers": 1, "network": { "nodes": [{ "id": "a", "kind": "spring", "clients": 5 }], "streams": [] } }"#;

fn only(problems: &[Problem]) -> (&str, &str, Option<usize>) {
    assert_eq!(problems.len(), 1, "{problems:?}");
    (problems[0].code, &problems[0].pointer, problems[0].line)
}

#[test]
fn text_bytes_and_trees_agree() {
    for (name, json) in documents("valid").into_iter().chain(documents("broken")) {
        let limits = Limits::default();
        let text = read(Source::Text(&json), &limits);
        let marked = ["\u{feff}", &json].concat();
        assert_eq!(text, read(Source::Text(&marked), &limits), "{name}");
        assert_eq!(text, read(Source::Bytes(marked.as_bytes()), &limits), "{name}");
        assert_eq!(text, read(Source::Tree(tree(&json)), &limits), "{name}");
    }
}

#[test]
fn syntax_says_where() {
    assert_eq!(only(&problems("{\n \"cityRivers\": 1,\n}")), ("syntax", "", Some(3)));
    assert_eq!(only(&problems("")), ("syntax", "", Some(1)));
    assert_eq!(only(&problems("{} {}")), ("syntax", "", Some(1)));
    assert_eq!(only(&problems(&PLAIN.replace('5', "NaN"))), ("syntax", "", Some(1)));
    assert_eq!(only(&problems(&"[".repeat(1_000_000))), ("syntax", "", Some(1)));
    let bytes = read(Source::Bytes(b"{\n\xff}"), &Limits::default());
    assert_eq!(only(&bytes.problems), ("syntax", "", Some(2)));
    assert_eq!(only(&problems("[]")), ("type", "", None));
}

#[test]
fn a_field_that_stands_twice_is_not_silently_lost() {
    let twice = PLAIN.replace("\"clients\": 5", "\"clients\": 5, \"clients\": 6");
    assert_eq!(only(&problems(&twice)), ("syntax", "/network/nodes/0/clients", None));
}

#[test]
fn numbers_that_json_cannot_say_are_out_of_range() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let node = |clients| {
            let fields = [("id", Value::text("a")), ("kind", Value::text("spring")), ("clients", clients)];
            Value::Record(fields.map(|(name, value)| (name.into(), value)).to_vec())
        };
        let network = [("nodes", Value::List(vec![node(Value::Number(number))])), ("streams", Value::List(Vec::new()))];
        let network = Value::Record(network.map(|(name, value)| (name.into(), value)).to_vec());
        let document = [("cityRivers", Value::Number(1.0)), ("network", network)];
        let document = Value::Record(document.map(|(name, value)| (name.into(), value)).to_vec());
        let reading = read(Source::Tree(document), &Limits::default());
        assert_eq!(only(&reading.problems), ("range", "/network/nodes/0/clients", None));
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let limits = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    };
    let file = |name: &str| documents("valid").into_iter().find(|(found, _)| found == name).unwrap().1;
    let (network, later, funnel) = (file("network.json"), file("later.json"), file("funnel.json"));
    let cases = [
        (&network, limits(|it| it.text_bytes = 10), ""),
        (&network, limits(|it| it.nodes = 8), "/network/nodes"),
        (&network, limits(|it| it.streams = 10), "/network/streams"),
        (&network, limits(|it| it.levers = 3), "/levers"),
        (&later, limits(|it| it.frames = 0), "/frames"),
        (&later, limits(|it| it.street_edges = 1), "/city/streets"),
        (&funnel, limits(|it| it.nodes = 9), "/funnel/springs"),
    ];
    for (json, limits, pointer) in cases {
        let reading = read(Source::Text(json), &limits);
        let errors: Vec<_> =
            reading.problems.iter().filter(|it| it.code == "too-large").map(|it| &it.pointer).collect();
        assert!(errors.contains(&&pointer.to_owned()), "{pointer}: {:?}", reading.problems);
        assert!(reading.document.is_none());
    }
    let events = r#"{ "cityRivers": 1, "journeys": { "events": [0, 0] } }"#;
    let reading = read(Source::Text(events), &limits(|it| it.events = 1));
    assert_eq!(only(&reading.problems), ("too-large", "/journeys/events", None));
}

#[test]
fn no_more_problems_than_a_person_can_read() {
    let nodes = vec!["0"; 100_000].join(",");
    let json = format!(r#"{{ "cityRivers": 1, "network": {{ "nodes": [{nodes}], "streams": [] }} }}"#);
    assert_eq!(problems(&json).len(), MAX_PROBLEMS);
}

#[test]
fn defaults_are_the_contract_s() {
    let document = read(Source::Text(PLAIN), &Limits::default()).document.unwrap();
    assert_eq!((document.title.as_str(), document.period, document.view), ("", Period::Total, View::City));
    assert_eq!((document.attribution, document.story), (None, Vec::new()));
    // FNV-1a of the empty title.
    assert_eq!(document.seed, 0xcbf2_9ce4_8422_2325);
    let json = PLAIN.replace("\"cityRivers\": 1", "\"cityRivers\": 1, \"title\": \"a\"");
    assert_eq!(read(Source::Text(&json), &Limits::default()).document.unwrap().seed, 0xaf63_dc4c_8601_ec8c);
}

#[test]
fn what_the_stage_shows_is_handed_on() {
    let file = |name: &str| documents("valid").into_iter().find(|(found, _)| found == name).unwrap().1;
    let network = read(Source::Text(&file("network.json")), &Limits::default()).document.unwrap();
    assert_eq!((network.title.as_str(), network.period), ("Central shop", Period::Day));
    assert_eq!((network.currency.as_deref(), network.locale.as_deref()), (Some("RON"), Some("ro-RO")));
    assert_eq!((network.seed, network.blocks), (7, Some(400)));
    let later = read(Source::Text(&file("later.json")), &Limits::default()).document.unwrap();
    assert_eq!((later.view, later.attribution.as_deref()), (View::Time, Some("(c)")));
    let first = Step {
        title: Some("t".to_owned()),
        text: Some("x".to_owned()),
        focus: vec!["k".to_owned(), "a>k".to_owned()],
        levers: Some(vec!["l".into()]),
        frame: Some(0),
        view: Some(View::City),
    };
    assert_eq!(later.story, [first, Step { view: Some(View::Time), ..Step::default() }]);
}

#[test]
fn json_leaves_as_it_came() {
    let json = r#"{"__proto__":[null,true,-1.5,5,0.1,9007199254740991,-0.000001],"a\"<b>\u0000":{}}"#;
    assert_eq!(tree(json).to_json(), json);
    let problem = Problem::error("type", "/a", "found 1").at_line(3).to_value().to_json();
    assert_eq!(problem, r#"{"severity":"error","code":"type","pointer":"/a","message":"found 1","line":3}"#);
}
