//! How long a document takes from its text to its solved network, natively: `cargo bench --bench solve`.
//! Prints rows of a table; milliseconds, best of five.
#![allow(clippy::expect_used)]

use city_rivers::{
    document::{Limits, Source},
    network,
};
use oorandom::Rand64;
use std::{fmt::Write, time::Instant};

fn main() {
    for nodes in [100, 1_000, 10_000, 100_000] {
        let mut random = Rand64::new(1);
        row("a tenth of them in small cycles", nodes, &cycles(nodes, &mut random));
        row("a tenth of them in one knot", nodes, &knot(nodes, &mut random));
    }
    for streams in [200, 2_000, 20_000] {
        let text = measured(streams / 3, &mut Rand64::new(1));
        println!("| reconcile {streams} measured streams | {:.1} ms |", best(&text));
    }
    println!("| reconcile a grid of 79,601 measured streams | {:.0} ms |", best(&grid(200, &mut Rand64::new(7))));
    plan("a funnel", 20, FUNNEL, &["kt1", "kt2", "kt3"]);
    let mut random = Rand64::new(1);
    let thousand = document(1_000, &cycles(1_000, &mut random))
        .replace(r#""kind":"fork""#, r#""kind":"till","revenuePerClient":1"#);
    let forks: Vec<String> = (0..100).map(|index| (index * 9 + 50).to_string()).collect();
    let forks: Vec<&str> = forks.iter().map(String::as_str).collect();
    plan("1,000 nodes", 20, &thousand, &forks);
    plan("1,000 nodes", 100, &thousand, &forks);
    let forks: Vec<String> = (1..999).map(|index| index.to_string()).collect();
    let forks: Vec<&str> = forks.iter().map(String::as_str).collect();
    plan("1,000 nodes", 1_000, &thousand, &forks);
}

const FUNNEL: &str = r#"{"cityRivers":1,"funnel":{"springs":[{"clients":1150}],"kt1":{"red":540},"kt2":{"red":240},"kt3":{"red":150},
    "regulars":{"returning":50},"revenuePerClient":85,"competitors":[{"share":0.6,"label":"a"},{"label":"b"}]}}"#;

/// The best plan for half of what the levers cost: one canal after the other, from one of these nodes each.
fn plan(what: &str, levers: usize, text: &str, from: &[&str]) {
    let mut random = Rand64::new(2);
    let lever = |index: usize| {
        let at = from.get(index % from.len()).expect("there is one");
        let to = from.get((index + 1) % from.len()).expect("there is one");
        let (cost, share) = (1 + below(&mut random, 9), 0.01 + 0.05 * random.rand_float());
        format!(r#"{{"id":"{index}","cost":{cost},"canal":{{"from":"{at}","to":"{to}","share":{share}}}}}"#)
    };
    let list: Vec<String> = (0..levers).map(lever).collect();
    let text = [text.trim_end_matches('}'), &"}".repeat(text.len() - text.trim_end_matches('}').len() - 1)].concat();
    let text = text + r#","levers":["# + &list.join(",") + "]}";
    let (document, _) =
        network::solve(Source::Text(&text), &Limits::default()).solved.expect("the document is a good one");
    let budget = document.levers.iter().map(|lever| lever.cost).sum::<f64>() / 2.0;
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        let plan = network::plan::best(&document, budget).expect("there is a steady state");
        best = best.min(start.elapsed().as_secs_f64() * 1000.0);
        assert!(!plan.levers.is_empty());
    }
    println!("| the best plan of {levers} levers, {what} | {best:.1} ms |");
}

fn row(shape: &str, nodes: usize, ways: &[(usize, usize)]) {
    let best = best(&document(nodes, ways));
    println!("| solve {nodes} nodes, {} streams, {shape} | {best:.1} ms |", ways.len());
}

fn best(text: &str) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        let solving = network::solve(Source::Text(text), &Limits::default());
        best = best.min(start.elapsed().as_secs_f64() * 1000.0);
        solving.solved.expect("the document is a good one");
    }
    best
}

