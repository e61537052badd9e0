//! Threads as they are drawn: the calendar's land, each client's line with its marks, and the line that is looked at.

use crate::{
    frame::{Color, Ink, Shape, Stroke},
    map::{
        Map, Threads,
        flow_frame::FlowFrame,
        threads::{Mark, Piece, State, Step, Thread},
    },
    picture::style::{
        shapes::{between, fill, line, polyline},
        theme::Theme,
    },
};
use kurbo::{BezPath, Circle, Point, Rect, Shape as _};

/// Width of a thread and of its casing on either side, px before scaling.
const WIDTH: f64 = 2.5;
const CASING: f64 = 1.3;
/// The same of one that is looked at.
const CHOSEN: f64 = 4.6;
/// Fineness of circles, px.
const FINE: f64 = 0.05;

/// How large marks are, and threads wide, of so many clients: 1 while they are few.
pub fn size(threads: &Threads) -> f64 {
    let count = threads.threads.len() as f64;
    (60.0 / count.max(1.0)).sqrt().clamp(0.42, 1.0)
}

/// The land: plain, with the calendar's lines, the sea, and the gates' levels.
pub fn land(map: &Map, threads: &Threads, ticks: &[f64], theme: &Theme) -> Vec<Shape> {
    let frame = &map.frame;
    let s = frame.scale;
    let mut shapes = vec![fill(Rect::new(0.0, 0.0, frame.width, frame.height).to_path(0.1), theme.land)];
    let (from, to) = threads.span;
    let (shore, axis) = threads.sea;
    let top = if frame.tall { 0.0 } else { frame.title_box().y1 + 6.0 };
    let end = if frame.tall { frame.title_box().y1 } else { 0.0 };
    let mut sea =
        polyline([frame.point(from, shore), frame.point(to, shore), frame.point(to, axis), frame.point(from, axis)]);
    sea.close_path();
    shapes.push(fill(sea, theme.sea));
    // It fades towards its left.
    let (soft, hard) = (frame.point(end.max(from - 60.0 * s), axis), frame.point(from, axis));
    let mut edge = polyline([
        frame.point(end.max(from - 60.0 * s), shore),
        frame.point(from + 0.5, shore),
        frame.point(from + 0.5, axis),
        frame.point(end.max(from - 60.0 * s), axis),
    ]);
    edge.close_path();
    let stops = vec![(0.0, Color { alpha: 0.0, ..theme.sea }), (1.0, theme.sea)];
    shapes.push(Shape { path: edge, fill: Some(Ink::Slide { from: soft, to: hard, stops }), stroke: None });
    let grid = between(theme.land, theme.block, 1.0);
    for along in ticks {
        shapes.push(line(polyline([frame.point(*along, top), frame.point(*along, shore)]), grid, 1.1));
        shapes.push(line(polyline([frame.point(*along, shore), frame.point(*along, axis)]), theme.depth, 1.0));
    }
    let wave = |i: u32| {
        let along = from + f64::from(i) * 6.0;
        let high = 1.8 * s.max(0.6) * libm::sin(along / (74.0 * s.max(0.6)) * std::f64::consts::TAU);
        frame.point(along.min(to), shore + high)
    };
    shapes.push(line(polyline((0..=((to - from) / 6.0).ceil() as u32).map(wave)), theme.coast, 1.3 * s.max(0.7)));
    let rule = between(theme.muted, theme.land, 0.35);
    shapes.push(line(polyline([frame.point(from, axis), frame.point(to, axis)]), rule, 1.4));
    for along in ticks {
        shapes.push(line(
            polyline([frame.point(*along, axis), frame.point(*along, axis + 6.0 * s.max(0.7))]),
            rule,
            1.3,
        ));
    }
    for (gate, level) in threads.gates.iter().zip(threads.levels.iter().skip(1)) {
        if gate.is_some() {
            let way = polyline([frame.point(threads.rings, *level), frame.point(to, *level)]);
            shapes.push(line(way, between(theme.ink, theme.land, 0.25), 1.5 * s.max(0.7)));
        }
    }
    let today = polyline([frame.point(to, top + 2.0), frame.point(to, axis)]);
    shapes.push(line(today, theme.ink, 1.8 * s.max(0.7)));
    shapes
}

/// All threads, those who are lost first, each with its casing; then what happened along them.
pub fn threads(map: &Map, threads: &Threads, theme: &Theme) -> (Vec<Shape>, Vec<Shape>) {
    let frame = &map.frame;
    let size = size(threads);
    let width = (WIDTH * frame.scale).max(1.5) * size;
    let rank = |thread: &&Thread| matches!(thread.state, State::Lost(_));
    let (lost, live): (Vec<&Thread>, Vec<&Thread>) = threads.threads.iter().partition(rank);
    let all = || lost.iter().chain(&live);
    let water =
        all().flat_map(|thread| body(thread, frame, theme, width, CASING * frame.scale.max(0.6) * size)).collect();
    let marks = all().flat_map(|thread| marks(thread, frame, theme, size)).collect();
    (water, marks)
}

/// One thread with its casing.
fn body(thread: &Thread, frame: &FlowFrame, theme: &Theme, width: f64, casing: f64) -> Vec<Shape> {
    let mut whole = BezPath::new();
    for piece in &thread.pieces {
        whole.extend(path(piece, frame));
    }
    let mut shapes = vec![line(whole, theme.casing, width + 2.0 * casing)];
    for piece in &thread.pieces {
        let path = path(piece, frame);
        if piece.back {
            shapes.push(line(path.clone(), theme.ink, width + 2.0 * casing + 1.6));
            shapes.push(line(path.clone(), theme.land, width + casing));
        }
        let stroke = Stroke { ink: ink(piece, frame, theme), width, round: true, dash: None };
        shapes.push(Shape { path, fill: None, stroke: Some(stroke) });
    }
    shapes
}

