//! What a manager can do about the flow.

use super::{
    contract::Mood,
    network::{at, default_id},
    value::Value,
};

/// Something that a manager can do.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// Unique among the levers.
    pub id: String,
    /// What it is called.
    pub label: Option<String>,
    /// Paid once.
    pub cost: f64,
    /// Whether it is on at first.
    pub on: bool,
    /// What it does.
    pub work: Work,
    /// JSON pointer of where it stands in the document as given.
    pub origin: String,
}

/// What a lever does; each fraction is 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// Moves a fraction of a node's inflow from its blue streams to its red ones.
    Warm {
        /// Id of the node.
        at: String,
        /// The fraction.
        share: f64,
    },
    /// Lets only a fraction of a stream through.
    Dam {
        /// Id of the stream.
        stream: String,
        /// The fraction that passes.
        pass: f64,
    },
    /// Takes a fraction of a node's inflow into a new stream.
    Canal {
        /// Id of the node that it leaves.
        from: String,
        /// Id of the node that it reaches.
        to: String,
        /// The fraction.
        share: f64,
        /// Red or blue, where the author says.
        mood: Option<Mood>,
    },
}

/// The levers of a tree without errors.
pub fn build(tree: &Value) -> Vec<Lever> {
    let levers = tree.items("levers").iter().enumerate();
    let lever = |(index, lever): (usize, &Value)| {
        Some(Lever {
            id: lever.owned("id")?,
            label: lever.owned("label"),
            cost: lever.number("cost").unwrap_or_default(),
            on: lever.get("on") == Some(&Value::Bool(true)),
            work: work(lever)?,
            origin: at("/levers/", index),
        })
    };
    levers.filter_map(lever).collect()
}

fn work(lever: &Value) -> Option<Work> {
    if let Some(warm) = lever.get("warm") {
        return Some(Work::Warm { at: warm.owned("at")?, share: warm.number("share")? });
    }
    if let Some(dam) = lever.get("dam") {
        return Some(Work::Dam { stream: dam.owned("stream")?, pass: dam.number("pass")? });
    }
    let canal = lever.get("canal")?;
    let (from, to) = (canal.owned("from")?, canal.owned("to")?);
    Some(Work::Canal { from, to, share: canal.number("share")?, mood: canal.mood() })
}

/// The id of the stream that a canal makes: `from>to`, or where a stream `has` that already, the same with the lever's id.
pub(crate) fn canal_id(from: &str, to: &str, lever: &str, has: impl Fn(&str) -> bool) -> String {
    let mut id = default_id(from, to);
    while has(&id) {
        id = [&id, ":", lever].concat();
    }
    id
}
