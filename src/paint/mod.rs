//! Painters: each draws a [`crate::frame::Frame`] and knows nothing else.

#[cfg(feature = "web")]
pub mod pen;
pub mod software;
pub mod svg;
