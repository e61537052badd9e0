//! What a document is read from: JSON text, positions in it, limits, dates.

pub(crate) mod dates;
pub mod json;
pub(crate) mod limits;
pub(crate) mod positions;
pub(crate) mod shared;
