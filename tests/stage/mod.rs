//! What any picture must hold to, whatever the document and the canvas.

mod calendar;
mod levers;
mod morph;
mod pick;
mod switch;

use city_rivers::{
    document::{Document, Kind, Limits, Source, View, read},
    frame::{Anchor, Frame, Text},
    map::Map,
    network::Network,
    picture::style::measure::{Measure, Typical},
    stage::{Look, Stage},
};
use kurbo::{Point, Rect};
use std::fmt::Write as _;

const SIZES: [(f64, f64); 7] = [
    (1280.0, 720.0),
    (390.0, 844.0),
    (1920.0, 1080.0),
    (320.0, 200.0),
    (800.0, 800.0),
    (640.0, 360.0),
    (2560.0, 1440.0),
];

/// A business with so many springs and shops, and what else the number says.
fn business(number: usize, springs: usize, shops: usize) -> String {
    let long = ["", "Rather a long name for a place, ", "Strada "][number % 3];
    let times = [1.0, 0.001, 1e9, 37.5][number % 4];
    let (mut nodes, mut streams) = (String::new(), String::new());
    for i in 0..springs {
        let clients = times * ((i * 7919 + number * 31) % 400 + 1) as f64;
        let _ = write!(nodes, r#"{{"id":"s{i}","kind":"spring","label":"{long}spring {i}","clients":{clients}}},"#);
        let _ = write!(streams, r#"{{"from":"s{i}","to":"kt1"}},"#);
    }
    let part = 0.6 / shops as f64;
    for i in 0..shops {
        let _ = write!(
            nodes,
            r#"{{"id":"in{i}","kind":"fork","kt":2,"label":"{long}Shop {i}"}},{{"id":"till{i}","kind":"till","revenuePerClient":{}}},
            {{"id":"after{i}","kind":"fork","kt":3}},"#,
            9.99 + i as f64
        );
        let _ = write!(
            streams,
            r#"{{"from":"kt1","to":"in{i}","mood":"red","share":{part}}},{{"from":"in{i}","to":"till{i}","mood":"red","share":0.4}},
            {{"from":"in{i}","to":"sea","mood":"blue"}},{{"from":"till{i}","to":"after{i}","mood":"red"}},
            {{"from":"after{i}","to":"regulars","mood":"red","share":0.625}},{{"from":"after{i}","to":"sea","mood":"blue"}},"#
        );
    }
    let locale = ["ro-RO", "en", "de"][number % 3];
    format!(
        r#"{{"cityRivers":1,"title":"{long}Number {number}","period":"month","currency":"EUR","locale":"{locale}",
        "network":{{"nodes":[{nodes}{{"id":"kt1","kind":"fork","kt":1,"underway":{number}}},{{"id":"regulars","kind":"regulars"}},
        {{"id":"rival","kind":"competitor","label":"{long}Rival"}},{{"id":"sea","kind":"sea"}}],
        "streams":[{streams}{{"from":"kt1","to":"rival","mood":"blue","share":0.3}},{{"from":"kt1","to":"sea","mood":"blue","share":0.05}},
        {{"from":"regulars","to":"kt1","mood":"red","share":0.3}},{{"from":"regulars","to":"sea","mood":"blue"}}]}}}}"#
    )
}

