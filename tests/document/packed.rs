//! Positions in little room say the same as the lists that they are.

use city_rivers::document::{Limits, Source, expand, json::parse, read, value::Value};
use proptest::prelude::*;

/// The tree with nothing packed, and how many lists were.
fn unpacked(value: Value) -> (Value, usize) {
    match value {
        Value::Positions(positions) => (positions.plain(), 1),
        Value::List(items) => {
            let (items, packed): (Vec<_>, Vec<_>) = items.into_iter().map(unpacked).unzip();
            (Value::List(items), packed.iter().sum())
        }
        Value::Record(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (unpacked(value), name));
            let (fields, packed): (Vec<_>, Vec<_>) =
                fields.map(|((value, packed), name)| ((name, value), packed)).unzip();
            (Value::Record(fields), packed.iter().sum())
        }
        other => (other, 0),
    }
}

fn city(kind: &str, coordinates: &str) -> String {
    [
        r#"{"cityRivers":1,"city":{"streets":{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":""#,
        kind,
        r#"","coordinates":"#,
        coordinates,
        r#"}}]}},"network":{"nodes":[{"id":"a","kind":"spring","clients":5}],"streams":[]}}"#,
    ]
    .concat()
}

#[test]
fn only_lists_of_nothing_but_positions_are_packed() {
    let packed = |json: &str| unpacked(parse(json).unwrap()).1;
    for line in ["[[1,2]]", "[[1,2],[3,4]]", "[ [ 1 , 2 , 3 ] , [ 4 , 5 , 6 ] ]"] {
        assert_eq!(packed(&city("LineString", line)), 1, "{line}");
        assert_eq!(packed(line), 0, "only streets have so many");
    }
    for line in ["[]", "[1,2]", "[[]]", "[[1],[2]]", "[[1,2],[3]]", "[[1,2],[3,null]]", "[[1,2],3]"] {
        assert_eq!(packed(&city("LineString", line)), 0, "{line}");
    }
    assert_eq!(packed(&city("MultiLineString", "[[[1,2],[3,4]],[[5,6]],[[7,8],9]]")), 2);
    // One object, 98 lists and a position are as deep as a tree may be.
    let deep = |lists| ["{\"coordinates\":", &"[".repeat(lists), "[1,2]", &"]".repeat(lists), "}"].concat();
    assert_eq!(packed(&deep(98)), 1);
    assert!(parse(&deep(99)).unwrap_err().message.ends_with("expected lists and objects at most 100 deep"));
}

/// JSON of a list of lines, a line, or something near.
fn coordinates() -> impl Strategy<Value = String> {
    let list = |items: Vec<String>| ["[", &items.join(","), "]"].concat();
    let good = prop::sample::select(vec!["[1,2]", "[3,-4.5]", "[5e1,6,7]"]);
    let odd = prop::sample::select(vec![
        "[200,-91]",
        "[8]",
        "[]",
        "null",
        "[9,\"\"]",
        "[0,1,{}]",
        "[[0,1],[2,3]]",
        "[1e999,0]",
    ]);
    let position = prop_oneof![8 => good, 1 => odd].prop_map(str::to_owned);
    let line = prop::collection::vec(position.clone(), 0..5).prop_map(list);
    let lines = prop::collection::vec(prop_oneof![6 => line.clone(), 1 => position], 0..4).prop_map(list);
    prop_oneof![line, lines]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn packed_positions_are_read_and_written_as_plain_ones(
        many in any::<bool>(),
        coordinates in coordinates(),
    ) {
        let text = city(if many { "MultiLineString" } else { "LineString" }, &coordinates);
        let tree = parse(&text).unwrap();
        let (plain, _) = unpacked(tree.clone());
        prop_assert_eq!(tree.to_json(), plain.to_json());
        let limits = Limits::default();
        prop_assert_eq!(read(Source::Tree(tree.clone()), &limits), read(Source::Tree(plain.clone()), &limits));
        let written = |tree| expand(Source::Tree(tree), &limits).expanded.map(|tree| tree.to_json());
        prop_assert_eq!(written(tree), written(plain));
    }
}
