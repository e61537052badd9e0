//! Touches as they are computed: four side by side.

use super::{
    bed::{BEAT, Strip, Touch},
    four::{Floats, Ints},
};

/// Touches in a [`Block`].
const BLOCK: usize = 16;
/// Bits of a touch that say which pixel it is.
const PIXEL_BITS: u32 = 24;

/// Pixels that lie on one lane; all lengths are device pixels.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Index of the lane.
    pub lane: u32,
    pub fours: [Four; BLOCK / 4],
}

/// Four of them, as in [`Touch`].
#[derive(Clone, Copy, Debug)]
pub struct Four {
    pub back: Ints,
    /// Pixels that a drop makes in 1/[`BEAT`] of a beat.
    pub pace: Floats,
    pub cross: Floats,
    pub taper: Floats,
    /// 0 where there is no touch.
    pub half: Floats,
    pub spread: Floats,
    /// The pixel's number among those of the water; above its lowest [`PIXEL_BITS`] bits the colour of a drop there.
    place: Ints,
}

impl Four {
    /// Numbers of the pixels among those of the water.
    #[inline(always)]
    pub fn pixels(&self) -> [i32; 4] {
        (self.place & Ints::all((1 << PIXEL_BITS) - 1)).to_array()
    }

    /// How much is covered of each, 0 to 255, over the colour of a drop there.
    #[inline(always)]
    pub fn toned(&self, covers: Ints) -> [i32; 4] {
        (covers * Ints::all(256) + (self.place.down(PIXEL_BITS) & Ints::all(255))).to_array()
    }
}

/// Pixels of an image, and the number of each among them.
#[derive(Clone, Debug, Default)]
pub struct Wet {
    /// 64 pixels each, and how many there are before them.
    words: Vec<(u64, u32)>,
    touches: usize,
}

impl Wet {
    /// Those of an image of so many that drops may touch.
    pub fn new(strips: &[Strip], pixels: usize) -> Self {
        let mut words = vec![(0_u64, 0_u32); pixels.div_ceil(64)];
        let mut touches = 0;
        for strip in strips {
            strip.each(&mut |_, touch| {
                touches += usize::from(!strip.whole);
                if let Some((word, _)) = words.get_mut(touch.pixel as usize / 64) {
                    *word |= 1 << (touch.pixel % 64);
                }
            });
        }
        let mut count = 0;
        for (word, before) in &mut words {
            *before = count;
            count += word.count_ones();
        }
        Self { words, touches }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.words.last().map_or(0, |(word, before)| (before + word.count_ones()) as usize)
    }

    /// Where they are, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        let own = |(index, (word, _)): (usize, &(u64, u32))| {
            let word = *word;
            (0..64).filter(move |bit| word >> bit & 1 > 0).map(move |bit| index as u32 * 64 + bit)
        };
        self.words.iter().enumerate().flat_map(own)
    }

    /// The number of one of them.
    fn number(&self, pixel: u32) -> u32 {
        let (word, before) = self.words.get(pixel as usize / 64).copied().unwrap_or_default();
        before + (word & ((1 << (pixel % 64)) - 1)).count_ones()
    }

    /// The number of a pixel, where it is one of them.
    pub fn find(&self, pixel: u32) -> Option<u32> {
        let (word, _) = self.words.get(pixel as usize / 64)?;
        (word >> (pixel % 64) & 1 > 0).then(|| self.number(pixel))
    }
}

/// All touches, lane by lane.
pub fn blocks(strips: &[Strip], wet: &Wet) -> Vec<Block> {
    // Each lane may have one that is not full.
    let lanes: usize = strips.iter().filter(|strip| !strip.whole).map(|strip| strip.lanes.len()).sum();
    let mut blocks = Vec::with_capacity(wet.touches / BLOCK + lanes);
    let mut open: Vec<Vec<Touch>> = Vec::new();
    for strip in strips.iter().filter(|strip| !strip.whole) {
        open.resize_with(strip.lanes.len(), || Vec::with_capacity(BLOCK));
        let mut close = |lane: usize, touches: &mut Vec<Touch>| {
            blocks.push(Block::new(strip.first + lane, touches));
            touches.clear();
        };
        strip.each(&mut |lane, touch| {
            if let Some(touches) = open.get_mut(lane) {
                touches.push(Touch { pixel: wet.number(touch.pixel), ..touch });
                if touches.len() == BLOCK {
                    close(lane, touches);
                }
            }
        });
        open.iter_mut().enumerate().filter(|(_, touches)| !touches.is_empty()).for_each(|(lane, own)| close(lane, own));
    }
    blocks
}

impl Block {
    /// Of touches of one lane.
    fn new(lane: usize, touches: &[Touch]) -> Self {
        // Those that are no touches lie on the same pixel as one that is: nothing more gets wet.
        let pixel = touches.first().map_or(0, |touch| touch.pixel);
        let none = Touch { back: 0, pace: 0.0, cross: 0.0, taper: 0.0, half: 0.0, spread: 0.0, tone: 0, pixel };
        let four = |index: usize| {
            let own = [0, 1, 2, 3].map(|at| touches.get(index * 4 + at).copied().unwrap_or(none));
            Four {
                back: Ints::new(own.map(|touch| touch.back)),
                pace: Floats::new(own.map(|touch| touch.pace / BEAT)),
                cross: Floats::new(own.map(|touch| touch.cross)),
                taper: Floats::new(own.map(|touch| touch.taper)),
                half: Floats::new(own.map(|touch| touch.half)),
                spread: Floats::new(own.map(|touch| touch.spread)),
                place: Ints::new(own.map(|touch| (u32::from(touch.tone) << PIXEL_BITS | touch.pixel) as i32)),
            }
        };
        Self { lane: lane as u32, fours: [0, 1, 2, 3].map(four) }
    }
}
