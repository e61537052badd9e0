//! Strongly connected components in the order of the water.

// Indexes are the graph's own node indexes.
#![allow(clippy::indexing_slicing)]

use petgraph::{
    algo::kosaraju_scc,
    graph::{EdgeIndex, NodeIndex},
    visit::{EdgeFiltered, EdgeRef},
};

use crate::network::Graph;

/// The components of a graph, upstream ones first.
pub(crate) struct Components {
    pub list: Vec<Vec<NodeIndex>>,
    /// Which component a node is in.
    of: Vec<usize>,
    /// Where in its component.
    place: Vec<usize>,
}

impl Components {
    /// Those of the graph with only the edges that count.
    pub(crate) fn new(graph: &Graph, counts: &dyn Fn(EdgeIndex) -> bool) -> Self {
        // Not `tarjan_scc`, which recurses: a chain of 100,000 nodes would overflow a browser's stack.
        let mut list = kosaraju_scc(&EdgeFiltered::from_fn(graph, |edge| counts(edge.id())));
        list.reverse();
        let (mut of, mut place) = (vec![0; graph.node_count()], vec![0; graph.node_count()]);
        for (index, component) in list.iter().enumerate() {
            for (at, node) in component.iter().enumerate() {
                of[node.index()] = index;
                place[node.index()] = at;
            }
        }
        Self { list, of, place }
    }

    /// Where `other` is in the component of `node`, if it is in it.
    pub(crate) fn beside(&self, node: NodeIndex, other: NodeIndex) -> Option<usize> {
        (self.of[node.index()] == self.of[other.index()]).then(|| self.place[other.index()])
    }
}
