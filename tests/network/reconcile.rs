//! Reconciled counts.

mod every_choice;

use city_rivers::{
    document::{Document, Kind, Node, Stream},
    network::Network,
};
use oorandom::Rand64;
use proptest::prelude::*;

use super::{clients, close, count, document, inflow, node, rest, share, spring};

fn reconciled(nodes: Vec<Node>, streams: Vec<Stream>) -> Document {
    Document { reconcile: true, ..document(nodes, streams) }
}

/// The document with its counts as they were adjusted.
fn adjusted(document: &Document, network: &Network) -> Document {
    let mut adjusted = document.clone();
    for (node, flow) in adjusted.nodes.iter_mut().zip(&network.solved.nodes) {
        node.clients = node.clients.map(|clients| clients + flow.moved.unwrap());
    }
    for (stream, flow) in adjusted.streams.iter_mut().zip(&network.solved.streams) {
        assert_eq!(stream.clients.is_some(), flow.moved.is_some());
        stream.clients = stream.clients.map(|_| flow.clients);
    }
    adjusted
}

/// Every count with how far it moved.
fn moved(document: &Document, network: &Network) -> Vec<(f64, f64)> {
    let nodes = document.nodes.iter().map(|node| node.clients).zip(network.solved.nodes.iter().map(|flow| flow.moved));
    let streams = document.streams.iter().map(|stream| stream.clients);
    let streams = streams.zip(network.solved.streams.iter().map(|flow| flow.moved));
    nodes.chain(streams).filter_map(|(count, moved)| count.zip(moved)).collect()
}

fn is_stuck(network: &Network) -> bool {
    network.solved.diagnostics.iter().any(|problem| problem.code == "unaccounted" && problem.pointer == "/balance")
}

fn balanced(network: &Network) -> Result<(), TestCaseError> {
    for flow in &network.solved.nodes {
        let size = flow.inflow.max(flow.outflow + flow.underway);
        prop_assert!(flow.unaccounted.abs() <= 1e-10 * size, "{flow:?}");
    }
    prop_assert!(network.solved.streams.iter().all(|flow| flow.clients >= 0.0));
    prop_assert!(network.solved.diagnostics.is_empty(), "{:?}", network.solved.diagnostics);
    Ok(())
}

