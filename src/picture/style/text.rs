//! Lines of text in several styles, and how wide they are.

use super::measure::Measure;
use crate::frame::{Anchor, Color, Text};
use kurbo::{Point, Rect};

/// The box round some texts; empty without any.
pub fn bounds(texts: &[Text], measure: &dyn Measure) -> Rect {
    let boxes = texts.iter().map(|text| {
        let wide = measure.width(&text.text, text.size, text.weight);
        let left = match text.anchor {
            Anchor::Start => text.at.x,
            Anchor::Middle => text.at.x - wide / 2.0,
            Anchor::End => text.at.x - wide,
        };
        Rect::new(left, text.at.y - text.size, left + wide, text.at.y + 0.3 * text.size)
    });
    boxes.reduce(|all, one| all.union(one)).unwrap_or_default()
}

/// Width of the halo's stroke, px.
pub const HALO: f64 = 5.0;

/// A piece of a line in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What it says.
    pub text: String,
    /// Font size, px.
    pub size: f64,
    /// Font weight, 400 to 800.
    pub weight: u16,
    /// Its colour.
    pub color: Color,
    /// Whether it slants.
    pub italic: bool,
    /// Extra space after each letter, px.
    pub spacing: f64,
}

impl Run {
    /// An upright run without extra space.
    pub fn new(text: impl Into<String>, size: f64, weight: u16, color: Color) -> Self {
        Self { text: text.into(), size, weight, color, italic: false, spacing: 0.0 }
    }

    /// The same with space between its letters.
    pub fn spaced(self, spacing: f64) -> Self {
        Self { spacing, ..self }
    }

    /// Its width, px.
    pub fn width(&self, measure: &dyn Measure) -> f64 {
        measure.width(&self.text, self.size, self.weight) + self.spacing * self.text.chars().count() as f64
    }

    /// With the first of some texts, ever shorter, that fits a width; the last is cut where none does.
    pub fn first_of(mut self, texts: impl IntoIterator<Item = String>, width: f64, measure: &dyn Measure) -> Self {
        for text in texts {
            self.text = text;
            if self.width(measure) <= width {
                return self;
            }
        }
        self.fit(width, measure)
    }

    /// Cut to a width, with an ellipsis where that takes something away.
    pub fn fit(mut self, width: f64, measure: &dyn Measure) -> Self {
        if self.width(measure) <= width {
            return self;
        }
        let whole: Vec<char> = self.text.chars().collect();
        let (mut low, mut high) = (0, whole.len());
        while low < high {
            let middle = (low + high).div_ceil(2);
            self.text = cut(&whole, middle);
            if self.width(measure) <= width { low = middle } else { high = middle - 1 }
        }
        self.text = cut(&whole, low.max(1));
        self
    }
}

fn cut(letters: &[char], keep: usize) -> String {
    let kept: String = letters.iter().take(keep).collect();
    [kept.trim_end(), "…"].concat()
}

/// In capitals, as far as Latin, Greek and Cyrillic letters have one each. (The standard library's table of all
/// scripts costs the package 7 KB.)
pub fn capitals(text: &str) -> String {
    text.chars().map(capital).collect()
}

fn capital(letter: char) -> char {
    let code = u32::from(letter);
    let less = match code {
        0x61..=0x7a | 0xe0..=0xf6 | 0xf8..=0xfe | 0x3b1..=0x3c1 | 0x3c3..=0x3cb | 0x430..=0x44f => 32,
        0x450..=0x45f => 80,
        0x3ac => 38,
        0x3ad..=0x3af => 37,
        0x3cc => 64,
        0x3cd | 0x3ce => 63,
        // Here capitals are even and small letters odd, there the other way round.
        0x100..=0x130 | 0x132..=0x137 | 0x14a..=0x177 | 0x1de..=0x1ef | 0x1f8..=0x21f | 0x222..=0x233 => code % 2,
        0x460..=0x481 | 0x48a..=0x4bf | 0x4d0..=0x52f | 0x1e00..=0x1e95 | 0x1ea0..=0x1eff => code % 2,
        0x139..=0x148 | 0x179..=0x17e => 1 - code % 2,
        _ => 0,
    };
    char::from_u32(code - less).unwrap_or(letter)
}

/// Space between the runs of a line, px.
fn gap(line: &[Run]) -> f64 {
    line.first().map_or(0.0, |run| run.size * 0.34)
}

/// Width of a line, px.
pub fn line_width(line: &[Run], measure: &dyn Measure) -> f64 {
    let runs: f64 = line.iter().map(|run| run.width(measure)).sum();
    runs + gap(line) * line.len().saturating_sub(1) as f64
}

/// From one base line to the next, px.
pub fn line_height(line: &[Run]) -> f64 {
    1.2 * line.iter().map(|run| run.size).fold(0.0, f64::max)
}

/// From the top of a line's box to its base line, px.
pub fn ascent(line: &[Run]) -> f64 {
    0.93 * line.iter().map(|run| run.size).fold(0.0, f64::max)
}

/// A line's texts. A line of one run hangs on its anchor, so that a font a little wider than measured stays in place.
pub fn set(line: &[Run], at: Point, anchor: Anchor, halo: Option<Color>, measure: &dyn Measure) -> Vec<Text> {
    let text = |run: &Run, x: f64, anchor: Anchor| Text {
        text: run.text.clone(),
        at: Point::new(x, at.y),
        anchor,
        size: run.size,
        weight: run.weight,
        italic: run.italic,
        spacing: run.spacing,
        turn: 0.0,
        color: run.color,
        halo: halo.map(|color| (color, HALO)),
    };
    if let [run] = line {
        return vec![text(run, at.x, anchor)];
    }
    let gap = gap(line);
    if anchor == Anchor::End {
        let mut x = at.x;
        let mut texts: Vec<Text> = Vec::with_capacity(line.len());
        for run in line.iter().rev() {
            texts.push(text(run, x, Anchor::End));
            x -= run.width(measure) + gap;
        }
        return texts;
    }
    let mut x = at.x - if anchor == Anchor::Middle { line_width(line, measure) / 2.0 } else { 0.0 };
    let mut texts = Vec::with_capacity(line.len());
    for run in line {
        texts.push(text(run, x, Anchor::Start));
        x += run.width(measure) + gap;
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_those_of_unicode() {
        let text =
            "straße? no: the basin, per day; bazinul, pe lună; știință țară; źródło ž š ł; ёж ґ їй; άλφα ωμέγα ñ ÿ";
        for letter in text.chars().filter(|letter| !matches!(letter, 'ß' | 'ÿ')) {
            assert_eq!(capital(letter).to_string(), letter.to_uppercase().to_string(), "{letter}");
            assert_eq!(capital(capital(letter)), capital(letter), "{letter}");
        }
    }
}
