//! Drops as shapes on a canvas: while the water itself moves, for browsers that keep a canvas's pixels to themselves, and
//! for posters. Slower, nothing missing.

use crate::{
    frame::{Frame, drops::Drop},
    paint::{
        canvas::{Layers, draw_ground, draw_over},
        pen::{Pen, css},
    },
};
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d as Context;

/// Drops in one path: software canvases take more than in proportion for a long one.
const BATCH: usize = 64;

/// Paints a frame, of which the layers are drawn already, at `ratio` device pixels per CSS pixel.
///
/// # Errors
/// What the browser says when it refuses to draw.
pub fn paint(context: &Context, frame: &Frame, pen: &Pen, ratio: f64, layers: &Layers) -> Result<(), JsValue> {
    // The ground is opaque: nothing of the last picture is left.
    draw_ground(context, (frame, frame.seen()), (pen, ratio), Some(layers))?;
    context.reset_transform()?;
    context.scale(ratio, ratio)?;
    let drops = frame.seen().drops;
    for (own, color) in drops.by_tone(frame.time, ratio as f32).iter().zip(&drops.tones) {
        context.set_fill_style_str(&css(color));
        for batch in own.chunks(BATCH) {
            context.begin_path();
            batch.iter().for_each(|drop| comet(context, drop));
            context.fill();
        }
    }
    draw_over(context, (frame, frame.seen()), (pen, ratio), Some(layers))
}

/// Adds a drop to the path: from the pointed tail to the head, which is cut to a corner.
fn comet(context: &Context, drop: &Drop) {
    let ([x, y], [u, v]) = (drop.head.map(f64::from), drop.tail.map(f64::from));
    let half = f64::from(drop.width) / 2.0;
    let length = (x - u).hypot(y - v).max(1e-6);
    let (dx, dy) = ((x - u) / length * half, (y - v) / length * half);
    context.move_to(u, v);
    context.line_to(x - dy, y + dx);
    context.line_to(x + dx, y + dy);
    context.line_to(x + dy, y - dx);
}
