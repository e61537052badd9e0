//! What must hold between nodes and streams, and the document built from them once it does.

use super::{
    Node, Stream,
    contract::{self, Kind, Mood},
    reader::{Names, Reader},
    units::Id,
};
use crate::problem::Problem;

/// Shares that exceed 1 by no more than rounding are taken.
const SHARE_TOLERANCE: f64 = 1e-9;

/// Where in the document as given the nodes and streams of a network stand.
pub enum Places {
    /// Where a network has them.
    Network,
    /// Each somewhere in a funnel.
    Funnel {
        /// Pointer of each node.
        nodes: Vec<String>,
        /// Pointer of each stream.
        streams: Vec<String>,
    },
}

impl Places {
    fn node(&self, index: usize) -> String {
        match self {
            Self::Network => ["/network/nodes/", &index.to_string()].concat(),
            Self::Funnel { nodes, .. } => nodes.get(index).cloned().unwrap_or_default(),
        }
    }

    fn stream(&self, index: usize) -> String {
        match self {
            Self::Network => ["/network/streams/", &index.to_string()].concat(),
            Self::Funnel { streams, .. } => streams.get(index).cloned().unwrap_or_default(),
        }
    }
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
    /// The kind of the node with that id, where there is one and it could be read.
    pub fn kind(&self, id: &str) -> Option<Kind> {
        self.nodes.get(id).and_then(|index| self.kinds.get(index).copied().flatten())
    }
}

/// A stream's id: its own, or the default.
fn stream_id(stream: &contract::FlowStream) -> Option<String> {
    match (&stream.id, &stream.from, &stream.to) {
        (Some(id), ..) => Some(id.as_str().to_owned()),
        (None, Some(from), Some(to)) => Some([from.as_str(), ">", to.as_str()].concat()),
        _ => None,
    }
}

/// What leaves a node.
#[derive(Clone, Copy, Default)]
struct Leaving {
    shares: f64,
    red: bool,
    blue: bool,
    /// A mood that could not be read: whether one is missing is not known.
    unclear: bool,
}

/// Checks nodes and streams; the ids that there are.
pub fn check(network: &contract::FlowNetwork, places: &Places, reader: &mut Reader<'_>) -> Ids {
    let (nodes, streams) = (network.nodes.as_deref(), network.streams.as_deref());
    let mut ids = Ids { complete: nodes.is_some() && streams.is_some(), ..Ids::default() };
    if nodes.is_some_and(<[_]>::is_empty) {
        reader.wrong_at("empty", &["/network/nodes"], &["expected at least one node"]);
    }
    let nodes = nodes.unwrap_or_default();
    ids.kinds = nodes.iter().map(|node| node.kind).collect();
    ids.nodes.reserve(nodes.len());
    ids.streams.reserve(streams.map_or(0, <[_]>::len));
    for (index, node) in nodes.iter().enumerate() {
        let Some(id) = &node.id else {
            ids.complete = false;
            continue;
        };
        if !ids.nodes.insert(id.as_str(), index) {
            let message = ["another node has the id \"", id.as_str(), "\" already"];
            reader.wrong_at("duplicate-id", &[&places.node(index), "/id"], &message);
        }
    }
    let leaving = check_streams(network, places, &mut ids, reader);
    for (index, (node, leaving)) in nodes.iter().zip(leaving).enumerate() {
        if leaving.shares > 1.0 + SHARE_TOLERANCE {
            let sum = super::value::Value::Number(leaving.shares).to_json();
            let message = ["the shares of the streams that leave here come to ", &sum, ", expected at most 1"];
            reader.wrong_at("shares-exceed-one", &[&places.node(index)], &message);
        }
        // A second node of the same id has no streams of its own: its first problem is enough.
        let first = node.id.as_ref().is_some_and(|id| ids.nodes.get(id.as_str()) == Some(index));
        let sure = first && !leaving.unclear && ids.complete;
        if node.kind == Some(Kind::Fork) && node.huff.is_some() && node.kt.is_none_or(|kt| kt.get() != 1.0) {
            let pointer = places.node(index);
            if !reader.has_noted(&[&pointer, "/kt"].concat()) {
                let message = ["only a fork with kt 1 may have this: Huff's law says which shop a client goes to"];
                reader.wrong_at("unknown-field", &[&pointer, "/huff"], &message);
            }
        }
        if sure && node.kind == Some(Kind::Fork) && node.kt.is_some() && !(leaving.red && leaving.blue) {
            let message = match (leaving.red, leaving.blue) {
                (true, _) => "no blue stream leaves this fork; a fork with kt needs a red and a blue one",
                (_, true) => "no red stream leaves this fork; a fork with kt needs a red and a blue one",
                _ => "neither a red nor a blue stream leaves this fork; a fork with kt needs both",
            };
            reader.wrong_at("fork-moods", &[&places.node(index)], &[message]);
        }
    }
    ids
}

