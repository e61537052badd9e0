//! How a host wants its map to look.

use super::source::tree;
use crate::{
    document::{Limits, value::Value},
    paint::canvas2d::FONT,
    stage::{
        Look,
        theme::{Own, Theme, hex},
    },
};
use wasm_bindgen::JsValue;

/// The longest side of a canvas, CSS px.
const MOST: f64 = 16_384.0;

/// Reads `{ width, height, theme, colors, drops, locale }`; what is not said stays as it was, or as it is by
/// default, and what makes no sense becomes the default.
pub fn look(options: &JsValue, before: Option<&Look>) -> Look {
    let options = tree(options, &Limits::default()).unwrap_or(Value::Null);
    let mut look =
        before.cloned().unwrap_or(Look { size: (1280.0, 720.0), theme: Theme::LIGHT, drops: None, locale: None });
    let length = |key: &str, before: f64| number(&options, key).map_or(before, |length| length.clamp(1.0, MOST));
    look.size = (length("width", look.size.0), length("height", look.size.1));
    if let Some(name) = options.get("theme") {
        look.theme = match name {
            Value::Text(name) if name == "dark" => Theme::DARK,
            Value::Text(name) if name == "contrast" => Theme::CONTRAST,
            _ => Theme::LIGHT,
        };
        if let Some(colors) = options.get("colors") {
            look.theme = look.theme.with(&own(colors));
        }
    }
    if options.get("drops").is_some() {
        look.drops = number(&options, "drops");
    }
    if let Some(Value::Text(locale)) = options.get("locale") {
        look.locale = Some(locale.clone());
    }
    look
}

/// What texts are set in: a font family, and how many fonts have arrived by now.
#[derive(Clone, Debug, PartialEq)]
pub struct Fonts {
    /// A CSS `font-family` list.
    pub family: String,
    arrived: f64,
}

/// Reads `{ font, fonts }`.
pub fn fonts(options: &JsValue) -> Fonts {
    let options = tree(options, &Limits::default()).unwrap_or(Value::Null);
    let family = match options.get("font") {
        Some(Value::Text(font)) if !font.is_empty() => font.clone(),
        _ => FONT.to_owned(),
    };
    Fonts { family, arrived: number(&options, "fonts").unwrap_or_default() }
}

fn number(options: &Value, key: &str) -> Option<f64> {
    match options.get(key) {
        Some(Value::Number(number)) if number.is_finite() => Some(*number),
        _ => None,
    }
}

fn own(colors: &Value) -> Own {
    let color = |key: &str| number(colors, key).map(|color| hex(color as u32));
    Own {
        warm: color("warm"),
        cold: color("cold"),
        undecided: color("undecided"),
        land: color("land"),
        street: color("street"),
        ink: color("ink"),
        focus: color("focus"),
    }
}
