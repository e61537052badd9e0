//! The moving marks: which way every drop takes, how many there are, and what one of them stands for.
//!
//! A drop is a few clients on one way. The network is parted into ways, a way is written out as a table over time, and
//! its breadth is parted into lanes, on which drops follow each other: see [`crate::frame::drops`].

mod calendar;
mod course;
mod meaning;
mod morph;
mod passage;
mod real;
mod threads;
mod ways;

pub use calendar::Calendar;
pub use meaning::Meaning;
pub use morph::Morph;
pub use real::{MOST, real};
pub use threads::along_threads;
pub use ways::{Step, Way, ways};

use crate::{
    document::Kind,
    frame::{
        drops::{ACROSS, CHANCES, Chance, Drops, JITTER, Lane, Row, Sample},
        paced::{Milestone, Paced},
    },
    map::{Place, Ribbon},
    network::Network,
};
use course::{Across, Course, Joint, Leg, Point};
use oorandom::Rand64;
use std::rc::Rc;

/// Drops keep this far off the edges of a ribbon, px.
const MARGIN: f64 = 1.15;
/// Way on which a drop grows and shrinks, px.
const FADE: f64 = 12.0;
/// The same where it runs out into the sea.
const FADE_SEA: f64 = 90.0;
/// The least width that a ribbon is drawn with, px.
const LEAST_WIDTH: f64 = 1.5;
/// Breadth of a lane over that of a drop's head.
const LANE: f64 = 1.4;
/// The thinnest and the shortest drop, px: one pixel is needed to see it.
const LEAST_HEAD: f64 = 0.75;
const LEAST_LENGTH: f64 = 1.6;
/// About how far two samples of a row are apart, px, and how many samples there are at most, about.
const SPACING: f64 = 4.0;
const SAMPLES: f64 = 200_000.0;
/// Lanes of one way at most.
const LANES: f64 = 256.0;
/// Water for one drop, square px, at most.
const SPARSE: f64 = 60.0;
/// The golden ratio less one: its multiples are spread evenly, however many there are.
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// How drops look, and how many there are to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Length of a middling drop where there is room, px.
    pub length: f64,
    /// Width of a drop's head where there is room, px.
    pub head: f64,
    /// Water for one drop, square px, from which there is room; where drops are more, they are smaller.
    pub room: f64,
    /// Water for one drop, square px, at least: where the map has little water there are fewer drops than `target`.
    pub area: f64,
    /// About how many drops are to be seen at once where there are clients for them.
    pub target: f64,
    /// The same where the host says: then with no regard to clients or room.
    pub asked: Option<f64>,
    /// So many times one drop stands for the next round number of clients, where the machine does not keep up.
    pub coarser: u32,
    /// What a drop stood for before somebody looked around: it goes on to, while there are not far too many drops.
    pub like: Option<Meaning>,
    /// What chance is taken from.
    pub seed: u64,
}

/// So many times the drops that are wanted are far too many.
const FAR_TOO_MANY: f64 = 20.0;

impl Settings {
    /// What suits a canvas of this size (CSS px).
    pub fn for_size(width: f64, height: f64, seed: u64) -> Self {
        let scale = (width / 1600.0).min(height / 900.0).max(0.0);
        if width.min(height) < 500.0 {
            Self {
                length: 4.6,
                head: 1.0,
                room: 12.0,
                area: 12.0,
                target: 950.0,
                asked: None,
                coarser: 0,
                like: None,
                seed,
            }
        } else {
            let (length, head, room) = ((7.5 * scale).max(4.6), (1.55 * scale).max(1.0), 31.0 * scale * scale);
            Self { length, head, room, area: 17.0, target: 5_000.0, asked: None, coarser: 0, like: None, seed }
        }
    }
}

/// A way with the lanes that it is parted into.
#[derive(Clone, Debug, PartialEq)]
pub struct Strand {
    /// The way.
    pub way: Way,
    /// Whether it runs out into the sea.
    to_sea: bool,
    /// Its lanes, from left to right.
    lanes: Vec<Lane>,
    /// The paces of drops that have one of their own. `along` counts streams here: 1.5 is the middle of the second one.
    milestones: Rc<[Milestone]>,
    /// How much of its drops is seen, as an area: from 0, nothing, to 1. It is 1 unless a morph brings them or takes them away.
    part: f64,
}

/// All drops of a map but for the ribbons that they run in, so that these may move.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strands {
    all: Vec<Strand>,
    /// Width of a drop's head, px.
    head: f64,
    /// Length of a middling drop, px.
    length: f64,
    chance: Vec<Chance>,
}

