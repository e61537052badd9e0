//! Texts, each kept once and known by its number: one room for all, since a list of a million strings takes several times theirs.

/// Texts by number, from 0 in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    signs: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// Where each is found again: its number from 1, in the slot that its signs say or the next one free (0); half of them at least are.
    slots: Vec<u32>,
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.signs == other.signs && self.ends == other.ends
    }
}

impl Texts {
    /// Texts in one, and where each ends in it. Among these none can be found or inserted.
    pub fn of(signs: &str, ends: Vec<u32>) -> Self {
        Self { signs: signs.to_owned(), ends, slots: Vec::new() }
    }

    /// What [`Texts::of`] takes.
    pub fn parts(&self) -> (&str, &[u32]) {
        (&self.signs, &self.ends)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The text of that number; empty where there is none.
    #[cfg_attr(small, optimize(speed))]
    pub fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let (Some(start), Some(end)) = (start, self.ends.get(number)) else { return "" };
        self.signs.get(start as usize..*end as usize).unwrap_or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.count()).map(|number| self.get(number))
    }

    /// The number of a text, which is taken in where it is new.
    #[cfg_attr(small, optimize(speed))]
    pub fn insert(&mut self, text: &[u8]) -> usize {
        if self.slots.len() < 2 * (self.ends.len() + 1) {
            self.slots = vec![0; (4 * (self.ends.len() + 1)).next_power_of_two()];
            for number in 0..self.count() {
                let (slot, _) = self.slot(self.get(number).as_bytes());
                self.slots.iter_mut().skip(slot).take(1).for_each(|own| *own = number as u32 + 1);
            }
        }
        let (slot, known) = self.slot(text);
        known.unwrap_or_else(|| {
            self.signs.push_str(&String::from_utf8_lossy(text));
            self.ends.push(self.signs.len() as u32);
            self.slots.iter_mut().skip(slot).take(1).for_each(|own| *own = self.ends.len() as u32);
            self.ends.len() - 1
        })
    }

    /// The number of a text that is there.
    #[inline(always)]
    pub fn find(&self, text: &[u8]) -> Option<usize> {
        self.slot(text).1
    }

    /// The slot of a text, and its number where it is there.
    #[cfg_attr(small, optimize(speed))]
    fn slot(&self, text: &[u8]) -> (usize, Option<usize>) {
        let last = self.slots.len().wrapping_sub(1);
        let mut slot = spread(text) as usize & last;
        while let Some(number) = self.slots.get(slot).and_then(|own| own.checked_sub(1)) {
            if self.get(number as usize).as_bytes() == text {
                return (slot, Some(number as usize));
            }
            slot = (slot + 1) & last;
        }
        (slot, None)
    }
}

/// A number that hardly two texts share.
#[cfg_attr(small, optimize(speed))]
fn spread(signs: &[u8]) -> u32 {
    let mut sum = signs.len() as u64;
    let mut mix = |word: [u8; 8]| {
        sum = (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        sum ^= sum >> 29;
    };
    let (words, rest) = signs.as_chunks();
    words.iter().copied().for_each(&mut mix);
    let mut word = [0; 8];
    word.iter_mut().zip(rest).for_each(|(to, sign)| *to = *sign);
    mix(word);
    (sum >> 32) as u32
}
