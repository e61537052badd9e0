//! Streets as a network, against the plainest way to say the same.

mod nets;

use std::{collections::BTreeMap, rc::Rc};

use city_rivers::{
    city::{City, distance},
    document::{Direction, Limits, Line, Source, StreetClass, Streets, read},
};
use petgraph::{
    algo::dijkstra,
    graph::{DiGraph, NodeIndex},
    visit::{EdgeRef, Reversed},
};
use proptest::prelude::*;

/// The streets of a document whose `city` this is.
fn streets(city: &str) -> Rc<Streets> {
    let before = r#"{"cityRivers":1,"network":{"nodes":[{"id":"a","kind":"spring"}],"streams":[]},"city":"#;
    let reading = read(Source::Text(&[before, city, "}"].concat()), &Limits::default());
    reading.document.unwrap_or_else(|| panic!("{:?}", reading.problems)).streets.unwrap()
}

/// Great circle by the chord between two points of the sphere, m.
fn chord(a: [f64; 2], b: [f64; 2]) -> f64 {
    let point = |[lon, lat]: [f64; 2]| {
        let ((s, c), (y, x)) = (lat.to_radians().sin_cos(), lon.to_radians().sin_cos());
        [c * x, c * y, s]
    };
    let (a, b) = (point(a), point(b));
    let off = (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt();
    2.0 * 6_371_008.8 * (off / 2.0).asin()
}

/// All ways between positions, by petgraph.
struct Plain {
    places: Vec<[f64; 2]>,
    graph: DiGraph<(), f64>,
}

fn plain(streets: &Streets) -> Plain {
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let mut plain = Plain { places: Vec::new(), graph: DiGraph::new() };
    let mut start = 0;
    for line in &streets.lines {
        let mut before = None;
        for place in &streets.positions[start..line.end as usize] {
            let corner = *known.entry(format!("{place:?}")).or_insert_with(|| {
                plain.places.push(*place);
                plain.graph.add_node(());
                plain.places.len() as u32 - 1
            });
            if let Some(before) = before {
                let other: [f64; 2] = plain.places[before as usize];
                let far = if streets.lonlat {
                    chord(other, *place)
                } else {
                    (other[0] - place[0]).hypot(other[1] - place[1])
                };
                let mut add = |from: u32, to: u32| plain.graph.add_edge(from.into(), to.into(), far);
                if line.direction != Direction::Backward {
                    add(before, corner);
                }
                if line.direction != Direction::Forward {
                    add(corner, before);
                }
            }
            before = Some(corner);
        }
        start = line.end as usize;
    }
    plain
}

/// All distances from a corner, and what is nearest to some places.
fn agree(streets: &Streets, from: u32, places: &[[f64; 2]]) {
    let (city, plain) = (City::new(streets.clone()), plain(streets));
    let corners: Vec<u32> = (0..plain.places.len() as u32).collect();
    assert_eq!(city.len(), corners.len());
    let from = from % corners.len() as u32;
    let there = dijkstra(&plain.graph, from.into(), None, |piece| *piece.weight());
    let back = dijkstra(Reversed(&plain.graph), from.into(), None, |piece| *piece.weight());
    let all = city.distances(&corners.iter().map(|corner| (from, *corner)).collect::<Vec<_>>());
    let all_back = city.distances(&corners.iter().map(|corner| (*corner, from)).collect::<Vec<_>>());
    for (known, all) in [(there, &all), (back, &all_back)] {
        for (corner, found) in corners.iter().zip(all) {
            match (found, known.get(&NodeIndex::from(*corner))) {
                (Some(found), Some(known)) => {
                    assert!((found - known).abs() <= 1e-6 + 1e-7 * known, "{found} {known}")
                }
                (found, known) => assert_eq!((found, known), (&None, None)),
            }
        }
    }
    // One by one it ends earlier, and finds the same.
    let some = &corners[..corners.len().min(20)];
    some.iter().for_each(|corner| assert_eq!(city.distances(&[(from, *corner)])[0], all[*corner as usize]));
    for place in places {
        let found = city.place(city.nearest(*place).unwrap()).unwrap();
        let least =
            plain.places.iter().map(|corner| distance(streets.lonlat, *place, *corner)).fold(f64::INFINITY, f64::min);
        let off = distance(streets.lonlat, *place, found);
        // Narrowed degrees are not quite equally long all over a city.
        assert!(off <= least * if streets.lonlat { 1.001 } else { 1.0 }, "{place:?}: {off} and {least}");
    }
}

/// Lines over few places of a plane, so that many meet.
fn planes() -> impl Strategy<Value = Streets> {
    let directions = [Direction::Both, Direction::Both, Direction::Forward, Direction::Backward];
    let position = (0..6_i32, 0..5_i32).prop_map(|(x, y)| [f64::from(x) * 1.5 - 3.0, f64::from(y) * 0.7]);
    let line = (prop::collection::vec(position, 2..6), prop::sample::select(directions.to_vec()));
    prop::collection::vec(line, 1..14).prop_map(|lines| {
        let mut streets = Streets::default();
        for (positions, direction) in lines {
            streets.positions.extend(positions);
            streets.lines.push(Line {
                end: streets.positions.len() as u32,
                direction,
                class: StreetClass::Side,
                name: None,
            });
        }
        streets
    })
}

proptest! {
    #[test]
    fn ways_and_nearest_corners(
        streets in planes(),
        from in any::<u32>(),
        places in prop::collection::vec([-5.0..9.0_f64, -3.0..5.0_f64], 8),
    ) {
        agree(&streets, from, &places);
    }
}

#[test]
fn what_oneway_says() {
    let line = |oneway: &str| {
        let geometry = r#""geometry":{"type":"LineString","coordinates":[[0,0],[0,1,7]]}"#;
        format!(r#"{{"type":"Feature","properties":{{"oneway":{oneway}}},{geometry}}}"#)
    };
    let said = [r#""yes""#, "true", "1", r#""-1""#, "-1", r#""no""#, "null"].map(line).join(",");
    let city = |oneway| {
        let streets = format!(r#"{{"type":"FeatureCollection","features":[{said}]}}"#);
        format!(r#"{{"streets":{streets},"coordinates":"plane","oneway":{oneway}}}"#)
    };
    let found: Vec<Direction> = streets(&city(true)).lines.iter().map(|line| line.direction).collect();
    use Direction::{Backward, Both, Forward};
    assert_eq!(found, [Forward, Forward, Forward, Backward, Backward, Both, Both]);
    assert!(streets(&city(false)).lines.iter().all(|line| line.direction == Both));
}

#[test]
fn no_corners() {
    let city = City::new(Streets::default());
    assert_eq!((city.nearest([0.0, 0.0]), city.distances(&[(3, 4)])), (None, vec![None]));
}

/// A town as it is: streets there and back, some twice, two parts.
#[test]
fn apalachicola() {
    let Some(text) = crate::data("streets/apalachicola.geojson") else { return };
    let streets = streets(&[r#"{"streets":"#, &text, "}"].concat());
    let city = City::new(streets.clone());
    let all: Vec<(u32, u32)> = (0..city.len() as u32).map(|corner| (0, corner)).collect();
    let reached = city.distances(&all).iter().flatten().count();
    assert!(reached > city.len() / 2 && reached < city.len(), "{reached} of {}", city.len());
    agree(&streets, 7, &[[-84.99, 29.72], [-85.0, 29.73], [-85.1, 29.6], [0.0, 0.0]]);
}
