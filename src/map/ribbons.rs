//! From routes to ribbons: each stream's way along the streets, its lane there, and its colours.

use super::{
    Ribbon, Streets,
    flow_frame::FlowFrame,
    lanes::{self, Lane, Run},
    place::{Placing, Port},
    reaches::{Reach, reaches},
    river,
    stems::stems,
};
use crate::network::{Network, StreamFlow};
use kurbo::Point;
use petgraph::{graph::NodeIndex, visit::EdgeRef};

/// What ribbons are made from, besides streets and routes; vectors go by stream.
pub struct Plan<'a> {
    /// The network.
    pub network: &'a Network,
    /// The canvas.
    pub frame: &'a FlowFrame,
    /// Where the nodes stand.
    pub placing: &'a Placing,
    /// Where streams go on where the streets end (at the coast).
    pub courses: &'a [Vec<Point>],
    /// Where streams begin, as far as their nodes say so.
    pub starts: &'a [Option<Port>],
    /// Where streams end.
    pub ends: &'a [Option<Port>],
}

/// Over how far a ribbon's temperature slides at its ends, px before scaling.
const SLIDE: f64 = 76.0;
/// What a drop makes, px per second before scaling.
const SPEED: f64 = 66.0;

impl Plan<'_> {
    /// One ribbon for each stream, side by side where they share streets.
    pub fn ribbons(&self, streets: &Streets, routes: &[Vec<u32>]) -> Vec<Ribbon> {
        self.with_sums(streets, routes, &[], &|_, _| None).0
    }

    /// The same, and the rivers of those that are `summed` (a group for each place that some run to), and all reaches;
    /// `name` is that of a street between two corners.
    pub fn with_sums(
        &self,
        streets: &Streets,
        routes: &[Vec<u32>],
        summed: &[Vec<usize>],
        name: &dyn Fn(u32, u32) -> Option<String>,
    ) -> (Vec<Ribbon>, Vec<Ribbon>, Vec<Reach>) {
        let port = |ports: &[Option<Port>], stream: usize| ports.get(stream).copied().flatten();
        let edges = self.network.graph.edge_references();
        let runs: Vec<Run> = edges
            .map(|e| {
                let stream = e.id().index();
                let corners = routes.get(stream).map_or(&[][..], |r| r);
                Run {
                    corners,
                    line: self.line(stream, corners, streets),
                    width: self.flow(stream).map_or(0.0, |f| f.clients * self.placing.px_per_client),
                    start: (port(self.starts, stream), e.source().index()),
                    end: (port(self.ends, stream), e.target().index()),
                }
            })
            .collect();
        let (lanes, legs, legs_of) = lanes::lanes(&runs);
        let ribbon = |(stream, (run, lane)): (usize, (&Run, &Lane))| {
            if run.line.is_empty() { Ribbon::default() } else { self.ribbon(stream, run, lane) }
        };
        let ribbons = runs.iter().zip(&lanes).enumerate().map(ribbon).collect();
        let temperature = |stream: usize| self.flow(stream).map_or(0.0, |flow| flow.temperature);
        let stems = |group: &Vec<usize>| stems(group, &runs, &legs, &legs_of, &temperature, self.frame.scale);
        let mood = |stream: usize| self.flow(stream).and_then(|flow| flow.mood);
        let reaches =
            if routes.iter().all(Vec::is_empty) { Vec::new() } else { reaches(&runs, &legs, &legs_of, &mood, name) };
        (ribbons, summed.iter().flat_map(stems).collect(), reaches)
    }

    fn flow(&self, stream: usize) -> Option<&StreamFlow> {
        self.network.solved.streams.get(stream)
    }

    /// A stream's way along the streets; where these end it goes on along its course.
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

    fn ribbon(&self, stream: usize, run: &Run, lane: &Lane) -> Ribbon {
        let at_node = |n: usize| self.network.solved.nodes.get(n).map_or(0.0, |f| f.temperature);
        let own = self.flow(stream).map_or(0.0, |f| f.temperature);
        let is_end = self.network.graph.edges(NodeIndex::new(run.end.1)).next().is_none();
        let scale = self.frame.scale;
        let water = river::Water {
            width: run.width,
            temperature: [at_node(run.start.1), own, if is_end { own } else { at_node(run.end.1) }],
            slide: (SLIDE * scale, SLIDE * scale),
            speed: SPEED * scale,
            calm: self.network.city.is_some(),
        };
        river::ribbon(lane, [run.start.0, run.end.0], water, scale)
    }
}

/// Index of the point of a line that is nearest to a place.
fn nearest(line: &[Point], to: Point) -> usize {
    let distance = |p: &Point| p.distance_squared(to);
    let best = line.iter().enumerate().min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
    best.map_or(0, |(i, _)| i)
}
