//! Gates: how the streams of a node lie side by side where they pass it, looking with the current.

use super::tree::{river_tree, sort_by_angle};
use crate::{
    document::{Kind, Mood},
    map::{
        flow_frame::{FlowFrame, right_of},
        outline::Outline,
        place::{Placing, Port},
    },
    network::Network,
};
use kurbo::{Point, Vec2};
use petgraph::{
    Direction::{Incoming, Outgoing},
    graph::NodeIndex,
    visit::EdgeRef,
};

/// One node's streams across its current.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    /// Incoming streams from the left bank, with the distance of each one's left edge from the left bank, px.
    pub inflow: Vec<(usize, f64)>,
    /// Outgoing streams in the same way.
    pub outflow: Vec<(usize, f64)>,
    /// Breadth of the wider of both, px.
    pub breadth: f64,
}

/// The gates of all nodes, and where each stream begins and ends.
#[derive(Clone, Debug, Default)]
pub struct Gates {
    /// One for each node.
    pub gates: Vec<Gate>,
    /// Where each stream begins.
    pub starts: Vec<Option<Port>>,
    /// Where each stream ends.
    pub ends: Vec<Option<Port>>,
}

/// How far before a node its streams are in order, px; tributaries join before that.
pub fn lead(radius: f64, scale: f64) -> f64 {
    radius + 24.0 * scale
}

/// Orders every node's streams and moves the nodes so that the red bank runs on in one line.
pub fn gates(network: &Network, outline: &Outline, frame: &FlowFrame, placing: &mut Placing) -> Gates {
    let graph = &network.graph;
    turn_upstream_nodes(network, outline, frame, placing);
    turn_cold_nodes(network, outline, placing);
    let mut gates = Gates {
        gates: Vec::with_capacity(graph.node_count()),
        starts: vec![None; graph.edge_count()],
        ends: vec![None; graph.edge_count()],
    };
    for n in graph.node_indices() {
        gates.gates.push(gate(network, outline, frame, placing, n));
    }
    align_red_bank(network, outline, placing, &gates);
    stand_at_doors(outline, placing, &gates);
    for (gate, spot) in gates.gates.iter().zip(&placing.spots) {
        let port = |offset: f64, stream: usize| Port {
            at: spot.at
                + right_of(spot.direction) * (offset + width(network, placing, stream) / 2.0 - gate.breadth / 2.0),
            direction: spot.direction,
        };
        for &(stream, offset) in &gate.inflow {
            if let Some(end) = gates.ends.get_mut(stream) {
                *end = Some(port(offset, stream));
            }
        }
        for &(stream, offset) in &gate.outflow {
            if let Some(start) = gates.starts.get_mut(stream) {
                *start = Some(port(offset, stream));
            }
        }
    }
    gates
}

fn width(network: &Network, placing: &Placing, stream: usize) -> f64 {
    network.solved.streams.get(stream).map_or(0.0, |s| s.clients * placing.px_per_client)
}

fn gate(network: &Network, outline: &Outline, frame: &FlowFrame, placing: &Placing, n: NodeIndex) -> Gate {
    let graph = &network.graph;
    let Some(spot) = placing.spots.get(n.index()) else { return Gate::default() };
    let root = spot.at - spot.direction * lead(spot.radius, frame.scale);
    let spot_of = |n: NodeIndex| placing.spots.get(n.index()).map_or(Point::ZERO, |s| s.at);
    let right = right_of(spot.direction);
    let mut inflow: Vec<(f64, usize)> = graph
        .edges_directed(n, Incoming)
        .map(|e| {
            let via = placing.via.get(e.id().index()).and_then(|way| way.last());
            let from = via.map_or(spot_of(e.source()), |via| via.at) - root;
            let angle = libm::atan2(from.dot(right), -from.dot(spot.direction));
            // Canals come round the red side: the farther down they come from, the nearer to the bank.
            let back = outline.business && outline.returns(e.id().index());
            let across = frame.flow(spot_of(e.source())).1 / frame.across;
            (if back { -10.0 - across } else { angle }, e.id().index())
        })
        .collect();
    let mut outflow: Vec<(f64, usize)> = graph
        .edges_directed(n, Outgoing)
        .map(|e| {
            let stream = e.id().index();
            let via = placing.via.get(stream).and_then(|way| way.first()).map(|via| via.at);
            let to = via.or(placing.mouths.get(stream).copied().flatten()).unwrap_or(spot_of(e.target()));
            let mood = network.solved.streams.get(stream).and_then(|s| s.mood);
            // Blue water turns off to its side first, and parts there.
            let (from, ahead) = if mood == Some(Mood::Blue) && outline.business && spot.radius > 0.0 {
                (spot.at + right * (spot.radius + 70.0 * frame.scale), right)
            } else {
                (spot.at, spot.direction)
            };
            let angle = libm::atan2((to - from).dot(right_of(ahead)), (to - from).dot(ahead));
            let bank = match mood {
                _ if !outline.business => 0.0,
                _ if outline.returns(stream) => -20.0,
                Some(Mood::Red) => -10.0,
                None => 0.0,
                Some(Mood::Blue) => 10.0,
            };
            (bank + angle, stream)
        })
        .collect();
    // Equal angles keep the document's order.
    inflow.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    outflow.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let stack = |order: Vec<(f64, usize)>| {
        let mut across = 0.0;
        let lanes: Vec<(usize, f64)> = order
            .into_iter()
            .map(|(_, stream)| {
                let lane = (stream, across);
                across += width(network, placing, stream);
                lane
            })
            .collect();
        (lanes, across)
    };
    let (inflow, breadth_in) = stack(inflow);
    let (outflow, breadth_out) = stack(outflow);
    Gate { inflow, outflow, breadth: breadth_in.max(breadth_out) }
}

