//! The map of a city whose streets are given: nodes at their corners, streams along shortest ways, the inside of shops
//! in lenses beside them.
//!
//! What does not depend on how near one looks is worked out once ([`Given`]); lines, lanes and lenses are laid out anew
//! for each view, since water is as broad at each.

mod border;
mod gates;
mod join;
mod land;
mod layout;
mod lens;
mod lines;
mod named;
mod near;
mod place;
mod plane;
mod routes;
mod spots;

pub use self::land::{Home, Land, Roads};
pub use self::layout::Layout;
pub use self::named::Named;
pub use self::plane::{Plane, View};

use self::{
    place::{Corners, Placer, bounds},
    routes::{Router, Routes},
};
use super::{flow_frame::FlowFrame, outline::Outline, rivers::reaches::longest, shown::Shown};
use crate::{
    city::{City, Net},
    network::Network,
};
use kurbo::{Point, Rect, Vec2};
use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
    rc::Rc,
};

/// Where everything is in the city.
#[derive(Clone, Debug)]
pub struct Given {
    /// The city.
    pub city: Rc<City>,
    /// Its projection.
    pub plane: Plane,
    corners: Corners,
    routes: Routes,
    net: Net,
    /// The names of the pieces of street that carry water, by the corners that they join, the lower number first.
    names: HashMap<(u32, u32), u32>,
    /// The box round all streets.
    all: Rect,
    /// m in a unit of the plane.
    metres: f64,
    /// What is meant to be seen at first.
    seen: Rect,
    /// The blocks round there, once they are asked for.
    blocks: OnceCell<Vec<Vec<Point>>>,
}

impl Given {
    /// Places the nodes of a network in its city and leads its streams.
    pub fn new(
        city: &Rc<City>,
        network: &Network,
        outline: &Outline,
        shown: &Shown,
        frame: &FlowFrame,
        seed: u64,
    ) -> Self {
        let plane = Plane::of(city);
        let parts = city.parts();
        let corners = Placer { network, outline, city, plane: &plane, parts, seed }.place();
        let at = |corner: &u32| city.place(*corner).map(|place| plane.point(place));
        let standing: Vec<Point> = corners.node.iter().chain(&corners.shop).flatten().filter_map(at).collect();
        let all = bounds(&standing).unwrap_or(Rect::new(0.0, 0.0, 1.0, 1.0));
        let area = area(frame);
        // Nothing is so near that a single place fills the canvas.
        let least = if city.streets().lonlat { 300.0 } else { 1e-6 };
        let margin = (0.06 * all.width().max(all.height())).max(least / 2.0);
        let seen = all.inflate(margin, margin);
        let unit = frame.scale / View::fit(seen, area).scale;
        let metres = if city.streets().lonlat { 1.0 } else { STREET / typical(city, &plane) };
        let on = if frame.tall { Vec2::new(0.0, 1.0) } else { Vec2::new(1.0, 0.0) };
        let router = Router { network, outline, shown, city, plane: &plane, corners: &corners, seen, on, unit };
        let (routes, net) = router.routes();
        // Ways may swing farther than what they join.
        let passed = routes.ways.iter().zip(&routes.beyond).filter(|(_, beyond)| beyond.is_none());
        let passed: Vec<Point> = passed.flat_map(|(way, _)| way).filter_map(at).collect();
        let seen = bounds(&passed).map_or(seen, |passed| seen.union(passed.inflate(margin / 2.0, margin / 2.0)));
        let trunks = routes.trunks.iter().map(|trunk| &trunk.way);
        let names = names(city, routes.ways.iter().chain(trunks));
        Self {
            names,
            city: city.clone(),
            plane,
            corners,
            routes,
            net,
            metres,
            seen,
            all: plane.all(city),
            blocks: OnceCell::new(),
        }
    }

