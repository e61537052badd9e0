//! The canvas painter: what stands still is drawn once into two layers, drops run between them.
//!
//! It works on a canvas of the page and on an `OffscreenCanvas` in a worker; the two contexts have the same methods.

use crate::frame::{Anchor, Color, Drops, Frame, Ink, Shape, Text};
use js_sys::Reflect;
use kurbo::PathEl;
use std::{cell::RefCell, collections::BTreeMap};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasGradient, CanvasRenderingContext2d as Context, HtmlCanvasElement as Canvas};

/// What texts are set in where the host says nothing else: the system's own font.
pub const FONT: &str = "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", \"Liberation Sans\", sans-serif";

/// Heads thinner than this many device pixels are drawn as a corner: nobody sees that they are not round.
const SMALL_HEAD: f64 = 2.0;
/// Drops in one path: software canvases take more than in proportion for a long one.
const BATCH: usize = 64;

/// A painter on a 2D context.
#[derive(Debug)]
pub struct Canvas2d {
    context: Context,
    family: String,
    /// Land and water; marks and texts. None where the browser gives no canvas for them.
    layers: Option<(Context, Context)>,
    /// What the layers show: revision, width and height in device pixels, and their ratio to CSS pixels.
    shown: Option<(u64, u32, u32, f64)>,
    /// Drops by tone: where each tone begins in `sorted`, and indexes of drops.
    starts: Vec<usize>,
    sorted: Vec<u32>,
    widths: RefCell<BTreeMap<(String, u64, u16), f64>>,
}

impl Canvas2d {
    /// A painter on `context` (or on a worker's `OffscreenCanvasRenderingContext2d`, cast without a check).
    pub fn new(context: Context) -> Self {
        Self {
            context,
            family: FONT.into(),
            layers: None,
            shown: None,
            starts: Vec::new(),
            sorted: Vec::new(),
            widths: RefCell::default(),
        }
    }

    /// Sets texts in another font family (a CSS `font-family` list).
    pub fn set_family(&mut self, family: &str) {
        self.family = family.into();
        self.shown = None;
        self.widths.borrow_mut().clear();
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
        let wanted = (frame.revision, width, height, ratio);
        if self.shown != Some(wanted) {
            let (ground, top) = match self.layers.take() {
                Some(layers) => layers,
                None => (layer(width, height)?, layer(width, height)?),
            };
            for (context, shapes) in [(&ground, [&frame.land, &frame.water].as_slice()), (&top, &[&frame.marks])] {
                resize(&canvas_of(context)?, width, height);
                context.reset_transform()?;
                context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
                context.scale(ratio, ratio)?;
                context.set_line_join("round");
                for shape in shapes.iter().flat_map(|shapes| shapes.iter()) {
                    draw(context, shape)?;
                }
            }
            for text in &frame.texts {
                self.write(&top, text)?;
            }
            self.layers = Some((ground, top));
            self.shown = Some(wanted);
        }
        if let Some((ground, top)) = &self.layers {
            self.context.reset_transform()?;
            // Not laid over the last picture but in its place.
            self.context.set_global_composite_operation("copy")?;
            self.context.draw_image_with_html_canvas_element(&canvas_of(ground)?, 0.0, 0.0)?;
            self.context.set_global_composite_operation("source-over")?;
            self.context.scale(ratio, ratio)?;
            sort(&frame.drops, &mut self.starts, &mut self.sorted);
            self.run(&frame.drops, ratio);
            self.context.reset_transform()?;
            self.context.draw_image_with_html_canvas_element(&canvas_of(top)?, 0.0, 0.0)?;
            self.context.scale(ratio, ratio)?;
            self.context.set_line_join("round");
            for shape in &frame.focus {
                draw(&self.context, shape)?;
            }
        }
        Ok(())
    }

