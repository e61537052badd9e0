//! Courses: where each stream would run in open land. In a generated town the main roads are laid along them; on
//! any streets the router keeps as close to them as the streets allow.

use super::{
    flow_frame::{FlowFrame, right_of},
    gates::{Gates, Port, lead},
    outline::Outline,
    place::{Floor, Placing},
    spiral::spiral_tree,
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
    let planner = Planner { network, outline, frame, placing, gates };
    let mut courses = vec![Vec::new(); network.graph.edge_count()];
    planner.trees(&mut courses);
    planner.seas(&mut courses);
    for e in network.graph.edge_references().filter(|e| shown.get(e.id().index()) == Some(&true)) {
        let stream = e.id().index();
        if courses.get(stream).is_some_and(|c: &Vec<Point>| c.is_empty())
            && let (Some(start), Some(end)) = (planner.start(stream), planner.end(stream))
        {
            let course = if outline.tangled {
                web_strand(start.at, end.at)
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
}

impl Planner<'_> {
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

    /// What springs send to one node runs together as one tree.
    fn trees(&self, courses: &mut [Vec<Point>]) {
        for (n, gate) in self.gates.gates.iter().enumerate() {
            let springs: Vec<usize> = gate
                .inflow
                .iter()
                .map(|(s, _)| *s)
                .filter(|s| {
                    self.network
                        .graph
                        .edge_endpoints(petgraph::graph::EdgeIndex::new(*s))
                        .is_some_and(|(from, _)| self.kind(from) == Kind::Spring)
                })
                .collect();
            let Some(&stem) =
                springs.iter().max_by(|a, b| self.clients(**a).total_cmp(&self.clients(**b)).then(b.cmp(a)))
            else {
                continue;
            };
            let Some(end) = self.end(stem) else { continue };
            let lead = lead(self.radius(NodeIndex::new(n)).max(42.0 * self.frame.scale), self.frame.scale);
            let root = end.at - end.direction * lead;
            let sources: Vec<(Point, f64)> =
                springs.iter().map(|s| (self.start(*s).map_or(root, |p| p.at), self.clients(*s))).collect();
            let ways = spiral_tree(root, end.direction, &sources, 80.0 * self.frame.scale);
            for (stream, mut way) in springs.into_iter().zip(ways) {
                way.push(end.at - end.direction * (lead / 2.0));
                way.push(end.at);
                if let Some(course) = courses.get_mut(stream) {
                    *course = way;
                }
            }
        }
    }

    /// What ends in one mouth of the sea runs together as one tree, once it is out of the shop.
    fn seas(&self, courses: &mut [Vec<Point>]) {
        let mut groups: Vec<(Point, Vec<usize>)> = Vec::new();
        for (stream, mouth) in self.placing.mouths.iter().enumerate() {
            if let Some(mouth) = mouth {
                match groups.iter_mut().find(|(at, _)| at.distance(*mouth) < 1.0) {
                    Some((_, streams)) => streams.push(stream),
                    None => groups.push((*mouth, vec![stream])),
                }
            }
        }
        for (_, streams) in groups {
            let Some(&stem) =
                streams.iter().max_by(|a, b| self.clients(**a).total_cmp(&self.clients(**b)).then(b.cmp(a)))
            else {
                continue;
            };
            let Some(end) = self.end(stem) else { continue };
            let root = end.at - end.direction * (150.0 * self.frame.scale);
            let mut exits: Vec<(usize, Vec<Point>)> = Vec::new();
            for stream in streams {
                if let Some(way) = self.way_out(stream) {
                    exits.push((stream, way));
                }
            }
            let right = right_of(end.direction);
            let angle = |way: &[Point]| {
                let from = way.last().copied().unwrap_or(root) - root;
                libm::atan2(from.dot(right), -from.dot(end.direction))
            };
            exits.sort_by(|a, b| angle(&a.1).total_cmp(&angle(&b.1)));
            let sources: Vec<(Point, f64)> =
                exits.iter().map(|(s, way)| (way.last().copied().unwrap_or(root), self.clients(*s))).collect();
            let ways = spiral_tree(root, end.direction, &sources, 60.0 * self.frame.scale);
            for ((stream, mut course), way) in exits.into_iter().zip(ways) {
                course.extend(way.into_iter().skip(1));
                course.extend((1..=10).map(|i| root.lerp(end.at, f64::from(i) / 10.0)));
                if let Some(slot) = courses.get_mut(stream) {
                    *slot = course;
                }
            }
        }
    }

    /// From a node out of its shop, or clear of the shops beside it, on the blue side.
    fn way_out(&self, stream: usize) -> Option<Vec<Point>> {
        let s = self.frame.scale;
        let start = self.start(stream)?;
        let (from, _) = self.network.graph.edge_endpoints(petgraph::graph::EdgeIndex::new(stream))?;
        let radius = self.radius(from);
        let right = right_of(start.direction);
        let (along, across) = self.frame.flow(start.at);
        // Below every floor that stands between here and the coast, in this row or a lower one.
        let behind = along > (self.frame.coast(0.5) - 0.09) * self.frame.along;
        let below = match self.floor_of(from) {
            Some(floor) if self.placing.floors.len() > 1 => Some(floor.blue_side * 1.16 + 3.0 * s),
            Some(floor) => Some(floor.blue_side + 34.0 * s),
            None if self.outline.business && !behind => self
                .placing
                .floors
                .iter()
                .map(|f| self.frame.flow(f.start).1 + f.blue_side + 70.0 * s - across)
                .max_by(f64::total_cmp),
            None => None,
        };
        let Some(below) = below else { return Some(vec![start.at, start.at + start.direction * (radius + 12.0 * s)]) };
        let width = self.clients(stream) * self.placing.px_per_client;
        let turn = (24.0 * s + 1.0 * width).min(radius + 40.0 * s);
        let out = start.at + start.direction * turn + right * below.max(turn);
        let bend = CubicBez::new(
            start.at,
            start.at + start.direction * (turn * 0.9),
            out - right * (below.max(turn) * 0.55),
            out,
        );
        let mut way = vec![start.at];
        way.extend(flatten(bend));
        Some(way)
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

    /// Round the red side, back to where the water came through before.
    fn canal(&self, from: NodeIndex, to: NodeIndex, start: Port, end: Port) -> Vec<Point> {
        let s = self.frame.scale;
        let frame = self.frame;
        let ((a0, c0), (a1, c1)) = (frame.flow(start.at), frame.flow(end.at));
        let clear = lead(self.radius(to), s) - 20.0 * s;
        let radius = self.radius(from);
        let rows = self.placing.floors.len();
        // How far over to the red side (across, px): clear of the shop's wall or of all shops.
        let over = match self.floor_of(from) {
            Some(floor) if rows == 1 => c0 - floor.red_side - if frame.tall { 36.0 * s } else { 78.0 * s },
            Some(floor) => c0 - floor.red_side * 1.10 - 3.0 * s,
            None if self.outline.business && rows > 0 => {
                let tops = self.placing.floors.iter().map(|f| frame.flow(f.start).1 - f.red_side);
                tops.fold(c0, f64::min) - 22.0 * s
            }
            None => c0.min(c1) - 90.0 * s - 0.08 * (a0 - a1).abs(),
        };
        let over = over.max(0.035 * frame.across);
        let at = |along: f64, across: f64| frame.point(along, across);
        // The height at which it passes KT1, and the column between KT1 and the shops on which lower rows rise.
        let pass = over.min(c1 - 118.0 * s).max(0.035 * frame.across);
        let column = a1 + self.radius(to) + 74.0 * s;
        let skew = if rows == 1 { 22.0 * s } else { 0.0 };
        let mut points = vec![
            start.at,
            start.at + start.direction * (radius * 0.6),
            at(a0 + radius + 18.0 * s, c0 * 0.55 + over * 0.45),
            at(a0 - 16.0 * s, over),
        ];
        if over > pass + 1.0 && rows > 1 {
            points.push(at(column, over));
        }
        points.extend([
            at(if rows > 1 { column - 20.0 * s } else { a1 + 92.0 * s }, pass + skew),
            at(a1 - 38.0 * s, c1 + (pass - c1) * 0.84),
            at(a1 - clear - 18.0 * s, c1 + (pass - c1) * 0.40),
            end.at - end.direction * clear,
            end.at,
        ]);
        rounded(&points, 70.0 * s)
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

/// Main roads without water: from spring to neighbouring spring, and from the outer ones to the border.
pub fn links(network: &Network, frame: &FlowFrame, placing: &Placing) -> Vec<Vec<Point>> {
    let springs: Vec<Point> = network
        .graph
        .node_weights()
        .zip(&placing.spots)
        .filter(|(n, _)| n.kind == Kind::Spring)
        .map(|(_, s)| s.at)
        .collect();
    let mut roads = Vec::new();
    if springs.is_empty() || springs.len() > 14 {
        return roads;
    }
    let mut order = springs.clone();
    order.sort_by(|a, b| frame.flow(*a).1.total_cmp(&frame.flow(*b).1));
    for pair in order.windows(2) {
        if let [a, b] = pair {
            let bow = right_of(*b - *a) * 0.08;
            roads.push(rounded(&[*a, a.midpoint(*b) + bow, *b], 60.0 * frame.scale));
        }
    }
    for at in springs {
        let (along, across) = frame.flow(at);
        let border = frame.point(-20.0, across + 0.12 * (across - 0.5 * frame.across));
        if along < 0.3 * frame.along {
            roads.push(rounded(
                &[at, at.midpoint(border) + Vec2::new(0.0, 8.0 * frame.scale), border],
                60.0 * frame.scale,
            ));
        }
    }
    roads
}
