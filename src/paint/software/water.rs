//! The water's pixels, composed in memory.

use super::{
    bed::{BEAT, FRONT, strips},
    blocks::{Block, Four, Wet, blocks},
    four::{Floats, Ints},
    singles::Singles,
};
use crate::frame::drops::{ACROSS, CHANCES, Chance, Drops, JITTER, Lane};

/// The water of one picture on one canvas, with all that stands still.
#[derive(Clone, Debug, Default)]
pub struct Water {
    /// The pixels that drops may touch, those of one cell one after the other.
    pixels: Vec<Pixel>,
    /// Pixels in a cell: they are covered alike.
    cell: usize,
    /// Which lanes' drops may touch which of them.
    blocks: Vec<Block>,
    /// Of each row of the table of chance, a drop's own and that of the drop before it.
    chance: Vec<[Own; 2]>,
    /// Drops that are drawn one by one.
    singles: Singles,
    /// Colours, and how opaque they are, 0 to 256.
    tones: Vec<([u8; 4], i32)>,
    /// Left, top, right and bottom of all pixels.
    bounds: [u32; 4],
    /// As they are drawn.
    lanes: Vec<Lane>,
    /// Of each lane at the last moment: its beat, in 1/[`BEAT`], and its key.
    beats: Vec<(i32, i32)>,
    /// Of each cell: how much is covered, 0 to 255, over the colour.
    covers: Vec<u16>,
    /// The same as the image shows it.
    shown: Vec<u16>,
}

/// What is a drop's own, in as few bits as there can be since so many are looked up. Bits 0 to 15: how late it is after
/// the earliest of a beat, in 1/[`BEAT`]; 16 to 23: its place across its lane, and 24 to 31: the length of a middling drop
/// over its own, both between the least and the greatest there are.
type Own = i32;

/// A pixel of the water; its colours are RGBA.
#[derive(Clone, Copy, Debug, Default)]
struct Pixel {
    /// Its place in the image, row by row; none has it where a cell reaches over the image's edge.
    at: u32,
    /// The ground, which drops lie on.
    ground: [u8; 4],
    /// As it is without drops.
    still: [u8; 4],
    /// How much of the ground is seen through what lies over the drops, 0 to 256.
    through: i32,
}

/// The least and the greatest place across a lane, and the least and the greatest length of a middling drop over a drop's
/// own.
const PLACES: (f32, f32) = (-ACROSS, ACROSS);
const SHRINKS: (f32, f32) = (0.5, 2.0);

impl Water {
    /// Prepares the drops' pixels on a canvas of `width` x `height` device pixels, `ratio` for one CSS pixel. Drops are
    /// computed for cells of `grain` x `grain` device pixels; what they lie on stays as fine as it is.
    pub fn new(drops: &Drops, width: u32, height: u32, ratio: f32, grain: u32) -> Self {
        let grain = grain.clamp(1, 8);
        let (across, down) = (width.div_ceil(grain), height.div_ceil(grain));
        let lanes = drops.thinned(ratio / grain as f32);
        let strips = strips(drops, &lanes, across, down, ratio / grain as f32);
        let wet = Wet::new(&strips, across as usize * down as usize);
        let cell = (grain * grain) as usize;
        let (mut pixels, mut bounds) = (Vec::with_capacity(wet.len() * cell), [width, height, 0, 0]);
        for number in wet.iter() {
            let (x, y) = (number % across * grain, number / across * grain);
            let [left, top, right, bottom] = bounds;
            let (until, end) = ((x + grain).min(width), (y + grain).min(height));
            bounds = [left.min(x), top.min(y), right.max(until), bottom.max(end)];
            for (y, x) in (y..y + grain).flat_map(|y| (x..x + grain).map(move |x| (y, x))) {
                let at = if x < until && y < end { y * width + x } else { u32::MAX };
                pixels.push(Pixel { at, ..Pixel::default() });
            }
        }
        let blocks = blocks(&strips, &wet);
        let tones = drops.tones.iter().map(|tone| {
            let [red, green, blue] = tone.rgb;
            ([red, green, blue, 255], (tone.alpha * 256.0) as i32)
        });
        let own = |chance: &Chance| {
            let late = ((chance.late + JITTER) * BEAT).clamp(0.0, 65_535.0) as i32;
            let part = |value: f32, (low, high): (f32, f32)| ((value - low) / (high - low) * 255.0 + 0.5) as u8;
            late | i32::from(part(chance.across, PLACES)) << 16 | i32::from(part(1.0 / chance.stretch, SHRINKS)) << 24
        };
        let own: Vec<Own> = drops.chance.iter().map(own).collect();
        let before = own.iter().cycle().skip(own.len().saturating_sub(1));
        let chance = own.iter().zip(before).map(|(own, before)| [*own, *before]).collect();
        let tones = tones.collect();
        let bounds = if pixels.is_empty() { [0; 4] } else { bounds };
        let covers = vec![0; wet.len()];
        let beats = Vec::with_capacity(lanes.len());
        let singles = Singles::new(drops, wet, (across, down), ratio / grain as f32);
        Self { pixels, cell, blocks, singles, chance, tones, bounds, lanes, beats, shown: covers.clone(), covers }
    }

