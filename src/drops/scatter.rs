//! Chance for drops: repeatable, without state, and evenly spread.

use oorandom::Rand64;

/// Places in a table; a power of 2.
const PLACES: usize = 256;
/// Earlier drops that a new one keeps away from at most.
const MEMORY: usize = 40;
/// Candidates that are tried for each place.
const CANDIDATES: usize = 10;
/// Tables: the lengthwise distance between two drops, in widths, is 2^-SPARSE to 2^(TABLES - 1 - SPARSE).
const TABLES: usize = 11;
const SPARSE: f64 = 8.0;

/// Tables of blue-noise places across a strip of water, one for each ratio of its width to the drops' spacing.
#[derive(Clone, Debug)]
pub struct Scatter {
    places: Vec<f32>,
}

impl Scatter {
    /// Fills the tables by Mitchell's best candidate; across, distance goes round, so that all places are as likely.
    pub fn new(seed: u64) -> Self {
        let mut random = Rand64::new(u128::from(seed));
        let mut places = Vec::with_capacity(TABLES * PLACES);
        for table in 0..TABLES {
            let spacing = libm::exp((table as f64 - SPARSE) * std::f64::consts::LN_2);
            let memory = MEMORY.min((1.0 / spacing) as usize).max(1);
            let mut drops: Vec<f64> = Vec::with_capacity(PLACES);
            for index in 0..PLACES {
                let mut best = (-1.0, 0.0);
                for _ in 0..CANDIDATES {
                    let place = random.rand_float();
                    let off = |other: &f64, steps: usize| {
                        let across = (place - other).abs();
                        let (across, along) = (across.min(1.0 - across), steps as f64 * spacing);
                        across * across + along * along
                    };
                    // The table repeats: its end keeps away from its beginning too.
                    let before = drops.iter().rev().zip(1..=memory).map(|(other, steps)| off(other, steps));
                    let after = drops.iter().zip(PLACES - index..=memory).map(|(other, steps)| off(other, steps));
                    let nearest = before.chain(after).fold(f64::INFINITY, f64::min);
                    if nearest > best.0 {
                        best = (nearest, place);
                    }
                }
                drops.push(best.1);
            }
            places.extend(drops.iter().map(|place| *place as f32));
        }
        Self { places }
    }

    /// The table for drops that are `spacing` strip widths apart along the current.
    pub fn table(&self, spacing: f64) -> usize {
        let wanted = (libm::log2(spacing) + SPARSE).round();
        (wanted.clamp(0.0, (TABLES - 1) as f64)) as usize
    }

    /// The place of drop `index` across a strip, 0 to 1.
    pub fn place(&self, table: usize, index: i64) -> f32 {
        let index = table * PLACES + (index as usize & (PLACES - 1));
        self.places.get(index).copied().unwrap_or(0.5)
    }
}

/// A well mixed number from `key` (the finaliser of SplitMix64, Steele et al. 2014).
pub fn mix(key: u64) -> u64 {
    let key = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}

/// The low 24 bits of `bits` as a number from 0 up to 1.
pub fn fraction(bits: u64) -> f32 {
    (bits & 0x00ff_ffff) as f32 / 16_777_216.0
}
