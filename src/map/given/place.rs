//! Which corner of the city each node stands at: the one nearest to its own place, or one that makes sense.

// Indexes are those of nodes, shops and corners.
#![allow(clippy::indexing_slicing)]

use super::plane::Plane;
use crate::{
    city::City,
    document::Kind,
    map::{outline::Outline, town::chance::random_at},
    network::Network,
};
use kurbo::{Point, Rect, Vec2};
use petgraph::{
    Direction::{Incoming, Outgoing},
    graph::NodeIndex,
    visit::EdgeRef,
};
use std::cell::LazyCell;

/// So many corners are looked at for a node without a place of its own.
const CANDIDATES: usize = 3_000;

/// Where everything stands.
#[derive(Clone, Debug, Default)]
pub struct Corners {
    /// The corner of each node that stands in the streets: not of those in shops, and not of seas without a place.
    pub node: Vec<Option<u32>>,
    /// The corner of each shop.
    pub shop: Vec<Option<u32>>,
}

/// What nodes are placed by.
pub struct Placer<'a> {
    pub network: &'a Network,
    pub outline: &'a Outline,
    pub city: &'a City,
    pub plane: &'a Plane,
    /// Of each corner the part of the city that it lies in.
    pub parts: &'a [u32],
    pub seed: u64,
}

