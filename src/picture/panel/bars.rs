//! Bars of the KTs and the regulars, all on one scale: red, without a mood, blue.

use super::{Block, basin::gap};
use crate::{
    frame::{Anchor, Color, Shape},
    picture::{
        scene::{Scene, Sum},
        style::{
            shapes::{dashed, fill, line, polyline},
            text::{self, Run},
        },
    },
};
use kurbo::{Point, Rect, Shape as _};

/// The least rank of a KT's row.
pub const LEAST_RANK: u8 = 75;

/// How the rows of the KTs are set, ever lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// The figures under the bars; beside them on a tall canvas.
    Full,
    /// The figures beside the names, over the bars; on a tall canvas close to each other, and what levers bring beside the revenue.
    Low,
    /// All on one line, where there is room for it.
    Line,
}

/// KT1, KT2, KT3 and the regulars: bars on one scale.
pub fn passages(scene: &Scene, width: f64, set: Rows) -> Vec<Block> {
    let rows: Vec<(u8, Sum)> = (1..=4).filter_map(|kt| Some((kt, scene.sum(kt)?))).collect();
    let most = rows.iter().map(|(_, sum)| sum.inflow.max(sum.out.iter().sum())).fold(0.0, f64::max);
    if most <= 0.0 {
        return Vec::new();
    }
    let tall = scene.map.frame.tall;
    // What names and figures leave of the width, but for the space between them.
    let rest = width - widest(scene, &rows) - scene.font(12.5);
    let row = match set {
        _ if tall => row_in_line,
        Rows::Line if rest >= 0.9 * scene.font(12.5) + 4.0 + least_bar(scene) * width => row_in_line,
        Rows::Low | Rows::Line if rest >= 0.0 => row_over,
        _ => row_stacked,
    };
    let mut blocks: Vec<Block> = rows.iter().map(|(kt, sum)| row(scene, *kt, sum, most, width)).collect();
    if tall && set != Rows::Full {
        blocks.iter_mut().for_each(|block| block.before *= 0.25);
    } else if let Some(first) = blocks.first_mut() {
        first.before *= 1.5;
    }
    blocks
}

/// How much is said in a row's figures.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Say {
    /// Whole numbers.
    All,
    /// Short forms of large ones.
    Short,
    /// These without "lost".
    Bare,
}

/// A figure, its colour, and by how much levers changed it.
#[derive(Clone, Debug)]
struct Figure {
    text: String,
    color: Color,
    change: Option<String>,
}

impl Figure {
    fn runs(&self, size: f64, scene: &Scene) -> Vec<Run> {
        let change = self.change.as_ref().map(|change| Run::new(change, scene.font(12.0), 700, scene.theme.ink));
        std::iter::once(Run::new(&self.text, size, 700, self.color)).chain(change).collect()
    }
}

/// Red, neutral and blue figures of a row, those that are not zero: text and colour.
fn figures(scene: &Scene, sum: &Sum, say: Say) -> [Option<Figure>; 3] {
    let count = |value: f64| if say == Say::All { scene.figures.count(value) } else { scene.figures.short(value) };
    let [red, blue, other] = sum.out;
    let change = |value: f64, part: usize| {
        let before = sum.before.and_then(|before| before.get(part).copied()).filter(|_| say == Say::All)?;
        Some(scene.figures.change(value - before)).filter(|change| change != "0")
    };
    let some = |value: f64, text: String, color: Color, part: usize| {
        (value > 0.0).then(|| Figure { text, color, change: change(value, part) })
    };
    let lost = if say == Say::Bare { count(blue) } else { scene.words.lost(&count(blue)) };
    if red + blue + other <= 0.0 {
        return [Some(Figure { text: count(sum.inflow), color: scene.theme.muted, change: None }), None, None];
    }
    [
        some(red, count(red), scene.theme.warm_text, 0),
        some(other, count(other), scene.theme.muted, 2),
        some(blue, lost, scene.theme.cold_text, 1),
    ]
}

