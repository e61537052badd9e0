//! What is looked at: an outline round it, over everything else, so that nothing else need change.

use super::{
    Stage,
    land::line,
    pick::{Item, reach},
    water::{beside, drawn},
};
use crate::{
    frame::{Color, Shape},
    map::Ribbon,
};
use kurbo::{BezPath, Circle, Point, Shape as _};

/// Room between a thing and its outline, px.
const ROOM: f64 = 5.0;
/// Width of an outline, px.
const WIDTH: f64 = 3.0;

impl Stage {
    /// Outlines these places and streams, and nothing else; ids that nothing has are left out.
    pub fn focus(&mut self, ids: &[String]) {
        self.focus = ids.iter().flat_map(|id| self.find(id)).collect();
        self.outline();
    }

    /// Draws the outlines anew.
    pub(super) fn outline(&mut self) {
        let theme = &self.look.theme;
        let paths: Vec<BezPath> = self.focus.iter().filter_map(|item| self.round(*item)).collect();
        let stroke = |color: Color, width: f64| paths.iter().map(move |path| line(path.clone(), color, width));
        let mut shapes: Vec<Shape> = stroke(theme.casing, WIDTH + 2.5).collect();
        shapes.extend(stroke(theme.focus, WIDTH));
        self.frame.focus = shapes;
    }

    fn round(&self, item: Item) -> Option<BezPath> {
        match item {
            Item::Node(node) => {
                let site = self.sites.iter().find(|site| site.index == node)?;
                let radius = reach(site, self.map.frame.scale).max(8.0) + ROOM;
                Some(Circle::new(site.at, radius).to_path(0.05))
            }
            Item::Stream(stream) => banks(self.map.ribbons.get(stream)?),
        }
    }
}

/// A line along both banks of a ribbon, closed at its ends.
fn banks(ribbon: &Ribbon) -> Option<BezPath> {
    let side = drawn(ribbon) / 2.0 + ROOM - 1.5;
    let mut points: Vec<Point> = beside(&ribbon.line, side);
    points.extend(beside(&ribbon.line, -side).into_iter().rev());
    let mut path = BezPath::new();
    for (index, point) in points.iter().enumerate() {
        if index == 0 { path.move_to(*point) } else { path.line_to(*point) }
    }
    path.close_path();
    (points.len() > 3).then_some(path)
}
