//! How it looks: colours, shapes, and texts with their measure.

pub mod measure;
pub(crate) mod shapes;
pub(crate) mod text;
pub mod theme;
