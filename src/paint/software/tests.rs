#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::Water;
use crate::{
    document::{Limits, Source},
    frame::{Color, Drops},
    picture::style::measure::Typical,
    stage::{Look, Stage},
};

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 720;

/// White drops of an example, at about so many.
fn stage(drops: f64) -> Stage {
    let text = include_str!("../../../www/gallery/examples/central-shop.json");
    let (document, network) = crate::network::solve(Source::Text(text), &Limits::default()).solved.unwrap();
    let size = (f64::from(WIDTH), f64::from(HEIGHT));
    Stage::new(document, network, Look { size, drops: Some(drops), ..Look::default() }, &Typical)
}

fn white(drops: &Drops) -> Drops {
    Drops { tones: vec![Color { rgb: [255; 3], alpha: 1.0 }; drops.tones.len()], ..drops.clone() }
}

/// Water on black ground at a ratio, under a veil of this opacity.
fn water(drops: &Drops, ratio: u32, veil: u8) -> (Water, Vec<u8>) {
    coarse_water(drops, ratio, veil, 1)
}

fn coarse_water(drops: &Drops, ratio: u32, veil: u8, grain: u32) -> (Water, Vec<u8>) {
    let (width, height) = (WIDTH * ratio, HEIGHT * ratio);
    let mut water = Water::new(drops, width, height, ratio as f32, grain);
    let mut image = [0, 0, 0, 255].repeat((width * height) as usize);
    water.lay_ground(&image);
    // In two parts, as a canvas is read.
    let over = [0, 0, 0, veil].repeat((width * height / 2) as usize);
    water.lay_over(&over, 0, &mut image);
    water.lay_over(&over, width * height / 2, &mut image);
    (water, image)
}

#[test]
fn every_drop_is_where_its_table_says_and_nowhere_else() {
    for (wanted, ratio) in [(600.0, 1), (600.0, 2), (2_000.0, 2)] {
        let drops = white(&stage(wanted).at(0.0).drops);
        let (mut water, mut image) = water(&drops, ratio, 0);
        for time in [3.0, 1_234.5] {
            water.run(time, &mut image);
            let scale = ratio as f32;
            let at =
                |x: f32, y: f32| image[((y * scale) as usize * (WIDTH * ratio) as usize + (x * scale) as usize) * 4];
            let (mut seen, mut missed, mut area) = (0, 0, 0.0);
            drops.each(time, |drop| {
                let ([x, y], [u, v]) = (drop.head, drop.tail);
                area += f64::from(drop.width * (u - x).hypot(v - y) / 2.0 * scale * scale);
                let inside = (2.0..1278.0).contains(&x) && (2.0..718.0).contains(&y);
                if drop.width * scale > 1.0 && inside {
                    seen += 1;
                    missed += usize::from(at(x + (u - x) * 0.15, y + (v - y) * 0.15) < 60);
                }
            });
            assert!(seen as f64 > wanted * 0.4, "{seen} of {wanted}");
            assert!((missed as f64) < 0.02 * seen as f64, "{missed} of {seen} drops are missing at {ratio}");
            let covered: f64 = image.chunks_exact(4).map(|pixel| f64::from(pixel[0]) / 255.0).sum();
            // Heads are round and reach further: what is covered is a little more than the triangles.
            assert!((0.9..1.6).contains(&(covered / area)), "{covered} pixels for {area}");
        }
    }
}

#[test]
fn a_moment_leaves_nothing_of_the_one_before() {
    let drops = white(&stage(5_000.0).at(0.0).drops);
    let (mut one, mut image) = water(&drops, 1, 0);
    one.run(1.0, &mut image);
    let first = image.clone();
    one.run(77.7, &mut image);
    assert_ne!(first, image);
    one.run(1.0, &mut image);
    assert!(first == image);
    let [left, top, right, bottom] = one.bounds();
    assert!(left < right && right <= WIDTH && top < bottom && bottom <= HEIGHT);
}

#[test]
fn water_flows_on_however_many_drops_there_are() {
    // Where drops are too many to be told apart, what is seen still moves with the current, and is not all one colour.
    for wanted in [50_000.0, 1_000_000.0] {
        let drops = white(&stage(wanted).at(0.0).drops);
        let (mut water, mut image) = water(&drops, 1, 0);
        water.run(5.0, &mut image);
        let bright = image.chunks_exact(4).filter(|pixel| pixel[0] > 100).count();
        let wet = image.chunks_exact(4).filter(|pixel| pixel[0] > 0).count();
        assert!(wet > 15_000, "{wet} pixels");
        assert!((0.15..0.8).contains(&(bright as f64 / wet as f64)), "{bright} of {wet} pixels");
    }
}

