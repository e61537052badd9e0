//! The flow document: the JSON contract as tables, and the one door through which it is read.
//!
//! ```text
//! text (json), JavaScript object -> value (a tree) -> reader (against the tables of contract: all that is wrong)
//!     -> funnel, journeys (written out as a network) -> network, extras (what must hold between the parts) -> Document
//! ```
//! Where the contract is silent:
//! - `period` is `total` by default; a funnel may end at the till (no `kt3`) or at the regulars (no `regulars`).
//! - No count and no money is above 10^15. `null` is refused (`type`); what is not is left out.
//! - `missing` is told for each field, also where several lack at one place. An empty id is `empty`; a repeated field is
//!   `syntax`; a field that only another kind of node may have (also by a frame, also `huff` beside a `kt` other than 1) is
//!   `unknown-field`.
//! - `unknown-id` points at the field or list entry that says the id, `duplicate-id` at the second `id` or, where that is
//!   the default, at the second stream; `shares-exceed-one` (by more than 10^-9) at the node that the streams leave.
//! - In GeoJSON other members are left alone, since other programs write them; what is wrong with the shape of a street is
//!   `geometry` at the part in question, with its numbers `range`.
//! - A one-way street says so as in OpenStreetMap (`yes`, `-1`), also as a number or a boolean; any other word is no sign.
//! - A cycle that loses nothing is refused even where no water comes to it. A node without water has temperature 0, and
//!   streams without water and without a `share` of their own have share 0.
//! - A network without a spring is a warning `empty`.

pub mod contract;
mod extras;
mod frames;
mod funnel;
mod geometry;
pub mod journeys;
mod levers;
mod network;
pub(crate) mod read;
mod reader;
mod streets;
pub mod value;
mod written;

#[cfg(not(target_arch = "wasm32"))]
pub use self::contract::describe::{schema, typescript};
use self::{
    contract::{DOCUMENT, shape::Shape},
    journeys::Log,
    network::{Ids, Places},
    reader::Reader,
    value::Value,
};
pub use self::{
    contract::{Kind, Mood, Period, View, plain::is_plain},
    frames::{Frame, NodeChange, StreamChange},
    levers::{Lever, Work, read_levers, switches},
    read::{json, limits::Limits, positions::Positions},
    reader::MAX_PROBLEMS,
    streets::{Direction, Line, StreetClass, Streets},
};
pub(crate) use self::{levers::canal_id, reader::Names};
use crate::{door, problem::Problem};
use std::rc::Rc;

/// What a document is given as.
pub enum Source<'a> {
    /// JSON text, with or without a byte order mark.
    Text(&'a str),
    /// The same as UTF-8.
    Bytes(&'a [u8]),
    /// A tree made elsewhere, such as from a JavaScript object.
    Tree(Value),
}

/// What reading gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The document, where nothing refuses it.
    pub document: Option<Document>,
    /// Of a refused network, the part that nothing was found wrong with: only to see what else is wrong.
    pub sound: Option<Document>,
    /// All that is wrong with it, or worth knowing; at most [`MAX_PROBLEMS`].
    pub problems: Vec<Problem>,
}

/// What writing out gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Expansion {
    /// The document with a `network` in the place of its `funnel` or `journeys`, all else as it was given; none where it is refused.
    pub expanded: Option<Value>,
    /// All that is wrong with it, or worth knowing; at most [`MAX_PROBLEMS`].
    pub problems: Vec<Problem>,
}

