//! What holds where water runs along a city's own streets.

use city_rivers::{
    document::{Limits, Source, value::Value},
    frame::Frame,
    map::{Map, Reach},
    network::{Network, Solving, solve},
    picture::style::measure::Typical,
    problem::Problem,
    stage::{Item, Look, Stage},
};
use kurbo::{Point, Rect};
use petgraph::{graph::EdgeIndex, visit::EdgeRef};
use proptest::prelude::*;
use std::fmt::Write as _;

use crate::data;

/// A GeoJSON collection of these features.
fn collection(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

/// A grid of streets in a plane, 100 apart; some are named.
pub fn grid(columns: usize, rows: usize) -> String {
    let mut features = String::new();
    let mut street = |name: &str, points: Vec<(usize, usize)>| {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("[{},{}]", x * 100, y * 100)).collect();
        let comma = if features.is_empty() { "" } else { "," };
        let _ = write!(
            features,
            r#"{comma}{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{{"type":"LineString","coordinates":[{}]}}}}"#,
            points.join(",")
        );
    };
    (0..rows).for_each(|y| street(&format!("{y} Street"), (0..columns).map(|x| (x, y)).collect()));
    (0..columns).for_each(|x| street(&format!("{x} Avenue"), (0..rows).map(|y| (x, y)).collect()));
    collection(&features)
}

