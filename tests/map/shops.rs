//! Several shops in a city's own streets.

use super::given::{check, grid, map, plane, stage, texts};
use city_rivers::map::View;
use kurbo::Rect;
use petgraph::visit::EdgeRef;
use std::fmt::Write as _;
/// A KT1 with so many shops round it, each with a sea to lose clients to, smaller and smaller ones.
fn shops(count: usize) -> String {
    let mut nodes = r#"{"id":"s","kind":"spring","clients":900,"at":[0,600]},{"id":"t","kind":"spring","clients":300,"at":[1400,0]},
        {"id":"kt1","kind":"fork","kt":1,"at":[700,500]},{"id":"sea","kind":"sea"},{"id":"rival","kind":"competitor","at":[300,0]}"#
        .to_owned();
    let mut streams =
        r#"{"from":"s","to":"kt1"},{"from":"t","to":"kt1"},{"from":"kt1","to":"rival","mood":"blue"}"#.to_owned();
    let all: usize = (1..=count).sum();
    for i in 0..count {
        let (x, y) = (i * 370 % 1400, i * 230 % 900);
        let share = 0.8 * (count - i) as f64 / all as f64;
        let _ = write!(
            nodes,
            r#",{{"id":"k{i}","kind":"fork","kt":2,"label":"Shop {i}","at":[{x},{y}]}},{{"id":"t{i}","kind":"till","revenuePerClient":30}},
            {{"id":"l{i}","kind":"fork","kt":3}},{{"id":"r{i}","kind":"regulars"}}"#
        );
        let _ = write!(
            streams,
            r#",{{"from":"kt1","to":"k{i}","share":{share},"mood":"red"}},{{"from":"k{i}","to":"t{i}","share":0.5,"mood":"red"}},
            {{"from":"k{i}","to":"sea","mood":"blue"}},{{"from":"t{i}","to":"l{i}"}},{{"from":"l{i}","to":"r{i}","share":0.6,"mood":"red"}},
            {{"from":"l{i}","to":"sea","mood":"blue"}},{{"from":"r{i}","to":"kt1","share":0.3,"mood":"red"}},{{"from":"r{i}","to":"sea","mood":"blue"}}"#
        );
    }
    let city = plane(&grid(15, 10));
    format!(r#"{{"cityRivers":1,"city":{city},"network":{{"nodes":[{nodes}],"streams":[{streams}]}}}}"#)
}

#[test]
fn lenses_never_overlap() {
    for count in [1, 2, 3, 5, 10, 20] {
        for size in [(1280.0, 720.0), (1920.0, 1080.0), (390.0, 844.0)] {
            let (network, map) = map(&shops(count), size);
            check(&network, &map);
            let land = map.land.as_ref().unwrap();
            let near = |times: f64| View { scale: land.view.scale * times, ..land.view };
            let nearer = [1.3, 2.5, 6.0].map(|times| map.seen(&network, near(times)).unwrap());
            for map in std::iter::once(&map).chain(&nearer) {
                let walls: Vec<Rect> = map.land.iter().flat_map(|land| &land.beams).map(|(_, walls)| *walls).collect();
                assert_eq!(walls.len(), map.floors.len());
                for (i, one) in walls.iter().enumerate() {
                    assert!(walls.iter().skip(i + 1).all(|other| !other.overlaps(*one)), "{count} on {size:?}");
                }
                let kt1 = map.places[2].at;
                assert!(count == 1 || walls.iter().all(|walls| !walls.contains(kt1)), "{count} on {size:?}");
                for e in network.graph.edge_references() {
                    let within = map.outline.shop[e.source().index()] == map.outline.shop[e.target().index()];
                    let drawn = map.ribbons[e.id().index()].is_drawn();
                    assert!(drawn || within && map.floor_of(e.source().index()).is_none(), "all water is seen");
                }
            }
            let first = map.floors.iter().filter(|floor| floor.shop < map.floors.len()).count();
            assert_eq!(first, map.floors.len(), "the largest shops are seen from inside");
        }
    }
}

/// A stage says of each shop what it is called: in its lens, or beside its square.
#[test]
fn shops_without_a_lens_have_a_name() {
    let (mut stage, _) = stage(&shops(5), (1280.0, 720.0));
    let said = texts(stage.at(0.0));
    for shop in ["SHOP 0", "Shop 3", "Shop 4", "buy"] {
        assert!(said.contains(shop), "{shop} in {said}");
    }
}
