//! The painter on a canvas.

use super::{Water, veiled};
use crate::{
    door,
    frame::Frame,
    paint::{
        Painter,
        canvas::{Layers, Shown, canvas_of, context_of, draw_ground, draw_over, layer, resize},
        pen::Pen,
    },
};
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{CanvasRenderingContext2d as Context, HtmlCanvasElement as Canvas, ImageData};

/// A picture of more pixels, such as a poster, would take more memory than it is worth: it is left to the browser.
const MOST_PIXELS: u64 = 16_000_000;

/// Device pixels for a CSS pixel from which drops may be computed for four of them at once.
const DENSE: f64 = 1.5;
/// About how many pixels are read from a canvas at once.
const READ: u32 = 1 << 16;

/// A painter on a 2D context.
#[derive(Debug)]
pub struct Software {
    context: Context,
    water: Water,
    /// The picture: RGBA, row by row.
    image: Vec<u8>,
    shown: Option<Shown>,
    /// Device pixels along a side of the cells that drops are computed for.
    grain: u32,
    /// Whether the browser keeps a canvas's pixels to itself, or they are too many.
    closed: bool,
    /// What is painted with then, and while the water itself moves; where that may be at any moment it is kept.
    layers: Option<Layers>,
    /// Whether the last frame was painted with these.
    veiled: bool,
    /// What is yet to be done before the frame can be shown at rest.
    ahead: Option<Step>,
}

/// A step of getting ready to show a frame at rest; all later ones are to be done then, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Finding the pixels that drops may touch.
    Water,
    /// Drawing what lies under the drops.
    Ground,
    /// Drawing what lies over them.
    Over,
}

impl Software {
    /// A painter on a canvas (or on an `OffscreenCanvas`, cast without a check); none where its context is of another kind.
    ///
    /// # Errors
    /// What the browser says when it refuses the call.
    pub fn on(canvas: &Canvas) -> Result<Option<Self>, JsValue> {
        // Land covers all of it; a canvas that might be seen through costs more to show.
        Ok(context_of(canvas, "alpha", false)?.map(Self::new))
    }

    /// A painter on `context` (or on a worker's `OffscreenCanvasRenderingContext2d`, cast without a check).
    pub fn new(context: Context) -> Self {
        Self {
            context,
            water: Water::default(),
            image: Vec::new(),
            shown: None,
            grain: 1,
            closed: false,
            layers: None,
            veiled: false,
            ahead: None,
        }
    }

    /// Begins to get ready for another picture.
    fn look_at(&mut self, wanted: &Shown) -> Result<(), JsValue> {
        let same_water = self.ahead != Some(Step::Water) && self.shown.is_some_and(|own| own.same_water(wanted));
        let pixels = u64::from(wanted.width) * u64::from(wanted.height);
        self.closed = pixels > MOST_PIXELS || !is_open(&layer(1, 1)?)?;
        self.ahead = (!self.closed).then_some(if same_water { Step::Ground } else { Step::Water });
        self.shown = Some(*wanted);
        Ok(())
    }

    /// Does the next step of getting ready to show a frame at rest.
    fn prepare(&mut self, frame: &Frame, pen: &Pen, shown: &Shown, drawn: Option<&Layers>) -> Result<(), JsValue> {
        let Some(step) = self.ahead else { return Ok(()) };
        let &Shown { width, height, ratio, .. } = shown;
        let with = (pen, ratio);
        if step == Step::Water {
            // First, so that the two are never there at once.
            self.water = Water::default();
            self.water = Water::new(&frame.drops, width, height, ratio as f32, self.grain);
            self.ahead = Some(Step::Ground);
            return Ok(());
        }
        let one = layer(width, height)?;
        // Some rows at a time: what memory this module once had, it keeps.
        let rows = (READ / width).max(1);
        let mut bands = (0..height).step_by(rows as usize);
        let read = |top: u32| {
            let high = rows.min(height - top);
            Ok::<_, JsValue>(one.get_image_data(0.0, top.into(), width.into(), high.into())?.data())
        };
        self.ahead = if step == Step::Ground {
            draw_ground(&one, (frame, frame.own()), with, drawn)?;
            self.image.clear();
            self.image.reserve_exact(width as usize * height as usize * 4);
            bands.try_for_each(|top| read(top).map(|band| self.image.extend_from_slice(&band)))?;
            self.water.lay_ground(&self.image);
            Some(Step::Over)
        } else {
            draw_over(&one, (frame, frame.own()), with, drawn)?;
            bands.try_for_each(|top| read(top).map(|band| self.water.lay_over(&band, top * width, &mut self.image)))?;
            None
        };
        // Its pixels are let go at once, not when garbage is collected.
        canvas_of(&one)?.set_width(0);
        Ok(())
    }
}

