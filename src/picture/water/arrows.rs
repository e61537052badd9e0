//! Which way the water runs, where it stands still.

use crate::{
    frame::{Color, Shape},
    map::{Map, flow_frame::right_of, tangent},
    picture::style::{
        shapes::{line, polyline},
        theme::Theme,
    },
};
use kurbo::BezPath;

/// From one arrow to the next, px before scaling.
const APART: f64 = 64.0;
/// Narrower water has no room for an arrow, px.
const NARROW: f64 = 3.0;

/// Arrows in the middle of every ribbon, evenly spaced.
pub fn arrows(map: &Map, theme: &Theme) -> Vec<Shape> {
    let mut heads = BezPath::new();
    for ribbon in map.ribbons.iter().filter(|ribbon| ribbon.width > NARROW) {
        let half = (ribbon.width / 3.0).clamp(2.0, 6.0);
        let apart = APART * map.frame.scale.max(0.6);
        let mut since = apart / 2.0;
        for (index, (a, b)) in ribbon.line.iter().zip(ribbon.line.iter().skip(1)).enumerate() {
            since += a.distance(*b);
            if since >= apart {
                since = 0.0;
                let along = tangent(&ribbon.line, index) * half;
                let side = right_of(along);
                heads.extend(polyline([*a - along * 0.5 - side, *a + along * 0.5, *a - along * 0.5 + side]));
            }
        }
    }
    let shape = |color: Color, width: f64| line(heads.clone(), color, width);
    vec![shape(Color { alpha: 0.55, ..theme.ink }, 3.2), shape(Color { alpha: 1.0, ..theme.casing }, 1.8)]
}
