//! The inside of a shop, for which real streets have no room: a floor of its own beside its place in the city, joined to it
//! by its water.

// Indexes are those of nodes and shops.
#![allow(clippy::indexing_slicing)]

use super::Home;
use crate::{
    document::Kind,
    map::{
        flow_frame::FlowFrame,
        outline::Outline,
        place::{Floor, Spot, radius},
    },
    network::Network,
};
use kurbo::{Point, Rect, Vec2};

/// Lengths on a canvas of 1600 x 900, px: from the wall to the first station, from station to station, behind the last one.
const FIRST: f64 = 168.0;
const STEP: f64 = 94.0;
const LAST: f64 = 58.0;
/// From the axis to the upper wall, to the lower one, and to the way out.
const ABOVE: f64 = 98.0;
const BELOW: f64 = 128.0;
const OUT: f64 = 90.0;

/// A shop's floor and what stands on it.
#[derive(Clone, Debug)]
pub struct Lens {
    /// Number of the shop.
    pub shop: usize,
    /// Its floor.
    pub floor: Floor,
    /// Its nodes.
    pub spots: Vec<(usize, Spot)>,
    /// Scale of lengths in it.
    pub scale: f64,
    /// Where the shop stands in the streets, px.
    pub place: Point,
    /// Where its water comes in: on the way from its place to the first station.
    pub door: Vec<Point>,
}

/// The weight of a KT1.
pub const CHOOSE: f64 = 400.0;

/// What lenses stand in.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    pub network: &'a Network,
    pub outline: &'a Outline,
    pub frame: &'a FlowFrame,
    /// Where they may stand, px.
    pub area: Rect,
    pub px_per_client: f64,
    /// Where they stood before anybody looked around.
    pub home: Option<&'a Home>,
    /// For each shop what comes to it along the streets, px.
    pub coming: &'a [Vec<Point>],
}

/// What lenses keep off, px: points with a weight.
pub type Crowd = [(Point, f64)];

/// How large a lens is before it stands anywhere.
struct Plan {
    /// Nodes with their distance from the wall along the axis, and from the axis to the blue side.
    stations: Vec<(usize, f64, f64)>,
    length: f64,
}

fn plan(network: &Network, outline: &Outline, nodes: &[usize], scale: f64) -> Plan {
    let kind = |n: usize| network.graph.node_weight(petgraph::graph::NodeIndex::new(n)).map(|node| node.kind);
    let mut depth: Vec<(usize, usize)> = Vec::with_capacity(nodes.len());
    let mut ordered: Vec<usize> = nodes.to_vec();
    let place = |n: &usize| outline.order.iter().position(|other| other == n);
    crate::order::sort(&mut ordered, |a, b| place(a).cmp(&place(b)));
    for n in ordered {
        let before = outline.forward_in(network, n).filter_map(|(_, from)| depth.iter().find(|(m, _)| *m == from));
        let own = before.map(|(_, depth)| depth + 1).max().unwrap_or(0);
        depth.push((n, own));
    }
    let most = depth.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
    let mut stations = Vec::new();
    for level in 0..=most {
        let level: Vec<usize> = depth.iter().filter(|(_, own)| *own == level).map(|(n, _)| *n).collect();
        let pitch = (ABOVE + OUT) * 0.7 / level.len() as f64;
        for (i, n) in level.iter().enumerate() {
            let more = if kind(*n) == Some(Kind::Regulars) { 10.0 } else { 0.0 };
            let own = depth.iter().find(|(m, _)| m == n).map_or(0, |(_, depth)| *depth);
            let aside = (i as f64 - (level.len() - 1) as f64 / 2.0) * pitch;
            stations.push((*n, (FIRST + STEP * own as f64 + more) * scale, aside * scale));
        }
    }
    Plan { stations, length: (FIRST + STEP * most as f64 + 10.0 + LAST) * scale }
}

/// Size of the largest lens of some shops, px.
pub fn size(network: &Network, outline: &Outline, frame: &FlowFrame) -> kurbo::Size {
    let scale = scale(frame, outline.shops.len());
    let plans = outline.shops.iter().map(|nodes| plan(network, outline, nodes, scale).length);
    kurbo::Size::new(plans.fold(0.0, f64::max), (ABOVE + BELOW) * scale)
}

/// Scale of lenses: the more there are, the smaller.
fn scale(frame: &FlowFrame, count: usize) -> f64 {
    frame.scale.max(0.5) * (1.15 - 0.15 * count as f64).clamp(0.45, 1.0)
}