/// Reads a document: all that is wrong with it at once, and the document where nothing refuses it. Never panics.
/// Takes time in proportion to the document.
pub fn read(source: Source<'_>, limits: &Limits) -> Reading {
    let tree = match tree(source, limits) {
        Ok(tree) => tree,
        Err(problem) => return Reading { problems: vec![problem], ..Reading::default() },
    };
    let Checked { written_out, log, frames, ids, refused, problems } = check(&tree, limits);
    let frames = frames.as_deref().unwrap_or_else(|| tree.items("frames"));
    match (&written_out, tree.get("network")) {
        (Some((network, places)), _) if !refused => {
            Reading { document: Some(build(&tree, network, places, frames, log)), sound: None, problems }
        }
        (None, Some(network)) if !refused => {
            Reading { document: Some(build(&tree, network, &Places::Network, frames, None)), sound: None, problems }
        }
        (None, Some(network)) if problems.len() < MAX_PROBLEMS && !ids.nodes.is_empty() => {
            let (nodes, streams) = door::through(|| network::sound(network, &ids, &problems));
            Reading { document: None, sound: Some(Document { nodes, streams, ..Document::default() }), problems }
        }
        _ => Reading { problems, ..Reading::default() },
    }
}

/// Writes a document out as a network: see [`Expansion`]. Expanding what was expanded changes nothing.
pub fn expand(source: Source<'_>, limits: &Limits) -> Expansion {
    let mut tree = match tree(source, limits) {
        Ok(tree) => tree,
        Err(problem) => return Expansion { expanded: None, problems: vec![problem] },
    };
    let Checked { written_out, frames, refused, problems, .. } = check(&tree, limits);
    if refused {
        return Expansion { expanded: None, problems };
    }
    if let (Value::Record(fields), Some((network, _))) = (&mut tree, written_out)
        && let Some(field) = fields.iter_mut().find(|(name, _)| matches!(&**name, "funnel" | "journeys"))
    {
        *field = ("network".into(), network);
        fields.extend(frames.map(|frames| ("frames".into(), Value::List(frames))));
    }
    Expansion { expanded: Some(tree), problems }
}

/// A document as a tree, which is not checked yet.
///
/// # Errors
/// `too-large`, `syntax`, `type`.
pub fn tree(source: Source<'_>, limits: &Limits) -> Result<Value, Problem> {
    if let Source::Tree(tree) = source {
        return Ok(tree);
    }
    json::parse(text(&source, limits)?)
}

