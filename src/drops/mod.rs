//! The moving marks: where every drop is at a given time, and what one of them stands for.
//!
//! A drop is a few clients on one way. Drops are not stepped from frame to frame: a way, the drop's number on it and
//! the time say where it is, so that any moment can be drawn at once and always comes out the same.

mod course;
mod scatter;
mod ways;

pub use ways::{Step, Way, ways};

use crate::{
    document::Kind,
    frame,
    map::{Place, Ribbon},
    network::Network,
};
use course::{Course, Joint, Leg, Sample, Spot};
use scatter::{Scatter, fraction, mix};

/// How far a drop's start may be off the even beat of its way, in beats.
const JITTER: f32 = 0.35;
/// Drops keep this far off the edges of a ribbon, px.
const MARGIN: f64 = 1.15;
/// Way on which a drop grows and shrinks, px.
const FADE: f64 = 12.0;
/// The same where it runs out into the sea.
const FADE_SEA: f64 = 90.0;
/// The least width that a ribbon is drawn with, px.
const LEAST_WIDTH: f32 = 1.5;

/// How drops look, and how many there are to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Mean length of a drop, px.
    pub length: f64,
    /// Width of a drop's head, px.
    pub head: f64,
    /// About how many drops are to be seen at once.
    pub target: f64,
    /// Water for one drop, square px: where the map has little water there are fewer drops than `target`.
    pub area: f64,
    /// What chance is taken from.
    pub seed: u64,
}

impl Settings {
    /// What suits a canvas of this size (CSS px).
    pub fn for_size(width: f64, height: f64, seed: u64) -> Self {
        let scale = (width / 1600.0).min(height / 900.0).max(0.0);
        if width.min(height) < 500.0 {
            Self { length: 4.6, head: 1.0, target: 950.0, area: 12.0, seed }
        } else {
            let (length, head) = ((7.5 * scale).max(4.6), (1.55 * scale).max(1.0));
            Self { length, head, target: 2_170.0, area: 31.0 * scale * scale, seed }
        }
    }
}

/// A way that drops run on.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Its legs in the list of all.
    legs: (usize, usize),
    /// Seconds along all of it.
    seconds: f64,
    /// Drops per second.
    rate: f64,
    /// Beats by which its drops are late.
    phase: f64,
    /// Which table of places across.
    table: usize,
    /// Key of its chance.
    key: u64,
    /// Size that a drop gains, per second, where the way begins, and loses where it ends.
    grow: (f32, f32),
}

/// All drops of a map at all times.
#[derive(Clone, Debug)]
pub struct Drops {
    runs: Vec<Run>,
    legs: Vec<Leg>,
    courses: Vec<Course>,
    samples: Vec<Sample>,
    scatter: Scatter,
    /// Clients per period of each stream.
    clients: Vec<f64>,
    meaning: Meaning,
    length: f32,
    head: f32,
}

/// What a drop stands for: drops per second across any cut are the clients per period there, divided by
/// `clients_per_drop * seconds_per_period`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Meaning {
    clients_per_drop: f64,
    seconds_per_period: f64,
}

impl Drops {
    /// Prepares the drops of a network whose ribbons and places (in document order) are known.
    pub fn new(network: &Network, ribbons: &[Ribbon], places: &[Place], settings: &Settings) -> Self {
        let mut samples = Vec::new();
        let courses: Vec<Course> = ribbons.iter().map(|ribbon| Course::new(ribbon, &mut samples)).collect();
        let ways = ways(network, ribbons, places);
        let target = settings.target.min(water(&courses) / settings.area).max(1.0);
        let work = ways.iter().map(|way| way.clients * seconds(way, &courses)).sum();
        let meaning = Meaning::of(work, target);
        let scatter = Scatter::new(settings.seed);
        let mut drops = Self {
            runs: Vec::with_capacity(ways.len()),
            legs: Vec::with_capacity(ways.iter().map(|way| way.steps.len()).sum()),
            courses,
            samples,
            scatter,
            clients: network.solved.streams.iter().map(|stream| stream.clients).collect(),
            meaning,
            length: settings.length as f32,
            head: settings.head as f32,
        };
        for (index, way) in ways.iter().enumerate() {
            drops.add(way, index as u64, settings.seed, ends_in_sea(network, way));
        }
        drops
    }

