//! Canvases of the browser: their sizes, and layers that nobody sees.
//!
//! A canvas of the page and an `OffscreenCanvas` (in a worker, or for a picture) have all that is asked of them here; one
//! stands for the other, cast without a check.

use super::pen::{Pen, draw};
use crate::frame::{Frame, Seen, Shape, Text};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d as Context, HtmlCanvasElement as Canvas};

/// What a canvas shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// Of the frame.
    pub revision: u64,
    /// Of the frame.
    pub focused: u64,
    /// Device pixels.
    pub width: u32,
    /// Device pixels.
    pub height: u32,
    /// Device pixels for one CSS pixel.
    pub ratio: f64,
}

impl Shown {
    /// What is asked for.
    pub fn of(frame: &Frame, ratio: f64) -> Self {
        let ratio = if ratio.is_finite() { ratio.clamp(0.1, 8.0) } else { 1.0 };
        let pixels = |length: f64| (length * ratio).round().clamp(0.0, 16_384.0) as u32;
        let (width, height) = (pixels(frame.size.0), pixels(frame.size.1));
        Self { revision: frame.revision, focused: frame.focused, width, height, ratio }
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// Whether the two are of one size.
    pub fn same_size(&self, other: &Self) -> bool {
        (self.width, self.height, self.ratio) == (other.width, other.height, other.ratio)
    }

    /// Whether the two differ in nothing but what is looked at.
    pub fn same_water(&self, other: &Self) -> bool {
        Self { focused: other.focused, ..*self } == *other
    }
}

/// Gives a canvas its size, which wipes it; one that has it already is left alone.
pub fn resize(canvas: &Canvas, shown: &Shown) {
    if canvas.width() != shown.width {
        canvas.set_width(shown.width);
    }
    if canvas.height() != shown.height {
        canvas.set_height(shown.height);
    }
}

/// What the browser does not give, as an error.
pub fn refused(what: &str) -> JsValue {
    js_sys::Error::new(what).into()
}

/// The canvas of a context of either kind.
///
/// # Errors
/// None in a browser.
pub fn canvas_of(context: &JsValue) -> Result<Canvas, JsValue> {
    Reflect::get(context, &"canvas".into()).map(JsCast::unchecked_into)
}

/// The 2D context of a canvas of either kind, with an option; none where it has one of another kind.
///
/// # Errors
/// What the browser says when it refuses the call.
pub fn context_of(canvas: &Canvas, option: &str, value: bool) -> Result<Option<Context>, JsValue> {
    let options = js_sys::Object::new();
    Reflect::set(&options, &option.into(), &value.into())?;
    Ok(canvas.get_context_with_context_options("2d", &options)?.map(JsCast::unchecked_into))
}

/// A canvas that nobody sees, whose pixels can be had without asking a graphics card.
///
/// # Errors
/// What the browser says when memory is short.
pub fn layer(width: u32, height: u32) -> Result<Context, JsValue> {
    let canvas = web_sys::OffscreenCanvas::new(width, height)?;
    context_of(canvas.unchecked_ref(), "willReadFrequently", true)?.ok_or_else(|| refused("no 2D context"))
}

/// What of a picture stands still from frame to frame, drawn once.
#[derive(Debug)]
pub struct Layers {
    /// Under what moves: the land, with the water unless that moves, too.
    ground: Canvas,
    /// Over what moves.
    over: Canvas,
    /// Of what picture, and whether its water moves.
    of: (Shown, bool),
    /// Of what land.
    land: u64,
}

impl Layers {
    /// Those of a frame, whose water `moves` or not: the ones that are kept, where they are, or as much of them as is the same.
    ///
    /// # Errors
    /// What the browser says when it refuses to draw, or when memory is short.
    pub fn of(kept: Option<Self>, frame: &Frame, moves: bool, pen: &Pen, shown: &Shown) -> Result<Self, JsValue> {
        let (of, land, with) = ((*shown, moves), frame.land_revision, (pen, shown.ratio));
        let over = |over: &Context| {
            draw_all(over, with, &[&frame.panel], &[&frame.texts])?;
            draw_all(over, with, &[&frame.focus], &[frame.value.as_slice()])
        };
        match kept {
            Some(kept) if kept.of == of => return Ok(kept),
            Some(mut kept) if moves && kept.moves() && kept.land == land && kept.of.0.same_size(shown) => {
                let context =
                    context_of(&kept.over, "willReadFrequently", true)?.ok_or_else(|| refused("no 2D context"))?;
                clear(&context, shown)?;
                over(&context)?;
                kept.of = of;
                return Ok(kept);
            }
            _ => {}
        }
        let (ground, above) = (layer(shown.width, shown.height)?, layer(shown.width, shown.height)?);
        if moves {
            draw_all(&ground, with, &[&frame.land], &[])?;
            over(&above)?;
        } else {
            draw_ground(&ground, (frame, frame.own()), with, None)?;
            draw_over(&above, (frame, frame.own()), with, None)?;
        }
        Ok(Self { ground: canvas_of(&ground)?, over: canvas_of(&above)?, of, land })
    }

