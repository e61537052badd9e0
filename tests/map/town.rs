use super::arrange::{assert_planar, parts};
use city_rivers::map::BlockKind;
use city_rivers::map::town::coast::{DEPTHS, coast, shift};
use city_rivers::map::town::{Plan, Town, town};
use kurbo::{Point, Rect, Shape};
use proptest::prelude::*;

const LAND: Rect = Rect::new(-20.0, -20.0, 500.0, 320.0);

fn plan(roads: &[Vec<Point>], seed: u64) -> Plan<'_> {
    Plan {
        size: (480.0, 300.0),
        scale: 0.4,
        seed,
        land: [(LAND.x0, LAND.y0), (LAND.x1, LAND.y0), (LAND.x1, LAND.y1), (LAND.x0, LAND.y1)]
            .map(Point::from)
            .to_vec(),
        roads,
        old_centre: Point::new(60.0, 120.0),
        busy: Point::new(250.0, 150.0),
        parks_off: &[],
        clear: Some(Rect::new(0.0, 0.0, 120.0, 20.0)),
        blocks: None,
    }
}

/// Roads of all kinds: crossing, ending anywhere, leaving the land, side by side, twice the same.
fn roads() -> impl Strategy<Value = Vec<Vec<Point>>> {
    let road = prop::collection::vec((-60.0..560.0f64, -60.0..380.0f64).prop_map(Point::from), 0..7);
    prop::collection::vec(road, 0..6).prop_map(|mut roads| {
        let beside: Vec<_> = roads.iter().take(2).map(|road| road.iter().map(|&p| p + (1.0, 0.3)).collect()).collect();
        roads.extend(beside);
        roads.extend(roads.first().cloned());
        roads
    })
}

fn assert_sane(made: &Town) {
    assert_planar(&made.streets);
    assert_eq!(parts(&made.streets), 1);
    let blocks: Vec<_> = made.blocks.iter().filter(|b| b.kind != BlockKind::Courtyard).collect();
    let boxes: Vec<Rect> = blocks.iter().map(|b| b.outline.bounding_box()).collect();
    let corners = |i: usize| blocks[i].outline.elements().iter().filter_map(|e| e.end_point());
    for (i, block) in blocks.iter().enumerate() {
        assert!((0.0..=1.0).contains(&block.tone));
        assert_eq!(LAND.union(boxes[i]), LAND, "in the land");
        for j in (0..blocks.len()).filter(|&j| j != i && boxes[i].overlaps(boxes[j])) {
            assert!(corners(j).all(|p| block.outline.winding(p) == 0), "blocks overlap at {}", boxes[i].center());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn any_roads_make_a_town(roads in roads(), seed: u64) {
        let made = town(&plan(&roads, seed));
        assert_sane(&made);
        prop_assert!(made.blocks.len() > 60, "{} blocks", made.blocks.len());
        prop_assert_eq!(town(&plan(&roads, seed)), made);
    }
}

#[test]
fn another_seed_is_another_town() {
    assert_ne!(town(&plan(&[], 1)).blocks, town(&plan(&[], 2)).blocks);
}

#[test]
fn title_and_parks_off_are_kept() {
    let off = [Rect::new(240.0, 0.0, 480.0, 300.0)];
    let plan = Plan { parks_off: &off, ..plan(&[], 5) };
    let made = town(&plan);
    let built: f64 = made
        .blocks
        .iter()
        .filter(|b| Rect::new(0.0, 0.0, 110.0, 10.0).contains(b.outline.bounding_box().center()))
        .map(|b| b.tone)
        .sum();
    assert!(built < 1.0, "{built} on the title");
    for block in made.blocks.iter().filter(|b| b.kind != BlockKind::Houses) {
        assert!(!off[0].overlaps(block.outline.bounding_box()));
    }
    assert!(made.blocks.iter().any(|b| b.kind == BlockKind::Park) && !made.park_paths.is_empty());
}

#[test]
fn blocks_are_as_many_as_wished() {
    for wished in [100, 400] {
        let plan = Plan { blocks: Some(wished), clear: None, ..plan(&[], 3) };
        let count = town(&plan).blocks.iter().filter(|b| b.kind != BlockKind::Courtyard).count() as f64;
        assert!((0.6..1.4).contains(&(count / f64::from(wished))), "{count} for {wished}");
    }
}

#[test]
fn senseless_plans_end() {
    for scale in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-9] {
        town(&Plan { scale, ..plan(&[], 1) });
    }
    town(&Plan { land: Vec::new(), ..plan(&[], 1) });
    town(&Plan {
        land: vec![Point::new(f64::NAN, 0.0); 5],
        old_centre: Point::new(f64::NAN, f64::INFINITY),
        ..plan(&[], 1)
    });
}

#[test]
fn coast_keeps_its_ends_and_the_sea_its_side() {
    let (from, to) = (Point::new(300.0, 960.0), Point::new(320.0, -60.0));
    let line = coast(from, to, 7, 1.0);
    assert!(line.first().unwrap().distance(from) < 1e-9 && line.last().unwrap().distance(to) < 1e-9);
    for by in DEPTHS {
        for p in shift(&line, by) {
            let (near, at) = line.iter().map(|q| (p.distance(*q), q)).min_by(|x, y| x.0.total_cmp(&y.0)).unwrap();
            assert!(p.x > at.x && (0.5 * by..1.3 * by + 4.0).contains(&near), "{near} for {by}");
        }
    }
}
