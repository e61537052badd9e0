//! A change of data goes over into the new picture: no drop, no width, no colour jumps, and the end is the new picture.

use super::{SIZES, business, solve, stage};
use city_rivers::{
    document::Lever,
    frame::{Frame, Shape, drops::Drop},
    picture::style::measure::Typical,
    stage::{Look, Stage},
};
use std::collections::BTreeMap;

/// How long a change takes, s.
const SECONDS: f64 = 0.6;

const CENTRAL: &str = include_str!("../../www/gallery/examples/central-shop.json");

/// The examples with other numbers, and pairs of documents that have much or little in common.
fn changes() -> Vec<(String, String)> {
    let other = CENTRAL.replace("\"kt2\": { \"red\": 240 }", "\"kt2\": { \"red\": 330 }");
    assert_ne!(CENTRAL, other);
    vec![
        (CENTRAL.into(), other),
        (business(1, 5, 1), business(1, 9, 1)),
        (business(2, 6, 2), business(2, 4, 3)),
        (business(0, 4, 1), CENTRAL.replace("\"October\"", "\"May\"")),
    ]
}

fn opened(text: &str) -> Stage {
    let mut stage = stage(text, SIZES[0]);
    let look = Look { drops: Some(1_500.0), ..stage.look().clone() };
    stage.set_look(look, &Typical);
    stage
}

fn into(stage: &mut Stage, text: &str) -> bool {
    let (document, network) = solve(text);
    stage.morph_into(document, network, &Typical)
}

/// All drops that are seen.
fn drops(frame: &Frame) -> Vec<Drop> {
    let mut all = Vec::new();
    frame.seen().drops.each(frame.time, |drop| all.push(drop));
    all
}

fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Two pictures of one moment whose drops have other names: all that can be seen in one is seen in the other.
fn check_same(one: &[Drop], other: &[Drop], when: &str) {
    for (these, those) in [(one, other), (other, one)] {
        for drop in these.iter().filter(|drop| drop.width > 0.12) {
            let near = |other: &&Drop| {
                distance(drop.head, other.head) < 0.75
                    && drop.tone.abs_diff(other.tone) < 3
                    && (drop.width - other.width).abs() < 0.1
            };
            assert!(those.iter().any(|drop| near(&drop)), "{when}: nothing where {drop:?} is");
        }
    }
}

/// Two pictures of one change, a moment apart.
fn check_near(one: &[Drop], other: &[Drop], when: f64) {
    let name = |drop: &Drop| ((drop.lane, drop.number), *drop);
    let later: BTreeMap<_, _> = other.iter().map(name).collect();
    for drop in one {
        let Some(next) = later.get(&(drop.lane, drop.number)) else {
            assert!(drop.width < 0.12, "{drop:?} is gone at once, {when} s on");
            continue;
        };
        let moved = distance(drop.head, next.head);
        // All of the canvas in the time of a change is no jump.
        assert!(moved < 0.5 && drop.tone.abs_diff(next.tone) < 3, "{drop:?} jumps to {next:?}, {when} s on");
        assert!((drop.width - next.width).abs() < 0.12, "{drop:?} blinks to {next:?}, {when} s on");
    }
}

#[test]
fn no_drop_jumps_while_data_change() {
    let step = SECONDS / 6_000.0;
    for (number, (one, other)) in changes().iter().enumerate() {
        let mut stage = opened(one);
        let mut time = 1_234.5;
        let before = drops(stage.at(time));
        assert!(into(&mut stage, other), "{number}");
        check_same(&before, &drops(stage.at(time)), "at the start");
        // Somewhere on the way another change comes, and then yet another.
        for (back, until) in [(one, 0.25), (other, 0.08), (one, 1.0)] {
            for start in [0.0, 0.02, until * 0.5, until - 0.01] {
                let seconds = start * SECONDS;
                assert!(stage.morph(seconds, &Typical));
                let now = drops(stage.at(time));
                assert!(stage.morph(seconds + step, &Typical));
                time += step;
                check_near(&now, &drops(stage.at(time)), seconds);
            }
            if until < 1.0 {
                let before = drops(stage.at(time));
                assert!(into(&mut stage, back));
                check_same(&before, &drops(stage.at(time)), "where another change begins");
            }
        }
        assert!(stage.morph(SECONDS * 0.999_99, &Typical));
        let last = drops(stage.at(time));
        assert!(!stage.morph(SECONDS, &Typical));
        assert!(stage.at(time).morph.is_none());
        check_same(&last, &drops(stage.at(time)), "at the end");
    }
}