    /// The width of a text in CSS pixels, without extra space between its letters.
    pub fn width(&self, text: &str, size: f64, weight: u16) -> f64 {
        let key = (text.to_owned(), size.to_bits(), weight);
        if let Some(width) = self.widths.borrow().get(&key) {
            return *width;
        }
        self.context.save();
        self.context.set_font(&self.font(size, weight, false));
        let width = self.context.measure_text(text).map_or(0.0, |metrics| metrics.width());
        self.context.restore();
        let mut widths = self.widths.borrow_mut();
        // Figures change with every lever: a page that stays open for days must not remember them all.
        if widths.len() >= 4_096 {
            widths.clear();
        }
        widths.insert(key, width);
        width
    }

    fn font(&self, size: f64, weight: u16, italic: bool) -> String {
        // Hundredths of a pixel: writing a float would cost the package some kilobytes.
        let size = (size * 100.0).round().clamp(0.0, 1e6) as u32;
        let slant = if italic { "italic " } else { "" };
        format!("{slant}{weight} {}.{:02}px {}", size / 100, size % 100, self.family)
    }

    fn write(&self, context: &Context, text: &Text) -> Result<(), JsValue> {
        context.set_font(&self.font(text.size, text.weight, text.italic));
        let spacing = (text.spacing * 100.0).round().clamp(-1e5, 1e5) as i32;
        let sign = if spacing < 0 { "-" } else { "" };
        let spacing = format!("{sign}{}.{:02}px", spacing.abs() / 100, spacing.abs() % 100);
        // Where a browser does not know it, letters stand as usual.
        Reflect::set(context, &"letterSpacing".into(), &spacing.into())?;
        context.set_text_align(match text.anchor {
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        });
        if let Some((color, width)) = &text.halo {
            context.set_stroke_style_str(&css(color));
            context.set_line_width(*width);
            context.stroke_text(&text.text, text.at.x, text.at.y)?;
        }
        context.set_fill_style_str(&css(&text.color));
        context.fill_text(&text.text, text.at.x, text.at.y)
    }

    /// Draws all drops, tone by tone.
    #[cfg_attr(small, optimize(speed))]
    fn run(&self, drops: &Drops, ratio: f64) {
        let ends = self.starts.iter().skip(1);
        for ((tone, &start), &end) in drops.tones.iter().zip(&self.starts).zip(ends) {
            let Some(indexes) = self.sorted.get(start..end).filter(|indexes| !indexes.is_empty()) else { continue };
            self.context.set_fill_style_str(&css(tone));
            for batch in indexes.chunks(BATCH) {
                self.context.begin_path();
                for index in batch.iter().map(|index| *index as usize) {
                    if let Some(&[x, y, dx, dy, length]) = drops.at.get(index * 5..index * 5 + 5)
                        && let Some(&width) = drops.width.get(index)
                    {
                        comet(&self.context, [x, y, dx, dy, length].map(f64::from), f64::from(width) / 2.0, ratio);
                    }
                }
                self.context.fill();
            }
        }
    }
}

/// Adds a drop to the path: from the pointed tail to the head, half round.
#[cfg_attr(small, optimize(speed))]
fn comet(context: &Context, [x, y, dx, dy, length]: [f64; 5], radius: f64, ratio: f64) {
    let (px, py) = (-dy * radius, dx * radius);
    context.move_to(x - dx * length, y - dy * length);
    context.line_to(x + px, y + py);
    if radius * 2.0 * ratio < SMALL_HEAD {
        context.line_to(x + dx * radius, y + dy * radius);
        context.line_to(x - px, y - py);
    } else {
        // Within 2 % of a half circle, and a third of the cost of `arc`.
        let (rx, ry) = (dx * radius * 4.0 / 3.0, dy * radius * 4.0 / 3.0);
        context.bezier_curve_to(x + px + rx, y + py + ry, x - px + rx, y - py + ry, x - px, y - py);
    }
}

