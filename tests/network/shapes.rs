//! Large and awkward shapes, and real ones.

use city_rivers::{
    document::{Document, Kind, Node, Stream},
    network::Network,
};

use super::{close, count, document, inflow, node, reference, rest, share, spring};

#[test]
fn a_chain_of_a_hundred_thousand() {
    let n = 100_000;
    let mut nodes = vec![spring("0", 3.0)];
    nodes.extend((1..n).map(|i| node(&i.to_string(), Kind::Confluence)));
    let streams = (1..n).map(|i| rest(&(i - 1).to_string(), &i.to_string())).collect();
    let network = Network::build(&document(nodes, streams)).unwrap();
    assert_eq!(inflow(&network, "99999"), 3.0);
}

/// Forks `0..n` with the given ways among them, each losing `loss` to the sea, and a spring of 1 into fork 0.
fn tangle(n: usize, ways: impl IntoIterator<Item = (usize, usize)>, loss: f64) -> Document {
    let mut nodes: Vec<Node> = (0..n).map(|i| node(&i.to_string(), Kind::Fork)).collect();
    nodes.extend([Node { temperature: Some(0.5), ..spring("spring", 1.0) }, node("sea", Kind::Sea)]);
    let mut streams: Vec<Stream> = vec![rest("spring", "0")];
    streams.extend((0..n).map(|i| share(&i.to_string(), "sea", loss)));
    for (index, (from, to)) in ways.into_iter().enumerate() {
        streams.push(Stream { id: index.to_string(), ..rest(&from.to_string(), &to.to_string()) });
    }
    document(nodes, streams)
}

/// Everything ends in the sea at the spring's temperature, whatever the tangle; one entry is checked by its balance.
fn settles(document: &Document) -> Network {
    let network = Network::build(document).unwrap();
    close(inflow(&network, "sea"), 1.0, "sea");
    for flow in &network.solved.nodes {
        close(flow.temperature, 0.5, "temperature");
    }
    let mut arrives = vec![0.0; network.graph.node_count()];
    for (edge, flow) in network.graph.edge_references().zip(&network.solved.streams) {
        use petgraph::visit::EdgeRef;
        arrives[edge.target().index()] += flow.clients;
    }
    for (index, flow) in network.solved.nodes.iter().enumerate().filter(|(index, _)| *index > 0) {
        if network.graph.node_weights().nth(index).is_some_and(|node| node.kind != Kind::Spring) {
            close(flow.inflow, arrives[index], "balance");
        }
    }
    network
}

#[test]
fn a_ring_that_loses_next_to_nothing() {
    let n = 3_000;
    let ring = (0..n).map(|i| (i, (i + 1) % n));
    let loss = 1e-10;
    let network = settles(&tangle(n, ring, loss));
    let round = -f64::exp_m1(n as f64 * f64::ln_1p(-loss));
    assert!((inflow(&network, "0") * round - 1.0).abs() < 1e-6, "only as exact as 1 - 1e-10 itself");
}

#[test]
fn all_to_all() {
    let all = (0..60).flat_map(|i| (0..60).filter(move |&j| j != i).map(move |j| (i, j)));
    settles(&tangle(60, all, 1e-6));
}

/// Fill-in makes this too dense to eliminate at once, so that sweeps have to do it.
#[test]
fn a_random_tangle() {
    let n = 2_500;
    let mut random = oorandom::Rand64::new(5);
    let mut ways: Vec<(usize, usize)> = (0..n).map(|i| (i, (i + 1) % n)).collect();
    ways.extend((0..2 * n).map(|_| (random.rand_range(0..n as u64) as usize, random.rand_range(0..n as u64) as usize)));
    ways.retain(|way| way.0 != way.1);
    settles(&tangle(n, ways, 1e-7));
}

/// A hub whose spokes come back to it: no list of the hub may be walked once for every spoke.
#[test]
fn a_hub() {
    let n = 20_000;
    settles(&tangle(n, (1..n).flat_map(|i| [(0, i), (i, 0)]), 1e-3));
}

/// Counts taken out all along a ring: water reaches them one after the other.
#[test]
fn a_ring_that_runs_dry() {
    let n = 500;
    let mut nodes: Vec<Node> = (0..n).map(|i| node(&i.to_string(), Kind::Fork)).collect();
    nodes.extend([spring("spring", 100.5), node("sea", Kind::Sea)]);
    let mut streams = vec![rest("spring", "0")];
    for i in 0..n {
        streams.push(rest(&i.to_string(), &((i + 1) % n).to_string()));
        streams.push(count(&i.to_string(), "sea", 1.0));
    }
    let network = Network::build(&document(nodes, streams)).unwrap();
    assert_eq!((inflow(&network, "100"), inflow(&network, "101")), (0.5, 0.0));
    assert_eq!(network.solved.nodes[100].unaccounted, -0.5);
}

/// A network of measured streams: what nothing runs into is a spring.
fn measured(links: Vec<(String, String, f64)>) -> Document {
    let mut ids: Vec<&String> = links.iter().flat_map(|link| [&link.0, &link.1]).collect();
    ids.sort();
    ids.dedup();
    let is_spring = |id: &String| links.iter().all(|link| &link.1 != id);
    let nodes = ids.iter().map(|id| node(id, if is_spring(id) { Kind::Spring } else { Kind::Confluence })).collect();
    document(nodes, links.iter().map(|(from, to, value)| count(from, to, *value)).collect())
}

#[test]
fn energy() {
    let Some(text) = crate::data("flows/d3_energy.json") else { return };
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let name = |index: &serde_json::Value| value["nodes"][index.as_u64().unwrap() as usize]["name"].as_str().unwrap();
    let links = value["links"].as_array().unwrap().iter();
    let links = links
        .map(|link| (name(&link["source"]).into(), name(&link["target"]).into(), link["value"].as_f64().unwrap()))
        .collect();
    let network = Network::build(&measured(links)).unwrap();
    let grid = network.solved.diagnostics.iter().find(|problem| problem.message.contains("Electricity grid"));
    assert!(grid.is_some_and(|problem| problem.message.contains("more left than came")), "{grid:?}");
}

#[test]
fn flights() {
    let Some(text) = crate::data("flows/vega_flights_airport.csv") else { return };
    let links: Vec<(String, String, f64)> = text
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[0].into(), cells[1].into(), cells[2].parse().unwrap())
        })
        .collect();
    let measured = measured(links);
    let network = Network::build(&measured).unwrap();
    let all: f64 = network.solved.nodes.iter().map(|node| node.outflow).sum();
    assert_eq!(all, 7_009_728.0);
    // The same by shares, each airport losing a hundredth, with ten thousand new travellers in Atlanta.
    let mut shared = measured;
    for (stream, flow) in shared.streams.iter_mut().zip(&network.solved.streams) {
        let from = network.graph.node_weights().position(|node| node.id == stream.from).unwrap();
        stream.share = Some(0.99 * flow.clients / network.solved.nodes[from].outflow);
        stream.clients = None;
    }
    shared.nodes.push(spring("new", 10_000.0));
    shared.streams.push(rest("new", "ATL"));
    let network = Network::build(&shared).unwrap();
    let theirs = reference::inflows(&shared).unwrap();
    for (ours, theirs) in network.solved.nodes.iter().zip(theirs) {
        assert!((ours.inflow - theirs).abs() <= 1e-9 * theirs.max(1e-3), "{} {theirs}", ours.inflow);
    }
}
