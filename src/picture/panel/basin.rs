//! The basin: what comes in, what is lost at each KT on one scale, and what does not add up.

use super::{
    Block,
    bars::{Rows, passages},
};
use crate::{
    document::Kind,
    door,
    frame::{Anchor, Color},
    picture::{
        scene::{Scene, Site},
        style::{
            shapes::{fill, line, polyline},
            text::{self, Run},
        },
    },
};
use kurbo::{Point, Rect, Shape as _};

/// Blocks of the basin in a column of some width, px.
pub fn basin(scene: &Scene, width: f64, rows: Rows) -> Vec<Block> {
    let mut blocks = Vec::new();
    if scene.map.outline.business {
        // On a tall canvas what levers bring stands beside the revenue, where there is little height.
        let short = rows != Rows::Full && scene.map.frame.tall;
        blocks.extend(money(scene, width, short));
        if !short && scene.network.base.is_some() {
            blocks.extend(door::through(|| gain(scene, width)));
        }
        blocks.extend(passages(scene, width, rows));
        blocks.extend(lost(scene, width));
    } else {
        blocks.extend(door::through(|| inflow(scene, width)));
    }
    if !scene.map.outline.business || scene.worst().is_none() {
        blocks.extend(places(scene, width));
    }
    blocks.extend(remarks(scene, width));
    blocks
}

/// Free space, px on a canvas of 1600 x 900; it shrinks no further than by half.
pub fn gap(scene: &Scene, px: f64) -> f64 {
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

/// Revenue, or who buys where nothing is said of money; `short` with what levers bring on the same line.
fn money(scene: &Scene, width: f64, short: bool) -> Vec<Block> {
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
        let from = || small(vec![scene.words.revenue_from(totals.buyers, &count), shorter()], rest);
        let told = gained(scene).filter(|_| short).map(|gained| {
            door::through(|| {
                let more = Run::new(scene.figures.change_of_money(gained), scene.font(14.0), 600, theme.ink);
                let back =
                    pays_back(scene, gained).unwrap_or_else(|| scene.words.more_than_base().map(str::to_owned).into());
                let rest = rest - more.width(scene.measure) - size * 0.34;
                vec![more, small(back, rest)]
            })
        });
        let line: Vec<Run> = std::iter::once(run).chain(told.unwrap_or_else(|| vec![from()])).collect();
        blocks.push(Block::new(90, 0.0).line(&line, scene));
    } else {
        let price = scene.price().map(|price| scene.figures.money(price));
        let who = scene.words.buyers(totals.buyers, &count, price.as_deref());
        blocks.push(Block::new(90, gap(scene, 4.0)).line(&[largest(scene, texts, size, width, theme.ink)], scene));
        let whos = vec![who, scene.words.buyers(totals.buyers, &count, None), shorter()];
        blocks.push(Block::new(55, 0.0).line(&[small(whos, width)], scene));
    }
    blocks
}

/// By how much levers raise the revenue of the base.
fn gained(scene: &Scene) -> Option<f64> {
    let base = scene.network.base.as_ref().filter(|_| scene.price().is_some())?;
    Some(scene.network.solved.totals.revenue - base.totals.revenue)
}

/// After how long levers that cost something have paid for themselves.
fn pays_back(scene: &Scene, gained: f64) -> Option<Vec<String>> {
    let cost = scene.network.solved.totals.cost;
    (cost > 0.0).then(|| scene.words.pays_back(if gained > 0.0 { Some((cost / gained).ceil()) } else { None }))
}

