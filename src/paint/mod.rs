//! Painters: each draws a [`crate::frame::Frame`] and knows nothing else.

#[cfg(feature = "web")]
pub mod canvas2d;
pub mod svg;
