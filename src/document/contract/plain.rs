//! Which documents ask for no more than water through a generated town.

use super::View;
use crate::document::value::Value;

/// Fields of a document that ask for more.
const MORE: [&str; 4] = ["journeys", "levers", "frames", "balance"];

/// Whether a document, read but not yet checked, is about a business and asks for no more than every picture of one needs: no
/// streets of its own, single clients, levers, frames, reconciling, Huff's law, or time.
pub fn is_plain(tree: &Value) -> bool {
    let nodes = tree.get("network").map_or(&[][..], |network| network.items("nodes"));
    let any = |field: &str| nodes.iter().any(|node| node.get(field).is_some());
    let business = tree.get("funnel").is_some() || any("kt");
    let in_time = tree.words("view").and_then(View::of) == Some(View::Time);
    let streets = tree.get("city").is_some_and(|city| city.get("streets").is_some());
    business && !in_time && !streets && !any("huff") && MORE.iter().all(|field| tree.get(field).is_none())
}
