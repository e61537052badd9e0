//! Paths, and shapes of a path and a colour.

use crate::{
    frame::{Color, Ink, Shape, Stroke},
    map::{flow_frame::right_of, tangent},
};
use kurbo::{BezPath, Point};

/// A line as a path.
pub fn polyline(points: impl IntoIterator<Item = Point>) -> BezPath {
    let mut path = BezPath::new();
    for (i, p) in points.into_iter().enumerate() {
        if i == 0 { path.move_to(p) } else { path.line_to(p) }
    }
    path
}

/// A filled path.
pub fn fill(path: BezPath, color: Color) -> Shape {
    Shape { path, fill: Some(Ink::Flat(color)), stroke: None }
}

/// A stroked path with flat ends.
pub fn line(path: BezPath, color: Color, width: f64) -> Shape {
    Shape { path, fill: None, stroke: Some(Stroke { ink: Ink::Flat(color), width, round: false, dash: None }) }
}

/// The same with dashes: px drawn and px left out.
pub fn dashed(mut shape: Shape, dash: (f64, f64)) -> Shape {
    if let Some(stroke) = &mut shape.stroke {
        stroke.dash = Some(dash);
    }
    shape
}

/// A colour between two, by channel: for tones so near that no colour space is needed.
pub fn between(a: Color, b: Color, t: f64) -> Color {
    let mix = |x: u8, y: u8| (f64::from(x) + (f64::from(y) - f64::from(x)) * t + 0.5) as u8;
    let [r, g, b_] = [0, 1, 2].map(|i| mix(a.rgb.get(i).copied().unwrap_or(0), b.rgb.get(i).copied().unwrap_or(0)));
    Color { rgb: [r, g, b_], alpha: a.alpha }
}

/// A line moved to its right by some px.
pub fn beside(line: &[Point], by: f64) -> Vec<Point> {
    line.iter().enumerate().map(|(i, p)| *p + right_of(tangent(line, i)) * by).collect()
}