    /// Takes over the ground that drops lie on: all of the picture without what lies above them, RGBA, row by row.
    pub fn lay_ground(&mut self, image: &[u8]) {
        let (image, _) = image.as_chunks::<4>();
        for pixel in &mut self.pixels {
            pixel.ground = image.get(pixel.at as usize).copied().unwrap_or_default();
        }
    }

    /// Lays what lies above the drops over the picture, and takes it over: `over` (RGBA, not premultiplied) is a part of
    /// it, and pixel `first` is where that begins, counted row by row; what is before it has been laid already.
    pub fn lay_over(&mut self, over: &[u8], first: u32, image: &mut [u8]) {
        let (image, over) = (image.as_chunks_mut::<4>().0, over.as_chunks::<4>().0);
        for (below, above) in image.iter_mut().skip(first as usize).zip(over) {
            let [red, green, blue, opaque] = below;
            let &[r, g, b, alpha] = above;
            if alpha > 0 {
                for (below, above) in [(red, r), (green, g), (blue, b)] {
                    let (old, new, part) = (u32::from(*below), u32::from(above), u32::from(alpha));
                    *below = ((old * (255 - part) + new * part + 127) / 255) as u8;
                }
            }
            // The outermost pixels may be but half land: there is nothing behind it.
            *opaque = 255;
        }
        for pixel in &mut self.pixels {
            let index = pixel.at.checked_sub(first).unwrap_or(u32::MAX);
            let Some([.., alpha]) = over.get(index as usize) else { continue };
            pixel.still = image.get(pixel.at as usize).copied().unwrap_or_default();
            pixel.through = 256 - i32::from(*alpha) - i32::from(alpha >> 7);
        }
        self.shown.fill(0);
    }

    /// Left, top, right and bottom of all that drops may touch, in pixels.
    pub fn bounds(&self) -> [u32; 4] {
        self.bounds
    }

