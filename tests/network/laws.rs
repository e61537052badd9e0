//! What holds for every network.

use city_rivers::{
    document::{Document, Kind, Mood, Node, Stream},
    network::Network,
};
use proptest::prelude::*;

use super::{close, document, near, node, reference, rest, spring};

/// What one stream of a generated network does.
type Draw = (usize, usize, u8, f64, u8);

/// Networks of springs, forks that run forward and back, ponds and ends.
fn networks() -> impl Strategy<Value = Document> {
    let springs = prop::collection::vec((1.0..1000.0_f64, -1.0..1.0_f64), 1..4);
    let streams = prop::collection::vec((0..12_usize, 0..14_usize, 0..10_u8, 0.01..1.0_f64, 0..6_u8), 4..36);
    let sums = prop::collection::vec(prop::sample::select(vec![0.5, 0.9, 0.999, 0.999_999, 1.0]), 12);
    (springs, 2..9_usize, streams, sums, 0..12_usize).prop_map(|(springs, middles, draws, sums, pond)| {
        let mut nodes: Vec<Node> = springs
            .iter()
            .enumerate()
            .map(|(i, &(clients, warm))| Node { temperature: Some(warm), ..spring(&format!("s{i}"), clients) })
            .collect();
        nodes.extend((0..middles).map(|i| node(&format!("m{i}"), Kind::Fork)));
        nodes.extend([node("rival", Kind::Competitor), node("sea", Kind::Sea)]);
        if let Some(node) = nodes[springs.len()..].get_mut(pond) {
            node.underway = 15.0;
        }
        let streams = streams_of(&nodes, springs.len(), middles, &draws, &sums);
        document(nodes, streams)
    })
}

fn streams_of(nodes: &[Node], springs: usize, middles: usize, draws: &[Draw], sums: &[f64]) -> Vec<Stream> {
    let mut streams: Vec<Stream> = Vec::new();
    let mut from_of = Vec::new();
    let firsts = (0..springs).map(|from| (from, from, 9, 1.0, 0));
    let mut counts = 0;
    for (from, to, rule, size, mood) in firsts.chain(draws.iter().copied()) {
        let from = from % (springs + middles);
        let to = springs + to % (nodes.len() - springs);
        if from == to {
            continue;
        }
        let mut stream = rest(&nodes[from].id, &nodes[to].id);
        stream.id = format!("e{}", streams.len());
        match rule {
            0..=5 => stream.share = Some(size),
            // Few, as the reference tries every choice of wet and dry.
            6 | 7 if counts < 4 => {
                counts += 1;
                stream.clients = Some(200.0 * size * size);
            }
            _ => {}
        }
        match mood {
            0 => stream.mood = Some(Mood::Red),
            1 => stream.mood = Some(Mood::Blue),
            2 => stream.temperature = Some(size - 0.5),
            _ => {}
        }
        streams.push(stream);
        from_of.push(from);
    }
    for (from, &sum) in (0..springs + middles).zip(sums.iter().cycle()) {
        let mine: Vec<usize> = (0..streams.len()).filter(|&s| from_of[s] == from).collect();
        let all: f64 = mine.iter().filter_map(|&s| streams[s].share).sum();
        for s in mine {
            streams[s].share = streams[s].share.map(|share| share * sum / all);
        }
    }
    streams
}

fn turned(document: &Document) -> Document {
    let mut turned = document.clone();
    turned.nodes.reverse();
    turned.streams.reverse();
    turned
}

/// The reference subtracts: it has digits left only where the largest flow is at most so many times the smallest spring.
const ROUNDS: f64 = 1e4;

