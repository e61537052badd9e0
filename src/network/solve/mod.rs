//! The steady state of a network: what flows where, and how warm it is.

pub(crate) mod chain;
pub(crate) mod components;
mod core;
pub(crate) mod excess;
pub(crate) mod flow;
pub(crate) mod temperature;
