//! What must hold between nodes and streams, and the nodes and streams of the document that are built once it does.

use super::{
    Document, Huff, Node, Stream,
    contract::{Kind, Mood},
    reader::{Names, Reader},
    value::Value,
};
use crate::{door, problem::Problem};

/// Shares that exceed 1 by no more than rounding are taken.
pub const SHARE_TOLERANCE: f64 = 1e-9;

/// Where in the document as given the nodes and streams of a network stand.
pub enum Places {
    /// Where a network has them.
    Network,
    /// Each somewhere in a funnel or in journeys.
    Written {
        /// Pointer of each node.
        nodes: Vec<String>,
        /// Pointer of each stream.
        streams: Vec<String>,
    },
}

impl Places {
    fn node(&self, index: usize) -> String {
        match self {
            Self::Network => at("/network/nodes/", index),
            Self::Written { nodes, .. } => nodes.get(index).cloned().unwrap_or_default(),
        }
    }

    fn stream(&self, index: usize) -> String {
        match self {
            Self::Network => at("/network/streams/", index),
            Self::Written { streams, .. } => streams.get(index).cloned().unwrap_or_default(),
        }
    }
}

/// The pointer of an element.
pub fn at(list: &str, index: usize) -> String {
    [list, &index.to_string()].concat()
}

/// The ids of a network, for all that refers to them.
#[derive(Default)]
pub struct Ids {
    /// The nodes, with the index of each.
    pub nodes: Names,
    /// The kind of each node, where it could be read.
    kinds: Vec<Option<Kind>>,
    /// The streams.
    pub streams: Names,
    /// Whether these are all: where an id could not be read, nothing is said of ids that are not found.
    pub complete: bool,
}

impl Ids {
    /// Those of a document.
    pub fn of(document: &Document) -> Self {
        let mut ids = Self { complete: true, ..Self::default() };
        ids.kinds = document.nodes.iter().map(|node| Some(node.kind)).collect();
        document.nodes.iter().enumerate().for_each(|(index, node)| _ = ids.nodes.insert(&node.id, index));
        document.streams.iter().enumerate().for_each(|(index, stream)| _ = ids.streams.insert(&stream.id, index));
        ids
    }

    /// The kind of the node with that id, where there is one and it could be read.
    pub fn kind(&self, id: &str) -> Option<Kind> {
        self.nodes.get(id).and_then(|index| self.kinds.get(index).copied().flatten())
    }
}

/// The id of a stream from one node to another that has none of its own.
pub fn default_id(from: &str, to: &str) -> String {
    [from, ">", to].concat()
}

fn stream_id(stream: &Value) -> Option<String> {
    match (stream.get("id"), stream.id("from"), stream.id("to")) {
        (Some(_), ..) => stream.id("id").map(str::to_owned),
        (None, Some(from), Some(to)) => Some(default_id(from, to)),
        _ => None,
    }
}

/// What leaves a node.
#[derive(Clone, Copy, Default)]
pub struct Leaving {
    /// What the shares add up to.
    pub shares: f64,
    /// Whether any stream is red.
    pub red: bool,
    /// Whether any is blue.
    pub blue: bool,
    /// A mood that could not be read: whether one is missing is not known.
    unclear: bool,
}

