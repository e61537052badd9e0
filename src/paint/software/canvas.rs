//! The painter on a canvas.

use super::{Water, veiled::Layers};
use crate::{
    frame::Frame,
    paint::{
        Painter,
        canvas::{Shown, canvas_of, clear, draw_ground, draw_over, layer, resize},
        pen::Pen,
    },
};
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{CanvasRenderingContext2d as Context, ImageData};

/// A picture of more pixels, such as a poster, would take more memory than it is worth: it is left to the browser.
const MOST_PIXELS: u64 = 16_000_000;

/// A painter on a 2D context.
#[derive(Debug)]
pub struct Software {
    context: Context,
    water: Water,
    /// The picture: RGBA, row by row.
    image: Vec<u8>,
    shown: Option<Shown>,
    /// What is painted with where the browser keeps a canvas's pixels to itself, or they are too many.
    layers: Option<Layers>,
}

impl Software {
    /// A painter on `context` (or on a worker's `OffscreenCanvasRenderingContext2d`, cast without a check).
    pub fn new(context: Context) -> Self {
        Self { context, water: Water::default(), image: Vec::new(), shown: None, layers: None }
    }

    /// Draws what stands still, and prepares the water where it is another one.
    fn still(&mut self, frame: &Frame, pen: &Pen, shown: &Shown, other_water: bool) -> Result<(), JsValue> {
        let &Shown { width, height, ratio, .. } = shown;
        let one = layer(width, height)?;
        if u64::from(width) * u64::from(height) > MOST_PIXELS || !is_open(&one)? {
            let other = layer(width, height)?;
            clear(&one, shown)?;
            draw_ground(&one, frame, pen, ratio)?;
            draw_over(&other, frame, pen, ratio)?;
            self.layers = Some(Layers { ground: canvas_of(&one)?, over: canvas_of(&other)? });
            return Ok(());
        }
        let read = || one.get_image_data(0.0, 0.0, f64::from(width), f64::from(height)).map(|image| image.data());
        self.layers = None;
        clear(&one, shown)?;
        draw_ground(&one, frame, pen, ratio)?;
        let below = read()?;
        clear(&one, shown)?;
        draw_over(&one, frame, pen, ratio)?;
        let above = read()?;
        if other_water {
            self.water = Water::new(&frame.drops, width, height, ratio as f32);
        }
        self.water.lay(&below, &above, &mut self.image);
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
        let fresh = self.shown != Some(wanted);
        if fresh {
            let same_water = self.shown.is_some_and(|shown| shown.same_water(&wanted));
            self.still(frame, pen, &wanted, !same_water)?;
            self.shown = Some(wanted);
        }
        if let Some(layers) = &self.layers {
            return layers.paint(&self.context, &frame.drops, frame.time, ratio);
        }
        self.water.run(&frame.drops, frame.time, &mut self.image);
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&self.image), width, height)?;
        let [x, y, right, bottom] = if fresh { [0, 0, width, height] } else { self.water.bounds() }.map(f64::from);
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

    fn forget(&mut self) {
        self.shown = None;
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
