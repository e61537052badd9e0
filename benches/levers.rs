//! How long a lever takes from the click to the first frame that shows it, natively and without painting: `cargo bench --bench levers`.
//! Prints rows of a table; milliseconds, best of five.
#![allow(clippy::expect_used)]

use city_rivers::{
    document::{Document, Lever, Limits, Source},
    map::Map,
    network::{self, Network, Scenario},
    picture::style::measure::Typical,
    stage::{Look, Stage},
};
use oorandom::Rand64;
use std::{fmt::Write, time::Instant};

/// CSS px.
const SIZE: (f64, f64) = (1280.0, 720.0);

fn main() {
    for nodes in [13, 1_000, 20_000] {
        let text = document(nodes);
        let (document, network) =
            network::solve(Source::Text(&text), &Limits::default()).solved.expect("the document is a good one");
        row(nodes, &document, &network);
    }
}

fn row(nodes: usize, document: &Document, network: &Network) {
    let on = Scenario { frame: None, levers: vec![true; document.levers.len()] };
    let solve = best(|| network.turned(document, &on).expect("there is a steady state"));
    let turned = network.turned(document, &on).expect("there is a steady state");
    let map = Map::new(network, SIZE.0, SIZE.1, document.seed, document.blocks);
    let flow = best(|| map.flowing(&turned));
    let look = Look { size: SIZE, ..Look::default() };
    let mut stage = Stage::new(document.clone(), network.clone(), look, &Typical);
    let mut is_on = false;
    let turn = best(|| {
        is_on = !is_on;
        let levers: Vec<Lever> = stage.levers().into_iter().map(|lever| Lever { on: is_on, ..lever }).collect();
        stage.turn(levers, None, &Typical).expect("there is a steady state")
    });
    stage.morph(0.016, &Typical);
    let frame = best(|| stage.morph(0.1, &Typical));
    println!("| a lever on a document of {nodes} nodes: solved | {solve:.2} ms |");
    println!("| - its water laid into its bed | {flow:.2} ms |");
    println!("| - all until the first frame of the morph, with drops | {turn:.2} ms |");
    println!("| - a later step of the morph | {frame:.2} ms |");
    println!("| - texts drawn anew, in the second frame | {:.2} ms |", best(|| stage.draw(&Typical)));
}

fn best<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed().as_secs_f64() * 1000.0);
    }
    best
}

/// One shop; the other nodes are springs whose water runs through confluences to its door.
fn document(nodes: usize) -> String {
    let mut random = Rand64::new(1);
    let rest = nodes - 8;
    let (mut places, mut streams) = (String::new(), String::new());
    for index in 0..rest {
        let (kind, clients) = if index < rest / 10 {
            ("confluence", String::new())
        } else {
            ("spring", format!(r#","clients":{}"#, 1 + random.rand_range(0..20)))
        };
        write!(places, r#"{{"id":"n{index}","kind":"{kind}"{clients}}},"#).expect("text takes text");
        let to = match index {
            _ if index < 10.min(rest / 10) => "kt1".to_owned(),
            _ if index < rest / 10 => format!("n{}", index / 10),
            _ if rest / 10 == 0 => "kt1".to_owned(),
            _ => format!("n{}", random.rand_range(0..rest as u64 / 10)),
        };
        write!(streams, r#"{{"from":"n{index}","to":"{to}"}},"#).expect("text takes text");
    }
    format!(
        r#"{{"cityRivers":1,"network":{{"nodes":[{places}
        {{"id":"kt1","kind":"fork","kt":1}},{{"id":"kt2","kind":"fork","kt":2}},{{"id":"till","kind":"till","revenuePerClient":85}},
        {{"id":"kt3","kind":"fork","kt":3}},{{"id":"regulars","kind":"regulars"}},{{"id":"rival","kind":"competitor"}},
        {{"id":"market","kind":"competitor"}},{{"id":"sea","kind":"sea"}}],"streams":[{streams}
        {{"from":"kt1","to":"kt2","mood":"red","share":0.45}},{{"from":"kt1","to":"rival","mood":"blue","share":0.33}},
        {{"from":"kt1","to":"market","mood":"blue"}},{{"from":"kt2","to":"till","mood":"red","share":0.44}},
        {{"from":"kt2","to":"sea","mood":"blue"}},{{"from":"till","to":"kt3"}},
        {{"from":"kt3","to":"regulars","mood":"red","share":0.6}},{{"from":"kt3","to":"sea","mood":"blue"}},
        {{"from":"regulars","to":"kt1","mood":"red","share":0.3}},{{"from":"regulars","to":"sea","mood":"blue"}}]}},
        "levers":[{{"id":"a","warm":{{"at":"kt2","share":0.08}}}},{{"id":"b","dam":{{"stream":"kt1>rival","pass":0.6}}}}]}}"#
    )
}