#[test]
fn a_chain_settles_at_its_harmonic_mean() {
    let nodes = vec![spring("s", 100.0), node("a", Kind::Fork), node("b", Kind::Fork), node("sea", Kind::Sea)];
    let streams = vec![count("s", "a", 80.0), count("a", "b", 60.0), rest("b", "sea")];
    let mut document = reconciled(nodes, streams);
    let network = Network::build(&document).unwrap();
    // y/100 + y/80 + y/60 = 3.
    let mean = 3600.0 / 47.0;
    close(inflow(&network, "s"), mean, "spring");
    close(clients(&network, "a>b"), mean, "second");
    close(network.solved.totals.springs, mean, "springs");
    close(network.solved.nodes[0].moved.unwrap(), mean - 100.0, "moved");
    assert_eq!((network.solved.nodes[1].moved, network.solved.streams[2].moved), (None, None));
    assert!(network.to_json().contains(r#""moved":-23.4"#));
    assert!(network.solved.diagnostics.is_empty());

    document.streams[1].confidence = 1e9;
    let network = Network::build(&document).unwrap();
    assert!(network.solved.streams[1].moved.unwrap().abs() < 1e-6);
    close(inflow(&network, "s"), clients(&network, "a>b"), "all follow");

    document.reconcile = false;
    let network = Network::build(&document).unwrap();
    assert_eq!(network.solved.streams[1].moved, None);
    assert!(!network.to_json().contains("moved"));
}

#[test]
fn counts_move_in_proportion_to_their_size() {
    let nodes = vec![spring("s", 100.0), node("a", Kind::Fork), node("sea", Kind::Sea)];
    let more = Stream { id: "more".into(), ..count("a", "sea", 30.0) };
    let network = Network::build(&reconciled(nodes, vec![rest("s", "a"), count("a", "sea", 60.0), more])).unwrap();
    // 100 - 100 r = 90 + 90 r.
    let r = 1.0 / 19.0;
    close(inflow(&network, "s"), 100.0 * (1.0 - r), "in");
    close(clients(&network, "a>sea"), 60.0 * (1.0 + r), "out");
    close(clients(&network, "more"), 30.0 * (1.0 + r), "out");
}

/// What streams without a figure divide takes up what is over, but cannot lend what is short.
#[test]
fn a_rest_takes_what_is_over() {
    let of = |out: f64| {
        let nodes = vec![spring("s", 100.0), node("a", Kind::Fork), node("sea", Kind::Sea)];
        let other = Stream { id: "rest".into(), ..rest("a", "sea") };
        Network::build(&reconciled(nodes, vec![rest("s", "a"), count("a", "sea", out), other])).unwrap()
    };
    let (over, short) = (of(60.0), of(150.0));
    assert_eq!((over.solved.nodes[0].moved, clients(&over, "rest")), (Some(0.0), 40.0));
    close(inflow(&short, "s"), 120.0, "in");
    close(clients(&short, "a>sea"), 120.0, "out");
    assert!(clients(&short, "rest").abs() < 1e-10 && short.solved.diagnostics.is_empty());
}

/// A count of 0 stays 0, even if that leaves no water at all.
#[test]
fn nothing_stays_nothing() {
    let nodes = vec![spring("s", 100.0), node("a", Kind::Fork), node("b", Kind::Fork), node("sea", Kind::Sea)];
    let streams = vec![rest("s", "a"), share("a", "b", 0.5), count("a", "sea", 0.0), count("b", "sea", 7.0)];
    let network = Network::build(&reconciled(nodes, streams)).unwrap();
    assert_eq!(network.solved.nodes[0].moved, Some(-100.0));
    assert_eq!((clients(&network, "a>sea"), clients(&network, "b>sea")), (0.0, 0.0));
    assert!(network.solved.diagnostics.is_empty());
}

/// One part that cannot be balanced does not keep another from it; what no count can balance stays unaccounted.
#[test]
fn what_cannot_be_balanced_stays() {
    let nodes = vec![
        spring("s", 0.0),
        Node { underway: 5.0, ..node("pond", Kind::Fork) },
        spring("t", 10.0),
        node("a", Kind::Fork),
        node("b", Kind::Fork),
        node("sea", Kind::Sea),
    ];
    let streams = vec![
        rest("s", "pond"),
        count("pond", "sea", 3.0),
        count("t", "a", 30.0),
        rest("a", "b"),
        share("b", "sea", 0.5),
    ];
    let network = Network::build(&reconciled(nodes, streams)).unwrap();
    assert!(is_stuck(&network));
    assert_eq!(network.solved.streams[1].moved, Some(0.0));
    close(clients(&network, "t>a"), 15.0, "the other part");
    close(network.solved.nodes[4].unaccounted, 7.5, "half of it");
}

/// A network that is balanced: springs with and without `clients`, shares, rests, ponds, and ways back; a tenth of its
/// water is lost at every node. `size` is the largest power of ten by which springs differ.
fn balanced_network(seed: u64, n: usize, size: i32) -> Document {
    let mut random = Rand64::new(u128::from(seed));
    let mut below = move |n: usize| random.rand_range(0..n as u64) as usize;
    let springs = 1 + n / 5;
    let mut nodes: Vec<Node> = (0..springs)
        .map(|i| spring(&format!("s{i}"), (1 + below(1000)) as f64 * 10.0_f64.powi(below(size as usize + 1) as i32)))
        .collect();
    nodes.extend((0..n).map(|i| node(&format!("m{i}"), Kind::Fork)));
    nodes.push(node("sea", Kind::Sea));
    let mut streams: Vec<Stream> = Vec::new();
    let mut measured = Vec::new();
    for from in 0..springs + n {
        let rule = if from < springs { below(2) } else { below(6) };
        let ways = 1 + below(3);
        for way in 0..=ways {
            let last = way == ways;
            if from < springs && last {
                continue;
            }
            let to = if last { springs + n } else { springs + below(n) };
            if from == to {
                continue;
            }
            let mut stream = rest(&nodes[from].id, &nodes[to].id);
            stream.id = format!("e{}", streams.len());
            // 0: all measured; 1: none; 2: a share, and the others divide the rest; 3: some measured; 4: shares alone; 5: all kinds.
            stream.share = match rule {
                2 | 5 if way == 0 => Some(0.3),
                4 => Some(if last { 1.0 - 0.2 * way as f64 } else { 0.2 }),
                _ => None,
            };
            measured.push(rule == 0 || rule == 3 && way == 0 || rule == 5 && last);
            streams.push(stream);
        }
    }
    // Shares alone add up to one, whatever streams were left out.
    for node in &nodes {
        let mine = |stream: &&mut Stream| stream.from == node.id;
        if streams.iter_mut().filter(mine).all(|stream| stream.share.is_some()) {
            let all: f64 = streams.iter_mut().filter(mine).filter_map(|stream| stream.share).sum();
            streams.iter_mut().filter(mine).for_each(|stream| stream.share = stream.share.map(|share| share / all));
        }
    }
    let ponds = |document: &mut Document, pond: f64| {
        for node in document.nodes.iter_mut().skip(springs).take(n).step_by(3) {
            let can = document.streams.iter().any(|stream| stream.from == node.id && stream.share.is_none());
            node.underway = if can { pond } else { 0.0 };
        }
    };
    let mut document = reconciled(nodes, streams);
    ponds(&mut document, 1.0);
    let plain = |document: &Document| Network::build(&Document { reconcile: false, ..document.clone() }).unwrap();
    let mut network = plain(&document);
    if !network.solved.diagnostics.is_empty() {
        ponds(&mut document, 0.0);
        network = plain(&document);
    }
    for ((stream, flow), measured) in document.streams.iter_mut().zip(&network.solved.streams).zip(measured) {
        stream.clients = measured.then_some(flow.clients);
    }
    for node in document.nodes.iter_mut().take(springs).step_by(2) {
        if document.streams.iter().all(|stream| stream.from != node.id || stream.clients.is_some()) {
            node.clients = None;
        }
    }
    document
}

/// The same, measured badly.
fn noisy(mut document: Document, seed: u64, noise: f64) -> Document {
    let mut random = Rand64::new(u128::from(seed));
    let mut off = |count: f64| count * (1.0 + noise * (2.0 * random.rand_float() - 1.0));
    for node in &mut document.nodes {
        node.clients = node.clients.map(&mut off);
    }
    for stream in &mut document.streams {
        stream.clients = stream.clients.map(&mut off);
    }
    document
}

/// Water that reaches one node after the other, so that pivoting alone would take as many rounds.
#[test]
fn a_long_chain_that_runs_dry() {
    let n = 1000;
    let id = |i: usize| if i < n { i.to_string() } else { "sea".into() };
    let mut nodes = vec![spring("s", 100.0)];
    nodes.extend((0..n).map(|i| node(&id(i), Kind::Fork)));
    nodes.push(node("sea", Kind::Sea));
    let mut streams = vec![rest("s", "0")];
    for i in 0..n {
        streams.push(rest(&id(i), &id(i + 1)));
        streams.push(Stream { id: format!("count {i}"), ..count(&id(i), "sea", 1.0) });
    }
    let network = Network::build(&reconciled(nodes, streams)).unwrap();
    // 100 + 100 r = 1000 - 1000 r.
    close(network.solved.totals.springs, 2000.0 / 11.0, "springs");
    close(clients(&network, "count 999"), 2.0 / 11.0, "the last");
    balanced(&network).unwrap();
}

/// So long that holding on to what the round before found would take rounds without end.
#[test]
fn a_long_chain_of_counts_settles() {
    let n = 50_000;
    let mut random = Rand64::new(1);
    let counts: Vec<f64> = (0..n).map(|_| 1.0 + random.rand_range(0..1000) as f64).collect();
    let mut nodes: Vec<Node> = (1..n).map(|i| node(&i.to_string(), Kind::Fork)).collect();
    nodes.extend([Node { clients: None, ..spring("0", 0.0) }, node(&n.to_string(), Kind::Sea)]);
    let streams = counts.iter().enumerate().map(|(i, clients)| count(&i.to_string(), &(i + 1).to_string(), *clients));
    let network = Network::build(&reconciled(nodes, streams.collect())).unwrap();
    let mean = n as f64 / counts.iter().map(|count| 1.0 / count).sum::<f64>();
    assert!(!is_stuck(&network));
    network.solved.streams.iter().for_each(|flow| close(flow.clients, mean, "harmonic mean"));
}

/// Counted streams along every street, from about alike to twelve orders of magnitude apart.
#[test]
fn a_grid_is_balanced_or_told_of_whatever_its_counts() {
    for (span, trust) in [(0.0, 0.0), (2.0, 0.0), (12.0, 0.0), (12.0, 12.0)] {
        let (side, mut random) = (24, Rand64::new(5));
        let (mut nodes, mut streams) = (vec![node("sea", Kind::Sea)], Vec::new());
        for (x, y) in (0..side * side).map(|at| (at % side, at / side)) {
            let (id, has_spring) = (format!("{x}.{y}"), (x + y) % 10 == 0);
            nodes.push(if has_spring { spring(&id, 100.0) } else { node(&id, Kind::Fork) });
            let ends = [(x + 1, y), (x, y + 1)].map(|(x, y)| (x.max(y) < side).then(|| format!("{x}.{y}")));
            let ends = if ends == [None, None] { [Some("sea".into()), None] } else { ends };
            for to in ends.into_iter().flatten() {
                let clients = (200.0 * random.rand_float() - 5.0).max(0.0) * 10.0_f64.powf(span * random.rand_float());
                let confidence = 10.0_f64.powf(trust * (random.rand_float() - 0.5));
                streams.push(Stream { confidence, ..count(&id, &to, clients) });
            }
        }
        let network = Network::build(&reconciled(nodes, streams)).unwrap();
        assert!(span > 2.0 && is_stuck(&network) || balanced(&network).is_ok(), "{span} {trust}");
    }
}

/// Counts trusted a million times as much as others.
#[test]
fn trust_of_every_degree() {
    for seed in 0..4 {
        let mut document = noisy(balanced_network(seed, 300, 3), seed, 0.5);
        let mut random = Rand64::new(3);
        for stream in &mut document.streams {
            stream.confidence = 10.0_f64.powf(6.0 * random.rand_float() - 3.0);
        }
        balanced(&Network::build(&document).unwrap()).unwrap();
    }
}

#[test]
fn counts_from_a_thousandth_to_a_billion() {
    for seed in 0..4 {
        let mut document = balanced_network(seed, 300, 9);
        for node in &mut document.nodes {
            node.underway = 0.0;
            node.clients = node.clients.map(|clients| clients * 1e-3);
        }
        for stream in &mut document.streams {
            stream.clients = stream.clients.map(|clients| clients * 1e-3);
        }
        balanced(&Network::build(&noisy(document, seed, 0.5)).unwrap()).unwrap();
    }
}

/// Small networks of every kind, that may or may not be balanced.
fn small() -> impl Strategy<Value = Document> {
    let size = prop::sample::select(vec![0.0, 1.0, 3.0, 10.0, 40.0, 100.0]);
    let streams = prop::collection::vec((0..5_usize, 0..6_usize, 0..4_u8, size.clone(), 0..3_u8), 3..9);
    (streams, size.clone(), 0..4_usize, 0..3_u8).prop_map(|(draws, own, pond, sort)| {
        let mut nodes = vec![
            Node { clients: (sort > 0).then_some(own), ..node("s", Kind::Spring) },
            Node { confidence: 3.0, ..spring("t", 20.0) },
        ];
        nodes.extend((0..3).map(|i| node(&format!("m{i}"), Kind::Fork)));
        nodes.push(node("sea", Kind::Sea));
        nodes[pond + 2].underway = if sort == 1 { 2.0 } else { 0.0 };
        let mut streams: Vec<Stream> = Vec::new();
        for (from, to, rule, size, confidence) in draws {
            // Springs may be run into as well.
            let to = (to + 1).min(5);
            if from == to {
                continue;
            }
            let mut stream = rest(&nodes[from].id, &nodes[to].id);
            stream.id = format!("e{}", streams.len());
            stream.confidence = [0.1, 1.0, 10.0][usize::from(confidence)];
            match rule {
                0 => stream.share = Some(0.25),
                1 | 2 => stream.clients = Some(size),
                _ => {}
            }
            streams.push(stream);
        }
        nodes[5].underway = 0.0;
        reconciled(nodes, streams)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_every_choice_tried(document in small()) {
        let (Ok(network), theirs) = (Network::build(&document), every_choice::nearest(&document)) else { return Ok(()) };
        let Some(theirs) = theirs else {
            prop_assert!(moved(&document, &network).iter().all(|(_, moved)| moved.is_finite()));
            return Ok(());
        };
        prop_assert!(!is_stuck(&network), "{theirs:?}");
        let ours = adjusted(&document, &network);
        let ours = ours.nodes.iter().map(|n| n.clients).chain(ours.streams.iter().map(|s| s.clients));
        for (ours, theirs) in ours.zip(theirs) {
            let ours = ours.unwrap_or(0.0);
            prop_assert!((ours - theirs).abs() <= 1e-7 * ours.max(1.0), "{ours} {theirs}");
        }
    }

    #[test]
    fn nothing_is_unaccounted_or_negative(seed in 0..u64::MAX, n in 2..60_usize, noise in 0.0..1.0_f64) {
        let document = noisy(balanced_network(seed, n, 3), seed, noise);
        let network = Network::build(&document).unwrap();
        balanced(&network)?;
        let again = adjusted(&document, &network);
        for (count, moved) in moved(&again, &Network::build(&again).unwrap()) {
            prop_assert!(moved.abs() <= 1e-9 * count, "{count} {moved}");
        }
    }

    #[test]
    fn what_is_balanced_stays(seed in 0..u64::MAX, n in 2..60_usize) {
        let document = balanced_network(seed, n, 3);
        let network = Network::build(&document).unwrap();
        balanced(&network)?;
        for (_, moved) in moved(&document, &network) {
            prop_assert_eq!(moved, 0.0);
        }
    }
}