#[test]
fn no_drop_jumps_while_levers_are_turned() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/www/gallery/examples/training.json")).unwrap();
    let mut stage = opened(&text);
    let (mut time, step) = (1_234.5, SECONDS / 6_000.0);
    // The third is turned while the second is on its way.
    for (on, until) in [(1, 1.0), (2, 0.3), (4, 1.0), (0, 1.0)] {
        let before = drops(stage.at(time));
        let levers = stage.levers().into_iter().enumerate();
        let levers = levers.map(|(index, lever)| Lever { on: index < on, ..lever }).collect();
        assert!(stage.turn(levers, None, &Typical).unwrap(), "{on}");
        check_same(&before, &drops(stage.at(time)), "at the start");
        for start in [0.0, 0.02, until * 0.5, until - 0.01] {
            assert!(stage.morph(start * SECONDS, &Typical));
            let now = drops(stage.at(time));
            assert!(stage.morph(start * SECONDS + step, &Typical));
            time += step;
            check_near(&now, &drops(stage.at(time)), start);
        }
        if until == 1.0 {
            assert!(!stage.morph(SECONDS, &Typical));
        }
    }
}

/// Widths of the strokes, in order.
fn widths(shapes: &[Shape]) -> Vec<f64> {
    shapes.iter().filter_map(|shape| Some(shape.stroke.as_ref()?.width)).collect()
}

#[test]
fn water_goes_from_the_old_picture_to_the_new_one() {
    let (one, other) = &changes()[0];
    let mut stage = opened(one);
    let Frame { water: old, marks, .. } = stage.at(0.0).clone();
    let old = widths(&old);
    into(&mut stage, other);
    // Rings are where they were, with the shares that they had; the new ones are others.
    let rings = |shapes: &[Shape]| shapes.iter().filter(|shape| shape.fill.is_some()).cloned().collect::<Vec<_>>();
    assert_eq!(rings(stage.at(0.0).seen().marks), rings(&marks));
    assert_ne!(rings(&stage.at(0.0).marks), rings(&marks));
    let new = widths(&stage.at(0.0).water);
    let mut before = widths(stage.at(0.0).seen().water);
    // All streams are there before and after, so all strokes are.
    assert_eq!(before, old);
    assert_ne!(old, new);
    for tenth in 1..10 {
        stage.morph(SECONDS * f64::from(tenth) / 10.0, &Typical);
        let now = widths(stage.at(0.0).seen().water);
        for (((old, new), before), now) in old.iter().zip(&new).zip(&before).zip(&now) {
            assert!((new - old) * (now - before) >= 0.0 && (now - before).abs() <= (new - old).abs());
        }
        before = now;
    }
    assert!(before.iter().zip(&new).all(|(before, new)| (before - new).abs() < 0.5));
}

#[test]
fn nothing_moves_where_nothing_changes_or_less_motion_is_asked_for() {
    let (one, other) = &changes()[0];
    let mut stage = opened(one);
    let before = stage.at(7.0).clone();
    assert!(!into(&mut stage, one));
    let after = stage.at(7.0).clone();
    assert_eq!((before.drops, before.water, None), (after.drops, after.water, after.morph));
    let calm = Look { calm: true, ..stage.look().clone() };
    stage.set_look(calm, &Typical);
    assert!(!into(&mut stage, other) && stage.at(7.0).morph.is_none());
    // Nothing is common to the two.
    let mut stage = opened(one);
    assert!(!into(&mut stage, &super::plain(5, 4)));
}

#[test]
fn the_same_changes_give_the_same_pictures() {
    let (one, other) = &changes()[2];
    let [a, b] = [0.1, 0.3].map(|first| {
        let mut stage = opened(one);
        into(&mut stage, other);
        // However often it is looked at.
        for seconds in [first, 0.3] {
            stage.morph(seconds, &Typical);
        }
        stage.at(3.0).clone()
    });
    assert!(a == b && a.morph.is_some());
}
