//! Streams that run together: what gathers before a node, and what goes to the ends.

use super::{Planner, flatten};
use crate::{
    document::{Kind, Mood},
    map::{
        flow_frame::right_of,
        place::Port,
        rivers::{
            gates::lead,
            tree::{river_tree, sort_by_angle},
        },
    },
};
use kurbo::{CubicBez, Point, Vec2};
use petgraph::{
    Direction::Outgoing,
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};

/// The way that all water takes which leaves a node for the ends, before it parts.
struct Exit {
    way: Vec<Point>,
    /// The current's direction where it ends.
    direction: Vec2,
}

/// Of each node the streams that go to the ends, and their bed.
pub(super) struct Exits {
    streams: Vec<Vec<usize>>,
    beds: Vec<Option<Exit>>,
}

/// Where streams end together, and how far before that they run as one.
struct Sink {
    end: Port,
    run: f64,
    streams: Vec<usize>,
}

/// The port between some ports with their clients; with the first one's direction.
pub(super) fn middle(ports: impl Iterator<Item = (Port, f64)>) -> Option<Port> {
    let (mut sum, mut weight, mut first) = (Vec2::ZERO, 0.0, None);
    for (port, clients) in ports {
        let clients = clients.max(1e-9);
        sum += port.at.to_vec2() * clients;
        weight += clients;
        first.get_or_insert(port.direction);
    }
    first.map(|direction| Port { at: (sum / weight).to_point(), direction })
}

impl Exit {
    fn end(&self) -> Point {
        self.way.last().copied().unwrap_or_default()
    }
}

