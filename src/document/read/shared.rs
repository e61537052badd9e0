//! Strings that come again, kept once: in streets most names and many texts do, and each on its own would take more time
//! and room than all the rest.

use std::rc::Rc;

/// How many strings are remembered at most: a power of two, some times as many as streets have names and words.
const SLOTS: usize = 1 << 10;

/// The strings that came last, each in the slot of its own that it shares with some others.
pub struct Shared(Vec<Option<Rc<str>>>);

impl Default for Shared {
    fn default() -> Self {
        Self(vec![None; SLOTS])
    }
}

impl Shared {
    /// The string, as it came last where it is still remembered.
    #[cfg_attr(small, optimize(speed))]
    pub fn get(&mut self, text: &str) -> Rc<str> {
        // Length, both ends and the middle tell apart nearly all names that stand side by side; then they are spread.
        let bytes = text.as_bytes();
        let byte = |at: usize| u32::from(bytes.get(at).copied().unwrap_or_default());
        let (length, last) = (bytes.len(), bytes.len().saturating_sub(1));
        let signs = length as u32 ^ byte(0) << 8 ^ byte(last) << 16 ^ byte(length / 2) << 24;
        let slot = signs.wrapping_mul(0x9e37_79b1) >> (u32::BITS - SLOTS.trailing_zeros());
        match self.0.get_mut(slot as usize) {
            Some(Some(known)) if **known == *text => known.clone(),
            slot => {
                let new = Rc::<str>::from(text);
                if let Some(slot) = slot {
                    *slot = Some(new.clone());
                }
                new
            }
        }
    }
}
