//! The basin: what comes in, what is lost at each KT on one scale, and what does not add up.

use super::{
    land::{fill, line, polyline},
    panel::Block,
    scene::{Scene, Site, Sum},
    text::{self, Run},
};
use crate::{
    document::Kind,
    frame::{Anchor, Color, Shape},
};
use kurbo::{Point, Rect, Shape as _};

/// Blocks of the basin in a column of some width, px.
pub fn basin(scene: &Scene, width: f64) -> Vec<Block> {
    let mut blocks = Vec::new();
    if scene.map.outline.business {
        blocks.extend(money(scene, width));
        blocks.extend(passages(scene, width));
        blocks.extend(lost(scene, width));
    } else {
        blocks.extend(inflow(scene, width));
    }
    if !scene.map.outline.business || scene.worst().is_none() {
        blocks.extend(places(scene, width));
    }
    blocks.extend(remarks(scene, width));
    blocks
}

fn gap(scene: &Scene, px: f64) -> f64 {
    px * scene.scale().max(if scene.map.frame.tall { 0.45 } else { 0.55 })
}

fn head(scene: &Scene, texts: [String; 2], width: f64) -> Run {
    let run = Run::new("", scene.font(12.0), 700, scene.theme.muted);
    run.spaced(1.8 * scene.scale().clamp(0.3, 1.3)).first_of(texts, width, scene.measure)
}

/// A run set as large as fits, down to `least`; then cut.
fn largest(scene: &Scene, texts: [String; 2], size: f64, width: f64, color: Color) -> Run {
    let least = (size * 0.62).max(12.0);
    for text in &texts {
        let run = Run::new(text, size, 700, color);
        let wide = run.width(scene.measure);
        if wide <= width || wide * least / size <= width {
            return Run { size: size * (width / wide.max(1.0)).min(1.0), ..run };
        }
    }
    let [_, short] = texts;
    Run::new(short, least, 700, color).fit(width, scene.measure)
}

/// Revenue, or who buys where nothing is said of money.
fn money(scene: &Scene, width: f64) -> Vec<Block> {
    let totals = &scene.network.solved.totals;
    let theme = scene.theme;
    let tills = scene.sites.iter().any(|site| site.kind == Kind::Till);
    let priced = scene.network.graph.node_weights().any(|n| n.revenue_per_client.is_some());
    let count = scene.figures.count(totals.buyers);
    let tall = scene.map.frame.tall;
    let mut blocks = Vec::new();
    if !tall {
        blocks.push(Block::new(40, 0.0).line(&[head(scene, scene.words.basin(), width)], scene));
    }
    if !tills {
        return blocks;
    }
    let size = scene.font(33.0);
    let small = |texts: Vec<String>, most: f64| {
        Run::new("", scene.font(14.0), 400, theme.muted).first_of(texts, most, scene.measure)
    };
    let shorter = || scene.words.buyers(totals.buyers, &scene.figures.short(totals.buyers), None);
    if !priced {
        let who = scene.words.buyers(totals.buyers, &count, None);
        let run = largest(scene, [who, shorter()], scene.font(24.0), width, theme.ink);
        blocks.push(Block::new(90, gap(scene, 4.0)).line(&[run], scene));
        return blocks;
    }
    let texts = [scene.figures.money(totals.revenue), scene.figures.short_money(totals.revenue)];
    if tall {
        let run = largest(scene, texts, size, width * 0.6, theme.ink);
        let rest = width - run.width(scene.measure) - size * 0.34;
        let run = [run, small(vec![scene.words.revenue_from(totals.buyers, &count), shorter()], rest)];
        blocks.push(Block::new(90, 0.0).line(&run, scene));
    } else {
        let price = scene.price().map(|price| scene.figures.money(price));
        let who = scene.words.buyers(totals.buyers, &count, price.as_deref());
        blocks.push(Block::new(90, gap(scene, 4.0)).line(&[largest(scene, texts, size, width, theme.ink)], scene));
        let whos = vec![who, scene.words.buyers(totals.buyers, &count, None), shorter()];
        blocks.push(Block::new(55, 0.0).line(&[small(whos, width)], scene));
    }
    blocks
}

