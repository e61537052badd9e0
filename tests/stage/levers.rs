//! Levers on the map: the town stays, its water swells and dries.

use super::{SIZES, solve, stage};
use city_rivers::{
    document::{Lever, Limits, read_levers, value::Value},
    map::{Map, flow_frame::right_of, tangent},
    network::{Network, Scenario},
    picture::style::measure::Typical,
    stage::{Grasp, Look, Stage, Touched},
};
use kurbo::Point;

fn training() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/www/gallery/examples/training.json")).unwrap()
}

/// Turns the first levers on and all others off, and waits until that is seen.
fn turn(stage: &mut Stage, on: usize) {
    let levers = stage.levers().into_iter().enumerate().map(|(index, lever)| Lever { on: index < on, ..lever });
    stage.turn(levers.collect(), None, &Typical).unwrap();
    while stage.morph(1.0, &Typical) {}
}

#[test]
fn what_was_built_and_taken_away_leaves_nothing() {
    for size in SIZES {
        let mut stage = stage(&training(), size);
        let before = stage.at(7.0).clone();
        for on in [1, 3, 4, 2] {
            turn(&mut stage, on);
            assert!(stage.at(7.0).land == before.land, "the town stays, {size:?}");
            assert!(stage.at(7.0).water != before.water, "{size:?}");
        }
        turn(&mut stage, 0);
        let after = stage.at(7.0);
        let same = after.water == before.water && after.marks == before.marks && after.texts == before.texts;
        assert!(same, "{size:?}");
    }
}

#[test]
fn left_banks_and_the_breadth_of_a_client_stay() {
    for size in SIZES {
        let (document, network) = solve(&training());
        let map = Map::new(&network, size.0, size.1, document.seed, document.blocks);
        let same = map.flowing(&network);
        assert_eq!((&same.ribbons, &same.places), (&map.ribbons, &map.places));
        let on = Scenario { frame: None, levers: vec![true; document.levers.len()] };
        let turned = Network::at(&document, &on).unwrap();
        let other = map.flowing(&turned);
        for (stream, (old, new)) in map.ribbons.iter().zip(&other.ribbons).enumerate() {
            let clients = turned.solved.streams[stream].clients;
            assert!((new.width - clients * map.px_per_client).abs() < 1e-9);
            // Alone on its street its left bank is the street's; beside its ends it keeps to its place at the node.
            let Some((from, to)) = map.beside[stream].alone.iter().copied().find(|(from, to)| to - from > 0.5) else {
                continue;
            };
            for part in [0.4, 0.5, 0.6].map(|part| from + (to - from) * part) {
                let bank = |line: &[kurbo::Point], width: f64| {
                    let i = (part * (line.len() - 1) as f64) as usize;
                    line[i] - right_of(tangent(line, i)) * (width / 2.0)
                };
                let (a, b) = (bank(&old.line, old.width), bank(&new.line, new.width));
                let nearest = new
                    .line
                    .iter()
                    .enumerate()
                    .map(|(i, p)| (*p - right_of(tangent(&new.line, i)) * (new.width / 2.0)).distance(a));
                assert!(nearest.fold(f64::INFINITY, f64::min) < 2.5, "stream {stream} at {part}, {size:?}: {a} {b}");
            }
        }
    }
}

#[test]
fn refused_levers_leave_all_as_it_was() {
    let mut stage = stage(&training(), SIZES[0]);
    let before = stage.at(3.0).clone();
    let list = |text: &str| city_rivers::document::json::parse(text).unwrap();
    let read = |value: Value, stage: &Stage| read_levers(value, stage.document(), &Limits::default());
    let wrong = r#"[{"id":"a","warm":{"at":"nowhere","share":2}},{"id":"a","dam":{"stream":"kt1>rival","pass":0.5}}]"#;
    let codes: Vec<_> = read(list(wrong), &stage).unwrap_err().into_iter().map(|p| (p.code, p.pointer)).collect();
    let expected =
        [("range", "/levers/0/warm/share"), ("unknown-id", "/levers/0/warm/at"), ("duplicate-id", "/levers/1/id")];
    assert_eq!(codes, expected.map(|(code, pointer)| (code, pointer.to_owned())));
    // Round and round: nothing is lost between the till and KT1 any more.
    let endless = r#"[{"id":"a","on":true,"canal":{"from":"kt1","to":"till","share":1}},{"id":"b","on":true,"canal":{"from":"kt3","to":"kt1","share":1}}]"#;
    let endless = read(list(endless), &stage).unwrap();
    assert_eq!(stage.turn(endless, None, &Typical).unwrap_err()[0].code, "endless-cycle");
    let after = stage.at(3.0);
    assert_eq!((&after.water, &after.texts, after.revision), (&before.water, &before.texts, before.revision));
    assert_eq!(stage.levers().len(), 4);
}