#[test]
fn coarse_water_is_the_same_water_and_leaves_land_as_fine_as_it_is() {
    let drops = white(&stage(2_000.0).at(0.0).drops);
    // An odd ratio: blocks of pixels reach over the edges.
    for ratio in [2, 3] {
        let [fine, coarse] = [1, 2].map(|grain| {
            let (mut water, mut image) = coarse_water(&drops, ratio, 0, grain);
            let place = (WIDTH * ratio * 9 + 5) as usize * 4;
            image[place..place + 4].copy_from_slice(&[1, 2, 3, 255]);
            water.run(3.0, &mut image);
            assert_eq!(image[place..place + 4], [1, 2, 3, 255]);
            image.chunks_exact(4).map(|pixel| f64::from(pixel[0]) / 255.0).collect::<Vec<_>>()
        });
        let covered = fine.iter().sum::<f64>();
        let off: f64 = fine.iter().zip(&coarse).map(|(a, b)| (a - b).abs()).sum();
        assert!((coarse.iter().sum::<f64>() / covered - 1.0).abs() < 0.2, "{covered}");
        assert!(off / covered < 0.6, "{off} of {covered}");
    }
}

#[test]
fn what_lies_over_the_drops_hides_them() {
    let drops = white(&stage(2_000.0).at(0.0).drops);
    for (veil, most) in [(0, 255), (128, 128), (255, 0)] {
        let (mut water, mut image) = water(&drops, 1, veil);
        water.run(2.0, &mut image);
        let brightest = image.chunks_exact(4).map(|pixel| pixel[0]).max().unwrap();
        assert!(brightest.abs_diff(most) < 3, "{brightest} under {veil}");
    }
}

#[test]
fn odd_tables_make_no_harm() {
    let mut drops = white(&stage(2_000.0).at(0.0).drops);
    for (index, sample) in drops.samples.iter_mut().enumerate().step_by(7) {
        match index % 5 {
            0 => sample.left = [f32::NAN; 2],
            1 => sample.right = [f32::INFINITY, 3e30],
            2 => sample.head = f32::NAN,
            3 => sample.length = -1.0,
            _ => sample.temperature = 7.0,
        }
    }
    drops.rows[0].step = 0.0;
    drops.rows[1].count = usize::MAX / 2;
    drops.lanes[2].rate = f64::NAN;
    drops.lanes.last_mut().unwrap().row = 9_999;
    let (mut water, mut image) = water(&drops, 1, 0);
    water.run(f64::INFINITY, &mut image);
    drops.chance.clear();
    water.run(1.0, &mut []);
    let mut none = Water::new(&Drops::default(), 0, 0, f32::NAN, 0);
    none.lay_ground(&[]);
    none.lay_over(&image.clone(), 7, &mut image);
    none.run(0.0, &mut image);
}

#[test]
fn drops_with_a_pace_of_their_own_are_where_their_milestones_say_and_nowhere_else() {
    let event = |client: u32, day: u32, kt: u32, mood: &str| {
        format!(
            r#"{{ "client": "{client}", "at": "2026-0{}-{:02}", "kt": {kt}, "mood": "{mood}" }}"#,
            1 + day / 28,
            1 + day % 28
        )
    };
    let events: Vec<String> = (0..150)
        .map(|client| {
            let day = client % 100;
            [event(client, day, 1, "red"), event(client, day + 60, 2, if client % 3 > 0 { "red" } else { "blue" })]
                .join(",")
        })
        .collect();
    let text = format!(r#"{{ "cityRivers": 1, "journeys": {{ "events": [{}] }} }}"#, events.join(","));
    let (document, network) = crate::network::solve(Source::Text(&text), &Limits::default()).solved.unwrap();
    let size = (f64::from(WIDTH), f64::from(HEIGHT));
    let mut stage = Stage::new(document, network, Look { size, ..Look::default() }, &Typical);
    let drops = white(&stage.at(0.0).drops);
    assert!(drops.lanes.len() == 150 && drops.lanes.iter().all(crate::frame::drops::Lane::is_paced));
    for (ratio, grain) in [(1, 1), (2, 1), (2, 2)] {
        let (mut water, mut image) = coarse_water(&drops, ratio, 0, grain);
        for time in [7.0, 12.0, 1_207.5] {
            water.run(time, &mut image);
            let scale = ratio as f32;
            let at =
                |x: f32, y: f32| image[((y * scale) as usize * (WIDTH * ratio) as usize + (x * scale) as usize) * 4];
            let (mut seen, mut missed, mut area) = (0, 0, 0.0);
            drops.each(time, |drop| {
                let ([x, y], [u, v]) = (drop.head, drop.tail);
                area += f64::from(drop.width * (u - x).hypot(v - y) / 2.0 * scale * scale);
                if drop.width * scale > 1.0 && (2.0..1278.0).contains(&x) && (2.0..718.0).contains(&y) {
                    seen += 1;
                    missed += usize::from(at(x + (u - x) * 0.15, y + (v - y) * 0.15) < 60);
                }
            });
            let light: f64 = image.chunks(4).map(|pixel| f64::from(pixel[0]) / 255.0).sum();
            assert!(seen > 20 && missed * 20 < seen, "{missed} of {seen} drops are not there");
            assert!(light > 0.5 * area && light < 2.2 * area + 100.0, "{seen} drops, {light} for {area}");
        }
    }
}
