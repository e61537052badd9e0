//! The water's pixels, composed in memory.

use super::bed::{BEAT, BLOCK, Block, FRONT, touches};
use crate::frame::drops::{CHANCES, Chance, Drops, JITTER};

/// The water of one picture on one canvas, with all that stands still.
#[derive(Clone, Debug, Default)]
pub struct Water {
    /// The pixels that drops may touch, row by row.
    pixels: Vec<Pixel>,
    /// Which lanes' drops may touch which of them.
    blocks: Vec<Block>,
    chance: Vec<Own>,
    /// Colours, and how opaque they are, 0 to 256.
    tones: Vec<([i32; 4], i32)>,
    /// Left, top, right and bottom of all pixels.
    bounds: [u32; 4],
    /// How many drops, as a power of 2, are drawn as one on a lane.
    together: Vec<u32>,
    /// Of each lane at the last moment: its beat, in 1/[`BEAT`], and its key.
    beats: Vec<(i32, i32)>,
    /// Of each pixel at the last moment: how much is covered, 0 to 255, over the colour.
    covers: Vec<u16>,
}

/// What is a drop's own.
#[derive(Clone, Copy, Debug, Default)]
struct Own {
    /// How late it is after the earliest of a beat, in 1/[`BEAT`].
    late: i32,
    /// Its place across its lane, in breadths from the middle.
    across: f32,
    /// The length of a middling drop over its own.
    shrink: f32,
}

/// A pixel of the water; its colours are RGBA.
#[derive(Clone, Copy, Debug, Default)]
struct Pixel {
    /// Its place in the image, row by row.
    at: u32,
    /// The ground, which drops lie on.
    ground: [u8; 4],
    /// As it is without drops.
    still: [u8; 4],
    /// How much of the ground is seen through what lies over the drops, 0 to 256.
    through: i32,
}

impl Water {
    /// Prepares the drops' pixels on a canvas of `width` x `height` device pixels, `ratio` for one CSS pixel.
    pub fn new(drops: &Drops, width: u32, height: u32, ratio: f32) -> Self {
        let (mut blocks, together) = touches(drops, width, height, ratio);
        let mut wet = vec![0_u32; width as usize * height as usize];
        for pixel in blocks.iter().flat_map(|block| block.pixel) {
            if let Some(wet) = wet.get_mut(pixel as usize) {
                *wet = 1;
            }
        }
        let (mut pixels, mut bounds) = (Vec::new(), [width, height, 0, 0]);
        for (at, index) in wet.iter_mut().enumerate().filter(|(_, wet)| **wet > 0) {
            let (x, y) = (at as u32 % width, at as u32 / width);
            let [left, top, right, bottom] = bounds;
            bounds = [left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)];
            *index = pixels.len() as u32;
            pixels.push(Pixel { at: at as u32, ..Pixel::default() });
        }
        for pixel in blocks.iter_mut().flat_map(|block| &mut block.pixel) {
            *pixel = wet.get(*pixel as usize).copied().unwrap_or(0);
        }
        let tones = drops.tones.iter().map(|tone| {
            let [red, green, blue] = tone.rgb.map(i32::from);
            ([red, green, blue, 255], (tone.alpha * 256.0) as i32)
        });
        let own = |chance: &Chance| Own {
            late: ((chance.late + JITTER) * BEAT) as i32,
            across: chance.across,
            shrink: 1.0 / chance.stretch,
        };
        let (chance, tones) = (drops.chance.iter().map(own).collect(), tones.collect());
        let bounds = if pixels.is_empty() { [0; 4] } else { bounds };
        let covers = vec![0; pixels.len()];
        Self { pixels, blocks, chance, tones, bounds, together, beats: Vec::new(), covers }
    }

    /// Takes the picture's still parts over: `ground` lies under the drops, `over` above them (RGBA, row by row, not
    /// premultiplied). Both are laid into `image`.
    pub fn lay(&mut self, ground: &[u8], over: &[u8], image: &mut Vec<u8>) {
        image.clear();
        image.extend_from_slice(ground);
        for (below, above) in image.chunks_exact_mut(4).zip(over.chunks_exact(4)) {
            if let ([red, green, blue, _], &[r, g, b, alpha]) = (below, above)
                && alpha > 0
            {
                for (below, above) in [(red, r), (green, g), (blue, b)] {
                    let (old, new, part) = (u32::from(*below), u32::from(above), u32::from(alpha));
                    *below = ((old * (255 - part) + new * part + 127) / 255) as u8;
                }
            }
        }
        let color = |image: &[u8], at: u32| image.as_chunks::<4>().0.get(at as usize).copied().unwrap_or_default();
        for pixel in &mut self.pixels {
            let [.., alpha] = color(over, pixel.at);
            pixel.ground = color(ground, pixel.at);
            pixel.still = color(image, pixel.at);
            pixel.through = 256 - i32::from(alpha) - i32::from(alpha >> 7);
        }
    }

    /// Left, top, right and bottom of all that drops may touch, in pixels.
    pub fn bounds(&self) -> [u32; 4] {
        self.bounds
    }

    /// Draws the drops of the moment `time`, s, into the image, and leaves nothing of those of the moment before.
    #[cfg_attr(small, optimize(speed))]
    pub fn run(&mut self, drops: &Drops, time: f64, image: &mut [u8]) {
        let Ok(chance) = <&[Own; CHANCES]>::try_from(self.chance.as_slice()) else { return };
        self.beats.clear();
        self.beats.extend(drops.lanes.iter().zip(&self.together).map(|(lane, together)| {
            let beat = lane.beat(time) / f64::from(1_u32 << together);
            // Only the low bits count.
            ((beat * f64::from(BEAT)) as i64 as i32, lane.key as i32)
        }));
        self.covers.fill(0);
        for block in &self.blocks {
            let found = cover(block, &self.beats, chance);
            for ((cover, tone), pixel) in found.iter().zip(&block.tone).zip(&block.pixel) {
                if let Some(most) = self.covers.get_mut(*pixel as usize) {
                    *most = (*most).max((u16::from(*cover) << 8) | u16::from(*tone));
                }
            }
        }
        let (image, _) = image.as_chunks_mut::<4>();
        for (pixel, cover) in self.pixels.iter().zip(&self.covers) {
            let (Some(out), Some((tone, opaque))) =
                (image.get_mut(pixel.at as usize), self.tones.get(usize::from(*cover & 255)))
            else {
                continue;
            };
            // 16 bits behind the point.
            let cover = i32::from(*cover >> 8);
            let part = ((cover + (cover >> 7)) * opaque * pixel.through) >> 8;
            let colors = out.iter_mut().zip(&pixel.still).zip(&pixel.ground).zip(tone);
            for (((out, still), ground), tone) in colors {
                *out = (i32::from(*still) + (((tone - i32::from(*ground)) * part + (1 << 15)) >> 16)) as u8;
            }
        }
    }
}

