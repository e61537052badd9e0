//! What a drop costs: `cargo run --release --example drops_bench`.

use city_rivers::{
    document::Kind,
    drops::{Drops, Settings},
    frame,
    map::{Place, Ribbon},
    network::{Graph, Network, Node, NodeFlow, Solved, Stream, StreamFlow, Totals},
};
use kurbo::{Point, Vec2};
use std::time::Instant;

fn main() {
    for (target, frames) in [(1_000.0, 2_000), (10_000.0, 200), (100_000.0, 20), (1_000_000.0, 5)] {
        let (network, ribbons, places) = fan();
        let settings = Settings { target, area: 1e-9, ..Settings::for_size(1600.0, 900.0, 1) };
        let drops = Drops::new(&network, &ribbons, &places, &settings);
        let mut out = frame::Drops::default();
        drops.at(0.0, &mut out);
        let (start, mut count) = (Instant::now(), 0);
        for frame in 0..frames {
            drops.at(f64::from(frame) / 60.0, &mut out);
            count += out.tone.len();
        }
        let nanoseconds = start.elapsed().as_nanos() as f64 / count as f64;
        println!("{:>9} drops: {nanoseconds:.1} ns per drop", out.tone.len());
    }
}

/// Seven springs run into one river, which parts three times.
fn fan() -> (Network, Vec<Ribbon>, Vec<Place>) {
    let mut streams: Vec<(usize, usize, f64)> =
        (0..7).map(|spring| (spring, 7, 100.0 + 20.0 * spring as f64)).collect();
    streams.extend([(7, 8, 540.0), (7, 11, 580.0), (8, 9, 240.0), (8, 11, 300.0), (9, 10, 150.0), (9, 11, 90.0)]);
    let mut graph = Graph::new();
    let mut nodes = Vec::new();
    let mut places: Vec<Place> = Vec::new();
    for index in 0..12 {
        let kind = if index < 7 { Kind::Spring } else { Kind::Fork };
        let label = index.to_string();
        nodes.push(graph.add_node(Node {
            id: label.clone(),
            kind,
            label,
            kt: None,
            at: None,
            revenue_per_client: None,
        }));
        places.push(Place {
            at: Point::new(if index < 7 { 0.0 } else { 300.0 * (index - 6) as f64 }, 100.0 * (index % 7) as f64),
            direction: Vec2::new(1.0, 0.0),
            inflow: Vec::new(),
            outflow: Vec::new(),
        });
    }
    let mut ribbons = Vec::new();
    let mut flows = Vec::new();
    for &(from, to, clients) in &streams {
        if let (Some(a), Some(b)) = (nodes.get(from), nodes.get(to)) {
            graph.add_edge(*a, *b, Stream { id: String::new(), label: None, days: None });
        }
        flows.push(StreamFlow { clients, share: 0.0, mood: None, temperature: 0.0 });
        if let (Some(a), Some(b)) = (places.get(from), places.get(to)) {
            let line = (0..=100).map(|at| a.at.lerp(b.at, f64::from(at) / 100.0)).collect();
            ribbons.push(Ribbon { line, width: clients * 0.05, temperature: vec![0.5; 101], speed: 66.0 });
        }
    }
    let flow = NodeFlow { inflow: 0.0, outflow: 0.0, unaccounted: 0.0, underway: 0.0, temperature: 0.0 };
    let solved = Solved { nodes: vec![flow; 12], streams: flows, totals: Totals::default(), diagnostics: Vec::new() };
    (Network { graph, solved }, ribbons, places)
}
