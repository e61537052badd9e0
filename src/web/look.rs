//! How a host wants its map to look.

use crate::{
    document::View,
    paint::pen::FONT,
    picture::style::theme::{Own, Theme, hex},
    stage::Look,
};
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// The longest side of a canvas, CSS px.
const MOST: f64 = 16_384.0;

/// What the package's JavaScript says of the look, `{ view, width, height, theme, colors, drops, coarser, calm, aside, locale, font, fonts }`; all of it
/// may be missing.
#[derive(Default)]
pub struct Wishes {
    /// Empty: as the document says.
    view: Option<String>,
    width: Option<f64>,
    height: Option<f64>,
    theme: Option<String>,
    colors: Option<Colors>,
    /// 0: by the size.
    drops: Option<f64>,
    calm: Option<bool>,
    coarser: Option<f64>,
    aside: Option<f64>,
    locale: Option<String>,
    font: Option<String>,
    fonts: Option<f64>,
}

/// The page's own colours, as 0xRRGGBB.
#[derive(Default)]
struct Colors {
    warm: Option<f64>,
    cold: Option<f64>,
    undecided: Option<f64>,
    land: Option<f64>,
    street: Option<f64>,
    ink: Option<f64>,
    focus: Option<f64>,
}

/// A field of an object; none where it is not there.
///
/// # Errors
/// Where it is of another kind.
fn field<T>(of: &JsValue, name: &str, read: impl FnOnce(&JsValue) -> Option<T>) -> Result<Option<T>, Other> {
    let value = Reflect::get(of, &name.into()).map_err(|_| Other)?;
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    read(&value).map(Some).ok_or(Other)
}

/// A part is of another kind than was expected.
struct Other;

#[inline(never)]
fn number(of: &JsValue, name: &str) -> Result<Option<f64>, Other> {
    field(of, name, JsValue::as_f64)
}

#[inline(never)]
fn text(of: &JsValue, name: &str) -> Result<Option<String>, Other> {
    field(of, name, JsValue::as_string)
}

impl Colors {
    fn of(colors: &JsValue) -> Result<Self, Other> {
        let color = |name| number(colors, name);
        Ok(Self {
            warm: color("warm")?,
            cold: color("cold")?,
            undecided: color("undecided")?,
            land: color("land")?,
            street: color("street")?,
            ink: color("ink")?,
            focus: color("focus")?,
        })
    }

    fn own(&self) -> Own {
        let color = |number: Option<f64>| number.map(|number| hex(number as u32));
        Own {
            warm: color(self.warm),
            cold: color(self.cold),
            undecided: color(self.undecided),
            land: color(self.land),
            street: color(self.street),
            ink: color(self.ink),
            focus: color(self.focus),
        }
    }
}

impl Wishes {
    /// Reads what makes sense; nothing does where a part is of another kind.
    pub fn read(options: &JsValue) -> Self {
        Self::of(options).unwrap_or_default()
    }

    fn of(options: &JsValue) -> Result<Self, Other> {
        Ok(Self {
            view: text(options, "view")?,
            width: number(options, "width")?,
            height: number(options, "height")?,
            theme: text(options, "theme")?,
            colors: field(options, "colors", |colors| Colors::of(colors).ok())?,
            drops: number(options, "drops")?,
            calm: field(options, "calm", JsValue::as_bool)?,
            coarser: number(options, "coarser")?,
            aside: number(options, "aside")?,
            locale: text(options, "locale")?,
            font: text(options, "font")?,
            fonts: number(options, "fonts")?,
        })
    }

    /// The look; what is not said stays as it was, or as it is by default.
    pub fn look(&self, before: Option<&Look>) -> Look {
        let mut look = before.cloned().unwrap_or_default();
        let length = |wish: Option<f64>, before: f64| {
            wish.filter(|length| length.is_finite()).map_or(before, |length| length.clamp(1.0, MOST))
        };
        look.size = (length(self.width, look.size.0), length(self.height, look.size.1));
        look.view = self.view.as_deref().map_or(look.view, View::of);
        if let Some(name) = &self.theme {
            look.theme = match name.as_str() {
                "dark" => Theme::DARK,
                "contrast" => Theme::CONTRAST,
                _ => Theme::LIGHT,
            };
            if let Some(colors) = &self.colors {
                look.theme = look.theme.with(&colors.own());
            }
        }
        if let Some(drops) = self.drops {
            look.drops = (drops > 0.0 && drops.is_finite()).then_some(drops);
        }
        look.coarser = self.coarser.map_or(look.coarser, |coarser| coarser as u32);
        look.aside = self.aside.filter(|aside| *aside >= 0.0).map_or(look.aside, |aside| aside.min(MOST));
        look.calm = self.calm.unwrap_or(look.calm);
        look.locale = self.locale.clone().or(look.locale);
        look
    }

    /// The fonts; the system's own where nothing is said.
    pub fn fonts(&self) -> Fonts {
        let family = self.font.as_deref().filter(|font| !font.is_empty()).unwrap_or(FONT).to_owned();
        Fonts { family, arrived: self.fonts.unwrap_or_default() }
    }
}

/// What texts are set in: a font family, and how many fonts have arrived by now.
#[derive(Clone, Debug, PartialEq)]
pub struct Fonts {
    /// A CSS `font-family` list.
    pub family: String,
    arrived: f64,
}