    /// Clients that one drop stands for: 1, 2, 5, 10, 20, ..., or 1/2, 1/5, 1/10, ....
    pub fn clients_per_drop(&self) -> f64 {
        self.meaning.clients_per_drop
    }

    /// Seconds in which a period (the document's) passes: 10, 8 or 12.
    pub fn seconds_per_period(&self) -> f64 {
        self.meaning.seconds_per_period
    }

    /// Drops per second across any cut of a stream.
    pub fn rate(&self, stream: usize) -> f64 {
        self.clients.get(stream).map_or(0.0, |clients| self.meaning.rate(*clients))
    }

    /// How many drops are on a stream at once, on average.
    pub fn count(&self, stream: usize) -> f64 {
        self.rate(stream) * self.courses.get(stream).map_or(0.0, |course| course.seconds)
    }

    /// Puts all drops of one moment into `out`, whose colours (64 of them, from temperature -1 to 1) are not touched.
    #[cfg_attr(small, optimize(speed))]
    pub fn at(&self, time: f64, out: &mut frame::Drops) {
        out.at.clear();
        out.tone.clear();
        out.width.clear();
        self.each(time, |drop| {
            let Spot { x, y, dx, dy, temperature, width } = drop.spot;
            let width = width.max(LEAST_WIDTH);
            let length = self.length.min(0.6 * self.length + 0.35 * width) * (0.75 + 0.5 * drop.chance);
            out.at.extend_from_slice(&[x, y, dx, dy, length * drop.size]);
            out.width.push(self.head.min(width / 2.0) * drop.size);
            out.tone.push(((temperature + 1.0) * 31.5 + 0.5) as u8);
        });
    }

    /// Calls `see` with every drop of one moment.
    #[cfg_attr(small, optimize(speed))]
    fn each(&self, time: f64, mut see: impl FnMut(Drop)) {
        let time = if time.is_finite() { time } else { 0.0 };
        for (index, run) in self.runs.iter().enumerate() {
            let (first, last) = run.legs;
            let Some(legs) = self.legs.get(first..last) else { continue };
            let jitter = f64::from(JITTER);
            // The oldest first: as ages fall, the legs are gone through once, from the last to the first.
            let oldest = ((time - run.seconds) * run.rate - run.phase - jitter).floor() as i64;
            let youngest = (time * run.rate - run.phase + jitter).ceil() as i64;
            let (mut at, beat, full) = (legs.len().saturating_sub(1), 1.0 / run.rate, run.seconds as f32);
            for number in oldest..=youngest {
                let bits = mix(run.key ^ number as u64);
                let late = f64::from((fraction(bits) * 2.0 - 1.0) * JITTER);
                let age = (time - (number as f64 + run.phase + late) * beat) as f32;
                if age < 0.0 || age >= full {
                    continue;
                }
                while at > 0 && legs.get(at).is_some_and(|leg| age < leg.from) {
                    at -= 1;
                }
                let Some(leg) = legs.get(at) else { continue };
                let Some(course) = self.courses.get(leg.course) else { continue };
                let none = Joint::default();
                let enter = at.checked_sub(1).and_then(|before| legs.get(before)).map_or(&none, |leg| &leg.leave);
                let across = self.scatter.place(run.table, number);
                let spot = leg.spot(enter, course, &self.samples, age, across);
                let size = (age * run.grow.0).min((full - age) * run.grow.1).min(1.0);
                see(Drop { run: index, number, leg: at, spot, size, chance: fraction(bits >> 24) });
            }
        }
    }

