//! Where things are: the town, the places of the nodes, and the rivers along its streets.
//!
//! All lengths are CSS pixels of the canvas, x to the right, y down.

pub mod arrange;
mod blocks;
pub mod coast;
mod courses;
pub mod creeks;
pub mod faces;
pub mod flow_frame;
mod gates;
mod lanes;
mod organic;
mod outline;
mod place;
mod polygon;
mod quarters;
mod river;
mod roads;
mod route;
mod shown;
pub mod town;

pub use outline::Outline;
pub use place::Floor;
pub use river::tangent;
pub use shown::Shown;

use crate::{
    document::Kind,
    network::{Network, Node, StreamFlow},
};
use flow_frame::FlowFrame;
use kurbo::{BezPath, Point, Vec2};
use petgraph::{graph::NodeIndex, visit::EdgeRef};
use town::Town;

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
    /// What of the network is drawn.
    pub shown: Shown,
    /// One for each node.
    pub places: Vec<Place>,
    /// Radius of each node's mark, px.
    pub radii: Vec<f64>,
    /// One for each stream.
    pub ribbons: Vec<Ribbon>,
    /// The shops.
    pub floors: Vec<Floor>,
    /// Streets, blocks, parks.
    pub town: Town,
    /// The coast, walked with the sea on the right.
    pub coast: Vec<Point>,
    /// Outlines of the creeks round the springs.
    pub creeks: Vec<BezPath>,
}

impl Map {
    /// Lays out a solved network on a canvas of `width` x `height` CSS px; the town follows from `seed`, and has
    /// about `blocks` blocks where given.
    pub fn new(network: &Network, width: f64, height: f64, seed: u64, blocks: Option<u32>) -> Self {
        let frame = FlowFrame::new(width, height);
        let outline = Outline::of(network);
        let shown = Shown::of(network, frame.width, frame.height);
        let mut placing = place::place(network, &outline, &frame, &shown);
        let gates = gates::gates(network, &outline, &frame, &mut placing);
        let courses = courses::courses(network, &outline, &frame, &placing, &gates, &shown);
        let plan = Plan {
            network,
            frame: &frame,
            placing: &placing,
            gates: &gates,
            courses: &courses.lines,
            ends: &courses.ends,
        };
        let coast = coast::shore(&frame, &placing.floors, seed);
        // A web has no main roads: its strands run as the crow flies.
        let roads = if outline.tangled { Vec::new() } else { plan.roads() };
        let town = plan.town(&roads, &coast, seed, blocks);
        let routes =
            if outline.tangled { Vec::new() } else { route::routes(&town.streets, &courses.lines, frame.scale) };
        let ribbons = plan.ribbons(&town.streets, &routes);
        let creeks = plan.creeks(&town, &ribbons);
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
            shown,
            places,
            radii: placing.spots.iter().map(|s| s.radius).collect(),
            ribbons,
            floors: placing.floors,
            town,
            coast,
            creeks,
        }
    }
}

/// What stands, before there are streets.
struct Plan<'a> {
    network: &'a Network,
    frame: &'a FlowFrame,
    placing: &'a place::Placing,
    gates: &'a gates::Gates,
    courses: &'a [Vec<Point>],
    ends: &'a [Option<place::Port>],
}

