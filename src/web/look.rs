//! How a host wants its map to look.

use super::source::tree;
use crate::{
    document::{Limits, value::Value},
    stage::{Look, theme::Theme},
};
use wasm_bindgen::JsValue;

/// Reads `{ width, height, theme, drops, locale }`; what is not said stays as it was, or as it is by default.
pub fn look(options: &JsValue, before: Option<&Look>) -> Look {
    let options = tree(options, &Limits::default()).unwrap_or(Value::Null);
    let number = |key: &str| match options.get(key) {
        Some(Value::Number(number)) if number.is_finite() => Some(*number),
        _ => None,
    };
    let mut look =
        before.cloned().unwrap_or(Look { size: (1280.0, 720.0), theme: Theme::LIGHT, drops: None, locale: None });
    let length = |key: &str, before: f64| number(key).map_or(before, |length| length.clamp(1.0, 16_384.0));
    look.size = (length("width", look.size.0), length("height", look.size.1));
    match options.get("theme") {
        Some(Value::Text(name)) if name == "dark" => look.theme = Theme::DARK,
        Some(Value::Text(name)) if name == "contrast" => look.theme = Theme::CONTRAST,
        Some(_) => look.theme = Theme::LIGHT,
        None => {}
    }
    look.drops = number("drops").or(look.drops);
    if let Some(Value::Text(locale)) = options.get("locale") {
        look.locale = Some(locale.clone());
    }
    look
}
