//! The moving marks, as tables: what is needed to say where every drop is at any moment.
//!
//! A drop is a number on a lane. It is not stepped from frame to frame: its lane, its number and the time say how old
//! it is, and the table of its way says where water of that age is. So every moment can be drawn at once, painters that
//! work in quite different ways draw the same drops, and nothing is kept for a single drop.

use super::{
    Color,
    paced::{Milestone, Paced, Stand},
};

/// Rows of [`Drops::chance`]; a power of 2.
pub const CHANCES: usize = 256;
/// How far a drop may be off the even beat of its lane, in beats, either way.
pub const JITTER: f32 = 0.35;
/// How far a drop may be off the middle of its lane, in breadths, either way.
pub const ACROSS: f32 = 0.35;

/// Water of one age on one way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sample {
    /// Where drops run at the way's left edge, px; looking with the current, as is all that follows.
    pub left: [f32; 2],
    /// The same at its right edge.
    pub right: [f32; 2],
    /// From -1, cold, to 1, warm.
    pub temperature: f32,
    /// Width of a drop's head, px; it shrinks to 0 where drops appear and disappear.
    pub head: f32,
    /// Length of a drop of middling length, px.
    pub length: f32,
}

/// A way: a row of samples, the first for age 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Index of its first sample.
    pub first: usize,
    /// How many samples it has, 2 at least.
    pub count: usize,
    /// Seconds of age between two samples; between two samples everything is linear.
    pub step: f32,
}

/// A strip of a way, along which drops follow each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lane {
    /// Index of its way's row.
    pub row: usize,
    /// Its middle, from 0 at the way's left edge to 1 at the right one.
    pub middle: f32,
    /// Its breadth, as a part of the way's.
    pub breadth: f32,
    /// Drops per second.
    pub rate: f64,
    /// Beats by which its drops are late.
    pub phase: f64,
    /// Drop `n` takes row `n + key` of the table of chance. Of a single client it is the client's number.
    pub key: u32,
    /// The pace of its drops, where that is not the water's: then none is early or late, each is gone before the next one comes, and
    /// its breadth is 0.
    pub paced: Paced,
}

/// What is a drop's own for life.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Chance {
    /// How late it is, in beats, up to [`JITTER`] either way.
    pub late: f32,
    /// Its place across its lane, in breadths from the middle, up to [`ACROSS`] either way.
    pub across: f32,
    /// Its length over that of a middling drop.
    pub stretch: f32,
}

/// All drops of a picture, at all times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drops {
    /// The samples of all rows.
    pub samples: Vec<Sample>,
    /// The ways.
    pub rows: Vec<Row>,
    /// The lanes, those of one row one after the other, from left to right.
    pub lanes: Vec<Lane>,
    /// The paces of drops that have one of their own; each lane's are one after the other, the first of age 0.
    pub milestones: Vec<Milestone>,
    /// [`CHANCES`] rows, or none where there are no lanes.
    pub chance: Vec<Chance>,
    /// Colours, from temperature -1 to 1.
    pub tones: Vec<Color>,
}

/// One drop at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Drop {
    /// Index of its lane.
    pub lane: usize,
    /// Its number there.
    pub number: i64,
    /// The middle of its head, px.
    pub head: [f32; 2],
    /// The tip of its tail, px.
    pub tail: [f32; 2],
    /// Width of its head, px.
    pub width: f32,
    /// Index of its colour.
    pub tone: u8,
}

/// Drops that follow each other more closely on a lane are drawn together, device pixels.
const CLOSEST: f32 = 2.4;

impl Row {
    /// How far two drops are apart along the middle, px, where one comes every second.
    fn spacing(&self, samples: &[Sample]) -> f32 {
        let own = self.of(samples).unwrap_or(&[]);
        let steps = own.iter().zip(own.iter().skip(1)).map(|(a, b)| {
            let ([x, y], [u, v]) = (a.at(0.5), b.at(0.5));
            (u - x).hypot(v - y)
        });
        steps.sum::<f32>() / self.seconds()
    }

    /// Its own of all samples; none where there are not so many.
    pub fn of<'a>(&self, samples: &'a [Sample]) -> Option<&'a [Sample]> {
        samples.get(self.first..self.first.checked_add(self.count)?)
    }

    /// The age at which its drops disappear, s.
    pub fn seconds(&self) -> f32 {
        self.step * self.count.saturating_sub(1) as f32
    }
}

impl Lane {
    /// The beat that comes in at the beginning of the lane: drop `n` has the age `(beat - n - late) / rate`.
    pub fn beat(&self, time: f64) -> f64 {
        let time = if time.is_finite() { time } else { 0.0 };
        time * self.rate - self.phase
    }

    /// Which row of the table of chance is a drop's.
    pub fn chance(&self, number: i64) -> usize {
        (number as u32).wrapping_add(self.key) as usize & (CHANCES - 1)
    }
}

