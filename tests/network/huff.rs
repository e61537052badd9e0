//! Huff's law at KT1, by hand.

use city_rivers::{
    document::{Limits, Source},
    network::solve,
};

use super::close;

/// Our shop lies 300 from KT1, one rival 400, another 700 along the streets though 500 as the crow flies; one street is
/// joined to none of these.
const STREETS: &str = r#""city": { "coordinates": "plane", "streets": { "type": "FeatureCollection", "features": [
    { "type": "Feature", "geometry": { "type": "MultiLineString", "coordinates": [
        [[0, 0], [300, 0]], [[0, 0], [0, 400], [-300, 400]] ] } },
    { "type": "Feature", "geometry": { "type": "LineString", "coordinates": [[0, 5000], [100, 5000]] } } ] } },"#;

/// What KT1's streams take, and what was told. `shop` says more of KT2, `till` of the till, `far` of the second rival,
/// `near` of the stream to the first.
fn shares(city: &str, [kt1, shop, till, far, near]: [&str; 5]) -> ([f64; 3], Vec<(String, String)>) {
    let document = format!(
        r#"{{ "cityRivers": 1, {city} "network": {{ "nodes": [
            {{ "id": "s", "kind": "spring", "clients": 1000 }},
            {{ "id": "kt1", "kind": "fork", "kt": 1 {kt1} }},
            {{ "id": "kt2", "kind": "fork", "kt": 2 {shop} }},
            {{ "id": "till", "kind": "till" {till} }},
            {{ "id": "near", "kind": "competitor", "at": [0, 390], "attraction": 2 }},
            {{ "id": "far", "kind": "competitor" {far} }},
            {{ "id": "sea", "kind": "sea", "at": [0, 0] }}
        ], "streams": [
            {{ "from": "s", "to": "kt1" }},
            {{ "from": "kt1", "to": "kt2", "mood": "red" }},
            {{ "from": "kt1", "to": "near", "mood": "blue" {near} }},
            {{ "from": "kt1", "to": "far", "mood": "blue" }},
            {{ "from": "kt2", "to": "sea", "mood": "blue" }},
            {{ "from": "kt2", "to": "till", "mood": "red", "share": 0.5 }}
        ] }} }}"#
    );
    let solving = solve(Source::Text(&document), &Limits::default());
    let (_, network) = solving.solved.unwrap_or_else(|| panic!("{:?}", solving.problems));
    let told = solving.problems.into_iter();
    let streams = &network.solved.streams;
    ([1, 2, 3].map(|i| streams[i].share), told.map(|problem| (problem.code.to_string(), problem.pointer)).collect())
}

#[track_caller]
fn assert_law((shares, told): ([f64; 3], Vec<(String, String)>), weights: [f64; 3], expected: &[(&str, &str)]) {
    let sum: f64 = weights.iter().sum();
    for (share, weight) in shares.iter().zip(weights) {
        close(*share, weight / sum, "share");
    }
    let told: Vec<_> = told.iter().map(|(code, pointer)| (code.as_str(), pointer.as_str())).collect();
    assert_eq!(told, expected);
}

const KT1: &str = r#", "at": [4, -3], "huff": {}"#;
const SHOP: &str = r#", "at": [300, 0], "attraction": 3"#;
const FAR: &str = r#", "at": [-310, 400], "attraction": 5"#;

#[test]
fn shares_by_distance_along_the_streets() {
    let weights = [3.0 / 300.0_f64.powi(2), 2.0 / 400.0_f64.powi(2), 5.0 / 700.0_f64.powi(2)];
    assert_law(shares(STREETS, [KT1, SHOP, "", FAR, ""]), weights, &[]);
    // What the shop does not say of itself, its till says.
    assert_law(shares(STREETS, [KT1, "", SHOP, FAR, ""]), weights, &[]);
    let bent = r#", "at": [0, 0], "huff": { "alpha": 0.5, "beta": 1 }"#;
    let weights = [3.0_f64.sqrt() / 300.0, 2.0_f64.sqrt() / 400.0, 5.0_f64.sqrt() / 700.0];
    assert_law(shares(STREETS, [bent, SHOP, "", FAR, ""]), weights, &[]);
}

#[test]
fn a_share_of_its_own_stands() {
    let ([red, near, far], _) = shares(STREETS, [KT1, SHOP, "", FAR, r#", "share": 0.1"#]);
    let weights = [3.0 / 300.0_f64.powi(2), 5.0 / 700.0_f64.powi(2)];
    assert_eq!(near, 0.1);
    close(red, 0.9 * weights[0] / (weights[0] + weights[1]), "red");
    close(far, 0.9 * weights[1] / (weights[0] + weights[1]), "far");
}

#[test]
fn where_no_street_leads() {
    let island = r#", "at": [0, 4990]"#;
    let straight = 4_f64.hypot(4993.0);
    let weights = [3.0 / 300.0_f64.powi(2), 2.0 / 400.0_f64.powi(2), 1.0 / straight.powi(2)];
    assert_law(shares(STREETS, [KT1, SHOP, "", island, ""]), weights, &[("geometry", "/network/streams/3")]);
    let weights =
        [3.0 / 296.0_f64.hypot(3.0).powi(2), 2.0 / 4_f64.hypot(393.0).powi(2), 5.0 / 314_f64.hypot(403.0).powi(2)];
    assert_law(shares("", [KT1, SHOP, "", FAR, ""]), weights, &[]);
}

#[test]
fn where_no_distance_is_known() {
    let weights = [3.0 / 300.0_f64.powi(2), 2.0 / 400.0_f64.powi(2), 1.0 / 350.0_f64.powi(2)];
    assert_law(shares(STREETS, [KT1, SHOP, "", "", ""]), weights, &[("missing", "/network/nodes/5")]);
    let placeless = r#", "huff": {}"#;
    assert_law(shares(STREETS, [placeless, SHOP, "", FAR, ""]), [3.0, 2.0, 5.0], &[("missing", "/network/nodes/1")]);
}

/// A shop at KT1's own corner draws nearly everybody, and nothing is lost.
#[test]
fn next_door() {
    let ([red, near, far], told) = shares(STREETS, [KT1, r#", "at": [0, 1]"#, "", FAR, ""]);
    assert!(red > 1.0 - 1e-9 && near > 0.0 && far > 0.0, "{red} {near} {far}");
    close(red + near + far, 1.0, "sum");
    assert_eq!(told, []);
}
