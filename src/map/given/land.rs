//! What lies below the water: the streets that are seen, and the blocks between them.

use super::{Given, plane::View};
use crate::{
    document::StreetClass,
    map::town::{arrange::arrange, faces::faces, polygon::area, streets::Class},
};
use kurbo::{BezPath, Point, Rect};
use std::rc::Rc;

/// What is drawn of a city below its water.
#[derive(Clone, Debug)]
pub struct Land {
    /// The city.
    pub given: Rc<Given>,
    /// What of it is seen.
    pub view: View,
    /// Where each shop stands that has a lens, and the walls of that, px.
    pub beams: Vec<(Point, Rect)>,
    /// The view that shows all of the water.
    pub home: Home,
}

/// What a map shows before anybody looks around.
#[derive(Clone, Debug)]
pub struct Home {
    /// All of the water.
    pub view: View,
    /// The walls of each shop's lens, if it has one: there they stay, as far as they can.
    pub walls: Vec<Option<Rect>>,
}

/// The streets of one class that are seen.
#[derive(Clone, Debug)]
pub struct Roads {
    /// Their class.
    pub class: StreetClass,
    /// Their lines, px, in paths of no great length: what one long path costs to paint grows faster than its length.
    pub paths: Vec<BezPath>,
    /// How broad they are drawn, px.
    pub width: f64,
}

/// m per px from which on no blocks are drawn.
const FAR: f64 = 15.0;
/// Larger faces are no blocks but water, parks, fields: square m.
const LARGEST: f64 = 400_000.0;
/// Blocks are not drawn of a city with more pieces of street than this where the water is.
const MOST_PIECES: usize = 150_000;
/// Points of a path at most.
const LONGEST: usize = 200;
/// Streets of a class are drawn while all together are not longer, px, than this part of the land's area.
const DENSEST: f64 = 0.14;
/// The classes by rank.
const RANKS: [StreetClass; 8] = [
    StreetClass::Primary,
    StreetClass::Motorway,
    StreetClass::Secondary,
    StreetClass::Tertiary,
    StreetClass::Side,
    StreetClass::Calm,
    StreetClass::Service,
    StreetClass::Path,
];

impl Land {
    /// m of the city in a px; a plane's unit is taken for what makes its streets as long as streets are.
    pub fn metres(&self) -> f64 {
        self.given.metres / self.view.scale.max(1e-300)
    }

    /// The streets that are seen on a canvas, the largest classes first; small ones only from near by.
    pub fn roads(&self, canvas: Rect) -> Vec<Roads> {
        let metres = self.metres();
        let near = canvas.inflate(24.0, 24.0);
        // Lines that begin where the one before ended go on as one: of many short ones the ends would cost most.
        let mut paths: Vec<(Vec<BezPath>, f64, Point)> =
            RANKS.iter().map(|_| (Vec::new(), 0.0, Point::new(f64::NAN, 0.0))).collect();
        for (line, positions) in self.given.city.streets().each() {
            let rank = RANKS.iter().position(|class| *class == line.class).unwrap_or(0);
            if metres > 3.0 && matches!(line.class, StreetClass::Service | StreetClass::Path) {
                continue;
            }
            let Some((paths, length, pen)) = paths.get_mut(rank) else { continue };
            let (mut last, mut inside) = (None, false);
            for (i, place) in positions.iter().enumerate() {
                let at = self.view.px(self.given.plane.point(*place));
                if let Some(before) = last {
                    // Bends that are not seen cost as much as those that are.
                    let short = at.distance_squared(before) < 1.0;
                    if short && i + 1 < positions.len() {
                        continue;
                    }
                    if Rect::from_points(before, at).overlaps(near) {
                        let full = paths.last().is_none_or(|path| path.elements().len() >= LONGEST);
                        if full {
                            paths.push(BezPath::new());
                        }
                        if let Some(path) = paths.last_mut() {
                            if full || !inside && before != *pen {
                                path.move_to(before);
                            }
                            path.line_to(at);
                        }
                        *pen = at;
                        *length += before.distance(at);
                        inside = true;
                    } else {
                        inside = false;
                    }
                }
                last = Some(at);
            }
        }
        let mut all = 0.0;
        let mut roads = Vec::new();
        for (class, (paths, length, _)) in RANKS.into_iter().zip(paths) {
            all += length;
            if all > DENSEST * canvas.area() && roads.len() > 1 || all > 0.5 * canvas.area() {
                break;
            }
            if length > 0.0 {
                roads.push(Roads { class, paths, width: width(class, metres) });
            }
        }
        roads
    }

    /// The blocks that are seen on a canvas, as outlines that reach to the middle of the streets.
    pub fn blocks(&self, canvas: Rect) -> BezPath {
        let mut path = BezPath::new();
        if self.metres() > FAR {
            return path;
        }
        for ring in self.given.blocks() {
            let points = ring.iter().map(|at| self.view.px(*at));
            let Some(bounds) = super::place::bounds(&points.clone().collect::<Vec<_>>()) else { continue };
            if !bounds.overlaps(canvas) {
                continue;
            }
            for (i, at) in points.enumerate() {
                if i == 0 { path.move_to(at) } else { path.line_to(at) }
            }
            path.close_path();
        }
        path
    }
}

/// How broad a street is drawn, px: by class at 5 m to a px, else nearly in proportion.
fn width(class: StreetClass, metres: f64) -> f64 {
    let own = match class {
        StreetClass::Primary => 3.0,
        StreetClass::Motorway => 3.2,
        StreetClass::Secondary => 2.5,
        StreetClass::Tertiary => 2.1,
        StreetClass::Side => 1.5,
        StreetClass::Calm => 1.3,
        StreetClass::Service => 0.7,
        StreetClass::Path => 0.6,
    };
    (own * libm::pow(5.0 / metres.max(1e-9), 0.93)).clamp(0.25 * own, 8.0 * own)
}

impl Given {
    /// The faces between streets round the water that are small enough to be blocks.
    fn blocks(&self) -> &[Vec<Point>] {
        self.blocks.get_or_init(|| {
            let round = 0.6 * self.seen.width().max(self.seen.height());
            let round = self.seen.inflate(round, round);
            let mut segments: Vec<(Point, Point, Class)> = Vec::new();
            let part = |class| matches!(class, StreetClass::Motorway | StreetClass::Service | StreetClass::Path);
            for (_, positions) in self.city.streets().each().filter(|(line, _)| !part(line.class)) {
                let points = positions.iter().map(|place| self.plane.point(*place));
                for (a, b) in points.clone().zip(points.skip(1)) {
                    if round.contains(a) || round.contains(b) {
                        let metres = |p: Point| (p.to_vec2() * self.metres).to_point();
                        segments.push((metres(a), metres(b), Class::Side));
                    }
                }
            }
            if segments.len() > MOST_PIECES {
                return Vec::new();
            }
            let streets = arrange(&segments);
            let rings = faces(&streets).into_iter().map(|face| face.ring(&streets));
            let block = |ring: &Vec<Point>| (60.0..LARGEST).contains(&area(ring).abs());
            let back = |ring: Vec<Point>| ring.into_iter().map(|p| (p.to_vec2() / self.metres).to_point()).collect();
            rings.filter(block).map(back).collect()
        })
    }
}