impl Planner<'_> {
    fn upstream(&self, n: usize) -> bool {
        self.placing.upstream.get(n) == Some(&true) && self.outline.door_of.get(n).copied().flatten().is_none()
    }

    fn source(&self, stream: usize) -> Option<usize> {
        self.ends_of(stream).map(|(from, _)| from.index())
    }

    fn target(&self, stream: usize) -> Option<usize> {
        self.ends_of(stream).map(|(_, to)| to.index())
    }

    fn ends_of(&self, stream: usize) -> Option<(NodeIndex, NodeIndex)> {
        self.network.graph.edge_endpoints(EdgeIndex::new(stream))
    }

    /// The largest of some streams; of equal ones the first.
    fn largest(&self, streams: &[usize]) -> Option<usize> {
        streams.iter().copied().max_by(|a, b| self.clients(*a).total_cmp(&self.clients(*b)).then(b.cmp(a)))
    }

    /// What gathers before one node runs together as one tree.
    pub(super) fn springs(&self, courses: &mut [Vec<Point>]) {
        for (n, gate) in self.gates.gates.iter().enumerate() {
            let feeders = gate.inflow.iter().map(|(s, _)| *s);
            let feeders: Vec<usize> =
                feeders.filter(|s| self.shown(*s) && self.source(*s).is_some_and(|from| self.upstream(from))).collect();
            let Some(end) = self.largest(&feeders).and_then(|stem| self.end(stem)) else { continue };
            // A door stands under its fork's ring.
            let ring = match self.outline.door_of.get(n).copied().flatten() {
                Some(fork) => 0.3 * self.radius(NodeIndex::new(fork)),
                None => self.radius(NodeIndex::new(n)),
            };
            let lead = lead(ring, self.frame.scale);
            let root = end.at - end.direction * lead;
            let sources: Vec<(Point, f64)> =
                feeders.iter().map(|s| (self.start(*s).map_or(root, |p| p.at), self.clients(*s))).collect();
            let ways = river_tree(root, end.direction, &sources, 46.0 * self.frame.scale, 0.55);
            for (stream, mut way) in feeders.into_iter().zip(ways) {
                way.push(end.at - end.direction * (lead / 2.0));
                way.push(end.at);
                if let Some(course) = courses.get_mut(stream) {
                    *course = way;
                }
            }
        }
    }

    /// For every node the bed in which its water for the ends leaves it.
    pub(super) fn exits(&self) -> Exits {
        let count = if self.outline.business { self.network.graph.node_count() } else { 0 };
        let streams: Vec<Vec<usize>> = (0..count).map(|n| self.leaving(n)).collect();
        let beds = streams.iter().enumerate().map(|(n, streams)| self.exit(n, streams)).collect();
        Exits { streams, beds }
    }

    /// Streams that end in the sea lie side by side in each mouth, in the order in which they come.
    pub(super) fn mouths(&mut self, exits: &Exits) {
        let mut groups: Vec<(Point, Vec<usize>)> = Vec::new();
        for (stream, mouth) in self.placing.mouths.iter().enumerate().filter(|(s, _)| self.shown(*s)) {
            let Some(mouth) = mouth else { continue };
            match groups.iter_mut().find(|(at, _)| at.distance(*mouth) < 1.0) {
                Some((_, streams)) => streams.push(stream),
                None => groups.push((*mouth, vec![stream])),
            }
        }
        for (mouth, mut streams) in groups {
            let from = |stream: usize| {
                let exit = self.source(stream).and_then(|n| exits.beds.get(n)).and_then(Option::as_ref).map(Exit::end);
                let via = self.via(stream).last().map(|port| port.at);
                exit.or(via).or(self.start(stream).map(|port| port.at)).unwrap_or(mouth)
            };
            let width = |stream: usize| self.clients(stream) * self.placing.px_per_client;
            // Out to sea, leaning the way that the water comes.
            let come = streams.iter().fold(Vec2::ZERO, |sum, s| sum + (mouth - from(*s)) * width(*s));
            let lean = if self.placing.floors.len() > 1 { 0.0 } else { 0.9 };
            let direction = come / come.hypot().max(1e-9) * lean + self.frame.vector(1.0, 0.0);
            let direction = direction / direction.hypot();
            sort_by_angle(mouth, direction, &mut streams, |s| from(*s));
            let total: f64 = streams.iter().map(|s| width(*s)).sum();
            let mut across = -total / 2.0;
            let out = mouth + direction * (125.0 * self.frame.scale);
            let ports: Vec<(usize, Port)> = streams
                .into_iter()
                .map(|stream| {
                    let middle = across + width(stream) / 2.0;
                    across += width(stream);
                    (stream, Port { at: out + right_of(direction) * middle, direction })
                })
                .collect();
            for (stream, port) in ports {
                self.ends.iter_mut().skip(stream).take(1).for_each(|slot| *slot = Some(port));
            }
        }
    }

    /// What goes to the ends: out of the shop (or from under KT1) in one bed for each node, then to each mouth of
    /// the sea and to each competitor as one tree; what goes to several competitors parts like a tree turned round.
    pub(super) fn go_to_ends(&self, exits: &Exits, courses: &mut [Vec<Point>]) {
        let Exits { streams: outs, beds: exits } = exits;
        let exit = |stream: usize| self.source(stream).and_then(|n| exits.get(n)).and_then(Option::as_ref);
        for Sink { end, run, streams } in self.sinks(outs) {
            // Shorter where water comes in beside it.
            let before = |s: &usize| exit(*s).map_or(run, |exit| (end.at - exit.end()).dot(end.direction));
            let run = streams.iter().map(before).fold(run, |run, before| run.min(before - 0.4 * run)).max(0.45 * run);
            let root = end.at - end.direction * run;
            let sources: Vec<(Point, f64)> =
                streams.iter().map(|s| (exit(*s).map_or(root, Exit::end), self.clients(*s))).collect();
            let ways = river_tree(root, end.direction, &sources, 40.0 * self.frame.scale, 0.3);
            for (stream, way) in streams.into_iter().zip(ways) {
                let (Some(exit), Some(course)) = (exit(stream), courses.get_mut(stream)) else { continue };
                *course = exit.way.clone();
                course.extend(way.into_iter().skip(1));
                let steps = (root.distance(end.at) / 14.0).ceil().max(1.0) as u32;
                course.extend((1..=steps).map(|i| root.lerp(end.at, f64::from(i) / f64::from(steps))));
            }
        }
        for (streams, exit) in outs.iter().zip(exits) {
            let Some(exit) = exit else { continue };
            let mut fan: Vec<usize> =
                streams.iter().copied().filter(|s| courses.get(*s).is_some_and(Vec::is_empty)).collect();
            let aside = |stream: &usize| self.start(*stream).map_or(0.0, |p| p.at.to_vec2().dot(right_of(p.direction)));
            // Seen from the ends, whence the tree is grown, the banks are exchanged.
            fan.sort_by(|a, b| aside(b).total_cmp(&aside(a)));
            let sources: Vec<(Point, f64)> =
                fan.iter().map(|s| (self.end(*s).map_or(exit.end(), |p| p.at), self.clients(*s))).collect();
            let width = fan.iter().map(|s| self.clients(*s)).sum::<f64>() * self.placing.px_per_client;
            let least = (24.0 * self.frame.scale).max(0.8 * width);
            let ways = river_tree(exit.end(), -exit.direction, &sources, least, 0.0);
            for (stream, way) in fan.into_iter().zip(ways) {
                if let Some(course) = courses.get_mut(stream) {
                    *course = exit.way.clone();
                    course.extend(way.into_iter().rev().skip(1));
                }
            }
        }
    }

    /// Streams of a node that go to an end (or, blue, to a place on the way there).
    fn leaving(&self, n: usize) -> Vec<usize> {
        if self.placing.upstream.get(n) == Some(&true) {
            return Vec::new();
        }
        let graph = &self.network.graph;
        let to_end = |stream: usize, to: NodeIndex| {
            let blue = self.network.solved.streams.get(stream).is_some_and(|s| s.mood == Some(Mood::Blue));
            matches!(self.kind(to), Kind::Competitor | Kind::Sea)
                || blue && graph.edges_directed(to, Outgoing).next().is_none()
        };
        let edges = graph.edges_directed(NodeIndex::new(n), Outgoing);
        let mut streams: Vec<usize> =
            edges.filter(|e| to_end(e.id().index(), e.target())).map(|e| e.id().index()).collect();
        streams.retain(|s| self.shown(*s) && !self.outline.returns(*s));
        streams.reverse();
        streams
    }

    /// Where several streams end together: each mouth of the sea, and each competitor that several nodes feed.
    fn sinks(&self, outs: &[Vec<usize>]) -> Vec<Sink> {
        let mut mouths: Vec<(Point, Vec<usize>)> = Vec::new();
        let mut rivals: Vec<(usize, Vec<usize>)> = Vec::new();
        for &stream in outs.iter().flatten() {
            if let Some(mouth) = self.placing.mouths.get(stream).copied().flatten() {
                match mouths.iter_mut().find(|(at, _)| at.distance(mouth) < 1.0) {
                    Some((_, streams)) => streams.push(stream),
                    None => mouths.push((mouth, vec![stream])),
                }
            } else if let Some(to) = self.target(stream) {
                match rivals.iter_mut().find(|(other, _)| *other == to) {
                    Some((_, streams)) => streams.push(stream),
                    None => rivals.push((to, vec![stream])),
                }
            }
        }
        let s = self.frame.scale;
        let sink = |mut streams: Vec<usize>, run: f64| {
            let aside =
                |stream: &usize| self.end(*stream).map_or(0.0, |port| port.at.to_vec2().dot(right_of(port.direction)));
            streams.sort_by(|a, b| aside(a).total_cmp(&aside(b)));
            let ports = streams.iter().filter_map(|s| Some((self.end(*s)?, self.clients(*s))));
            Some(Sink { end: middle(ports)?, run, streams })
        };
        let at_sea = mouths.into_iter().filter_map(|(_, streams)| sink(streams, 150.0 * s));
        let several = rivals.into_iter().filter(|(_, streams)| streams.len() > 1);
        at_sea.chain(several.filter_map(|(_, streams)| sink(streams, 8.0 * s))).collect()
    }

    /// The bed in which some streams leave a node together.
    fn exit(&self, n: usize, streams: &[usize]) -> Option<Exit> {
        let s = self.frame.scale;
        let node = NodeIndex::new(n);
        let start = middle(streams.iter().filter_map(|s| Some((self.start(*s)?, self.clients(*s)))))?;
        let weight: f64 = streams.iter().map(|s| self.clients(*s)).sum();
        let radius = self.radius(node);
        let Some(below) = self.way_down(node, start.at, streams) else {
            let way = vec![start.at, start.at + start.direction * (radius + 14.0 * s)];
            return Some(Exit { way, direction: start.direction });
        };
        let right = right_of(start.direction);
        let width = weight * self.placing.px_per_client;
        let least = if self.rings_below(node) { radius + width / 2.0 + 22.0 * s } else { 0.0 };
        let turn = (24.0 * s + width).min(radius + 40.0 * s).max(least);
        let below = below.max(turn);
        let out = start.at + start.direction * turn + right * below;
        let bend =
            CubicBez::new(start.at, start.at + start.direction * (turn * 0.9), out - right * (below * 0.55), out);
        let mut way = vec![start.at];
        way.extend(flatten(bend));
        Some(Exit { way, direction: right })
    }

    /// Whether another KT1 stands on the blue side of one.
    fn rings_below(&self, n: NodeIndex) -> bool {
        let graph = &self.network.graph;
        let across = |n: NodeIndex| self.placing.spots.get(n.index()).map_or(0.0, |s| self.frame.flow(s.at).1);
        let kt1 = |n: NodeIndex| graph.node_weight(n).is_some_and(|w| w.kt == Some(1));
        kt1(n) && graph.node_indices().any(|other| kt1(other) && across(other) > across(n) + 1.0)
    }

    /// Whether water from farther up has left a node's shop already.
    fn joins_road(&self, n: NodeIndex) -> bool {
        let shop = |n: NodeIndex| self.outline.shop.get(n.index()).copied().flatten();
        let along = |n: NodeIndex| self.placing.spots.get(n.index()).map_or(0.0, |s| self.frame.flow(s.at).0);
        let graph = &self.network.graph;
        let leaves = |e: EdgeIndex| {
            let ends = graph.edge_endpoints(e);
            !self.outline.returns(e.index()) && ends.is_some_and(|(from, to)| shop(from) != shop(to))
        };
        let before = graph.node_indices().filter(|m| shop(*m) == shop(n) && along(*m) < along(n) - 1.0);
        before.into_iter().any(|m| graph.edges(m).any(|e| leaves(e.id())))
    }

    /// How far to the blue side a node's blue water runs before it turns: below the floors in its way. None where it
    /// goes straight on.
    fn way_down(&self, n: NodeIndex, at: Point, streams: &[usize]) -> Option<f64> {
        let s = self.frame.scale;
        let floors = &self.placing.floors;
        let (along, across) = self.frame.flow(at);
        if let Some(lanes) = self.lanes_of(n, at) {
            // Beside several shops the road is near: who comes second needs the rest of the way to turn into it.
            let turns_in = floors.len() > 1 && self.joins_road(n);
            return Some(if turns_in { (lanes.road - 30.0 * s).max(0.5 * lanes.road) } else { lanes.road });
        }
        let ring = self.network.graph.node_weight(n).is_some_and(|w| w.kt.is_some());
        let behind = along > (self.frame.coast(0.5) - 0.09) * self.frame.along;
        let to_sea = streams.iter().any(|s| self.placing.mouths.get(*s).copied().flatten().is_some());
        if behind || !ring && !to_sea {
            return None;
        }
        let mouth = streams.iter().filter_map(|s| self.placing.mouths.get(*s).copied().flatten());
        let lowest = mouth.map(|p| self.frame.flow(p).1).fold(f64::NEG_INFINITY, f64::max);
        // Floors that lie between here and the mouth.
        let over = floors.iter().map(|f| (self.frame.flow(f.start).1, f.blue_side)).filter(|(axis, _)| *axis < lowest);
        let beyond = if floors.len() > 1 { 30.0 } else { 70.0 } * s;
        let below = over.map(|(axis, depth)| axis + depth + beyond - across).max_by(f64::total_cmp);
        match below.filter(|_| to_sea) {
            Some(below) => Some(below),
            None if ring => Some(self.radius(n) + 70.0 * s),
            None => None,
        }
    }
}
