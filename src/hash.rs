//! Maps by numbers: the hash of the standard library takes as long as all else where streets are joined, in wasm that is
//! compiled for size.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// What is known by numbers, or few of them together. Never gone through, so that its order does not matter.
pub type Map<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;

/// Mixes numbers, each bit into all of them (the finaliser of A. Appleby's MurmurHash3).
#[derive(Clone, Copy, Debug, Default)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        let mut mixed = self.0.rotate_left(32) ^ number;
        mixed = (mixed ^ mixed >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed = (mixed ^ mixed >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        self.0 = mixed ^ mixed >> 33;
    }
}
