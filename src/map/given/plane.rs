//! A flat picture of a city: equal lengths both ways.

use crate::city::{City, EARTH};
use kurbo::{Point, Rect};
use std::f64::consts::PI;

/// Length of a degree along a meridian, m, on the sphere that distances are measured on.
const DEGREE: f64 = EARTH * PI / 180.0;

/// A local equirectangular projection: within a city of 10 km lengths are true to 0.1 %. For places in a plane nothing but
/// a shift. Points are m (or the plane's units) from the middle, x to the east, y to the south.
#[derive(Clone, Copy, Debug)]
pub struct Plane {
    middle: [f64; 2],
    /// Length of a unit east and of one north.
    unit: [f64; 2],
}

impl Plane {
    /// The projection round the middle of a city.
    pub fn of(city: &City) -> Self {
        let (low, high) = city.corners();
        let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0];
        let unit = if city.streets().lonlat {
            [libm::cos(middle[1] * PI / 180.0).max(1e-3) * DEGREE, DEGREE]
        } else {
            [1.0, 1.0]
        };
        Self { middle, unit }
    }

    /// The box round all streets of a city.
    pub fn all(&self, city: &City) -> Rect {
        let (low, high) = city.corners();
        Rect::from_points(self.point(low), self.point(high))
    }

    /// Where a place lies.
    pub fn point(&self, [x, y]: [f64; 2]) -> Point {
        Point::new((x - self.middle[0]) * self.unit[0], (self.middle[1] - y) * self.unit[1])
    }

    /// Where a corner of a city lies.
    pub fn corner(&self, city: &City, corner: u32) -> Point {
        city.place(corner).map_or(Point::ZERO, |place| self.point(place))
    }

    /// The place that lies there.
    pub fn place(&self, at: Point) -> [f64; 2] {
        [at.x / self.unit[0] + self.middle[0], self.middle[1] - at.y / self.unit[1]]
    }
}

/// What of the plane is seen, and where on the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// What lies in the middle of the canvas' land.
    pub centre: Point,
    /// px per m (or per unit of the plane).
    pub scale: f64,
    /// The middle of the canvas' land, px.
    pub middle: Point,
}

impl View {
    /// Shows a rectangle as large as it fits into an area of the canvas.
    pub fn fit(seen: Rect, area: Rect) -> Self {
        let scale = (area.width() / seen.width().max(1e-9)).min(area.height() / seen.height().max(1e-9));
        Self { centre: seen.center(), scale, middle: area.center() }
    }

    /// Where on the canvas a point of the plane is seen.
    pub fn px(&self, at: Point) -> Point {
        self.middle + (at - self.centre) * self.scale
    }

    /// The point of the plane that is seen there.
    pub fn plane(&self, px: Point) -> Point {
        self.centre + (px - self.middle) / self.scale
    }
}
