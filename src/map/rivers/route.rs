//! Routes: each stream's way along the streets, as close to its course as they allow; or without a course the
//! shortest way, which joins others where it can.

use crate::{
    city::Pieces,
    map::town::streets::{Class, Streets},
};
use kurbo::Point;
use std::{cmp::Ordering, collections::BinaryHeap};

/// The corners that each stream passes; empty where the streets do not join its ends.
///
/// A street costs its length, times how far it lies from the course: a street on the course is nearly free, so
/// the way follows it, and streams with one course share its streets. Dijkstra's algorithm over the corners
/// (`E log V` for each stream, but only streets near the course are ever looked at).
pub fn routes(streets: &Streets, courses: &[Vec<Point>], scale: f64) -> Vec<Vec<u32>> {
    let roads = roads(streets);
    let mut search = Search::new(streets.corners.len());
    courses.iter().map(|course| search.route(&roads, streets, course, scale)).collect()
}

/// Where a stream goes from and to, and how large it is.
#[derive(Clone, Copy, Debug)]
pub struct Trip {
    /// Where it begins.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
    /// Clients.
    pub clients: f64,
}

/// What a street that carries water the same way already costs, of its length.
const JOIN: f64 = 0.55;

/// The shortest ways of some trips, the largest first: a street that carries water the same way already counts as
/// shorter, so that streams join early and run on together. Empty where there is no trip or no way.
pub fn shortest(streets: &Streets, trips: &[Option<Trip>]) -> Vec<Vec<u32>> {
    let roads = roads(streets);
    let mut search = Search::new(streets.corners.len());
    // By the streets' numbers in `roads`.
    let mut carried = vec![false; roads.len()];
    let mut order: Vec<(f64, usize)> =
        trips.iter().enumerate().filter_map(|(i, trip)| trip.map(|trip| (trip.clients, i))).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut routes = vec![Vec::new(); trips.len()];
    for (_, i) in order {
        let Some(trip) = trips.get(i).copied().flatten() else { continue };
        let (Some((start, _)), Some((goal, _))) = (nearest(streets, trip.from), nearest(streets, trip.to)) else {
            continue;
        };
        let ahead = |corner: u32| {
            let at = streets.corners.get(corner as usize).copied().unwrap_or(trip.to);
            JOIN * at.distance(trip.to)
        };
        let cost = |street: usize, _: u32, (_, length): (u32, f64)| {
            if carried.get(street) == Some(&true) { JOIN * length } else { length }
        };
        let way = search.way(&roads, start, goal, cost, ahead);
        for (from, to) in way.iter().zip(way.iter().skip(1)) {
            let street = roads.from(*from).find(|(_, (other, _))| other == to).map(|(street, _)| street);
            if let Some(mark) = street.and_then(|street| carried.get_mut(street)) {
                *mark = true;
            }
        }
        if let Some(slot) = routes.get_mut(i) {
            *slot = way;
        }
    }
    routes
}

/// What may be gone from each corner, both ways along each street; side streets count as longer.
fn roads(streets: &Streets) -> Pieces {
    let place = |corner: u32| streets.corners.get(corner as usize);
    let both = streets.streets.iter().flat_map(|s| [(s.from, s.to, s.class), (s.to, s.from, s.class)]);
    let piece = |(from, to, class): (u32, u32, Class)| {
        let class = match class {
            Class::Main => 1.0,
            Class::Quarter => 1.2,
            Class::Side => 1.5,
        };
        Some(((from, to), place(from)?.distance(*place(to)?) * class))
    };
    let pieces: Vec<_> = both.filter_map(piece).collect();
    Pieces::new(streets.corners.len(), &pieces)
}

#[derive(PartialEq)]
struct Reached(f64, u32);

impl Eq for Reached {}
impl Ord for Reached {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}
impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

struct Search {
    cost: Vec<f64>,
    before: Vec<u32>,
    touched: Vec<u32>,
}

