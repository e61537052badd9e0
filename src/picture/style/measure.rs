//! How wide a text is. A browser measures for itself; without one a table of a typical wide sans serif serves.

/// Measures text.
pub trait Measure {
    /// Width in CSS px of one line of text in the user interface's font at `size` px and a weight of 400 to 800.
    fn width(&self, text: &str, size: f64, weight: u16) -> f64;
}

/// Measures without a font at hand, rather too wide than too narrow: as in DejaVu Sans, the widest of the common ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typical;

impl Measure for Typical {
    fn width(&self, text: &str, size: f64, weight: u16) -> f64 {
        let em: f64 = text.chars().map(advance).sum();
        // Fonts with no half bold take their bold from 600 on.
        em * size * if weight >= 600 { 1.125 } else { 1.0 }
    }
}

/// Advance of a letter in em.
fn advance(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '\'' | '’' | '|' | '.' | ',' | ':' | ';' | '/' | ' ' | '·' | '\u{a0}' | '\u{202f}' => {
            0.32
        }
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '!' | '"' => 0.40,
        's' | 'z' | 'c' | 'k' | 'v' | 'x' | 'y' | 'L' | 'F' | '?' => 0.58,
        'w' | 'O' | 'Q' | '=' | '<' | '>' | '+' => 0.83,
        'm' | 'M' | 'W' | '@' | '%' | '…' => 0.98,
        'A'..='Z' | '&' => 0.71,
        '\u{1100}'.. => 1.0,
        _ => 0.635,
    }
}