/// What levers bring against the base, what they cost, and when they have paid for themselves.
fn gain(scene: &Scene, width: f64) -> Vec<Block> {
    let Some(gained) = gained(scene) else { return Vec::new() };
    let totals = &scene.network.solved.totals;
    let money = |value: f64| scene.figures.change_of_money(value);
    let size = scene.font(14.0);
    let row = |names: [&str; 2], value: String, rank: u8, before: f64| {
        let value = Run::new(value, size, 600, scene.theme.ink);
        let room = width - value.width(scene.measure) - 0.6 * size;
        let name = Run::new("", size, 400, scene.theme.muted).first_of(names.map(str::to_owned), room, scene.measure);
        let mut block = Block::new(rank, gap(scene, before)).line(&[name], scene);
        let at = Point::new(width, text::ascent(std::slice::from_ref(&value)));
        block.texts.extend(text::set(&[value], at, Anchor::End, None, scene.measure));
        block
    };
    let mut blocks = vec![row(scene.words.more_than_base(), money(gained), 88, 6.0)];
    if let Some(back) = pays_back(scene, gained) {
        blocks.push(row(scene.words.paid_once(), money(-totals.cost), 72, 1.0));
        let net = scene.figures.change_of_money(totals.revenue - totals.cost).replace('+', "");
        blocks.push(row(scene.words.net(), net, 71, 1.0));
        let run = Run::new("", size, 700, scene.theme.ink).first_of(back, width, scene.measure);
        blocks.push(Block::new(87, gap(scene, 2.0)).line(&[run], scene));
    }
    blocks
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
    let most = most.into_iter().chain([scene.name(worst)]);
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
        crate::order::sort(&mut sites, |a, b| b.inflow.total_cmp(&a.inflow));
        if sites.is_empty() {
            continue;
        }
        let run = Run::new(title, scene.font(14.0), 600, scene.theme.muted).fit(width, scene.measure);
        blocks.push(Block::new(58, gap(scene, 18.0)).line(&[run], scene));
        for (place, site) in sites.into_iter().take(4).enumerate() {
            let part = site.inflow / most;
            let block = if scene.map.frame.tall {
                place_in_line(scene, site, part, width)
            } else {
                place_stacked(scene, site, part, width)
            };
            blocks.push(Block { rank: 57 - 2 * place as u8 - list as u8, ..block });
        }
    }
    blocks
}

fn place_runs(scene: &Scene, site: &Site, width: f64) -> [Run; 2] {
    let size = scene.font(13.5);
    let label = if site.label.is_empty() { scene.words.sea() } else { &site.label };
    let name = Run::new(label, size, 600, scene.theme.ink).fit(width, scene.measure);
    [name, Run::new(scene.figures.short(site.inflow), size, 600, scene.theme.muted)]
}

/// A place with its bar below.
fn place_stacked(scene: &Scene, site: &Site, part: f64, width: f64) -> Block {
    let [_, count] = place_runs(scene, site, width);
    let size = count.size;
    let [name, _] = place_runs(scene, site, width - count.width(scene.measure) - size);
    let mut block = Block::new(0, gap(scene, 7.0)).line(&[name], scene);
    block.texts.extend(text::set(&[count], Point::new(width, size * 0.93), Anchor::End, None, scene.measure));
    let top = block.height + 1.0;
    block.height = top + gap(scene, 6.0);
    let bar = Rect::new(0.0, top, (part * width).max(1.0), block.height);
    block.shapes.push(fill(bar.to_path(0.1), scene.theme.water(site.temperature)));
    block
}

/// A place, its bar and its count on one line.
fn place_in_line(scene: &Scene, site: &Site, part: f64, width: f64) -> Block {
    let [name, count] = place_runs(scene, site, width * 0.36);
    let size = count.size;
    let (left, right) = (width * 0.36 + size * 0.6, width - size * 5.0);
    let mut block = Block::new(0, size * 0.3).line(&[name], scene);
    let middle = block.height / 2.0;
    let end = left + (part * (right - left)).max(1.0);
    let bar = Rect::new(left, middle - size * 0.36, end, middle + size * 0.36);
    block.shapes.push(fill(bar.to_path(0.1), scene.theme.water(site.temperature)));
    let at = Point::new(end + size * 0.5, text::ascent(std::slice::from_ref(&count)));
    block.texts.extend(text::set(&[count], at, Anchor::Start, None, scene.measure));
    block
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
    // Where levers bring money, that is said with it.
    if totals.cost > 0.0 && scene.price().is_none() {
        lines.push((
            65,
            vec![scene.words.cost(&scene.figures.money(totals.cost)), scene.figures.short_money(totals.cost)],
        ));
    }
    let run = |texts| Run::new("", scene.font(13.0), 400, scene.theme.muted).first_of(texts, width, scene.measure);
    if scene.map.frame.tall && lines.len() > 1 {
        // All on one line, in the fuller words where they fit.
        let rank = lines.iter().map(|(rank, _)| *rank).max().unwrap_or(0);
        let joined = |words: usize| {
            let parts = lines.iter().filter_map(|(_, texts)| texts.get(words).or(texts.first()));
            parts.map(String::as_str).collect::<Vec<_>>().join(" · ")
        };
        return vec![Block::new(rank, gap(scene, 12.0)).line(&[run(vec![joined(0), joined(1)])], scene)];
    }
    lines.into_iter().map(|(rank, texts)| Block::new(rank, gap(scene, 6.0)).line(&[run(texts)], scene)).collect()
}

/// A rule across the column.
pub fn rule(scene: &Scene, width: f64) -> Block {
    let mut block = Block::new(20, gap(scene, 26.0));
    block.shapes.push(line(polyline([Point::ZERO, Point::new(width, 0.0)]), scene.theme.coast, 1.0));
    block.height = 1.0;
    block
}
