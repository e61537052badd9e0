//! Colours: one table for each theme, and the scale of temperature.

use crate::frame::Color;

/// An opaque colour from 0xRRGGBB.
pub const fn hex(rgb: u32) -> Color {
    Color { rgb: [(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8], alpha: 1.0 }
}

/// Every colour of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Land, and the side streets between blocks.
    pub land: Color,
    /// Main roads and quays.
    pub road: Color,
    /// Blocks of houses.
    pub block: Color,
    /// Courtyards in blocks.
    pub courtyard: Color,
    /// Parks.
    pub park: Color,
    /// The sea.
    pub sea: Color,
    /// Depth lines in the sea.
    pub depth: Color,
    /// Coast, water's edge, rules.
    pub coast: Color,
    /// Rings' rims and discs, lane lines.
    pub casing: Color,
    /// A shop's floor.
    pub floor: Color,
    /// A shop's wall.
    pub wall: Color,
    /// Text.
    pub ink: Color,
    /// Text of less weight.
    pub muted: Color,
    /// The warm end of the scale.
    pub warm: Color,
    /// The cold end of the scale.
    pub cold: Color,
    /// The middle of the scale.
    pub undecided: Color,
    /// Text in warm colour.
    pub warm_text: Color,
    /// Text in cold colour.
    pub cold_text: Color,
    /// Outlines of what is looked at.
    pub focus: Color,
    /// A river's bed where it is dry.
    pub bed: Color,
    /// The gravel on it.
    pub gravel: Color,
    /// How much white lies over water that is new, 0 to 1.
    pub fresh_alpha: f32,
    /// Opacity of lane lines.
    pub lane_alpha: f32,
    /// How much of the water under a drop turns white: from, to.
    pub drop_white: (f64, f64),
    /// Opacity of drops.
    pub drop_alpha: f32,
}

/// Colours that a page sets itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Own {
    /// The warm end of the scale, and text of that colour.
    pub warm: Option<Color>,
    /// The cold end of the scale, and text of that colour.
    pub cold: Option<Color>,
    /// The middle of the scale.
    pub undecided: Option<Color>,
    /// Land; the other tones of the town keep their distance from it.
    pub land: Option<Color>,
    /// Main roads and quays.
    pub street: Option<Color>,
    /// Text and walls.
    pub ink: Option<Color>,
    /// Outlines of what is looked at.
    pub focus: Option<Color>,
}

impl Theme {
    /// For light surroundings.
    pub const LIGHT: Self = Self {
        land: hex(0xf3f0e8),
        road: hex(0xfbf9f4),
        block: hex(0xe7e2d6),
        courtyard: hex(0xeeeae0),
        park: hex(0xdfe5d3),
        sea: hex(0xd9e3e8),
        depth: hex(0xc6d5dc),
        coast: hex(0xa9bdc7),
        casing: hex(0xffffff),
        floor: hex(0xfcf9f2),
        wall: hex(0x3a4450),
        ink: hex(0x1c2530),
        muted: hex(0x566371),
        warm: hex(0xb2182b),
        cold: hex(0x2166ac),
        undecided: hex(0x6b7d90),
        warm_text: hex(0xb2182b),
        cold_text: hex(0x2166ac),
        focus: hex(0x1c2530),
        bed: hex(0xece3cd),
        gravel: hex(0xbfae86),
        fresh_alpha: 0.27,
        lane_alpha: 0.34,
        drop_white: (0.80, 0.92),
        drop_alpha: 0.92,
    };

    /// For dark surroundings.
    pub const DARK: Self = Self {
        land: hex(0x18223a),
        road: hex(0x22304d),
        block: hex(0x121a2e),
        courtyard: hex(0x151e35),
        park: hex(0x142a33),
        sea: hex(0x0a1020),
        depth: hex(0x131d33),
        coast: hex(0x2c3c5a),
        casing: hex(0x0f172a),
        floor: hex(0x1e2a45),
        wall: hex(0x93a3ba),
        ink: hex(0xeef2f7),
        muted: hex(0xa3b1c4),
        warm: hex(0xd6604d),
        cold: hex(0x4393c3),
        undecided: hex(0x7a8ba1),
        warm_text: hex(0xe8806d),
        cold_text: hex(0x6bb0da),
        focus: hex(0xffffff),
        bed: hex(0x37373c),
        gravel: hex(0x8f8775),
        fresh_alpha: 0.24,
        lane_alpha: 0.40,
        drop_white: (0.52, 0.74),
        drop_alpha: 0.85,
    };

