//! The land: calm, low in contrast, the same for every town. Sea, blocks, parks, roads, creeks, shop floors.

pub(crate) mod streets;
pub(crate) mod threads;
pub(crate) mod time;

use super::style::{
    shapes::{between, fill, line, polyline},
    theme::Theme,
};
use crate::{
    door,
    frame::{Ink, Shape, Stroke},
    map::{
        Floor, Map,
        flow_frame::right_of,
        town::{coast, streets::BlockKind},
    },
};
use kurbo::{BezPath, Point, Rect, Shape as _};

/// All land of a map; `ticks` say where those of a calendar lie along.
pub fn land(map: &Map, ticks: &[f64], theme: &Theme) -> Vec<Shape> {
    if let Some(own) = &map.land {
        return door::through(|| streets::land(map, own, theme));
    }
    if let Some(threads) = &map.threads {
        return door::through(|| threads::land(map, threads, ticks, theme));
    }
    if let Some(timeline) = &map.timeline {
        return door::through(|| time::land(map, timeline, theme));
    }
    let frame = &map.frame;
    let s = frame.scale;
    let mut shapes = vec![fill(Rect::new(0.0, 0.0, frame.width, frame.height).to_path(0.1), theme.sea)];
    for (depth, width) in coast::DEPTHS.iter().zip([1.2, 1.0, 0.8, 0.6]) {
        shapes.push(line(polyline(coast::shift(&map.coast, depth * s)), theme.depth, width));
    }
    let far = 0.2 * frame.along;
    let mut outline: Vec<Point> = vec![frame.point(-far, -0.2 * frame.across)];
    outline.extend(map.coast.iter().rev());
    outline.push(frame.point(-far, 1.2 * frame.across));
    let mut ground = polyline(outline);
    ground.close_path();
    shapes.push(fill(ground, theme.land));
    shapes.extend(blocks(map, theme));
    for (road, width) in &map.town.main_roads {
        let mut shape = line(polyline(road.iter().copied()), theme.road, *width * 0.76);
        if let Some(stroke) = &mut shape.stroke {
            stroke.round = true;
        }
        shapes.push(shape);
    }
    shapes.push(line(polyline(map.coast.iter().copied()), theme.coast, 1.4 * s.max(0.7)));
    let creek = between(theme.land, theme.water(0.0), 0.66);
    shapes.extend(map.creeks.iter().map(|c| fill(c.clone(), creek)));
    shapes.extend(map.floors.iter().flat_map(|f| floor(f, theme, s)));
    shapes
}

/// Blocks of one kind and about one tone are one shape: a thousand would cost more than they show.
fn blocks(map: &Map, theme: &Theme) -> Vec<Shape> {
    const TONES: usize = 6;
    let mut houses: Vec<BezPath> = vec![BezPath::new(); TONES];
    let (mut yards, mut parks) = (BezPath::new(), BezPath::new());
    for block in &map.town.blocks {
        let path = match block.kind {
            BlockKind::Houses => {
                let tone = (block.tone.clamp(0.0, 1.0) * (TONES - 1) as f64 + 0.5) as usize;
                houses.get_mut(tone)
            }
            BlockKind::Courtyard => Some(&mut yards),
            BlockKind::Park => Some(&mut parks),
        };
        if let Some(path) = path {
            path.extend(block.outline.elements().iter().copied());
        }
    }
    let mut shapes: Vec<Shape> = houses
        .into_iter()
        .enumerate()
        .map(|(tone, path)| fill(path, between(theme.land, theme.block, tone as f64 / (TONES - 1) as f64)))
        .collect();
    shapes.push(fill(yards, theme.courtyard));
    shapes.push(fill(parks, theme.park));
    let paths = map.town.park_paths.iter().flat_map(|p| p.elements().iter().copied());
    let mut all = BezPath::new();
    all.extend(paths);
    shapes.push(line(all, theme.land, 1.2));
    shapes.retain(|s| !s.path.elements().is_empty());
    shapes
}

/// A shop's floor and wall; water breaks the wall where its quay is drawn over it.
pub fn floor(floor: &Floor, theme: &Theme, s: f64) -> Vec<Shape> {
    let path = floor_path(floor, 0.0);
    let halo = fill(floor_path(floor, 7.0 * s), theme.land);
    let ground = Shape {
        path,
        fill: Some(Ink::Flat(theme.floor)),
        stroke: Some(Stroke { ink: Ink::Flat(theme.wall), width: 3.2 * s.max(0.6), round: false, dash: None }),
    };
    vec![halo, ground]
}

/// Outline of a floor, grown by some px.
pub fn floor_path(floor: &Floor, grow: f64) -> BezPath {
    let right = right_of(floor.direction);
    let a = floor.start - floor.direction * grow - right * (floor.red_side + grow);
    let b = a + floor.direction * (floor.length + 2.0 * grow);
    let c = b + right * (floor.red_side + floor.blue_side + 2.0 * grow);
    let d = c - floor.direction * (floor.length + 2.0 * grow);
    let mut path = polyline([a, b, c, d]);
    path.close_path();
    path
}