/// A network without any KT: layers of places, each fed by some of the layer before.
fn plain(wide: usize, deep: usize) -> String {
    let (mut nodes, mut streams) = (String::new(), String::new());
    for layer in 0..deep {
        for i in 0..wide {
            let kind = if layer == 0 { r#""spring","clients":90"# } else { r#""confluence""# };
            let _ = write!(nodes, r#"{{"id":"{layer}-{i}","kind":{kind},"label":"Place {layer} {i}"}},"#);
            for to in if layer + 1 < deep { vec![i, (i * 3 + 1) % wide] } else { Vec::new() } {
                let _ = write!(
                    streams,
                    r#"{{"id":"{layer}-{i}-{to}-{}","from":"{layer}-{i}","to":"{}-{to}"}},"#,
                    streams.len(),
                    layer + 1
                );
            }
        }
    }
    let last = deep - 1;
    format!(
        r#"{{"cityRivers":1,"network":{{"nodes":[{nodes}{{"id":"sea","kind":"sea"}}],"streams":[{streams}{{"from":"{last}-0","to":"sea"}}]}}}}"#
    )
}

fn documents() -> Vec<String> {
    let mut all = vec![plain(1, 1), plain(5, 4), plain(12, 3)];
    for (number, (springs, shops)) in [(1, 1), (5, 1), (24, 1), (6, 2), (9, 3), (5, 7)].into_iter().enumerate() {
        all.push(business(number, springs, shops));
    }
    all
}

fn solve(text: &str) -> (Document, Network) {
    let reading = read(Source::Text(text), &Limits::default());
    let document = reading.document.unwrap_or_else(|| panic!("{:?}", reading.problems));
    let network = Network::build(&document).unwrap();
    (document, network)
}

fn stage(text: &str, size: (f64, f64)) -> Stage {
    stage_in(View::City, text, size)
}

fn stage_in(view: View, text: &str, size: (f64, f64)) -> Stage {
    let (document, network) = solve(text);
    let look = Look { size, view: Some(view), drops: Some(10.0), ..Look::default() };
    Stage::new(document, network, look, &Typical)
}

fn still(text: &str, size: (f64, f64)) -> Frame {
    stage(text, size).at(0.0).clone()
}

/// All that is written.
fn texts(frame: &Frame) -> impl Iterator<Item = &Text> {
    frame.names.iter().chain(&frame.texts)
}

/// The box of a text's letters: capitals above the base line, tails below.
fn letters(text: &Text) -> Rect {
    let width = Typical.width(&text.text, text.size, text.weight) + text.spacing * text.text.chars().count() as f64;
    let x = match text.anchor {
        Anchor::Start => text.at.x,
        Anchor::Middle => text.at.x - width / 2.0,
        Anchor::End => text.at.x - width,
    };
    Rect::new(x, text.at.y - 0.74 * text.size, x + width, text.at.y + 0.2 * text.size)
}

#[test]
fn texts_meet_neither_each_other_nor_a_ring_nor_the_border() {
    texts_meet_nothing(View::City);
}

#[test]
fn texts_meet_neither_each_other_nor_a_ring_nor_the_border_in_time() {
    texts_meet_nothing(View::Time);
}

fn texts_meet_nothing(view: View) {
    for (number, text) in documents().iter().enumerate() {
        // Not every size for every document: the sizes go round.
        for turn in 0..2 {
            let size = SIZES[(number * 2 + turn) % SIZES.len()];
            let frame = stage_in(view, text, size).at(0.0).clone();
            let boxes: Vec<(&Text, Rect)> = texts(&frame).map(|text| (text, letters(text))).collect();
            let canvas = Rect::new(0.0, 0.0, size.0, size.1);
            let (_, network) = solve(text);
            let map = match view {
                View::City => Map::new(&network, size.0, size.1, solve(text).0.seed, None),
                View::Time => Map::in_time(&network, size.0, size.1),
            };
            for (i, (one, area)) in boxes.iter().enumerate() {
                let said = format!("document {number} at {size:?}: {:?} at {:?}", one.text, one.at);
                assert!(canvas.contains_rect(*area), "{said} leaves the canvas");
                assert!(one.size >= 11.99, "{said} is too small");
                for (other, meets) in &boxes[i + 1..] {
                    let both = area.intersect(*meets);
                    assert!(both.width().min(both.height()) < 0.5, "{said} meets {:?}", other.text);
                }
                for ((node, place), radius) in network.graph.node_weights().zip(&map.places).zip(&map.radii) {
                    let nearest = Point::new(place.at.x.clamp(area.x0, area.x1), place.at.y.clamp(area.y0, area.y1));
                    let inside = node.kt.is_some()
                        && area.center().distance(place.at) < 0.3 * radius
                        && one.text.starts_with("KT");
                    let covers = node.kind == Kind::Fork && node.kt.is_some() && nearest.distance(place.at) < *radius;
                    assert!(!covers || inside, "{said} covers a ring");
                }
            }
            // What must never go: every KT's name and figures.
            let names = texts(&frame).filter(|text| ["KT1", "KT2", "KT3"].contains(&text.text.as_str())).count();
            let forks = network.graph.node_weights().filter(|node| node.kt.is_some()).count();
            assert!(names >= forks, "document {number} at {size:?}: {names} names for {forks} forks");
        }
    }
}

#[test]
fn the_same_document_gives_the_same_picture() {
    let text = business(2, 20, 2);
    assert_eq!(still(&text, SIZES[0]), still(&text, SIZES[0]));
}

#[test]
fn what_does_not_add_up_is_said() {
    let text = r#"{"cityRivers":1,"period":"day","network":{"nodes":[{"id":"a","kind":"spring","clients":100},
        {"id":"kt1","kind":"fork","kt":1},{"id":"t","kind":"till"},{"id":"sea","kind":"sea"}],
        "streams":[{"from":"a","to":"kt1"},{"from":"kt1","to":"t","mood":"red","clients":40},{"from":"kt1","to":"sea","mood":"blue","clients":47}]}}"#;
    let frame = still(text, (1280.0, 720.0));
    assert!(frame.texts.iter().any(|text| text.text == "13 unaccounted for"), "{:?}", frame.texts);
    assert!(frame.sentence.contains("47 go elsewhere"), "{}", frame.sentence);
}

#[test]
fn where_water_stands_still_arrows_say_where_it_runs() {
    let (document, network) = solve(&business(0, 3, 1));
    let look = Look::default();
    let mut stage = Stage::new(document, network, look.clone(), &Typical);
    let (water, revision) = (stage.at(0.0).water.len(), stage.at(0.0).revision);
    stage.set_look(Look { calm: true, ..look.clone() }, &Typical);
    assert_eq!((stage.at(0.0).water.len(), stage.at(0.0).revision), (water + 2, revision + 1));
    stage.set_look(look, &Typical);
    assert_eq!(stage.at(0.0).water.len(), water);
}
