//! City rivers: how clients flow through a business, drawn as water through a city.
//!
//! The rooms, each of which may use those before it and none after:
//! `document` (the JSON contract) -> `city` (its streets) -> `network` (the solved graph) -> `map` (where things are) ->
//! `drops` (moving marks) -> `frame` (what is to be drawn) -> `picture` (all that stands still) -> `stage` (puts it together;
//! document in, time in, frame out) -> `web` (the browser). Beside `stage` stands `paint` (painters, which know only `frame`).

#![cfg_attr(small, feature(optimize_attribute))]

pub mod city;
pub mod document;
mod door;
pub mod drops;
pub mod frame;
mod hash;
pub mod map;
pub mod network;
mod order;
pub mod paint;
pub mod picture;
pub mod problem;
pub mod stage;
#[cfg(feature = "web")]
pub mod web;
