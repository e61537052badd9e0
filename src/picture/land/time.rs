//! What lies under and beside a river in time: the axis with its ticks, the sea, gates, ponds.

use crate::{
    frame::{Anchor, Color, Ink, Shape, Stroke, Text},
    map::{
        Map, Timeline,
        flow_frame::{FlowFrame, angle_of},
    },
    picture::{
        placing::{Sits, Slot, ground::Ground},
        scene::{Scene, Site},
        style::{
            shapes::{between, dashed, fill, line, polyline},
            text::{self, Run},
            theme::Theme,
        },
    },
};
use kurbo::{Affine, Circle, Point, Rect, RoundedRect, Shape as _};

/// Ticks have labels no nearer to each other than this, px before scaling, and at least, px.
const APART: (f64, f64) = (96.0, 52.0);
/// No label is nearer to a gate's than this, px.
const CLEAR: f64 = 34.0;
/// Fineness of circles, px.
const FINE: f64 = 0.05;

/// Ticks of an axis, each with its number and where it lies along.
fn ticks(timeline: &Timeline, frame: &FlowFrame) -> (crate::map::Unit, Vec<(f64, f64)>) {
    let least = (APART.0 * frame.scale).max(APART.1);
    if !timeline.timed {
        return (crate::map::Unit::Day, Vec::new());
    }
    timeline.scale.ticks(timeline.known, timeline.span.1, least)
}

/// The land: plain, with a line for each tick, and the sea along its edge.
pub fn land(map: &Map, timeline: &Timeline, theme: &Theme) -> Vec<Shape> {
    let frame = &map.frame;
    let s = frame.scale;
    let mut shapes = vec![fill(Rect::new(0.0, 0.0, frame.width, frame.height).to_path(0.1), theme.land)];
    let grid = between(theme.land, theme.block, 1.0);
    let top = if frame.tall { 0.0 } else { frame.title_box().y1 + 6.0 };
    let (_, ticks) = ticks(timeline, frame);
    for (_, along) in &ticks {
        let way = [frame.point(*along, top), frame.point(*along, timeline.axis)];
        shapes.push(line(polyline(way), grid, 1.2));
    }
    if timeline.wet {
        shapes.extend(sea(map, timeline, theme));
    }
    let rule = between(theme.muted, theme.land, 0.35);
    let (from, to) = timeline.span;
    let axis = |from: f64, to: f64| polyline([frame.point(from, timeline.axis), frame.point(to, timeline.axis)]);
    // Where no time is known any more, the axis is only hinted at.
    let known = if timeline.timed { timeline.scale.along(timeline.known) } else { from };
    let whole = timeline.timed && timeline.scale.columns.last().is_none_or(|(last, _)| *last <= timeline.known + 1e-9);
    let known = if whole { to } else { known };
    shapes.push(line(axis(from, known), rule, 1.6));
    shapes.push(dashed(line(axis(known, to), rule, 1.4), (2.0, 5.0)));
    for (_, along) in &ticks {
        let way = [frame.point(*along, timeline.axis), frame.point(*along, timeline.axis + 6.0 * s.max(0.7))];
        shapes.push(line(polyline(way), rule, 1.4));
    }
    // Where places had to be moved apart the axis is broken.
    for (pair, stretched) in timeline.scale.columns.windows(2).zip(&timeline.scale.stretched) {
        let [(a, x), (b, y)] = pair else { continue };
        if !stretched || !timeline.timed || *b > timeline.known + 1e-9 || b - a < 1e-6 {
            continue;
        }
        let middle = f64::midpoint(*x, *y);
        let gap = [frame.point(middle - 4.0, timeline.axis), frame.point(middle + 4.0, timeline.axis)];
        shapes.push(line(polyline(gap), theme.land, 4.0));
        for off in [-4.0, 4.0] {
            let at = middle + off;
            let slash = [frame.point(at - 2.0, timeline.axis + 5.0), frame.point(at + 2.0, timeline.axis - 5.0)];
            shapes.push(line(polyline(slash), rule, 1.6));
        }
    }
    for gate in timeline.gates.iter().filter(|gate| gate.days.is_some()) {
        let at =
            |along: f64, across: f64| frame.point(gate.along + along * s.max(0.7), timeline.axis + across * s.max(0.7));
        let mut mark = polyline([at(0.0, 1.0), at(5.5, 10.0), at(-5.5, 10.0)]);
        mark.close_path();
        shapes.push(fill(mark, theme.ink));
    }
    shapes
}