/// The drops of a network whose ribbons and places (in document order) are known, and what one of them stands for.
pub fn strands(network: &Network, ribbons: &[Ribbon], places: &[Place], settings: &Settings) -> (Strands, Meaning) {
    let bed = Bed::new(ribbons);
    let (mut all, runs) = bed.ways(network, ribbons, places);
    let (area, work) = (bed.water(), runs.iter().map(|run| run.clients * run.seconds).sum());
    let usual = Meaning::usual(work, settings.target.min(area / settings.area).max(1.0), area / SPARSE);
    // More drops or fewer of them change what one stands for, and time only so much as that leaves to be done.
    let meaning = settings.asked.map_or(usual, |asked| Meaning::of(work, asked.max(1.0), usual.seconds_per_period));
    let meaning = meaning.coarser(settings.coarser);
    let like = settings.like.filter(|like| like.rate(work) < FAR_TOO_MANY * settings.target);
    let meaning = like.unwrap_or(meaning);
    let (head, length) = sized(area, meaning.rate(work), settings, 1.0);
    let mut random = Rand64::new(u128::from(settings.seed));
    for (index, (strand, run)) in all.iter_mut().zip(&runs).enumerate() {
        let span = run.legs.iter().map(|leg| f64::from(leg.across[0].span)).fold(0.0, f64::max);
        let lanes = (span / (LANE * head)).round().clamp(1.0, LANES);
        // Evenly spread phases, so that lanes and ways side by side do not beat together.
        let phase = |lane: usize| (index as f64 * GOLDEN * GOLDEN + lane as f64 * GOLDEN).fract();
        strand.lanes.extend((0..lanes as usize).map(|lane| Lane {
            row: index,
            middle: ((lane as f64 + 0.5) / lanes) as f32,
            breadth: (1.0 / lanes) as f32,
            rate: meaning.rate(run.clients) / lanes,
            phase: phase(lane),
            key: random.rand_u64() as u32,
            paced: Paced::default(),
        }));
    }
    let chance = if all.is_empty() { 0 } else { CHANCES };
    let chance = (0..chance).map(|number| self::chance(number, &mut random)).collect();
    (Strands { all, head, length, chance }, meaning)
}

/// Width of a drop's head and length of a middling drop, where so many are seen at once on so much water, px; where there is room at
/// most so many times what suits the canvas.
fn sized(area: f64, drops: f64, settings: &Settings, large: f64) -> (f64, f64) {
    let size = (area / drops.max(1.0) / settings.room).sqrt().min(large);
    let head = (settings.head * size).max(LEAST_HEAD.min(settings.head));
    (head, (settings.length * size).max(LEAST_LENGTH.min(settings.length)))
}

impl Strands {
    /// The drops, without their colours, where streams have these ribbons.
    pub fn drops(&self, ribbons: &[Ribbon]) -> Drops {
        let bed = Bed::new(ribbons);
        let runs: Vec<(&Strand, Run)> =
            self.all.iter().filter_map(|strand| Some((strand, bed.run(&strand.way, strand.to_sea)?))).collect();
        let pixels = |run: &Run| run.seconds * bed.fastest(run);
        let spacing = SPACING.max(runs.iter().map(|(_, run)| pixels(run)).sum::<f64>() / SAMPLES);
        let mut drops = Drops { chance: self.chance.clone(), ..Drops::default() };
        for (strand, run) in runs {
            let row = drops.rows.len();
            let intervals = (pixels(&run) / spacing).ceil().clamp(1.0, SAMPLES) as usize;
            let first = drops.samples.len();
            let step = (run.seconds / intervals as f64) as f32;
            let size = strand.part.clamp(0.0, 1.0).sqrt();
            bed.sample(
                &run,
                intervals,
                [self.head, self.length].map(|size| size as f32),
                size as f32,
                &mut drops.samples,
            );
            drops.rows.push(Row { first, count: intervals + 1, step });
            let first = drops.milestones.len();
            drops.lanes.extend(strand.lanes.iter().map(|lane| {
                let paced = Paced { first: lane.paced.first + first, ..lane.paced };
                Lane { row, paced, ..*lane }
            }));
            let ages = run.ages(&strand.way);
            drops
                .milestones
                .extend(strand.milestones.iter().map(|own| Milestone { along: at(&ages, own.along), ..*own }));
        }
        drops
    }
}

/// What drops run in: the ribbons as tables.
struct Bed {
    courses: Vec<Course>,
    points: Vec<Point>,
    /// Boxes under which the drops of each course are not seen.
    under: Vec<Vec<kurbo::Rect>>,
}

/// A way's run through the bed.
struct Run {
    legs: Vec<Leg>,
    /// Clients per period.
    clients: f64,
    /// Seconds along all of it.
    seconds: f64,
    /// Size that a drop gains, per second, where the way begins, and loses where it ends.
    grow: (f32, f32),
}

impl Run {
    /// The age of water where each stream of the way begins, and where the last one ends.
    fn ages(&self, way: &Way) -> Vec<f32> {
        let mut legs = self.legs.iter().peekable();
        let mut ages = vec![0.0];
        for step in &way.steps {
            let leg = legs.next_if(|leg| leg.course == step.stream);
            ages.push(leg.map_or(ages.last().copied().unwrap_or(0.0), |leg| leg.until));
        }
        ages
    }
}

/// The age at a place, in streams, where those at their ends are known.
fn at(ages: &[f32], place: f32) -> f32 {
    let index = (place.max(0.0) as usize).min(ages.len().saturating_sub(2));
    let [from, until] = [index, index + 1].map(|index| ages.get(index).copied().unwrap_or_default());
    from + (until - from) * (place - index as f32).clamp(0.0, 1.0)
}

