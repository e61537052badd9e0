//! Painters: each draws a [`crate::frame::Frame`] and knows nothing else.

#[cfg(feature = "web")]
pub(crate) mod canvas;
#[cfg(feature = "web")]
pub mod pen;
pub mod software;
pub mod svg;
pub mod webgl;

#[cfg(feature = "web")]
use {crate::frame::Frame, pen::Pen, wasm_bindgen::JsValue};

/// What draws frames on a canvas of the browser.
#[cfg(feature = "web")]
pub trait Painter {
    /// Draws one picture at `ratio` device pixels per CSS pixel, with texts set by `pen`; gives the canvas the size for it.
    ///
    /// # Errors
    /// What the browser says when it refuses a call, as when memory for a layer is short.
    fn paint(&mut self, frame: &Frame, pen: &Pen, ratio: f64) -> Result<(), JsValue>;

    /// Shows what stands still, where nothing is shown yet, and gets ready for what moves, a step at a time; whether there is another
    /// step before [`Painter::paint`] takes no longer than for any frame.
    ///
    /// # Errors
    /// As of [`Painter::paint`].
    fn begin(&mut self, _frame: &Frame, _pen: &Pen, _ratio: f64) -> Result<bool, JsValue> {
        Ok(false)
    }

    /// Forgets what the canvas shows, as when the browser has lost it.
    fn forget(&mut self);

    /// Draws drops less finely from now on, where that spares work and is not seen; whether it does.
    fn relieve(&mut self) -> bool {
        false
    }
}
