//! What holds for every river in time.

use super::rivers::{documents, solve};
use city_rivers::{
    document::{Kind, Mood},
    map::{Map, flow_frame::right_of, tangent},
};
use kurbo::{Point, Rect};
use petgraph::visit::EdgeRef;

const SIZES: [(f64, f64); 5] = [(1600.0, 900.0), (1280.0, 720.0), (390.0, 844.0), (640.0, 360.0), (800.0, 800.0)];

fn maps() -> impl Iterator<Item = (String, city_rivers::network::Network, Map)> {
    documents().into_iter().flat_map(|(name, text)| {
        SIZES.map(|(width, height)| {
            let (_, network) = solve(&text);
            let map = Map::in_time(&network, width, height);
            (format!("{name} at {width} x {height}"), network, map)
        })
    })
}

#[test]
fn every_stream_lies_on_the_canvas_in_its_true_width_from_its_place_to_the_next() {
    for (name, network, map) in maps() {
        for edge in network.graph.edge_references() {
            let (stream, ribbon) = (edge.id().index(), &map.ribbons[edge.id().index()]);
            let said = format!("{name}: {}", edge.weight().id);
            if !map.shown.stream(stream) {
                assert!(!ribbon.is_drawn(), "{said}");
                continue;
            }
            let width = network.solved.streams[stream].clients * map.px_per_client;
            assert!((ribbon.width - width).abs() < 1e-9, "{said}");
            let canvas = Rect::new(-1.0, -1.0, map.frame.width + 1.0, map.frame.height + 1.0);
            for (i, p) in ribbon.line.iter().enumerate() {
                let aside = right_of(tangent(&ribbon.line, i)) * (ribbon.width / 2.0);
                let banks = [*p + aside, *p - aside];
                assert!(banks.iter().all(|bank| canvas.contains(*bank)), "{said} leaves the canvas at {p:?}");
            }
            let pairs = ribbon.line.windows(2);
            assert!(pairs.map(|pair| pair[0].distance(pair[1])).all(|gap| gap < 12.0), "{said} has a gap");
        }
    }
}

/// What passes a place does not shift: each lane goes on where it arrived.
#[test]
fn on_the_main_way_the_bank_is_level_and_blue_falls_from_the_other_side() {
    for (name, network, map) in maps() {
        let across = |p: Point| map.frame.flow(p).1;
        for edge in network.graph.edge_references().filter(|edge| map.shown.stream(edge.id().index())) {
            let ribbon = &map.ribbons[edge.id().index()];
            let flow = &network.solved.streams[edge.id().index()];
            let to = network.graph[edge.target()].kind;
            let (first, last) = (ribbon.line[0], ribbon.line[ribbon.line.len() - 1]);
            if map.outline.business && flow.mood == Some(Mood::Blue) && matches!(to, Kind::Sea | Kind::Competitor) {
                assert!(across(last) > across(first), "{name}: {} does not fall", edge.weight().id);
            }
            // With the current: forward in time, but for what returns.
            let (a, b) = (map.frame.flow(first).0, map.frame.flow(last).0);
            if map.outline.returns(edge.id().index()) {
                assert!(b < a + 1.0, "{name}: {} does not flow back", edge.weight().id);
            } else if !network.graph[edge.source()].id.contains("away") {
                // What parts as it falls does so to both sides.
                assert!(b > a - 1.0, "{name}: {} flows back", edge.weight().id);
            }
        }
    }
}

/// A document whose streams say these days; without, those of KT1 to KT3 are not said.
fn timed(days: [Option<f64>; 4]) -> String {
    let days = days.map(|days| days.map_or(String::new(), |days| format!(r#","days":{days}"#)));
    format!(
        r#"{{"cityRivers":1,"network":{{"nodes":[{{"id":"s","kind":"spring","clients":900}},{{"id":"k1","kind":"fork","kt":1}},
        {{"id":"k2","kind":"fork","kt":2}},{{"id":"t","kind":"till"}},{{"id":"k3","kind":"fork","kt":3}},{{"id":"r","kind":"regulars"}},
        {{"id":"sea","kind":"sea"}}],"streams":[{{"from":"s","to":"k1"{}}},{{"from":"k1","to":"k2","mood":"red","share":0.6{}}},
        {{"from":"k1","to":"sea","mood":"blue"}},{{"from":"k2","to":"t","mood":"red","share":0.5}},{{"from":"k2","to":"sea","mood":"blue"}},
        {{"from":"t","to":"k3"{}}},{{"from":"k3","to":"r","mood":"red","share":0.5}},{{"from":"k3","to":"sea","mood":"blue"}},
        {{"from":"r","to":"k1","mood":"red","share":0.4{}}}]}}}}"#,
        days[0], days[1], days[2], days[3]
    )
}

