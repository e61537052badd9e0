//! The bed: where each stream's way runs along the streets, worked out for the base of a document. Levers and frames change
//! how much water there is; the bed stays, and with it its left banks, so that a river that swells is a river that swells.

use super::{
    Place, Ribbon,
    flow_frame::{FlowFrame, right_of},
    given::Given,
    place::Port,
    rivers::{
        lanes::{self, Beside, Lane, Run},
        reaches::{Reach, reaches},
        ribbon,
        stems::stems,
    },
    town::streets::Streets,
};
use crate::{
    document::Mood,
    hash,
    network::{Network, Solved, StreamFlow},
};
use kurbo::{Point, Rect};
use petgraph::{graph::NodeIndex, visit::EdgeRef};
use std::rc::Rc;

/// What water of any amount runs in; vectors go by stream.
#[derive(Clone, Debug, Default)]
pub struct Bed {
    /// Pixels of breadth per client.
    pub px_per_client: f64,
    /// Clients of the widest water in the base.
    pub most: f64,
    /// The corners that each passes; empty if it runs off the streets.
    pub routes: Vec<Vec<u32>>,
    /// The points of these corners, and what it passes beyond the streets.
    pub lines: Vec<Vec<Point>>,
    /// How broad each is in the base, px.
    pub rooms: Vec<f64>,
    /// Where each begins, as far as its node says so.
    pub starts: Vec<Option<Port>>,
    /// Where each ends.
    pub ends: Vec<Option<Port>>,
    /// Streams that are drawn as one river, a group for each place that some run to.
    pub summed: Vec<Vec<usize>>,
    /// Boxes that each runs under.
    pub under: Vec<Vec<Rect>>,
    /// Whether each is a canal of a lever, which docks outside the others.
    pub dug: Vec<bool>,
    /// In a city of given streets, what tells their names.
    pub names: Option<Names>,
}

/// What tells the names of a city's streets.
#[derive(Clone, Debug)]
pub struct Names {
    /// The city.
    pub given: Rc<Given>,
    /// For each piece of a line, the corners of the city that it passes.
    pub passed: hash::Map<(u32, u32), Vec<u32>>,
}

/// The water in a bed.
pub struct Water {
    /// One for each stream.
    pub ribbons: Vec<Ribbon>,
    /// The rivers of those that are summed, in pieces.
    pub stems: Vec<Ribbon>,
    /// In a city of given streets, what each of these carries.
    pub reaches: Vec<Reach>,
    /// Where each stream runs beside others.
    pub beside: Vec<Beside>,
}

/// Over how far a ribbon's temperature slides at its ends, px before scaling.
const SLIDE: f64 = 76.0;
/// What a drop makes, px per second before scaling.
const SPEED: f64 = 66.0;
/// Streams that lie no farther apart than this at a port are beside each other, px.
const BESIDE: f64 = 0.5;

impl Bed {
    /// The points of each stream's corners; where the streets end it goes on along its course.
    pub fn lay(&mut self, streets: &Streets, courses: &[Vec<Point>], frame: &FlowFrame) {
        let line = |(stream, corners): (usize, &Vec<u32>)| {
            let course = courses.get(stream).map_or(&[][..], |c| c);
            let mut line: Vec<Point> =
                corners.iter().filter_map(|c| streets.corners.get(*c as usize).copied()).collect();
            let ashore = line.last().copied();
            let on = ashore.map_or(0, |last| nearest(course, last) + 1);
            if ashore.is_none_or(|p| course.last().is_some_and(|q| p.distance(*q) > 9.0 * frame.scale)) {
                line.extend(course.iter().skip(on));
            }
            line
        };
        self.lines = self.routes.iter().enumerate().map(line).collect();
    }

