//! Courses: where each stream would run in open land. In a generated town the main roads are laid along them; on
//! any streets the router keeps as close to them as the streets allow.

mod canal;
pub mod dig;
mod gather;
pub mod links;
pub mod web;

use super::{
    flow_frame::{FlowFrame, right_of},
    outline::Outline,
    place::{Beside, Placing, Port},
    rivers::gates::Gates,
    shown::Shown,
};
use crate::{
    document::Kind,
    network::{Network, Stream},
};
use kurbo::{CubicBez, ParamCurve, ParamCurveArclen, Point, Vec2};
use petgraph::{
    graph::{EdgeReference, NodeIndex},
    visit::EdgeRef,
};

/// A curve as points about 14 px apart, without its start.
pub fn flatten(curve: CubicBez) -> impl Iterator<Item = Point> {
    let steps = (curve.arclen(1.0) / 14.0).clamp(1.0, 300.0) as usize;
    (1..=steps).map(move |i| curve.eval(i as f64 / steps as f64))
}

/// Where streams would run.
pub struct Courses {
    /// One for each stream, empty where it is not shown; shared stretches have the same points.
    pub lines: Vec<Vec<Point>>,
    /// Where each stream ends.
    pub ends: Vec<Option<Port>>,
}

/// The course of each stream that is shown.
pub fn courses(
    network: &Network,
    outline: &Outline,
    frame: &FlowFrame,
    placing: &Placing,
    gates: &Gates,
    shown: &Shown,
) -> Courses {
    let ends = gates.ends.clone();
    let mut planner = Planner { network, outline, frame, placing, gates, shown, ends };
    let exits = planner.exits();
    planner.mouths(&exits);
    let mut courses = vec![Vec::new(); network.graph.edge_count()];
    planner.springs(&mut courses);
    planner.go_to_ends(&exits, &mut courses);
    for e in network.graph.edge_references().filter(|e| planner.shown(e.id().index())) {
        let stream = e.id().index();
        if courses.get(stream).is_some_and(|c: &Vec<Point>| c.is_empty())
            && let (Some(start), Some(end)) = (planner.start(stream), planner.end(stream))
        {
            let course = if !planner.via(stream).is_empty() {
                planner.thread(e, start, end)
            } else if outline.returns(stream) {
                planner.canal(e.source(), e.target())
            } else {
                planner.bend(e.source(), e.target(), start, end)
            };
            if let Some(slot) = courses.get_mut(stream) {
                *slot = course;
            }
        }
    }
    Courses { lines: courses, ends: planner.ends }
}

struct Planner<'a> {
    network: &'a Network,
    outline: &'a Outline,
    frame: &'a FlowFrame,
    placing: &'a Placing,
    gates: &'a Gates,
    shown: &'a Shown,
    /// Where each stream ends.
    ends: Vec<Option<Port>>,
}

impl Planner<'_> {
    fn shown(&self, stream: usize) -> bool {
        self.shown.stream(stream)
    }

    fn start(&self, stream: usize) -> Option<Port> {
        self.gates.starts.get(stream).copied().flatten()
    }

    fn end(&self, stream: usize) -> Option<Port> {
        self.ends.get(stream).copied().flatten()
    }

    fn radius(&self, n: NodeIndex) -> f64 {
        self.placing.spots.get(n.index()).map_or(0.0, |s| s.radius)
    }

    fn clients(&self, stream: usize) -> f64 {
        self.network.solved.streams.get(stream).map_or(0.0, |s| s.clients)
    }

    /// The ways beside the shop that a node lies in, measured from a place in it.
    fn lanes_of(&self, n: NodeIndex, at: Point) -> Option<Beside> {
        let shop = self.outline.shop.get(n.index()).copied().flatten()?;
        let (floor, beside) = (self.placing.floors.get(shop)?, self.placing.beside.get(shop)?);
        let off = (at - floor.start).dot(right_of(floor.direction));
        Some(Beside { canal: beside.canal + off, road: beside.road - off })
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
            let alone = self.network.graph.edges(from).count() == 1
                && self.gates.gates.get(to.index()).is_none_or(|g| g.inflow.len() == 1);
            if self.outline.business || !alone || distance < 160.0 * self.frame.scale {
                way.extend([start.at.midpoint(end.at), end.at]);
                return way;
            }
            // A river as straight as a ruler looks like a pipe: it swings to one side and back.
            let unit = apart / distance;
            let middle = start.at.midpoint(end.at) + right_of(unit) * (0.03 * distance);
            let reach = unit * (distance * 0.22);
            way.extend(flatten(CubicBez::new(start.at, start.at + reach, middle - reach, middle)));
            way.extend(flatten(CubicBez::new(middle, middle + reach, end.at - reach, end.at)));
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

    /// Through given places, along the current at each of them; streams that leave for one place, or come from one, do
    /// so together.
    fn thread(&self, e: EdgeReference<'_, Stream>, start: Port, end: Port) -> Vec<Point> {
        let via = self.via(e.id().index());
        let gate = |n: NodeIndex| self.gates.gates.get(n.index());
        let leaving = gate(e.source()).map_or(&[][..], |g| &g.outflow);
        let arriving = gate(e.target()).map_or(&[][..], |g| &g.inflow);
        let first = |stream: usize| Some((self.via(stream).first()?.at, self.start(stream)?));
        let last = |stream: usize| Some((self.via(stream).last()?.at, self.end(stream)?));
        let start = self.together(start, via.first(), leaving, first);
        let end = self.together(end, via.last(), arriving, last);
        let mut way = vec![start.at];
        let mut from = start;
        for to in via.iter().chain([&end]) {
            let distance = from.at.distance(to.at);
            // A way that turns round needs longer arms to do it in.
            let reach = distance * (0.40 - 0.25 * from.direction.dot(to.direction).min(0.0));
            let arms = (from.at + from.direction * reach, to.at - to.direction * reach);
            way.extend(flatten(CubicBez::new(from.at, arms.0, arms.1, to.at)));
            from = *to;
        }
        way
    }

    fn via(&self, stream: usize) -> &[Port] {
        self.placing.via.get(stream).map_or(&[], |via| via)
    }

    /// The middle port of all streams of a gate that pass the same place beside it.
    fn together(
        &self,
        own: Port,
        beside: Option<&Port>,
        gate: &[(usize, f64)],
        ports: impl Fn(usize) -> Option<(Point, Port)>,
    ) -> Port {
        let (mut sum, mut weight) = (Vec2::ZERO, 0.0);
        for &(stream, _) in gate.iter().filter(|(s, _)| self.shown(*s)) {
            let Some((place, port)) = ports(stream) else { continue };
            if beside.is_some_and(|beside| beside.at == place) {
                let clients = self.clients(stream).max(1e-9);
                sum += port.at.to_vec2() * clients;
                weight += clients;
            }
        }
        if weight > 0.0 { Port { at: (sum / weight).to_point(), ..own } } else { own }
    }
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
