//! Tests from outside, natively; folders mirror `src`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod city;
mod document;
mod map;
mod network;
mod stage;
mod stills;

use std::{
    fs,
    io::{self, Read, Write},
    path::PathBuf,
};

/// A file of the test data, or none where they are not there.
fn data(name: &str) -> Option<String> {
    let root = std::env::var("CITY_RIVERS_DATA")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let bytes = fs::read(root.join(name)).ok();
    let text = bytes.map(|bytes| {
        let mut text = String::new();
        if name.ends_with(".gz") {
            flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
            text
        } else {
            String::from_utf8(bytes).unwrap()
        }
    });
    if text.is_none() {
        // Past the harness, which keeps what a passing test prints to itself.
        let mut aloud = io::stderr();
        writeln!(aloud, "skipped: {name} is not among the test data").unwrap();
    }
    text
}