/// KT1, KT2, KT3 and the regulars: bars on one scale.
fn passages(scene: &Scene, width: f64) -> Vec<Block> {
    let rows: Vec<(u8, Sum)> = (1..=4).filter_map(|kt| Some((kt, scene.sum(kt)?))).collect();
    let most = rows.iter().map(|(_, sum)| sum.inflow.max(sum.out.iter().sum())).fold(0.0, f64::max);
    if most <= 0.0 {
        return Vec::new();
    }
    let row = if scene.map.frame.tall { row_in_line } else { row_stacked };
    let mut blocks: Vec<Block> = rows.iter().map(|(kt, sum)| row(scene, *kt, sum, most, width)).collect();
    if let Some(first) = blocks.first_mut() {
        first.before *= 1.5;
    }
    blocks
}

/// Red, neutral and blue figures of a row, those that are not zero: text and colour.
fn figures(scene: &Scene, sum: &Sum, short: bool) -> [Option<(String, Color)>; 3] {
    let count = |value: f64| if short { scene.figures.short(value) } else { scene.figures.count(value) };
    let [red, blue, other] = sum.out;
    let some = |value: f64, text: String, color: Color| (value > 0.0).then_some((text, color));
    [
        some(red, count(red), scene.theme.warm_text),
        some(other, count(other), scene.theme.muted),
        some(blue, scene.words.lost(&count(blue)), scene.theme.cold_text),
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
    let mut head = vec![name];
    let about = Run::new(scene.words.about(kt), scene.font(14.5), 400, theme.muted);
    head.push(about);
    if text::line_width(&head, scene.measure) > width {
        head.pop();
    }
    let mut block = Block::new(if kt == 4 { 75 } else { 85 - kt }, gap(scene, 14.0)).line(&head, scene);
    let top = block.height + gap(scene, 3.0);
    let area = Rect::new(0.0, top, width, top + gap(scene, 12.0));
    let (shapes, starts) = bar(scene, sum, area, width / most);
    block.shapes = shapes;
    let size = scene.font(14.0);
    let base = area.y1 + 0.4 * gap(scene, 4.0) + size * 1.02;
    let shown = [false, true].map(|short| figures(scene, sum, short));
    let run = |(text, color): &(String, Color)| Run::new(text, size, 700, *color);
    let between = size * 0.7;
    let wide = |set: &[Option<(String, Color)>; 3]| {
        set.iter().flatten().map(|f| run(f).width(scene.measure) + between).sum::<f64>() - between
    };
    let Some(set) = shown.iter().find(|set| wide(set) <= width).or(shown.last()) else { return block };
    // Each figure under its own part where there is room, else just after the one before.
    let mut left = 0.0;
    let mut rest = wide(set);
    for (figure, start) in set.iter().zip(starts).filter_map(|(figure, start)| Some((figure.as_ref()?, start))) {
        let run = run(figure);
        let own = run.width(scene.measure);
        let x = start.max(left).min((width - rest).max(left));
        block.texts.extend(text::set(&[run], Point::new(x, base), Anchor::Start, None, scene.measure));
        left = x + own + between;
        rest -= own + between;
    }
    block.height = base + size * 0.25;
    block
}

fn row_in_line(scene: &Scene, kt: u8, sum: &Sum, most: f64, width: f64) -> Block {
    let size = scene.font(12.5);
    let runs = |sum: &Sum| -> Vec<Run> {
        let figures = figures(scene, sum, true);
        figures.into_iter().flatten().map(|(text, color)| Run::new(text, size, 700, color)).collect()
    };
    let rows: Vec<(u8, Sum)> = (1..=4).filter_map(|kt| Some((kt, scene.sum(kt)?))).collect();
    let name = |kt: u8| Run::new(scene.name(kt), size, 700, scene.theme.ink).fit(width * 0.3, scene.measure);
    let names = rows.iter().map(|(kt, _)| name(*kt).width(scene.measure)).fold(0.0, f64::max) + size * 0.8;
    // The scale leaves every row's figures their room.
    let per_client = rows
        .iter()
        .map(|(_, sum)| {
            let room = width - names - text::line_width(&runs(sum), scene.measure) - size * 1.1 - 4.0;
            room / sum.inflow.max(sum.out.iter().sum()).max(most * 1e-6)
        })
        .fold((width - names) / most, f64::min)
        .max(0.0);
    let mut block = Block::new(if kt == 4 { 75 } else { 85 - kt }, size * 0.42).line(&[name(kt)], scene);
    let middle = block.height / 2.0;
    let half = size * 0.42;
    let (shapes, _) = bar(scene, sum, Rect::new(names, middle - half, width, middle + half), per_client);
    block.shapes = shapes;
    let end = names + (sum.inflow.max(sum.out.iter().sum()) * per_client).max(2.0) + size * 0.6 + 3.0;
    let at = Point::new(end, text::ascent(&runs(sum)));
    block.texts.extend(text::set(&runs(sum), at, Anchor::Start, None, scene.measure));
    block
}

/// What is lost in all, and where most.
fn lost(scene: &Scene, width: f64) -> Vec<Block> {
    let Some(worst) = scene.worst() else { return Vec::new() };
    let (full, short) = (scene.figures.count(scene.lost()), scene.figures.short(scene.lost()));
    let all = [scene.words.lost_in_all(&full), scene.words.lost(&full), scene.words.lost(&short)];
    let most = scene.words.most_at(&scene.name(worst));
    let run = |size: f64, weight| Run::new("", scene.font(size), weight, scene.theme.ink);
    if scene.map.frame.tall {
        let both = all.iter().zip(most.iter().cycle()).map(|(all, most)| [all.as_str(), most].join(", "));
        let run = run(13.0, 600).first_of(both, width, scene.measure);
        return vec![Block::new(30, gap(scene, 12.0)).line(&[run], scene)];
    }
    let all = all.map(|all| [&all, ","].concat());
    let lines =
        [run(14.5, 400).first_of(all, width, scene.measure), run(14.5, 700).first_of(most, width, scene.measure)];
    let block = Block::new(60, gap(scene, 18.0));
    vec![lines.into_iter().fold(block, |block, run| block.line(&[run], scene))]
}

/// Head of a plain network: all that comes in.
fn inflow(scene: &Scene, width: f64) -> Vec<Block> {
    let springs = scene.sites.iter().filter(|s| s.kind == Kind::Spring).count();
    let total = scene.network.solved.totals.springs;
    let texts = [scene.figures.count(total), scene.figures.short(total)];
    let big = largest(scene, texts, scene.font(33.0), width * 0.6, scene.theme.ink);
    let small = Run::new(scene.words.water_from(springs), scene.font(14.0), 400, scene.theme.muted);
    if scene.map.frame.tall {
        let rest = width - big.width(scene.measure) - big.size * 0.34;
        return vec![Block::new(90, 0.0).line(&[big, small.fit(rest, scene.measure)], scene)];
    }
    vec![
        Block::new(40, 0.0).line(&[head(scene, scene.words.water(), width)], scene),
        Block::new(90, gap(scene, 4.0)).line(&[big], scene),
        Block::new(55, 0.0).line(&[small.fit(width, scene.measure)], scene),
    ]
}

/// The largest places and ends, with bars.
fn places(scene: &Scene, width: f64) -> Vec<Block> {
    let graph = &scene.network.graph;
    let is_end = |site: &&Site| {
        site.kind != Kind::Spring && graph.edges(petgraph::graph::NodeIndex::new(site.index)).next().is_none()
    };
    let mut blocks = Vec::new();
    let most = scene.sites.iter().map(|site| site.inflow).fold(0.0, f64::max).max(1e-12);
    let lists: [(&str, Vec<&Site>); 2] = [
        (scene.words.largest(), scene.sites.iter().filter(|s| !is_end(s) && s.kt.is_none()).collect()),
        (scene.words.ends(), scene.sites.iter().filter(is_end).collect()),
    ];
    for (list, (title, mut sites)) in lists.into_iter().enumerate() {
        sites.retain(|site| site.inflow > 0.0 && (!site.label.is_empty() || site.kind == Kind::Sea));
        sites.sort_by(|a, b| b.inflow.total_cmp(&a.inflow));
        if sites.is_empty() {
            continue;
        }
        let run = Run::new(title, scene.font(14.0), 600, scene.theme.muted).fit(width, scene.measure);
        blocks.push(Block::new(58, gap(scene, 18.0)).line(&[run], scene));
        for (place, site) in sites.into_iter().take(4).enumerate() {
            let size = scene.font(13.5);
            let label = if site.label.is_empty() { scene.words.sea() } else { &site.label };
            let count = Run::new(scene.figures.short(site.inflow), size, 600, scene.theme.muted);
            let rest = width - count.width(scene.measure) - size;
            let name = Run::new(label, size, 600, scene.theme.ink).fit(rest, scene.measure);
            let rank = 57 - 2 * place as u8 - list as u8;
            let mut block = Block::new(rank, gap(scene, 7.0)).line(&[name], scene);
            let at = Point::new(width, size * 0.93);
            block.texts.extend(text::set(&[count], at, Anchor::End, None, scene.measure));
            let top = block.height + 1.0;
            let wide = (site.inflow / most * width).max(1.0);
            let color = scene.theme.water(site.temperature);
            block.shapes.push(fill(Rect::new(0.0, top, wide, top + gap(scene, 6.0)).to_path(0.1), color));
            block.height = top + gap(scene, 6.0);
            blocks.push(block);
        }
    }
    blocks
}

/// What does not add up, who is still under way or rests, and what levers cost: one line each, where there is any.
fn remarks(scene: &Scene, width: f64) -> Vec<Block> {
    let solved = &scene.network.solved;
    let some = |value: f64| (value > 0.0).then(|| scene.figures.count(value));
    let missing: f64 = solved.nodes.iter().map(|node| node.unaccounted.max(0.0)).sum();
    let extra: f64 = solved.nodes.iter().map(|node| (-node.unaccounted).max(0.0)).sum();
    let totals = &solved.totals;
    let mut lines: Vec<(u8, Vec<String>)> = Vec::new();
    let mut say = |rank, texts: Option<[String; 2]>| lines.extend(texts.map(|texts| (rank, texts.to_vec())));
    say(80, some(missing).map(|n| scene.words.missing(&n)));
    say(79, some(extra).map(|n| scene.words.extra(&n)));
    say(50, some(totals.underway).map(|n| scene.words.underway(&n)));
    say(49, some(totals.resting).map(|n| scene.words.resting(&n)));
    if totals.cost > 0.0 {
        lines.push((
            65,
            vec![scene.words.cost(&scene.figures.money(totals.cost)), scene.figures.short_money(totals.cost)],
        ));
    }
    let run = |texts| Run::new("", scene.font(13.0), 400, scene.theme.muted).first_of(texts, width, scene.measure);
    lines.into_iter().map(|(rank, texts)| Block::new(rank, gap(scene, 6.0)).line(&[run(texts)], scene)).collect()
}

/// A rule across the column.
pub fn rule(scene: &Scene, width: f64) -> Block {
    let mut block = Block::new(20, gap(scene, 26.0));
    block.shapes.push(line(polyline([Point::ZERO, Point::new(width, 0.0)]), scene.theme.coast, 1.0));
    block.height = 1.0;
    block
}