/// A bar parted red, neutral, blue (with its groove); what did not leave is an outline.
fn bar(scene: &Scene, sum: &Sum, area: Rect, per_client: f64) -> (Vec<Shape>, [f64; 3]) {
    let theme = scene.theme;
    let [red, blue, other] = sum.out;
    let mut shapes = Vec::new();
    let mut starts = [area.x0; 3];
    let mut x = area.x0;
    let parts = [(red, theme.warm), (other, theme.undecided), (blue, theme.cold)];
    for ((count, color), start) in parts.into_iter().zip(&mut starts) {
        *start = x;
        if count <= 0.0 {
            continue;
        }
        let wide = (count * per_client).max(1.0);
        let part = Rect::new(x, area.y0, x + wide, area.y1);
        shapes.push(fill(part.to_path(0.1), color));
        if color == theme.cold && wide > 2.0 {
            let groove = Rect::new(x, area.y0 + 0.2 * area.height(), x + wide, area.y0 + 0.32 * area.height());
            shapes.push(fill(groove.to_path(0.1), theme.sea));
        }
        x += wide + 1.5;
    }
    if let Some([red, ..]) = sum.before {
        // Where red and blue parted without levers.
        let at = area.x0 + red * per_client;
        let border = polyline([Point::new(at, area.y0 - 2.0), Point::new(at, area.y1 + 2.0)]);
        shapes.push(line(border.clone(), theme.casing, 2.6));
        shapes.push(dashed(line(border, theme.ink, 1.3), (2.6, 1.8)));
    }
    let rest = area.x0 + sum.inflow * per_client;
    if rest > x + 1.0 {
        let outline = Rect::new(x + 0.5, area.y0 + 0.5, rest - 0.5, area.y1 - 0.5);
        shapes.push(line(outline.to_path(0.1), theme.undecided, 1.0));
    }
    (shapes, starts)
}

fn row_stacked(scene: &Scene, kt: u8, sum: &Sum, most: f64, width: f64) -> Block {
    let theme = scene.theme;
    let name = Run::new(scene.name(kt), scene.font(14.5), 700, theme.ink).fit(width, scene.measure);
    let about = |word: &str| Run::new(word, scene.font(14.5), 400, theme.muted);
    let heads = scene.about(kt).map(|word| vec![name.clone(), about(word)]);
    let fits = heads.into_iter().find(|head| text::line_width(head, scene.measure) <= width);
    let head = fits.unwrap_or_else(|| vec![name]);
    let mut block = Block::new(if kt == 4 { LEAST_RANK } else { 85 - kt }, gap(scene, 14.0)).line(&head, scene);
    let top = block.height + gap(scene, 3.0);
    let area = Rect::new(0.0, top, width, top + gap(scene, 12.0));
    let (shapes, starts) = bar(scene, sum, area, width / most);
    block.shapes = shapes;
    let size = scene.font(14.0);
    let base = area.y1 + 0.4 * gap(scene, 4.0) + size * 1.02;
    let shown = [Say::All, Say::Short, Say::Bare].map(|say| figures(scene, sum, say));
    let between = size * 0.7;
    let runs = |figure: &Figure| figure.runs(size, scene);
    let wide = |set: &[Option<Figure>; 3]| {
        set.iter().flatten().map(|f| text::line_width(&runs(f), scene.measure) + between).sum::<f64>() - between
    };
    let Some(set) = shown.iter().find(|set| wide(set) <= width).or(shown.last()) else { return block };
    if wide(set) > width {
        // Too narrow for them side by side.
        block.height = base - size * 0.98;
        let lines = set.iter().flatten().map(|f| [Run::new(&f.text, size, 700, f.color).fit(width, scene.measure)]);
        return lines.fold(block, |block, line| block.line(&line, scene));
    }
    // Each figure under its own part where there is room, else just after the one before.
    let mut left = 0.0;
    let mut rest = wide(set);
    for (figure, start) in set.iter().zip(starts).filter_map(|(figure, start)| Some((figure.as_ref()?, start))) {
        let runs = runs(figure);
        let own = text::line_width(&runs, scene.measure);
        let x = start.max(left).min((width - rest).max(left));
        block.texts.extend(text::set(&runs, Point::new(x, base), Anchor::Start, None, scene.measure));
        left = x + own + between;
        rest -= own + between;
    }
    block.height = base + size * 0.25;
    block
}

/// A KT's name at the size of a low row.
fn low_name(scene: &Scene, kt: u8) -> Run {
    Run::new(scene.name(kt), scene.font(12.5), 700, scene.theme.ink)
}