    /// The strongest pair for all kinds of colour blindness, on plain land.
    pub const CONTRAST: Self = Self {
        land: hex(0xffffff),
        road: hex(0xffffff),
        block: hex(0xececec),
        courtyard: hex(0xf6f6f6),
        park: hex(0xe2e8dc),
        sea: hex(0xe4ebf0),
        floor: hex(0xffffff),
        wall: hex(0x000000),
        ink: hex(0x000000),
        muted: hex(0x3a3a3a),
        warm: hex(0xdc3220),
        cold: hex(0x005ab5),
        undecided: hex(0x5a6673),
        warm_text: hex(0xb8210f),
        cold_text: hex(0x004c99),
        ..Self::LIGHT
    };

    /// The temperature, 0 to 1, at which the scale of colours reaches its ends: that of red and blue streams of which
    /// no more is known (0.7), so that these show the full colours. Hotter or colder water looks the same; the legend
    /// says "cold", "undecided" and "warm" and no figures.
    pub const REACH: f64 = 0.7;

    /// The theme with a page's own colours in it; what was mixed from the old ones follows.
    #[must_use]
    pub fn with(mut self, own: &Own) -> Self {
        if let Some(land) = own.land {
            let by = difference(self.land, land);
            for tone in [
                &mut self.road,
                &mut self.block,
                &mut self.courtyard,
                &mut self.park,
                &mut self.sea,
                &mut self.depth,
                &mut self.coast,
                &mut self.floor,
            ] {
                *tone = shifted(*tone, by);
            }
            self.land = land;
        }
        if let Some(ink) = own.ink {
            self.muted = mix(ink, self.land, 0.3);
            self.wall = mix(ink, self.land, 0.2);
            self.ink = ink;
            self.focus = ink;
        }
        self.road = own.street.unwrap_or(self.road);
        self.undecided = own.undecided.unwrap_or(self.undecided);
        self.focus = own.focus.unwrap_or(self.focus);
        if let Some(warm) = own.warm {
            (self.warm, self.warm_text) = (warm, warm);
        }
        if let Some(cold) = own.cold {
            (self.cold, self.cold_text) = (cold, cold);
        }
        self
    }

    /// The water's colour at a temperature from -1 (cold) to 1 (warm), mixed in OKLab.
    pub fn water(&self, temperature: f64) -> Color {
        let t = (temperature / Self::REACH).clamp(-1.0, 1.0);
        mix(self.undecided, if t < 0.0 { self.cold } else { self.warm }, t.abs())
    }

    /// A drop's colour on water of a temperature: that of the water, mixed towards white.
    pub fn drop(&self, temperature: f64) -> Color {
        let part = (self.drop_white.0 + self.drop_white.1) / 2.0;
        Color { alpha: self.drop_alpha, ..mix(self.water(temperature), hex(0xffffff), part) }
    }
}

/// A mix of two colours in OKLab; `t` from 0 (all `a`) to 1 (all `b`).
///
/// OKLab by Björn Ottosson, "A perceptual color space for image processing" (2020), whose matrices these are.
pub fn mix(a: Color, b: Color, t: f64) -> Color {
    let (from, to) = (to_oklab(a), to_oklab(b));
    let lab = [0, 1, 2].map(|i| {
        let (x, y) = (from.get(i).copied().unwrap_or(0.0), to.get(i).copied().unwrap_or(0.0));
        x + (y - x) * t
    });
    Color { rgb: from_oklab(lab), alpha: a.alpha + (b.alpha - a.alpha) * t as f32 }
}

/// From one colour to another in OKLab.
fn difference(from: Color, to: Color) -> [f64; 3] {
    let ([l, a, b], [m, c, d]) = (to_oklab(from), to_oklab(to));
    [m - l, c - a, d - b]
}

fn shifted(color: Color, [l, a, b]: [f64; 3]) -> Color {
    let [m, c, d] = to_oklab(color);
    Color { rgb: from_oklab([m + l, c + a, d + b]), alpha: color.alpha }
}

fn to_oklab(color: Color) -> [f64; 3] {
    let [r, g, b] = color.rgb.map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    });
    // Not `cbrt`, which brings 2 KB of its own.
    let root = |part: f64| libm::pow(part, 1.0 / 3.0);
    let l = root(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
    let m = root(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
    let s = root(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

fn from_oklab([l, a, b]: [f64; 3]) -> [u8; 3] {
    let cube = |x: f64| x * x * x;
    let (l, m, s) = (
        cube(l + 0.396_337_777_4 * a + 0.215_803_757_3 * b),
        cube(l - 0.105_561_345_8 * a - 0.063_854_172_8 * b),
        cube(l - 0.089_484_177_5 * a - 1.291_485_548_0 * b),
    );
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
    .map(|c| {
        let c = if c <= 0.003_130_8 { 12.92 * c } else { 1.055 * libm::pow(c.max(0.0), 1.0 / 2.4) - 0.055 };
        (c.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
    })
}
