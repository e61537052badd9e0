//! What a frame of the software painter's water costs natively, at 1280 x 720: `cargo bench --bench drops`.
//! Prints rows of a table; best of many.
#![allow(clippy::expect_used)]

use city_rivers::{
    document::{Limits, Source},
    network,
    paint::software::Water,
    picture::style::measure::Typical,
    stage::{Look, Stage},
};
use std::{hint::black_box, time::Instant};

const FRAMES: u32 = 60;

fn main() {
    let text = include_str!("../www/gallery/examples/central-shop.json");
    let (width, height) = (1280, 720);
    let over = vec![0_u8; width as usize * height as usize * 4];
    for wanted in [1_000, 5_000, 10_000, 50_000, 200_000, 1_000_000] {
        let solved = network::solve(Source::Text(text), &Limits::default()).solved;
        let (document, network) = solved.expect("the example is a good one");
        let look = Look { drops: Some(f64::from(wanted)), ..Look::default() };
        let mut stage = Stage::new(document, network, look, &Typical);
        let drops = &stage.at(0.0).drops;
        let count = drops.count();
        let start = Instant::now();
        let mut water = Water::new(drops, width, height, 1.0, 1);
        let built = start.elapsed().as_secs_f64() * 1e3;
        let mut image = vec![200_u8; over.len()];
        water.lay_ground(&image);
        water.lay_over(&over, 0, &mut image);
        let mut best = f64::INFINITY;
        for frame in 0..FRAMES {
            let start = Instant::now();
            water.run(f64::from(frame) / 60.0, &mut image);
            best = best.min(start.elapsed().as_secs_f64());
            black_box(&image);
        }
        println!(
            "| water with {count:.0} drops, native | {:.2} ms a frame, {:.2} ns a drop; {built:.0} ms to prepare |",
            best * 1e3,
            best * 1e9 / count
        );
    }
}
