//! From the city to the canvas: where nodes stand, where lenses lie, and the ribbons between them, for one view.

// Indexes are those of nodes, streams and shops.
#![allow(clippy::indexing_slicing)]

use super::{
    Given, Home, area, gates,
    gates::Line,
    lens::{Lens, lenses},
    lines::lines,
    plane::View,
    plate,
};
use crate::{
    document::{Kind, Mood},
    map::{
        Crotch, Map, Place, Streets,
        flow_frame::{FlowFrame, right_of},
        outline::Outline,
        place::{Placing, Spot, px_per_client, radius},
        ribbons::Plan,
        shown::Shown,
        town::Town,
    },
    network::Network,
};
use kurbo::{Point, Rect, Vec2};
use petgraph::{
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};
use std::rc::Rc;

/// What it costs to show the water smaller, to nothing, in what a badly standing lens costs.
const SMALLER: f64 = 2_400.0;
/// Streams thinner than this, px, are drawn as one river with those that run to the same place.
const THIN: f64 = 3.0;
/// More springs than this are dots.
const CROWD: f64 = 120.0;
/// So many corners near a lens are looked at for a canal to begin at.
const DOORS: usize = 60;
/// How far from its corner a stream's direction is taken, px before scaling.
const ARM: f64 = 44.0;

/// What is laid out.
pub struct Layout<'a> {
    /// The city, with what stands and runs where.
    pub given: &'a Rc<Given>,
    /// The network.
    pub network: &'a Network,
    /// The canvas.
    pub frame: FlowFrame,
    /// What of the city is seen on it.
    pub view: View,
    /// What kind of picture it is.
    pub outline: &'a Outline,
    /// How the map was before anybody looked around; none if this is that.
    pub home: Option<&'a Home>,
}

/// What is in the streets, before anything lies beside them.
struct Draft {
    spots: Vec<Spot>,
    lenses: Vec<Option<Lens>>,
    /// How badly the lenses stand.
    covered: f64,
}

impl<'a> Layout<'a> {
    /// In the view that shows all of the water, and beside it lenses that cover as little of it as may be.
    pub fn fit(given: &'a Rc<Given>, network: &'a Network, frame: FlowFrame, outline: &'a Outline) -> Self {
        let whole = area(&frame);
        let lens = super::lens::size(network, outline, &frame);
        let mut areas = vec![whole];
        if outline.shops.len() == 1 {
            areas.push(Rect { y1: whole.y1 - lens.height, ..whole });
            areas.push(Rect { y0: whole.y0 + lens.height, ..whole });
            if !frame.tall {
                areas.push(Rect { x1: whole.x1 - lens.width, ..whole });
                areas.push(Rect { x1: whole.x1 - 0.5 * lens.width, ..whole });
                areas.push(Rect { x0: whole.x0 + 0.5 * lens.width, ..whole });
            }
        }
        areas.retain(|area| area.width() > 60.0 && area.height() > 60.0);
        let largest = View::fit(given.seen, whole).scale;
        let layouts = areas.iter().map(|area| Self {
            given,
            network,
            frame,
            view: View::fit(given.seen, *area),
            outline,
            home: None,
        });
        let cost = |layout: &Self| {
            let covered = layout.draft(px_per_client(network, &frame)).covered;
            covered + SMALLER * (1.0 - layout.view.scale / largest)
        };
        let best = layouts.map(|layout| (cost(&layout), layout)).min_by(|a, b| a.0.total_cmp(&b.0));
        best.map_or(
            Self { given, network, frame, view: View::fit(given.seen, whole), outline, home: None },
            |(_, layout)| layout,
        )
    }

    fn widths(&self, px_per_client: f64) -> Vec<f64> {
        self.network.solved.streams.iter().map(|flow| flow.clients * px_per_client).collect()
    }