/// A KT's figures at that size.
fn low_figures(scene: &Scene, sum: &Sum, say: Say) -> Vec<Run> {
    let runs = figures(scene, sum, say).into_iter().flatten();
    runs.map(|f| Run::new(f.text, scene.font(12.5), 700, f.color)).collect()
}

/// Least part of a row's width for its bar, where figures stand beside it.
fn least_bar(scene: &Scene) -> f64 {
    if scene.map.frame.tall { 0.2 } else { 0.125 }
}

/// How wide the widest name and the widest figures of low rows are together, px.
fn widest(scene: &Scene, rows: &[(u8, Sum)]) -> f64 {
    let widest = |wide: &dyn Fn(&(u8, Sum)) -> f64| rows.iter().map(wide).fold(0.0, f64::max);
    let names = widest(&|(kt, _)| low_name(scene, *kt).width(scene.measure));
    names + widest(&|(_, sum)| text::line_width(&low_figures(scene, sum, Say::Bare), scene.measure))
}

/// Name and figures over the bar.
fn row_over(scene: &Scene, kt: u8, sum: &Sum, most: f64, width: f64) -> Block {
    let size = scene.font(12.5);
    let said = [Say::Short, Say::Bare].map(|say| low_figures(scene, sum, say));
    let name = low_name(scene, kt);
    let room = width - name.width(scene.measure) - size;
    let runs = said.iter().find(|runs| text::line_width(runs, scene.measure) <= room).or(said.last()).cloned();
    let runs = runs.unwrap_or_default();
    let mut block = Block::new(if kt == 4 { LEAST_RANK } else { 85 - kt }, size * 0.6).line(&[name], scene);
    let at = Point::new(width, text::ascent(&runs));
    block.texts.extend(text::set(&runs, at, Anchor::End, None, scene.measure));
    let top = block.height + 1.0;
    block.height = top + 0.6 * size;
    (block.shapes, _) = bar(scene, sum, Rect::new(0.0, top, width, block.height), width / most);
    block
}

fn row_in_line(scene: &Scene, kt: u8, sum: &Sum, most: f64, width: f64) -> Block {
    let size = scene.font(12.5);
    let rows: Vec<(u8, Sum)> = (1..=4).filter_map(|kt| Some((kt, scene.sum(kt)?))).collect();
    let most_named = if scene.map.frame.tall { 0.3 } else { 0.4 };
    let name = |kt: u8| low_name(scene, kt).fit(width * most_named, scene.measure);
    let names = rows.iter().map(|(kt, _)| name(*kt).width(scene.measure)).fold(0.0, f64::max) + size * 0.8;
    let most_said = width * (1.0 - least_bar(scene)) - names - size * 1.1 - 4.0;
    let runs = |sum: &Sum| -> Vec<Run> {
        let said = [Say::Short, Say::Bare].map(|say| low_figures(scene, sum, say));
        let fits = |runs: &&Vec<Run>| text::line_width(runs, scene.measure) <= most_said;
        let mut runs = said.iter().find(fits).or(said.last()).cloned().unwrap_or_default();
        while runs.len() > 1 && !fits(&&runs) {
            runs.remove(0);
        }
        runs
    };
    // The scale leaves every row's figures their room.
    let per_client = rows
        .iter()
        .map(|(_, sum)| {
            let room = width - names - text::line_width(&runs(sum), scene.measure) - size * 1.1 - 4.0;
            room / sum.inflow.max(sum.out.iter().sum()).max(most * 1e-6)
        })
        .fold((width - names) / most, f64::min)
        .max(0.0);
    let mut block = Block::new(if kt == 4 { LEAST_RANK } else { 85 - kt }, size * 0.42).line(&[name(kt)], scene);
    let middle = block.height / 2.0;
    let half = size * 0.42;
    let (shapes, _) = bar(scene, sum, Rect::new(names, middle - half, width, middle + half), per_client);
    block.shapes = shapes;
    let end = names + (sum.inflow.max(sum.out.iter().sum()) * per_client).max(2.0) + size * 0.6 + 3.0;
    let at = Point::new(end, text::ascent(&runs(sum)));
    block.texts.extend(text::set(&runs(sum), at, Anchor::Start, None, scene.measure));
    block
}
