//! Shapes and texts on a 2D context of the browser, and how wide texts are there.
//!
//! It works on a canvas of the page and on an `OffscreenCanvas` in a worker; the two contexts have the same methods.

use super::canvas::{layer, refused};
use crate::frame::{Anchor, Color, Ink, Shape, Text};
use js_sys::Reflect;
use kurbo::{PathEl, Point};
use std::{cell::RefCell, collections::BTreeMap};
use wasm_bindgen::JsValue;
use web_sys::{CanvasGradient, CanvasRenderingContext2d as Context};

/// What texts are set in where the host says nothing else: the system's own font.
pub const FONT: &str = "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", \"Liberation Sans\", sans-serif";

/// So many widths of texts are remembered: a large map asks for some thousands each time that it is drawn.
const MOST_WIDTHS: usize = 1 << 15;

/// Draws in one font family.
#[derive(Debug)]
pub struct Pen {
    /// Where texts are measured.
    context: Context,
    family: String,
    widths: RefCell<BTreeMap<(String, u64, u16), f64>>,
}

impl Pen {
    /// A pen for a font family (a CSS `font-family` list).
    ///
    /// # Errors
    /// What the browser says when it gives no canvas to measure on.
    pub fn new(family: &str) -> Result<Self, JsValue> {
        Ok(Self { context: layer(1, 1)?, family: family.into(), widths: RefCell::default() })
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
        if widths.len() >= MOST_WIDTHS {
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

    /// Writes a text.
    ///
    /// # Errors
    /// What the browser says when it refuses to draw.
    pub fn write(&self, context: &Context, text: &Text) -> Result<(), JsValue> {
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
        if text.turn != 0.0 {
            context.save();
            context.translate(text.at.x, text.at.y)?;
            context.rotate(text.turn)?;
            letters(context, text, Point::ZERO)?;
            context.restore();
            return Ok(());
        }
        letters(context, text, text.at)
    }
}

fn letters(context: &Context, text: &Text, at: Point) -> Result<(), JsValue> {
    if let Some((color, width)) = &text.halo {
        context.set_stroke_style_str(&css(color));
        context.set_line_width(*width);
        context.stroke_text(&text.text, at.x, at.y)?;
    }
    context.set_fill_style_str(&css(&text.color));
    context.fill_text(&text.text, at.x, at.y)
}

/// Draws a shape.
///
/// # Errors
/// What the browser says when it refuses to draw.
pub fn draw(context: &Context, shape: &Shape) -> Result<(), JsValue> {
    context.begin_path();
    for element in shape.path.elements() {
        match *element {
            PathEl::MoveTo(p) => context.move_to(p.x, p.y),
            PathEl::LineTo(p) => context.line_to(p.x, p.y),
            PathEl::QuadTo(a, p) => context.quadratic_curve_to(a.x, a.y, p.x, p.y),
            PathEl::CurveTo(a, b, p) => context.bezier_curve_to(a.x, a.y, b.x, b.y, p.x, p.y),
            // A filled path is closed by itself; each call makes browsers look at the whole path again.
            PathEl::ClosePath if shape.stroke.is_none() => {}
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
    let Ink::Slide { from, to, stops } = ink else { return Err(refused("not a gradient")) };
    // The canvas refuses numbers that are none, with an exception.
    let [x0, y0, x1, y1] = [from.x, from.y, to.x, to.y].map(|number| if number.is_finite() { number } else { 0.0 });
    let gradient = context.create_linear_gradient(x0, y0, x1, y1);
    for (offset, color) in stops.iter().filter(|(offset, _)| offset.is_finite()) {
        gradient.add_color_stop(offset.clamp(0.0, 1.0), &css(color))?;
    }
    Ok(gradient)
}

/// A colour as CSS, `#rrggbbaa`.
pub fn css(color: &Color) -> String {
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