impl Plan<'_> {
    /// Main roads: along the courses and between the springs.
    fn roads(&self) -> Vec<Vec<Point>> {
        let mut roads = self.courses.to_vec();
        roads.extend(courses::links::links(self.network, self.frame, self.placing));
        roads
    }

    /// The town round some roads.
    fn town(&self, roads: &[Vec<Point>], coast: &[Point], seed: u64, blocks: Option<u32>) -> Town {
        let frame = self.frame;
        let margin = 40.0 * frame.scale;
        let mut land = vec![frame.point(-margin, -0.08 * frame.across), frame.point(-margin, 1.08 * frame.across)];
        land.extend(coast);
        let middle = frame.at(0.4, 0.5);
        town::town(&town::Plan {
            size: (frame.width, frame.height),
            scale: if frame.tall { frame.scale * 1.05 } else { frame.scale },
            seed,
            land,
            roads,
            old_centre: self.biggest(|n| n.kind == Kind::Spring).unwrap_or(middle),
            busy: self.biggest(|n| n.kt == Some(1)).unwrap_or(middle),
            parks_off: &[],
            clear: Some(frame.title_box()),
            blocks,
        })
    }

    /// Where the node stands that takes in most, of those that are meant.
    fn biggest(&self, meant: impl Fn(&Node) -> bool) -> Option<Point> {
        let nodes = self.network.graph.node_weights().zip(&self.network.solved.nodes).zip(&self.placing.spots);
        let meant = nodes.filter(|((n, _), _)| meant(n)).map(|((_, flow), spot)| (flow.inflow, spot.at));
        meant.fold((0.0, None), |most, (size, at)| if size > most.0 { (size, Some(at)) } else { most }).1
    }

    fn creeks(&self, town: &Town, ribbons: &[Ribbon]) -> Vec<BezPath> {
        let total = self.network.solved.totals.springs.max(1e-9);
        let nodes = self.network.graph.node_weights().zip(&self.network.solved.nodes).zip(&self.placing.spots);
        let sources: Vec<creeks::Source> = nodes
            .filter(|((n, _), _)| n.kind == Kind::Spring)
            .map(|((_, flow), spot)| creeks::Source {
                at: spot.at,
                share: flow.inflow / total,
                width: flow.inflow * self.placing.px_per_client,
            })
            .collect();
        if sources.len() > 400 {
            return Vec::new();
        }
        let margin = 20.0 * self.frame.scale;
        let off = [self.frame.title_box().inflate(margin, margin)];
        creeks::creeks(&town.streets, &sources, ribbons, &off, self.frame.scale)
    }

    /// One ribbon for each stream, side by side where they share streets.
    fn ribbons(&self, streets: &Streets, routes: &[Vec<u32>]) -> Vec<Ribbon> {
        let runs: Vec<lanes::Run> = self
            .network
            .graph
            .edge_references()
            .map(|e| {
                let stream = e.id().index();
                let corners = routes.get(stream).map_or(&[][..], |r| r);
                lanes::Run {
                    corners,
                    line: self.line(stream, corners, streets),
                    width: self.flow(stream).map_or(0.0, |f| f.clients * self.placing.px_per_client),
                    start: (port(&self.gates.starts, stream), e.source().index()),
                    end: (port(self.ends, stream), e.target().index()),
                }
            })
            .collect();
        let lanes = lanes::lanes(&runs);
        let ribbon = |(stream, (run, lane)): (usize, (&lanes::Run, &lanes::Lane))| {
            if run.line.is_empty() { Ribbon::default() } else { self.ribbon(stream, run, lane) }
        };
        runs.iter().zip(&lanes).enumerate().map(ribbon).collect()
    }

    fn flow(&self, stream: usize) -> Option<&StreamFlow> {
        self.network.solved.streams.get(stream)
    }

    /// A stream's way along the streets; where these end (at the coast) it goes on along its course.
    fn line(&self, stream: usize, corners: &[u32], streets: &Streets) -> Vec<Point> {
        let course = self.courses.get(stream).map_or(&[][..], |c| c);
        let mut line: Vec<Point> = corners.iter().filter_map(|c| streets.corners.get(*c as usize).copied()).collect();
        let ashore = line.last().copied();
        let on = ashore.map_or(0, |last| nearest(course, last) + 1);
        if ashore.is_none_or(|p| course.last().is_some_and(|q| p.distance(*q) > 9.0 * self.frame.scale)) {
            line.extend(course.iter().skip(on));
        }
        line
    }

    fn ribbon(&self, stream: usize, run: &lanes::Run, lane: &lanes::Lane) -> Ribbon {
        let at_node = |n: usize| self.network.solved.nodes.get(n).map_or(0.0, |f| f.temperature);
        let own = self.flow(stream).map_or(0.0, |f| f.temperature);
        let is_end = self.network.graph.edges(NodeIndex::new(run.end.1)).next().is_none();
        let slide = 76.0 * self.frame.scale;
        let water = river::Water {
            width: run.width,
            temperature: [at_node(run.start.1), own, if is_end { own } else { at_node(run.end.1) }],
            slide: (slide, slide),
            speed: 66.0 * self.frame.scale,
        };
        river::ribbon(lane, run.start.0, run.end.0, water, self.frame.scale)
    }
}

fn port(ports: &[Option<place::Port>], stream: usize) -> place::Port {
    ports.get(stream).copied().flatten().unwrap_or(place::Port { at: Point::ZERO, direction: Vec2::new(1.0, 0.0) })
}

/// Index of the point of a line that is nearest to a place.
fn nearest(line: &[Point], to: Point) -> usize {
    let distance = |p: &Point| p.distance_squared(to);
    let best = line.iter().enumerate().min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
    best.map_or(0, |(i, _)| i)
}
