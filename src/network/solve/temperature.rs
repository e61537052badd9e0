//! How warm nodes and streams are.
//!
//! A node's temperature is the mean of what flows in, each stream's weight being its clients. Through streams that have
//! their node's temperature this is a linear system: a chain that asks upstream, solved component by component.

// Indexes are the graph's own node and edge indexes, or places in a component.
#![allow(clippy::indexing_slicing)]

use petgraph::{Direction, graph::EdgeIndex, graph::NodeIndex, visit::EdgeRef};

use super::{
    chain::{Factors, Form, Way},
    components::Components,
};
use crate::{door, network::Graph};

/// What is below this is rounding: temperatures are between -1 and 1.
const NOISE: f64 = 1e-14;

/// Temperatures of nodes, from `known` ones of streams, `clients` of streams, and clients and temperature of the nodes' own
/// water. A node with no water, or with none whose temperature is known, has 0. A node that cannot be solved is the error.
pub(crate) fn solve(
    graph: &Graph,
    known: &[Option<f64>],
    clients: &[f64],
    own: &[(f64, f64)],
) -> Result<Vec<f64>, NodeIndex> {
    let asks = |edge: EdgeIndex| known[edge.index()].is_none() && clients[edge.index()] > 0.0;
    let components = Components::new(graph, &asks);
    let mut found = vec![0.0; graph.node_count()];
    for component in &components.list {
        let mut mixes: Vec<Mix> = Vec::with_capacity(component.len());
        let mut ways = Vec::new();
        for (from, &node) in component.iter().enumerate() {
            let (water, temperature) = own[node.index()];
            let mut mix = Mix { heat: water * temperature, fresh: water, total: water };
            for edge in graph.edges_directed(node, Direction::Incoming) {
                let water = clients[edge.id().index()];
                mix.total += water;
                if let Some(known) = known[edge.id().index()] {
                    mix.add(water, known);
                } else if let Some(to) = components.beside(node, edge.source()) {
                    if water > 0.0 {
                        ways.push(Way { from, to, part: water });
                    }
                } else {
                    mix.add(water, found[edge.source().index()]);
                }
            }
            mixes.push(mix);
        }
        let mut warm: Vec<f64> = mixes.iter().map(|mix| mix.of_total(mix.heat)).collect();
        if !ways.is_empty() {
            for way in &mut ways {
                way.part = mixes[way.from].of_total(way.part);
            }
            let leak = mixes.iter().map(|mix| mix.of_total(mix.fresh)).collect();
            let weights: Vec<f64> = mixes.iter().map(|mix| mix.total).collect();
            if !door::through(|| Factors::new(&ways, leak).solve(&mut warm, Form::Value(&weights))) {
                return Err(component[0]);
            }
        }
        for (node, warm) in component.iter().zip(warm) {
            // Not a number where what is known of the water is too little beside it to be divided by.
            found[node.index()] = if warm.is_nan() || warm.abs() <= NOISE { 0.0 } else { warm.clamp(-1.0, 1.0) };
        }
    }
    Ok(found)
}

/// What flows into a node.
struct Mix {
    /// The sum of clients times temperature, of the fresh water.
    heat: f64,
    /// Clients whose temperature is known from outside the component.
    fresh: f64,
    /// All clients.
    total: f64,
}

impl Mix {
    fn add(&mut self, water: f64, temperature: f64) {
        self.heat += water * temperature;
        self.fresh += water;
    }

    fn of_total(&self, water: f64) -> f64 {
        if self.total > 0.0 { water / self.total } else { 0.0 }
    }
}
