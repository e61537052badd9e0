//! Clients along their threads: each a drop, where it is at the date that the calendar shows.

use super::Calendar;
use crate::{
    frame::{
        drops::{CHANCES, Chance, Drops, Lane, Row, Sample},
        paced::Paced,
    },
    map::{Threads, flow_frame::FlowFrame},
};

/// Width and length of a drop, px before scaling.
const SIZE: (f64, f64) = (9.0, 1.5);
/// Samples of a client's whole time, at most and at least.
const SAMPLES: (f64, f64) = (240.0, 24.0);
/// Samples of all clients together, about.
const ALL: f64 = 40_000.0;

/// The drops, without their colours: each appears at its client's first event, and stays where that is at last until the calendar
/// ends.
pub fn along_threads(threads: &Threads, frame: &FlowFrame, calendar: &Calendar) -> Drops {
    let count = threads.threads.len().max(1) as f64;
    // A drop among hundreds is smaller.
    let size = (60.0 / count).sqrt().clamp(0.55, 1.0) * frame.scale.max(0.62);
    let (head, length) = ((SIZE.0 * size) as f32, (SIZE.1 * size) as f32);
    let most = (ALL / count).clamp(SAMPLES.1, SAMPLES.0);
    let rate = 1.0 / calendar.seconds;
    let still = Chance { late: 0.0, across: 0.0, stretch: 1.0 };
    let mut drops = Drops { chance: vec![still; CHANCES], ..Drops::default() };
    for thread in &threads.threads {
        let Some(first) = thread.pieces.first().map(|piece| piece.when.0) else { continue };
        let date = |along: f64| {
            let part = (along - threads.span.0) / (threads.span.1 - threads.span.0).max(1e-9);
            threads.dates.0 + ((threads.dates.1 - threads.dates.0) as f64 * part) as i64
        };
        let begins = calendar.time_at(date(first));
        let seconds = calendar.seconds - begins;
        let intervals = (most * seconds / calendar.seconds).ceil().max(2.0);
        let (row, start) = (drops.rows.len(), drops.samples.len());
        let step = seconds / intervals;
        for number in 0..=intervals as usize {
            let along =
                threads.along(calendar.date_at((begins + step * number as f64).min(0.999_999 * calendar.seconds)));
            let Some((at, warmth)) = thread.place(along.min(threads.span.1).max(first)) else { continue };
            let at = frame.point(at.x, at.y);
            let place = [at.x as f32, at.y as f32];
            drops.samples.push(Sample { left: place, right: place, temperature: warmth as f32, head, length });
        }
        let samples = drops.samples.len() - start;
        if samples > 1 {
            drops.rows.push(Row { first: start, count: samples, step: step as f32 });
            let phase = begins * rate;
            drops.lanes.push(Lane { row, middle: 0.5, breadth: 0.0, rate, phase, key: 0, paced: Paced::default() });
        } else {
            drops.samples.truncate(start);
        }
    }
    drops
}
