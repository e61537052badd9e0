//! By which streets water leaves the map.

// Indexes are those of nodes, shops and corners.
#![allow(clippy::indexing_slicing)]

use super::routes::{Router, Routes, Trip};
use crate::{city::Net, document::Kind};
use kurbo::{Point, Vec2};
use petgraph::{graph::NodeIndex, visit::EdgeRef};

impl Router<'_> {
    /// What shops lose, for those that get no lens: it leaves the map together, on the side where lenses' water does.
    pub(super) fn lost(&self, net: &Net) -> Vec<Trip> {
        let standing: Vec<u32> = self.corners.shop.iter().flatten().copied().collect();
        let (Some(first), true) = (standing.first(), self.outline.shops.len() > 1) else { return Vec::new() };
        let aside = |at: Point| at.to_vec2().cross(self.on);
        let level = standing.iter().map(|corner| aside(self.at(*corner))).sum::<f64>() / standing.len() as f64;
        let parts = self.city.parts();
        let near =
            |corner: &u32| parts[*corner as usize] == parts[*first as usize] && self.seen.contains(self.at(*corner));
        let value = |corner: u32| self.at(corner).to_vec2().dot(self.on) - 0.4 * (aside(self.at(corner)) - level).abs();
        let corners = (0..net.len() as u32).filter_map(|knot| net.corner(knot)).filter(near);
        let to = corners.max_by(|a, b| value(*a).total_cmp(&value(*b)));
        let kind = |n: NodeIndex| self.network.graph.node_weight(n).map(|node| node.kind);
        let edges = self.network.graph.edge_references().zip(&self.network.solved.streams);
        let lost = edges.filter(|(e, _)| {
            kind(e.target()) == Some(Kind::Sea)
                && self.corners.node[e.target().index()].is_none()
                && self.shown.stream(e.id().index())
        });
        let trip = |(e, flow): (petgraph::graph::EdgeReference<'_, _>, &crate::network::StreamFlow)| {
            let ends = (e.source().index(), e.target().index());
            let from = self.corners.shop[self.outline.shop[ends.0]?]?;
            Some(Trip { stream: e.id().index(), ends, from, to, clients: flow.clients })
        };
        lost.filter_map(trip).collect()
    }

    /// A stream that leaves the map ends at a corner near its border, away from where water comes from and goes to.
    pub(super) fn with_end(&self, trip: Trip, routes: &mut Routes) -> Trip {
        if trip.to.is_some() {
            return trip;
        }
        let from = self.at(trip.from);
        let unit = |at: Point| (at - from) / (at - from).hypot().max(1e-9);
        let nodes = self.corners.node.iter().enumerate().filter_map(|(n, corner)| {
            let flow = self.network.solved.nodes.get(n)?.inflow;
            Some((self.at((*corner)?), flow.max(1e-9)))
        });
        let total = self.network.solved.totals.springs.max(1e-9);
        let shops = self.corners.shop.iter().flatten().map(|corner| (self.at(*corner), 0.6 * total));
        let others: Vec<(Vec2, f64)> = nodes
            .chain(shops)
            .filter(|(at, _)| at.distance(from) > 1e-6)
            .map(|(at, w)| (unit(at), w / total))
            .collect();
        let (inner, outer) = (
            self.seen.inset(-0.04 * self.seen.width().min(self.seen.height())),
            self.seen.inset(0.12 * self.seen.width().max(self.seen.height())),
        );
        let step = (self.city.len() / 20_000).max(1);
        let mut best: Option<(f64, u32)> = None;
        for corner in (0..self.city.len() as u32).step_by(step) {
            let at = self.at(corner);
            if !outer.contains(at) || self.city.ways(corner) < 2 {
                continue;
            }
            let way = unit(at);
            let crowd: f64 = others.iter().map(|(other, weight)| weight * way.dot(*other).max(0.0)).sum();
            let short =
                if inner.contains(at) { 1.0 - at.distance(from) / outer.width().max(outer.height()) } else { 0.0 };
            let far = at.distance(from) / outer.width().max(outer.height());
            let value = -crowd - 2.0 * short - 0.4 * far;
            if best.is_none_or(|(most, _)| value > most) {
                best = Some((value, corner));
            }
        }
        let to = best.map(|(_, corner)| corner).filter(|corner| *corner != trip.from);
        routes.beyond[trip.stream] = to.map(|corner| unit(self.at(corner)));
        Trip { to, ..trip }
    }
}
