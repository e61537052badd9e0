//! The legend: the scale of widths, the scale of colours, and what a drop is.

use super::{Block, basin};
use crate::{
    frame::{Anchor, Ink, Shape},
    picture::{
        scene::Scene,
        style::{
            shapes::{between, fill, line, polyline},
            text::{self, Run},
            theme::Theme,
        },
        water::{COLD, LEAST},
    },
};
use kurbo::{BezPath, Point, Rect, Shape as _};

/// Blocks of the legend in a column of some width, px.
pub fn legend(scene: &Scene, clients_per_drop: f64, width: f64) -> Vec<Block> {
    if scene.map.px_per_client <= 0.0 {
        return Vec::new();
    }
    if scene.map.frame.tall {
        return in_line(scene, clients_per_drop, width);
    }
    let title = |texts: &[String]| {
        Run::new("", scene.font(13.5), 600, scene.theme.muted).first_of(texts.iter().cloned(), width, scene.measure)
    };
    let gap = 16.0 * scene.scale().max(0.55);
    let mut blocks = vec![basin::rule(scene, width)];
    let mut widths = Block::new(45, gap).line(&[title(&scene.words.width())], scene);
    let (shapes, texts, _, tallest) = pieces(scene, width, 0.0);
    let below = widths.height + 4.0;
    let mut own = Block { shapes, texts, height: tallest, ..Block::new(45, 0.0) };
    own.shift_down(below);
    widths.shapes.extend(own.shapes);
    widths.texts.extend(own.texts);
    widths.height = below + tallest;
    blocks.push(widths);
    blocks.push(colours(scene, width, gap));
    blocks.push(drop_block(scene, clients_per_drop, width, gap));
    blocks.extend(notes(scene, width));
    blocks
}

/// The scale of colours.
pub fn colours(scene: &Scene, width: f64, gap: f64) -> Block {
    let texts = scene.words.colour();
    let title = Run::new("", scene.font(13.5), 600, scene.theme.muted).first_of(texts, width, scene.measure);
    let mut colours = Block::new(44, gap).line(&[title], scene);
    let top = colours.height + 5.0;
    let high = 12.0 * scene.scale().max(0.6);
    colours.shapes.extend(scale(scene.theme, Rect::new(0.0, top, width, top + high)));
    let size = scene.font(13.0);
    let [cold, middle, warm] = scene.words.temperatures().map(|t| Run::new(t, size, 400, scene.theme.ink));
    let base = top + high + 3.0 + size;
    let fits =
        [&cold, &middle, &warm].iter().map(|run| run.width(scene.measure)).sum::<f64>() + 2.0 * size * 0.5 < width;
    let ends = [(cold, 0.0, Anchor::Start), (middle, width / 2.0, Anchor::Middle), (warm, width, Anchor::End)];
    for (run, x, anchor) in ends.into_iter().filter(|(_, _, anchor)| fits || *anchor != Anchor::Middle) {
        colours.texts.extend(text::set(&[run], Point::new(x, base), anchor, None, scene.measure));
    }
    colours.height = base + size * 0.3;
    colours
}

impl Block {
    fn shift_down(&mut self, by: f64) {
        for shape in &mut self.shapes {
            shape.path.apply_affine(kurbo::Affine::translate((0.0, by)));
        }
        for text in &mut self.texts {
            text.at.y += by;
        }
    }
}

/// The largest number of one or two round digits that is not above `value`.
pub fn round_below(value: f64) -> f64 {
    let mut power = 1.0;
    for _ in 0..40 {
        if power * 10.0 <= value {
            power *= 10.0;
        } else if power > value {
            power /= 10.0;
        }
    }
    let steps = [8.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.2, 1.0];
    steps.iter().map(|step| step * power).find(|round| *round <= value * (1.0 + 1e-9)).unwrap_or(power)
}

