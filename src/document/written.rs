//! Networks that are written out, node by node and stream by stream, from what is short for them.

use super::{network::Places, value::Value};

/// Nodes and streams, each with the pointer of what it comes from.
#[derive(Default)]
pub struct Parts {
    nodes: Vec<(Value, String)>,
    streams: Vec<(Value, String)>,
}

/// Fields of a node or a stream, as far as they are there.
pub type Fields<'a> = Vec<(&'a str, Option<Value>)>;

impl Parts {
    /// Adds a node.
    pub fn node(&mut self, id: &str, kind: &str, origin: &str, rest: Fields) {
        let fields = [vec![("id", Some(Value::text(id))), ("kind", Some(Value::text(kind)))], rest].concat();
        self.nodes.push((Value::record(fields), origin.to_owned()));
    }

    /// Adds a stream.
    pub fn stream(&mut self, [from, to]: [&str; 2], origin: &str, mood: &str, rest: Fields) {
        let mood = Some(Value::text(mood)).filter(|_| !mood.is_empty());
        let own = vec![("from", Some(Value::text(from))), ("to", Some(Value::text(to))), ("mood", mood)];
        self.streams.push((Value::record([own, rest].concat()), origin.to_owned()));
    }

    /// The network, and where each part of it comes from.
    pub fn network(self) -> (Value, Places) {
        let (nodes, node_origins) = self.nodes.into_iter().unzip();
        let (streams, stream_origins) = self.streams.into_iter().unzip();
        let network = Value::record(vec![("nodes", Some(Value::List(nodes))), ("streams", Some(Value::List(streams)))]);
        (network, Places::Written { nodes: node_origins, streams: stream_origins })
    }
}