/// The document of a network: node 0 is a spring, the last one the sea; the streams from a node carry equal parts, and one
/// client in a hundred is lost at each.
fn document(nodes: usize, ways: &[(usize, usize)]) -> String {
    let mut ways_from = vec![0_u32; nodes];
    for (from, _) in ways {
        *ways_from.get_mut(*from).expect("it is a node") += 1;
    }
    let last = nodes - 1;
    let mut text = String::from(r#"{"cityRivers":1,"network":{"nodes":[{"id":"0","kind":"spring","clients":100},"#);
    for node in 1..last {
        write!(text, r#"{{"id":"{node}","kind":"fork"}},"#).expect("text takes text");
    }
    write!(text, r#"{{"id":"{last}","kind":"sea"}}],"streams":["#).expect("text takes text");
    for (index, (from, to)) in ways.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let share = 0.99 / f64::from(*ways_from.get(*from).expect("it is a node"));
        write!(text, r#"{comma}{{"id":"{index}","from":"{from}","to":"{to}","share":{share}}}"#)
            .expect("text takes text");
    }
    text + "]}}"
}

fn below(random: &mut Rand64, n: usize) -> usize {
    random.rand_range(0..n as u64) as usize
}

/// Three ways onwards from each of the nodes before `end`.
fn onwards(end: usize, random: &mut Rand64) -> Vec<(usize, usize)> {
    (0..end).flat_map(|from| [from; 3]).map(|from| (from, from + 1 + below(random, (end - from).min(50)))).collect()
}

/// Every hundredth node sends some of its water nine nodes back.
fn cycles(nodes: usize, random: &mut Rand64) -> Vec<(usize, usize)> {
    let mut ways = onwards(nodes - 1, random);
    for from in (50..nodes - 1).step_by(100) {
        ways.extend((from - 9..from).map(|node| (node, node + 1)));
        ways.push((from, from - 9));
    }
    ways
}

/// The last tenth of the nodes is a ring with two chords from each.
fn knot(nodes: usize, random: &mut Rand64) -> Vec<(usize, usize)> {
    let (size, last) = (nodes / 10, nodes - 1);
    let first = last - size;
    let mut ways = onwards(first, random);
    ways.extend((0..size).map(|node| (first + node, first + (node + 1) % size)));
    ways.extend((0..2 * size).map(|chord| (first + chord % size, first + below(random, size))));
    ways.retain(|(from, to)| from != to);
    ways.push((last - 1, last));
    ways
}

/// A document to reconcile: three measured streams from each node, one of them back, whose counts do not add up; a
/// spring at every tenth node.
fn measured(nodes: usize, random: &mut Rand64) -> String {
    let mut text =
        String::from(r#"{"cityRivers":1,"balance":"reconcile","network":{"nodes":[{"id":"sea","kind":"sea"}"#);
    for node in 0..nodes {
        write!(text, r#",{{"id":"{node}","kind":"fork"}}"#).expect("text takes text");
        if node % 10 == 0 {
            write!(text, r#",{{"id":"s{node}","kind":"spring","clients":{}}}"#, 1 + below(random, 10_000))
                .expect("text takes text");
        }
    }
    text += r#"],"streams":["#;
    for node in 0..nodes {
        if node % 10 == 0 {
            write!(text, r#"{{"from":"s{node}","to":"{node}"}},"#).expect("text takes text");
        }
        let onwards = (node + 1 + below(random, 20)).min(nodes);
        let back = node.saturating_sub(1 + below(random, 20));
        for (index, to) in [onwards, nodes, back].into_iter().enumerate() {
            let to = if to >= nodes || to == node { String::from("sea") } else { to.to_string() };
            let count = 1 + below(random, 1_000);
            write!(text, r#"{{"id":"{node}.{index}","from":"{node}","to":"{to}","clients":{count}}},"#)
                .expect("text takes text");
        }
    }
    text.pop();
    text + "]}}"
}

/// A document to reconcile: streets of a town with its streams to the east and to the south, whose counts do not add up; every tenth
/// corner is a spring.
fn grid(side: usize, random: &mut Rand64) -> String {
    let (mut nodes, mut streams) = (String::from(r#"{"id":"sea","kind":"sea"}"#), String::new());
    for (x, y) in (0..side * side).map(|at| (at % side, at / side)) {
        let spring = (x + y) % 10 == 0;
        let clients = if spring { format!(r#","clients":{}"#, 1 + below(random, 1_000)) } else { String::new() };
        let kind = if spring { "spring" } else { "fork" };
        write!(nodes, r#",{{"id":"{x}.{y}","kind":"{kind}"{clients}}}"#).expect("text takes text");
        let mut ends = Vec::new();
        if x + 1 < side {
            ends.push(format!("{}.{y}", x + 1));
        }
        if y + 1 < side {
            ends.push(format!("{x}.{}", y + 1));
        }
        if ends.is_empty() {
            ends.push("sea".into());
        }
        for to in ends {
            let count = 50 + below(random, 100);
            write!(streams, r#"{{"from":"{x}.{y}","to":"{to}","clients":{count}}},"#).expect("text takes text");
        }
    }
    streams.pop();
    format!(r#"{{"cityRivers":1,"balance":"reconcile","network":{{"nodes":[{nodes}],"streams":[{streams}]}}}}"#)
}
