//! How wide a text is. A browser measures for itself; without one a table of a typical wide sans serif serves.

/// Measures text.
pub trait Measure {
    /// Width in CSS px of one line of text in the user interface's font at `size` px and a weight of 400 to 800.
    fn width(&self, text: &str, size: f64, weight: u16) -> f64;
}

/// Measures without a font at hand, rather too wide than too narrow.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typical;

impl Measure for Typical {
    fn width(&self, text: &str, size: f64, weight: u16) -> f64 {
        let em: f64 = text.chars().map(advance).sum();
        let bold = 1.0 + f64::from(weight.saturating_sub(400)) * 0.000_2;
        em * size * bold
    }
}

/// Advance of a letter in em, after the widths of Noto Sans.
fn advance(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' | '!' | '.' | ',' | ':' | ';' | ' ' | '\u{a0}' | '\u{202f}' => 0.27,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' | '"' => 0.39,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.93,
        'A'..='Z' | '&' => 0.67,
        '\u{1100}'.. => 1.0,
        _ => 0.58,
    }
}
