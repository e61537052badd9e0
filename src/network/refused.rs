//! Why a network has no steady state.

// Indexes are the graph's own node and edge indexes, which are the document's.
#![allow(clippy::indexing_slicing)]

use super::solve::flow::Stuck;
use crate::{
    document::{self, json::write_number},
    problem::Problem,
};

pub(super) fn too_much(node: &document::Node) -> Problem {
    let what = "\" lie too far apart or are too large to reckon with; use another unit";
    Problem::error("range", &node.origin, ["the figures at \"", &node.id, what].concat())
}

pub(super) fn refused(nodes: &[document::Node], stuck: Stuck) -> Problem {
    let (code, index, what) = match stuck {
        Stuck::Endless(node) => {
            ("endless-cycle", node, "\" lies on a cycle that loses nothing, so its water would rise for ever")
        }
        Stuck::TooLarge(node) => ("too-large", node, "\" lies among cycles too many and too tight to be solved"),
    };
    let node = &nodes[index.index()];
    Problem::error(code, &node.origin, ["\"", &node.id, what, "; let some of it leave"].concat())
}

pub(super) fn unaccounted_for(node: &document::Node, inflow: f64, outflow: f64, unaccounted: f64) -> Problem {
    let [inflow, outflow, underway, off] = [inflow, outflow, node.underway, unaccounted.abs()].map(figure);
    let still = if node.underway > 0.0 { [", ", &underway, " are still there"].concat() } else { String::new() };
    let what = if unaccounted > 0.0 { " nobody saw leave" } else { " more left than came" };
    let message = ["at \"", &node.id, "\" ", &inflow, " come in and ", &outflow, " go out", &still, ": ", &off, what];
    Problem::warning("unaccounted", &node.origin, message.concat())
}

/// A number as one reads it: four figures and at most the units.
fn figure(value: f64) -> String {
    let mut unit = 1.0;
    while value * unit < 1e3 && unit < 1e300 {
        unit *= 10.0;
    }
    let mut figure = String::new();
    write_number((value * unit).round() / unit, &mut figure);
    figure
}
