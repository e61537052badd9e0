//! A city's own streets: calmer than its water, nearer ones in more detail; and what joins a lens to its shop's place.

use crate::{
    document::StreetClass,
    frame::{Anchor, Color, Ink, Shape, Stroke, Text},
    map::{Land, Map, Roads, flow_frame::FlowFrame, given::plate},
    picture::{
        scene::Scene,
        style::{
            shapes::{between, fill, line, polyline},
            theme::Theme,
        },
    },
};
use kurbo::{Point, Rect, Shape as _};

/// All land of a city's map.
pub fn land(map: &Map, land: &Land, theme: &Theme) -> Vec<Shape> {
    let frame = &map.frame;
    let canvas = Rect::new(0.0, 0.0, frame.width, frame.height);
    let mut shapes = vec![fill(canvas.to_path(0.1), theme.land)];
    let roads = land.roads(canvas);
    let blocks = land.blocks(canvas);
    // Where blocks end, streets still show as fine double lines.
    let large = |class| matches!(class, StreetClass::Primary | StreetClass::Secondary | StreetClass::Tertiary);
    let near = !blocks.elements().is_empty();
    // From far off small ones are single lines.
    let wide = |road: &Roads| if near || large(road.class) { road.width + 1.8 } else { road.width };
    for road in &roads {
        shapes.extend(strokes(road, theme.block, wide(road)));
    }
    if near {
        shapes.push(fill(blocks, theme.block));
    }
    for road in roads.iter().rev().filter(|road| near && !large(road.class)) {
        shapes.extend(strokes(road, theme.land, road.width));
    }
    for road in roads.iter().rev().filter(|road| large(road.class)) {
        shapes.extend(strokes(road, theme.road, road.width));
    }
    let beams = land.beams.iter();
    shapes.extend(beams.flat_map(|(place, walls)| beam(*place, *walls, theme, frame.scale)));
    shapes
}

/// The column beside the map.
pub fn column(frame: &FlowFrame) -> Rect {
    let (edge, canvas) = (plate(frame), Rect::new(0.0, 0.0, frame.width, frame.height));
    if frame.tall { Rect { y0: edge, ..canvas } } else { Rect { x0: edge, ..canvas } }
}

/// The column beside the map, which no water runs over, and what keeps the title legible on water.
pub fn plates(map: &Map, theme: &Theme, title: Rect) -> Vec<Shape> {
    let column = column(&map.frame);
    let (faint, clear) = (Color { alpha: 0.9, ..theme.land }, Color { alpha: 0.0, ..theme.land });
    let title = Rect::new(0.0, 0.0, title.x1 + 60.0, title.y1 + 8.0);
    let (from, to) = (Point::new(title.x1 - 70.0, 0.0), Point::new(title.x1, 0.0));
    let ink = Ink::Slide { from, to, stops: vec![(0.0, faint), (1.0, clear)] };
    vec![
        Shape { path: title.to_path(0.1), fill: Some(ink), stroke: None },
        fill(column.to_path(0.1), beside(theme)),
        line(polyline(map.coast.iter().copied()), theme.coast, 1.0),
    ]
}

/// One round length in the lower left corner, where the streets' unit is known.
pub fn scale_bar(scene: &Scene, land: &Land) -> Option<(Shape, Text, Rect)> {
    let (frame, theme, figures, size) = (&scene.map.frame, scene.theme, scene.figures, scene.font(12.0));
    let metres = land.metres();
    if !land.given.city.streets().lonlat || !metres.is_finite() || metres <= 0.0 {
        return None;
    }
    let most = 120.0 * metres * frame.scale.max(0.7);
    let tens = libm::pow(10.0, libm::floor(libm::log10(most)));
    let length = [5.0, 2.0, 1.0].into_iter().map(|part| part * tens).find(|length| *length <= most)?;
    let said = if length < 1_000.0 {
        [&figures.count(length), " m"].concat()
    } else {
        [&figures.count(length / 1_000.0), " km"].concat()
    };
    let low = if frame.tall { plate(frame) } else { frame.height };
    let (left, base) = (28.0 * frame.scale.max(0.5), low - 14.0);
    let wide = length / metres;
    let bar = [(0.0, -5.0), (0.0, 0.0), (wide, 0.0), (wide, -5.0)];
    let bar = line(polyline(bar.map(|(x, y)| Point::new(left + x, base + y))), theme.muted, 1.2);
    let text = Text {
        text: said,
        at: Point::new(left + wide + 7.0, base + 1.0),
        anchor: Anchor::Start,
        size,
        weight: 400,
        italic: false,
        spacing: 0.0,
        turn: 0.0,
        color: theme.muted,
        halo: Some((theme.land, 4.0)),
    };
    let area = Rect::new(left, base - size, left + wide + 60.0, base + 4.0);
    Some((bar, text, area))
}

/// The tone of the column beside the map.
pub fn beside(theme: &Theme) -> Color {
    between(theme.land, theme.road, 0.5)
}

/// Two lines from a shop's place to the near wall of its lens.
fn beam(place: Point, walls: Rect, theme: &Theme, s: f64) -> Vec<Shape> {
    let half = 75.0 * s;
    let over = place.y < walls.y0 || place.y > walls.y1;
    let near = if place.y < walls.y0 { walls.y0 } else { walls.y1 };
    let (a, b) = if over {
        let middle = place.x.clamp(walls.x0 + half, (walls.x1 - half).max(walls.x0 + half));
        (Point::new(middle - half, near), Point::new(middle + half, near))
    } else {
        let side = if place.x < walls.x0 { walls.x0 } else { walls.x1 };
        let middle = place.y.clamp(walls.y0 + half, (walls.y1 - half).max(walls.y0 + half));
        (Point::new(side, middle - half), Point::new(side, middle + half))
    };
    let mut between = polyline([a, place, b]);
    between.close_path();
    let tone = Color { alpha: 0.78, ..theme.floor };
    vec![fill(between, tone), line(polyline([a, place, b]), theme.wall, 1.0)]
}

fn strokes(roads: &Roads, color: Color, width: f64) -> impl Iterator<Item = Shape> + '_ {
    let stroke = move || Some(Stroke { ink: Ink::Flat(color), width, round: true, dash: None });
    roads.paths.iter().map(move |path| Shape { path: path.clone(), fill: None, stroke: stroke() })
}
