//! Which documents ask for no more than water through a generated town.

use super::{contract::View, value::Value};

/// Fields of a document that ask for more.
const MORE: [&str; 4] = ["journeys", "levers", "frames", "balance"];

/// Whether a document, read but not yet checked, asks for no more than every picture needs: no streets of its own, single clients,
/// levers, frames, reconciling, Huff's law, or time.
pub fn is_plain(tree: &Value) -> bool {
    let in_time = tree.words("view").and_then(View::of) == Some(View::Time);
    let streets = tree.get("city").is_some_and(|city| city.get("streets").is_some());
    let huff =
        tree.get("network").is_some_and(|network| network.items("nodes").iter().any(|node| node.get("huff").is_some()));
    !in_time && !streets && !huff && MORE.iter().all(|field| tree.get(field).is_none())
}
