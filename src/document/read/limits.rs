//! How large a document may be.

use crate::{document::value::Value, problem::Problem};

/// How large a document may be; the default is the contract's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of JSON text.
    pub text_bytes: usize,
    /// Nodes, after a funnel is written out.
    pub nodes: usize,
    /// Streams.
    pub streams: usize,
    /// Pieces of street between two positions.
    pub street_edges: usize,
    /// Events of journeys.
    pub events: usize,
    /// Levers.
    pub levers: usize,
    /// Frames.
    pub frames: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            text_bytes: 64 << 20,
            nodes: 100_000,
            streams: 400_000,
            street_edges: 2_000_000,
            events: 2_000_000,
            levers: 1_000,
            frames: 10_000,
        }
    }
}

impl Limits {
    /// Whether a text of so many bytes may be read.
    ///
    /// # Errors
    /// `too-large`, where it may not.
    pub fn check_text(&self, bytes: usize) -> Result<(), Problem> {
        if bytes > self.text_bytes { Err(too_large("", bytes, "bytes of text", self.text_bytes)) } else { Ok(()) }
    }

    /// Whether a network that was written out may have so many nodes; they come from what stands at the pointer.
    pub fn check_nodes(&self, pointer: &str, nodes: usize) -> Option<Problem> {
        (nodes > self.nodes).then(|| too_large(pointer, nodes, "nodes", self.nodes))
    }

    /// What is too large in a tree; all lists are counted before any is read.
    pub fn check_tree(&self, tree: &Value) -> Vec<Problem> {
        let count = |path: &[&str]| {
            let found = path.iter().try_fold(tree, |value, key| value.get(key));
            match found {
                Some(Value::Events(log)) => log.count(),
                found => found.and_then(Value::list).map_or(0, <[Value]>::len),
            }
        };
        // What a funnel expands to beside its springs and competitors: at most 8 more nodes and 10 more streams.
        let left = self.nodes.saturating_sub(8).min(self.streams.saturating_sub(10));
        let springs = count(&["funnel", "springs"]);
        let checks = [
            ("/network/nodes", count(&["network", "nodes"]), "nodes", self.nodes),
            ("/network/streams", count(&["network", "streams"]), "streams", self.streams),
            ("/funnel/springs", springs, "springs", left),
            ("/funnel/competitors", count(&["funnel", "competitors"]), "competitors", left.saturating_sub(springs)),
            ("/journeys/events", count(&["journeys", "events"]), "events", self.events),
            ("/levers", count(&["levers"]), "levers", self.levers),
            ("/frames", count(&["frames"]), "frames", self.frames),
        ];
        let over = checks.into_iter().filter(|(_, found, _, most)| found > most);
        over.map(|(pointer, found, what, most)| too_large(pointer, found, what, most)).collect()
    }
}

fn too_large(pointer: &str, found: usize, what: &str, most: usize) -> Problem {
    let message = ["found ", &found.to_string(), " ", what, ", expected at most ", &most.to_string()].concat();
    Problem::error("too-large", pointer, message)
}