impl Placer<'_> {
    /// Places all nodes.
    pub fn place(&self) -> Corners {
        let nodes = self.network.graph.node_weights();
        let mut corners = Corners {
            node: nodes.map(|node| node.at.and_then(|at| self.city.nearest(at))).collect(),
            shop: Vec::new(),
        };
        let shop = |nodes: &Vec<usize>| nodes.iter().find_map(|n| corners.node[*n]);
        corners.shop = self.outline.shops.iter().map(shop).collect();
        for (n, corner) in corners.node.iter_mut().enumerate() {
            if self.outline.inside(n) {
                *corner = None;
            }
        }
        let candidates = self.candidates(&corners);
        let span = self.span(&corners, &candidates);
        self.stand_before(&mut corners, &candidates, span);
        self.stand_behind(&mut corners, &candidates, span);
        for (n, door) in self.outline.door_of.iter().enumerate() {
            if let Some(fork) = door {
                corners.node[n] = corners.node[*fork];
            }
        }
        corners
    }

    fn at(&self, corner: u32) -> Point {
        self.plane.corner(self.city, corner)
    }

    fn inflow(&self, n: usize) -> f64 {
        self.network.solved.nodes.get(n).map_or(0.0, |flow| flow.inflow)
    }

    fn kind(&self, n: usize) -> Kind {
        self.network.graph.node_weight(NodeIndex::new(n)).map_or(Kind::Confluence, |node| node.kind)
    }

    fn is_kt1(&self, n: usize) -> bool {
        self.network.graph.node_weight(NodeIndex::new(n)).is_some_and(|node| node.kt == Some(1))
    }

    /// Some corners of the part of the city where most nodes stand already, or of the largest one: where streets meet, if
    /// there are enough of them.
    fn candidates(&self, corners: &Corners) -> Vec<u32> {
        let mut sizes = vec![0_usize; self.parts.len()];
        self.parts.iter().for_each(|part| sizes[*part as usize] += 1);
        let standing = corners.node.iter().chain(&corners.shop).flatten();
        standing.for_each(|corner| sizes[self.parts[*corner as usize] as usize] += self.parts.len());
        let main = sizes.iter().enumerate().max_by_key(|(part, size)| (**size, std::cmp::Reverse(*part)));
        let main = main.map_or(0, |(part, _)| part as u32);
        let all: Vec<u32> = (0..self.city.len() as u32).filter(|corner| self.parts[*corner as usize] == main).collect();
        let busy: Vec<u32> = all.iter().copied().filter(|corner| self.city.ways(*corner) > 2).collect();
        let all = if busy.len() * 8 > all.len() { busy } else { all };
        let step = all.len().div_ceil(CANDIDATES).max(1);
        all.into_iter().step_by(step).collect()
    }

    /// About how far from the middle the water comes, m: as far as the places that are told lie apart, or half of the city.
    fn span(&self, corners: &Corners, candidates: &[u32]) -> f64 {
        let given: Vec<Point> =
            corners.node.iter().chain(&corners.shop).flatten().map(|corner| self.at(*corner)).collect();
        let bounds = bounds(&given);
        let told = bounds.map_or(0.0, |bounds| libm::hypot(bounds.width(), bounds.height()) / 2.0);
        let middle = self.middle(candidates);
        let mut far: Vec<f64> = candidates.iter().map(|corner| self.at(*corner).distance(middle)).collect();
        crate::order::sort(&mut far, f64::total_cmp);
        let half = far.get(far.len() / 2).copied().unwrap_or(1.0);
        if told > 0.02 * half { told } else { half.max(1e-6) }
    }

    /// The middle of some corners: half of them lie to each side.
    fn middle(&self, corners: &[u32]) -> Point {
        let median = |axis: fn(Point) -> f64| {
            let mut all: Vec<f64> = corners.iter().map(|corner| axis(self.at(*corner))).collect();
            crate::order::sort(&mut all, f64::total_cmp);
            all.get(all.len() / 2).copied().unwrap_or(0.0)
        };
        Point::new(median(|p| p.x), median(|p| p.y))
    }

    /// What gathers water: forks and confluences in the middle of what flows into them, springs round about.
    fn stand_before(&self, corners: &mut Corners, candidates: &[u32], span: f64) {
        let Some(first) = candidates.first().copied() else { return };
        let graph = &self.network.graph;
        let standing = |corners: &Corners| -> Vec<(Point, f64)> {
            let nodes = corners.node.iter().enumerate();
            nodes.filter_map(|(n, corner)| Some((self.at((*corner)?), self.inflow(n)))).collect()
        };
        let kt1 = |corners: &Corners| (0..corners.node.len()).filter(|n| self.is_kt1(*n)).find_map(|n| corners.node[n]);
        let centre = kt1(corners).map(|corner| self.at(corner));
        let centre = centre.or_else(|| weighted(&standing(corners))).unwrap_or_else(|| self.middle(candidates));
        let springs: Vec<usize> = (0..corners.node.len()).filter(|n| self.kind(*n) == Kind::Spring).collect();
        let candidates = LazyCell::new(|| self.at_hand(candidates, centre));
        let mut taken: Vec<Point> = corners.node.iter().flatten().map(|corner| self.at(*corner)).collect();
        let ring = |corner: &u32| (0.3..1.0).contains(&(self.at(*corner).distance(centre) / span));
        let near = LazyCell::new(|| {
            let near: Vec<u32> = candidates.iter().copied().filter(ring).collect();
            if near.len() < 8 { candidates.clone() } else { near }
        });
        let mut random = random_at(self.seed, Point::new(3.0, 5.0));
        for &n in springs.iter().filter(|n| self.outline.shop[**n].is_none()) {
            if corners.node[n].is_some() {
                continue;
            }
            // The best of some at random: far from all that stand already, so that they spread as the streets do.
            let mut best = (f64::NEG_INFINITY, first);
            for _ in 0..12 {
                let corner = near[(random.rand_u64() % near.len() as u64) as usize];
                let at = self.at(corner);
                let room = taken.iter().map(|other| other.distance(at)).fold(f64::INFINITY, f64::min);
                if room > best.0 {
                    best = (room, corner);
                }
            }
            corners.node[n] = Some(best.1);
            taken.push(self.at(best.1));
        }
        for &n in &self.outline.order {
            if corners.node[n].is_some() || self.outline.inside(n) || self.is_end(n) || self.kind(n) == Kind::Spring {
                continue;
            }
            let from: Vec<(Point, f64)> = graph
                .edges_directed(NodeIndex::new(n), Incoming)
                .filter_map(|e| Some((e.source().index(), self.at(corners.node[e.source().index()]?))))
                .map(|(from, at)| (at, self.inflow(from)))
                .collect();
            let cold = from.is_empty() || !self.gathers(n);
            if !cold {
                // Where the springs were placed here, they stand round a centre already.
                let told = springs.iter().any(|n| self.is_told(*n));
                let kt1 = self.is_kt1(n) || self.outline.door_of[n].is_some();
                let middle = if told || !kt1 { weighted(&from).unwrap_or(centre) } else { centre };
                corners.node[n] = Some(self.nearest_of(&candidates, middle).unwrap_or(first));
            }
        }
    }

    /// The candidates that are not much farther off by streets than as the crow flies: no water runs round a harbour.
    /// Takes a search through all streets, so that it is asked for only where a node is to be placed.
    fn at_hand(&self, candidates: &[u32], centre: Point) -> Vec<u32> {
        let Some(middle) = self.nearest_of(candidates, centre) else { return Vec::new() };
        let pairs: Vec<(u32, u32)> = candidates.iter().map(|corner| (middle, *corner)).collect();
        let near = |(corner, far): (&u32, Option<f64>)| {
            let crow = self.at(*corner).distance(self.at(middle));
            far.is_some_and(|far| far < 1.5 * crow + 1e-9).then_some(*corner)
        };
        let near: Vec<u32> = candidates.iter().zip(self.city.distances(&pairs)).filter_map(near).collect();
        if near.len() * 4 > candidates.len() { near } else { candidates.to_vec() }
    }

    /// Whether the author has told where a node is.
    fn is_told(&self, n: usize) -> bool {
        self.network.graph.node_weight(NodeIndex::new(n)).is_some_and(|node| node.at.is_some())
    }

    /// Whether a node takes its water from springs and what gathers it, not from a KT.
    fn gathers(&self, n: usize) -> bool {
        let graph = &self.network.graph;
        let from_kt = |n: NodeIndex| graph.node_weight(n).is_some_and(|node| node.kt.is_some());
        !graph.edges_directed(NodeIndex::new(n), Incoming).any(|e| from_kt(e.source()))
    }

    fn is_end(&self, n: usize) -> bool {
        matches!(self.kind(n), Kind::Competitor | Kind::Sea)
            || self.network.graph.edges_directed(NodeIndex::new(n), Outgoing).next().is_none()
    }

    /// What the water comes to after KT1: shops near it on the side that fewest come from, competitors farther off so that
    /// blue water visibly goes away.
    fn stand_behind(&self, corners: &mut Corners, candidates: &[u32], span: f64) {
        let graph = &self.network.graph;
        let kt1 = (0..corners.node.len()).filter(|n| self.is_kt1(*n)).find_map(|n| corners.node[n]);
        let centre = kt1.map_or_else(|| self.middle(candidates), |corner| self.at(corner));
        let springs: Vec<(Point, f64)> = (0..corners.node.len())
            .filter(|n| self.kind(*n) == Kind::Spring)
            .filter_map(|n| Some((self.at(corners.node[n]?), self.inflow(n))))
            .collect();
        let whence = weighted(&springs).map_or(Vec2::ZERO, |at| at - centre);
        let whence = whence / whence.hypot().max(1e-9);
        let mut taken: Vec<Point> = corners.node.iter().chain(&corners.shop).flatten().map(|c| self.at(*c)).collect();
        for shop in 0..corners.shop.len() {
            if corners.shop[shop].is_some() {
                continue;
            }
            let feeder = self.outline.shops[shop].iter().find_map(|n| {
                let mut from = graph.edges_directed(NodeIndex::new(*n), Incoming).map(|e| e.source().index());
                from.find_map(|from| corners.node[from])
            });
            let from = feeder.map_or(centre, |corner| self.at(corner));
            corners.shop[shop] = best(candidates, |corner| {
                let (at, wanted) = (self.at(corner), 0.16 * span);
                let way = at - from;
                let room = taken.iter().map(|other| other.distance(at)).fold(f64::INFINITY, f64::min);
                let behind = -way.dot(whence) / way.hypot().max(1e-9);
                behind * 0.5 - (way.hypot() - wanted).abs() / span + (room / span).min(0.1)
            });
            taken.extend(corners.shop[shop].map(|corner| self.at(corner)));
        }
        let candidates = LazyCell::new(|| self.at_hand(candidates, centre));
        let shop = corners.shop.iter().flatten().map(|corner| self.at(*corner)).next();
        let ends = |n: &usize| self.is_end(*n) && self.kind(*n) != Kind::Sea && !self.outline.inside(*n);
        for &n in self.outline.order.iter().filter(|n| ends(n)) {
            if corners.node[n].is_some() {
                continue;
            }
            corners.node[n] = best(&candidates, |corner| {
                let at = self.at(corner);
                let far = at.distance(centre) / span;
                let room = taken.iter().map(|other| other.distance(at)).fold(f64::INFINITY, f64::min) / span;
                let aside = shop.map_or(0.0, |shop| {
                    let (a, b) = (shop - centre, at - centre);
                    a.dot(b) / (a.hypot() * b.hypot()).max(1e-9)
                });
                room.min(0.4) - (far - 0.62).abs() - 0.3 * aside
            });
            taken.extend(corners.node[n].map(|corner| self.at(corner)));
        }
        // What parts water between a fork and its ends stands on the way to them.
        for &n in &self.outline.order {
            if corners.node[n].is_some() || self.outline.inside(n) || self.kind(n) == Kind::Sea {
                continue;
            }
            let places = |side| -> Vec<(Point, f64)> {
                let edges = graph.edges_directed(NodeIndex::new(n), side);
                let other = |e: petgraph::graph::EdgeReference<'_, _>| {
                    if side == Incoming { e.source().index() } else { e.target().index() }
                };
                let others = edges.map(other);
                others.filter_map(|other| Some((self.at(corners.node[other]?), self.inflow(other).max(1e-9)))).collect()
            };
            let (from, to) = (places(Incoming), places(Outgoing));
            let from = weighted(&from).unwrap_or(centre);
            let at = weighted(&to).map_or(from, |to| from.lerp(to, 0.4));
            corners.node[n] = self.nearest_of(&candidates, at);
        }
    }

    fn nearest_of(&self, candidates: &[u32], to: Point) -> Option<u32> {
        best(candidates, |corner| -self.at(corner).distance(to))
    }
}