/// A lens for each shop that has a place, within an area, off the crowd and off each other; and how badly they
/// stand all the same.
pub fn lenses(site: &Site, places: &[Option<Point>], crowd: &Crowd) -> (Vec<Option<Lens>>, f64) {
    let Site { network, outline, frame, area, px_per_client, home, coming } = *site;
    let scale = scale(frame, places.iter().flatten().count());
    let mut covered = 0.0;
    let mut crowd = crowd.to_vec();
    let mut taken: Vec<Rect> = Vec::new();
    let mut lenses = Vec::with_capacity(places.len());
    for (shop, place) in places.iter().enumerate() {
        let (Some(place), Some(nodes)) = (*place, outline.shops.get(shop)) else {
            lenses.push(None);
            continue;
        };
        let plan = plan(network, outline, nodes, scale);
        let size = kurbo::Size::new(plan.length, (ABOVE + BELOW) * scale);
        let kept = home.and_then(|home| *home.walls.get(shop)?);
        // What matters most is not covered: its own place, and where clients choose.
        let free = |walls: &Rect| {
            let near = walls.inflate(20.0 * scale, 20.0 * scale);
            let crossed = coming.get(shop).is_some_and(|line| line.iter().any(|at| walls.contains(*at)));
            !crossed
                && !near.contains(place)
                && crowd.iter().all(|(at, weight)| *weight < CHOOSE || !near.contains(*at))
        };
        let kept = kept.filter(free);
        let (stand, over) = kept.map_or_else(|| stand(place, size, &crowd, &taken, area, scale), |walls| (walls, 0.0));
        covered += over;
        taken.push(stand.inflate(14.0 * scale, 14.0 * scale));
        crowd.push((place, 50.0));
        let start = Point::new(stand.x0, stand.y0 + ABOVE * scale);
        let spot = |&(n, along, aside): &(usize, f64, f64)| {
            let node = network.graph.node_weight(petgraph::graph::NodeIndex::new(n));
            let half = network.solved.nodes.get(n).map_or(0.0, |flow| flow.inflow) * px_per_client / 2.0;
            let radius = node.map_or(0.0, |node| radius(node.kind, node.kt, half, 1.0, scale));
            (n, Spot { at: start + Vec2::new(along, aside), direction: Vec2::new(1.0, 0.0), radius })
        };
        let axis = start.y;
        let door = door(place, stand, axis, scale);
        lenses.push(Some(Lens {
            shop,
            floor: Floor {
                start,
                direction: Vec2::new(1.0, 0.0),
                length: plan.length,
                red_side: ABOVE * scale,
                blue_side: BELOW * scale,
            },
            spots: plan.stations.iter().map(spot).collect(),
            scale,
            place,
            door,
        }));
    }
    (lenses, covered)
}

/// How much of a crowd lies in any box: sums over all cells to the left and above (F. C. Crow, Summed-area tables for
/// texture mapping, SIGGRAPH 1984).
struct Sums {
    origin: Point,
    columns: usize,
    sums: Vec<f64>,
}

/// Width of a cell, px.
const CELL: f64 = 6.0;

impl Sums {
    fn new(crowd: &Crowd, area: Rect) -> Self {
        let [columns, rows] = [area.width(), area.height()].map(|length| (length / CELL).max(0.0) as usize + 2);
        let mut sums = vec![0.0; columns * rows];
        for (at, weight) in crowd.iter().filter(|(at, _)| area.contains(*at)) {
            let [x, y] = [at.x - area.x0, at.y - area.y0].map(|off| (off / CELL) as usize + 1);
            sums[(y.min(rows - 1)) * columns + x.min(columns - 1)] += weight;
        }
        for y in 0..rows {
            for x in 0..columns {
                let left = if x > 0 { sums[y * columns + x - 1] } else { 0.0 };
                let above = if y > 0 { sums[(y - 1) * columns + x] } else { 0.0 };
                let both = if x > 0 && y > 0 { sums[(y - 1) * columns + x - 1] } else { 0.0 };
                sums[y * columns + x] += left + above - both;
            }
        }
        Self { origin: area.origin(), columns, sums }
    }

    fn within(&self, part: Rect) -> f64 {
        let rows = self.sums.len() / self.columns;
        let cell = |off: f64, most: usize| (((off / CELL).round()).max(0.0) as usize).min(most - 1);
        let [x0, x1] = [part.x0, part.x1].map(|x| cell(x - self.origin.x, self.columns));
        let [y0, y1] = [part.y0, part.y1].map(|y| cell(y - self.origin.y, rows));
        let at = |x: usize, y: usize| self.sums[y * self.columns + x];
        at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)
    }
}