/// The sea, with the lines of its waves; it ends softly past the last fall.
fn sea(map: &Map, timeline: &Timeline, theme: &Theme) -> Vec<Shape> {
    let frame = &map.frame;
    let s = frame.scale;
    let end = timeline.span.1;
    let start = if frame.tall { frame.title_box().y1 } else { 0.0 };
    let shown = |p: &&Point| (start..=end).contains(&frame.flow(**p).0);
    let mut surface = vec![frame.point(start, timeline.shore)];
    surface.extend(map.coast.iter().filter(shown).copied());
    surface.push(frame.point(end, timeline.shore));
    let mut outline = surface.clone();
    outline.extend([frame.point(end, timeline.axis), frame.point(start, timeline.axis)]);
    let mut body = polyline(outline);
    body.close_path();
    let mut shapes = vec![fill(body, theme.sea)];
    shapes.push(line(polyline(surface.iter().copied()), theme.coast, 1.5 * s.max(0.7)));
    for (deep, color) in [(20.0, theme.depth), (36.0, theme.depth)] {
        let down = deep * s;
        if timeline.shore + down + 4.0 > timeline.axis {
            continue;
        }
        let lower = surface.iter().map(|p| {
            let (along, across) = frame.flow(*p);
            frame.point(along + 2.1 * deep * s, across + down)
        });
        let lower: Vec<Point> = lower.filter(|p| frame.flow(*p).0 <= end).collect();
        shapes.push(line(polyline(lower), color, 1.1));
    }
    shapes
}

/// Half the breadth and the height of a competitor's landing, px.
fn landing(breadth: f64, s: f64) -> (f64, f64) {
    (breadth / 2.0 + (9.0 * s).max(6.0), (26.0 * s).max(15.0))
}

/// The landing of a competitor's widest water: half its breadth, and its height.
fn widest(site: &Site, timeline: &Timeline, s: f64) -> (f64, f64) {
    let own = timeline.landings.iter().filter(|(_, node, ..)| *node == site.index).map(|(.., width)| *width);
    landing(own.fold(0.0, f64::max), s)
}

/// Where water lands at competitors, on the shore.
pub fn landings(timeline: &Timeline, frame: &FlowFrame, theme: &Theme) -> Vec<Shape> {
    let s = frame.scale;
    let wall = between(theme.wall, theme.cold, 0.66);
    let land = |(.., at, breadth): &(usize, usize, Point, f64)| {
        let (half, high) = landing(*breadth, s);
        let (along, across) = frame.flow(*at);
        let corners = [(-half, -0.4 * high), (half, -0.4 * high), (half, 0.6 * high), (-half, 0.6 * high)];
        let mut path = polyline(corners.map(|(aside, down)| frame.point(along + aside, across + down)));
        path.close_path();
        let stroke = Stroke { ink: Ink::Flat(wall), width: 2.2 * s.clamp(0.6, 1.6), round: false, dash: None };
        Shape { path, fill: Some(Ink::Flat(theme.floor)), stroke: Some(stroke) }
    };
    timeline.landings.iter().map(land).collect()
}

/// The box of a competitor's landing, on the canvas.
pub fn landing_box(site: &Site, timeline: &Timeline, frame: &FlowFrame) -> Rect {
    let (half, high) = widest(site, timeline, frame.scale);
    let (along, across) = frame.flow(site.at);
    Rect::from_points(frame.point(along - half, across - 0.4 * high), frame.point(along + half, across + 0.6 * high))
}

/// A place where streams only meet or part: a bar across them.
pub fn bar(site: &Site, s: f64, theme: &Theme) -> Vec<Shape> {
    let (half, thick) = (site.breadth / 2.0 + 2.0 * s, (7.0 * s).max(4.0));
    let bar = |grow: f64| {
        let mut path = RoundedRect::new(-thick / 2.0 - grow, -half - grow, thick / 2.0 + grow, half + grow, 2.0 + grow)
            .to_path(FINE);
        path.apply_affine(Affine::translate(site.at.to_vec2()) * Affine::rotate(angle_of(site.direction)));
        path
    };
    vec![
        fill(bar(1.6 * s.max(0.6)), theme.casing),
        fill(bar(0.0), between(theme.water(site.temperature), theme.ink, 0.35)),
    ]
}

/// Where a competitor's name may stand: under its landing, or beside it.
pub fn beside_landing(site: &Site, timeline: &Timeline, frame: &FlowFrame) -> Vec<Slot> {
    let s = frame.scale;
    let (half, high) = widest(site, timeline, s);
    let (along, across) = frame.flow(site.at);
    let slot = |p: Point, align, sits, cost| Slot { at: p, align, sits, cost, on: None };
    let mut slots = Vec::new();
    for far in 0..5 {
        let step = f64::from(far) * 5.0;
        if frame.tall {
            let (left, right) = (along - half - 3.0 - step, along + half + 3.0 + step);
            let x = site.at.x - high * 0.6;
            slots.push(slot(Point::new(x, left), Anchor::Start, Sits::Above, step));
            slots.push(slot(Point::new(x, right), Anchor::Start, Sits::Below, 1.0 + step));
            continue;
        }
        let y = across - 0.5 * high - step;
        slots.push(slot(Point::new(along + half + 6.0, y), Anchor::Start, Sits::Level, step * 0.3));
        slots.push(slot(Point::new(along - half - 6.0, y), Anchor::End, Sits::Level, 1.5 + step * 0.3));
        slots.push(slot(Point::new(along, across + 0.6 * high + 3.0), Anchor::Middle, Sits::Below, 3.0 + step));
    }
    slots
}