/// Pieces of water as wide as on the map, with their counts: shapes, texts, width and height of all.
fn pieces(scene: &Scene, width: f64, left: f64) -> (Vec<Shape>, Vec<crate::frame::Text>, f64, f64) {
    let widest = scene.network.solved.streams.iter().map(|s| s.clients).fold(0.0, f64::max);
    let widest =
        scene.sites.iter().filter(|s| s.kind != crate::document::Kind::Sea).map(|s| s.inflow).fold(widest, f64::max);
    let most = round_below(widest.min(60.0 * scene.scale().max(0.6) / scene.map.px_per_client));
    let counts = [round_below(most / 12.0), round_below(most / 3.0), most];
    let size = scene.font(13.0);
    let (mut shapes, mut texts) = (Vec::new(), Vec::new());
    let tallest = (most * scene.map.px_per_client).max(size * 1.2);
    let runs = counts.map(|count| Run::new(scene.figures.short(count), size, 400, scene.theme.ink));
    let words: f64 = runs.iter().map(|run| run.width(scene.measure) + size * 0.4).sum();
    let piece = (24.0 * scene.scale().max(0.6)).min((width - words - size) / 3.0).max(6.0);
    let used = words + 3.0 * piece;
    let gap = ((width - used) / 2.0).max(size * 0.5).min(22.0 * scene.scale().max(0.6));
    let mut x = left;
    for (count, run) in counts.into_iter().zip(runs) {
        let (high, own) = (count * scene.map.px_per_client, run.width(scene.measure));
        if x + piece + size * 0.4 + own > left + width + 1.0 {
            break;
        }
        let (pale, shown) = ((1.0 - high / LEAST).clamp(0.0, 0.6), high.max(LEAST));
        let area = Rect::new(x, (tallest - shown) / 2.0, x + piece, (tallest + shown) / 2.0);
        shapes.push(fill(area.to_path(0.1), between(scene.theme.undecided, scene.theme.sea, pale)));
        let at = Point::new(x + piece + size * 0.4, tallest / 2.0 + size * 0.36);
        texts.extend(text::set(&[run], at, Anchor::Start, None, scene.measure));
        x += piece + size * 0.4 + own + gap;
    }
    (shapes, texts, x - gap - left, tallest)
}

/// The scale of colours, cold to warm, with the double bank where water is cold.
fn scale(theme: &Theme, area: Rect) -> Vec<Shape> {
    let ends = Theme::REACH;
    let stops = (0..=8).map(|i| {
        let part = f64::from(i) / 8.0;
        (part as f32, theme.water((part * 2.0 - 1.0) * ends))
    });
    let ink =
        Ink::Slide { from: Point::new(area.x0, area.y0), to: Point::new(area.x1, area.y0), stops: stops.collect() };
    let mut shapes = vec![Shape { path: area.to_path(0.1), fill: Some(ink), stroke: None }];
    let cold = area.x0 + area.width() * (1.0 + f64::from(COLD) / ends) / 2.0;
    let mut banks = BezPath::new();
    for y in [area.y0 - 3.0, area.y1 + 3.0] {
        banks.extend(polyline([Point::new(area.x0, y), Point::new(cold, y)]));
    }
    shapes.push(line(banks, between(theme.sea, theme.cold, 0.6), 0.9));
    shapes
}

/// A piece of water with drops, as on the map.
fn sample(theme: &Theme, area: Rect, s: f64) -> Vec<Shape> {
    let mut shapes = vec![fill(area.to_path(0.1), theme.undecided)];
    let (length, half) = (7.5 * s.max(0.62), 0.78 * s.max(0.65));
    let mut comets = BezPath::new();
    for (x, y) in [(0.2, 0.3), (0.42, 0.68), (0.62, 0.28), (0.82, 0.7)] {
        let head = Point::new(area.x0 + area.width() * x + length * 0.3, area.y0 + area.height() * y);
        let mut comet = polyline([
            head - kurbo::Vec2::new(length, 0.0),
            head + kurbo::Vec2::new(0.0, half),
            head + kurbo::Vec2::new(half, 0.0),
            head - kurbo::Vec2::new(0.0, half),
        ]);
        comet.close_path();
        comets.extend(comet);
    }
    shapes.push(fill(comets, crate::frame::Color { alpha: theme.drop_alpha, ..theme.drop(0.0) }));
    shapes
}

