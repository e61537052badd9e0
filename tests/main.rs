//! Tests from outside, natively; folders mirror `src`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod document;
mod map;
mod network;
mod stage;
mod stills;