/// Whether water goes round so often that the reference can tell nothing.
fn beyond_reference(document: &Document, inflows: impl IntoIterator<Item = f64>) -> bool {
    let springs = document.nodes.iter().filter_map(|node| node.clients).filter(|clients| *clients > 0.0);
    inflows.into_iter().fold(0.0, f64::max) > ROUNDS * springs.fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_an_independent_solver(document in networks()) {
        let (ours, theirs) = (Network::build(&document), reference::inflows(&document));
        let found = ours.iter().flat_map(|network| &network.solved.nodes).map(|node| node.inflow);
        if beyond_reference(&document, found.chain(theirs.iter().flatten().copied())) {
            return Ok(());
        }
        match (ours, theirs) {
            (Ok(network), Some(inflows)) => {
                let largest = inflows.iter().copied().fold(0.0, f64::max);
                for (ours, theirs) in network.solved.nodes.iter().zip(&inflows) {
                    // The reference subtracts, so what is small beside the rest has lost digits in it.
                    prop_assert!((ours.inflow - theirs).abs() <= 1e-9 * theirs.max(0.3 * largest), "{ours:?} {theirs}");
                }
                let clients: Vec<f64> = network.solved.streams.iter().map(|stream| stream.clients).collect();
                if let Some(warm) = reference::temperatures(&document, &clients) {
                    for (ours, theirs) in network.solved.nodes.iter().zip(warm) {
                        prop_assert!((ours.temperature - theirs).abs() <= 3e-8, "{ours:?} {theirs}");
                    }
                }
            }
            (Ok(network), None) => prop_assert!(false, "the reference finds nothing: {network:?}"),
            (Err(problems), Some(inflows)) => prop_assert!(false, "{problems:?} {inflows:?}"),
            (Err(problems), None) => prop_assert_eq!(problems[0].code, "endless-cycle"),
        }
    }

    #[test]
    fn water_in_is_water_out(document in networks()) {
        let Ok(network) = Network::build(&document) else { return Ok(()) };
        let solved = &network.solved;
        let mut still = 0.0;
        let mut carried = 1.0;
        for (index, flow) in network.graph.node_indices().zip(&solved.nodes) {
            let ends = network.graph.neighbors(index).next().is_none();
            still += if ends { flow.inflow } else { flow.unaccounted + flow.underway };
            carried += flow.inflow;
        }
        prop_assert!((still - solved.totals.springs).abs() <= 1e-9 * carried, "{still} {}", solved.totals.springs);
    }

    #[test]
    fn counts_scaled_are_flows_scaled(document in networks(), power in -40..40_i32) {
        let scale = 2.0_f64.powi(power);
        let mut scaled = document.clone();
        for node in &mut scaled.nodes {
            node.clients = node.clients.map(|clients| clients * scale);
            node.underway *= scale;
        }
        for stream in &mut scaled.streams {
            stream.clients = stream.clients.map(|clients| clients * scale);
        }
        match (Network::build(&document), Network::build(&scaled)) {
            (Ok(plain), Ok(scaled)) => {
                for (plain, scaled) in plain.solved.streams.iter().zip(&scaled.solved.streams) {
                    // A power of two scales without rounding.
                    prop_assert_eq!(plain.clients * scale, scaled.clients);
                    prop_assert_eq!(plain.temperature, scaled.temperature);
                }
            }
            (plain, scaled) => prop_assert_eq!(plain.is_err(), scaled.is_err()),
        }
    }

    #[test]
    fn order_does_not_matter(document in networks()) {
        let (one, other) = (Network::build(&document), Network::build(&turned(&document)));
        match (one, other) {
            (Ok(one), Ok(other)) => {
                let largest = one.solved.nodes.iter().map(|node| node.inflow).fold(0.0, f64::max);
                for (a, b) in one.solved.nodes.iter().zip(other.solved.nodes.iter().rev()) {
                    prop_assert!(near(a.inflow, b.inflow) || (a.inflow - b.inflow).abs() <= 1e-12 * largest);
                    prop_assert!((a.temperature - b.temperature).abs() <= 1e-9);
                }
                close(one.solved.totals.springs, other.solved.totals.springs, "springs");
            }
            (one, other) => prop_assert_eq!(one.is_err(), other.is_err()),
        }
    }

    /// Whatever is thrown at it, nothing panics and no figure is not a number.
    #[test]
    fn any_graph_at_all(
        sizes in prop::collection::vec(prop::sample::select(vec![0.0, 1e-300, 5e-324, 0.1, 1.0, 1e150, 1e300, 1.7e308]), 6),
        draws in prop::collection::vec((0..6_usize, 0..6_usize, 0..3_u8, 0..9_usize), 0..30),
    ) {
        let kinds = [Kind::Spring, Kind::Fork, Kind::Till, Kind::Regulars, Kind::Sea, Kind::Spring];
        let nodes = kinds.iter().zip(&sizes).enumerate().map(|(i, (&kind, &size))| Node {
            clients: Some(size),
            revenue_per_client: Some(size),
            underway: if i == 3 { size } else { 0.0 },
            ..node(&format!("n{i}"), kind)
        });
        let streams = draws.iter().map(|&(from, to, rule, size)| Stream {
            share: (rule == 0).then_some(0.12),
            clients: (rule == 1).then(|| sizes.get(size).copied().unwrap_or(1.0)),
            ..rest(&format!("n{from}"), &format!("n{to}"))
        });
        let plain = document(nodes.collect(), streams.collect());
        let reconciled = Document { reconcile: true, ..plain.clone() };
        for network in [plain, reconciled].iter().filter_map(|document| Network::build(document).ok()) {
            let nodes = network.solved.nodes.iter().flat_map(|n| [n.inflow, n.outflow, n.unaccounted, n.temperature]);
            let streams = network.solved.streams.iter().flat_map(|s| [s.clients, s.share, s.temperature]);
            for figure in nodes.chain(streams) {
                prop_assert!(figure.is_finite());
            }
            prop_assert!(!network.to_json().contains("null"));
        }
    }
}
