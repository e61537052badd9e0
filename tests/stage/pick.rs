//! Picking, the words for it, and the story.

use super::stage;
use city_rivers::{
    document::value::Value,
    frame::Frame,
    stage::{Item, Stage},
};

const FUNNEL: &str = r#"{"cityRivers":1,"title":"Shop","period":"day","currency":"RON","funnel":{
    "springs":[{"label":"Old town","clients":420},{"label":"Web","clients":780}],"kt1":{"red":540},"kt2":{"red":240},"kt3":{"red":150},
    "regulars":{"returning":50},"revenuePerClient":85,"competitors":[{"label":"Rival","share":0.6},{"label":"Market"}]},"#;

fn shop(rest: &str) -> Stage {
    stage(&[FUNNEL, rest].concat(), (1280.0, 720.0))
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    match value.get(key) {
        Some(Value::Text(text)) => text,
        other => panic!("{key}: {other:?}"),
    }
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::list).unwrap();
    list.iter().map(|item| if let Value::Text(text) = item { text.to_string() } else { panic!("{item:?}") }).collect()
}

fn number(value: &Value, key: &str) -> f64 {
    if let Some(Value::Number(number)) = value.get(key) { *number } else { panic!("{key}") }
}

#[test]
fn a_point_on_a_mark_picks_its_place_and_one_on_a_river_its_stream() {
    let stage = shop(r#""meta":{}}"#);
    let contents = stage.contents();
    let spots = contents.get("spots").and_then(Value::list).unwrap();
    for spot in spots.iter().filter(|spot| number(spot, "radius") > 0.0) {
        let item = stage.pick(number(spot, "x"), number(spot, "y")).unwrap();
        assert_eq!(text(&stage.tell(item).unwrap(), "id"), text(spot, "id"));
    }
    for (index, stream) in stage.network().graph.edge_weights().enumerate() {
        let told = stage.tell(Item::Stream(index)).unwrap();
        let found = stage.pick(number(&told, "x"), number(&told, "y")).unwrap();
        // A stream may be so short that a ring covers it.
        let covered = matches!(found, Item::Node(_));
        assert!(covered || text(&stage.tell(found).unwrap(), "id") == stream.id, "{told:?}");
    }
    assert_eq!(stage.pick(2.0, 718.0), None);
    assert_eq!(stage.pick(f64::NAN, f64::INFINITY), None);
}

#[test]
fn places_are_told_as_the_water_runs_with_their_neighbours_by_size() {
    let contents = shop(r#""meta":{}}"#).contents();
    let spots = contents.get("spots").and_then(Value::list).unwrap();
    let labels: Vec<&str> = spots.iter().map(|spot| text(spot, "label")).collect();
    let order = [
        "Web",
        "Old town",
        "KT1, where to buy",
        "KT2, with us",
        "Till",
        "KT3, after buying",
        "Regulars",
        "Rival",
        "Market",
        "The sea",
    ];
    assert_eq!(labels, order);
    let spot = |label: &str| spots.iter().find(|spot| text(spot, "label") == label).unwrap();
    let kt1 = spot("KT1, where to buy");
    assert_eq!(texts(kt1, "onward"), ["kt2", "competitor-1", "competitor-2"], "past the confluence where no mark is");
    assert_eq!(texts(kt1, "back"), ["spring-2", "spring-1", "regulars"]);
    assert_eq!(text(kt1, "text"), "1,250 a day come here, 540 to us (43%), 710 away (57%), temperature 0.03");
    assert_eq!(text(spot("Till"), "text"), "240 a day buy, 20,400\u{a0}RON, temperature 0.7");
    assert_eq!(texts(kt1, "row"), ["Fork", "1,250", "540", "710", "0.03"]);
    assert!(text(&contents, "legend").contains("drop"));
}

#[test]
fn the_story_is_the_authors_own_or_made_from_the_points() {
    let made = shop(r#""locale":"ro"}"#).contents();
    let steps = made.get("steps").and_then(Value::list).unwrap();
    let focus: Vec<_> = steps.iter().map(|step| texts(step, "focus")).collect();
    assert_eq!(focus, [["kt1"], ["kt2"], ["kt3"], ["regulars"]]);
    assert!(text(&steps[3], "text").contains("100 se răcesc"), "{:?}", steps[3]);
    let own = shop(r#""story":[{"title":"<b>One</b>","focus":["kt1","kt1>kt2"]},{}]}"#).contents();
    let steps = own.get("steps").and_then(Value::list).unwrap();
    assert_eq!(
        (text(&steps[0], "title"), texts(&steps[0], "focus").len(), text(&steps[1], "text")),
        ("<b>One</b>", 2, "")
    );
    let plain = r#"{"cityRivers":1,"network":{"nodes":[{"id":"a","kind":"spring","clients":3},{"id":"b","kind":"sea"}],
        "streams":[{"from":"a","to":"b"}]}}"#;
    assert_eq!(stage(plain, (640.0, 360.0)).contents().get("steps"), Some(&Value::List(Vec::new())));
}

#[test]
fn what_is_looked_at_is_outlined_over_an_unchanged_picture() {
    let mut stage = shop(r#""meta":{}}"#);
    let before = stage.at(1.0).clone();
    stage.focus(&["kt2".into(), "kt1>kt2".into(), "nobody".into()]);
    let after = stage.at(1.0).clone();
    assert_eq!(after.focus.len(), 4, "two outlines, each on its casing");
    assert_eq!((after.revision, &after.marks), (before.revision, &before.marks));
    assert!(after.focused > before.focused);
    stage.focus(&[]);
    let focused = stage.at(1.0).focused;
    assert_eq!(*stage.at(1.0), Frame { focused, ..before });
}

#[test]
fn the_water_next_to_a_place_is_told_by_size() {
    let stage = shop(r#""meta":{}}"#);
    assert_eq!(stage.waters("spring-1", false), ["spring-1>confluence"]);
    assert_eq!(stage.waters("confluence", true), ["spring-2>confluence", "spring-1>confluence"]);
    assert_eq!(stage.waters("kt1", false), ["kt1>away", "kt1>kt2"]);
    for none in ["sea", "nobody", "kt1>kt2"] {
        assert!(stage.waters(none, false).is_empty(), "{none}");
    }
}
