//! Chance that belongs to a seed and a place.

use kurbo::Point;
use oorandom::Rand64;

/// A number drawn from `low..high`.
pub(crate) fn between(random: &mut Rand64, low: f64, high: f64) -> f64 {
    low + (high - low) * random.rand_float()
}

/// A source of chance that belongs to a place.
pub(crate) fn random_at(seed: u64, at: Point) -> Rand64 {
    // Mixed well (SplitMix64), since neighbouring seeds give `Rand64` like beginnings.
    let mut state = seed;
    for word in [at.x, at.y].map(|x| (x * 4.0) as i64 as u64) {
        state = (state ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        state ^= state >> 31;
    }
    Rand64::new(u128::from(state))
}
