//! Which streets each stream takes: trees of shortest ways, in which streams that are about equally near to two streets
//! join the one that carries more.

// Indexes are those of nodes, streams, knots and pieces.
#![allow(clippy::indexing_slicing)]

use super::{near::Near, place::Corners, plane::Plane};
use crate::{
    city::{City, Net, Tree},
    document::Kind,
    map::{outline::Outline, shown::Shown},
    network::Network,
};
use kurbo::{Point, Rect, Vec2};
use petgraph::{graph::NodeIndex, visit::EdgeRef};

/// A street that carries much already counts as shorter by up to this part.
const JOIN: f64 = 0.35;
/// What is much: this part of all water of a tree.
const MUCH: f64 = 0.15;
/// How often streams choose anew, knowing what the streets carried before.
const ROUNDS: usize = 2;
/// How long a trunk is, px.
const TRUNK: f64 = 130.0;
/// So many times as long it may be.
const OVER: f64 = 1.5;
/// So far from a trunk no other water comes to it, px.
const SIDES: f64 = 34.0;
/// So many times as long as the shortest one the way by a trunk may be.
const ROUND: f64 = 1.35;
/// So many times its length a street beside other water counts.
const BESIDE: f64 = 2.5;

/// The streets that all streams take.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    /// The corners that each stream passes; empty where it takes no street.
    pub ways: Vec<Vec<u32>>,
    /// For each stream that leaves the map, whither it goes on beyond its last corner, a unit vector.
    pub beyond: Vec<Option<Vec2>>,
    /// The way by which all water of a KT1 comes to it.
    pub trunks: Vec<Trunk>,
}

/// The last stretch before a KT1, which all its water takes.
#[derive(Clone, Debug)]
pub struct Trunk {
    /// The KT1.
    pub fork: usize,
    /// Its corners, the fork's last.
    pub way: Vec<u32>,
    /// The ways to its first corner.
    pub tree: Tree,
    /// The ways to the fork past it.
    pub direct: Tree,
}

/// What routes are made from.
pub struct Router<'a> {
    pub network: &'a Network,
    pub outline: &'a Outline,
    pub shown: &'a Shown,
    pub city: &'a City,
    pub plane: &'a Plane,
    pub corners: &'a Corners,
    /// What of the plane is meant to be seen.
    pub seen: Rect,
    /// Whither the way out of lenses leads.
    pub on: Vec2,
    /// Units of the plane (streets are measured in them, too) for a px when all of that is seen.
    pub unit: f64,
}

/// One stream with the corners that it joins; the second is none where it leaves the map.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trip {
    pub stream: usize,
    pub ends: (usize, usize),
    pub from: u32,
    pub to: Option<u32>,
    pub clients: f64,
}

