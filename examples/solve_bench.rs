//! How long solving takes: `cargo run --release --example solve_bench`. Prints a table; milliseconds, best of three (of one, beyond a second).
#![allow(clippy::indexing_slicing)]

use std::time::Instant;

use city_rivers::{
    document::{Document, Kind, Node, Stream},
    network::Network,
};
use oorandom::Rand64;

fn node(id: usize, kind: Kind) -> Node {
    Node {
        id: id.to_string(),
        kind,
        label: None,
        clients: (kind == Kind::Spring).then_some(100.0),
        temperature: None,
        kt: None,
        revenue_per_client: None,
        underway: 0.0,
        at: None,
        origin: format!("/network/nodes/{id}"),
    }
}

/// A network with the given ways and shares; node 0 is a spring, the last one the sea, which takes what is left.
fn network(n: usize, ways: &[(usize, usize)], loss: f64) -> Document {
    let kind = |id| match id {
        0 => Kind::Spring,
        id if id + 1 == n => Kind::Sea,
        _ => Kind::Fork,
    };
    let mut degree = vec![0.0; n];
    for way in ways {
        degree[way.0] += 1.0;
    }
    let streams = ways.iter().enumerate().map(|(index, &(from, to))| Stream {
        id: index.to_string(),
        from: from.to_string(),
        to: to.to_string(),
        label: None,
        mood: None,
        temperature: None,
        days: None,
        share: Some((1.0 - loss) / degree[from]),
        clients: None,
        origin: format!("/network/streams/{index}"),
    });
    Document { nodes: (0..n).map(|id| node(id, kind(id))).collect(), streams: streams.collect(), ..Document::default() }
}

fn below(random: &mut Rand64, n: usize) -> usize {
    random.rand_range(0..n as u64) as usize
}

/// Three ways from each node, onwards; and some back, so that about a tenth of the nodes are in cycles of ten.
fn city(n: usize, random: &mut Rand64) -> Vec<(usize, usize)> {
    let mut ways = Vec::new();
    for from in 0..n - 1 {
        for _ in 0..3 {
            ways.push((from, from + 1 + below(random, (n - 1 - from).min(50))));
        }
        if from % 100 == 50 && from > 60 {
            (0..9).for_each(|i| ways.push((from - i - 1, from - i)));
            ways.push((from, from - 9));
        }
    }
    ways
}

/// A tenth of the nodes at random in one knot, three ways from each; the others run onwards into it.
fn knot(n: usize, random: &mut Rand64) -> Vec<(usize, usize)> {
    let inside = n / 10;
    let mut ways = Vec::new();
    for from in 0..n - 1 - inside {
        for _ in 0..3 {
            ways.push((from, from + 1 + below(random, (n - 2 - from).min(50))));
        }
    }
    ways.extend(tangle(n - 1 - inside, inside, 2, random));
    ways.push((n - 2, n - 1));
    ways
}

/// A ring from `first` on, with `chords` more ways from each node.
fn tangle(first: usize, n: usize, chords: usize, random: &mut Rand64) -> Vec<(usize, usize)> {
    let mut ways: Vec<(usize, usize)> = (0..n).map(|i| (first + i, first + (i + 1) % n)).collect();
    ways.extend((0..n * chords).map(|i| (first + i % n, first + below(random, n))));
    ways.retain(|way| way.0 != way.1);
    ways
}

fn grid(first: usize, side: usize) -> Vec<(usize, usize)> {
    let at = |x, y| first + y * side + x;
    let mut ways = Vec::new();
    for y in 0..side {
        for x in 1..side {
            ways.extend([(at(x - 1, y), at(x, y)), (at(x, y), at(x - 1, y))]);
            ways.extend([(at(y, x - 1), at(y, x)), (at(y, x), at(y, x - 1))]);
        }
    }
    ways
}

fn enter(mut ways: Vec<(usize, usize)>, n: usize) -> Vec<(usize, usize)> {
    ways.extend([(0, 1), (n - 2, n - 1)]);
    ways
}

fn row(name: &str, document: &Document) {
    let mut best = f64::INFINITY;
    let mut inside = 0;
    let mut state = "";
    for _ in 0..3 {
        let start = Instant::now();
        let built = Network::build(document);
        let taken = start.elapsed().as_secs_f64() * 1000.0;
        best = best.min(taken);
        match &built {
            Ok(network) => {
                let components = petgraph::algo::kosaraju_scc(&network.graph);
                inside = components.iter().filter(|c| c.len() > 1).map(Vec::len).sum();
                let (first, last) = (network.solved.nodes.first(), network.solved.nodes.last());
                if first.is_none_or(|n| n.inflow != 100.0) || last.is_none_or(|n| !n.inflow.is_finite()) {
                    state = "wrong";
                }
            }
            Err(problems) => state = problems.first().map_or("empty", |problem| problem.code),
        }
        if taken > 1000.0 {
            break;
        }
    }
    let (n, m) = (document.nodes.len(), document.streams.len());
    let part = 100 * inside / n;
    println!("| {name} | {n} | {m} | {part} % | {best:.1} | {state}");
}

fn main() {
    let mut random = Rand64::new(1);
    println!("| network | nodes | streams | in cycles | build and solve, ms |\n|---|---|---|---|---|");
    for n in [100, 1_000, 10_000, 100_000] {
        row("small cycles", &network(n, &city(n, &mut random), 0.01));
        row("one knot", &network(n, &knot(n, &mut random), 0.01));
    }
    let n = 100_000;
    row("chain", &network(n, &(1..n).map(|i| (i - 1, i)).collect::<Vec<_>>(), 0.0));
    let n = 10_002;
    for loss in [0.1, 1e-8] {
        let mut ring = tangle(1, n - 2, 0, &mut random);
        row("ring", &network(n, &enter(ring.clone(), n), loss));
        ring.extend((0..500).map(|_| (1 + below(&mut random, n - 2), 1 + below(&mut random, n - 2))));
        ring.retain(|way| way.0 != way.1);
        row("ring with chords", &network(n, &enter(ring, n), loss));
        row("random", &network(n, &enter(tangle(1, n - 2, 2, &mut random), n), loss));
        row("grid", &network(n, &enter(grid(1, 100), n), loss));
        let all: Vec<_> = (1..301).flat_map(|i| (1..301).filter(move |&j| j != i).map(move |j| (i, j))).collect();
        row("all to all", &network(302, &enter(all, 302), loss));
        let mut two = tangle(1, 5_000, 2, &mut random);
        two.extend(tangle(5_001, 5_000, 2, &mut random));
        two.extend([(1, 5_001), (10_000, 5_000)]);
        row("two knots, loosely tied", &network(n, &enter(two, n), loss));
    }
    let n = 100_002;
    row("all in one knot", &network(n, &enter(tangle(1, n - 2, 2, &mut random), n), 0.01));
    row("hub", &network(n, &enter((2..n - 1).flat_map(|i| [(1, i), (i, 1)]).collect(), n), 0.01));
    row("grid of 316", &network(99_858, &enter(grid(1, 316), 99_858), 0.01));
}