impl Bed {
    fn new(ribbons: &[Ribbon]) -> Self {
        let mut points = Vec::new();
        let courses: Vec<Course> = ribbons.iter().map(|ribbon| Course::new(ribbon, &mut points)).collect();
        let under = ribbons.iter().map(|ribbon| ribbon.under.clone()).collect();
        Self { courses, points, under }
    }

    /// All ways that have a length, without their lanes.
    fn ways(&self, network: &Network, ribbons: &[Ribbon], places: &[Place]) -> (Vec<Strand>, Vec<Run>) {
        let strand = |way: Way| {
            let to_sea = ends_in_sea(network, &way);
            let run = self.run(&way, to_sea)?;
            Some((Strand { way, to_sea, lanes: Vec::new(), milestones: Rc::default(), part: 1.0 }, run))
        };
        ways(network, ribbons, places).into_iter().filter_map(strand).unzip()
    }

    /// Area of all water, square px.
    fn water(&self) -> f64 {
        let area = |course: &Course| course.width.max(LEAST_WIDTH) * course.seconds * course.speed;
        self.courses.iter().map(area).sum()
    }

    /// Joins a way's legs; none where it has no length.
    fn run(&self, way: &Way, to_sea: bool) -> Option<Run> {
        let mut legs: Vec<Leg> = Vec::with_capacity(way.steps.len());
        let (mut from, mut first, mut last) = (0.0, None, 0.0);
        for step in &way.steps {
            let Some(course) = self.courses.get(step.stream).filter(|course| course.intervals > 0) else { continue };
            let across = [step.across, step.onward].map(|across| {
                let (low, high) = inside(across, course.width);
                Across { low: low as f32, span: (high - low) as f32 }
            });
            first = first.or(Some(course.speed));
            last = course.speed;
            let until = from + course.seconds;
            let leg =
                Leg { course: step.stream, from: from as f32, until: until as f32, across, leave: Joint::default() };
            from = until;
            // The last leg goes over into this one.
            if let Some(before) = legs.last_mut()
                && let Some(old) = self.courses.get(before.course)
                && let Some(a) = self.points.get(old.start + old.intervals)
                && let Some(b) = self.points.get(course.start)
            {
                before.leave = Joint::new((before, old, a), (&leg, course, b));
            }
            legs.push(leg);
        }
        let fade = if to_sea { FADE_SEA } else { FADE };
        let grow = ((first? / FADE) as f32, (last / fade) as f32);
        (way.clients > 0.0).then_some(Run { legs, clients: way.clients, seconds: from, grow })
    }

    /// The highest speed along a way, px per second.
    fn fastest(&self, run: &Run) -> f64 {
        run.legs.iter().filter_map(|leg| self.courses.get(leg.course)).map(|course| course.speed).fold(0.0, f64::max)
    }

    /// Adds the samples of a way, whose drops have so much of their `size`.
    fn sample(&self, run: &Run, intervals: usize, [head, length]: [f32; 2], size: f32, samples: &mut Vec<Sample>) {
        let full = run.seconds as f32;
        let (mut at, none) = (0, Joint::default());
        for number in 0..=intervals {
            let age = full * number as f32 / intervals as f32;
            while run.legs.get(at).is_some_and(|leg| age > leg.until) && at + 1 < run.legs.len() {
                at += 1;
            }
            let Some(leg) = run.legs.get(at) else { continue };
            let Some(course) = self.courses.get(leg.course) else { continue };
            let enter = at.checked_sub(1).and_then(|before| run.legs.get(before)).map_or(&none, |leg| &leg.leave);
            let [left, right] = [0.0, 1.0].map(|across| leg.spot(enter, course, &self.points, age, across));
            let size = size * (age * run.grow.0).min((full - age) * run.grow.1).clamp(0.0, 1.0);
            let at = kurbo::Point::new(f64::from(left.x + right.x) / 2.0, f64::from(left.y + right.y) / 2.0);
            let hidden = self.under.get(leg.course).is_some_and(|under| under.iter().any(|hide| hide.contains(at)));
            let size = if hidden { 0.0 } else { size };
            let width = left.width.max(LEAST_WIDTH as f32);
            samples.push(Sample {
                left: [left.x, left.y],
                right: [right.x, right.y],
                temperature: left.temperature,
                head: head.min(width / 2.0) * size,
                length: length.min(0.6 * length + 0.35 * width) * size,
            });
        }
    }
}

/// What is the own of drop `number` of [`CHANCES`]: one after the other they lie all over their lane.
fn chance(number: usize, random: &mut Rand64) -> Chance {
    Chance {
        late: (random.rand_float() as f32 * 2.0 - 1.0) * JITTER,
        across: ((number as f64 * GOLDEN).fract() - 0.5) as f32 * 2.0 * ACROSS,
        stretch: 0.75 + 0.5 * random.rand_float() as f32,
    }
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
mod real_tests;
#[cfg(test)]
mod tests;