/// Lines of the gates, from their flags to under the river, and the ponds of those who are underway: over the water, under the rings.
pub fn gates(sites: &[Site], map: &Map, timeline: &Timeline, theme: &Theme) -> Vec<Shape> {
    let frame = &map.frame;
    let s = frame.scale;
    let mut shapes = Vec::new();
    for gate in &timeline.gates {
        let Some(site) = sites.get(gate.node).filter(|site| site.kt.is_some() && site.shown) else { continue };
        let (along, _) = frame.flow(site.at);
        // On its way from another view a gate is not there yet.
        if (along - gate.along).abs() > 20.0 {
            continue;
        }
        let (top, bottom) = gate.across;
        let flag = if frame.tall { top - 6.0 } else { timeline.flags.0.max(top - flag_height(s)) };
        let way = [frame.point(along, flag), frame.point(along, bottom + 6.0 * s)];
        shapes.push(line(polyline(way), theme.casing, 5.0 * s.max(0.6)));
        shapes.push(line(polyline(way), theme.ink, 2.0 * s.max(0.6)));
    }
    for (node, at, breadth) in &timeline.ponds {
        let Some(site) = sites.get(*node) else { continue };
        let circle = Circle::new(*at, (11.0 * s).max(6.0).max(breadth / 2.0 + 2.0 * s)).to_path(FINE);
        let water = theme.water(site.temperature);
        let rim = Stroke { ink: Ink::Flat(water), width: 1.8 * s.max(0.7), round: false, dash: Some((3.0, 2.6)) };
        let pale: Color = between(water, theme.land, 0.55);
        shapes.push(Shape { path: circle, fill: Some(Ink::Flat(pale)), stroke: Some(rim) });
    }
    shapes
}

/// How high a flag is, px.
pub fn flag_height(s: f64) -> f64 {
    (74.0 * s).max(50.0)
}

/// What is written along the axis.
pub fn texts(scene: &Scene, timeline: &Timeline, ground: &mut Ground) -> Vec<Text> {
    let frame = &scene.map.frame;
    let s = frame.scale;
    let (unit, ticks) = ticks(timeline, frame);
    let mut texts = Vec::new();
    let (size, theme) = (scene.font(13.0), scene.theme);
    let mut marked: Vec<f64> = Vec::new();
    let mut write = |along: f64, run: Run, ground: &mut Ground| {
        let (at, anchor) = if frame.tall {
            (frame.point(along, timeline.axis + 8.0) + kurbo::Vec2::new(0.0, 0.36 * size), Anchor::End)
        } else {
            (frame.point(along, timeline.axis + 9.0 * s.max(0.7) + size), Anchor::Middle)
        };
        let own = text::set(&[run], at, anchor, None, scene.measure);
        ground.block(text::bounds(&own, scene.measure));
        texts.extend(own);
    };
    let clear = |marked: &[f64], along: f64| marked.iter().all(|other| (other - along).abs() >= CLEAR * s.max(0.66));
    for gate in &timeline.gates {
        let Some(days) = gate.days.filter(|_| clear(&marked, gate.along)) else { continue };
        marked.push(gate.along);
        let number = days / unit.days();
        let number = if number >= 10.0 { number.round() } else { number };
        write(gate.along, Run::new(scene.figures.count(number), size, 700, theme.ink), ground);
    }
    for (number, along) in ticks {
        if clear(&marked, along) {
            marked.push(along);
            write(along, Run::new(scene.figures.count(number), size, 400, theme.muted), ground);
        }
    }
    let what = if timeline.timed { scene.words.since_first(unit) } else { scene.words.no_times() };
    let run = Run::new(what, size, 400, theme.muted);
    let (at, anchor) = if frame.tall {
        (Point::new(8.0, timeline.span.1 + 0.9 * size), Anchor::Start)
    } else if timeline.timed {
        (frame.point(timeline.span.0 - 14.0, timeline.axis) + kurbo::Vec2::new(0.0, 0.36 * size), Anchor::End)
    } else {
        (frame.point(timeline.span.1, timeline.axis + 9.0 * s.max(0.7) + size), Anchor::End)
    };
    let own = text::set(&[run], at, anchor, None, scene.measure);
    ground.block(text::bounds(&own, scene.measure));
    texts.extend(own);
    texts
}