    /// Shows them, one over the other.
    ///
    /// # Errors
    /// None in a browser.
    pub fn show(&self, on: &Context) -> Result<(), JsValue> {
        show(on, &self.ground)?;
        show(on, &self.over)
    }

    /// Whether the water moves, and what stands on it.
    pub fn moves(&self) -> bool {
        let (_, moves) = self.of;
        moves
    }
}

impl Drop for Layers {
    fn drop(&mut self) {
        // Their pixels are let go at once, not when garbage is collected.
        self.ground.set_width(0);
        self.over.set_width(0);
    }
}

/// Draws what lies under the drops over what the layer shows; what stands still as it has been drawn already, where it has.
///
/// # Errors
/// What the browser says when it refuses to draw.
pub fn draw_ground(
    layer: &Context,
    (frame, Seen { water, .. }): (&Frame, Seen),
    with: (&Pen, f64),
    drawn: Option<&Layers>,
) -> Result<(), JsValue> {
    let Some(layers) = drawn else { return draw_all(layer, with, &[&frame.land, water], &[]) };
    show(layer, &layers.ground)?;
    if layers.moves() { draw_all(layer, with, &[water], &[]) } else { Ok(()) }
}

/// The same with what lies over the drops.
///
/// # Errors
/// What the browser says when it refuses to draw.
pub fn draw_over(
    layer: &Context,
    (frame, Seen { marks, names, .. }): (&Frame, Seen),
    with: (&Pen, f64),
    drawn: Option<&Layers>,
) -> Result<(), JsValue> {
    let Some(layers) = drawn else {
        draw_all(layer, with, &[marks, &frame.panel], &[names, &frame.texts])?;
        return draw_all(layer, with, &[&frame.focus], &[frame.value.as_slice()]);
    };
    if layers.moves() {
        draw_all(layer, with, &[marks], &[names])?;
    }
    show(layer, &layers.over)
}

fn show(layer: &Context, drawn: &Canvas) -> Result<(), JsValue> {
    layer.reset_transform()?;
    layer.draw_image_with_html_canvas_element(drawn, 0.0, 0.0)
}

/// Draws shapes, then texts over them.
fn draw_all(layer: &Context, (pen, ratio): (&Pen, f64), shapes: &[&[Shape]], texts: &[&[Text]]) -> Result<(), JsValue> {
    layer.reset_transform()?;
    layer.scale(ratio, ratio)?;
    layer.set_line_join("round");
    shapes.iter().copied().flatten().try_for_each(|shape| draw(layer, shape))?;
    texts.iter().copied().flatten().try_for_each(|text| pen.write(layer, text))
}

/// Makes all of a layer transparent.
///
/// # Errors
/// None in a browser.
pub fn clear(layer: &Context, shown: &Shown) -> Result<(), JsValue> {
    layer.reset_transform()?;
    layer.clear_rect(0.0, 0.0, shown.width.into(), shown.height.into());
    Ok(())
}
