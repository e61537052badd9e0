//! The tables of the drops as a texture: texels of four numbers, row by row.

use crate::frame::{
    Drops,
    drops::{JITTER, Lane, Row},
    paced::Milestone,
};

/// Texels in a row of the texture, as the shader has it, too.
pub const WIDTH: usize = 2048;
/// More drops are not drawn: far more than any canvas has room for.
const MOST: usize = 2_000_000;
/// Rows of the texture at most, which every graphics card takes.
const ROWS: usize = 2048;

/// Side of a tile, device pixels.
const TILE: usize = 8;

/// What a graphics card needs to draw the drops of any moment.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// In this order: rectangles (left, top, right, bottom in device pixels: first the whole canvas, then all that drops may
    /// wet), samples (two texels each), milestones, lanes (two texels each: a paced one has the number of its milestones in the place of
    /// its breadth, and at last where they begin), chance, tones, and of each drop its lane (four in a texel). Whole rows.
    pub numbers: Vec<f32>,
    /// How many rectangles there are; the samples begin at this texel.
    pub rectangles: usize,
    /// Texel at which lanes, chance, tones and the drops' lanes begin.
    pub starts: [i32; 4],
    /// How many colours there are.
    pub tones: usize,
    /// How many drops can be seen at once, at most.
    pub drops: usize,
    /// As they are drawn.
    lanes: Vec<Lane>,
}

impl Tables {
    /// Writes the tables out for a canvas of so many device pixels, `ratio` for a CSS pixel.
    pub fn new(drops: &Drops, (width, height): (u32, u32), ratio: f32) -> Self {
        let mut numbers = vec![0.0, 0.0, width as f32, height as f32];
        wet(drops, (width as usize, height as usize), ratio, &mut numbers);
        let rectangles = numbers.len() / 4;
        for sample in &drops.samples {
            let ([x, y], [u, v]) = (sample.left, sample.right);
            numbers.extend([x, y, u, v, sample.temperature, sample.head, sample.length, 0.0]);
        }
        let paces = numbers.len() / 4;
        let pace = |own: &Milestone| [own.age, own.along, own.temperature, own.own];
        numbers.extend(drops.milestones.iter().flat_map(pace));
        let lanes = numbers.len();
        let (thinned, mut owners) = (drops.thinned(ratio), Vec::new());
        let none = Row { first: 0, count: 2, step: 1.0 };
        for (index, lane) in thinned.iter().enumerate() {
            let row = drops.rows.get(lane.row).filter(|row| row.of(&drops.samples).is_some()).unwrap_or(&none);
            let rate = lane.rate as f32;
            numbers.extend([
                (rectangles + row.first * 2) as f32,
                row.count.saturating_sub(1) as f32,
                row.step,
                lane.middle,
            ]);
            let (seen, breadth, pace) = match lane.paced.of(&drops.milestones) {
                [] => (seen_at_once(row, rate), lane.breadth, 0.0),
                own => (1, own.len() as f32, (paces + lane.paced.first) as f32),
            };
            numbers.extend([breadth, rate, owners.len() as f32, pace]);
            if rate > 0.0 && owners.len() + seen <= MOST {
                owners.resize(owners.len() + seen, index as f32);
            }
        }
        let chance = numbers.len();
        numbers.extend(drops.chance.iter().flat_map(|own| [own.late, own.across, own.stretch, 0.0]));
        let tones = numbers.len();
        let part = |byte: u8| f32::from(byte) / 255.0;
        for color in &drops.tones {
            let [red, green, blue] = color.rgb;
            numbers.extend([part(red), part(green), part(blue), color.alpha]);
        }
        let starts = [lanes, chance, tones, numbers.len()].map(|start| (start / 4) as i32);
        let count = owners.len();
        numbers.extend(owners);
        numbers.resize(numbers.len().next_multiple_of(WIDTH * 4), 0.0);
        let fits = numbers.len() <= WIDTH * 4 * ROWS && !drops.chance.is_empty();
        if !fits {
            return Self { numbers: vec![0.0, 0.0, width as f32, height as f32], rectangles: 1, ..Self::default() };
        }
        Self { numbers, rectangles, starts, tones: drops.tones.len(), drops: count, lanes: thinned }
    }

