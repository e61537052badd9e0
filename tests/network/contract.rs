//! Each line of the contract once.

use city_rivers::{
    document::{Document, Kind, Node, Stream},
    network::Network,
    problem::{Problem, Severity},
};

use super::*;

/// The contract's own example, written out as a network.
fn example() -> Document {
    let kt = |id, kt| Node { kt: Some(kt), ..node(id, Kind::Fork) };
    document(
        vec![
            spring("spring-1", 800.0),
            Node { temperature: Some(0.2), ..spring("spring-2", 350.0) },
            node("confluence", Kind::Confluence),
            kt("kt1", 1),
            kt("kt2", 2),
            Node { revenue_per_client: Some(85.0), ..node("till", Kind::Till) },
            kt("kt3", 3),
            node("regulars", Kind::Regulars),
            node("away", Kind::Confluence),
            node("competitor-1", Kind::Competitor),
            node("competitor-2", Kind::Competitor),
            node("sea", Kind::Sea),
        ],
        vec![
            rest("spring-1", "confluence"),
            rest("spring-2", "confluence"),
            rest("confluence", "kt1"),
            red(count("kt1", "kt2", 540.0)),
            blue(rest("kt1", "away")),
            red(count("kt2", "till", 240.0)),
            blue(rest("kt2", "sea")),
            red(rest("till", "kt3")),
            red(count("kt3", "regulars", 150.0)),
            blue(rest("kt3", "sea")),
            red(count("regulars", "kt1", 50.0)),
            blue(rest("regulars", "sea")),
            share("away", "competitor-1", 0.6),
            rest("away", "competitor-2"),
        ],
    )
}

#[test]
fn the_example_of_the_contract() {
    let network = Network::build(&example()).unwrap();
    let totals = network.solved.totals;
    assert_eq!(totals.springs, 1150.0);
    assert_eq!((totals.buyers, totals.revenue), (240.0, 20400.0));
    assert_eq!((totals.become_regulars, totals.returning), (150.0, 50.0));
    assert_eq!(totals.lost_kt, [660.0, 300.0, 90.0]);
    assert_eq!((totals.lost_regulars, totals.lost_other), (100.0, 0.0));
    assert_eq!(inflow(&network, "kt1"), 1200.0);
    close(clients(&network, "away>competitor-1"), 396.0, "competitor");
    close(network.solved.streams[3].share, 0.45, "share");
    // 800 at 0, 350 at 0.2, 50 at 0.7.
    close(network.solved.nodes[3].temperature, 105.0 / 1200.0, "KT1");
    close(network.solved.nodes[9].temperature, -0.7, "a rival's water is cold");
    assert!(network.solved.diagnostics.is_empty(), "{:?}", network.solved.diagnostics);
}

#[test]
fn as_json() {
    let mut document = example();
    document.nodes[0].id = "__proto__".into();
    document.streams[0].from = "__proto__".into();
    document.streams[0].id = "a \"quoted\" \u{1} name".into();
    document.nodes[9].underway = 4.5;
    document.nodes[11].clients = Some(7.0);
    document.streams[5].clients = Some(600.0);
    let network = Network::build(&document).unwrap();
    let text = network.to_json();
    assert!(text.contains("\"__proto__\":{\"inflow\":800,\"outflow\":800,\"unaccounted\":0,\"temperature\":0}"));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["streams"]["a \"quoted\" \u{1} name"]["clients"], 800);
    assert!(value["streams"]["a \"quoted\" \u{1} name"].get("mood").is_none());
    assert_eq!(value["streams"]["kt1>away"]["mood"], "blue");
    assert_eq!(value["totals"]["lost"]["kt1"], 660);
    assert_eq!(value["totals"]["underway"], 4.5);
    assert_eq!(value["nodes"]["kt2"]["unaccounted"], -60);
    assert_eq!(value["diagnostics"][0]["code"], "unaccounted");
    assert_eq!(value["diagnostics"][0]["severity"], "warning");
    assert_eq!(value["diagnostics"][0]["pointer"], "/network/nodes/4");
    let keys: Vec<&String> = value["totals"].as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 9);
}