/// How much of their pixels the drops of some lanes cover, 0 to 255.
#[inline]
#[cfg_attr(small, optimize(speed))]
fn cover(block: &Block, beats: &[(i32, i32)], chance: &[Own; CHANCES]) -> [u8; BLOCK] {
    // First what has to be looked up, pixel by pixel; then what is only arithmetic, for all of them side by side.
    let (mut since, mut across, mut shrink) = ([0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
    let lookups = since.iter_mut().zip(&mut across).zip(&mut shrink).zip(&block.back).zip(&block.lane);
    for ((((since, across), shrink), back), lane) in lookups {
        let (beat, key) = beats.get(usize::from(*lane)).copied().unwrap_or_default();
        let beats = beat.wrapping_sub(*back);
        let of = |number: i32| chance.get(number as usize & (CHANCES - 1)).copied().unwrap_or_default();
        // The youngest drop that may have come, or the one before it.
        let number = (beats >> 16).wrapping_add(key);
        let part = beats & 0xffff;
        let is_old = i32::from(part < of(number).late);
        let own = of(number.wrapping_sub(is_old));
        *since = part + (is_old << 16) - own.late;
        (*across, *shrink) = (own.across, own.shrink);
    }
    let mut covers = [0; BLOCK];
    let places = since.iter().zip(&across).zip(&shrink).zip(&block.pace).zip(&block.cross);
    let sizes = block.taper.iter().zip(&block.half).zip(&block.spread);
    let own = covers.iter_mut().zip(places).zip(sizes);
    for ((cover, ((((since, across), shrink), pace), cross)), ((taper, half), spread)) in own {
        // Pixels from the drop's front back to here.
        let behind = *since as f32 * (pace * (1.0 / BEAT));
        let tail = greater(behind - half - FRONT, 0.0) * taper * shrink;
        let width = half * (1.0 - tail);
        let off = (cross - spread * across).abs();
        let part = within(lesser(width + 0.5 - off, 2.0 * width)) * within(behind);
        *cover = (part * 255.0 + 0.5) as u8;
    }
    covers
}

// The standard library's own look out for what is not a number, with a call for each.

#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[inline(always)]
fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

#[inline(always)]
fn within(a: f32) -> f32 {
    lesser(greater(a, 0.0), 1.0)
}