    /// The water of a solution of a network, side by side where streams share streets.
    pub fn water(&self, network: &Network, solved: &Solved, frame: &FlowFrame) -> Water {
        let widths: Vec<f64> = solved.streams.iter().map(|flow| flow.clients * self.px_per_client).collect();
        let edges = network.graph.edge_references().zip(self.routes.iter().zip(&self.lines)).zip(&widths);
        let runs: Vec<Run> = edges
            .map(|((e, (corners, line)), width)| {
                let stream = e.id().index();
                let port = |ports: &[Option<Port>]| ports.get(stream).copied().flatten();
                Run {
                    corners,
                    line: line.clone(),
                    room: self.rooms.get(stream).copied().unwrap_or_default(),
                    width: *width,
                    start: (port(&self.starts), e.source().index()),
                    end: (port(&self.ends), e.target().index()),
                }
            })
            .collect();
        let (lanes, legs, legs_of) = lanes::lanes(&runs);
        let (starts, ends) = (self.moved(network, &widths, false), self.moved(network, &widths, true));
        let ribbon = |(stream, (run, lane)): (usize, (&Run, &Lane))| {
            if run.line.is_empty() {
                return Ribbon::default();
            }
            let ports = [&starts, &ends].map(|ports| ports.get(stream).copied().flatten());
            let mut ribbon = ribbon::ribbon(lane, ports, colours(network, solved, frame, stream, run), frame.scale);
            ribbon.under = self.under.get(stream).cloned().unwrap_or_default();
            ribbon
        };
        let ribbons = runs.iter().zip(&lanes).enumerate().map(ribbon).collect();
        let flow = |stream: usize| solved.streams.get(stream);
        let temperature = |stream: usize| flow(stream).map_or(0.0, |flow| flow.temperature);
        let stems = |group: &Vec<usize>| stems(group, &runs, &legs, &legs_of, &temperature, frame.scale);
        let mood = |stream: usize| flow(stream).and_then(|flow| flow.mood);
        let name = |from: u32, to: u32| {
            let names = self.names.as_ref()?;
            names.given.name(names.passed.get(&(from, to))?)
        };
        let none = self.routes.iter().all(Vec::is_empty);
        let reaches = if none { Vec::new() } else { reaches(&runs, &legs, &legs_of, &mood, &name) };
        let beside = runs.iter().zip(&legs_of).enumerate();
        let beside = beside.map(|(stream, (run, own))| lanes::neighbours(stream, run, own, &legs)).collect();
        Water { ribbons, stems: self.summed.iter().flat_map(stems).collect(), reaches, beside }
    }

    /// Where streams of other widths than in the base begin or end: what lies beside each other at a node goes on doing so, from the
    /// left bank on, which stays.
    fn moved(&self, network: &Network, widths: &[f64], end: bool) -> Vec<Option<Port>> {
        let mut ports = if end { self.ends.clone() } else { self.starts.clone() };
        if widths == self.rooms {
            return ports;
        }
        let mut at: Vec<Vec<(usize, Port, f64)>> = vec![Vec::new(); network.graph.node_count()];
        for e in network.graph.edge_references() {
            let (stream, node) = (e.id().index(), if end { e.target() } else { e.source() });
            if let (Some(Some(port)), Some(room), Some(at)) =
                (ports.get(stream), self.rooms.get(stream), at.get_mut(node.index()))
            {
                at.push((stream, *port, *room));
            }
        }
        for mut all in at {
            let aside = |port: &Port| port.at.to_vec2().dot(right_of(port.direction));
            crate::order::sort(&mut all, |a, b| aside(&a.1).total_cmp(&aside(&b.1)));
            let (mut bank, mut shift) = (f64::NEG_INFINITY, 0.0);
            for (stream, port, room) in all {
                let width = widths.get(stream).copied().unwrap_or_default();
                let Some(slot) = ports.get_mut(stream) else { continue };
                let dug = self.dug.get(stream) == Some(&true);
                let blue = network.solved.streams.get(stream).is_some_and(|flow| flow.mood == Some(Mood::Blue));
                if aside(&port) - room / 2.0 > bank + BESIDE {
                    shift = 0.0;
                }
                let by = if dug && !blue { -width / 2.0 } else { shift + (width - room) / 2.0 };
                *slot = Some(Port { at: port.at + right_of(port.direction) * by, ..port });
                if !dug {
                    bank = aside(&port) + room / 2.0;
                    shift += width - room;
                }
            }
        }
        ports
    }

    /// The places of the base, with the lanes of other widths.
    pub fn places(&self, base: &[Place], network: &Network) -> Vec<Place> {
        let width = |stream: usize| network.solved.streams.get(stream).map_or(0.0, |s| s.clients * self.px_per_client);
        let stacked = |lanes: &[(usize, f64)]| {
            let mut across = 0.0;
            let lane = |(stream, _): &(usize, f64)| {
                let lane = (*stream, across);
                across += width(*stream);
                lane
            };
            lanes.iter().map(lane).collect()
        };
        let place =
            |place: &Place| Place { inflow: stacked(&place.inflow), outflow: stacked(&place.outflow), ..place.clone() };
        base.iter().map(place).collect()
    }
}

/// What colours and moves a stream.
fn colours(network: &Network, solved: &Solved, frame: &FlowFrame, stream: usize, run: &Run) -> ribbon::Water {
    let at_node = |n: usize| solved.nodes.get(n).map_or(0.0, |f| f.temperature);
    let own = solved.streams.get(stream).map_or(0.0, |f: &StreamFlow| f.temperature);
    let is_end = network.graph.edges(NodeIndex::new(run.end.1)).next().is_none();
    ribbon::Water {
        width: run.width,
        temperature: [at_node(run.start.1), own, if is_end { own } else { at_node(run.end.1) }],
        slide: (SLIDE * frame.scale, SLIDE * frame.scale),
        speed: SPEED * frame.scale,
        calm: network.city.is_some(),
    }
}

/// Index of the point of a line that is nearest to a place.
fn nearest(line: &[Point], to: Point) -> usize {
    let distance = |p: &Point| p.distance_squared(to);
    let best = line.iter().enumerate().min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
    best.map_or(0, |(i, _)| i)
}
