//! The solver against its contract.

mod contract;
mod huff;
mod laws;
mod levers;
mod plan;
mod reconcile;
mod reference;
mod shapes;

use city_rivers::{
    document::{Document, Kind, Mood, Node, Stream},
    network::Network,
};

/// A document from nodes and streams, whose origins are set to where they stand.
fn document(mut nodes: Vec<Node>, mut streams: Vec<Stream>) -> Document {
    for (index, node) in nodes.iter_mut().enumerate() {
        node.origin = format!("/network/nodes/{index}");
    }
    for (index, stream) in streams.iter_mut().enumerate() {
        stream.origin = format!("/network/streams/{index}");
    }
    Document { nodes, streams, ..Document::default() }
}

fn node(id: &str, kind: Kind) -> Node {
    Node {
        id: id.into(),
        kind,
        label: None,
        clients: None,
        temperature: None,
        confidence: 1.0,
        kt: None,
        revenue_per_client: None,
        underway: 0.0,
        at: None,
        attraction: None,
        huff: None,
        origin: String::new(),
    }
}

fn spring(id: &str, clients: f64) -> Node {
    Node { clients: Some(clients), ..node(id, Kind::Spring) }
}

/// A stream that takes what the others leave.
fn rest(from: &str, to: &str) -> Stream {
    Stream {
        id: format!("{from}>{to}"),
        from: from.into(),
        to: to.into(),
        label: None,
        mood: None,
        temperature: None,
        confidence: 1.0,
        days: None,
        share: None,
        clients: None,
        origin: String::new(),
    }
}

fn share(from: &str, to: &str, share: f64) -> Stream {
    Stream { share: Some(share), ..rest(from, to) }
}

fn count(from: &str, to: &str, clients: f64) -> Stream {
    Stream { clients: Some(clients), ..rest(from, to) }
}

fn red(stream: Stream) -> Stream {
    Stream { mood: Some(Mood::Red), ..stream }
}

fn blue(stream: Stream) -> Stream {
    Stream { mood: Some(Mood::Blue), ..stream }
}

fn close(a: f64, b: f64, what: &str) {
    assert!(near(a, b), "{what}: {a} and {b}");
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

fn inflow(network: &Network, id: &str) -> f64 {
    let index = network.graph.node_weights().position(|node| node.id == id).expect("a node of that id");
    network.solved.nodes[index].inflow
}

fn clients(network: &Network, id: &str) -> f64 {
    let index = network.graph.edge_weights().position(|stream| stream.id == id).expect("a stream of that id");
    network.solved.streams[index].clients
}
