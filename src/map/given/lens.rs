//! The inside of a shop, for which real streets have no room: a floor of its own beside its place in the city, joined to it
//! by its water.

// Indexes are those of nodes and shops.
#![allow(clippy::indexing_slicing)]

use super::land::Home;
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
    /// The shop's floor.
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

/// More lenses than this would hide the city, and smaller ones could not be read.
const MOST: usize = 3;
const LEAST: f64 = 0.55;
/// Of several lenses none lies farther than this from its shop's place, px before scaling, and none that has to leave
/// where it stood before anybody looked around farther than this part of it.
const FAR: f64 = 300.0;
const MOVED: f64 = 0.5;

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
    /// The boxes of the KT1s, px: what matters most is not covered.
    pub choose: &'a [Rect],
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
    let scale = scale(frame, outline.shops.len().min(MOST));
    let plans = outline.shops.iter().map(|nodes| plan(network, outline, nodes, scale).length);
    kurbo::Size::new(plans.fold(0.0, f64::max), (ABOVE + BELOW) * scale)
}

/// Scale of lenses: the more there are, the smaller.
fn scale(frame: &FlowFrame, count: usize) -> f64 {
    frame.scale.max(0.5) * (1.15 - 0.15 * count as f64).min(1.0)
}

/// The shops that may have a lens: those that had one before anybody looked around, else those with most clients, the
/// largest first.
pub fn largest(network: &Network, outline: &Outline, home: Option<&Home>) -> Vec<usize> {
    let had = |shop: &usize| home.is_none_or(|home| home.walls.get(*shop).is_some_and(Option::is_some));
    let clients = |shop: usize| {
        let first = outline.shops[shop].first();
        first.and_then(|n| network.solved.nodes.get(*n)).map_or(0.0, |flow| flow.inflow)
    };
    let mut shops: Vec<usize> = (0..outline.shops.len()).filter(had).collect();
    crate::order::sort(&mut shops, |a, b| clients(*b).total_cmp(&clients(*a)));
    shops.truncate(MOST);
    shops
}

/// For each shop its lens, if it has one: within an area, off the crowd and off each other; and how badly they stand all
/// the same. As many of the largest shops have one as find room for it.
pub fn lenses(site: &Site, places: &[Option<Point>], crowd: &Crowd) -> (Vec<Option<Lens>>, f64) {
    let mut open = largest(site.network, site.outline, site.home);
    open.retain(|shop| places[*shop].is_some());
    while site.home.is_none() && open.len() > 1 && scale(site.frame, open.len()) < LEAST {
        open.pop();
    }
    loop {
        let (lenses, covered) = opened(site, &open, places, crowd);
        // Who looks around sees no lens anew, nor in another size.
        if site.home.is_some() || lenses.iter().flatten().count() == open.len() {
            return (lenses, covered);
        }
        open.pop();
    }
}

