//! Where the nodes stand: a strategy for a business (springs, KT1, shops, competitors, sea), one for a plain
//! network (columns by depth) and one for a web. Places are fractions of the flow frame until the end.

mod business;
mod cold;
mod columns;
mod layers;
mod springs;
mod web;

use super::{flow_frame::FlowFrame, outline::Outline, shown::Shown};
use crate::{
    document::{Kind, Mood},
    door,
    network::{Network, Node},
};
use kurbo::{Point, Vec2};
use petgraph::graph::NodeIndex;

/// A point that a ribbon's middle passes, and the current's direction there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Port {
    /// Where.
    pub at: Point,
    /// Whither, a unit vector.
    pub direction: Vec2,
}

/// Where a node stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Middle of its mark; for a sea the mouth of its lowest river.
    pub at: Point,
    /// The current's direction through it.
    pub direction: Vec2,
    /// Radius of its mark, px; 0 where it has none.
    pub radius: f64,
}

/// A shop's floor: a rectangle turned with its axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Floor {
    /// Number of the shop.
    pub shop: usize,
    /// On the axis where the floor begins.
    pub start: Point,
    /// The axis' direction.
    pub direction: Vec2,
    /// Length along the axis, px.
    pub length: f64,
    /// From the axis to the wall on the red side, px.
    pub red_side: f64,
    /// From the axis to the wall on the blue side, px.
    pub blue_side: f64,
}

/// Ways that run beside a shop's floor: from the axis to the middle of each, px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// The canal on the red side.
    pub canal: f64,
    /// The road that its blue water takes, on the blue side.
    pub road: f64,
}

/// Where everything stands.
#[derive(Clone, Debug, Default)]
pub struct Placing {
    /// One for each node.
    pub spots: Vec<Spot>,
    /// One for each shop of the outline.
    pub floors: Vec<Floor>,
    /// One for each shop of the outline.
    pub beside: Vec<Beside>,
    /// For each stream that ends in a sea, where it crosses the coast.
    pub mouths: Vec<Option<Point>>,
    /// For each stream the places that it passes on its way, if it is told any.
    pub via: Vec<Vec<Port>>,
    /// Whether a node gathers water before the first KT: what such nodes send to one place runs there as one tree.
    pub upstream: Vec<bool>,
    /// Pixels per client.
    pub px_per_client: f64,
}

/// One shop's row across the canvas, in fractions of its breadth.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Where the axis passes KT1's station.
    axis: f64,
    /// How much the axis rises to the red side, per length along.
    slope: f64,
    /// From the axis to the wall on the red side.
    red: f64,
    /// From the axis to the wall on the blue side.
    blue: f64,
    /// From the axis to the middle of the canal on the red side.
    canal: f64,
    /// From the axis to the middle of the road on the blue side.
    road: f64,
}

/// Breadth of the widest ribbon or street, px: a sixteenth of the shorter side; less on a square canvas, where shops are
/// small, and the water with them.
pub fn widest(frame: &FlowFrame) -> f64 {
    (frame.width.min(frame.height) / 16.0).min(72.0 * frame.scale)
}

/// Breadth of a client, px, where the widest water is as wide as it should be.
pub fn px_per_client(network: &Network, frame: &FlowFrame) -> f64 {
    let most = most(network);
    if most > 0.0 { widest(frame) / most } else { 0.0 }
}

/// Clients of the widest water.
pub fn most(network: &Network) -> f64 {
    network
        .graph
        .node_weights()
        .zip(&network.solved.nodes)
        .filter(|(n, _)| n.kind != Kind::Sea)
        .map(|(_, f)| f.inflow.max(f.outflow))
        .chain(network.solved.streams.iter().map(|s| s.clients))
        .fold(0.0, f64::max)
}

/// Places every node of a network.
pub fn place(network: &Network, outline: &Outline, frame: &FlowFrame, shown: &Shown) -> Placing {
    let px_per_client = px_per_client(network, frame);
    let n = network.graph.node_count();
    let streams = network.graph.edge_count();
    let mut draft = Draft {
        network,
        outline,
        frame,
        shown,
        px_per_client,
        at: vec![(0.5, 0.5); n],
        slope: vec![0.0; n],
        mouths: vec![None; streams],
        via: vec![Vec::new(); streams],
        upstream: vec![false; n],
        rows: Vec::new(),
    };
    if outline.business {
        draft.business();
    } else if outline.web {
        door::through(|| draft.web());
    } else {
        door::through(|| draft.columns());
    }
    draft.finish()
}

/// Fractions (along, across) under construction.
struct Draft<'a> {
    network: &'a Network,
    outline: &'a Outline,
    frame: &'a FlowFrame,
    px_per_client: f64,
    at: Vec<(f64, f64)>,
    slope: Vec<f64>,
    mouths: Vec<Option<(f64, f64)>>,
    via: Vec<Vec<Port>>,
    shown: &'a Shown,
    upstream: Vec<bool>,
    rows: Vec<Row>,
}