    /// Draws the drops of the moment `time`, s, into the image, and leaves nothing of those of the moment before.
    #[cfg_attr(small, optimize(speed))]
    pub fn run(&mut self, time: f64, image: &mut [u8]) {
        let Ok(chance) = <&[[Own; 2]; CHANCES]>::try_from(self.chance.as_slice()) else { return };
        self.beats.clear();
        // Only the low bits count.
        let beat = |lane: &Lane| ((lane.beat(time) * f64::from(BEAT)) as i64 as i32, lane.key as i32);
        self.beats.extend(self.lanes.iter().map(beat));
        for block in &self.blocks {
            let (beat, key) = self.beats.get(block.lane as usize).copied().unwrap_or_default();
            for four in &block.fours {
                let found = cover(four, beat, key, chance);
                if !found.any() {
                    continue;
                }
                let ([a, b, c, d], [e, f, g, h]) = (four.pixels(), four.toned(found));
                raise(&mut self.covers, a, e);
                raise(&mut self.covers, b, f);
                raise(&mut self.covers, c, g);
                raise(&mut self.covers, d, h);
            }
        }
        self.singles.run(time, &mut self.covers);
        let (image, _) = image.as_chunks_mut::<4>();
        let cells = self.pixels.chunks_exact(self.cell.max(1));
        for ((cell, cover), shown) in cells.zip(&mut self.covers).zip(&mut self.shown) {
            let new = std::mem::take(cover);
            // One colour of nothing is as good as another.
            let new = if new > 255 { new } else { 0 };
            if new == *shown {
                continue;
            }
            *shown = new;
            let Some((tone, opaque)) = self.tones.get(usize::from(new & 255)) else { continue };
            // 16 bits behind the point.
            let cover = i32::from(new >> 8);
            let part = (cover + (cover >> 7)) * opaque;
            for pixel in cell {
                let Some(out) = image.get_mut(pixel.at as usize) else { continue };
                let part = Ints::all((part * pixel.through) >> 8);
                let nearer = (Ints::from_bytes(*tone) - Ints::from_bytes(pixel.ground)) * part;
                *out = (Ints::from_bytes(pixel.still) + (nearer + Ints::all(1 << 15)).down(16)).to_bytes();
            }
        }
    }
}

#[inline(always)]
fn raise(covers: &mut [u16], pixel: i32, cover: i32) {
    if let Some(most) = covers.get_mut(pixel as usize) {
        *most = (*most).max(cover as u16);
    }
}

/// How much of four pixels the drops of a lane cover, 0 to 255.
#[inline(always)]
fn cover(four: &Four, beat: i32, key: i32, chance: &[[Own; 2]; CHANCES]) -> Ints {
    let beats = Ints::all(beat) - four.back;
    // The youngest drop that may have come, or the one before it.
    let rows = (beats.down(16) + Ints::all(key)) & Ints::all(CHANCES as i32 - 1);
    let part = beats & Ints::all(0xffff);
    let [a, b, c, d] = rows.to_array();
    let ([a, e], [b, f], [c, g], [d, h]) = (own(chance, a), own(chance, b), own(chance, c), own(chance, d));
    let (young, old) = (Ints::new([a, b, c, d]), Ints::new([e, f, g, h]));
    let is_old = part.less(young & Ints::all(0xffff));
    let own = old.or_where_not(is_old, young);
    let since = part + (is_old & Ints::all(1 << 16)) - (own & Ints::all(0xffff));
    let of_255 = |own: Ints, (low, high): (f32, f32)| {
        (own & Ints::all(255)).to_floats() * Floats::all((high - low) / 255.0) + Floats::all(low)
    };
    let (across, shrink) = (of_255(own.down(16), PLACES), of_255(own.down(24), SHRINKS));
    let (none, one, half) = (Floats::all(0.0), Floats::all(1.0), four.half);
    // Pixels from the drop's front back to here.
    let behind = since.to_floats() * four.pace;
    let tail = (behind - half - Floats::all(FRONT)).greater(none) * four.taper * shrink;
    let width = half * (one - tail);
    let off = (four.cross - four.spread * across).abs();
    let within = |part: Floats| part.greater(none).lesser(one);
    let part = within((width + Floats::all(0.5) - off).lesser(width + width)) * within(behind);
    part.to_parts()
}

#[inline(always)]
fn own(chance: &[[Own; 2]; CHANCES], row: i32) -> [Own; 2] {
    // As it is already, but so it is seen to be in bounds.
    chance.get(row as usize & (CHANCES - 1)).copied().unwrap_or_default()
}