/// The text of a source, without a byte order mark.
///
/// # Errors
/// `too-large`, `syntax` where bytes are no UTF-8, `type` where it is no text.
pub fn text<'a>(source: &'a Source<'_>, limits: &Limits) -> Result<&'a str, Problem> {
    let text = match source {
        Source::Tree(tree) => {
            let message = ["found ", &tree.shown(), ", expected a text or its bytes"].concat();
            return Err(Problem::error("type", "", message));
        }
        Source::Text(text) => text,
        Source::Bytes(bytes) => {
            limits.check_text(bytes.len())?;
            str::from_utf8(bytes).map_err(|wrong| {
                let line = 1 + bytes.iter().take(wrong.valid_up_to()).filter(|byte| **byte == b'\n').count();
                Problem::error("syntax", "", "this is not text in UTF-8").at_line(line)
            })?
        }
    };
    limits.check_text(text.len())?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

#[derive(Default)]
struct Checked {
    /// The network of a funnel or of journeys, and where that comes from.
    written_out: Option<(Value, Places)>,
    /// The events of journeys.
    log: Option<Rc<Log>>,
    /// The frames that are made of them.
    frames: Option<Vec<Value>>,
    ids: Ids,
    refused: bool,
    problems: Vec<Problem>,
}

fn check(tree: &Value, limits: &Limits) -> Checked {
    let problems = limits.check_tree(tree);
    if !problems.is_empty() {
        return Checked { refused: true, problems, ..Checked::default() };
    }
    let mut reader = Reader::default();
    reader.read(&Shape::Record(&DOCUMENT), tree);
    extras::check_city(tree, limits.street_edges, &mut reader);
    let mut ids = Ids::default();
    let (funnel, network) = (tree.get("funnel"), tree.get("network"));
    let journeys = tree.get("journeys");
    let alone = funnel.or(network).is_none();
    let log = journeys.filter(|_| alone && !reader.refuses()).map(|own| door::through(|| journeys::log(own)));
    let written_out = match (funnel, &log) {
        _ if network.is_some() => None,
        (Some(funnel), _) => Some(funnel::expand(funnel)),
        (None, Some(log)) => Some(door::through(|| journeys::expand(log))),
        _ => None,
    };
    if let (Some((network, _)), Some(_)) = (&written_out, journeys) {
        let problem = limits.check_nodes("/journeys/events", network.items("nodes").len());
        problem.into_iter().for_each(|problem| reader.note(problem));
    }
    match (&written_out, network) {
        (Some((network, places)), _) => ids = network::check(network, places, &mut reader),
        (None, Some(network)) if funnel.is_none() => ids = network::check(network, &Places::Network, &mut reader),
        _ => {}
    }
    if let Some(funnel) = funnel {
        funnel::check(funnel, &mut ids, &mut reader);
    }
    if let Some(journeys) = journeys {
        door::through(|| {
            extras::check_journeys(journeys, &mut reader);
            log.iter().for_each(|log| journeys::check(log, journeys.named("stages"), &mut reader));
        });
    }
    let network = written_out.as_ref().map(|(network, _)| network).or(network);
    let counted = log.as_ref().zip(network).filter(|_| !reader.refuses());
    let made =
        counted.and_then(|(log, network)| door::through(|| journeys::frames(tree, log, network, limits, &mut reader)));
    let frames = made.as_deref().unwrap_or_else(|| tree.items("frames"));
    extras::check(tree, frames, &mut ids, &mut reader);
    if let Some(network) = network.filter(|_| !reader.refuses() && !frames.is_empty()) {
        door::through(|| frames::check(frames, network, &ids, &mut reader));
    }
    if !reader.refuses() {
        extras::note_no_spring(tree, &mut reader);
    }
    Checked { written_out, log, frames: made, ids, refused: reader.refuses(), problems: reader.finish() }
}

/// The document of a tree without errors.
fn build(tree: &Value, network: &Value, places: &Places, frames: &[Value], journeys: Option<Rc<Log>>) -> Document {
    let nothing = Value::Null;
    let city = tree.get("city").unwrap_or(&nothing);
    let title = tree.owned("title").unwrap_or_default();
    let (nodes, streams) = network::build(network, places);
    Document {
        seed: city.number("seed").map_or_else(|| hash(&title), |seed| seed as u64),
        title,
        period: tree.words("period").and_then(Period::of).unwrap_or_default(),
        currency: tree.owned("currency"),
        locale: tree.owned("locale"),
        view: tree.words("view").and_then(View::of).unwrap_or_default(),
        blocks: city.number("blocks").map(|blocks| blocks as u32),
        streets: city.get("streets").map(|_| door::through(|| Rc::new(Streets::of(city)))),
        attribution: city.owned("attribution"),
        reconcile: tree.get("balance").is_some(),
        levers: if tree.items("levers").is_empty() { Vec::new() } else { door::through(|| levers::build(tree)) },
        frames: if frames.is_empty() { Vec::new() } else { door::through(|| frames::build(frames, &nodes, &streams)) },
        nodes,
        streams,
        story: tree.items("story").iter().map(step).collect(),
        journeys,
    }
}

fn step(step: &Value) -> Step {
    let text = |id: &Value| match id {
        Value::Text(id) => Some(id.as_ref().to_owned()),
        _ => None,
    };
    Step {
        title: step.owned("title"),
        text: step.owned("text"),
        focus: step.items("focus").iter().filter_map(text).collect(),
        levers: step.get("levers").map(|_| step.items("levers").iter().filter_map(text).collect()),
        frame: step.number("frame").map(|frame| frame as usize),
        view: step.words("view").and_then(View::of),
    }
}

/// FNV-1a, 64 bits: the same seed for the same title everywhere.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A place of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Unique among the nodes.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What it is called on the map.
    pub label: Option<String>,
    /// Springs: clients that enter here per period; without it, as many as its measured streams carry.
    pub clients: Option<f64>,
    /// Springs: overall temperature of the water, -1 to 1.
    pub temperature: Option<f64>,
    /// Springs: how far `clients` is trusted when counts are reconciled, above 0.
    pub confidence: f64,
    /// Forks: 1, 2 or 3.
    pub kt: Option<u8>,
    /// Tills: money per client.
    pub revenue_per_client: Option<f64>,
    /// Clients that are still here and have not gone on.
    pub underway: f64,
    /// The author's place for it (`[x, y]`).
    pub at: Option<[f64; 2]>,
    /// Pull on clients, above 0, for [`Huff`].
    pub attraction: Option<f64>,
    /// KT1: how clients choose between the shops.
    pub huff: Option<Huff>,
    /// JSON pointer of what it comes from in the document as given.
    pub origin: String,
}