impl Draft<'_> {
    fn node(&self, n: usize) -> Option<&Node> {
        self.network.graph.node_weight(NodeIndex::new(n))
    }

    fn kind(&self, n: usize) -> Kind {
        self.node(n).map_or(Kind::Confluence, |w| w.kind)
    }

    fn kt(&self, n: usize) -> Option<u8> {
        self.node(n).and_then(|w| w.kt)
    }

    fn put(&mut self, n: usize, along: f64, across: f64) {
        if let Some(at) = self.at.get_mut(n) {
            *at = (along, across);
        }
    }

    fn get(&self, n: usize) -> (f64, f64) {
        self.at.get(n).copied().unwrap_or((0.5, 0.5))
    }

    fn clients(&self, stream: usize) -> f64 {
        self.network.solved.streams.get(stream).map_or(0.0, |s| s.clients)
    }

    fn inflow(&self, n: usize) -> f64 {
        self.network.solved.nodes.get(n).map_or(0.0, |f| f.inflow)
    }

    fn mood(&self, stream: usize) -> Option<Mood> {
        self.network.solved.streams.get(stream).and_then(|s| s.mood)
    }

    fn is_shown(&self, stream: usize) -> bool {
        self.shown.stream(stream)
    }

    fn is_seen(&self, n: usize) -> bool {
        self.shown.node(n)
    }

    /// The row of the shop that a node lies in.
    fn row_of(&self, n: usize) -> Option<usize> {
        self.outline.shop.get(n).copied().flatten()
    }

    /// Radius of a node's mark, px.
    fn radius(&self, n: usize) -> f64 {
        // Low rows take smaller rings.
        let row = self.row_of(n).and_then(|shop| self.rows.get(shop));
        let s = self.frame.scale;
        let low = row.map_or(1.0, |r| ((r.red * self.frame.across - 9.0 * s) / (33.0 * s)).clamp(0.3, 1.0));
        radius(self.kind(n), self.kt(n), self.inflow(n) * self.px_per_client / 2.0, low, s)
    }

    fn finish(self) -> Placing {
        let frame = self.frame;
        let spots = (0..self.at.len())
            .map(|n| {
                let (along, across) = self.get(n);
                let slope = self.slope.get(n).copied().unwrap_or(0.0);
                let direction = frame.vector(1.0, -slope);
                let finite = |x: f64| if x.is_finite() { x.clamp(0.02, 0.98) } else { 0.5 };
                Spot {
                    at: frame.at(finite(along), finite(across)),
                    direction: direction / direction.hypot(),
                    radius: self.radius(n),
                }
            })
            .collect::<Vec<Spot>>();
        let at = |(along, across): (f64, f64)| frame.at(along, across);
        Placing {
            floors: self.floors(),
            beside: self
                .rows
                .iter()
                .map(|r| Beside { canal: r.canal * frame.across, road: r.road * frame.across })
                .collect(),
            mouths: self.mouths.iter().map(|m| m.map(at)).collect(),
            via: self.via,
            upstream: self.upstream,
            px_per_client: self.px_per_client,
            spots,
        }
    }
}

/// Radius of a mark whose water is twice `half` px broad; `low` (to 1) shrinks those in low rows.
pub(in crate::map) fn radius(kind: Kind, kt: Option<u8>, half: f64, low: f64, s: f64) -> f64 {
    match (kind, kt) {
        (Kind::Fork, Some(1)) => (42.0 * s).max(half + 14.0 * s).max(20.0),
        (Kind::Fork, Some(_)) => {
            (33.0 * s).max(18.0).max(half + 12.0 * s).min((33.0 * s * low).max(half + 4.0).max(15.0 * low.max(0.66)))
        }
        (Kind::Regulars, _) => (19.0 * s * low).max(half + 5.0 * s).max(8.0),
        (Kind::Spring, _) => (7.5 * s).max(half + 3.5 * s).max(5.0),
        (Kind::Till, _) => 15.0 * s,
        (Kind::Competitor, _) => half + 1.5 * s,
        _ => 0.0,
    }
}

impl Placing {
    /// Makes all water narrower, to `share` of its breadth, and the marks with it.
    pub fn narrow(&mut self, network: &Network, frame: &FlowFrame, share: f64) {
        self.px_per_client *= share;
        let nodes = network.graph.node_weights().zip(&network.solved.nodes);
        for ((node, flow), spot) in nodes.zip(&mut self.spots) {
            spot.radius = radius(node.kind, node.kt, flow.inflow * self.px_per_client / 2.0, 1.0, frame.scale);
        }
    }
}