    /// What the street along some corners is called, where most of it has a name.
    pub(super) fn name(&self, corners: &[u32]) -> Option<String> {
        let pieces = corners.iter().zip(corners.iter().skip(1));
        let named = pieces.filter_map(|(a, b)| {
            let name = self.names.get(&(*a.min(b), *a.max(b)))?;
            Some((*name, self.at(*a).distance(self.at(*b))))
        });
        let name = longest(named)?;
        self.city.streets().names.get(name as usize).map(|name| name.to_string())
    }

    /// The point itself, or the nearest one in the part of the city where its streets are.
    pub fn within(&self, at: Point) -> Point {
        Point::new(at.x.clamp(self.all.x0, self.all.x1), at.y.clamp(self.all.y0, self.all.y1))
    }

    fn length(&self, way: &[u32]) -> f64 {
        way.iter().zip(way.iter().skip(1)).map(|(a, b)| self.at(*a).distance(self.at(*b))).sum()
    }

    fn at(&self, corner: u32) -> Point {
        self.plane.corner(&self.city, corner)
    }
}

/// How long a street is from corner to corner, m, where nothing says what a plane's unit is.
const STREET: f64 = 90.0;

/// The mean length of a city's pieces of street, in units of the plane.
fn typical(city: &City, plane: &Plane) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for (_, positions) in city.streets().each() {
        let points = positions.iter().map(|place| plane.point(*place));
        sum += points.clone().zip(points.skip(1)).map(|(a, b)| a.distance(b)).sum::<f64>();
        count += 1.0;
    }
    if sum > 0.0 { sum / count } else { 1.0 }
}

/// A place as what it is found by; adding 0 makes one zero of both.
fn key(place: [f64; 2]) -> [u64; 2] {
    place.map(|number| (number + 0.0).to_bits())
}

/// The names of the streets along some ways, by the corners of each piece, the lower number first.
fn names<'a>(city: &City, ways: impl Iterator<Item = &'a Vec<u32>>) -> HashMap<(u32, u32), u32> {
    let streets = city.streets();
    let mut names = HashMap::new();
    if streets.names.is_empty() {
        return names;
    }
    let mut corners: HashMap<[u64; 2], u32> = HashMap::new();
    let mut carrying: HashSet<(u32, u32)> = HashSet::new();
    for way in ways {
        corners.extend(way.iter().filter_map(|corner| Some((key(city.place(*corner)?), *corner))));
        carrying.extend(way.iter().zip(way.iter().skip(1)).map(|(a, b)| (*a.min(b), *a.max(b))));
    }
    for (line, positions) in streets.each() {
        let Some(name) = line.name else { continue };
        let mut before = None;
        for position in positions {
            let corner = corners.get(&key(*position)).copied();
            if let (Some(a), Some(b)) = (before, corner)
                && carrying.contains(&(u32::min(a, b), u32::max(a, b)))
            {
                names.insert((a.min(b), a.max(b)), name);
            }
            before = corner;
        }
    }
    names
}

/// Where the column beside the map begins (below it, on a tall canvas), px.
pub fn plate(frame: &FlowFrame) -> f64 {
    if frame.tall { 0.66 * frame.height } else { 0.8375 * frame.width }
}

/// The part of the canvas where the city is seen.
pub fn uncovered(frame: &FlowFrame) -> Rect {
    let edge = plate(frame);
    if frame.tall { Rect::new(0.0, 0.0, frame.width, edge) } else { Rect::new(0.0, 0.0, edge, frame.height) }
}

/// The part of the canvas that the water is fitted into.
fn area(frame: &FlowFrame) -> Rect {
    let s = frame.scale;
    let margin = 40.0 * s;
    if frame.tall {
        Rect::new(margin, frame.title_box().y1 + 16.0, frame.width - margin, plate(frame) - margin)
    } else {
        Rect::new(margin, 70.0 * s.max(0.6), plate(frame) - 70.0 * s, frame.height - margin)
    }
}