fn path(piece: &Piece, frame: &FlowFrame) -> BezPath {
    polyline(piece.line.iter().map(|p| frame.point(p.x, p.y)))
}

/// The colours of a piece, from its beginning to its end.
fn ink(piece: &Piece, frame: &FlowFrame, theme: &Theme) -> Ink {
    let first = piece.temperature.first().map_or(0.0, |(_, own)| *own);
    if piece.temperature.iter().all(|(_, own)| (own - first).abs() < 0.02) {
        return Ink::Flat(theme.water(f64::from(first)));
    }
    let (Some(a), Some(b)) = (piece.line.first(), piece.line.last()) else { return Ink::Flat(theme.water(0.0)) };
    // A few stops between two temperatures, as colours are mixed otherwise than channels.
    let mut stops: Vec<(f32, Color)> = Vec::new();
    for pair in piece.temperature.windows(2) {
        let [(at, from), (to, until)] = pair else { continue };
        for i in 0..4_u8 {
            let part = f32::from(i) / 4.0;
            stops.push((at + (to - at) * part, theme.water(f64::from(from + (until - from) * part))));
        }
    }
    stops.extend(piece.temperature.last().map(|(at, own)| (*at, theme.water(f64::from(*own)))));
    Ink::Slide { from: frame.point(a.x, a.y), to: frame.point(b.x, b.y), stops }
}

/// What happened along a thread.
fn marks(thread: &Thread, frame: &FlowFrame, theme: &Theme, size: f64) -> Vec<Shape> {
    let s = frame.scale.max(0.62) * size;
    let ring = |at: Point, radius: f64, color: Color, width: f64| Shape {
        path: Circle::new(at, radius).to_path(FINE),
        fill: Some(Ink::Flat(theme.floor)),
        stroke: Some(Stroke { ink: Ink::Flat(color), width, round: false, dash: None }),
    };
    let mark = |mark: &Mark| {
        let at = frame.point(mark.at.x, mark.at.y);
        let color = theme.water(mark.temperature);
        match mark.step {
            Step::First if mark.seen => ring(at, 3.4 * s, theme.undecided, 1.6 * s),
            Step::First => fill(Circle::new(at, 1.9 * s).to_path(FINE), theme.undecided),
            Step::On(_) | Step::Back => fill(Circle::new(at, 4.6 * s).to_path(FINE), theme.warm),
            Step::Off(_) => fill(triangle(mark.at, frame, s), theme.cold),
            Step::Other => ring(at, 2.8 * s, color, 1.5 * s),
        }
    };
    let mut shapes: Vec<Shape> = thread.marks.iter().map(mark).collect();
    let end = frame.point(thread.end.x, thread.end.y);
    match thread.state {
        State::Lost(_) => {}
        State::Regular | State::Underway(_) => {
            let warmth = thread.pieces.last().and_then(|piece| piece.temperature.last()).map_or(0.0, |(_, own)| *own);
            shapes.push(ring(end, 4.0 * s, theme.water(f64::from(warmth)), 1.8 * s));
        }
    }
    shapes
}

/// A triangle that points down, to where water falls.
fn triangle(at: Point, frame: &FlowFrame, s: f64) -> BezPath {
    let corner = |along: f64, across: f64| frame.point(at.x + along * s, at.y + across * s);
    let mut path = polyline([corner(-5.5, -4.0), corner(5.5, -4.0), corner(0.0, 6.0)]);
    path.close_path();
    path
}

/// A thread that is looked at: broader, over all others, with its marks.
pub fn chosen(thread: &Thread, frame: &FlowFrame, theme: &Theme) -> Vec<Shape> {
    let s = frame.scale.max(0.62);
    let mut shapes = body(thread, frame, theme, CHOSEN * s, 3.0 * s);
    shapes.extend(marks(thread, frame, theme, 1.25));
    shapes
}

/// One of each mark for the legend, in boxes of a line's height whose upper left corner is the origin; `size` is that of its text.
pub fn samples(theme: &Theme, size: f64) -> Vec<Vec<Shape>> {
    let frame = FlowFrame::new(1_600.0, 900.0);
    let (middle, s) = (Point::new(0.9 * size, 0.66 * size), size / 12.5);
    let ring = |radius: f64, color: Color| Shape {
        path: Circle::new(middle, radius * s).to_path(FINE),
        fill: Some(Ink::Flat(theme.floor)),
        stroke: Some(Stroke { ink: Ink::Flat(color), width: 1.6 * s, round: false, dash: None }),
    };
    let way = || polyline([Point::new(0.0, middle.y), Point::new(1.8 * size, middle.y)]);
    vec![
        vec![ring(3.4, theme.undecided)],
        vec![fill(Circle::new(middle, 4.4 * s).to_path(FINE), theme.warm)],
        vec![fill(triangle(middle, &frame, s), theme.cold)],
        vec![ring(2.8, theme.muted)],
        vec![line(way(), theme.ink, 6.6 * s), line(way(), theme.land, 4.4 * s), line(way(), theme.warm, 2.4 * s)],
    ]
}
