//! The headless application: document in, time in, frame out.

pub mod land;
pub mod measure;
pub mod theme;
pub mod water;