/// A business on streets: springs with their clients, a KT1, a shop, competitors; places as JSON, "" for none.
fn business(city: &str, springs: &[(String, f64)], kt1: &str, shop: &str, rivals: &[&str]) -> String {
    let at = |place: &str| if place.is_empty() { String::new() } else { format!(r#","at":{place}"#) };
    let (mut nodes, mut streams) = (String::new(), String::new());
    for (i, (place, clients)) in springs.iter().enumerate() {
        let _ = write!(nodes, r#"{{"id":"s{i}","kind":"spring","clients":{clients}{}}},"#, at(place));
        let _ = write!(streams, r#"{{"from":"s{i}","to":"kt1"}},"#);
    }
    for (i, place) in rivals.iter().enumerate() {
        let _ = write!(nodes, r#"{{"id":"c{i}","kind":"competitor"{}}},"#, at(place));
        let _ = write!(streams, r#"{{"from":"kt1","to":"c{i}","mood":"blue"}},"#);
    }
    let _ = write!(
        nodes,
        r#"{{"id":"kt1","kind":"fork","kt":1{}}},{{"id":"kt2","kind":"fork","kt":2{}}},{{"id":"till","kind":"till"}},
        {{"id":"kt3","kind":"fork","kt":3}},{{"id":"regulars","kind":"regulars"}},{{"id":"sea","kind":"sea"}}"#,
        at(kt1),
        at(shop)
    );
    let share = if rivals.is_empty() { r#"{"from":"kt1","to":"sea","mood":"blue"},"# } else { "" };
    let _ = write!(
        streams,
        r#"{share}{{"from":"kt1","to":"kt2","share":0.45,"mood":"red"}},{{"from":"kt2","to":"till","share":0.5,"mood":"red"}},
        {{"from":"kt2","to":"sea","mood":"blue"}},{{"from":"till","to":"kt3"}},{{"from":"kt3","to":"regulars","share":0.6,"mood":"red"}},
        {{"from":"kt3","to":"sea","mood":"blue"}},{{"from":"regulars","to":"kt1","share":0.3,"mood":"red"}},
        {{"from":"regulars","to":"sea","mood":"blue"}}"#
    );
    format!(r#"{{"cityRivers":1,"city":{city},"network":{{"nodes":[{nodes}],"streams":[{streams}]}}}}"#)
}

pub fn plane(streets: &str) -> String {
    format!(r#"{{"coordinates":"plane","attribution":"(c) somebody","streets":{streets}}}"#)
}

pub fn stage(json: &str, size: (f64, f64)) -> (Stage, Vec<Problem>) {
    let Solving { solved, problems } = solve(Source::Text(json), &Limits::default());
    let (document, network) = solved.unwrap_or_else(|| panic!("{problems:?}"));
    let look = Look { size, ..Look::default() };
    (Stage::new(document, network, look, &Typical), problems)
}

pub fn map(json: &str, (width, height): (f64, f64)) -> (Network, Map) {
    let (document, network) = solve(Source::Text(json), &Limits::default()).solved.unwrap();
    let map = Map::new(&network, width, height, document.seed, document.blocks);
    (network, map)
}

fn clients(network: &Network, reach: &Reach) -> f64 {
    reach.streams.iter().map(|stream| network.solved.streams[*stream].clients).sum()
}

/// What crosses a vertical cut to the right: along reaches, and by where streams begin and end. None where a reach begins
/// or ends too near to the cut to say on which side.
fn crossing(network: &Network, map: &Map, cut: f64) -> Option<(f64, f64)> {
    let side = |p: &Point| f64::from(p.x > cut);
    let mut along = 0.0;
    let mut first: Vec<Option<(usize, f64)>> = vec![None; network.graph.edge_count()];
    let mut last = first.clone();
    for reach in &map.reaches {
        let (from, to) = (reach.line.first()?, reach.line.last()?);
        if [from, to].iter().any(|end| (end.x - cut).abs() < reach.width + 4.0) {
            return None;
        }
        along += clients(network, reach) * (side(to) - side(from));
        for stream in &reach.streams {
            let ribbon = &map.ribbons[*stream];
            first[*stream] = Some((0, side(ribbon.line.first()?)));
            last[*stream] = Some((0, side(ribbon.line.last()?)));
        }
    }
    let ends = first.iter().zip(&last).enumerate();
    let by_ends =
        ends.filter_map(|(stream, (from, to))| Some(network.solved.streams[stream].clients * ((*to)?.1 - (*from)?.1)));
    Some((along, by_ends.sum()))
}

/// All that must hold for a map along given streets; at how many cuts it could be seen that what crosses is true.
pub fn check(network: &Network, map: &Map) -> usize {
    let total: f64 = network.solved.streams.iter().map(|stream| stream.clients).sum();
    for (stream, ribbon) in map.ribbons.iter().enumerate() {
        let clients = network.solved.streams[stream].clients;
        assert!((ribbon.width - clients * map.px_per_client).abs() < 1e-9 * ribbon.width.max(1.0), "widths are true");
        assert!(ribbon.line.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
    }
    for reach in &map.reaches {
        assert!((reach.width - clients(network, reach) * map.px_per_client).abs() < 1e-6, "so are their sums");
    }
    let cuts = (1..800).filter_map(|i| crossing(network, map, f64::from(i) * map.frame.width / 800.0));
    let mut counted = 0;
    for (along, by_ends) in cuts {
        assert!(
            (along - by_ends).abs() <= 1e-6 * total,
            "{along} crosses along the streets, {by_ends} by the streams' ends"
        );
        counted += usize::from(by_ends != 0.0);
    }
    counted
}

pub fn texts(frame: &Frame) -> String {
    frame.texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join("|")
}

#[test]
fn a_street_carries_the_sum() {
    let springs = [("[0,500]", 300.0), ("[0,700]", 200.0), ("[100,900]", 100.0), ("[900,900]", 50.0), ("[0,0]", 80.0)];
    let springs = springs.map(|(at, clients)| (at.to_owned(), clients));
    let json = business(&plane(&grid(10, 10)), &springs, "[500,510]", "[700,400]", &["[100,200]", "[900,700]"]);
    for size in [(1280.0, 720.0), (390.0, 844.0), (640.0, 360.0)] {
        let (network, map) = map(&json, size);
        assert!(check(&network, &map) > 3, "{size:?}");
        let most = map.reaches.iter().filter(|reach| reach.mood.is_none()).map(|reach| clients(&network, reach));
        assert!(most.fold(0.0, f64::max) > 650.0, "most water comes by one street");
    }
    let (stage, problems) = stage(&json, (1280.0, 720.0));
    assert_eq!(problems, []);
    let mut stage = stage;
    assert!(texts(stage.at(0.0)).contains("(c) somebody"), "whose data it is");
}

#[test]
fn looking_around() {
    let springs = [("[0,500]", 300.0), ("[100,900]", 100.0), ("[0,0]", 80.0)].map(|(at, n)| (at.to_owned(), n));
    let json = business(&plane(&grid(10, 10)), &springs, "[500,500]", "[700,400]", &["[100,200]"]);
    let (mut stage, _) = stage(&json, (1280.0, 720.0));
    let place = |stage: &Stage| {
        let contents = stage.contents();
        let spots = contents.items("spots").iter().find(|spot| spot.words("id") == Some("kt1")).cloned();
        spots.map(|spot| ["x", "y"].map(|axis| spot.number(axis).unwrap()))
    };
    let whole = stage.at(0.0).clone();
    let [x, y] = place(&stage).unwrap();
    assert_eq!(stage.zoomed(), Some(1.0));
    assert!(stage.zoom(2.5, x, y, &Typical));
    assert!((stage.zoomed().unwrap() - 2.5).abs() < 1e-9);
    let [now_x, now_y] = place(&stage).unwrap();
    assert!((now_x - x).abs() <= 1.0 && (now_y - y).abs() <= 1.0, "what is under the pointer stays there");
    assert!(stage.pan(30.0, -20.0, &Typical));
    let [moved_x, moved_y] = place(&stage).unwrap();
    assert!((moved_x - x - 30.0).abs() <= 1.0 && (moved_y - y + 20.0).abs() <= 1.0);
    assert!(stage.zoom(1e9, x, y, &Typical) && !stage.zoom(2.0, x, y, &Typical), "no nearer than a street");
    assert!(stage.fit(&Typical) && !stage.fit(&Typical));
    let again = stage.at(0.0).clone();
    assert_eq!((again.water, again.land, again.texts), (whole.water, whole.land, whole.texts));
    assert!(!stage.zoom(f64::NAN, f64::NAN, 0.0, &Typical) || stage.at(0.0).water.len() > 1);
    stage.zoom(0.5, f64::NAN, 0.0, &Typical);
    assert!(stage.zoomed().unwrap().is_finite() && stage.at(0.0).water.len() > 1, "no place is the middle");
}

#[test]
fn a_street_is_picked() {
    let springs = [("[0,500]", 300.0), ("[0,600]", 200.0), ("[0,400]", 100.0)].map(|(at, n)| (at.to_owned(), n));
    let json = business(&plane(&grid(10, 10)), &springs, "[800,500]", "[900,400]", &["[700,100]"]);
    let (stage, _) = stage(&json, (1280.0, 720.0));
    let (network, map) = map(&json, (1280.0, 720.0));
    let mut shared = 0;
    for reach in
        map.reaches.iter().filter(|reach| reach.streams.len() > 1 && reach.mood.is_none() && reach.length() > 60.0)
    {
        let [a, b] = [reach.line.len() / 2 - 1, reach.line.len() / 2].map(|i| reach.line[i]);
        let at = a.midpoint(b);
        let item = stage.pick(at.x, at.y).unwrap();
        if !matches!(item, Item::Reach(_)) {
            continue;
        }
        shared += 1;
        let told = stage.tell(item).unwrap();
        assert_eq!(told.words("type"), Some("street"));
        assert!((told.number("clients").unwrap() - clients(&network, reach)).abs() < 1e-9);
        let name = told.words("label").unwrap();
        assert!(name.ends_with("Street") || name.ends_with("Avenue"), "{name}");
        assert_eq!(stage.find(told.words("id").unwrap()), [item], "its id finds it");
    }
    assert!(shared > 0);
}

#[test]
fn parts_that_no_street_joins() {
    let island = r#",{"type":"Feature","properties":null,"geometry":{"type":"LineString","coordinates":[[2000,0],[2000,100],[2100,100]]}}"#;
    let streets = grid(6, 6);
    let streets = collection(
        &[streets.trim_start_matches(r#"{"type":"FeatureCollection","features":["#).trim_end_matches("]}"), island]
            .concat(),
    );
    let springs = [("[0,300]", 300.0), ("[2100,90]", 200.0)].map(|(at, n)| (at.to_owned(), n));
    let json = business(&plane(&streets), &springs, "[300,300]", "[400,200]", &["[100,100]"]);
    let (_, problems) = stage(&json, (1280.0, 720.0));
    let told: Vec<(&str, &str)> = problems.iter().map(|problem| (problem.code, problem.pointer.as_str())).collect();
    assert_eq!(told, [("geometry", "/network/streams/1")]);
    let (network, map) = map(&json, (1280.0, 720.0));
    let straight = &map.ribbons[1].line;
    let (first, last) = (straight[0], straight[straight.len() - 1]);
    let length: f64 = straight.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    assert!(length < 1.05 * first.distance(last) && length > 100.0, "it runs straight");
    check(&network, &map);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever is told of places, and whatever is not, gives a map.
    #[test]
    fn any_places(
        size in (2..9_usize, 2..9_usize),
        springs in prop::collection::vec((prop::option::of((0..900_i32, 0..900_i32)), 0.0..500.0_f64), 1..30),
        others in prop::collection::vec(prop::option::of((0..900_i32, 0..900_i32)), 2..5),
        canvas in prop::sample::select(vec![(1280.0, 720.0), (390.0, 844.0), (160.0, 90.0)]),
    ) {
        let place = |at: &Option<(i32, i32)>| at.map_or(String::new(), |(x, y)| format!("[{x},{y}]"));
        let springs: Vec<(String, f64)> = springs.iter().map(|(at, n)| (place(at), *n)).collect();
        let others: Vec<String> = others.iter().map(place).collect();
        let rivals: Vec<&str> = others[2..].iter().map(String::as_str).collect();
        let json = business(&plane(&grid(size.0, size.1)), &springs, &others[0], &others[1], &rivals);
        let (network, map) = map(&json, canvas);
        check(&network, &map);
        let (mut stage, _) = stage(&json, canvas);
        stage.zoom(3.0, 0.3 * canvas.0, 0.4 * canvas.1, &Typical);
        prop_assert!(!stage.at(1.0).water.is_empty() || network.solved.totals.springs == 0.0);
    }
}

#[test]
fn corners_have_the_names_of_their_streets() {
    let springs: Vec<(String, f64)> = (0..20).map(|i| (format!("[{},{}]", i % 10 * 100, i / 10 * 900), 50.0)).collect();
    let json = business(&plane(&grid(10, 10)), &springs, "[500,500]", "[700,400]", &["[100,700]"]);
    let (mut stage, _) = stage(&json, (1280.0, 720.0));
    let said = texts(stage.at(0.0));
    assert!(said.contains("9 & 0") || said.contains("0 & 0"), "{said}");
}

/// Streets of a city in the test data.
fn city(name: &str) -> Option<String> {
    if name.contains(".geojson") {
        return data(&format!("streets/{name}"));
    }
    let nodes = data(&format!("streets/{name}.nodes.csv.gz"))?;
    let node = |line: &str| {
        let mut fields = line.split(',').skip(1).map(|field| field.parse().unwrap());
        [fields.next().unwrap(), fields.next().unwrap()]
    };
    let nodes: Vec<[f64; 2]> = nodes.lines().skip(1).map(node).collect();
    let mut features = String::new();
    for line in data(&format!("streets/{name}.edges.csv.gz"))?.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [a, b] = [fields[0], fields[1]].map(|node| nodes[node.parse::<usize>().unwrap()]);
        let comma = if features.is_empty() { "" } else { "," };
        let _ = write!(
            features,
            r#"{comma}{{"type":"Feature","properties":{{"highway":"{}"}},"geometry":{{"type":"LineString","coordinates":[{a:?},{b:?}]}}}}"#,
            fields[2]
        );
    }
    Some(collection(&features))
}

#[test]
fn real_cities() {
    for (name, kt1, shop, rivals, reach) in [
        ("apalachicola.geojson", [-84.9889, 29.7266], [-84.9868, 29.7250], [-84.9945, 29.7225], 0.008),
        ("baltimore.geojson.gz", [-76.5685, 39.2850], [-76.5672, 39.2815], [-76.5935, 39.2868], 0.03),
        ("salt_lake_city", [-111.888, 40.715], [-111.889, 40.7005], [-111.935, 40.708], 0.07),
        ("wuhan", [114.30, 30.58], [114.32, 30.565], [114.255, 30.55], 0.12),
    ] {
        let Some(streets) = city(name) else { continue };
        // Springs all round, a golden angle apart.
        let spring = |i: u32| {
            let (angle, far) = (f64::from(i) * 2.399_963, reach * (0.25 + 0.75 * (f64::from(i) / 40.0).sqrt()));
            (
                format!("[{},{}]", kt1[0] + angle.cos() * far, kt1[1] + 0.77 * angle.sin() * far),
                f64::from(20 + i * 37 % 90),
            )
        };
        let springs: Vec<(String, f64)> = (0..40).map(spring).collect();
        let [kt1, shop, rivals] = [kt1, shop, rivals].map(|at| format!("{at:?}"));
        let json = business(&format!(r#"{{"streets":{streets}}}"#), &springs, &kt1, &shop, &[&rivals]);
        let (network, map) = map(&json, (1280.0, 720.0));
        let cuts = check(&network, &map);
        assert!(cuts > 3, "{name}: {cuts} cuts");
        let floor = map.floors[0];
        assert!(
            floor.start.x > 0.0 && floor.start.x + floor.length < 1280.0,
            "{name}: the shop's inside is on the canvas"
        );
        let by_street = map.reaches.iter().filter(|reach| reach.streams.len() > 1).count();
        assert!(by_street > 20, "{name}: {by_street} streets carry several streams");
        // No stream is led a long way round.
        for e in network
            .graph
            .edge_references()
            .filter(|e| network.graph[e.source()].id.starts_with('s') && e.id() < EdgeIndex::new(40))
        {
            let line = &map.ribbons[e.id().index()].line;
            let length: f64 = line.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
            let crow = line[0].distance(line[line.len() - 1]);
            assert!(length < 4.0 * crow + 120.0, "{name}: {} runs {length} px for {crow}", e.weight().id);
        }
    }
}

#[test]
fn a_stream_leads_to_the_streets_that_it_shares() {
    let springs = [("[0,0]", 200.0), ("[0,100]", 100.0), ("[0,200]", 50.0)].map(|(at, n)| (at.to_owned(), n));
    let json = business(&plane(&grid(8, 4)), &springs, "[700,100]", "[500,300]", &["[600,0]"]);
    let (mut stage, _) = stage(&json, (1280.0, 720.0));
    assert_eq!(stage.waters("kt1", true)[..3], ["s0>kt1", "s1>kt1", "s2>kt1"]);
    let number = |stage: &Stage, item: Item, key: &str| match stage.tell(item).unwrap().get(key) {
        Some(Value::Number(number)) => *number,
        other => panic!("{key}: {other:?}"),
    };
    let at = |stage: &Stage, item: Item| Point::new(number(stage, item, "x"), number(stage, item, "y"));
    for stream in ["s0>kt1", "s1>kt1", "s2>kt1"] {
        let streets = stage.waters(stream, false);
        assert!(!streets.is_empty(), "{stream} shares some");
        let clients: Vec<f64> = streets.iter().map(|id| number(&stage, stage.find(id)[0], "clients")).collect();
        assert!(clients.is_sorted(), "the more has joined it, the farther along: {clients:?}");
        for street in &streets {
            let item = stage.find(street)[0];
            let Point { x, y } = at(&stage, item);
            assert_eq!(stage.pick(x, y), Some(item));
        }
    }
    // Where only a part of a stream is seen, its middle is in that.
    let s0 = stage.find("s0>kt1")[0];
    let Point { x, y } = at(&stage, s0);
    stage.zoom(4.0, x, y, &Typical);
    stage.pan(-300.0, 0.0, &Typical);
    assert!(Rect::new(0.0, 0.0, 1280.0, 720.0).contains(at(&stage, s0)));
    assert!(stage.waters("kt1", true).contains(&"s0>kt1".to_owned()));
    stage.fit(&Typical);
    assert_eq!(stage.waters("c0", true), ["kt1>c0"]);
    let Point { x, y } = at(&stage, stage.find("s0")[0]);
    stage.zoom(10.0, x, y, &Typical);
    assert!(stage.waters("c0", true).is_empty(), "it is out of sight");
}
