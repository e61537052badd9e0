//! Where things are: the town, the places of the nodes, and the rivers along its streets.
//!
//! All lengths are CSS pixels of the canvas, x to the right, y down.

mod courses;
pub mod flow_frame;
mod gates;
mod lanes;
mod outline;
mod place;
mod river;
mod route;
mod spiral;
mod springs;
pub mod town;

pub use outline::Outline;
pub use place::Floor;
pub use river::tangent;

use crate::network::Network;
use flow_frame::FlowFrame;
use kurbo::{Point, Vec2};
use petgraph::visit::EdgeRef;

/// How big a street is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Between two blocks.
    Side,
    /// Cuts a quarter in two.
    Quarter,
    /// A main road.
    Main,
}

/// One street: an edge of the city's street network.
#[derive(Clone, Debug, PartialEq)]
pub struct Street {
    /// Corner at which it begins.
    pub from: u32,
    /// Corner at which it ends.
    pub to: u32,
    /// How big it is.
    pub class: Class,
}

/// The street graph: corners and the straight streets between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Streets {
    /// Where streets meet or bend.
    pub corners: Vec<Point>,
    /// The streets; planar, each pair of corners at most once.
    pub streets: Vec<Street>,
}

/// One block of houses, a courtyard in one, or a park.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its outline, with rounded corners written out.
    pub outline: kurbo::BezPath,
    /// What it is.
    pub kind: BlockKind,
    /// Strength of its tone, 0 (like the land) to 1.
    pub tone: f64,
}

/// What a [`Block`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Houses.
    Houses,
    /// A paler yard inside houses.
    Courtyard,
    /// A park.
    Park,
}

/// Where a stream's ribbon passes, from its start to its end without a break.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ribbon {
    /// The middle of the ribbon, points about 4 px apart.
    pub line: Vec<Point>,
    /// True width, linear in clients; may be under the least width that is drawn.
    pub width: f64,
    /// Temperature at each point of `line`, -1 to 1.
    pub temperature: Vec<f32>,
    /// Pixels per second that a drop makes along it, before the speed setting.
    pub speed: f64,
}

/// Where a node is.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Middle of its mark.
    pub at: Point,
    /// The current's direction through it, a unit vector.
    pub direction: Vec2,
    /// Incoming streams from the left bank to the right one (looking with the current), with the distance of
    /// each one's left edge from the left bank of the whole.
    pub inflow: Vec<(usize, f64)>,
    /// Outgoing streams in the same way.
    pub outflow: Vec<(usize, f64)>,
}

/// The whole map of one network on one canvas.
#[derive(Clone, Debug)]
pub struct Map {
    /// The canvas as the current sees it.
    pub frame: FlowFrame,
    /// What kind of picture this is.
    pub outline: Outline,
    /// Pixels of breadth per client.
    pub px_per_client: f64,
    /// One for each node.
    pub places: Vec<Place>,
    /// Radius of each node's mark, px.
    pub radii: Vec<f64>,
    /// One for each stream.
    pub ribbons: Vec<Ribbon>,
    /// The shops.
    pub floors: Vec<Floor>,
    /// The streets.
    pub streets: Streets,
}

impl Map {
    /// Lays out a solved network on a canvas of `width` x `height` CSS px.
    pub fn new(network: &Network, width: f64, height: f64, _seed: u64) -> Self {
        let frame = FlowFrame::new(width, height);
        let outline = Outline::of(network);
        let mut placing = place::place(network, &outline, &frame);
        let gates = gates::gates(network, &outline, &frame, &mut placing);
        let courses = courses::courses(network, &outline, &frame, &placing, &gates);
        let streets = town::only_roads(&courses);
        let routes = route::routes(&streets, &courses, frame.scale);
        let ribbons = ribbons(network, &frame, &placing, &gates, &streets, &courses, &routes);
        let places = gates
            .gates
            .iter()
            .zip(&placing.spots)
            .map(|(gate, spot)| Place {
                at: spot.at,
                direction: spot.direction,
                inflow: gate.inflow.clone(),
                outflow: gate.outflow.clone(),
            })
            .collect();
        Self {
            frame,
            outline,
            px_per_client: placing.px_per_client,
            places,
            radii: placing.spots.iter().map(|s| s.radius).collect(),
            ribbons,
            floors: placing.floors,
            streets,
        }
    }
}

/// One ribbon for each stream, side by side where they share streets.
fn ribbons(
    network: &Network,
    frame: &FlowFrame,
    placing: &place::Placing,
    gates: &gates::Gates,
    streets: &Streets,
    courses: &[Vec<Point>],
    routes: &[Vec<u32>],
) -> Vec<Ribbon> {
    let port = |ports: &[Option<gates::Port>], stream: usize| {
        ports.get(stream).copied().flatten().unwrap_or(gates::Port { at: Point::ZERO, direction: Vec2::new(1.0, 0.0) })
    };
    let flow = |stream: usize| network.solved.streams.get(stream);
    let runs: Vec<lanes::Run> = network
        .graph
        .edge_references()
        .map(|e| {
            let stream = e.id().index();
            let corners = routes.get(stream).map_or(&[][..], |r| r);
            let line: Vec<Point> = if corners.is_empty() {
                courses.get(stream).cloned().unwrap_or_default()
            } else {
                corners.iter().filter_map(|c| streets.corners.get(*c as usize).copied()).collect()
            };
            lanes::Run {
                corners,
                line,
                width: flow(stream).map_or(0.0, |f| f.clients * placing.px_per_client),
                start: (port(&gates.starts, stream), e.source().index()),
                end: (port(&gates.ends, stream), e.target().index()),
            }
        })
        .collect();
    let lanes = lanes::lanes(&runs);
    let node_temperature = |n: usize| network.solved.nodes.get(n).map_or(0.0, |f| f.temperature);
    runs.iter()
        .zip(&lanes)
        .enumerate()
        .map(|(stream, (run, lane))| {
            let own = flow(stream).map_or(0.0, |f| f.temperature);
            let is_end = network
                .graph
                .edge_endpoints(petgraph::graph::EdgeIndex::new(stream))
                .is_none_or(|(_, to)| network.graph.edges(to).next().is_none());
            let after = if is_end { own } else { node_temperature(run.end.1) };
            let water = river::Water {
                width: run.width,
                temperature: [node_temperature(run.start.1), own, after],
                slide: (76.0 * frame.scale, 76.0 * frame.scale),
                speed: 66.0 * frame.scale,
            };
            river::ribbon(lane, run.start.0, run.end.0, water, frame.scale)
        })
        .collect()
}
