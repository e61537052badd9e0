//! The painter on a canvas.

use super::{Water, veiled::Layers};
use crate::{
    frame::{Frame, Shape, Text},
    paint::pen::{Pen, draw},
};
use js_sys::Reflect;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d as Context, HtmlCanvasElement as Canvas, ImageData};

/// A picture of more pixels, such as a poster, would take more memory than it is worth: it is left to the browser.
const MOST_PIXELS: u64 = 16_000_000;

/// A painter on a 2D context.
#[derive(Debug)]
pub struct Software {
    context: Context,
    /// What its texts are set with.
    pub pen: Pen,
    water: Water,
    /// The picture: RGBA, row by row.
    image: Vec<u8>,
    shown: Option<Shown>,
    /// What is painted with where the browser keeps a canvas's pixels to itself, or they are too many.
    layers: Option<Layers>,
}

/// What the image shows.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shown {
    revision: u64,
    focused: u64,
    /// In device pixels.
    width: u32,
    height: u32,
    /// Device pixels for one CSS pixel.
    ratio: f64,
}

impl Software {
    /// A painter on `context` (or on a worker's `OffscreenCanvasRenderingContext2d`, cast without a check).
    pub fn new(context: Context) -> Self {
        let pen = Pen::new(context.clone());
        Self { context, pen, water: Water::default(), image: Vec::new(), shown: None, layers: None }
    }

    /// Forgets what the canvas shows.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Draws one picture at `ratio` device pixels per CSS pixel; gives the canvas the size for it.
    ///
    /// # Errors
    /// What the browser says when it refuses a call, as when memory for a layer is short.
    pub fn paint(&mut self, frame: &Frame, ratio: f64) -> Result<(), JsValue> {
        let ratio = if ratio.is_finite() { ratio.clamp(0.1, 8.0) } else { 1.0 };
        let pixels = |length: f64| (length * ratio).round().clamp(0.0, 16_384.0) as u32;
        let (width, height) = (pixels(frame.size.0), pixels(frame.size.1));
        let canvas = canvas_of(&self.context)?;
        resize(&canvas, width, height);
        if width == 0 || height == 0 {
            return Ok(());
        }
        let wanted = Shown { revision: frame.revision, focused: frame.focused, width, height, ratio };
        let fresh = self.shown != Some(wanted);
        if fresh {
            let same_water = self.shown.is_some_and(|shown| Shown { focused: frame.focused, ..shown } == wanted);
            self.still(frame, &wanted, !same_water)?;
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

    /// Draws what stands still, and prepares the water where it is another one.
    fn still(&mut self, frame: &Frame, shown: &Shown, other_water: bool) -> Result<(), JsValue> {
        let &Shown { width, height, ratio, .. } = shown;
        let draw_on = |layer: &Context, shapes: &[&[Shape]], texts: &[Text], focus: &[Shape]| {
            layer.reset_transform()?;
            layer.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
            layer.scale(ratio, ratio)?;
            layer.set_line_join("round");
            shapes.iter().copied().flatten().try_for_each(|shape| draw(layer, shape))?;
            texts.iter().try_for_each(|text| self.pen.write(layer, text))?;
            focus.iter().try_for_each(|shape| draw(layer, shape))
        };
        let ground = |layer: &Context| draw_on(layer, &[&frame.land, &frame.water], &[], &[]);
        let over = |layer: &Context| draw_on(layer, &[&frame.marks], &frame.texts, &frame.focus);
        let one = layer(width, height)?;
        if u64::from(width) * u64::from(height) > MOST_PIXELS || !is_open(&one)? {
            let other = layer(width, height)?;
            ground(&one)?;
            over(&other)?;
            self.layers = Some(Layers { ground: canvas_of(&one)?, over: canvas_of(&other)? });
            return Ok(());
        }
        let read = || one.get_image_data(0.0, 0.0, f64::from(width), f64::from(height)).map(|image| image.data());
        self.layers = None;
        ground(&one)?;
        let below = read()?;
        over(&one)?;
        let above = read()?;
        if other_water {
            self.water = Water::new(&frame.drops, width, height, ratio as f32);
        }
        self.water.lay(&below, &above, &mut self.image);
        Ok(())
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

fn canvas_of(context: &Context) -> Result<Canvas, JsValue> {
    // By hand: in a worker it is an OffscreenCanvas, which has all that is asked of it here.
    Reflect::get(context, &"canvas".into()).map(JsCast::unchecked_into)
}

fn resize(canvas: &Canvas, width: u32, height: u32) {
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
}

/// A canvas that nobody sees, whose pixels can be had without asking a graphics card.
fn layer(width: u32, height: u32) -> Result<Context, JsValue> {
    let options = js_sys::Object::new();
    Reflect::set(&options, &"willReadFrequently".into(), &true.into())?;
    let context = web_sys::OffscreenCanvas::new(width, height)?.get_context_with_context_options("2d", &options)?;
    context.map(JsCast::unchecked_into).ok_or_else(|| "no 2D context".into())
}