    fn draft(&self, px_per_client: f64) -> Draft {
        let (given, view, network, frame) = (self.given, self.view, self.network, &self.frame);
        let widths = self.widths(px_per_client);
        let at = |corner: u32| view.px(given.at(corner));
        let plain = lines(&given.routes.ways, &widths, at, frame.scale);
        let places: Vec<Option<Point>> = given.corners.shop.iter().map(|corner| corner.map(at)).collect();
        let mut spots = self.spots(&plain.corners, &plain.ways, px_per_client);
        let crowd = self.crowd(&plain.corners, &plain.ways, &widths, &spots);
        let (outline, home) = (self.outline, self.home);
        // Beside it what leaves the map is told.
        let gap = if frame.tall { 0.0 } else { 92.0 * frame.scale };
        let area = Rect { x1: self.land().x1 - gap, ..self.land() };
        let site = super::lens::Site { network, outline, frame, area, px_per_client, home };
        let (lenses, covered) = lenses(&site, &places, &crowd);
        for (n, spot) in lenses.iter().flatten().flat_map(|lens| &lens.spots) {
            spots[*n] = *spot;
        }
        Draft { spots, lenses, covered }
    }

    /// The map of a view.
    pub fn map(self, shown: Shown) -> Map {
        let (given, network, frame, view) = (self.given, self.network, self.frame, self.view);
        let px_per_client = px_per_client(network, &frame);
        let widths = self.widths(px_per_client);
        let Draft { mut spots, lenses, .. } = self.draft(px_per_client);
        let mut ways = given.routes.ways.clone();
        for e in network.graph.edge_references().filter(|e| self.outline.returns(e.id().index())) {
            let shop = self.outline.shop.get(e.source().index()).copied().flatten();
            let lens = shop.and_then(|shop| lenses.get(shop)?.as_ref());
            if let Some(lens) = lens.filter(|_| shown.stream(e.id().index())) {
                ways[e.id().index()] = self.back(lens, e.target().index());
            }
        }
        // Canals share streets with what comes to the same place.
        let plain = lines(&ways, &widths, |corner| view.px(given.at(corner)), frame.scale);
        let (mut streets, mut routes) = (Streets { corners: plain.corners, streets: Vec::new() }, plain.ways);
        let own = self.join(&shown, &lenses, &mut spots, &mut streets.corners, &mut routes, &widths);
        let all = |corners: &[Point]| -> Vec<Line> {
            let edges = network.graph.edge_references();
            let line = |e: petgraph::graph::EdgeReference<'_, _>| {
                let stream = e.id().index();
                let points = routes[stream].iter().map(|corner| corners[*corner as usize]).collect();
                let ends = (e.source().index(), e.target().index());
                Line { corners: routes[stream].clone(), points, ends, width: widths[stream] }
            };
            edges.map(line).collect()
        };
        let first = gates::gates(&spots, &all(&streets.corners));
        align(&lenses, &mut spots, &first);
        for (corner, spot) in own.iter().zip(&spots) {
            corner.iter().for_each(|corner| streets.corners[*corner as usize] = spot.at);
        }
        let all = all(&streets.corners);
        let gates = gates::gates(&spots, &all);
        let placing = Placing {
            spots,
            floors: lenses.iter().flatten().map(|lens| lens.floor).collect(),
            px_per_client,
            ..Placing::default()
        };
        let plan =
            Plan { network, frame: &frame, placing: &placing, courses: &[], starts: &gates.starts, ends: &gates.ends };
        let groups = self.groups(&widths, &routes);
        let (mut ribbons, stems) = plan.ribbons(&streets, &routes, &groups);
        let walls: Vec<Option<Rect>> = lenses.iter().map(|lens| lens.as_ref().map(Lens::rect)).collect();
        for (stream, ribbon) in ribbons.iter_mut().enumerate() {
            ribbon.under = self.under(stream, &walls);
        }
        let mut summed = vec![false; widths.len()];
        groups.iter().flatten().for_each(|stream| summed[*stream] = true);
        let placed = gates.gates.into_iter().zip(&placing.spots).enumerate();
        let place = |(n, (gate, spot)): (usize, (crate::map::gates::Gate, &Spot))| Place {
            at: spot.at,
            direction: spot.direction,
            crotch: crotch(network, n, spot, &gate.outflow, &all, frame.scale),
            inflow: gate.inflow,
            outflow: gate.outflow,
        };
        let home = self.home.cloned().unwrap_or(Home { view, walls });
        let beams = lenses.iter().flatten().map(|lens| (lens.place, lens.rect())).collect();
        let edge = plate(&frame);
        let coast = if frame.tall {
            vec![Point::new(frame.width + 60.0, edge), Point::new(-60.0, edge)]
        } else {
            vec![Point::new(edge, -60.0), Point::new(edge, frame.height + 60.0)]
        };
        Map {
            px_per_client,
            shown,
            places: placed.map(place).collect(),
            radii: placing.spots.iter().map(|spot| spot.radius).collect(),
            ribbons,
            summed,
            stems,
            floors: placing.floors,
            town: Town::default(),
            coast,
            creeks: Vec::new(),
            land: Some(super::Land { given: given.clone(), view, beams, home }),
            outline: self.outline.clone(),
            frame,
        }
    }

    /// Streams to one place of which some are too thin for lanes of their own.
    fn groups(&self, widths: &[f64], routes: &[Vec<u32>]) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.network.graph.node_count()];
        for e in self.network.graph.edge_references() {
            let (stream, from, to) = (e.id().index(), e.source().index(), e.target().index());
            let mood = self.network.solved.streams.get(stream).and_then(|flow| flow.mood);
            let (outline, plain) = (self.outline, mood.is_none());
            let plain = plain && !outline.inside(from) && !outline.inside(to) && !outline.returns(stream);
            if plain && widths[stream] > 0.0 && routes[stream].len() > 1 {
                groups[to].push(stream);
            }
        }
        groups.retain(|group| group.len() > 2 && group.iter().any(|stream| widths[*stream] < THIN));
        groups
    }

    /// The lenses that a stream does not come into or leave, under which it runs.
    fn under(&self, stream: usize, walls: &[Option<Rect>]) -> Vec<Rect> {
        let ends = self.network.graph.edge_endpoints(EdgeIndex::new(stream));
        let shop = |n: NodeIndex| self.outline.shop.get(n.index()).copied().flatten();
        let own = ends.map_or([None; 2], |(from, to)| [shop(from), shop(to)]);
        let others = walls.iter().enumerate().filter(|(shop, _)| !own.contains(&Some(*shop)));
        others.filter_map(|(_, walls)| *walls).collect()
    }

    /// The part of the canvas where lenses may lie.
    fn land(&self) -> Rect {
        area(&self.frame).inflate(24.0 * self.frame.scale, 24.0 * self.frame.scale)
    }

    fn node(&self, n: usize) -> (Kind, Option<u8>, f64) {
        let node = self.network.graph.node_weight(NodeIndex::new(n));
        let inflow = self.network.solved.nodes.get(n).map_or(0.0, |flow| flow.inflow);
        node.map_or((Kind::Confluence, None, 0.0), |node| (node.kind, node.kt, inflow))
    }

    /// The spots of all nodes that stand in the streets, with the direction of their widest stream there.
    fn spots(&self, corners: &[Point], ways: &[Vec<u32>], px_per_client: f64) -> Vec<Spot> {
        let scale = self.frame.scale;
        let mut widest = vec![(0.0, Vec2::new(1.0, 0.0)); self.network.graph.node_count()];
        for e in self.network.graph.edge_references() {
            let way: Vec<Point> = ways[e.id().index()].iter().map(|corner| corners[*corner as usize]).collect();
            let Some(clients) = self.network.solved.streams.get(e.id().index()).map(|flow| flow.clients) else {
                continue;
            };
            let back: Vec<Point> = way.iter().rev().copied().collect();
            // What arrives says more than what leaves.
            for (n, way, sign, weight) in
                [(e.source().index(), &way, 1.0, 1e-3 * clients), (e.target().index(), &back, -1.0, clients)]
            {
                if let (Some(first), Some(arm)) = (way.first(), arm(way, ARM * scale))
                    && weight >= widest[n].0
                    && arm.distance(*first) > 1e-6
                {
                    let way = (arm - *first) / arm.distance(*first) * sign;
                    widest[n] = (weight, way);
                }
            }
        }
        let nodes = self.network.graph.node_weights();
        let springs = nodes.filter(|node| node.kind == Kind::Spring).count() as f64;
        let small = libm::sqrt(14.0 / springs.max(1.0)).clamp(0.4, 1.0);
        let spot = |(n, (_, direction)): (usize, (f64, Vec2))| {
            let (kind, kt, inflow) = self.node(n);
            let half = inflow * px_per_client / 2.0;
            let radius = match kind {
                // Very many would hide the town.
                Kind::Spring if springs > CROWD => (1.4 * scale.max(0.7)).max(half + 0.7),
                Kind::Spring => (7.5 * small * scale).max(half + 3.5 * small * scale).max(3.0),
                _ => radius(kind, kt, half, 1.0, scale),
            };
            let at =
                self.given.corners.node[n].map_or(Point::new(-1e3, -1e3), |corner| self.view.px(self.given.at(corner)));
            Spot { at, direction, radius }
        };
        widest.into_iter().enumerate().map(spot).collect()
    }

    /// What lenses should not cover: water and marks, the more the larger.
    fn crowd(&self, corners: &[Point], ways: &[Vec<u32>], widths: &[f64], spots: &[Spot]) -> Vec<(Point, f64)> {
        let mut crowd = Vec::new();
        let mut pieces: Vec<((u32, u32), f64)> = Vec::new();
        for (way, width) in ways.iter().zip(widths) {
            pieces.extend(way.windows(2).map(|pair| ((pair[0].min(pair[1]), pair[0].max(pair[1])), *width)));
        }
        pieces.sort_by_key(|piece| piece.0);
        for same in pieces.chunk_by(|a, b| a.0 == b.0) {
            let width: f64 = same.iter().map(|(_, width)| width).sum();
            let (a, b) = same[0].0;
            let (a, b) = (corners[a as usize], corners[b as usize]);
            let steps = (a.distance(b) / 12.0).ceil().clamp(1.0, 400.0);
            crowd.extend((0..steps as usize).map(|i| (a.lerp(b, i as f64 / steps), 1.0 + width.min(20.0))));
        }
        for (n, spot) in spots.iter().enumerate().filter(|(n, _)| self.given.corners.node[*n].is_some()) {
            let (kind, kt, _) = self.node(n);
            crowd.push((spot.at, if kind == Kind::Spring { 30.0 } else { 160.0 }));
            if kt == Some(1) {
                crowd.push((spot.at, super::lens::CHOOSE));
                // Its figures stand round it.
                let reach = spot.radius + 56.0 * self.frame.scale;
                crowd.extend((0..24).map(|i| (spot.at + Vec2::from_angle(f64::from(i) * 0.2618) * reach, 40.0)));
            }
        }
        crowd
    }

    /// Adds what streams do off the streets: within lenses, into and out of them, and straight where no street leads. Gives
    /// the corner of each node in a lens.
    fn join(
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
        let mut seas: Vec<(usize, f64)> = Vec::new();
        for e in graph.edge_references().filter(|e| shown.stream(e.id().index())) {
            let (stream, from, to) = (e.id().index(), e.source().index(), e.target().index());
            let (here, there) = (lens_of(from), lens_of(to));
            let kind = self.node(to).0;
            let mut way: Vec<u32> = Vec::new();
            let streets = std::mem::take(&mut routes[stream]);
            match (here, there) {
                (Some(a), Some(b)) if a.shop == b.shop => way.extend([own[from], own[to]].into_iter().flatten()),
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
                        if widths[stream] > seas.iter().find(|(n, _)| *n == to).map_or(-1.0, |(_, w)| *w) {
                            seas.retain(|(n, _)| *n != to);
                            seas.push((to, widths[stream]));
                            spots[to].at = at;
                        }
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
                    way.extend(doors[lens.shop].iter().skip(skip));
                    way.extend(own[to]);
                }
                (None, None) => {
                    way.extend(&streets);
                    if let Some(on) = self.given.routes.beyond[stream] {
                        let last = way.last().map_or(Point::ZERO, |corner| corners[*corner as usize]);
                        way.push(put(last + on * 700.0, corners));
                        spots[to].at = self.last_seen(last, on);
                        spots[to].direction = on;
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
    fn back(&self, lens: &Lens, to: usize) -> Vec<u32> {
        let (given, view) = (self.given, self.view);
        let wall = lens.rect();
        let door = Point::new(wall.x1 - 30.0 * lens.scale, wall.y0 - 40.0 * lens.scale);
        let trunk = given.routes.trunks.iter().find(|trunk| trunk.fork == to);
        if let Some(trunk) = trunk {
            let land = self.land();
            let walls = wall.inflate(18.0 * lens.scale, 18.0 * lens.scale);
            let knots = (0..given.net.len() as u32).filter_map(|knot| {
                let at = view.px(given.at(given.net.corner(knot)?));
                (trunk.tree.reaches(knot) && land.contains(at) && !walls.contains(at))
                    .then(|| (at.distance(door), knot))
            });
            let at = |corner: u32| view.px(given.at(corner));
            let from = |knot: u32| {
                let mut corners = trunk.tree.way(&given.city, &given.net, knot);
                corners.extend(trunk.way.iter().skip(1));
                let direct = trunk.direct.way(&given.city, &given.net, knot);
                let round = !direct.is_empty() && given.length(&corners) > 1.35 * given.length(&direct);
                if round { direct } else { corners }
            };
            let mut knots: Vec<(f64, u32)> = knots.collect();
            knots.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            // From the nearest corner, or one near by from which the way does not lead back under the lens.
            let free = |corners: &Vec<u32>| !corners.iter().any(|corner| walls.contains(at(*corner)));
            let mut near = knots.iter().take(DOORS).map(|(_, knot)| from(*knot));
            let nearest = knots.first().map(|(_, knot)| from(*knot));
            return near.find(free).or(nearest).unwrap_or_default();
        }
        given.corners.node[to].into_iter().collect()
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

/// Where a ring's red and blue part: between the ways that they take. None where they leave as in a town.
fn crotch(
    network: &Network,
    n: usize,
    spot: &Spot,
    outflow: &[(usize, f64)],
    lines: &[Line],
    scale: f64,
) -> Option<Crotch> {
    let way = |wanted: Mood| {
        let mut sum = Vec2::ZERO;
        for (stream, _) in outflow {
            let flow = network.solved.streams.get(*stream)?;
            if flow.mood == Some(wanted)
                && let Some(arm) = arm(&lines[*stream].points, spot.radius + ARM * scale)
            {
                let way = arm - spot.at;
                sum += way / way.hypot().max(1e-9) * flow.clients;
            }
        }
        (sum.hypot() > 1e-9).then(|| sum / sum.hypot())
    };
    let in_city = network.graph.node_weight(NodeIndex::new(n)).is_some_and(|node| node.kt == Some(1));
    let (red, blue) = (way(Mood::Red)?, way(Mood::Blue)?);
    let middle = if (red + blue).hypot() > 0.2 { red + blue } else { spot.direction };
    in_city.then(|| Crotch { angle: middle.atan2(), mirrored: red.cross(blue) < 0.0 })
}

/// The point of a way that lies so far from its beginning, or its end.
fn arm(way: &[Point], length: f64) -> Option<Point> {
    let mut left = length;
    for pair in way.windows(2) {
        let far = pair[0].distance(pair[1]);
        if far >= left {
            return Some(pair[0].lerp(pair[1], left / far.max(1e-9)));
        }
        left -= far;
    }
    way.last().copied()
}

/// Shifts the nodes of each lens so that their left banks lie on one line: red never moves, blue is cut off.
fn align(lenses: &[Option<Lens>], spots: &mut [Spot], gates: &crate::map::gates::Gates) {
    for lens in lenses.iter().flatten() {
        let breadth = |n: usize| gates.gates.get(n).map_or(0.0, |gate| gate.breadth);
        let Some(first) = lens.spots.first().map(|(n, _)| *n) else { continue };
        for (n, _) in &lens.spots {
            let spot = &mut spots[*n];
            spot.at += right_of(spot.direction) * ((breadth(*n) - breadth(first)) / 2.0);
        }
    }
}