/// Checks nodes and streams; the ids that there are.
pub fn check(network: &Value, places: &Places, reader: &mut Reader<'_>) -> Ids {
    let nodes = network.items("nodes");
    let list = |key: &str| network.get(key).is_some_and(|value| value.list().is_some());
    let mut ids = Ids { complete: list("nodes") && list("streams"), ..Ids::default() };
    if nodes.is_empty() && list("nodes") {
        reader.wrong_at("empty", &["/network/nodes"], &["expected at least one node"]);
    }
    ids.kinds = nodes.iter().map(Value::kind).collect();
    ids.nodes.reserve(nodes.len());
    ids.streams.reserve(network.items("streams").len());
    for (index, node) in nodes.iter().enumerate() {
        let Some(id) = node.id("id") else {
            ids.complete = false;
            continue;
        };
        if !ids.nodes.insert(id, index) {
            door::through(|| {
                let message = ["another node has the id \"", id, "\" already"];
                reader.wrong_at("duplicate-id", &[&places.node(index), "/id"], &message);
            });
        }
    }
    let mut leaving = vec![Leaving::default(); nodes.len()];
    let known = ids.complete;
    for (index, stream) in network.items("streams").iter().enumerate() {
        check_stream(stream, &|| places.stream(index), index, known, &mut leaving, &mut ids, reader);
    }
    for (index, (node, leaving)) in nodes.iter().zip(leaving).enumerate() {
        check_node(node, leaving, &|| places.node(index), index, &ids, reader);
    }
    ids
}

fn check_stream(
    stream: &Value,
    place: &dyn Fn() -> String,
    index: usize,
    known: bool,
    leaving: &mut [Leaving],
    ids: &mut Ids,
    reader: &mut Reader<'_>,
) {
    for end in ["from", "to"] {
        match stream.id(end) {
            None => ids.complete = false,
            Some(id) if known && !ids.nodes.has(id) => {
                door::through(|| {
                    reader.wrong_at("unknown-id", &[&place(), "/", end], &["no node has the id \"", id, "\""]);
                });
            }
            _ => {}
        }
    }
    let from = stream.id("from");
    if let Some(out) = from.and_then(|id| ids.nodes.get(id)).and_then(|index| leaving.get_mut(index)) {
        out.shares += stream.number("share").filter(|share| (0.0..=1.0).contains(share)).unwrap_or_default();
        let mood = stream.mood();
        out.red |= mood == Some(Mood::Red);
        out.blue |= mood == Some(Mood::Blue);
        out.unclear |= mood.is_none() && stream.get("mood").is_some();
    }
    if from.is_some() && from == stream.id("to") {
        door::through(|| reader.wrong_at("self-loop", &[&place()], &["this stream runs from a node to itself"]));
    } else if let Some(from) = from {
        check_leaves(from, ids, &place, reader);
    }
    if let Some(id) = stream_id(stream)
        && !ids.streams.insert(&id, index)
    {
        door::through(|| {
            let (field, advice) = match stream.get("id") {
                Some(_) => ("/id", ""),
                None => ("", "; give this one an id of its own"),
            };
            reader.wrong_at("duplicate-id", &[&place(), field], &["another stream has this id already", advice]);
        });
    }
}

/// Nothing leaves an end.
pub fn check_leaves(from: &str, ids: &Ids, place: &dyn Fn() -> String, reader: &mut Reader<'_>) {
    if let Some(kind @ (Kind::Competitor | Kind::Sea)) = ids.kind(from) {
        door::through(|| {
            reader.wrong_at("leaves-an-end", &[&place()], &["a ", kind.word(), " is an end: nothing leaves it"]);
        });
    }
}

fn check_node(
    node: &Value,
    leaving: Leaving,
    place: &dyn Fn() -> String,
    index: usize,
    ids: &Ids,
    reader: &mut Reader<'_>,
) {
    if leaving.shares > 1.0 + SHARE_TOLERANCE {
        door::through(|| {
            let sum = Value::Number(leaving.shares).to_json();
            let message = ["the shares of the streams that leave here come to ", &sum, ", expected at most 1"];
            reader.wrong_at("shares-exceed-one", &[&place()], &message);
        });
    }
    if node.kind() != Some(Kind::Fork) {
        return;
    }
    if node.get("huff").is_some() && matches!(node.get("kt"), None | Some(Value::Number(2.0 | 3.0))) {
        door::through(|| {
            let message = ["only a fork with kt 1 may have this: Huff's law says which shop a client goes to"];
            reader.wrong_at("unknown-field", &[&place(), "/huff"], &message);
        });
    }
    // A second node of the same id has no streams of its own: its first problem is enough.
    let first = node.id("id").is_some_and(|id| ids.nodes.get(id) == Some(index));
    let sure = first && !leaving.unclear && ids.complete;
    if sure && matches!(node.number("kt"), Some(1.0 | 2.0 | 3.0)) && !(leaving.red && leaving.blue) {
        door::through(|| {
            let lacks = match (leaving.red, leaving.blue) {
                (true, _) => "no blue stream leaves",
                (_, true) => "no red stream leaves",
                _ => "neither a red nor a blue stream leaves",
            };
            reader.wrong_at("fork-moods", &[&place()], &[lacks, " this fork; a fork with kt needs both"]);
        });
    }
}