    /// Of every lane, at the moment `time` (s): which part of a beat has passed, and the row of chance of the drop that
    /// comes in. Whole rows, a texel for each lane.
    pub fn beats(&self, time: f64) -> Vec<f32> {
        let mut numbers: Vec<f32> = Vec::with_capacity((self.lanes.len() * 4).next_multiple_of(WIDTH * 4));
        for lane in &self.lanes {
            let beat = lane.beat(time);
            let whole = beat.floor();
            numbers.extend([(beat - whole) as f32, lane.chance(whole as i64) as f32, 0.0, 0.0]);
        }
        numbers.resize(numbers.len().next_multiple_of(WIDTH * 4), 0.0);
        numbers
    }
}

/// Adds rectangles that together cover all that drops may wet on a canvas of so many device pixels.
fn wet(drops: &Drops, (width, height): (usize, usize), ratio: f32, numbers: &mut Vec<f32>) {
    let (across, down) = (width.div_ceil(TILE), height.div_ceil(TILE));
    let mut tiles = vec![false; across * down];
    for row in &drops.rows {
        let samples = row.of(&drops.samples).unwrap_or(&[]);
        for (a, b) in samples.iter().zip(samples.iter().skip(1)) {
            // A drop reaches beyond its way by half its width, and by a part of its tail where that is bent.
            let reach = (a.head.max(b.head) / 2.0 + a.length.max(b.length) / 3.0) * ratio + 2.0;
            let corners = [a.left, a.right, b.left, b.right];
            let side = |axis: usize, count: usize| {
                let parts = corners.iter().filter_map(|corner| corner.get(axis)).map(|part| part * ratio);
                let (low, high) = parts.fold((f32::MAX, f32::MIN), |(low, high), part| (low.min(part), high.max(part)));
                // Casts saturate.
                let tile = |part: f32| part as usize / TILE;
                tile(low - reach).min(count)..(tile(high + reach) + 1).min(count)
            };
            let columns = side(0, across);
            for y in side(1, down) {
                let own = tiles.get_mut(y * across..).and_then(|rest| rest.get_mut(columns.clone()));
                own.into_iter().for_each(|own| own.fill(true));
            }
        }
    }
    for (y, line) in tiles.chunks(across.max(1)).enumerate() {
        let (top, mut x) = (y * TILE, 0);
        for run in line.chunk_by(|a, b| a == b) {
            if run.first() == Some(&true) {
                let (right, bottom) = ((x + run.len()) * TILE, top + TILE);
                numbers.extend([x * TILE, top, right.min(width), bottom.min(height)].map(|part| part as f32));
            }
            x += run.len();
        }
    }
}

