//! The funnel, written out as the network that it is short for.

use super::{
    contract::{FlowNetwork, FlowNode, FlowStream, Funnel, FunnelKt, Kind, Mood},
    network::{Ids, Places},
    reader::Reader,
    units::{Id, Kt},
};

/// Nodes and streams, each with the pointer of what it comes from.
#[derive(Default)]
struct Parts {
    nodes: Vec<(FlowNode, String)>,
    streams: Vec<(FlowStream, String)>,
}

/// The network of a funnel, and where in the document each part of it comes from. Fields that could not be read stay
/// empty, so that a funnel with problems can still be checked further.
pub fn expand(funnel: &Funnel) -> (FlowNetwork, Places) {
    let mut parts = Parts::default();
    let springs = funnel.springs.as_deref().unwrap_or_default();
    let competitors = funnel.competitors.as_deref().unwrap_or_default();
    let several = springs.len() > 1;

    for (index, spring) in springs.iter().enumerate() {
        let (id, origin) = (numbered("spring-", index + 1), numbered("/funnel/springs/", index));
        parts.stream(&id, if several { "confluence" } else { "kt1" }, &origin, FlowStream::default());
        let (label, clients, temperature) = (spring.label.clone(), spring.clients, spring.temperature.clone());
        parts.node(&id, Kind::Spring, &origin, FlowNode { label, clients, temperature, ..FlowNode::default() });
    }
    if several {
        parts.node("confluence", Kind::Confluence, "/funnel/springs", FlowNode::default());
        parts.stream("confluence", "kt1", "/funnel/springs", FlowStream::default());
    }
    parts.fork(1, ["kt2", if competitors.is_empty() { "sea" } else { "away" }], funnel.kt1.as_ref());
    parts.fork(2, ["till", "sea"], funnel.kt2.as_ref());
    let revenue_per_client = funnel.revenue_per_client;
    parts.node("till", Kind::Till, "/funnel", FlowNode { revenue_per_client, ..FlowNode::default() });
    // Without KT3 the funnel ends at the till, without regulars at the regulars: what nobody measured is not made up.
    if let Some(kt3) = &funnel.kt3 {
        parts.stream("till", "kt3", "/funnel/kt3", FlowStream::default());
        parts.fork(3, ["regulars", "sea"], Some(kt3));
        let origin = if funnel.regulars.is_some() { "/funnel/regulars" } else { "/funnel" };
        parts.node("regulars", Kind::Regulars, origin, FlowNode::default());
    }
    if let (Some(_), Some(regulars)) = (&funnel.kt3, &funnel.regulars) {
        let red = FlowStream { mood: Some(Mood::Red), clients: regulars.returning, ..FlowStream::default() };
        parts.stream("regulars", "kt1", "/funnel/regulars", red);
        let blue = FlowStream { mood: Some(Mood::Blue), ..FlowStream::default() };
        parts.stream("regulars", "sea", "/funnel/regulars", blue);
    }
    parts.node("sea", Kind::Sea, "/funnel", FlowNode::default());
    if !competitors.is_empty() {
        parts.node("away", Kind::Confluence, "/funnel/competitors", FlowNode::default());
    }
    for (index, competitor) in competitors.iter().enumerate() {
        let (id, origin) = (numbered("competitor-", index + 1), numbered("/funnel/competitors/", index));
        let label = competitor.label.clone();
        parts.node(&id, Kind::Competitor, &origin, FlowNode { label, ..FlowNode::default() });
        parts.stream("away", &id, &origin, FlowStream { share: competitor.share, ..FlowStream::default() });
    }

    let (nodes, node_origins) = parts.nodes.into_iter().unzip();
    let (streams, stream_origins) = parts.streams.into_iter().unzip();
    let network = FlowNetwork { nodes: Some(nodes), streams: Some(streams) };
    (network, Places::Funnel { nodes: node_origins, streams: stream_origins })
}

/// Checks what holds between the parts of a funnel.
pub fn check(funnel: &Funnel, ids: &mut Ids, reader: &mut Reader<'_>) {
    ids.complete &= funnel.springs.is_some();
    if funnel.springs.as_deref().is_some_and(<[_]>::is_empty) {
        reader.wrong_at("empty", &["/funnel/springs"], &["expected at least one spring"]);
    }
    if funnel.regulars.is_some() && funnel.kt3.is_none() && !reader.has_noted("/funnel/kt3") {
        let message = ["\"kt3\" is missing here: clients become regulars there"];
        reader.wrong_at("missing", &["/funnel"], &message);
    }
}

impl Parts {
    fn node(&mut self, id: &str, kind: Kind, origin: &str, rest: FlowNode) {
        self.nodes.push((FlowNode { id: Id::of(id), kind: Some(kind), ..rest }, origin.to_owned()));
    }

    fn stream(&mut self, from: &str, to: &str, origin: &str, rest: FlowStream) {
        self.streams.push((FlowStream { from: Id::of(from), to: Id::of(to), ..rest }, origin.to_owned()));
    }

    /// A critical point with its red and its blue stream, as far as it is given.
    fn fork(&mut self, kt: u8, [red, blue]: [&str; 2], given: Option<&FunnelKt>) {
        let id = numbered("kt", kt.into());
        let origin = ["/funnel/", &id].concat();
        self.node(&id, Kind::Fork, &origin, FlowNode { kt: Kt::of(kt.into()), ..FlowNode::default() });
        let given = given.cloned().unwrap_or_default();
        let (clients, share, temperature) = (given.red, given.red_share, given.red_temperature);
        let warm = FlowStream { mood: Some(Mood::Red), clients, share, temperature, ..FlowStream::default() };
        self.stream(&id, red, &origin, warm);
        let cold = FlowStream { mood: Some(Mood::Blue), temperature: given.blue_temperature, ..FlowStream::default() };
        self.stream(&id, blue, &origin, cold);
    }
}

fn numbered(text: &str, number: usize) -> String {
    [text, &number.to_string()].concat()
}
