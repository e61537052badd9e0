//! Other states of the network, as what differs from the base.

use super::{
    Document, Node, Stream,
    contract::{Kind, Mood},
    network::{Ids, Leaving, SHARE_TOLERANCE, at},
    reader::{Names, Reader},
    value::Value,
};
use std::collections::BTreeMap;

/// A state of the network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// When: an ISO 8601 date.
    pub at: Option<String>,
    /// What it is called.
    pub label: Option<String>,
    /// What is other about nodes, by index.
    pub nodes: Vec<(usize, NodeChange)>,
    /// What is other about streams, by index.
    pub streams: Vec<(usize, StreamChange)>,
}

/// What a frame says of a node; what it does not say is as in the base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeChange {
    /// See [`Node`], whose fields these are.
    pub label: Option<String>,
    /// Springs: clients per period.
    pub clients: Option<f64>,
    /// Springs: temperature of the water.
    pub temperature: Option<f64>,
    /// Springs: how far `clients` is trusted.
    pub confidence: Option<f64>,
    /// Tills: money per client.
    pub revenue_per_client: Option<f64>,
    /// Clients still here.
    pub underway: Option<f64>,
    /// Pull on clients.
    pub attraction: Option<f64>,
}

/// What a frame says of a stream; what it does not say is as in the base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreamChange {
    /// See [`Stream`], whose fields these are.
    pub label: Option<String>,
    /// Warm or cold.
    pub mood: Option<Mood>,
    /// Its temperature.
    pub temperature: Option<f64>,
    /// Median days along it.
    pub days: Option<f64>,
    /// The fraction of its node's inflow; then it has no measured count.
    pub share: Option<f64>,
    /// A measured count; then it has no share.
    pub clients: Option<f64>,
    /// How far `clients` is trusted.
    pub confidence: Option<f64>,
}

impl NodeChange {
    fn of(change: &Value) -> Self {
        Self {
            label: change.owned("label"),
            clients: change.number("clients"),
            temperature: change.temperature("temperature"),
            confidence: change.number("confidence"),
            revenue_per_client: change.number("revenuePerClient"),
            underway: change.number("underway"),
            attraction: change.number("attraction"),
        }
    }

    fn apply(&self, node: &mut Node) {
        let Self { label, clients, temperature, confidence, revenue_per_client, underway, attraction } = self;
        set_some(&mut node.label, label.as_ref());
        set_some(&mut node.clients, clients.as_ref());
        set_some(&mut node.temperature, temperature.as_ref());
        set_some(&mut node.revenue_per_client, revenue_per_client.as_ref());
        set_some(&mut node.attraction, attraction.as_ref());
        node.confidence = confidence.unwrap_or(node.confidence);
        node.underway = underway.unwrap_or(node.underway);
    }
}

impl StreamChange {
    fn of(change: &Value) -> Self {
        Self {
            label: change.owned("label"),
            mood: change.mood(),
            temperature: change.temperature("temperature"),
            days: change.number("days"),
            share: change.number("share"),
            clients: change.number("clients"),
            confidence: change.number("confidence"),
        }
    }

    fn apply(&self, stream: &mut Stream) {
        let Self { label, mood, temperature, days, share, clients, confidence } = self;
        set_some(&mut stream.label, label.as_ref());
        set_some(&mut stream.mood, mood.as_ref());
        set_some(&mut stream.temperature, temperature.as_ref());
        set_some(&mut stream.days, days.as_ref());
        if share.is_some() || clients.is_some() {
            (stream.share, stream.clients) = (*share, *clients);
        }
        stream.confidence = confidence.unwrap_or(stream.confidence);
    }
}

fn set_some<T: Clone>(field: &mut Option<T>, change: Option<&T>) {
    if let Some(change) = change {
        *field = Some(change.clone());
    }
}

