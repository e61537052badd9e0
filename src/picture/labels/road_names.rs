//! The names of roads along them, where neither water nor any label is in the way.

use super::captions::{NEAR, streets::short};
use crate::{
    document::StreetClass,
    frame::{Anchor, Text},
    map::{Land, along, flow_frame::angle_of, given::uncovered, length},
    picture::{placing::ground::Ground, scene::Scene},
};
use kurbo::{Point, Rect, Vec2};

/// So many roads are named where one is far, and where one is near.
const FEW: usize = 14;
const MANY: usize = 60;
/// How much of a name's length its road must reach straight, and how far it may swing aside, px.
const CHORD: f64 = 0.96;
const SAG: f64 = 3.0;
/// Along a road names are tried at these parts of it.
const PARTS: [f64; 7] = [0.5, 0.35, 0.65, 0.22, 0.78, 0.1, 0.9];

/// The names that find room, each once.
pub fn names(scene: &Scene, land: &Land, ground: &mut Ground) -> Vec<Text> {
    let near = land.metres() < NEAR;
    let seen = uncovered(&scene.map.frame);
    let least = if near { StreetClass::Calm } else { StreetClass::Secondary };
    let (most, size) = if near { (MANY, scene.font(11.5)) } else { (FEW, scene.font(12.0)) };
    let mut texts = Vec::new();
    for street in land.named(seen, least) {
        if texts.len() >= most {
            break;
        }
        let name = short(&street.name);
        let wide = scene.measure.width(&name, size, 400);
        let mut lines: Vec<&Vec<Point>> = street.lines.iter().collect();
        crate::order::sort(&mut lines, |a, b| length(b).total_cmp(&length(a)));
        let spots = lines.iter().take(3).flat_map(|line| PARTS.iter().filter_map(|part| spot(line, *part, wide)));
        let free = |(at, way): &(Point, Vec2)| {
            let steps = (wide / size).ceil().max(1.0);
            (0..=steps as usize).all(|i| {
                let p = *at + *way * (wide * (i as f64 / steps - 0.5));
                let cell = Rect::from_center_size(p, (1.2 * size, 1.2 * size));
                let lens = |(_, walls): &(Point, Rect)| walls.inflate(size, size).contains(p);
                seen.inset(-size).contains(p)
                    && ground.free(cell)
                    && ground.busy(cell) < 0.02
                    && !land.beams.iter().any(lens)
            })
        };
        let mut spots = spots;
        let Some((at, way)) = spots.find(free) else { continue };
        let steps = (wide / (2.0 * size)).ceil().max(1.0);
        for i in 0..=steps as usize {
            let p = at + way * ((wide + 20.0) * (i as f64 / steps - 0.5));
            ground.block(Rect::from_center_size(p, (1.6 * size, 1.6 * size)));
        }
        let below = Vec2::new(-way.y, way.x) * (0.34 * size);
        texts.push(Text {
            text: name,
            at: at + below,
            anchor: Anchor::Middle,
            size,
            weight: 400,
            italic: false,
            spacing: 0.0,
            turn: angle_of(way),
            color: scene.theme.muted,
            halo: Some((scene.theme.land, 3.0)),
        });
    }
    texts
}

/// The middle and the direction of a straight stretch of a line, to be read from the left or from below; none where it
/// bends too much or is too short.
fn spot(line: &[Point], part: f64, wide: f64) -> Option<(Point, Vec2)> {
    let all = length(line);
    let from = part * (all - wide);
    if from < 0.0 {
        return None;
    }
    let (a, b) = (along(line, from)?, along(line, from + wide)?);
    let chord = b - a;
    let way = chord / chord.hypot().max(1e-9);
    if chord.hypot() < CHORD * wide {
        return None;
    }
    let straight =
        (1..8).all(|i| along(line, from + wide * f64::from(i) / 8.0).is_some_and(|p| (p - a).cross(way).abs() < SAG));
    // Upwards on the left, never upside down.
    let down = way.x < -0.087 || way.x < 0.087 && way.y > 0.0;
    straight.then_some((a.midpoint(b), if down { -way } else { way }))
}
