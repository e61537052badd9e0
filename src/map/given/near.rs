//! Whether water is near.

use crate::hash::Map;
use kurbo::{Point, Rect, Vec2};

/// Points in the cells of a grid twice as wide as they are felt.
#[derive(Clone, Debug)]
pub struct Near {
    reach: f64,
    cells: Map<(i64, i64), Vec<Point>>,
    /// Round all of them and what they reach.
    bounds: Option<Rect>,
}

impl Near {
    /// Of points that are felt so far away.
    pub fn new(reach: f64) -> Self {
        Self { reach: reach.max(1e-9), cells: Map::default(), bounds: None }
    }

    /// Adds a line, with points between its own where they lie far apart.
    pub fn add(&mut self, line: impl IntoIterator<Item = Point>) {
        let mut before: Option<Point> = None;
        for at in line {
            let from = before.unwrap_or(at);
            let steps = (from.distance(at) / (0.5 * self.reach)).ceil().clamp(1.0, 10_000.0);
            for step in 1..=steps as usize {
                let point = from.lerp(at, step as f64 / steps);
                self.cells.entry(self.cell(point)).or_default().push(point);
                let own = Rect::from_center_size(point, (2.0 * self.reach, 2.0 * self.reach));
                self.bounds = Some(self.bounds.map_or(own, |all| all.union(own)));
            }
            before = Some(at);
        }
    }

    /// Whether one is.
    pub fn is_near(&self, at: Point) -> bool {
        // Most of a city is far from any water.
        if !self.bounds.is_some_and(|bounds| bounds.contains(at)) {
            return false;
        }
        let reach = Vec2::new(self.reach, self.reach);
        let (first, last) = (self.cell(at - reach), self.cell(at + reach));
        (first.0..=last.0).any(|x| {
            (first.1..=last.1).any(|y| {
                let points = self.cells.get(&(x, y));
                points.is_some_and(|points| points.iter().any(|point| point.distance(at) < self.reach))
            })
        })
    }

    fn cell(&self, at: Point) -> (i64, i64) {
        let size = 2.0 * self.reach;
        ((at.x / size).floor() as i64, (at.y / size).floor() as i64)
    }
}