/// Checks that what leaves a node still fits together in each frame: the frames of a tree that is right else.
pub fn check(frames: &[Value], network: &Value, ids: &Ids, reader: &mut Reader<'_>) {
    let streams = network.items("streams");
    let turns = |change: &Value| ["share", "clients", "mood"].iter().any(|field| change.get(field).is_some());
    if !frames.iter().any(|frame| frame.named("streams").iter().any(|(_, change)| turns(change))) {
        return;
    }
    let from: Vec<Option<usize>> =
        streams.iter().map(|stream| stream.id("from").and_then(|id| ids.nodes.get(id))).collect();
    let mut leave: Vec<Vec<usize>> = vec![Vec::new(); network.items("nodes").len()];
    for (stream, from) in from.iter().enumerate() {
        if let Some(leave) = from.and_then(|from| leave.get_mut(from)) {
            leave.push(stream);
        }
    }
    for (index, frame) in frames.iter().enumerate() {
        let changes: BTreeMap<usize, &Value> = (frame.named("streams").iter())
            .filter_map(|(id, change)| Some((ids.streams.get(id)?, change)))
            .filter(|(_, change)| turns(change))
            .collect();
        let mut nodes: Vec<usize> = changes.keys().filter_map(|stream| *from.get(*stream)?).collect();
        nodes.sort_unstable();
        nodes.dedup();
        for (node, stream) in nodes.iter().filter_map(|node| Some((*node, leave.get(*node)?))) {
            let mut leaving = Leaving::default();
            for stream in stream {
                let (base, change) = (streams.get(*stream), changes.get(stream).copied());
                let replaced = change.is_some_and(|change| change.get("clients").is_some());
                let share = change.and_then(|change| change.number("share"));
                let base_share = base.filter(|_| !replaced).and_then(|base| base.number("share"));
                leaving.shares += share.or(base_share).unwrap_or_default();
                let mood = change.and_then(Value::mood).or_else(|| base.and_then(Value::mood));
                leaving.red |= mood == Some(Mood::Red);
                leaving.blue |= mood == Some(Mood::Blue);
            }
            let Some(node) = network.items("nodes").get(node) else { continue };
            let (place, id) = (at("/frames/", index), node.id("id").unwrap_or_default());
            if leaving.shares > 1.0 + SHARE_TOLERANCE {
                let sum = Value::Number(leaving.shares).to_json();
                let message =
                    ["the shares of the streams that leave \"", id, "\" come to ", &sum, ", expected at most 1"];
                reader.wrong_at("shares-exceed-one", &[&place], &message);
            }
            let point = node.kind() == Some(Kind::Fork) && node.get("kt").is_some();
            if point && !(leaving.red && leaving.blue) {
                let message =
                    ["a fork with kt needs a red and a blue stream, and \"", id, "\" lacks one in this frame"];
                reader.wrong_at("fork-moods", &[&place], &message);
            }
        }
    }
}

/// The frames of a tree without errors.
pub fn build(frames: &[Value], nodes: &[Node], streams: &[Stream]) -> Vec<Frame> {
    if frames.is_empty() {
        return Vec::new();
    }
    let (mut node_of, mut stream_of) = (Names::default(), Names::default());
    nodes.iter().enumerate().for_each(|(index, node)| _ = node_of.insert(&node.id, index));
    streams.iter().enumerate().for_each(|(index, stream)| _ = stream_of.insert(&stream.id, index));
    let frame = |frame: &Value| Frame {
        at: frame.owned("at"),
        label: frame.owned("label"),
        nodes: (frame.named("nodes").iter())
            .filter_map(|(id, change)| Some((node_of.get(id)?, NodeChange::of(change))))
            .collect(),
        streams: (frame.named("streams").iter())
            .filter_map(|(id, change)| Some((stream_of.get(id)?, StreamChange::of(change))))
            .collect(),
    };
    frames.iter().map(frame).collect()
}

impl Document {
    /// The document as it is in a frame, in place of its base; one that has no such frame stays as it is.
    pub fn turn_to(&mut self, frame: usize) {
        let Some(Frame { nodes, streams, .. }) = self.frames.get(frame) else { return };
        for (index, change) in nodes {
            if let Some(node) = self.nodes.get_mut(*index) {
                change.apply(node);
            }
        }
        for (index, change) in streams {
            if let Some(stream) = self.streams.get_mut(*index) {
                change.apply(stream);
            }
        }
    }
}