#[test]
fn what_is_built_by_hand_is_there_as_json() {
    let mut stage = stage(&training(), SIZES[0]);
    let mut list = stage.levers();
    list.push(Lever { id: "mine".into(), on: true, ..list[2].clone() });
    stage.turn(list.clone(), None, &Typical).unwrap();
    let taken = read_levers(stage.levers_value(), stage.document(), &Limits::default()).unwrap();
    let same = |(a, b): (&Lever, &Lever)| a.id == b.id && a.on == b.on && a.work == b.work && a.cost == b.cost;
    assert!(taken.len() == 5 && taken.iter().zip(&list).all(same));
    assert!(stage.find("kt1>kt2:mine").len() == 1);
}

#[test]
fn what_is_under_a_hand_shows_what_it_can_do_and_nothing_else_changes() {
    let mut stage = stage(&training(), SIZES[0]);
    let before = stage.at(0.0).clone();
    // What could be built says so; what is built has a grip, and says what passes while that is dragged.
    for lever in [0, 1, 2] {
        stage.touch(Some((Touched::Lever(lever), Grasp::Over)));
        assert!(!stage.at(0.0).focus.is_empty(), "lever {lever}");
        assert_eq!(stage.at(0.0).value, None);
    }
    turn(&mut stage, 2);
    stage.touch(Some((Touched::Lever(1), Grasp::Held)));
    assert_eq!(stage.at(0.0).value.as_ref().map(|text| text.text.replace('\u{a0}', "")), Some("60%".to_owned()));
    stage.touch_kt("kt2", Grasp::Focused);
    assert!(stage.at(0.0).value.is_none() && !stage.at(0.0).focus.is_empty());
    for nowhere in [None, Some((Touched::Lever(99), Grasp::Held)), Some((Touched::Ring(99), Grasp::Over))] {
        stage.touch(nowhere);
        assert!(stage.at(0.0).focus.is_empty(), "{nowhere:?}");
    }
    turn(&mut stage, 0);
    let after = stage.at(0.0);
    assert!(after.water == before.water && after.texts == before.texts);
}

#[test]
fn a_flood_is_drawn_narrower_and_the_legend_says_so() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/www/gallery/examples/training.json")).unwrap();
    let frames = r#""frames": [{ "nodes": { "old-town": { "clients": 600 } } }, { "nodes": { "old-town": { "clients": 4000 } } }],"#;
    let text = text.replacen('{', &["{", frames].concat(), 1);
    let mut stage = stage(&text, SIZES[0]);
    let (document, network) = solve(&text);
    let map = Map::new(&network, SIZES[0].0, SIZES[0].1, document.seed, document.blocks);
    let door = |network: &Network| {
        network.solved.nodes[network.graph.node_weights().position(|n| n.id == "kt1").unwrap()].inflow
    };
    let widest = door(&network) * map.px_per_client;
    let shown = [0, 1].map(|frame| {
        let turned = Network::at(&document, &Scenario { frame: Some(frame), levers: vec![] }).unwrap();
        let other = map.flowing(&turned);
        for (ribbon, flow) in other.ribbons.iter().zip(&turned.solved.streams) {
            assert!((ribbon.width - flow.clients * other.px_per_client).abs() < 1e-9, "widths stay true");
        }
        let levers = stage.levers();
        stage.turn(levers, Some(frame), &Typical).unwrap();
        while stage.morph(1.0, &Typical) {}
        let says = stage
            .at(0.0)
            .texts
            .iter()
            .any(|text| text.text.contains("of its width") || text.text.starts_with("widths: "));
        (other.narrowed(), door(&turned) * other.px_per_client / widest, says)
    });
    assert!(matches!(shown[0], (1.0, 1.0..1.36, false)), "{shown:?}");
    assert!(matches!(shown[1], (0.0..0.5, ..1.36, true)), "{shown:?}");
}

#[test]
fn low_columns_show_the_bars_of_all_and_titles_are_not_cut() {
    for (size, aside) in [((390.0, 587.0), 0.0), ((390.0, 541.0), 0.0), ((1280.0, 676.0), 270.0), ((973.0, 300.0), 0.0)]
    {
        let mut stage = stage(&training(), size);
        let look = Look { aside, ..stage.look().clone() };
        stage.set_look(look, &Typical);
        for on in 0..=4 {
            turn(&mut stage, on);
            let texts = &stage.at(0.0).texts;
            let basin = |at: Point| if size.0 < size.1 { at.y > 0.75 * size.1 } else { at.x > 0.84 * size.0 };
            for name in ["KT1", "KT2", "KT3", "Regulars"] {
                let said = texts.iter().any(|text| text.text == name && basin(text.at));
                assert!(said, "{name} at {size:?} with {on} levers");
            }
            let title = texts.iter().find(|text| text.text.starts_with("What if: ")).map(|text| text.text.as_str());
            assert_eq!(title.is_some(), on > 0, "{size:?}");
            assert!(!title.unwrap_or_default().contains('…'), "{title:?} at {size:?}");
        }
    }
}