/// A spring of 100, a fork and three ways out of it, by whatever rules.
fn fork(underway: f64, streams: Vec<Stream>) -> Network {
    let nodes = vec![
        spring("s", 100.0),
        Node { underway, ..node("f", Kind::Fork) },
        node("a", Kind::Sea),
        node("b", Kind::Sea),
        node("c", Kind::Sea),
    ];
    Network::build(&document(nodes, [vec![rest("s", "f")], streams].concat())).unwrap()
}

#[test]
fn a_rest_is_divided_equally_and_less_the_pond() {
    let network = fork(10.0, vec![share("f", "a", 0.3), rest("f", "b"), rest("f", "c")]);
    assert_eq!([inflow(&network, "a"), inflow(&network, "b"), inflow(&network, "c")], [30.0, 30.0, 30.0]);
    assert_eq!(network.solved.totals.underway, 10.0);
    assert!(network.solved.diagnostics.is_empty());
}

#[test]
fn water_unaccounted_for_is_shown_with_its_sign() {
    let short = fork(0.0, vec![count("f", "a", 120.0), rest("f", "b")]);
    assert_eq!((clients(&short, "f>b"), short.solved.nodes[1].unaccounted), (0.0, -20.0));
    assert_eq!(short.solved.streams[1].share, 1.2);
    let over = fork(1.0, vec![count("f", "a", 60.0), share("f", "b", 0.3)]);
    close(over.solved.nodes[1].unaccounted, 9.0, "over");
    let [warning] = over.solved.diagnostics.as_slice() else { panic!("one warning") };
    assert_eq!((warning.severity, warning.code), (Severity::Warning, "unaccounted"));
    assert_eq!(warning.pointer, "/network/nodes/1");
    assert_eq!(warning.message, "at \"f\" 100 come in and 90 go out, 1 are still there: 9 nobody saw leave");
}

#[test]
fn shares_that_make_one_but_for_rounding_leave_nothing() {
    let network = fork(0.0, vec![share("f", "a", 0.1), share("f", "b", 0.2), share("f", "c", 0.7), rest("f", "a")]);
    assert_eq!((network.solved.streams[4].clients, network.solved.nodes[1].unaccounted), (0.0, 0.0));
}

#[test]
fn ends_and_nodes_without_a_way_out_keep_their_water() {
    let nodes = vec![spring("s", 5.0), node("c", Kind::Confluence), spring("alone", 3.0)];
    let network = Network::build(&document(nodes, vec![rest("s", "c")])).unwrap();
    assert!(network.solved.nodes.iter().all(|node| node.unaccounted == 0.0));
    assert_eq!((network.solved.totals.springs, inflow(&network, "c")), (8.0, 5.0));
}

#[test]
fn a_spring_without_a_figure_has_what_its_measured_streams_carry() {
    let nodes = vec![node("s", Kind::Spring), node("a", Kind::Sea), node("b", Kind::Sea), node("c", Kind::Sea)];
    let streams = vec![count("s", "a", 30.0), count("s", "b", 12.0), rest("s", "c")];
    let network = Network::build(&document(nodes, streams)).unwrap();
    assert_eq!((inflow(&network, "s"), inflow(&network, "c"), network.solved.totals.springs), (42.0, 0.0, 42.0));
}

#[test]
fn resting_is_at_regulars_and_underway_elsewhere() {
    let pond = |id, kind, underway| Node { underway, ..node(id, kind) };
    let nodes = vec![spring("s", 10.0), pond("f", Kind::Fork, 2.0), pond("r", Kind::Regulars, 3.0)];
    let streams = vec![rest("s", "f"), rest("f", "r"), red(share("r", "f", 0.25))];
    let network = Network::build(&document(nodes, streams)).unwrap();
    let totals = network.solved.totals;
    assert_eq!((totals.underway, totals.resting), (2.0, 3.0));
    // f = 10 + r / 4 and r = f - 2.
    close(inflow(&network, "f"), 9.5 / 0.75, "f");
    close(network.solved.nodes[2].unaccounted, 0.75 * (9.5 / 0.75 - 2.0) - 3.0, "r");
}

