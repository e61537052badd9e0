//! Lines of text in several styles, and how wide they are.

use super::measure::Measure;
use crate::frame::{Anchor, Color, Text};
use kurbo::Point;

/// Width of the halo's stroke, px.
const HALO: f64 = 5.0;

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