    /// Adds a way, with its joints.
    fn add(&mut self, way: &Way, index: u64, seed: u64, to_sea: bool) {
        let start = self.legs.len();
        let (mut from, mut edge_speeds) = (0.0, None);
        for step in &way.steps {
            let Some(course) = self.courses.get(step.stream).filter(|course| course.intervals > 0) else { continue };
            let (low, high) = inside(step.across, course.width);
            let (first, _) = edge_speeds.unwrap_or((course.speed, 0.0));
            edge_speeds = Some((first, course.speed));
            let until = from + course.seconds;
            let leg = Leg {
                course: step.stream,
                from: from as f32,
                until: until as f32,
                low: low as f32,
                span: (high - low) as f32,
                leave: Joint::default(),
            };
            from = until;
            // The last leg goes over into this one.
            let before = if self.legs.len() > start { self.legs.last_mut() } else { None };
            if let Some(before) = before
                && let Some(old) = self.courses.get(before.course)
                && let Some(a) = self.samples.get(old.start + old.intervals)
                && let Some(b) = self.samples.get(course.start)
            {
                before.leave = Joint::new((before, old, a), (&leg, course, b));
            }
            self.legs.push(leg);
        }
        let rate = self.meaning.rate(way.clients);
        let Some((first, last)) = edge_speeds.filter(|_| rate > 0.0) else { return };
        let legs = self.legs.iter().skip(start);
        let span = legs.map(|leg| f64::from(leg.span)).fold(1e-3, f64::max);
        // Evenly spread phases (by the golden ratio), so that ways side by side do not beat together.
        let phase = index as f64 * 0.618_033_988_749_894_9;
        self.runs.push(Run {
            legs: (start, self.legs.len()),
            seconds: from,
            rate,
            phase: phase - phase.floor(),
            table: self.scatter.table(first / rate / 2.4 / span),
            key: mix(seed ^ mix(index)),
            grow: ((first / FADE) as f32, (last / if to_sea { FADE_SEA } else { FADE }) as f32),
        });
    }
}

/// One drop at one moment.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(test), allow(dead_code))] // Tests tell drops apart by run and number.
struct Drop {
    /// Index of its run.
    run: usize,
    /// Its number on the run.
    number: i64,
    /// The leg that it is on, of the run's.
    leg: usize,
    spot: Spot,
    /// 0 where it appears and disappears, else 1.
    size: f32,
    /// From 0 up to 1, its own for life.
    chance: f32,
}

impl Meaning {
    /// Drops per second for so many clients per period.
    fn rate(&self, clients: f64) -> f64 {
        if clients > 0.0 { clients / (self.clients_per_drop * self.seconds_per_period) } else { 0.0 }
    }

    /// The round numbers that bring about `target` drops, where `work` is the sum over all ways of
    /// clients per period times seconds along the way.
    fn of(work: f64, target: f64) -> Self {
        let mut best = Self { clients_per_drop: 1.0, seconds_per_period: 10.0 };
        let ideal = work / target / 10.0;
        if !(ideal > 1e-12 && ideal < 1e18) {
            return best;
        }
        let decade = libm::floor(libm::log10(ideal));
        let mut least = f64::INFINITY;
        for (seconds_per_period, malus) in [(10.0, 0.0), (8.0, 0.1), (12.0, 0.1)] {
            for digit in [0.5, 1.0, 2.0, 5.0, 10.0, 20.0] {
                let clients_per_drop = digit * libm::pow(10.0, decade);
                let off = libm::log(work / (clients_per_drop * seconds_per_period) / target).abs() + malus;
                if off < least {
                    least = off;
                    best = Self { clients_per_drop, seconds_per_period };
                }
            }
        }
        best
    }
}

fn seconds(way: &Way, courses: &[Course]) -> f64 {
    way.steps.iter().filter_map(|step| courses.get(step.stream)).map(|course| course.seconds).sum()
}

/// Area of all water, square px.
fn water(courses: &[Course]) -> f64 {
    courses.iter().map(|course| course.width.max(f64::from(LEAST_WIDTH)) * course.seconds * course.speed).sum()
}

fn ends_in_sea(network: &Network, way: &Way) -> bool {
    let edge = way.steps.last().and_then(|step| network.graph.raw_edges().get(step.stream));
    let node = edge.and_then(|edge| network.graph.raw_nodes().get(edge.target().index()));
    node.is_some_and(|node| node.weight.kind == Kind::Sea)
}

/// A step's interval across, px from the middle of the ribbon to the right, kept off the ribbon's edges. (Keeping off
/// those of all the way's ribbons would leave no room in a thin way that runs along a left and then a right edge.)
fn inside(across: (f64, f64), width: f64) -> (f64, f64) {
    let most = (width / 2.0 - MARGIN).max(0.0);
    let place = |across: f64| ((across - 0.5) * width).max(-most).min(most);
    (place(across.0), place(across.1))
}

#[cfg(test)]
mod tests;
