//! Journeys: what dated events come to.

use city_rivers::{
    document::{Kind, Limits, Mood, Source, expand, journeys::Event, read},
    network::{Network, solve},
};
use oorandom::Rand64;
use std::{collections::BTreeMap, fmt::Write};

const STAGES: &str = r#""stages": { "Lead": { "kt": 0 }, "Talks": { "kt": 1, "mood": "red" }, "Elsewhere": { "kt": 1, "mood": "blue" },
    "Won": { "kt": 2, "mood": "red" }, "Lost": { "kt": 2, "mood": "blue" }, "Happy": { "kt": 3, "mood": "red" }, "Gone": { "kt": 3, "mood": "blue" } }"#;

fn document(events: &str) -> String {
    format!(r#"{{ "cityRivers": 1, "journeys": {{ {STAGES}, "events": [{events}] }} }}"#)
}

fn network(events: &str) -> Network {
    let text = document(events);
    let answer = solve(Source::Text(&text), &Limits::default());
    assert!(answer.problems.is_empty(), "{:?}", answer.problems);
    answer.solved.unwrap().1
}

/// What each stream carries, with its days and its temperature.
fn streams(network: &Network) -> BTreeMap<String, (f64, Option<f64>, f64)> {
    let streams = network.graph.edge_weights().zip(&network.solved.streams);
    streams.map(|(stream, flow)| (stream.id.clone(), (flow.clients, stream.days, flow.temperature))).collect()
}

fn underway(network: &Network, id: &str) -> f64 {
    network.solved.nodes[network.graph.node_weights().position(|node| node.id == id).unwrap()].underway
}

#[test]
fn a_passage_meets_one_point_after_the_other() {
    let network = network(
        r#"{ "client": "a", "at": "2026-03-11", "stage": "Won", "value": 12000, "temperature": { "staff": 0.9, "company": -0.3 } },
           { "client": "a", "at": "2026-03-01", "stage": "Talks", "spring": "Fair" },
           { "client": "a", "at": "2026-03-05", "stage": "Elsewhere" },
           { "client": "b", "at": "2026-03-01T10:00:00+02:00", "stage": "Lead" },
           { "client": "b", "at": "2026-03-03T08:00Z", "stage": "Elsewhere" },
           { "client": "b", "at": "2026-04-01", "stage": "Happy" },
           { "client": "b", "at": "2026-04-11", "stage": "Talks" },
           { "client": "c", "at": "2026-03-01", "stage": "Lead", "spring": "Web" },
           { "client": "d", "at": "2026-03-01", "stage": "Happy", "spring": "Fair" },
           { "client": "d", "at": "2026-03-02", "kt": 2, "mood": "blue", "spring": "Web" },
           { "client": "e", "at": "2026-03-01", "stage": "Happy", "spring": "Web" }"#,
    );
    let streams = streams(&network);
    let count = |id: &str| streams[id].0;
    // a and d from the fair, b twice from nowhere named, c and e from the web; a's second event at KT1 changes nothing.
    assert_eq!(
        [count("spring-1>confluence"), count("spring-2>confluence"), count("spring-3>confluence")],
        [2.0, 2.0, 2.0]
    );
    let labels: Vec<_> =
        network.graph.node_weights().filter(|node| node.kind == Kind::Spring).map(|node| node.label.as_str()).collect();
    assert_eq!(labels, ["Fair", "spring-2", "Web"]);
    assert_eq!([count("kt1>kt2"), count("kt1>sea"), count("regulars>kt1")], [6.0, 1.0, 2.0]);
    assert_eq!([count("kt2>till"), count("kt2>sea"), count("kt3>regulars"), count("kt3>sea")], [4.0, 1.0, 3.0, 0.0]);
    // a waits before KT3, b (come back) before KT2, c before KT1; e rests.
    assert_eq!(["kt1", "kt2", "kt3", "regulars"].map(|id| underway(&network, id)), [1.0, 1.0, 1.0, 1.0]);
    let totals = &network.solved.totals;
    assert_eq!((totals.underway, totals.resting, totals.buyers, totals.revenue), (3.0, 1.0, 4.0, 12000.0));
    // Ten days from talks to won; two from b's lead to KT1, ten back again, and no days where a point was not seen.
    assert_eq!((streams["kt1>kt2"].1, streams["spring-2>confluence"].1), (Some(10.0), Some(2.0)));
    assert_eq!((streams["regulars>kt1"].1, streams["till>kt3"].1), (Some(10.0), None));
    assert!((streams["kt2>till"].2 - 0.3).abs() < 1e-12, "the mean of the sides");
}

#[test]
fn moments_are_compared_whatever_their_zones() {
    // In time order: talks, won, happy; and at one moment in the order in which they stand.
    let network = network(
        r#"{ "client": "a", "at": "2026-01-01T00:30:00+01:00", "stage": "Won" },
           { "client": "a", "at": "2025-12-31T23:29:59.5Z", "stage": "Talks" },
           { "client": "a", "at": "2025-12-31T18:30-0500", "stage": "Happy" },
           { "client": "a", "at": "2026-01-01", "stage": "Gone" }"#,
    );
    let streams = streams(&network);
    assert_eq!((streams["kt3>regulars"].0, streams["kt3>sea"].0, streams["regulars>kt1"].0), (1.0, 1.0, 1.0));
    assert!((streams["kt1>kt2"].1.unwrap() - 0.5 / 86_400.0).abs() < 1e-9);
}

#[test]
fn the_single_clients_and_their_events_stay_with_the_document() {
    let text = document(
        r#"{ "client": "b", "at": "2026-03-11T08:05", "stage": "Won", "value": 12, "spring": "Fair", "note": "signed" },
           { "client": "a", "at": "2026-03-11", "kt": 0 },
           { "client": "b", "at": "2024-02-29T23:30:00.25-05:30", "stage": "Talks", "temperature": { "staff": 0.9, "company": -0.3 } },
           { "client": "a", "at": "2026-03-11T00:00Z", "kt": 3, "mood": "blue", "temperature": -1 }"#,
    );
    let document = read(Source::Text(&text), &Limits::default()).document.unwrap();
    let log = document.journeys.unwrap();
    let names: Vec<_> = (0..log.clients()).map(|client| log.name(client)).collect();
    assert_eq!(names, ["b", "a"]);
    let events = |client| log.events_of(client).collect::<Vec<_>>();
    let dates = |client| events(client).iter().map(|event| event.moment.written()).collect::<Vec<_>>();
    assert_eq!(dates(0), ["2024-02-29T23:30:00.250-05:30", "2026-03-11T08:05:00"]);
    assert_eq!(dates(1), ["2026-03-11", "2026-03-11T00:00:00Z"], "what is at one moment stays in order");
    let (b, a) = (events(0), events(1));
    let said = |event: &Event| (event.point.kt, event.point.mood, event.value, event.stage.map(str::to_owned));
    assert_eq!(said(&b[0]), (1, Some(Mood::Red), None, Some("Talks".to_owned())));
    assert_eq!(said(&b[1]), (2, Some(Mood::Red), Some(12.0), Some("Won".to_owned())));
    assert_eq!([said(&a[0]), said(&a[1])], [(0, None, None, None), (3, Some(Mood::Blue), None, None)]);
    assert_eq!((b[1].spring, b[1].note, b[0].spring, b[0].note), (Some("Fair"), Some("signed"), None, None));
    let warmth = b[0].warmth.unwrap();
    assert_eq!(warmth.sides, [Some(-0.3), Some(0.9), None]);
    assert!((warmth.overall - 0.3).abs() < 1e-12);
    assert_eq!(a[1].warmth.map(|warmth| (warmth.overall, warmth.sides)), Some((-1.0, [None; 3])));
}

#[test]
fn what_journeys_come_to_adds_up_and_is_as_counted_client_by_client() {
    let mut random = Rand64::new(7);
    let names = ["Lead", "Talks", "Elsewhere", "Won", "Lost", "Happy", "Gone"];
    for round in 0..60 {
        let mut own: Vec<(u64, u64, usize)> = (0..random.rand_range(1..200))
            .map(|_| (random.rand_range(0..9), random.rand_range(1..28), random.rand_range(0..7) as usize))
            .collect();
        let mut text = String::new();
        for (client, day, stage) in &own {
            let comma = if text.is_empty() { "" } else { "," };
            write!(
                text,
                r#"{comma}{{ "client": "c{client}", "at": "2026-02-{day:02}", "stage": "{}" }}"#,
                names[*stage]
            )
            .unwrap();
        }
        let network = network(&text);
        for (flow, node) in network.solved.nodes.iter().zip(network.graph.node_weights()) {
            assert!(flow.unaccounted.abs() < 1e-9, "{round} {}", node.id);
        }
        own.sort_by_key(|(client, day, _)| (*client, *day));
        let mut count: BTreeMap<&str, f64> = BTreeMap::new();
        for of_one in own.chunk_by(|a, b| a.0 == b.0) {
            // "-": away; "1", "2", "3": before that point; "r": a regular.
            let mut place = '-';
            for (.., stage) in of_one {
                let (kt, red) =
                    [(0, false), (1, true), (1, false), (2, true), (2, false), (3, true), (3, false)][*stage];
                if place == '-' || place == 'r' {
                    *count.entry(if place == 'r' { "regulars>kt1" } else { "spring-1>kt1" }).or_default() += 1.0;
                    place = '1';
                }
                while place.to_digit(10).is_some_and(|next| next <= kt) {
                    let at = place.to_digit(10).unwrap();
                    let leaves = at == kt && !red;
                    let stream = match (at, leaves) {
                        (1, false) => "kt1>kt2",
                        (2, false) => "kt2>till",
                        (3, false) => "kt3>regulars",
                        (1, true) => "kt1>sea",
                        (2, true) => "kt2>sea",
                        _ => "kt3>sea",
                    };
                    *count.entry(stream).or_default() += 1.0;
                    place = if leaves {
                        '-'
                    } else if at == 3 {
                        'r'
                    } else {
                        char::from_digit(at + 1, 10).unwrap()
                    };
                    if at == kt {
                        break;
                    }
                }
            }
        }
        for (id, (clients, ..)) in streams(&network) {
            let same = if id == "till>kt3" { "kt2>till" } else { &id };
            assert_eq!(clients, count.get(same).copied().unwrap_or_default(), "{round} {id}");
        }
    }
}

#[test]
fn what_is_written_out_is_read_as_the_same() {
    let text = document(
        r#"{ "client": "a", "at": "2026-03-01", "stage": "Talks" }, { "client": "b", "at": "2026-03-09", "stage": "Gone", "value": 3 },
           { "client": "a", "at": "2026-03-05", "stage": "Won", "value": 90, "temperature": -0.1 }"#,
    );
    let written = expand(Source::Text(&text), &Limits::default()).expanded.unwrap();
    assert!(written.get("journeys").is_none() && written.get("network").is_some());
    let again = expand(Source::Tree(written.clone()), &Limits::default());
    assert_eq!((again.problems, again.expanded), (vec![], Some(written.clone())));
    let solved = |source: Source<'_>| solve(source, &Limits::default()).solved.unwrap().1.to_json();
    assert_eq!(solved(Source::Text(&text)), solved(Source::Tree(written)));
}

/// A pipeline whose counts are published; each opportunity is a client.
#[test]
fn a_crm_pipeline_comes_to_its_published_counts() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/crm/crm_sales_sales_pipeline.csv");
    let Ok(csv) = std::fs::read_to_string(path) else {
        println!("not there, so not tested: {path}");
        return;
    };
    let mut events = String::new();
    for row in csv.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let (client, stage, [engaged, closed]) = (fields[0], fields[4], [fields[5], fields[6]]);
        // Who is still being prospected has no date at all.
        let rows = [("Lead", "2016-01-01"), ("Talks", engaged), (stage, closed)];
        for (stage, at) in rows.into_iter().filter(|(_, at)| !at.is_empty()) {
            let comma = if events.is_empty() { "" } else { "," };
            let value = if stage == "Won" { format!(r#", "value": {}"#, fields[7]) } else { String::new() };
            write!(events, r#"{comma}{{ "client": "{client}", "at": "{at}", "stage": "{stage}"{value} }}"#).unwrap();
        }
    }
    let network = network(&events);
    let streams = streams(&network);
    assert_eq!([streams["kt2>till"].0, streams["kt2>sea"].0], [4_238.0, 2_473.0]);
    // Engaging: through KT1, waiting before KT2. Prospecting: not yet at KT1.
    assert_eq!(["kt1", "kt2"].map(|id| underway(&network, id)), [500.0, 1_589.0]);
    assert_eq!(network.solved.totals.springs, 8_800.0);
}

#[test]
fn more_springs_than_a_network_may_have_are_refused() {
    let text = document(
        r#"{ "client": "a", "at": "2026-03-01", "stage": "Lead", "spring": "x" }, { "client": "b", "at": "2026-03-01", "stage": "Lead", "spring": "y" }"#,
    );
    let limits = Limits { nodes: 8, ..Limits::default() };
    let problems = solve(Source::Text(&text), &limits).problems;
    assert_eq!(
        problems.iter().map(|it| (it.code, &*it.pointer)).collect::<Vec<_>>(),
        [("too-large", "/journeys/events")]
    );
}
