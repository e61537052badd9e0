//! The software painter: what stands still is drawn once, by the browser; the pixels of the water are composed in memory
//! for every frame, and handed over as they are.

mod bed;
mod blocks;
#[cfg(feature = "web")]
mod canvas;
mod four;
mod singles;
#[cfg(test)]
mod tests;
#[cfg(feature = "web")]
mod veiled;
mod water;

#[cfg(feature = "web")]
pub use canvas::Software;
pub use water::Water;
