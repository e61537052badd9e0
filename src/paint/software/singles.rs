//! Drops with paces of their own, drawn one by one: only as many as are seen cost anything.

use super::{bed::FRONT, blocks::Wet};
use crate::{
    door,
    frame::{Drops, drops::Drop},
};

/// Those of one picture on one canvas.
#[derive(Clone, Debug, Default)]
pub struct Singles {
    drops: Drops,
    wet: Wet,
    /// Cells across the canvas, and down.
    size: (u32, u32),
    /// Cells for a CSS pixel.
    ratio: f32,
}

impl Singles {
    /// Those among the drops, on so many cells of which `wet` may be touched; nothing is kept where there are none.
    pub fn new(drops: &Drops, wet: Wet, size: (u32, u32), ratio: f32) -> Self {
        if !drops.lanes.iter().any(|lane| lane.is_paced()) {
            return Self::default();
        }
        door::through(|| {
            let lanes = drops.lanes.iter().filter(|lane| lane.is_paced()).copied().collect();
            Self { drops: Drops { lanes, ..drops.clone() }, wet, size, ratio }
        })
    }

    /// Raises to what they cover at the moment `time`, s, how much is covered of each cell: 0 to 255, over the colour.
    #[cfg_attr(small, optimize(speed))]
    pub fn run(&self, time: f64, covers: &mut [u16]) {
        if !self.drops.lanes.is_empty() {
            door::through(|| self.drops.each(time, |drop| self.cover(&drop, covers)));
        }
    }

    /// The same for one drop: a comet as all others are.
    fn cover(&self, drop: &Drop, covers: &mut [u16]) {
        let ([x, y], [u, v]) = (drop.head.map(|part| part * self.ratio), drop.tail.map(|part| part * self.ratio));
        let (half, length) = (drop.width * self.ratio / 2.0, (x - u).hypot(y - v));
        // What is covered by less than a quarter is left out.
        if half < 0.01 || !length.is_finite() {
            return;
        }
        let (dx, dy) = if length > 1e-3 { ((x - u) / length, (y - v) / length) } else { (1.0, 0.0) };
        let (front, taper) = (half + FRONT, 1.0 / length.max(1.0));
        let reach = half + 1.0;
        // Casts saturate.
        let cells =
            |a: f32, b: f32, most: u32| (a.min(b) - reach).floor() as u32..((a.max(b) + reach).ceil() as u32).min(most);
        let columns = cells(x, u, self.size.0);
        for row in cells(y, v, self.size.1) {
            for column in columns.clone() {
                let (right, down) = (column as f32 + 0.5 - x, row as f32 + 0.5 - y);
                let behind = front - (right * dx + down * dy);
                let off = (down * dx - right * dy).abs();
                let width = half * (1.0 - (behind - front).max(0.0) * taper);
                let part = (width + 0.5 - off).min(width + width).clamp(0.0, 1.0) * behind.clamp(0.0, 1.0);
                let cover = (part * 255.0 + 0.5) as u16;
                if cover > 0
                    && let Some(most) =
                        self.wet.find(row * self.size.0 + column).and_then(|cell| covers.get_mut(cell as usize))
                {
                    *most = (*most).max(cover << 8 | u16::from(drop.tone));
                }
            }
        }
    }
}