/// The first of the candidates that has most of something.
fn best(candidates: &[u32], value: impl Fn(u32) -> f64) -> Option<u32> {
    let each = candidates.iter().map(|corner| (value(*corner), *corner));
    let best = each.fold(None, |best: Option<(f64, u32)>, (value, corner)| match best {
        Some((most, _)) if value.total_cmp(&most).is_le() => best,
        _ => Some((value, corner)),
    });
    best.map(|(_, corner)| corner)
}

/// The middle of some places by weight: half of the weight lies to each side (Weiszfeld's algorithm, in a few steps).
fn weighted(places: &[(Point, f64)]) -> Option<Point> {
    let all: f64 = places.iter().map(|(_, weight)| weight).sum();
    let mean = |weight: &dyn Fn(&(Point, f64)) -> f64| {
        let (sum, all) = places.iter().fold((Vec2::ZERO, 0.0), |(sum, all), place| {
            (sum + place.0.to_vec2() * weight(place), all + weight(place))
        });
        (all > 0.0).then(|| (sum / all).to_point())
    };
    let mut at = if all > 0.0 { mean(&|place| place.1) } else { mean(&|_| 1.0) }?;
    if all > 0.0 {
        for _ in 0..30 {
            at = mean(&|(place, weight)| weight / place.distance(at).max(1e-6)).unwrap_or(at);
        }
    }
    Some(at)
}

/// The box round some points.
pub fn bounds(points: &[Point]) -> Option<Rect> {
    let first = points.first()?;
    Some(points.iter().fold(Rect::from_points(*first, *first), |all, p| all.union_pt(*p)))
}
