//! The bed of the water: for every pixel, which lanes' drops can cover it, and where on them it lies.
//!
//! What moves is the same for every pixel of a lane: its beat. So a pixel need only know how many beats it lies
//! behind the beginning of the lane, and a frame costs as much for a million drops as for a thousand.

use crate::frame::drops::{ACROSS, Drops, JITTER, Lane, Row, Sample, tone};

/// Beats are kept in parts: `1 / BEAT`. They go round after 65,536 beats, and so do the rows of the table of chance.
pub const BEAT: f32 = 65_536.0;
/// A drop's front is this far ahead of its head's middle, besides half its head's width: half a pixel.
pub const FRONT: f32 = 0.5;

/// A pixel on a lane; all lengths are device pixels.
#[derive(Clone, Copy, Debug)]
pub struct Touch {
    /// How many beats it lies behind the beginning of the lane, in 1/[`BEAT`], less what the front of the earliest drop
    /// of a beat is ahead of it.
    pub back: i32,
    /// Pixels that a drop makes in one beat there.
    pub pace: f32,
    /// Its distance from the middle of the lane, to the right.
    pub cross: f32,
    /// What a middling drop there loses of its width in one pixel.
    pub taper: f32,
    /// Half the width of a drop's head there.
    pub half: f32,
    /// Breadth of the lane there.
    pub spread: f32,
    /// Colour of a drop there.
    pub tone: u8,
    /// Its number, row by row from the top left.
    pub pixel: u32,
}

/// A row's sample in device pixels.
#[derive(Clone, Copy)]
struct Gate {
    middle: [f32; 2],
    /// Unit vector along the current.
    along: [f32; 2],
    span: f32,
    head: f32,
    length: f32,
    temperature: f32,
}

/// The ways, along which these lanes of the drops run, with the pixels that they run over.
pub fn strips<'a>(drops: &'a Drops, lanes: &'a [Lane], width: u32, height: u32, ratio: f32) -> Vec<Strip<'a>> {
    let (mut strips, mut first) = (Vec::new(), 0);
    for own in lanes.chunk_by(|a, b| a.row == b.row) {
        let begin = first;
        first += own.len();
        let Some(lane) = own.first() else { continue };
        let Some(row) = drops.rows.get(lane.row) else { continue };
        let gates = gates(row.of(&drops.samples).unwrap_or(&[]), ratio);
        let (rate, tones) = (lane.rate as f32, drops.tones.len());
        let whole = lane.is_paced();
        strips.push(Strip { row, gates, lanes: own, first: begin, rate, tones, size: (width, height), whole });
    }
    strips
}

fn distance([x, y]: [f32; 2], [u, v]: [f32; 2]) -> f32 {
    (u - x).hypot(v - y)
}

fn gates(samples: &[Sample], ratio: f32) -> Vec<Gate> {
    let middle = |sample: &Sample| sample.at(0.5).map(|part| part * ratio);
    let mut along = [1.0, 0.0];
    samples
        .iter()
        .enumerate()
        .map(|(index, sample)| {
            let before = samples.get(index.saturating_sub(1)).unwrap_or(sample);
            let after = samples.get(index + 1).unwrap_or(sample);
            let ([x, y], [u, v]) = (middle(before), middle(after));
            let way = distance([x, y], [u, v]);
            if way > 1e-4 {
                along = [(u - x) / way, (v - y) / way];
            }
            Gate {
                middle: middle(sample),
                along,
                span: distance(sample.left, sample.right) * ratio,
                head: sample.head * ratio,
                length: sample.length * ratio,
                temperature: sample.temperature,
            }
        })
        .collect()
}

/// A way and its lanes.
pub struct Strip<'a> {
    row: &'a Row,
    gates: Vec<Gate>,
    pub lanes: &'a [Lane],
    /// Index of the first.
    pub first: usize,
    /// Beats per second of each.
    rate: f32,
    tones: usize,
    size: (u32, u32),
    /// Whether its drops have paces of their own: then they may be anywhere on it, and on which lane a pixel lies says nothing.
    pub whole: bool,
}