#[test]
fn gates_stand_where_their_days_add_up_to_and_are_to_scale_where_there_is_room() {
    let gates = |days| {
        let (_, network) = solve(&timed(days));
        let map = Map::in_time(&network, 1600.0, 900.0);
        let timeline = map.timeline.clone().unwrap();
        let gates: Vec<(Option<f64>, f64)> = timeline.gates.iter().map(|gate| (gate.days, gate.along)).collect();
        (timeline, gates)
    };
    let (timeline, kts) = gates([Some(60.0), Some(100.0), Some(90.0), Some(500.0)]);
    assert_eq!(kts.iter().map(|(days, _)| *days).collect::<Vec<_>>(), [Some(60.0), Some(160.0), Some(250.0)]);
    assert!(timeline.timed && timeline.scale.stretched.iter().all(|stretched| !stretched), "{:?}", timeline.scale);
    let px = (kts[1].1 - kts[0].1) / 100.0;
    assert!((kts[2].1 - kts[1].1 - 90.0 * px).abs() < 0.5, "{kts:?}");
    assert!((kts[0].1 - timeline.span.0 - 60.0 * px).abs() < 0.5, "{kts:?}");
    // Where a time is not known, none after it is.
    let (timeline, kts) = gates([Some(60.0), None, Some(90.0), None]);
    assert_eq!(kts.iter().map(|(days, _)| *days).collect::<Vec<_>>(), [Some(60.0), None, None]);
    assert!(timeline.known == 60.0);
    let (timeline, kts) = gates([None; 4]);
    assert!(!timeline.timed && kts.iter().all(|(days, _)| days.is_none()));
    assert!(kts.windows(2).all(|pair| pair[1].1 - pair[0].1 > 60.0), "{kts:?}");
    // No time at all between two gates: they stand apart all the same.
    let (_, kts) = gates([Some(0.0), Some(0.0), Some(30.0), None]);
    assert!(kts.windows(2).all(|pair| pair[1].1 - pair[0].1 > 60.0), "{kts:?}");
}

/// Water that parts and joins again and again as it falls: however many ways lead down, it stays on the canvas, and is laid at once.
#[test]
fn a_lattice_of_falling_water_keeps_its_bounds() {
    const WIDE: usize = 5;
    const DEEP: usize = 14;
    let mut nodes = r#"{"id":"s","kind":"spring","clients":900},{"id":"k","kind":"fork","kt":1},{"id":"t","kind":"till"},{"id":"sea","kind":"sea"}"#.to_owned();
    let mut streams = r#"{"from":"s","to":"k"},{"from":"k","to":"t","mood":"red","share":0.4}"#.to_owned();
    for i in 0..WIDE {
        streams += &format!(
            r#",{{"from":"k","to":"0-{i}","mood":"blue"}},{{"from":"{}-{i}","to":"sea","mood":"blue"}}"#,
            DEEP - 1
        );
        for layer in 0..DEEP {
            nodes += &format!(r#",{{"id":"{layer}-{i}","kind":"confluence"}}"#);
            for to in (0..WIDE).filter(|_| layer + 1 < DEEP) {
                streams += &format!(r#",{{"from":"{layer}-{i}","to":"{}-{to}","mood":"blue"}}"#, layer + 1);
            }
        }
    }
    let (_, network) = solve(&format!(r#"{{"cityRivers":1,"network":{{"nodes":[{nodes}],"streams":[{streams}]}}}}"#));
    for (width, height) in SIZES {
        let map = Map::in_time(&network, width, height);
        let canvas = Rect::new(-60.0, -60.0, width + 60.0, height + 60.0);
        for (ribbon, stream) in map.ribbons.iter().zip(network.graph.edge_weights()) {
            let off = ribbon.line.iter().find(|p| !canvas.contains(**p));
            assert_eq!(off, None, "{} at {width} x {height}", stream.id);
        }
    }
}

/// Levers leave the springs' water where it was, and lanes in their order, whatever they change.
#[test]
fn levers_let_other_water_run_between_the_same_banks() {
    let text = timed([Some(9.0), Some(30.0), Some(40.0), None]);
    let levers = |on: bool| {
        let levers = format!(
            r#""levers":[{{"id":"a","on":{on},"warm":{{"at":"k3","share":0.3}}}},{{"id":"b","on":{on},"warm":{{"at":"k1","share":0.2}}}}],"network""#
        );
        solve(&text.replacen(r#""network""#, &levers, 1)).1
    };
    let (base, now) = (levers(false), levers(true));
    for (width, height) in SIZES {
        let map = Map::in_time(&base, width, height);
        let flowing = map.flowing(&now);
        let mut moved = 0;
        for (edge, (before, after)) in base.graph.edge_references().zip(map.ribbons.iter().zip(&flowing.ribbons)) {
            assert_eq!(before.line.is_empty(), after.line.is_empty());
            if base.graph[edge.source()].kind == Kind::Spring {
                let shift = before.line[0].distance(after.line[0]);
                assert!(shift < 0.01, "{width} x {height}: {} begins {shift} px away", edge.weight().id);
            }
            moved += usize::from((before.width - after.width).abs() > 1.0);
        }
        assert!(moved >= 3, "{moved}");
        for (one, other) in map.places.iter().zip(&flowing.places) {
            let order = |lanes: &[(usize, f64)]| lanes.iter().map(|(stream, _)| *stream).collect::<Vec<_>>();
            assert_eq!(order(&one.outflow), order(&other.outflow));
        }
    }
}
