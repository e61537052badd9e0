//! What a manager can do about the flow.

use super::{
    Document,
    contract::{LEVER, Mood, shape::Shape},
    extras,
    network::{Ids, at, default_id},
    read::limits::Limits,
    reader::Reader,
    value::Value,
};
use crate::problem::Problem;
use std::rc::Rc;

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

/// Which of some levers a list says are on, where they do not differ in anything else: then it need not be read.
pub fn switches(list: &Value, levers: &[Lever]) -> Option<Vec<bool>> {
    let Value::List(items) = list else { return None };
    let switch = |(item, lever): (&Value, &Lever)| {
        let (Value::Record(said), Value::Record(own)) = (item, lever.to_value()) else { return None };
        let rest = |fields: &[(Rc<str>, Value)]| fields.iter().filter(|(name, _)| **name != *"on").count();
        let mut own_rest = own.iter().filter(|(name, _)| **name != *"on");
        let same = rest(said) == rest(&own) && own_rest.all(|(name, value)| item.get(name) == Some(value));
        match item.get("on") {
            None if same => Some(false),
            Some(Value::Bool(on)) if same => Some(*on),
            _ => None,
        }
    };
    if items.len() == levers.len() { items.iter().zip(levers).map(switch).collect() } else { None }
}

/// Reads levers that are to take the place of a document's: a list as the document would have it.
///
/// # Errors
///
/// All that is wrong with them; pointers begin with `/levers`.
pub fn read_levers(list: Value, document: &Document, limits: &Limits) -> Result<Vec<Lever>, Vec<Problem>> {
    static LEVERS: Shape = Shape::List(&Shape::Record(&LEVER));
    let tree = Value::record(vec![("levers", Some(list))]);
    let problems = limits.check_tree(&tree);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut reader = Reader::default();
    if let Some(list) = tree.get("levers") {
        reader.in_field("levers", |reader| reader.read(&LEVERS, list));
    }
    extras::check_levers(tree.items("levers"), &mut Ids::of(document), &mut reader);
    if reader.refuses() { Err(reader.finish()) } else { Ok(build(&tree)) }
}

impl Lever {
    /// The lever as a document says it.
    pub fn to_value(&self) -> Value {
        let text = |text: &String| Some(Value::text(text));
        let number = |number: &f64| Some(Value::Number(*number));
        let (kind, work) = match &self.work {
            Work::Warm { at, share } => ("warm", vec![("at", text(at)), ("share", number(share))]),
            Work::Dam { stream, pass } => ("dam", vec![("stream", text(stream)), ("pass", number(pass))]),
            Work::Canal { from, to, share, mood } => {
                let mood = mood.map(|mood| Value::text(mood.word()));
                ("canal", vec![("from", text(from)), ("to", text(to)), ("share", number(share)), ("mood", mood)])
            }
        };
        Value::record(vec![
            ("id", text(&self.id)),
            ("label", self.label.as_ref().map(Value::text)),
            ("cost", (self.cost > 0.0).then_some(Value::Number(self.cost))),
            ("on", self.on.then_some(Value::Bool(true))),
            (kind, Some(Value::record(work))),
        ])
    }
}

/// The id of the stream that a canal makes: `from>to`, or where a stream `has` that already, the same with the lever's id.
pub(crate) fn canal_id(from: &str, to: &str, lever: &str, has: impl Fn(&str) -> bool) -> String {
    let mut id = default_id(from, to);
    while has(&id) {
        id = [&id, ":", lever].concat();
    }
    id
}