/// The lenses of some shops, where there is room.
fn opened(site: &Site, open: &[usize], places: &[Option<Point>], crowd: &Crowd) -> (Vec<Option<Lens>>, f64) {
    let Site { network, outline, frame, area, px_per_client, home, choose, coming } = *site;
    let scale = scale(frame, home.map_or(open.len(), |home| home.walls.iter().flatten().count()));
    let single = places.len() == 1;
    let far = if single { f64::INFINITY } else { FAR * frame.scale };
    // What matters most is not covered: where clients choose, and a lens's own place.
    let kept = |shop: usize| {
        let walls = (*home?.walls.get(shop)?)?;
        let near = walls.inflate(20.0 * scale, 20.0 * scale);
        let crossed = coming.get(shop).is_some_and(|line| line.iter().any(|at| walls.contains(*at)));
        let place = places[shop]?;
        let covers = near.contains(place) || choose.iter().any(|ring| near.overlaps(*ring));
        (!crossed && !covers && apart(place, walls) < far).then_some(walls)
    };
    let around = |walls: Rect| walls.inflate(14.0 * scale, 14.0 * scale);
    let mut taken: Vec<Rect> = open.iter().filter_map(|shop| kept(*shop)).map(around).collect();
    let closed = (0..places.len()).filter(|shop| !open.contains(shop)).filter_map(|shop| places[shop]);
    let mut keep_off = choose.to_vec();
    keep_off.extend(closed.map(|at| Rect::from_center_size(at, (20.0, 20.0))));
    let mut crowd = crowd.to_vec();
    let mut covered = 0.0;
    let mut lenses = vec![None; places.len()];
    for &shop in open {
        let Some(place) = places[shop] else { continue };
        let plan = plan(network, outline, &outline.shops[shop], scale);
        let size = kurbo::Size::new(plan.length, (ABOVE + BELOW) * scale);
        let found = kept(shop).map(|walls| (walls, 0.0));
        let far = if home.is_some() { MOVED * far } else { far };
        let own = coming.get(shop).map_or(&[][..], Vec::as_slice);
        let room = Room { area, scale, far, taken: &taken, keep_off: &keep_off, coming: own };
        let found = found.or_else(|| room.stand(place, size, &crowd));
        // A single shop is never closed.
        let anywhere = || {
            let found = Room { taken: &[], keep_off: &[], ..room }.stand(place, size, &crowd);
            found.unwrap_or((Rect::from_origin_size(area.origin(), size), 1e4))
        };
        let Some((stand, over)) = found.or_else(|| single.then(anywhere)) else { continue };
        covered += over;
        taken.push(around(stand));
        keep_off.extend(inlet(place, stand, scale).into_iter().map(|at| Rect::from_center_size(at, (16.0, 16.0))));
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
        lenses[shop] = Some(Lens {
            floor: Floor {
                shop,
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
        });
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

/// The way of a shop's water from its place into its lens: points some px apart.
fn inlet(place: Point, walls: Rect, scale: f64) -> Vec<Point> {
    let axis = walls.y0 + ABOVE * scale;
    let mut points = vec![place];
    for to in door(place, walls, axis, scale).into_iter().chain([Point::new(walls.x0 + FIRST * scale, axis)]) {
        let from = points.last().copied().unwrap_or(place);
        let steps = (from.distance(to) / 10.0).ceil().clamp(1.0, 400.0);
        points.extend((1..=steps as usize).map(|i| from.lerp(to, i as f64 / steps)));
    }
    points
}

/// How far a place is from a box, px.
fn apart(place: Point, walls: Rect) -> f64 {
    let dx = (walls.x0 - place.x).max(place.x - walls.x1).max(0.0);
    let dy = (walls.y0 - place.y).max(place.y - walls.y1).max(0.0);
    libm::hypot(dx, dy)
}

/// What one more lens may take.
#[derive(Clone, Copy)]
struct Room<'a> {
    area: Rect,
    scale: f64,
    /// How far from its place it may lie, px.
    far: f64,
    /// Other lenses, which its water keeps off, too.
    taken: &'a [Rect],
    keep_off: &'a [Rect],
    /// What comes to its place along the streets, px.
    coming: &'a [Point],
}

impl Room<'_> {
    /// Whether a lens may stand there at all.
    fn fits(&self, place: Point, walls: Rect) -> bool {
        let Self { area, scale, far, taken, keep_off, coming } = *self;
        let (apart, near) = (apart(place, walls), walls.inflate(16.0 * scale, 16.0 * scale));
        // It covers neither its own place nor the water's first steps from there.
        let free = (26.0 * scale..=far).contains(&apart)
            && walls.x1 <= area.x1 + 1.0
            && walls.y1 <= area.y1 + 1.0
            && !taken.iter().any(|other| other.overlaps(walls))
            && !keep_off.iter().any(|other| other.overlaps(near));
        // Its water crosses no lens on its way to the door, and stays on the canvas.
        let astray = |at: &Point| at.x < area.x0.min(20.0) || taken.iter().any(|other| other.contains(*at));
        let crossed = || inlet(place, walls, scale).iter().any(astray) || coming.iter().any(|at| walls.contains(*at));
        free && (far.is_infinite() || !crossed())
    }

    /// Where a lens stands: over as little water as may be, near its place, with free land to the right where the lost
    /// leave; none where there is no room.
    fn stand(&self, place: Point, size: kurbo::Size, crowd: &Crowd) -> Option<(Rect, f64)> {
        let Self { area, scale, .. } = *self;
        let step = 12.0;
        let sums = Sums::new(crowd, area.inflate(100.0, 40.0));
        let mut best: Option<(Rect, f64)> = None;
        let columns = ((area.width() - size.width) / step).max(0.0) as usize;
        let rows = ((area.height() - size.height) / step).max(0.0) as usize;
        for column in 0..=columns {
            for row in 0..=rows {
                let corner = Point::new(area.x0 + step * column as f64, area.y0 + step * row as f64);
                let rect = Rect::from_origin_size(corner, size);
                let apart = apart(place, rect);
                if !self.fits(place, rect) {
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
        best
    }
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