/// Sorts drops by tone: those of tone `n` are `sorted[starts[n]..starts[n + 1]]`.
#[cfg_attr(small, optimize(speed))]
fn sort(drops: &Drops, starts: &mut Vec<usize>, sorted: &mut Vec<u32>) {
    starts.clear();
    starts.resize(drops.tones.len() + 2, 0);
    for &tone in &drops.tone {
        if let Some(count) = starts.get_mut(usize::from(tone) + 2) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in starts.iter_mut() {
        sum += *start;
        *start = sum;
    }
    sorted.clear();
    sorted.resize(sum, 0);
    // Each tone's start moves on to its end, which is the next one's start: so what is left lies one further.
    for (index, &tone) in drops.tone.iter().enumerate() {
        if let Some(next) = starts.get_mut(usize::from(tone) + 1)
            && let Some(place) = sorted.get_mut(*next)
        {
            *place = index as u32;
            *next += 1;
        }
    }
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

/// A canvas that nobody sees.
fn layer(width: u32, height: u32) -> Result<Context, JsValue> {
    let canvas: Canvas = match web_sys::OffscreenCanvas::new(width, height) {
        Ok(canvas) => canvas.unchecked_into(),
        Err(_) => {
            let document = web_sys::window().and_then(|window| window.document()).ok_or("no canvas")?;
            document.create_element("canvas")?.unchecked_into()
        }
    };
    let context = canvas.get_context("2d")?;
    context.map(JsCast::unchecked_into).ok_or_else(|| "no 2D context".into())
}

fn draw(context: &Context, shape: &Shape) -> Result<(), JsValue> {
    context.begin_path();
    for element in shape.path.elements() {
        match *element {
            PathEl::MoveTo(p) => context.move_to(p.x, p.y),
            PathEl::LineTo(p) => context.line_to(p.x, p.y),
            PathEl::QuadTo(a, p) => context.quadratic_curve_to(a.x, a.y, p.x, p.y),
            PathEl::CurveTo(a, b, p) => context.bezier_curve_to(a.x, a.y, b.x, b.y, p.x, p.y),
            PathEl::ClosePath => context.close_path(),
        }
    }
    if let Some(ink) = &shape.fill {
        match ink {
            Ink::Flat(color) => context.set_fill_style_str(&css(color)),
            Ink::Slide { .. } => context.set_fill_style_canvas_gradient(&gradient(context, ink)?),
        }
        context.fill();
    }
    if let Some(stroke) = shape.stroke.as_ref().filter(|stroke| stroke.width > 0.0) {
        match &stroke.ink {
            Ink::Flat(color) => context.set_stroke_style_str(&css(color)),
            ink @ Ink::Slide { .. } => context.set_stroke_style_canvas_gradient(&gradient(context, ink)?),
        }
        context.set_line_width(stroke.width);
        context.set_line_cap(if stroke.round { "round" } else { "butt" });
        let dash = js_sys::Array::new();
        if let Some((dashed, gap)) = stroke.dash {
            dash.push(&dashed.into());
            dash.push(&gap.into());
        }
        context.set_line_dash(&dash)?;
        context.stroke();
    }
    Ok(())
}

fn gradient(context: &Context, ink: &Ink) -> Result<CanvasGradient, JsValue> {
    let Ink::Slide { from, to, stops } = ink else { return Err("not a gradient".into()) };
    // The canvas refuses numbers that are none, with an exception.
    let [x0, y0, x1, y1] = [from.x, from.y, to.x, to.y].map(|number| if number.is_finite() { number } else { 0.0 });
    let gradient = context.create_linear_gradient(x0, y0, x1, y1);
    for (offset, color) in stops.iter().filter(|(offset, _)| offset.is_finite()) {
        gradient.add_color_stop(offset.clamp(0.0, 1.0), &css(color))?;
    }
    Ok(gradient)
}

/// A colour as CSS, `#rrggbbaa`.
fn css(color: &Color) -> String {
    let [red, green, blue] = color.rgb;
    let alpha = (color.alpha * 255.0).round().clamp(0.0, 255.0) as u8;
    let mut text = String::with_capacity(9);
    text.push('#');
    for byte in [red, green, blue, alpha] {
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(digit.into(), 16));
        }
    }
    text
}