impl Strip<'_> {
    /// Calls `see` with every pixel that a drop may touch, and which of the strip's lanes it lies on.
    pub fn each(&self, see: &mut dyn FnMut(usize, Touch)) {
        for (index, (a, b)) in self.gates.iter().zip(self.gates.iter().skip(1)).enumerate() {
            self.between(index, a, b, see);
        }
    }

    /// All pixels between gate `index` and the next.
    fn between(&self, index: usize, a: &Gate, b: &Gate, see: &mut dyn FnMut(usize, Touch)) {
        let out = |gate: &Gate| gate.span / 2.0 + gate.head / 2.0 + 1.0;
        let reach = |axis: usize| {
            let ends = [(a, out(a)), (b, out(b))].map(|(gate, out)| {
                let middle = gate.middle.get(axis).copied().unwrap_or_default();
                let side = gate.along.get(1 - axis).copied().unwrap_or_default().abs() * out;
                (middle - side, middle + side)
            });
            let [(low, high), (other_low, other_high)] = ends;
            (low.min(other_low), high.max(other_high))
        };
        let ((left, right), (top, bottom)) = (reach(0), reach(1));
        // Casts saturate: what lies outside the canvas is left out.
        let columns = left.floor() as u32..(right.ceil() as u32).min(self.size.0);
        for y in top.floor() as u32..(bottom.ceil() as u32).min(self.size.1) {
            for x in columns.clone() {
                let from = |gate: &Gate| {
                    let ([u, v], [dx, dy]) = (gate.middle, gate.along);
                    let (u, v) = (x as f32 + 0.5 - u, y as f32 + 0.5 - v);
                    // Along the current, and across it to the right.
                    (u * dx + v * dy, v * dx - u * dy)
                };
                let ((past, right), (ahead, right_there)) = (from(a), from(b));
                if past >= 0.0 && ahead < 0.0 {
                    let part = past / (past - ahead);
                    let blend = |a: f32, b: f32| a + (b - a) * part;
                    let spot = Gate {
                        span: blend(a.span, b.span),
                        head: blend(a.head, b.head),
                        length: blend(a.length, b.length),
                        temperature: blend(a.temperature, b.temperature),
                        ..*a
                    };
                    let age = (index as f32 + part) * self.row.step;
                    let speed = (past - ahead) / self.row.step;
                    self.add(y * self.size.0 + x, &spot, age, speed, blend(right, right_there), see);
                }
            }
        }
    }

    /// Adds a pixel to the lanes whose drops may touch it: it lies at `spot`, `right` of the way's middle.
    fn add(&self, pixel: u32, spot: &Gate, age: f32, speed: f32, right: f32, see: &mut dyn FnMut(usize, Touch)) {
        let count = self.lanes.len() as f32;
        let breadth = if self.whole { 0.0 } else { spot.span / count };
        // What is covered by less than a quarter is left out.
        let reach = spot.head / 2.0 + breadth * ACROSS + 0.25;
        if spot.head < 0.02 || right.abs() > spot.span / 2.0 + reach {
            return;
        }
        let near = if self.whole {
            0..1
        } else if breadth > 0.01 {
            let at = |right: f32| (right + spot.span / 2.0) / breadth - 0.5;
            let end = |at: f32| (at as usize).min(self.lanes.len());
            end(at(right - reach).ceil())..end(at(right + reach).floor() + 1.0)
        } else {
            0..self.lanes.len()
        };
        for index in near {
            let Some(lane) = self.lanes.get(index) else { continue };
            let middle = (lane.middle - 0.5) * spot.span;
            let pace = speed / self.rate;
            let ahead = JITTER + (spot.head / 2.0 + FRONT) / pace;
            let touch = Touch {
                // Only the low bits count.
                back: (f64::from(age * self.rate - ahead) * f64::from(BEAT)) as i64 as i32,
                pace,
                cross: right - middle,
                taper: 1.0 / spot.length.max(1.0),
                half: spot.head / 2.0,
                spread: breadth,
                tone: tone(spot.temperature, self.tones),
                pixel,
            };
            see(index, touch);
        }
    }
}
