//! All that stands still: from a scene to shapes and texts. It knows nothing of time, hands and cameras.

mod labels;
pub(crate) mod land;
pub(crate) mod marks;
pub(crate) mod panel;
mod placing;
pub(crate) mod rings;
pub(crate) mod scene;
pub(crate) mod still;
pub mod style;
pub(crate) mod water;
pub(crate) mod words;
pub(crate) mod works;
