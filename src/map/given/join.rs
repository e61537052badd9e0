//! What streams do off the streets: within lenses, into and out of them, off the map, and straight where no street leads.

// Indexes are those of nodes, streams and shops.
#![allow(clippy::indexing_slicing)]

use super::{layout::Layout, lens::Lens, plate, routes::Trunk};
use crate::{
    document::Kind,
    map::{place::Spot, shown::Shown},
};
use kurbo::{Point, Vec2};
use petgraph::{graph::NodeIndex, visit::EdgeRef};

/// So many corners near a lens are looked at for a canal to begin at.
const DOORS: usize = 60;

impl Layout<'_> {
    /// Adds what streams do off the streets: within lenses, into and out of them, and straight where no street leads. Gives
    /// the corner of each node in a lens.
    pub(super) fn join(
        &self,
        shown: &Shown,
        lenses: &[Option<Lens>],
        spots: &mut [Spot],
        corners: &mut Vec<Point>,
        routes: &mut [Vec<u32>],
        widths: &[f64],
    ) -> Vec<Option<u32>> {
        let outline = self.outline;
        let put = |at: Point, corners: &mut Vec<Point>| {
            corners.push(at);
            corners.len() as u32 - 1
        };
        let lens_of = |n: usize| outline.shop.get(n).copied().flatten().and_then(|shop| lenses.get(shop)?.as_ref());
        // Each node of a lens has one corner, and so have the ways out and the doors.
        let mut own: Vec<Option<u32>> = vec![None; spots.len()];
        for (n, spot) in lenses.iter().flatten().flat_map(|lens| &lens.spots) {
            own[*n] = Some(put(spot.at, corners));
        }
        let mut doors: Vec<Vec<u32>> = Vec::new();
        for lens in lenses {
            let door = lens.iter().flat_map(|lens| std::iter::once(&lens.place).chain(&lens.door));
            doors.push(door.map(|at| put(*at, corners)).collect());
        }
        let graph = &self.network.graph;
        let mut outs: Vec<(usize, Vec<u32>)> = Vec::new();
        for lens in lenses.iter().flatten() {
            let leaves = |n: &usize| {
                graph.edges(NodeIndex::new(*n)).any(|e| {
                    !outline.inside(e.target().index())
                        && !outline.returns(e.id().index())
                        && shown.stream(e.id().index())
                })
            };
            let leaving: Vec<usize> = lens.spots.iter().map(|(n, _)| *n).filter(leaves).collect();
            let mut known: Vec<(Point, u32)> = Vec::new();
            for (n, way) in lens.ways_out(&leaving) {
                let numbers = way.iter().map(|at| match known.iter().find(|(other, _)| other == at) {
                    Some((_, number)) => *number,
                    None => {
                        let number = put(*at, corners);
                        known.push((*at, number));
                        number
                    }
                });
                outs.push((n, numbers.collect()));
            }
        }
        // Where the broadest stream leaves the map, there is the sea.
        let mut seas: Vec<(usize, f64)> = Vec::new();
        let mut leave = |spots: &mut [Spot], to: usize, width: f64, at: Point, direction: Vec2| {
            if width > seas.iter().find(|(n, _)| *n == to).map_or(-1.0, |(_, w)| *w) {
                seas.retain(|(n, _)| *n != to);
                seas.push((to, width));
                (spots[to].at, spots[to].direction) = (at, direction);
            }
        };
        let mut mouths: Vec<(u32, u32)> = Vec::new();
        let shop_of = |n: usize| outline.shop.get(n).copied().flatten();
        for e in graph.edge_references().filter(|e| shown.stream(e.id().index())) {
            let (stream, from, to) = (e.id().index(), e.source().index(), e.target().index());
            let (here, there) = (lens_of(from), lens_of(to));
            let kind = self.node(to).0;
            let mut way: Vec<u32> = Vec::new();
            let streets = std::mem::take(&mut routes[stream]);
            match (here, there) {
                (Some(a), Some(b)) if a.floor.shop == b.floor.shop => {
                    way.extend([own[from], own[to]].into_iter().flatten())
                }
                (Some(lens), _) if outline.returns(stream) => {
                    way.extend(own[from]);
                    way.extend(lens.canal(from).into_iter().map(|at| put(at, corners)));
                    way.extend(streets);
                }
                (Some(lens), _) => {
                    way.extend(own[from]);
                    let out = outs.iter().find(|(n, _)| *n == from);
                    way.extend(out.map_or(&[][..], |(_, way)| way));
                    if kind == Kind::Sea {
                        let (at, to_sea) = self.mouth(lens);
                        way.extend([put(at, corners), put(to_sea, corners)]);
                        leave(spots, to, widths[stream], to_sea, (to_sea - at) / at.distance(to_sea).max(1e-9));
                    } else {
                        way.extend(streets);
                    }
                }
                (None, Some(lens)) => {
                    way.extend(&streets);
                    if way.is_empty() {
                        way.push(put(spots[from].at, corners));
                    }
                    // Its own corner is that of the shop's place already.
                    let skip = usize::from(!streets.is_empty());
                    way.extend(doors[lens.floor.shop].iter().skip(skip));
                    way.extend(own[to]);
                }
                // Within a shop without a lens water runs on the spot.
                (None, None) if shop_of(from).is_some() && shop_of(from) == shop_of(to) => {
                    way.push(put(spots[from].at, corners));
                }
                (None, None) => {
                    way.extend(&streets);
                    if let Some(on) = self.given.routes.beyond[stream] {
                        if way.is_empty() {
                            way.push(put(spots[from].at, corners));
                        }
                        let corner = way.last().copied().unwrap_or_default();
                        let last = corners[corner as usize];
                        // What leaves by one corner leaves as one river.
                        let known = mouths.iter().find(|(from, _)| *from == corner).map(|(_, mouth)| *mouth);
                        let mouth = known.unwrap_or_else(|| put(last + on * 700.0, corners));
                        mouths.push((corner, mouth));
                        way.push(mouth);
                        leave(spots, to, widths[stream], self.last_seen(last, on), on);
                    } else if way.len() < 2 && outline.door_of.get(from).copied().flatten() != Some(to) {
                        way = vec![put(spots[from].at, corners), put(spots[to].at, corners)];
                    }
                }
            }
            routes[stream] = way;
        }
        self.stand_at_doors(spots, corners, routes);
        own
    }

    /// Confluences at a fork's door stand just under its ring.
    fn stand_at_doors(&self, spots: &mut [Spot], corners: &mut Vec<Point>, routes: &mut [Vec<u32>]) {
        for e in self.network.graph.edge_references() {
            let (stream, from, to) = (e.id().index(), e.source().index(), e.target().index());
            if self.outline.door_of.get(from).copied().flatten() != Some(to) {
                continue;
            }
            let fork = spots[to];
            spots[from].at = fork.at - fork.direction * (fork.radius * 0.7);
            spots[from].direction = fork.direction;
            let ends = [spots[from].at, fork.at].map(|at| {
                corners.push(at);
                corners.len() as u32 - 1
            });
            routes[stream] = ends.to_vec();
        }
    }

    /// Back along the streets from over a lens to the node that a canal leads to.
    pub(super) fn back(&self, lens: &Lens, to: usize) -> Vec<u32> {
        let (given, view) = (self.given, self.view);
        let wall = lens.rect();
        let door = Point::new(wall.x1 - 30.0 * lens.scale, wall.y0 - 40.0 * lens.scale);
        if let Some(trunk) = self.trunk(to) {
            let land = self.land();
            let walls = wall.inflate(18.0 * lens.scale, 18.0 * lens.scale);
            let knots = (0..given.net.len() as u32).filter_map(|knot| {
                let at = view.px(given.at(given.net.corner(knot)?));
                (trunk.tree.reaches(knot) && land.contains(at) && !walls.contains(at))
                    .then(|| (at.distance(door), knot))
            });
            let at = |corner: u32| view.px(given.at(corner));
            let from = |knot: u32| self.by_trunk(trunk, knot);
            let mut knots: Vec<(f64, u32)> = knots.collect();
            crate::order::sort(&mut knots, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            // From the nearest corner, or one near by from which the way does not lead back under the lens.
            let free = |corners: &Vec<u32>| {
                let first = corners.first().map_or(door, |corner| at(*corner));
                let straight = (0..8).all(|i| !walls.contains(first.lerp(door, f64::from(i) / 8.0)));
                straight && !corners.iter().any(|corner| walls.contains(at(*corner)))
            };
            let mut near = knots.iter().take(DOORS).map(|(_, knot)| from(*knot));
            let nearest = knots.first().map(|(_, knot)| from(*knot));
            return near.find(free).or(nearest).unwrap_or_default();
        }
        given.corners.node[to].into_iter().collect()
    }

    /// Back along the streets from the corner of a shop without a lens.
    pub(super) fn back_from(&self, shop: Option<u32>, to: usize) -> Vec<u32> {
        let knot = shop.and_then(|corner| self.given.net.knot(corner));
        let way = self.trunk(to).zip(knot).filter(|(trunk, knot)| trunk.tree.reaches(*knot));
        way.map(|(trunk, knot)| self.by_trunk(trunk, knot)).unwrap_or_default()
    }

    fn trunk(&self, fork: usize) -> Option<&Trunk> {
        self.given.routes.trunks.iter().find(|trunk| trunk.fork == fork)
    }

    /// From a knot to a KT1, by its trunk unless that is a long way round.
    fn by_trunk(&self, trunk: &Trunk, knot: u32) -> Vec<u32> {
        let given = self.given;
        let mut corners = trunk.tree.way(&given.city, &given.net, knot);
        corners.extend(trunk.way.iter().skip(1));
        let direct = trunk.direct.way(&given.city, &given.net, knot);
        let round = !direct.is_empty() && given.length(&corners) > 1.35 * given.length(&direct);
        if round { direct } else { corners }
    }

    /// Where the way out of a lens comes to the column beside the map, and where it ends under it.
    fn mouth(&self, lens: &Lens) -> (Point, Point) {
        let wall = lens.rect();
        let s = self.frame.scale;
        let edge = plate(&self.frame);
        if self.frame.tall {
            let at = Point::new(wall.x1 + 26.0 * lens.scale, edge);
            return (at - Vec2::new(0.0, 10.0 * s), at);
        }
        let level = wall.y1 - 38.0 * lens.scale;
        let at = Point::new(edge, level - 8.0 * s);
        (at - Vec2::new(10.0 * s, 0.0), at)
    }

    /// Where a river that leaves the canvas is last seen.
    fn last_seen(&self, from: Point, on: Vec2) -> Point {
        let land = self.land();
        let mut at = from;
        for _ in 0..200 {
            let next = at + on * 8.0;
            if !land.contains(next) && land.contains(at) {
                break;
            }
            at = next;
        }
        if land.contains(at) { at } else { from }
    }
}