/// What gathers water before a node flows towards it, along the branch of its tree.
fn turn_upstream_nodes(network: &Network, outline: &Outline, frame: &FlowFrame, placing: &mut Placing) {
    let graph = &network.graph;
    let is_upstream = |placing: &Placing, n: usize| {
        placing.upstream.get(n) == Some(&true) && outline.door_of.get(n).copied().flatten().is_none()
    };
    let main = |n: NodeIndex| {
        let size = |stream: usize| network.solved.streams.get(stream).map_or(0.0, |s| s.clients);
        let out = graph.edges_directed(n, Outgoing).map(|e| e.id());
        out.max_by(|a, b| size(a.index()).total_cmp(&size(b.index())).then(b.cmp(a)))
    };
    // Downstream nodes first: their own current is where the trees of their feeders end.
    for &n in outline.order.iter().rev() {
        let Some(spot) = placing.spots.get(n).copied() else { continue };
        let root = spot.at - spot.direction * lead(spot.radius, frame.scale);
        let mut feeders: Vec<(usize, Point, f64)> = graph
            .edges_directed(NodeIndex::new(n), Incoming)
            .filter(|e| is_upstream(placing, e.source().index()) && main(e.source()) == Some(e.id()))
            .map(|e| {
                let from = e.source().index();
                let at = placing.spots.get(from).map_or(root, |s| s.at);
                (from, at, width(network, placing, e.id().index()))
            })
            .collect();
        sort_by_angle(root, spot.direction, &mut feeders, |f| f.1);
        let sources: Vec<(Point, f64)> = feeders.iter().map(|f| (f.1, f.2)).collect();
        let ways = river_tree(root, spot.direction, &sources, 46.0 * frame.scale, 0.55);
        for ((from, ..), way) in feeders.into_iter().zip(ways) {
            let (Some(a), Some(b), Some(feeder)) = (way.first(), way.get(2), placing.spots.get_mut(from)) else {
                continue;
            };
            let way = *b - *a;
            if way.hypot() > 1e-6 {
                feeder.direction = way / way.hypot();
            }
        }
    }
}

/// Cold nodes (and ends) lie off the axis: their current runs from what feeds them to what they feed.
fn turn_cold_nodes(network: &Network, outline: &Outline, placing: &mut Placing) {
    let graph = &network.graph;
    for n in graph.node_indices() {
        let Some(node) = graph.node_weight(n) else { continue };
        let own_axis = !outline.business || outline.inside(n.index()) || node.kt.is_some();
        let Some(at) = placing.spots.get(n.index()).map(|s| s.at) else { continue };
        let turned = placing.upstream.get(n.index()) == Some(&true);
        if own_axis
            || turned
            || node.kind == Kind::Spring
            || outline.door_of.get(n.index()).copied().flatten().is_some()
        {
            continue;
        }
        let mut sum = Vec2::ZERO;
        let mut cold = false;
        for (stream, other, sign) in graph
            .edges_directed(n, Incoming)
            .map(|e| (e.id().index(), e.source(), 1.0))
            .chain(graph.edges_directed(n, Outgoing).map(|e| (e.id().index(), e.target(), -1.0)))
        {
            let Some(flow) = network.solved.streams.get(stream) else { continue };
            cold |= flow.mood == Some(Mood::Blue) || node.kind == Kind::Competitor;
            if let Some(other) = placing.spots.get(other.index()) {
                let way = (at - other.at) * sign;
                sum += way / way.hypot().max(1e-6) * flow.clients;
            }
        }
        if cold
            && sum.hypot() > 1e-6
            && let Some(spot) = placing.spots.get_mut(n.index())
        {
            spot.direction = sum / sum.hypot();
        }
    }
}

/// Shifts the nodes of each axis so that their left banks lie on one line: red never moves, blue is cut off.
fn align_red_bank(network: &Network, outline: &Outline, placing: &mut Placing, gates: &Gates) {
    let breadth = |n: usize| gates.gates.get(n).map_or(0.0, |g| g.breadth);
    let single = outline.shops.len() == 1;
    for nodes in &outline.shops {
        let kt1 = network
            .graph
            .node_indices()
            .map(|n| n.index())
            .find(|&n| single && network.graph.node_weight(NodeIndex::new(n)).is_some_and(|w| w.kt == Some(1)));
        let Some(&first) = kt1.as_ref().or(nodes.first()) else { continue };
        for &n in nodes {
            if let Some(spot) = placing.spots.get_mut(n) {
                spot.at += right_of(spot.direction) * ((breadth(n) - breadth(first)) / 2.0);
            }
        }
    }
}

/// A confluence at a fork's door stands in its own lane of the fork, under the fork's ring.
fn stand_at_doors(outline: &Outline, placing: &mut Placing, gates: &Gates) {
    for (n, door) in outline.door_of.iter().enumerate() {
        let Some(fork) = *door else { continue };
        let (Some(gate), Some(own), Some(spot)) =
            (gates.gates.get(fork), gates.gates.get(n), placing.spots.get(fork).copied())
        else {
            continue;
        };
        let lane = gate.inflow.iter().find(|(s, _)| own.outflow.iter().any(|(o, _)| o == s)).map_or(0.0, |(_, o)| *o);
        if let Some(own_spot) = placing.spots.get_mut(n) {
            let across = lane + own.breadth / 2.0 - gate.breadth / 2.0;
            own_spot.at = spot.at - spot.direction * (spot.radius * 0.7) + right_of(spot.direction) * across;
            own_spot.direction = spot.direction;
        }
    }
}
