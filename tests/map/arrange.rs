use city_rivers::map::town::arrange::{SNAP, arrange};
use city_rivers::map::town::faces::faces;
use city_rivers::map::{Class, Streets};
use kurbo::Point;
use proptest::prelude::*;

type Segment = (Point, Point, Class);

/// Segments that often meet, touch, overlap or nearly do: places on a coarse grid, some of them a little off it.
fn segments() -> impl Strategy<Value = Vec<Segment>> {
    let place = (0..12i32, 0..12i32, prop_oneof![Just(0.0), -1.0..1.0f64])
        .prop_map(|(x, y, off)| Point::new(f64::from(x) * 20.0 + off, f64::from(y) * 20.0 - off));
    let class = prop_oneof![Just(Class::Side), Just(Class::Quarter), Just(Class::Main)];
    prop::collection::vec((place.clone(), place, class), 0..40)
}

fn ends(streets: &Streets) -> Vec<(Point, Point)> {
    streets.streets.iter().map(|s| (streets.corners[s.from as usize], streets.corners[s.to as usize])).collect()
}

/// How far left of the line `c` lies.
fn side(a: Point, b: Point, c: Point) -> f64 {
    // Less than this is rounding.
    let off = (b - a).cross(c - a) / (b - a).hypot();
    if off.abs() < 1e-6 { 0.0 } else { off }
}

fn off(a: Point, b: Point, p: Point) -> f64 {
    let t = ((p - a).dot(b - a) / (b - a).hypot2()).clamp(0.0, 1.0);
    a.lerp(b, t).distance(p)
}

pub fn assert_planar(streets: &Streets) {
    let ends = ends(streets);
    for (i, &(a, b)) in ends.iter().enumerate() {
        for &(c, d) in &ends[i + 1..] {
            let crosses = side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0;
            assert!(!crosses, "{a} {b} crosses {c} {d}");
        }
    }
}

pub fn parts(streets: &Streets) -> usize {
    let mut part: Vec<usize> = (0..streets.corners.len()).collect();
    for s in &streets.streets {
        let (from, to) = (part[s.from as usize], part[s.to as usize]);
        part.iter_mut().filter(|p| **p == from).for_each(|p| *p = to);
    }
    part.sort_unstable();
    part.dedup();
    part.len()
}

proptest! {
    #[test]
    fn streets_meet_at_corners_only(segments in segments()) {
        let streets = arrange(&segments);
        assert_planar(&streets);
        let ends = ends(&streets);
        for (i, &p) in streets.corners.iter().enumerate() {
            for (s, &(a, b)) in streets.streets.iter().zip(&ends) {
                prop_assert!(s.from as usize == i || s.to as usize == i || off(a, b, p) >= 0.79 * SNAP);
            }
        }
    }

    #[test]
    fn nothing_is_lost(segments in segments()) {
        let ends = ends(&arrange(&segments));
        for (a, b, _) in segments.iter().filter(|(a, b, _)| a.distance(*b) > 2.0) {
            for p in (0..=8).map(|i| a.lerp(*b, f64::from(i) / 8.0)) {
                prop_assert!(ends.iter().any(|&(c, d)| off(c, d, p) < 4.0 * SNAP), "{p} of {a} {b}");
            }
        }
    }

    #[test]
    fn faces_obey_euler(segments in segments()) {
        let streets = arrange(&segments);
        let faces = faces(&streets);
        prop_assert_eq!(streets.corners.len() + faces.len(), streets.streets.len() + parts(&streets));
        // Each side of a street belongs to one face at most.
        let mut walked: Vec<_> = faces.iter().flat_map(|f| {
            f.corners.iter().zip(f.corners.iter().cycle().skip(1)).map(|(a, b)| (*a, *b))
        }).collect();
        let all = walked.len();
        walked.sort_unstable();
        walked.dedup();
        prop_assert_eq!(walked.len(), all);
    }
}

#[test]
fn larger_class_is_kept() {
    let (a, b, c) = (Point::new(0.0, 0.0), Point::new(40.0, 0.2), Point::new(80.0, 0.0));
    let streets = arrange(&[(a, c, Class::Side), (a, b, Class::Main), (c, b, Class::Quarter)]);
    let classes: Vec<Class> = streets.streets.iter().map(|s| s.class).collect();
    assert_eq!(classes, [Class::Main, Class::Quarter]);
}

#[test]
fn no_place_no_street() {
    let (zero, far) = (Point::ZERO, Point::new(1.0, 1e300));
    let bad = [far, Point::new(f64::NAN, 0.0), Point::new(0.0, f64::NEG_INFINITY), zero];
    let segments: Vec<Segment> = bad.iter().map(|&p| (zero, p, Class::Main)).collect();
    assert_eq!(arrange(&segments), Streets::default());
}

#[test]
fn dead_end_is_walked_forth_and_back() {
    let corners = [(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)].map(|(x, y)| Point::new(x, y));
    let mut segments: Vec<Segment> = (0..4).map(|i| (corners[i], corners[(i + 1) % 4], Class::Side)).collect();
    segments.push((corners[0], Point::new(20.0, 20.0), Class::Main));
    let faces = faces(&arrange(&segments));
    assert_eq!(faces.len(), 1);
    assert_eq!(faces[0].sides.iter().filter(|c| **c == Class::Main).count(), 2);
}