/// How many drops of a lane are there at a moment, at most, early and late ones included.
fn seen_at_once(row: &Row, rate: f32) -> usize {
    let beats = row.seconds() * rate + 2.0 * JITTER;
    if beats.is_finite() { beats.clamp(0.0, MOST as f32).ceil() as usize + 1 } else { 0 }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::{Tables, WIDTH};
    use crate::frame::{
        drops::{CHANCES, Chance, Drops, JITTER, Lane, Row, Sample},
        paced::{Milestone, Paced},
    };

    const SIZE: (u32, u32) = (203, 101);

    fn drops(rate: f64) -> Drops {
        let sample = |x: f32| Sample { left: [x, 50.0], right: [x, 60.0], temperature: 1.0, head: 3.0, length: 8.0 };
        Drops {
            samples: (0..=50).map(|index| sample(index as f32 * 4.0)).collect(),
            rows: vec![Row { first: 0, count: 51, step: 0.06 }],
            lanes: vec![Lane { row: 0, middle: 0.5, breadth: 1.0, rate, phase: 0.3, key: 9, paced: Paced::default() }],
            milestones: Vec::new(),
            chance: (0..CHANCES)
                .map(|index| Chance { late: (index as f32 / 255.0 - 0.5) * 2.0 * JITTER, across: 0.1, stretch: 1.0 })
                .collect(),
            tones: vec![crate::frame::Color { rgb: [255, 0, 51], alpha: 0.5 }; 64],
        }
    }

    impl Tables {
        fn thinned(&self) -> Vec<Lane> {
            self.lanes.clone()
        }
    }

    /// The ages of the drops as the shader works them out.
    fn ages(tables: &Tables, base: f64, since: f32) -> Vec<f32> {
        let beats = tables.beats(base);
        let texel = |at: i32| &tables.numbers[at as usize * 4..][..4];
        let rate = texel(tables.starts[0] + 1)[1];
        let beat = beats[0] + since * rate;
        let mut ages: Vec<f32> = (0..tables.drops)
            .map(|drop| {
                let number = (beat + JITTER).floor() - drop as f32;
                let chance = texel(tables.starts[1] + ((beats[1] + number) as i32 & 255));
                (beat - number - chance[0]) / rate
            })
            .filter(|age| (0.0..3.0).contains(age))
            .collect();
        ages.sort_by(f32::total_cmp);
        ages
    }

    #[test]
    fn every_drop_has_its_place_and_its_age() {
        let drops = drops(8.0);
        let tables = Tables::new(&drops, SIZE, 1.0);
        assert_eq!(tables.numbers.len() % (WIDTH * 4), 0);
        for (base, since) in [(0.0, 0.0), (1e6, 3.7), (12.3, 59.0), (40.0, -25.0)] {
            let mut told = Vec::new();
            let seconds = drops.rows[0].seconds();
            drops.each(base + f64::from(since), |drop| told.push(drop.head[0] / 200.0 * seconds));
            told.sort_by(f32::total_cmp);
            let ages = ages(&tables, base, since);
            assert_eq!(ages.len(), told.len(), "{base} {since}");
            assert!(ages.iter().zip(&told).all(|(a, b)| (a - b).abs() < 2e-3), "{ages:?} {told:?}");
        }
    }

    #[test]
    fn a_drop_with_a_pace_of_its_own_has_its_milestones_and_is_one() {
        let mut drops = drops(0.01);
        let milestone = |age: f32, along: f32| Milestone { age, along, temperature: -0.5, own: 1.0 };
        drops.milestones = vec![milestone(0.0, 0.0), milestone(4.0, 2.5), milestone(40.0, 2.9)];
        let own = |first, count| Lane { breadth: 0.0, paced: Paced { first, count }, ..drops.lanes[0] };
        drops.lanes = vec![own(0, 3), own(1, 2)];
        let tables = Tables::new(&drops, SIZE, 1.0);
        assert_eq!((tables.drops, tables.thinned()), (2, drops.lanes.clone()));
        let texel = |at: usize| &tables.numbers[at * 4..][..4];
        for (index, lane) in drops.lanes.iter().enumerate() {
            let own = texel(tables.starts[0] as usize + 2 * index + 1);
            assert_eq!((own[0] as usize, own[2] as usize), (lane.paced.count, index));
            for (nth, milestone) in lane.paced.of(&drops.milestones).iter().enumerate() {
                let Milestone { age, along, temperature, own: part } = *milestone;
                assert_eq!(texel(own[3] as usize + nth), [age, along, temperature, part]);
            }
        }
        assert!((tables.beats(50.0)[0] - 0.2).abs() < 1e-6, "no drop is late");
    }

    #[test]
    fn all_that_drops_wet_is_covered_and_little_else() {
        let drops = drops(8.0);
        let tables = Tables::new(&drops, SIZE, 1.0);
        let rectangles: Vec<&[f32]> = tables.numbers.chunks(4).take(tables.rectangles).collect();
        assert_eq!(rectangles[0], [0.0, 0.0, 203.0, 101.0]);
        let mut seen = 0;
        drops.each(3.3, |drop| {
            for [x, y] in [drop.head, drop.tail] {
                let inside = |r: &&[f32]| r[0] <= x && x < r[2] && r[1] <= y && y < r[3];
                seen += 1;
                assert_eq!(rectangles.iter().skip(1).filter(|r| inside(r)).count(), 1, "{x} {y}");
            }
        });
        let area: f32 = rectangles.iter().skip(1).map(|r| (r[2] - r[0]) * (r[3] - r[1])).sum();
        assert!(seen > 40 && area < 203.0 * 40.0, "{seen} {area}");
    }

    #[test]
    fn drops_in_the_same_pixels_are_drawn_as_one() {
        let few = Tables::new(&drops(10.0), SIZE, 1.0).drops;
        let many = Tables::new(&drops(100_000.0), SIZE, 1.0).drops;
        let dense = Tables::new(&drops(100_000.0), SIZE, 2.0).drops;
        assert!(few > 30 && many < 120 && dense > many, "{few} {many} {dense}");
    }

    #[test]
    fn odd_tables_make_no_harm() {
        let mut odd = drops(f64::NAN);
        odd.rows[0].count = usize::MAX;
        assert_eq!(Tables::new(&odd, SIZE, 1.0).drops, 0);
        odd = drops(7.0);
        odd.rows[0].step = f32::INFINITY;
        odd.samples[3].left = [f32::NAN; 2];
        assert_eq!(Tables::new(&odd, SIZE, f32::NAN).drops, 0);
        assert_eq!(Tables::new(&Drops::default(), (0, 0), 1.0).drops, 0);
    }
}