impl Painter for Software {
    fn paint(&mut self, frame: &Frame, pen: &Pen, ratio: f64) -> Result<(), JsValue> {
        let wanted = Shown::of(frame, ratio);
        resize(&canvas_of(&self.context)?, &wanted);
        if wanted.is_empty() {
            return Ok(());
        }
        let Shown { width, height, ratio, .. } = wanted;
        let (fresh, moves) = (self.shown != Some(wanted), frame.morph.is_some());
        let mut kept = self.layers.take();
        let whole = std::mem::replace(&mut self.veiled, false) || fresh;
        // Where water may move at any moment it is made ready for that at rest, when all else is done.
        if moves || frame.restless && !whole && !self.closed {
            kept = Some(Layers::of(kept, frame, true, pen, &wanted)?);
        }
        if fresh {
            self.look_at(&wanted)?;
        } else if moves {
            // What the water is to be at its end is made ready while it moves, a step in each frame, so that it never falters.
            self.prepare(frame, pen, &wanted, kept.as_ref())?;
        }
        while !moves && self.ahead.is_some() {
            self.prepare(frame, pen, &wanted, None)?;
        }
        if self.closed || moves {
            let layers = self.layers.insert(Layers::of(kept, frame, moves, pen, &wanted)?);
            self.veiled = true;
            return door::through(|| veiled::paint(&self.context, frame, pen, ratio, layers));
        }
        self.layers = kept.filter(|_| frame.restless);
        self.water.run(frame.time, &mut self.image);
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&self.image), width, height)?;
        let [x, y, right, bottom] = if whole { [0, 0, width, height] } else { self.water.bounds() }.map(f64::from);
        self.context.put_image_data_with_dirty_x_and_dirty_y_and_dirty_width_and_dirty_height(
            &image,
            0.0,
            0.0,
            x,
            y,
            right - x,
            bottom - y,
        )
    }

    fn begin(&mut self, frame: &Frame, pen: &Pen, ratio: f64) -> Result<bool, JsValue> {
        let wanted = Shown::of(frame, ratio);
        if wanted.is_empty() || frame.morph.is_some() {
            return Ok(false);
        }
        if self.shown != Some(wanted) {
            resize(&canvas_of(&self.context)?, &wanted);
            let layers = Layers::of(None, frame, false, pen, &wanted)?;
            layers.show(&self.context)?;
            self.look_at(&wanted)?;
            self.layers = Some(layers);
        } else {
            let kept = self.layers.take();
            self.prepare(frame, pen, &wanted, kept.as_ref())?;
            self.layers = kept.filter(|_| self.ahead.is_some());
        }
        Ok(self.ahead.is_some())
    }

    fn forget(&mut self) {
        self.shown = None;
    }

    fn relieve(&mut self) -> bool {
        let can = self.grain == 1 && !self.closed && self.shown.is_some_and(|shown| shown.ratio >= DENSE);
        if can {
            (self.grain, self.shown) = (2, None);
        }
        can
    }
}

/// Whether the browser tells the pixels of a canvas as they are: against fingerprinting some tell others.
fn is_open(layer: &Context) -> Result<bool, JsValue> {
    layer.set_fill_style_str("#123456");
    layer.fill_rect(0.0, 0.0, 1.0, 1.0);
    let pixel = layer.get_image_data(0.0, 0.0, 1.0, 1.0)?.data();
    // One that only adds some noise does no harm.
    Ok(pixel.iter().zip([0x12, 0x34, 0x56, 0xff]).all(|(is, was)| is.abs_diff(was) < 4))
}
