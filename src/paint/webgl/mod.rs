//! The WebGL2 painter: what stands still is a texture, drawn once by the browser; where every drop is, the graphics card
//! works out by itself, from the tables. Nothing is done for a single drop here.

#[cfg(feature = "web")]
mod canvas;
#[cfg(feature = "web")]
mod gl;
#[cfg(feature = "web")]
mod mirror;
#[cfg(any(feature = "web", test))]
mod tables;

#[cfg(feature = "web")]
pub use {canvas::WebGl, mirror::Mirror};
