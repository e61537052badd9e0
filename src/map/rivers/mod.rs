//! Rivers: their ways, their gates, their lanes and their ribbons.

pub(crate) mod gates;
pub(crate) mod lanes;
pub(crate) mod reaches;
pub(crate) mod ribbon;
pub(crate) mod route;
pub(crate) mod stems;
pub mod tree;
