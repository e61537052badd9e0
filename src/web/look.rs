//! How a host wants its map to look.

use super::source::tree;
use crate::{
    document::{Limits, value::Value},
    paint::pen::FONT,
    stage::{
        Look,
        theme::{Own, Theme, hex},
    },
};
use wasm_bindgen::JsValue;

/// The longest side of a canvas, CSS px.
const MOST: f64 = 16_384.0;

/// What the package's JavaScript says of the look, `{ width, height, theme, colors, drops, calm, locale, font, fonts }`; all of
/// it may be missing, and what is of another kind says nothing. Colours are 0xRRGGBB; drops are 0 where the size says how
/// many.
pub struct Wishes(Value);

impl Wishes {
    /// Takes them from JavaScript.
    pub fn read(options: &JsValue) -> Self {
        Self(tree(options, &Limits::default()).unwrap_or(Value::Null))
    }

    /// The look; what is not said stays as it was, or as it is by default.
    pub fn look(&self, before: Option<&Look>) -> Look {
        let mut look = before.cloned().unwrap_or(Look {
            size: (1280.0, 720.0),
            theme: Theme::LIGHT,
            drops: None,
            calm: false,
            locale: None,
        });
        let length = |wish: &str, before: f64| {
            self.0.number(wish).filter(|length| length.is_finite()).map_or(before, |length| length.clamp(1.0, MOST))
        };
        look.size = (length("width", look.size.0), length("height", look.size.1));
        if let Some(name) = self.0.words("theme") {
            look.theme = match name {
                "dark" => Theme::DARK,
                "contrast" => Theme::CONTRAST,
                _ => Theme::LIGHT,
            };
            if let Some(colors) = self.0.get("colors") {
                look.theme = look.theme.with(&own(colors));
            }
        }
        if let Some(drops) = self.0.number("drops") {
            look.drops = (drops > 0.0 && drops.is_finite()).then_some(drops);
        }
        if let Some(Value::Bool(calm)) = self.0.get("calm") {
            look.calm = *calm;
        }
        look.locale = self.0.owned("locale").or(look.locale);
        look
    }

    /// The fonts; the system's own where nothing is said.
    pub fn fonts(&self) -> Fonts {
        let family = self.0.id("font").unwrap_or(FONT).to_owned();
        Fonts { family, arrived: self.0.number("fonts").unwrap_or_default() }
    }
}

/// The page's own colours.
fn own(colors: &Value) -> Own {
    let color = |name: &str| colors.number(name).map(|number| hex(number as u32));
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

/// What texts are set in: a font family, and how many fonts have arrived by now.
#[derive(Clone, Debug, PartialEq)]
pub struct Fonts {
    /// A CSS `font-family` list.
    pub family: String,
    arrived: f64,
}
