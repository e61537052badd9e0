//! How wide a text is. A browser measures for itself; without one a table of a typical wide sans serif serves.

/// Measures text.
pub trait Measure {
    /// Width in CSS px of one line of text in the user interface's font at `size` px and a weight of 400 to 800.
    fn width(&self, text: &str, size: f64, weight: u16) -> f64;
}