#[test]
fn temperatures_run_on_and_mix() {
    let nodes = vec![
        Node { temperature: Some(1.0), ..spring("warm", 30.0) },
        spring("mild", 10.0),
        node("a", Kind::Confluence),
        node("b", Kind::Fork),
        node("sea", Kind::Sea),
        node("dry", Kind::Sea),
    ];
    let streams = vec![
        rest("warm", "a"),
        Stream { temperature: Some(-0.5), ..rest("mild", "a") },
        rest("a", "b"),
        share("b", "a", 0.9),
        blue(rest("b", "sea")),
        share("b", "dry", 0.0),
    ];
    let network = Network::build(&document(nodes, streams)).unwrap();
    let warm: Vec<f64> = network.solved.nodes.iter().map(|node| node.temperature).collect();
    // What goes round brings its own temperature back, so the mean is that of the springs' water.
    close(warm[2], 25.0 / 40.0, "a");
    close(warm[3], 25.0 / 40.0, "b");
    assert_eq!((warm[0], warm[1], warm[4], warm[5]), (1.0, 0.0, -0.7, 0.0));
    close(network.solved.streams[3].temperature, 25.0 / 40.0, "back");
}

fn refused(nodes: Vec<Node>, streams: Vec<Stream>) -> Vec<(&'static str, String)> {
    let problems = Network::build(&document(nodes, streams)).expect_err("should be refused");
    problems.into_iter().map(|Problem { code, pointer, .. }| (code, pointer)).collect()
}

fn ring(back: Stream, out: Vec<Stream>) -> (Vec<Node>, Vec<Stream>) {
    let nodes = vec![spring("s", 100.0), node("a", Kind::Fork), node("b", Kind::Fork), node("sea", Kind::Sea)];
    (nodes, [vec![rest("s", "a"), rest("a", "b"), back], out].concat())
}

#[test]
fn a_cycle_that_loses_nothing_is_endless() {
    let endless = vec![("endless-cycle", "/network/nodes/1".to_owned())];
    let (nodes, streams) = ring(rest("b", "a"), vec![]);
    assert_eq!(refused(nodes, streams), endless);
    let thirds = vec![share("b", "c", 0.7), share("b", "a", 0.2), rest("c", "a")];
    let (mut nodes, streams) = ring(share("b", "a", 0.1), thirds);
    nodes.push(node("c", Kind::Confluence));
    nodes[0].clients = Some(0.0);
    assert_eq!(refused(nodes, streams), endless, "even dry, and by shares that add up to one by rounding");
    // Taking out 30 of each 100 that come in is not enough; taking out 130 is too much, but settles.
    let (nodes, streams) = ring(rest("b", "a"), vec![count("a", "sea", 30.0)]);
    assert_eq!(refused(nodes, streams), endless);
    let (nodes, streams) = ring(rest("b", "a"), vec![count("a", "sea", 130.0)]);
    let network = Network::build(&document(nodes, streams)).unwrap();
    assert_eq!((inflow(&network, "a"), network.solved.nodes[1].unaccounted), (100.0, -30.0));
    // A stream for which shares leave nothing ties no cycles together: both are told.
    let (mut nodes, streams) =
        ring(share("b", "a", 1.0), vec![rest("b", "c"), rest("s", "c"), rest("c", "d"), rest("d", "c")]);
    nodes.extend([node("c", Kind::Fork), node("d", Kind::Fork)]);
    assert_eq!(refused(nodes, streams), [endless, vec![("endless-cycle", "/network/nodes/4".to_owned())]].concat());
    let (nodes, streams) = ring(count("b", "a", 7.0), vec![]);
    let network = Network::build(&document(nodes, streams)).unwrap();
    assert_eq!((inflow(&network, "a"), network.solved.nodes[2].unaccounted), (107.0, 100.0));
}

#[test]
fn other_refusals() {
    let nodes = || vec![spring("s", 1e308), node("a", Kind::Fork), node("sea", Kind::Sea)];
    let at = |code, pointer: &str| vec![(code, pointer.to_owned())];
    let unknown = refused(nodes(), vec![rest("s", "nowhere")]);
    assert_eq!(unknown, at("unknown-id", "/network/streams/0/to"));
    let streams = vec![rest("s", "a"), rest("a", "sea"), count("sea", "a", 1e308)];
    assert_eq!(refused(nodes(), streams)[0].0, "range");
}
