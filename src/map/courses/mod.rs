//! Courses: where each stream would run in open land. In a generated town the main roads are laid along them; on
//! any streets the router keeps as close to them as the streets allow.

mod canal;
mod gather;
pub mod links;
pub mod tree;

use super::{
    flow_frame::{FlowFrame, right_of},
    gates::{Gates, Port},
    outline::Outline,
    place::{Floor, Placing},
};
use crate::{document::Kind, network::Network};
use kurbo::{CubicBez, ParamCurve, ParamCurveArclen, Point, Vec2};
use petgraph::{graph::NodeIndex, visit::EdgeRef};

/// A curve as points about 14 px apart, without its start.
pub fn flatten(curve: CubicBez) -> impl Iterator<Item = Point> {
    let steps = (curve.arclen(1.0) / 14.0).clamp(1.0, 300.0) as usize;
    (1..=steps).map(move |i| curve.eval(i as f64 / steps as f64))
}

/// How many streams a map draws at most: more would be a tangle of hairlines.
const MOST: usize = 400;

/// Which streams are drawn: all, or the largest ones of a very large network.
pub fn shown(network: &Network) -> Vec<bool> {
    let mut sizes: Vec<f64> = network.solved.streams.iter().map(|s| s.clients).collect();
    if sizes.len() <= MOST {
        return vec![true; sizes.len()];
    }
    sizes.sort_by(|a, b| b.total_cmp(a));
    let least = sizes.get(MOST - 1).copied().unwrap_or(0.0);
    let mut left = MOST;
    let keep = |s: &crate::network::StreamFlow| {
        let fits = s.clients >= least && s.clients > 0.0 && left > 0;
        left -= usize::from(fits);
        fits
    };
    network.solved.streams.iter().map(keep).collect()
}

/// The course of each stream that is shown; shared stretches have the same points.
pub fn courses(
    network: &Network,
    outline: &Outline,
    frame: &FlowFrame,
    placing: &Placing,
    gates: &Gates,
    shown: &[bool],
) -> Vec<Vec<Point>> {
    let planner = Planner { network, outline, frame, placing, gates, shown };
    let mut courses = vec![Vec::new(); network.graph.edge_count()];
    planner.springs(&mut courses);
    planner.ends(&mut courses);
    for e in network.graph.edge_references().filter(|e| planner.shown(e.id().index())) {
        let stream = e.id().index();
        if courses.get(stream).is_some_and(|c: &Vec<Point>| c.is_empty())
            && let (Some(start), Some(end)) = (planner.start(stream), planner.end(stream))
        {
            let course = if outline.tangled {
                web_strand(start.at, end.at)
            } else if let Some(via) = placing.via.get(stream).filter(|via| !via.is_empty()) {
                planner.thread(start.at, via, end.at)
            } else if outline.returns(stream) {
                planner.canal(e.source(), e.target(), start, end)
            } else {
                planner.bend(e.source(), e.target(), start, end)
            };
            if let Some(slot) = courses.get_mut(stream) {
                *slot = course;
            }
        }
    }
    courses
}

struct Planner<'a> {
    network: &'a Network,
    outline: &'a Outline,
    frame: &'a FlowFrame,
    placing: &'a Placing,
    gates: &'a Gates,
    shown: &'a [bool],
}

impl Planner<'_> {
    fn shown(&self, stream: usize) -> bool {
        self.shown.get(stream) == Some(&true)
    }

    fn start(&self, stream: usize) -> Option<Port> {
        self.gates.starts.get(stream).copied().flatten()
    }

    fn end(&self, stream: usize) -> Option<Port> {
        self.gates.ends.get(stream).copied().flatten()
    }

    fn radius(&self, n: NodeIndex) -> f64 {
        self.placing.spots.get(n.index()).map_or(0.0, |s| s.radius)
    }

    fn clients(&self, stream: usize) -> f64 {
        self.network.solved.streams.get(stream).map_or(0.0, |s| s.clients)
    }

    fn floor_of(&self, n: NodeIndex) -> Option<&Floor> {
        self.outline.shop.get(n.index()).copied().flatten().and_then(|shop| self.placing.floors.get(shop))
    }

    fn kind(&self, n: NodeIndex) -> Kind {
        self.network.graph.node_weight(n).map_or(Kind::Confluence, |w| w.kind)
    }

    /// Straight where the ports face each other, else a smooth bend.
    fn bend(&self, from: NodeIndex, to: NodeIndex, start: Port, end: Port) -> Vec<Point> {
        let apart = end.at - start.at;
        let distance = apart.hypot();
        let aside = apart.cross(start.direction).abs() + (1.0 - start.direction.dot(end.direction)) * distance;
        let mut way = vec![start.at];
        if aside < 0.03 * distance {
            way.push(start.at.midpoint(end.at));
            way.push(end.at);
            return way;
        }
        let is_end = matches!(self.kind(to), Kind::Competitor | Kind::Sea);
        let out = self.radius(from) * 0.7;
        let reach = (distance * 0.42).max(out);
        let arrive = if is_end { distance * 0.3 } else { distance * 0.42 };
        way.extend(flatten(CubicBez::new(
            start.at,
            start.at + start.direction * reach,
            end.at - end.direction * arrive,
            end.at,
        )));
        way
    }

    /// Through given places, along the current at each of them.
    fn thread(&self, start: Point, via: &[Point], end: Point) -> Vec<Point> {
        let mut way = vec![start];
        let mut from = start;
        for &to in via.iter().chain([&end]) {
            let reach = self.frame.vector((self.frame.flow(to).0 - self.frame.flow(from).0) * 0.45, 0.0);
            way.extend(flatten(CubicBez::new(from, from + reach, to - reach, to)));
            from = to;
        }
        way
    }
}

/// A slightly bowed line: both directions between two places stay apart.
fn web_strand(start: Point, end: Point) -> Vec<Point> {
    let bow = right_of(end - start) * 0.10;
    let mut way = vec![start];
    way.extend(flatten(kurbo::QuadBez::new(start, start.midpoint(end) + bow, end).raise()));
    way
}

/// A polyline with its corners rounded by at most `radius`, as points about 14 px apart.
pub fn rounded(points: &[Point], radius: f64) -> Vec<Point> {
    let mut way: Vec<Point> = points.first().copied().into_iter().collect();
    for corner in points.windows(3) {
        let [a, b, c] = corner else { continue };
        let cut = radius.min(a.distance(*b) / 2.0).min(b.distance(*c) / 2.0);
        let unit = |v: Vec2| v / v.hypot().max(1e-9);
        let enter = *b + unit(*a - *b) * cut;
        let leave = *b + unit(*c - *b) * cut;
        way.push(enter);
        way.extend(flatten(kurbo::QuadBez::new(enter, *b, leave).raise()));
    }
    way.extend(points.last());
    way
}
