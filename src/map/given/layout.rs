//! From the city to the canvas: where nodes stand, where lenses lie, and the ribbons between them, for one view.

// Indexes are those of nodes, streams and shops.
#![allow(clippy::indexing_slicing)]

use super::{
    Given, area,
    gates::{self, Line},
    land::Home,
    lens::{Lens, largest, lenses},
    lines::lines,
    plane::View,
    plate,
    spots::crotch,
};
use crate::{
    document::Kind,
    map::{
        Map, Place,
        bed::{Bed, Names, Water},
        courses::dig::Digging,
        flow_frame::{FlowFrame, right_of},
        outline::Outline,
        place::{Spot, most, px_per_client},
        shown::Shown,
        town::streets::Streets,
    },
    network::Network,
};
use kurbo::{Point, Rect};
use petgraph::{
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};
use std::rc::Rc;

/// What it costs to show the water smaller, to nothing, in what a badly standing lens costs.
const SMALLER: f64 = 2_400.0;
/// Streams thinner than this, px, are drawn as one river with those that run to the same place.
const THIN: f64 = 3.0;

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
        let (outline, home) = (self.outline, self.home);
        let open = largest(network, outline, home);
        let plain = lines(&self.ways(|shop| open.contains(&shop)), &widths, at, frame.scale);
        let places: Vec<Option<Point>> = given.corners.shop.iter().map(|corner| corner.map(at)).collect();
        let mut spots = self.spots(&plain.corners, &plain.ways, px_per_client);
        let crowd = self.crowd(&plain.corners, &plain.ways, &widths, &spots);
        let kt1 = (0..spots.len()).filter(|n| self.node(*n).1 == Some(1)).map(|n| spots[n]);
        let ring = |spot: Spot| Rect::from_center_size(spot.at, (2.0 * spot.radius, 2.0 * spot.radius));
        let choose: Vec<Rect> = kt1.map(ring).collect();
        // Beside it what leaves the map is told.
        let gap = if frame.tall { 36.0 } else { 92.0 } * frame.scale;
        let land = self.land();
        let area = Rect { x1: land.x1 - gap, y0: land.y0.max(frame.title_box().y1 + 10.0), ..land };
        let coming = self.coming(&plain.corners, &plain.ways);
        let site =
            super::lens::Site { network, outline, frame, area, px_per_client, home, choose: &choose, coming: &coming };
        let (lenses, covered) = lenses(&site, &places, &crowd);
        for (n, spot) in lenses.iter().flatten().flat_map(|lens| &lens.spots) {
            spots[*n] = *spot;
        }
        for (shop, nodes) in outline.shops.iter().enumerate().filter(|(shop, _)| lenses[*shop].is_none()) {
            nodes.iter().for_each(|n| spots[*n].at = places[shop].unwrap_or(spots[*n].at));
        }
        Draft { spots, lenses, covered }
    }

    /// The ways along streets. A shop that is open takes none to where the lost leave: they do from its lens.
    fn ways(&self, is_open: impl Fn(usize) -> bool) -> Vec<Vec<u32>> {
        let mut ways = self.given.routes.ways.clone();
        for e in self.network.graph.edge_references() {
            let shop = self.outline.shop[e.source().index()];
            if shop.is_some_and(&is_open) && self.given.routes.beyond[e.id().index()].is_some() {
                ways[e.id().index()].clear();
            }
        }
        ways
    }

    /// For each shop what comes to it along the streets, px: points some way apart.
    fn coming(&self, corners: &[Point], ways: &[Vec<u32>]) -> Vec<Vec<Point>> {
        let mut coming = vec![Vec::new(); self.outline.shops.len()];
        for e in self.network.graph.edge_references() {
            let Some(shop) = self.outline.shop.get(e.target().index()).copied().flatten() else { continue };
            for pair in ways[e.id().index()].windows(2) {
                let (a, b) = (corners[pair[0] as usize], corners[pair[1] as usize]);
                let steps = (a.distance(b) / 20.0).ceil().clamp(1.0, 400.0);
                coming[shop].extend((0..=steps as usize).map(|i| a.lerp(b, i as f64 / steps)));
            }
        }
        coming
    }

    /// The map of a view.
    pub fn map(self, shown: Shown) -> Map {
        let (given, network, frame, view) = (self.given, self.network, self.frame, self.view);
        let px_per_client = px_per_client(network, &frame);
        let widths = self.widths(px_per_client);
        let Draft { mut spots, lenses, .. } = self.draft(px_per_client);
        let mut ways = self.ways(|shop| lenses[shop].is_some());
        for e in network.graph.edge_references().filter(|e| self.outline.returns(e.id().index())) {
            let shop = self.outline.shop[e.source().index()].filter(|_| shown.stream(e.id().index()));
            let Some(shop) = shop else { continue };
            ways[e.id().index()] = match &lenses[shop] {
                Some(lens) => self.back(lens, e.target().index()),
                None => self.back_from(given.corners.shop[shop], e.target().index()),
            };
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
        let walls: Vec<Option<Rect>> = lenses.iter().map(|lens| lens.as_ref().map(Lens::rect)).collect();
        let groups = self.groups(&widths, &routes, &lenses);
        let mut summed = vec![false; widths.len()];
        groups.iter().flatten().for_each(|stream| summed[*stream] = true);
        let mut bed = Bed {
            px_per_client,
            most: most(network),
            under: (0..widths.len()).map(|stream| self.under(stream, &walls)).collect(),
            dug: Digging { network, frame: &frame }.which(),
            rooms: widths,
            routes,
            starts: gates.starts,
            ends: gates.ends,
            summed: groups,
            names: Some(Names { given: given.clone(), passed: plain.passed }),
            lines: Vec::new(),
        };
        bed.lay(&streets, &[], &frame);
        let Water { ribbons, stems, reaches, beside } = bed.water(network, &network.solved, &frame);
        let placed = gates.gates.into_iter().zip(&spots).enumerate();
        let place = |(n, (gate, spot)): (usize, (crate::map::rivers::gates::Gate, &Spot))| Place {
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
            radii: spots.iter().map(|spot| spot.radius).collect(),
            ribbons,
            summed,
            stems,
            reaches,
            beside,
            was: None,
            bed: Rc::new(bed),
            floors: lenses.iter().flatten().map(|lens| lens.floor).collect(),
            town: Rc::default(),
            coast,
            creeks: Rc::default(),
            land: Some(super::land::Land { given: given.clone(), view, beams, home }),
            timeline: None,
            threads: None,
            outline: self.outline.clone(),
            frame,
        }
    }

    /// Streams to one place of which some are too thin for lanes of their own.
    fn groups(&self, widths: &[f64], routes: &[Vec<u32>], lenses: &[Option<Lens>]) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.network.graph.node_count()];
        for e in self.network.graph.edge_references() {
            let (stream, from, to) = (e.id().index(), e.source().index(), e.target().index());
            let mood = self.network.solved.streams.get(stream).and_then(|flow| flow.mood);
            let (outline, plain) = (self.outline, mood.is_none());
            let plain = plain && !outline.inside(from) && !outline.inside(to) && !outline.returns(stream);
            // What shops without a lens lose runs together, too.
            let closed = outline.shop[from].is_some_and(|shop| lenses[shop].is_none());
            let lost = closed && self.given.routes.beyond[stream].is_some();
            if (plain || lost) && widths[stream] > 0.0 && routes[stream].len() > 1 {
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
    pub(super) fn land(&self) -> Rect {
        area(&self.frame).inflate(24.0 * self.frame.scale, 24.0 * self.frame.scale)
    }

    pub(super) fn node(&self, n: usize) -> (Kind, Option<u8>, f64) {
        let node = self.network.graph.node_weight(NodeIndex::new(n));
        let inflow = self.network.solved.nodes.get(n).map_or(0.0, |flow| flow.inflow);
        node.map_or((Kind::Confluence, None, 0.0), |node| (node.kind, node.kt, inflow))
    }
}

/// Shifts the nodes of each lens so that their left banks lie on one line: red never moves, blue is cut off.
fn align(lenses: &[Option<Lens>], spots: &mut [Spot], gates: &crate::map::rivers::gates::Gates) {
    for lens in lenses.iter().flatten() {
        let breadth = |n: usize| gates.gates.get(n).map_or(0.0, |gate| gate.breadth);
        let Some(first) = lens.spots.first().map(|(n, _)| *n) else { continue };
        for (n, _) in &lens.spots {
            let spot = &mut spots[*n];
            spot.at += right_of(spot.direction) * ((breadth(*n) - breadth(first)) / 2.0);
        }
    }
}