impl Drops {
    /// The lanes as they are drawn where a CSS pixel has `ratio` device pixels: drops that lie in the same ones are one.
    pub fn thinned(&self, ratio: f32) -> Vec<Lane> {
        let spacings: Vec<f32> = self.rows.iter().map(|row| row.spacing(&self.samples) * ratio).collect();
        let thin = |lane: &Lane| {
            if lane.is_paced() {
                return *lane;
            }
            let spacing = spacings.get(lane.row).map_or(0.0, |spacing| spacing / lane.rate as f32);
            let power = if spacing > 0.0 { libm::log2f(CLOSEST / spacing).ceil().clamp(0.0, 30.0) as u32 } else { 0 };
            let one = f64::from(1_u32 << power);
            Lane { rate: lane.rate / one, phase: lane.phase / one, ..*lane }
        };
        self.lanes.iter().map(thin).collect()
    }

    /// Calls `see` with every drop of the moment `time`, s; lane by lane, the oldest first.
    pub fn each(&self, time: f64, see: impl FnMut(Drop)) {
        self.each_on(&self.lanes, time, see);
    }

    fn each_on(&self, lanes: &[Lane], time: f64, mut see: impl FnMut(Drop)) {
        for (index, lane) in lanes.iter().enumerate() {
            let Some(row) = self.rows.get(lane.row) else { continue };
            let Some(samples) = row.of(&self.samples) else { continue };
            let (beat, full) = (lane.beat(time), self.seconds(lane));
            let jitter = if lane.is_paced() { 0.0 } else { f64::from(JITTER) };
            let oldest = (beat - f64::from(full) * lane.rate - jitter).floor() as i64;
            let youngest = (beat + jitter).ceil() as i64;
            for number in oldest..=youngest {
                let mut chance = self.chance_of(lane, number);
                if lane.is_paced() {
                    chance.late = 0.0;
                }
                let age = ((beat - number as f64 - f64::from(chance.late)) / lane.rate) as f32;
                if (0.0..full).contains(&age) {
                    let across = lane.middle + lane.breadth * chance.across;
                    let drop = Drop { lane: index, number, ..Drop::default() };
                    let stand = self.stand(lane, age);
                    see(drop.on(row, samples, stand, across, chance.stretch, self.tones.len()));
                }
            }
        }
    }

    /// All drops of the moment `time`, s, by colour, as they are drawn where a CSS pixel has `ratio` device pixels.
    pub fn by_tone(&self, time: f64, ratio: f32) -> Vec<Vec<Drop>> {
        let mut by_tone = vec![Vec::new(); self.tones.len()];
        self.each_on(&self.thinned(ratio), time, |drop| {
            if let Some(own) = by_tone.get_mut(usize::from(drop.tone)) {
                own.push(drop);
            }
        });
        by_tone
    }

    /// How many are seen at once, on average.
    pub fn count(&self) -> f64 {
        self.lanes.iter().map(|lane| lane.rate * f64::from(self.seconds(lane))).sum()
    }

    /// The age at which a lane's drops disappear, s.
    pub fn seconds(&self, lane: &Lane) -> f32 {
        let paced = lane.paced.of(&self.milestones).last().map(|last| last.age);
        paced.or_else(|| self.rows.get(lane.row).map(Row::seconds)).unwrap_or_default()
    }

    /// What is a drop's own for life.
    pub fn chance_of(&self, lane: &Lane, number: i64) -> Chance {
        self.chance.get(lane.chance(number)).copied().unwrap_or_default()
    }
}

impl Drop {
    /// The same where it stands on its way, at one place across.
    fn on(self, row: &Row, samples: &[Sample], stand: Stand, across: f32, stretch: f32, tones: usize) -> Self {
        let Stand { at, size } = stand;
        let index = ((at.along / row.step) as usize).min(samples.len().saturating_sub(2));
        let none = Sample::default();
        let (a, b) = (samples.get(index).unwrap_or(&none), samples.get(index + 1).unwrap_or(&none));
        let part = (at.along / row.step - index as f32).clamp(0.0, 1.0);
        let blend = |a: f32, b: f32| a + (b - a) * part;
        let ([x, y], [u, v]) = (a.at(across), b.at(across));
        let head = [blend(x, u), blend(y, v)];
        // Back along the lane, as long as the drop is.
        let (mut tail, mut left) = (head, blend(a.length, b.length) * stretch * size);
        for sample in samples.iter().take(index + 1).rev() {
            let ([x, y], [u, v]) = (tail, sample.at(across));
            let way = (u - x).hypot(v - y);
            let part = (left / way.max(1e-6)).min(1.0);
            tail = [x + (u - x) * part, y + (v - y) * part];
            left -= way;
            if left <= 0.0 {
                break;
            }
        }
        let water = blend(a.temperature, b.temperature);
        let temperature = (water + (at.temperature - water) * at.own).clamp(-1.0, 1.0);
        Self { head, tail, width: blend(a.head, b.head) * size, tone: tone(temperature, tones), ..self }
    }
}

impl Sample {
    /// The place at a part of the way's breadth, from its left edge.
    pub fn at(&self, across: f32) -> [f32; 2] {
        let ([x, y], [right, down]) = (self.left, self.right);
        [x + (right - x) * across, y + (down - y) * across]
    }
}

/// The colour for a temperature, of so many from -1 to 1.
pub fn tone(temperature: f32, tones: usize) -> u8 {
    let last = tones.saturating_sub(1).min(255) as f32;
    ((temperature + 1.0) / 2.0 * last + 0.5) as u8
}