impl Search {
    fn new(corners: usize) -> Self {
        Self { cost: vec![f64::INFINITY; corners], before: vec![u32::MAX; corners], touched: Vec::new() }
    }

    fn route(&mut self, roads: &Pieces, streets: &Streets, course: &[Point], scale: f64) -> Vec<u32> {
        // The last stretch may lie off the streets: at sea.
        let ashore = |p: &Point| nearest(streets, *p).filter(|(_, distance)| *distance < 9.0 * scale);
        let first = course.first().and_then(|p| nearest(streets, *p));
        let last = course.iter().rev().take(60).find_map(ashore).or(course.last().and_then(|p| nearest(streets, *p)));
        let (Some((start, _)), Some((goal, _))) = (first, last) else { return Vec::new() };
        let cost = |_: usize, from: u32, (to, length): (u32, f64)| {
            let corner = |c: u32| streets.corners.get(c as usize).copied().unwrap_or_default();
            let off = distance_to(course, corner(from).midpoint(corner(to))) / (10.0 * scale);
            length * (0.02 + off * off.max(0.2))
        };
        self.way(roads, start, goal, cost, |_| 0.0)
    }

    /// Dijkstra's algorithm, led by a lower bound of what lies `ahead` of a corner (Hart, Nilsson and Raphael 1968).
    fn way(
        &mut self,
        roads: &Pieces,
        start: u32,
        goal: u32,
        cost: impl Fn(usize, u32, (u32, f64)) -> f64,
        ahead: impl Fn(u32) -> f64,
    ) -> Vec<u32> {
        for corner in self.touched.drain(..) {
            if let (Some(c), Some(b)) = (self.cost.get_mut(corner as usize), self.before.get_mut(corner as usize)) {
                *c = f64::INFINITY;
                *b = u32::MAX;
            }
        }
        let mut open = BinaryHeap::from([Reached(ahead(start), start)]);
        self.reach(start, 0.0, u32::MAX);
        while let Some(Reached(estimate, corner)) = open.pop() {
            if corner == goal {
                return self.back(goal);
            }
            let Some(so_far) = self.cost.get(corner as usize).copied() else { continue };
            if estimate > so_far + ahead(corner) {
                continue;
            }
            for (street, (next, length)) in roads.from(corner) {
                let total = so_far + cost(street, corner, (next, length));
                if self.cost.get(next as usize).is_some_and(|c| total < *c) {
                    self.reach(next, total, corner);
                    open.push(Reached(total + ahead(next), next));
                }
            }
        }
        Vec::new()
    }

    fn reach(&mut self, corner: u32, cost: f64, before: u32) {
        if let (Some(c), Some(b)) = (self.cost.get_mut(corner as usize), self.before.get_mut(corner as usize)) {
            *c = cost;
            *b = before;
            self.touched.push(corner);
        }
    }

    fn back(&self, goal: u32) -> Vec<u32> {
        let mut way = vec![goal];
        let mut at = goal;
        while let Some(&before) = self.before.get(at as usize).filter(|b| **b != u32::MAX) {
            way.push(before);
            at = before;
        }
        way.reverse();
        way
    }
}

/// The nearest corner and its distance.
fn nearest(streets: &Streets, p: Point) -> Option<(u32, f64)> {
    let distances = streets.corners.iter().enumerate().map(|(i, c)| (i as u32, c.distance_squared(p)));
    distances.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, d)| (i, d.sqrt()))
}

/// Distance from a point to a polyline.
fn distance_to(line: &[Point], p: Point) -> f64 {
    let nearest = line.windows(2).fold(f64::INFINITY, |least, pair| {
        let [a, b] = pair else { return least };
        let way = *b - *a;
        let t = ((p - *a).dot(way) / way.hypot2().max(1e-12)).clamp(0.0, 1.0);
        least.min((*a + way * t).distance_squared(p))
    });
    nearest.sqrt()
}