/// "1 drop = 1 client", with a sample where there is room, on two lines where there is little.
fn drop_block(scene: &Scene, clients_per_drop: f64, width: f64, gap: f64) -> Block {
    let size = scene.font(13.0);
    let s = scene.scale();
    let sides = scene.words.drop(clients_per_drop, |n| scene.figures.short(n));
    let run = |text: String| Run::new(text, size, 400, scene.theme.ink);
    let whole = run(sides.join(" = "));
    let wide = whole.width(scene.measure);
    let piece = (60.0 * s).max(26.0).min(width - wide - size * 0.7);
    let mut block = Block::new(46, gap);
    if piece >= 18.0 {
        let (high, thick) = (size * 1.2, (12.0 * s).max(8.0));
        block.shapes = sample(scene.theme, Rect::new(0.0, (high - thick) / 2.0, piece, (high + thick) / 2.0), s);
        let at = Point::new(piece + size * 0.7, high / 2.0 + size * 0.36);
        block.texts = text::set(&[whole], at, Anchor::Start, None, scene.measure);
        block.height = high;
        block
    } else if wide <= width {
        block.line(&[whole], scene)
    } else {
        let [drop, clients] = sides;
        block.line(&[run([&drop, " ="].concat())], scene).line(&[run(clients).fit(width, scene.measure)], scene)
    }
}

/// That only the largest streams are drawn, and what is said of ribbons too thin to be drawn to scale, where that is so.
fn notes(scene: &Scene, width: f64) -> Vec<Block> {
    let note = |rank: u8, texts: &[String]| {
        let run = Run::new("", scene.font(12.0), 400, scene.theme.muted);
        let run = run.first_of(texts.iter().cloned(), width, scene.measure);
        Block::new(rank, 6.0 * scene.scale().max(0.6)).line(&[run], scene)
    };
    let mut notes = Vec::new();
    if let Some(drawn) = scene.map.shown.cut() {
        let (drawn, all) = (scene.figures.count(drawn as f64), scene.network.graph.edge_count() as f64);
        notes.push(note(59, &scene.words.largest_of(&drawn, &scene.figures.count(all), &scene.figures.short(all))));
    }
    if scene.map.narrowed() < 1.0 {
        notes.push(note(56, &scene.words.narrower(&scene.figures.percent(scene.map.narrowed()))));
    }
    if scene.map.ribbons.iter().any(|r| r.width > 1e-6 && r.width < LEAST) {
        let count = scene.figures.count(round_up(LEAST / scene.map.px_per_client));
        notes.push(note(25, &scene.words.thin(&count)));
    }
    notes
}

/// Whole from ten on, so that the note reads easily.
fn round_up(value: f64) -> f64 {
    if value > 10.0 { value.ceil() } else { value }
}

/// One line for tall canvases: widths, colours, a drop.
fn in_line(scene: &Scene, clients_per_drop: f64, width: f64) -> Vec<Block> {
    let size = scene.font(12.5);
    let mut block = Block::new(45, size * 0.9);
    let sides = scene.words.drop(clients_per_drop, |n| scene.figures.short(n));
    let run = Run::new(sides.join(" = "), size, 400, scene.theme.ink);
    let said = run.width(scene.measure);
    let colour_width = (width * 0.22).clamp(60.0, 160.0);
    let (shapes, texts, used, tallest) = pieces(scene, width - said - colour_width - 2.4 * size, 0.0);
    let high = tallest.max(size * 2.4);
    let mut own = Block { shapes, texts, height: tallest, ..Block::new(45, 0.0) };
    own.shift_down((high - tallest) / 2.0);
    block.shapes.extend(own.shapes);
    block.texts.extend(own.texts);
    block.height = high;
    let left = (used + 1.2 * size + (width - said - colour_width)) / 2.0 - 0.6 * size;
    let top = high / 2.0 - size * 0.8;
    block.shapes.extend(scale(scene.theme, Rect::new(left, top, left + colour_width, top + size * 0.7)));
    let [cold, _, warm] = scene.words.temperatures().map(|t| Run::new(t, size, 400, scene.theme.muted));
    let base = top + size * 1.8;
    for (run, x, anchor) in [(cold, left, Anchor::Start), (warm, left + colour_width, Anchor::End)] {
        block.texts.extend(text::set(&[run], Point::new(x, base), anchor, None, scene.measure));
    }
    let at = Point::new(width, high / 2.0 + size * 0.36);
    block.texts.extend(text::set(&[run], at, Anchor::End, None, scene.measure));
    let mut blocks = vec![block];
    blocks.extend(notes(scene, width));
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_show_round_numbers() {
        for (value, round) in [(1200.0, 1200.0), (917.27, 800.0), (0.034, 0.03), (1.0, 1.0), (9_999.0, 8_000.0)] {
            assert!((round_below(value) - round).abs() < 1e-9 * round, "{value}: {}", round_below(value));
        }
    }
}
