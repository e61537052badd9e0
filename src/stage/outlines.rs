//! What is looked at: an outline round it, over everything else, so that nothing else need change.

use super::{Stage, hit_test::Item};
use crate::{
    door,
    frame::{Color, Shape, Text},
    picture::{
        marks::reach,
        style::{
            shapes::{beside, dashed, line, polyline},
            theme::Theme,
        },
        water::{LEAST, drawn},
    },
};
use kurbo::{BezPath, Circle, Point, Shape as _};
use petgraph::graph::EdgeIndex;

/// Room between a thing and its outline, px.
const ROOM: f64 = 5.0;
/// The same beside a stream.
const SIDE: f64 = 3.5;
/// Width of an outline, px.
const WIDTH: f64 = 3.0;

impl Stage {
    /// Outlines these places and streams, and nothing else; ids that nothing has are left out.
    pub fn focus(&mut self, ids: &[String]) {
        let find = || ids.iter().flat_map(|id| self.find(id)).collect();
        self.focus = if ids.is_empty() { Vec::new() } else { door::through(find) };
        self.outline();
    }

    /// Shows a canal that somebody is about to dig, from a point to another, CSS px; or none.
    pub fn sketch(&mut self, way: Option<(Point, Point)>) {
        self.sketch = way.filter(|(from, to)| from.is_finite() && to.is_finite() && from.distance(*to) > 1.0);
        self.outline();
    }

    /// Draws the outlines anew.
    pub(super) fn outline(&mut self) {
        let nothing = self.focus.is_empty() && self.sketch.is_none() && self.hand.is_none();
        (self.frame.focus, self.frame.value) =
            if nothing { Default::default() } else { door::through(|| self.outlined()) };
        self.frame.focused += 1;
    }

    fn outlined(&self) -> (Vec<Shape>, Option<Text>) {
        let theme = &self.look.theme;
        let paths: Vec<BezPath> = self.focus.iter().filter_map(|item| self.round(*item)).collect();
        let mut shapes = outlines(&paths, theme);
        if let Some((from, to)) = self.sketch {
            let way = [from, to];
            shapes.push(line(polyline(way), theme.casing, 11.0));
            for side in [-3.5, 3.5] {
                shapes.push(dashed(line(polyline(beside(&way, side)), theme.ink, 1.6), (6.0, 4.0)));
            }
        }
        let (own, value) = self.touched();
        shapes.extend(own);
        let (clients, name) = self.looked_at();
        shapes.extend(clients);
        (shapes, value.or(name))
    }

    /// Where a place's mark is, and its radius; none where it has no mark.
    fn mark(&self, node: usize) -> Option<(Point, f64)> {
        let site = self.sites.get(node)?;
        site.shown.then(|| (site.at, reach(site, self.map.frame.scale)))
    }

    fn round(&self, item: Item) -> Option<BezPath> {
        match item {
            Item::Client(_) => None,
            Item::Node(node) => {
                let (at, radius) = self.mark(node)?;
                Some(Circle::new(at, radius.max(8.0) + ROOM).to_path(0.05))
            }
            Item::Reach(reach) => {
                let reach = self.map.reaches.get(reach)?;
                banks(&reach.line, reach.width.max(LEAST) / 2.0 + SIDE)
            }
            Item::Stream(stream) => {
                let side = drawn(self.map.ribbons.get(stream)?) / 2.0 + SIDE;
                banks(&self.beyond_marks(stream).collect::<Vec<_>>(), side)
            }
        }
    }

    /// The points of a stream outside the marks at its ends.
    pub(super) fn beyond_marks(&self, stream: usize) -> impl Iterator<Item = Point> {
        let ends = self.network.graph.edge_endpoints(EdgeIndex::new(stream));
        let ends = ends.into_iter().flat_map(|(from, to)| [from, to]);
        let marks: Vec<(Point, f64)> = ends.filter_map(|node| self.mark(node.index())).collect();
        let line = self.map.ribbons.get(stream).into_iter().flat_map(|ribbon| &ribbon.line).copied();
        line.filter(move |p| marks.iter().all(|(at, radius)| p.distance(*at) > *radius))
    }
}

/// Lines round what is looked at.
pub(super) fn outlines(paths: &[BezPath], theme: &Theme) -> Vec<Shape> {
    let stroke = |color: Color, width: f64| paths.iter().map(move |path| line(path.clone(), color, width));
    stroke(theme.casing, WIDTH + 2.5).chain(stroke(theme.focus, WIDTH)).collect()
}

/// A line along both banks of some water, closed at its ends; `side` is how far from its middle.
pub(super) fn banks(line: &[Point], side: f64) -> Option<BezPath> {
    let mut points: Vec<Point> = beside(line, side);
    points.extend(beside(line, -side).into_iter().rev());
    let mut path = polyline(points);
    path.close_path();
    (line.len() > 1).then_some(path)
}