impl Router<'_> {
    /// The routes of all streams that are shown, and the net that they run on.
    pub fn routes(&self) -> (Routes, Net) {
        let trips = self.trips();
        let mut stay: Vec<u32> = trips.iter().flat_map(|trip| [Some(trip.from), trip.to]).flatten().collect();
        let mut routes = Routes {
            ways: vec![Vec::new(); self.network.graph.edge_count()],
            beyond: vec![None; self.network.graph.edge_count()],
            trunks: Vec::new(),
        };
        let mut net = self.city.net(&stay);
        let forks: Vec<usize> = (0..self.network.graph.node_count()).filter(|n| self.is_kt1(*n)).collect();
        let trunks: Vec<(usize, Vec<u32>)> =
            forks.iter().filter_map(|fork| Some((*fork, self.trunk(&net, *fork, &trips)?))).collect();
        if trunks.iter().filter_map(|(_, way)| way.first()).any(|corner| net.knot(*corner).is_none()) {
            stay.extend(trunks.iter().filter_map(|(_, way)| way.first()));
            net = self.city.net(&stay);
        }
        let mut near = Near::new(90.0 * self.unit);
        let mut closed = vec![false; net.len()];
        for (_, way) in &trunks {
            near.add(way.iter().map(|corner| self.at(*corner)));
            let last = way.len().saturating_sub(1);
            way[..last].iter().filter_map(|corner| net.knot(*corner)).for_each(|knot| closed[knot as usize] = true);
        }
        let behind = |trip: &&Trip| self.fork_before(trip).is_none() && !self.outline.returns(trip.stream);
        let behind: Vec<Trip> = trips.iter().filter(behind).copied().collect();
        let (red, blue): (Vec<Trip>, Vec<Trip>) = behind.into_iter().partition(|trip| self.is_red(trip));
        for group in [red, blue] {
            self.lead(&net, group, &near, &closed, &mut routes);
            let lines = routes.ways.iter().filter(|way| !way.is_empty());
            lines.for_each(|way| near.add(way.iter().map(|corner| self.at(*corner))));
        }
        for (fork, way) in trunks {
            let own = |trip: &&Trip| self.fork_before(trip) == Some(fork) && !self.outline.returns(trip.stream);
            let own: Vec<Trip> = trips.iter().filter(own).copied().collect();
            let ends = [way.first(), way.last()].map(|end| end.and_then(|corner| net.knot(*corner)));
            let [Some(meeting), Some(root)] = ends else { continue };
            let shut = self.beside_trunk(&net, &way, &closed);
            let beside = self.beside(&net, &near, meeting);
            // Who would come by the trunk only a long way round comes straight to the fork.
            let far = |root| net.far(&net.tree(root, true, |_, _, length| length));
            let (by_trunk, straight) = (far(meeting), far(root));
            let trunk: f64 = self.length(&way);
            let round = |knot: u32| by_trunk[knot as usize] + trunk > ROUND * straight[knot as usize];
            let (direct, all): (Vec<_>, Vec<_>) = leaves(&net, &own).into_iter().partition(|(knot, _)| round(*knot));
            let tree = self.joined(&net, meeting, true, &all, &beside, &shut);
            let beside = self.beside(&net, &near, root);
            let arms = self.joined(&net, root, true, &direct, &beside, &closed);
            for trip in &own {
                let Some(knot) = net.knot(trip.from) else { continue };
                let by = if tree.reaches(knot) && !round(knot) { &tree } else { &arms };
                let mut corners = by.way(self.city, &net, knot);
                if corners.is_empty() {
                    continue;
                }
                if std::ptr::eq(by, &tree) {
                    corners.extend(way.iter().skip(1));
                }
                routes.ways[trip.stream] = corners;
            }
            routes.trunks.push(Trunk { fork, way, tree, direct: arms });
        }
        let rest: Vec<Trip> = trips
            .iter()
            .filter(|trip| routes.ways[trip.stream].is_empty() && !self.outline.returns(trip.stream))
            .copied()
            .collect();
        self.lead(&net, rest, &near, &vec![false; net.len()], &mut routes);
        let lost = self.lost(&net);
        lost.iter().for_each(|trip| routes.beyond[trip.stream] = Some(self.on));
        self.lead(&net, lost, &near, &closed, &mut routes);
        (routes, net)
    }

    pub(super) fn at(&self, corner: u32) -> Point {
        self.plane.corner(self.city, corner)
    }

    fn is_kt1(&self, n: usize) -> bool {
        self.network.graph.node_weight(NodeIndex::new(n)).is_some_and(|node| node.kt == Some(1))
    }

    fn is_red(&self, trip: &Trip) -> bool {
        self.outline.inside(trip.ends.1) || self.is_kt1(trip.ends.1)
    }

    /// The KT1 that a stream's water comes to next: it flows into the fork, or into the confluence at its door.
    fn fork_before(&self, trip: &Trip) -> Option<usize> {
        let to = trip.ends.1;
        let fork = self.outline.door_of.get(to).copied().flatten().unwrap_or(to);
        (self.is_kt1(fork) && !self.outline.inside(trip.ends.0)).then_some(fork)
    }

    /// The streams that take streets.
    fn trips(&self) -> Vec<Trip> {
        let corner = |n: usize| {
            let shop = self.outline.shop.get(n).copied().flatten();
            shop.map_or(self.corners.node[n], |shop| self.corners.shop[shop])
        };
        let kind = |n: NodeIndex| self.network.graph.node_weight(n).map(|node| node.kind);
        let edges = self.network.graph.edge_references();
        let trip = |(e, flow): (petgraph::graph::EdgeReference<'_, _>, &crate::network::StreamFlow)| {
            let (stream, ends) = (e.id().index(), (e.source().index(), e.target().index()));
            let (from, to) = (corner(ends.0)?, corner(ends.1));
            let within = self.outline.inside(ends.0) && (self.outline.inside(ends.1) || to.is_none());
            let leaves = to.is_none() && kind(e.target()) == Some(Kind::Sea);
            let taken = self.shown.stream(stream) && !within && to != Some(from) && (to.is_some() || leaves);
            taken.then_some(Trip { stream, ends, from, to, clients: flow.clients })
        };
        edges.zip(&self.network.solved.streams).filter_map(trip).collect()
    }

    /// The corners of a trunk: of all ways that are long enough the one that runs straightest from where most water comes
    /// from, and away from where it goes on to.
    fn trunk(&self, net: &Net, fork: usize, trips: &[Trip]) -> Option<Vec<u32>> {
        let root = self.corners.node[fork]?;
        let from = self.at(root);
        let towards = |corner: u32, clients: f64| {
            let way = self.at(corner) - from;
            way / way.hypot().max(1e-9) * clients
        };
        let own = trips.iter().filter(|trip| self.fork_before(trip) == Some(fork));
        let own = own.filter(|trip| !self.outline.returns(trip.stream));
        let (mut whence, mut all) = (Vec2::ZERO, 1e-12);
        for trip in own {
            whence += towards(trip.from, trip.clients);
            all += trip.clients;
        }
        let mut on = Vec2::ZERO;
        for trip in trips.iter().filter(|trip| trip.ends.0 == fork) {
            // Red water leaves by the trunk's far end, as far as there is a choice.
            let weight = if self.is_red(trip) { 1.5 } else { 1.0 };
            on += trip.to.map_or(Vec2::ZERO, |to| towards(to, trip.clients * weight));
        }
        let wanted = whence / all - on / all;
        // How much would come by each street anyhow.
        let tree = net.tree(net.knot(root)?, true, |_, _, length| length);
        let own: Vec<Trip> = trips.iter().filter(|trip| self.fork_before(trip) == Some(fork)).copied().collect();
        let load = tree.load(net, leaves(net, &own));
        let length = TRUNK * self.unit;
        // By knot: how far it is along the tree, and how much its streets carry from there on, on the mean.
        let mut far = vec![(0.0, 0.0); net.len()];
        let mut best: Option<(f64, u32)> = None;
        for &knot in tree.order() {
            let Some((piece, next)) = tree.steps(knot).next() else { continue };
            let (before, carried) = far[next as usize];
            let own = net.length(piece);
            let here = before + own;
            far[knot as usize] = (here, carried + own * load[piece as usize] / all);
            if before >= length || here < length {
                continue;
            }
            let end = net.corner(knot).map_or(from, |corner| self.at(corner)) - from;
            let straight = end.hypot() / here;
            let value = straight + wanted.dot(end / end.hypot().max(1e-9)) + 1.5 * far[knot as usize].1 / here;
            if best.is_none_or(|(most, _)| value > most) {
                best = Some((value, knot));
            }
        }
        let (_, knot) = best?;
        let whole = tree.way(self.city, net, knot);
        // To a corner where ways part, unless that is far off.
        let length = if far[knot as usize].0 < OVER * length { f64::INFINITY } else { length };
        let mut way = Vec::new();
        let mut gone = 0.0;
        for corner in whole.into_iter().rev() {
            gone += way.last().map_or(0.0, |last| self.at(*last).distance(self.at(corner)));
            way.push(corner);
            if gone >= length {
                break;
            }
        }
        way.reverse();
        (way.len() > 1).then_some(way)
    }

    fn length(&self, way: &[u32]) -> f64 {
        way.iter().zip(way.iter().skip(1)).map(|(a, b)| self.at(*a).distance(self.at(*b))).sum()
    }

    /// The knots that are closed to what comes to a trunk: nobody comes in from the side, nor past the fork to come back.
    fn beside_trunk(&self, net: &Net, way: &[u32], closed: &[bool]) -> Vec<bool> {
        let mut near = Near::new(SIDES * self.unit);
        near.add(way.iter().map(|corner| self.at(*corner)));
        let mouth = way.first().map_or(Point::ZERO, |corner| self.at(*corner));
        let shut = |(knot, closed): (u32, &bool)| {
            let at = net.corner(knot).map_or(Point::ZERO, |corner| self.at(corner));
            let away = at.distance(mouth);
            away > 0.0 && (*closed || near.is_near(at) && away > SIDES * self.unit)
        };
        (0..net.len() as u32).zip(closed).map(shut).collect()
    }

    /// For each knot how many times their length its streets count, other water being near; less near the root, which must
    /// be left somehow.
    fn beside(&self, net: &Net, near: &Near, root: u32) -> Vec<f64> {
        let root = net.corner(root).map_or(Point::ZERO, |corner| self.at(corner));
        let factor = |knot: u32| {
            let at = net.corner(knot).map_or(Point::ZERO, |corner| self.at(corner));
            if near.is_near(at) && at.distance(root) > 60.0 * self.unit { BESIDE } else { 1.0 }
        };
        (0..net.len() as u32).map(factor).collect()
    }

    /// The tree of ways to or from a root, in which streams join.
    fn joined(
        &self,
        net: &Net,
        root: u32,
        inward: bool,
        leaves: &[(u32, f64)],
        beside: &[f64],
        closed: &[bool],
    ) -> Tree {
        let total: f64 = leaves.iter().map(|(_, clients)| clients).sum();
        let part = 1.0 / (MUCH * total).max(1e-12);
        let mut load: Vec<f64> = Vec::new();
        let mut tree = None;
        // One alone has nobody to join.
        for _ in 0..=if leaves.len() > 1 { ROUNDS } else { 0 } {
            let cost = |piece: u32, [from, to]: [u32; 2], length: f64| {
                let other = if inward { from } else { to };
                if closed[other as usize] && other != root {
                    return f64::INFINITY;
                }
                // Compared by hand: the library's least and most are calls in wasm, and this is asked of every piece.
                let much = load.get(piece as usize).map_or(0.0, |load| load * part);
                let much = if much > 1.0 { 1.0 } else { much };
                let (a, b) = (beside[from as usize], beside[to as usize]);
                length * if a > b { a } else { b } * (1.0 - JOIN * much)
            };
            let next = net.tree(root, inward, cost);
            load = next.load(net, leaves.iter().copied());
            tree = Some(next);
        }
        tree.unwrap_or_else(|| net.tree(root, inward, |_, _, length| length))
    }

    /// Leads streams by trees: to where several go, else from where they come.
    fn lead(&self, net: &Net, trips: Vec<Trip>, near: &Near, closed: &[bool], routes: &mut Routes) {
        let mut trips: Vec<Trip> = trips.into_iter().map(|trip| self.with_end(trip, routes)).collect();
        let arriving = |to: Option<u32>, trips: &[Trip]| trips.iter().filter(|trip| trip.to == to).count();
        let leaving = |from: u32, trips: &[Trip]| trips.iter().filter(|trip| trip.from == from).count();
        while let Some(first) = trips.first().copied() {
            let inward = arriving(first.to, &trips) > leaving(first.from, &trips);
            let (own, others): (Vec<Trip>, Vec<Trip>) =
                trips.into_iter().partition(|trip| if inward { trip.to == first.to } else { trip.from == first.from });
            trips = others;
            let root = if inward { first.to } else { Some(first.from) };
            let Some(root) = root.and_then(|corner| net.knot(corner)) else { continue };
            let leaf = |trip: &Trip| net.knot(if inward { trip.from } else { trip.to? });
            let leaves: Vec<(u32, f64)> = own.iter().filter_map(|trip| Some((leaf(trip)?, trip.clients))).collect();
            let beside = self.beside(net, near, root);
            let tree = self.joined(net, root, inward, &leaves, &beside, closed);
            for trip in own {
                if let Some(leaf) = leaf(&trip) {
                    routes.ways[trip.stream] = tree.way(self.city, net, leaf);
                }
            }
        }
    }
}

fn leaves(net: &Net, trips: &[Trip]) -> Vec<(u32, f64)> {
    trips.iter().filter_map(|trip| Some((net.knot(trip.from)?, trip.clients))).collect()
}