/// Huff's law: a shop draws clients by attraction^alpha / distance^beta.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Huff {
    /// Exponent of the attraction.
    pub alpha: f64,
    /// Exponent of the distance.
    pub beta: f64,
}

/// Clients moving from one node to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Unique among the streams; by default `from>to`.
    pub id: String,
    /// Id of the node that it leaves.
    pub from: String,
    /// Id of the node that it reaches.
    pub to: String,
    /// What it is called on the map.
    pub label: Option<String>,
    /// Warm, cold, or neither.
    pub mood: Option<Mood>,
    /// Overall temperature, -1 to 1, where the author gives one.
    pub temperature: Option<f64>,
    /// Median days that a client takes along it.
    pub days: Option<f64>,
    /// The fraction of `from`'s inflow that it takes, 0 to 1.
    pub share: Option<f64>,
    /// A measured count of clients per period.
    pub clients: Option<f64>,
    /// How far `clients` is trusted when counts are reconciled, above 0.
    pub confidence: f64,
    /// JSON pointer of what it comes from in the document as given.
    pub origin: String,
}

/// A step of a talk about the network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Its heading.
    pub title: Option<String>,
    /// What is said.
    pub text: Option<String>,
    /// Ids of the nodes and streams to look at: each that of a node, of a stream, or of both; none looks at everything.
    pub focus: Vec<String>,
    /// Ids of the levers that are on from here, where that changes.
    pub levers: Option<Vec<String>>,
    /// Index of the frame that is shown from here, where that changes.
    pub frame: Option<usize>,
    /// The view that is shown, where it changes.
    pub view: Option<View>,
}

/// A document whose form is known to be right, its funnel written out as a network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Shown over the map; may be empty.
    pub title: String,
    /// What counts are per.
    pub period: Period,
    /// ISO 4217.
    pub currency: Option<String>,
    /// BCP 47.
    pub locale: Option<String>,
    /// The view shown first.
    pub view: View,
    /// Seed of the generated city, from the document or its title.
    pub seed: u64,
    /// How many blocks the generated city should have about, where the document says.
    pub blocks: Option<u32>,
    /// The city's own streets, where the document gives them.
    pub streets: Option<Rc<Streets>>,
    /// Whose the city's data are; shown on the map.
    pub attribution: Option<String>,
    /// The nodes, in document order.
    pub nodes: Vec<Node>,
    /// The streams, in document order.
    pub streams: Vec<Stream>,
    /// Whether counts are reconciled before anything is solved.
    pub reconcile: bool,
    /// What a manager can do, in document order.
    pub levers: Vec<Lever>,
    /// Other states of the network, in document order.
    pub frames: Vec<Frame>,
    /// The author's own talk, step by step; empty where there is none.
    pub story: Vec<Step>,
    /// The single clients and their events, where the network was counted from journeys.
    pub journeys: Option<Rc<Log>>,
}