/// The nodes, and the streams of those that nothing was found wrong with, nor with any stream that leaves them: what is
/// still wrong with these, such as a cycle that loses nothing, is wrong with the whole.
pub fn sound(network: &Value, ids: &Ids, problems: &[Problem]) -> (Vec<Node>, Vec<Stream>) {
    let mut unsound = Names::default();
    let mut doubt = |part: Option<&Value>, key: &str| {
        if let Some(id) = part.and_then(|part| part.id(key)) {
            unsound.insert(id, 0);
        }
    };
    let (nodes, streams) = (network.items("nodes"), network.items("streams"));
    for problem in problems {
        let index = |list: &str| problem.pointer.strip_prefix(list)?.split('/').next()?.parse::<usize>().ok();
        if let Some(index) = index("/network/nodes/") {
            doubt(nodes.get(index), "id");
        } else if let Some(index) = index("/network/streams/") {
            doubt(streams.get(index), "from");
        }
    }
    let known = |stream: &Value, end: &str| stream.id(end).is_some_and(|id| ids.kind(id).is_some());
    for stream in streams.iter().filter(|stream| !known(stream, "to")) {
        doubt(Some(stream), "from");
    }
    let sound = |stream: &&Value| known(stream, "from") && stream.id("from").is_some_and(|id| !unsound.has(id));
    let streams = streams.iter().filter(sound).filter_map(|stream| build_stream(stream, String::new()));
    (build_nodes(network, &Places::Network), streams.collect())
}

/// The nodes and streams of a network that has no errors.
pub fn build(network: &Value, places: &Places) -> (Vec<Node>, Vec<Stream>) {
    let streams = network.items("streams").iter().enumerate();
    let streams = streams.filter_map(|(index, stream)| build_stream(stream, places.stream(index)));
    (build_nodes(network, places), streams.collect())
}

fn build_nodes(network: &Value, places: &Places) -> Vec<Node> {
    let nodes = network.items("nodes").iter().enumerate().filter_map(|(index, node)| {
        Some(Node {
            id: node.owned("id")?,
            kind: node.kind()?,
            label: node.owned("label"),
            clients: node.number("clients"),
            temperature: node.temperature("temperature"),
            confidence: node.number("confidence").unwrap_or(1.0),
            kt: node.number("kt").map(|kt| kt as u8),
            revenue_per_client: node.number("revenuePerClient"),
            underway: node.number("underway").unwrap_or_default(),
            at: node.place("at"),
            attraction: node.number("attraction"),
            huff: node.get("huff").map(|huff| Huff {
                alpha: huff.number("alpha").unwrap_or(1.0),
                beta: huff.number("beta").unwrap_or(2.0),
            }),
            origin: places.node(index),
        })
    });
    nodes.collect()
}

fn build_stream(stream: &Value, origin: String) -> Option<Stream> {
    Some(Stream {
        id: stream_id(stream)?,
        from: stream.owned("from")?,
        to: stream.owned("to")?,
        label: stream.owned("label"),
        mood: stream.mood(),
        temperature: stream.temperature("temperature"),
        days: stream.number("days"),
        share: stream.number("share"),
        clients: stream.number("clients"),
        confidence: stream.number("confidence").unwrap_or(1.0),
        origin,
    })
}
