//! Drops as shapes on a canvas, for browsers that keep a canvas's pixels to themselves and for posters: slower, nothing
//! missing.

use crate::{
    frame::{Drops, drops::Drop},
    paint::pen::css,
};
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d as Context, HtmlCanvasElement as Canvas};

/// Drops in one path: software canvases take more than in proportion for a long one.
const BATCH: usize = 64;

/// What stands still.
#[derive(Debug)]
pub struct Layers {
    /// Under the drops.
    pub ground: Canvas,
    /// Over the drops.
    pub over: Canvas,
}

impl Layers {
    /// Paints the moment `time`, s, at `ratio` device pixels per CSS pixel.
    ///
    /// # Errors
    /// What the browser says when it refuses to draw.
    pub fn paint(&self, context: &Context, drops: &Drops, time: f64, ratio: f64) -> Result<(), JsValue> {
        context.reset_transform()?;
        // Not laid over the last picture but in its place.
        context.set_global_composite_operation("copy")?;
        context.draw_image_with_html_canvas_element(&self.ground, 0.0, 0.0)?;
        context.set_global_composite_operation("source-over")?;
        context.scale(ratio, ratio)?;
        for (own, color) in drops.by_tone(time, ratio as f32).iter().zip(&drops.tones) {
            context.set_fill_style_str(&css(color));
            for batch in own.chunks(BATCH) {
                context.begin_path();
                batch.iter().for_each(|drop| comet(context, drop));
                context.fill();
            }
        }
        context.reset_transform()?;
        context.draw_image_with_html_canvas_element(&self.over, 0.0, 0.0)
    }
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