/// The corners by which water comes from a shop's place into its lens: from above by the upper wall, else by the near one,
/// round the lens where that is between.
fn door(place: Point, walls: Rect, axis: f64, scale: f64) -> Vec<Point> {
    let at = |x: f64, y: f64| Point::new(x, y);
    let away = 34.0 * scale;
    let x = place.x.clamp(walls.x0 + 26.0 * scale, walls.x0 + 0.55 * FIRST * scale);
    let left = walls.x0 - 40.0 * scale;
    if place.y < walls.y0 {
        let over = at(x, walls.y0 - 16.0 * scale);
        return if x == place.x { vec![at(x, axis)] } else { vec![over, at(x, axis)] };
    }
    if place.x < walls.x0 {
        return vec![at(left, axis)];
    }
    if place.y > walls.y1 {
        return vec![at(left, walls.y1 + away), at(left, axis)];
    }
    vec![at(walls.x1 + away, walls.y0 - away), at(x, walls.y0 - away), at(x, axis)]
}

/// Where a lens stands: over as little water as may be, near its place, with free land to the right where the lost leave.
fn stand(place: Point, size: kurbo::Size, crowd: &Crowd, taken: &[Rect], area: Rect, scale: f64) -> (Rect, f64) {
    let step = 12.0;
    let sums = Sums::new(crowd, area.inflate(100.0, 40.0));
    let mut best: Option<(Rect, f64)> = None;
    let columns = ((area.width() - size.width) / step).max(0.0) as usize;
    let rows = ((area.height() - size.height) / step).max(0.0) as usize;
    for column in 0..=columns {
        for row in 0..=rows {
            let corner = Point::new(area.x0 + step * column as f64, area.y0 + step * row as f64);
            let rect = Rect::from_origin_size(corner, size);
            let apart = {
                let dx = (rect.x0 - place.x).max(place.x - rect.x1).max(0.0);
                let dy = (rect.y0 - place.y).max(place.y - rect.y1).max(0.0);
                libm::hypot(dx, dy)
            };
            // It covers neither its own place nor the water's first steps from there.
            if apart < 26.0 * scale || taken.iter().any(|other| other.overlaps(rect)) {
                continue;
            }
            let near = rect.inflate(16.0 * scale, 16.0 * scale);
            let covered = sums.within(near);
            let out = Rect::new(rect.x1, rect.y1 - 60.0 * scale, area.x1 + 80.0, rect.y1);
            let crossed = sums.within(out);
            // Best of all its place is above the wall near its first station, then before its near wall.
            let over = place.y < rect.y0 && place.x > rect.x0 + 40.0 * scale && place.x < rect.x0 + 90.0 * scale;
            let before = place.x < rect.x0 && place.y > rect.y0 && place.y < rect.y1 - 60.0 * scale;
            let way = 1.4 * apart
                + if over {
                    0.0
                } else if before {
                    60.0
                } else {
                    420.0
                };
            let value = 4.0 * covered + 1.2 * crossed + way + 0.12 * (area.x1 - rect.x1);
            if best.is_none_or(|(_, least)| value < least) {
                best = Some((rect, value));
            }
        }
    }
    best.unwrap_or((Rect::from_origin_size(area.origin(), size), 1e4))
}

impl Lens {
    /// The box of its walls.
    pub fn rect(&self) -> Rect {
        let Floor { start, length, red_side, blue_side, .. } = self.floor;
        Rect::new(start.x, start.y - red_side, start.x + length, start.y + blue_side)
    }

    /// The corners of the way out of the shop from its nodes, each with its own first: (node, corners on the way out).
    pub fn ways_out(&self, leaving: &[usize]) -> Vec<(usize, Vec<Point>)> {
        let level = self.floor.start.y + OUT * self.scale;
        let mut turns: Vec<(f64, usize, f64)> = self
            .spots
            .iter()
            .filter(|(n, _)| leaving.contains(n))
            .map(|(n, spot)| (spot.at.x + spot.radius + 12.0 * self.scale, *n, spot.at.y))
            .collect();
        crate::order::sort(&mut turns, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let wall = Point::new(self.rect().x1 + 26.0 * self.scale, level);
        let way = |(i, (x, n, y)): (usize, &(f64, usize, f64))| {
            let on = turns[i..].iter().map(|(x, ..)| Point::new(*x, level));
            (*n, std::iter::once(Point::new(*x, *y)).chain(on).chain([wall]).collect())
        };
        turns.iter().enumerate().map(way).collect()
    }

    /// The corners of a canal from a node to above the upper wall.
    pub fn canal(&self, n: usize) -> Vec<Point> {
        let Some((_, spot)) = self.spots.iter().find(|(m, _)| *m == n) else { return Vec::new() };
        let x = spot.at.x + spot.radius + 14.0 * self.scale;
        vec![Point::new(x, spot.at.y), Point::new(x, self.rect().y0 - 24.0 * self.scale)]
    }
}
