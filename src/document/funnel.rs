//! The funnel, written out as the network that it is short for.

use super::{
    network::{Ids, Places, at},
    reader::Reader,
    value::Value,
};

/// Nodes and streams, each with the pointer of what it comes from.
#[derive(Default)]
struct Parts {
    nodes: Vec<(Value, String)>,
    streams: Vec<(Value, String)>,
}

/// The network of a funnel, and where in the document each part of it comes from. What could not be read is left out, so
/// that a funnel with problems can still be checked further.
pub fn expand(funnel: &Value) -> (Value, Places) {
    let mut parts = Parts::default();
    let (springs, competitors) = (funnel.items("springs"), funnel.items("competitors"));
    let several = springs.len() > 1;

    for (index, spring) in springs.iter().enumerate() {
        let (id, origin) = (at("spring-", index + 1), at("/funnel/springs/", index));
        parts.stream([&id, if several { "confluence" } else { "kt1" }], &origin, "", [None; 3]);
        let given = ["label", "clients", "temperature"].map(|key| (key, spring.get(key)));
        parts.node(&id, "spring", &origin, &given);
    }
    if several {
        parts.node("confluence", "confluence", "/funnel/springs", &[]);
        parts.stream(["confluence", "kt1"], "/funnel/springs", "", [None; 3]);
    }
    parts.fork(1, ["kt2", if competitors.is_empty() { "sea" } else { "away" }], funnel);
    parts.fork(2, ["till", "sea"], funnel);
    parts.node("till", "till", "/funnel", &[("revenuePerClient", funnel.get("revenuePerClient"))]);
    let regulars = funnel.get("regulars");
    // Without KT3 the funnel ends at the till, without regulars at the regulars: what nobody measured is not made up.
    if funnel.get("kt3").is_some() {
        parts.stream(["till", "kt3"], "/funnel/kt3", "", [None; 3]);
        parts.fork(3, ["regulars", "sea"], funnel);
        let origin = if regulars.is_some() { "/funnel/regulars" } else { "/funnel" };
        parts.node("regulars", "regulars", origin, &[]);
        if let Some(regulars) = regulars {
            parts.stream(["regulars", "kt1"], origin, "red", [None, None, regulars.get("returning")]);
            parts.stream(["regulars", "sea"], origin, "blue", [None; 3]);
        }
    }
    parts.node("sea", "sea", "/funnel", &[]);
    if !competitors.is_empty() {
        parts.node("away", "confluence", "/funnel/competitors", &[]);
    }
    for (index, competitor) in competitors.iter().enumerate() {
        let (id, origin) = (at("competitor-", index + 1), at("/funnel/competitors/", index));
        parts.node(&id, "competitor", &origin, &[("label", competitor.get("label"))]);
        parts.stream(["away", &id], &origin, "", [None, competitor.get("share"), None]);
    }

    let (nodes, node_origins) = parts.nodes.into_iter().unzip();
    let (streams, stream_origins) = parts.streams.into_iter().unzip();
    let network = Value::record(vec![("nodes", Some(Value::List(nodes))), ("streams", Some(Value::List(streams)))]);
    (network, Places::Written { nodes: node_origins, streams: stream_origins })
}

/// Checks what holds between the parts of a funnel.
pub fn check(funnel: &Value, ids: &mut Ids, reader: &mut Reader<'_>) {
    match funnel.get("springs") {
        Some(Value::List(springs)) if springs.is_empty() => {
            reader.wrong_at("empty", &["/funnel/springs"], &["expected at least one spring"]);
        }
        Some(Value::List(_)) => {}
        _ => ids.complete = false,
    }
    if funnel.get("regulars").is_some() && funnel.get("kt3").is_none() {
        let message = ["\"kt3\" is missing here: clients become regulars there"];
        reader.wrong_at("missing", &["/funnel"], &message);
    }
}

impl Parts {
    fn node(&mut self, id: &str, kind: &str, origin: &str, rest: &[(&str, Option<&Value>)]) {
        let mut fields = vec![("id", Some(Value::text(id))), ("kind", Some(Value::text(kind)))];
        fields.extend(rest.iter().map(|(key, value)| (*key, value.cloned())));
        self.nodes.push((Value::record(fields), origin.to_owned()));
    }

    /// `rest` is temperature, share and clients.
    fn stream(&mut self, [from, to]: [&str; 2], origin: &str, mood: &str, rest: [Option<&Value>; 3]) {
        let [temperature, share, clients] = rest.map(|value| value.cloned());
        let fields = vec![
            ("from", Some(Value::text(from))),
            ("to", Some(Value::text(to))),
            ("mood", Some(Value::text(mood)).filter(|_| !mood.is_empty())),
            ("temperature", temperature),
            ("share", share),
            ("clients", clients),
        ];
        self.streams.push((Value::record(fields), origin.to_owned()));
    }

    /// A critical point with its red and its blue stream, as far as it is given.
    fn fork(&mut self, kt: usize, [red, blue]: [&str; 2], funnel: &Value) {
        let id = at("kt", kt);
        let origin = ["/funnel/", &id].concat();
        self.node(&id, "fork", &origin, &[("kt", Some(&Value::Number(kt as f64)))]);
        let given = |key: &str| funnel.get(&id).and_then(|kt| kt.get(key));
        self.stream([&id, red], &origin, "red", [given("redTemperature"), given("redShare"), given("red")]);
        self.stream([&id, blue], &origin, "blue", [given("blueTemperature"), None, None]);
    }
}
