//! A generated town.