fn check_streams(
    network: &contract::FlowNetwork,
    places: &Places,
    ids: &mut Ids,
    reader: &mut Reader<'_>,
) -> Vec<Leaving> {
    let nodes = network.nodes.as_deref().unwrap_or_default();
    let mut leaving = vec![Leaving::default(); nodes.len()];
    let known = ids.complete;
    for (index, stream) in network.streams.iter().flatten().enumerate() {
        let mut ends = [None; 2];
        for ((end, field), found) in [(&stream.from, "/from"), (&stream.to, "/to")].into_iter().zip(&mut ends) {
            let Some(id) = end else {
                ids.complete = false;
                continue;
            };
            *found = ids.nodes.get(id.as_str());
            if found.is_none() && known {
                let message = ["no node has the id \"", id.as_str(), "\""];
                reader.wrong_at("unknown-id", &[&places.stream(index), field], &message);
            }
        }
        if let [Some(from), _] = ends
            && let Some(out) = leaving.get_mut(from)
        {
            out.shares += stream.share.map_or(0.0, |share| share.get());
            out.red |= stream.mood == Some(Mood::Red);
            out.blue |= stream.mood == Some(Mood::Blue);
            // Noted moods are looked for only where there are any problems at all: this is not quadratic.
            out.unclear |= reader.refuses() && reader.has_noted(&(places.stream(index) + "/mood"));
        }
        let Some(id) = stream_id(stream) else { continue };
        if stream.from.is_some() && stream.from == stream.to {
            let message = ["this stream runs from a node to itself"];
            reader.wrong_at("self-loop", &[&places.stream(index)], &message);
        } else if let [Some(from), _] = ends
            && let Some(kind @ (Kind::Competitor | Kind::Sea)) = nodes.get(from).and_then(|node| node.kind)
        {
            let message = ["a ", kind.word(), " is an end: nothing leaves it"];
            reader.wrong_at("leaves-an-end", &[&places.stream(index)], &message);
        }
        if !ids.streams.insert(&id, index) {
            let (field, advice) = match stream.id {
                Some(_) => ("/id", ""),
                None => ("", "; give this one an id of its own"),
            };
            let message = ["another stream has this id already", advice];
            reader.wrong_at("duplicate-id", &[&places.stream(index), field], &message);
        }
    }
    leaving
}

/// Warns of a network into which no water comes.
pub fn note_dry(network: &contract::FlowNetwork, reader: &mut Reader<'_>) {
    if !network.nodes.iter().flatten().any(|node| node.kind == Some(Kind::Spring)) {
        let message = "there is no spring, so no water comes in";
        reader.note(Problem::warning("empty", "/network/nodes", message));
    }
}

/// Keeps only streams of nodes that nothing was found wrong with, nor with any stream that leaves them: what is still wrong
/// with these, such as a cycle that loses nothing, is wrong with the whole.
pub fn keep_sound(network: &mut contract::FlowNetwork, ids: &Ids, problems: &[Problem]) {
    let mut unsound = Names::default();
    let mut doubt = |id: &Option<Id>| {
        if let Some(id) = id {
            unsound.insert(id.as_str(), 0);
        }
    };
    for problem in problems {
        let index = |list: &str| problem.pointer.strip_prefix(list)?.split('/').next()?.parse::<usize>().ok();
        if let Some(index) = index("/network/nodes/") {
            network.nodes.iter().flat_map(|nodes| nodes.get(index)).for_each(|node| doubt(&node.id));
        } else if let Some(index) = index("/network/streams/") {
            network.streams.iter().flat_map(|streams| streams.get(index)).for_each(|stream| doubt(&stream.from));
        }
    }
    let known = |id: &Option<Id>| id.as_ref().is_some_and(|id| ids.kind(id.as_str()).is_some());
    for stream in network.streams.iter().flatten().filter(|stream| !known(&stream.to)) {
        doubt(&stream.from);
    }
    let sound = |id: &Option<Id>| known(id) && id.as_ref().is_some_and(|id| !unsound.has(id.as_str()));
    network.streams.iter_mut().for_each(|streams| streams.retain(|stream| sound(&stream.from)));
}

/// The nodes and streams of a network, as far as they could be read.
pub fn build(network: contract::FlowNetwork, places: &Places) -> (Vec<Node>, Vec<Stream>) {
    let nodes = network.nodes.into_iter().flatten().enumerate().filter_map(|(index, node)| {
        Some(Node {
            id: node.id?.into_string(),
            kind: node.kind?,
            label: node.label,
            clients: node.clients.map(|clients| clients.get()),
            temperature: node.temperature.map(|temperature| temperature.overall),
            kt: node.kt.map(|kt| kt.get() as u8),
            revenue_per_client: node.revenue_per_client.map(|money| money.get()),
            underway: node.underway.map_or(0.0, |clients| clients.get()),
            at: node.at.map(|at| at.0),
            origin: places.node(index),
        })
    });
    let streams = network.streams.into_iter().flatten().enumerate().filter_map(|(index, stream)| {
        Some(Stream {
            id: stream_id(&stream)?,
            from: stream.from?.into_string(),
            to: stream.to?.into_string(),
            label: stream.label,
            mood: stream.mood,
            temperature: stream.temperature.map(|temperature| temperature.overall),
            days: stream.days.map(|days| days.get()),
            share: stream.share.map(|share| share.get()),
            clients: stream.clients.map(|clients| clients.get()),
            origin: places.stream(index),
        })
    });
    (nodes.collect(), streams.collect())
}
