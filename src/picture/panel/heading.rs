//! The title, the one sentence under it, and whose data the city is.

use crate::{
    document::{Document, Kind},
    door,
    frame::{Anchor, Text},
    map::given::plate,
    picture::{
        placing::{Label, Sits, Slot, ground::Ground},
        scene::{Scene, Sum},
        style::text::{self, Run},
        words::Totals,
    },
};
use kurbo::{Point, Rect, Vec2};

/// On a lower canvas the map needs the room of second lines itself, px.
const LOW: f64 = 260.0;

/// Figures for the sentence.
fn totals(scene: &Scene) -> Totals {
    let totals = &scene.network.solved.totals;
    let count = |value: f64| scene.figures.count(value);
    let kt1 = scene.sum(1);
    let business = scene.map.outline.business;
    let some = |value: f64, shown: bool| (shown && (value > 0.0 || business)).then(|| count(value));
    let has = |kind: Kind| scene.sites.iter().any(|site| site.kind == kind);
    Totals {
        choose: kt1.map(|sum| count(sum.inflow)),
        away: kt1.map(|sum| count(sum.lost())),
        buy: some(totals.buyers, has(Kind::Till)),
        back: some(totals.returning, scene.sites.iter().any(|site| site.kind == Kind::Regulars && !site.end)),
        lost: Some(scene.lost()).filter(|lost| *lost > 0.0).map(count),
        springs: count(totals.springs),
        spring_count: scene.sites.iter().filter(|site| site.kind == Kind::Spring).count(),
    }
}

/// All of it in one sentence; in time where most are lost and what is left of them.
fn sentence(scene: &Scene, short: bool) -> String {
    let totals = totals(scene);
    let in_time = scene.map.timeline.is_some() || scene.map.threads.is_some();
    let worst = scene.worst().filter(|_| in_time && !short);
    let Some((worst, sum)) = worst.and_then(|worst| Some((worst, scene.sum(worst)?))) else {
        return scene.words.sentence(&totals, short);
    };
    door::through(|| sentence_in_time(scene, worst, &sum))
}

fn sentence_in_time(scene: &Scene, worst: u8, sum: &Sum) -> String {
    let (place, count) = (scene.name(worst), |count: f64| scene.figures.count(count));
    let stay = scene.network.solved.totals.become_regulars;
    let stay = (stay > 0.0).then(|| count(stay));
    scene.words.sentence_in_time(Some([&place, &count(sum.lost()), &count(sum.inflow)]), stay.as_deref())
}

/// The title and the sentence, in the corner that the town leaves free; they end before any ring.
pub fn heading(scene: &Scene, document: &Document, ground: &mut Ground) -> Vec<Text> {
    let frame = &scene.map.frame;
    let s = frame.scale;
    let left = if frame.tall { (31.0 * s).max(14.0) } else { (28.0 * s).max(14.0) };
    let whole = frame.width - 2.0 * left;
    let most = if frame.tall { whole } else { (0.5 * frame.width).max(200.0).min(whole) };
    let mut y = if frame.tall { (22.0 * s).max(10.0) } else { (18.0 * s).max(8.0) };
    let what_if = tried(scene, document);
    let titles = what_if.as_ref().map_or_else(|| vec![document.title.trim().to_owned()], |(titles, _)| titles.clone());
    // Over a city it has a plate of its own.
    let clear = |from: f64, to: f64| {
        if scene.map.land.is_some() { f64::INFINITY } else { ground.clear_until(from, to) }
    };
    let mut lines = Vec::new();
    let size = scene.font(28.0);
    let room = |lines: f64| most.min(clear(y, y + lines * 1.2 * size) - left - 4.0);
    if room(1.0) > 40.0 {
        let two_lines = frame.height > LOW;
        lines.extend(title(&titles, size, [room(1.0), if two_lines { room(2.0) } else { 0.0 }], scene));
    }
    if let Some((_, more)) = lines.last_mut() {
        *more = 2.0;
    }
    let said = |short: bool| what_if.as_ref().map_or_else(|| sentence(scene, short), |(_, sentence)| sentence.clone());
    let run = |short: bool| Run::new(said(short), scene.font(14.5), 400, scene.theme.muted);
    let below = y + lines.iter().map(|(run, more)| 1.2 * run.size + more).sum::<f64>();
    let room = |lines: f64| most.min(clear(below, below + lines * 1.2 * scene.font(14.5)) - left - 4.0);
    let full = run(frame.tall);
    let full = if full.width(scene.measure) > room(1.0) { run(true) } else { full };
    if full.width(scene.measure) <= room(1.0) {
        lines.push((full, 0.0));
    } else if frame.height > LOW && room(2.0) > 120.0 {
        lines.extend(wrap(&full, room(2.0), scene).into_iter().map(|line| (line, 0.0)));
    }
    let mut texts = Vec::new();
    for (run, more) in lines {
        let line = [run];
        let (width, height) = (text::line_width(&line, scene.measure), text::line_height(&line));
        let at = Point::new(left, y + text::ascent(&line));
        texts.extend(text::set(&line, at, Anchor::Start, Some(scene.theme.land), scene.measure));
        ground.block(Rect::new(left - 4.0, y, left + width + 4.0, y + height));
        y += height + more;
    }
    texts
}

/// The first title that fits a line, in somewhat smaller letters if need be; else the last one on two lines, each with the space
/// after it. `rooms` are those of one line and of two.
fn title(titles: &[String], size: f64, [one, two]: [f64; 2], scene: &Scene) -> Vec<(Run, f64)> {
    let run = |text: &String, size: f64| Run::new(text, size.max(12.0), 700, scene.theme.ink);
    let least = 0.72 * size;
    let fitting = titles.iter().find(|text| run(text, least).width(scene.measure) <= one);
    if let Some(text) = fitting.filter(|text| !text.is_empty()) {
        let part = one / run(text, size).width(scene.measure).max(1.0);
        return vec![(run(text, size * part.clamp(0.72, 1.0)), 0.0)];
    }
    let Some(last) = titles.last().filter(|text| !text.is_empty()) else { return Vec::new() };
    let last = run(last, least);
    let lines = if two > 40.0 { wrap(&last, two, scene) } else { vec![last.fit(one, scene.measure)] };
    lines.into_iter().map(|line| (line, 0.0)).collect()
}

/// The titles, ever shorter, and the sentence while levers are on, of a business: what was built, and what that changed.
fn tried(scene: &Scene, document: &Document) -> Option<(Vec<String>, String)> {
    let base = scene.network.base.as_ref().filter(|_| scene.map.outline.business)?;
    Some(door::through(|| what_if(scene, document, &base.totals)))
}

fn what_if(scene: &Scene, document: &Document, base: &crate::network::Totals) -> (Vec<String>, String) {
    let now = &scene.network.solved.totals;
    let on = document.levers.iter().zip(&scene.network.levers).filter(|(_, lever)| lever.on);
    let names: Vec<String> = on.map(|(lever, _)| lever.label.clone().unwrap_or_else(|| lever.id.clone())).collect();
    let later = |totals: &crate::network::Totals| {
        let [_, kt2, kt3] = totals.lost_kt;
        kt2 + kt3 + totals.lost_regulars + totals.lost_other
    };
    let ([away, ..], [away_before, ..]) = (now.lost_kt, base.lost_kt);
    let changes = [now.buyers - base.buyers, away - away_before, later(now) - later(base)];
    let [buy, away, later] = changes.map(|by| (by, scene.figures.count(by.abs().round())));
    let told = [&buy, &away, &later].map(|(by, count)| (*by, count.as_str()));
    (scene.words.what_if(&names), scene.words.changes(told))
}

/// Two lines, the second cut where even they are too short.
fn wrap(run: &Run, width: f64, scene: &Scene) -> Vec<Run> {
    let mut first = String::new();
    let mut rest = run.text.as_str();
    while let Some((word, after)) = rest.split_once(' ') {
        let longer = if first.is_empty() { word.to_owned() } else { [&first, word].join(" ") };
        if (Run { text: longer.clone(), ..run.clone() }).width(scene.measure) > width {
            break;
        }
        (first, rest) = (longer, after);
    }
    let line = |text: &str| Run { text: text.to_owned(), ..run.clone() }.fit(width, scene.measure);
    if first.is_empty() { vec![line(rest)] } else { vec![line(&first), line(rest)] }
}

/// What is seen, in words, for those who do not see it.
pub fn spoken(scene: &Scene, document: &Document) -> String {
    let mut parts = Vec::new();
    if !document.title.trim().is_empty() {
        parts.push(document.title.trim().to_owned());
    }
    if let Some((titles, changes)) = tried(scene, document) {
        parts.extend(titles.into_iter().take(1).chain([changes]));
    }
    parts.push(sentence(scene, false));
    let solved = &scene.network.solved.totals;
    if scene.network.graph.node_weights().any(|n| n.revenue_per_client.is_some()) {
        parts.push(
            [
                &scene.figures.money(solved.revenue),
                " ",
                &scene.words.revenue_from(solved.buyers, &scene.figures.count(solved.buyers)),
            ]
            .concat(),
        );
    }
    if let Some(worst) = scene.worst() {
        let all = scene.words.lost_in_all(&scene.figures.count(scene.lost()));
        let [most, _] = scene.words.most_at(&scene.name(worst));
        parts.push([all, most].join(", "));
    }
    let mut said = parts.join(". ");
    said.push('.');
    said
}

/// Whose the city's data are, cut to a width.
pub fn attribution(scene: &Scene, document: &Document, width: f64) -> Option<Run> {
    let said = document.attribution.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
    Some(Run::new(said, 12.0, 400, scene.theme.muted).fit(width, scene.measure))
}

/// The same as a label in the lower left corner.
pub fn attribution_label(scene: &Scene, document: &Document) -> Option<Label> {
    let frame = &scene.map.frame;
    let run = attribution(scene, document, frame.width * if frame.tall { 0.94 } else { 0.72 })?;
    let land = scene.map.land.is_some();
    // Over a city the scale stands on the left.
    let (corner, align) = if land {
        let right = if frame.tall { frame.width } else { plate(frame) };
        let low = if frame.tall { plate(frame) } else { frame.height };
        (Point::new(right - 8.0, low - 6.0), Anchor::End)
    } else {
        (Point::new(8.0, frame.height - 6.0), Anchor::Start)
    };
    Some(Label {
        versions: vec![(0.0, vec![vec![run]])],
        slots: vec![Slot { at: corner, align, sits: Sits::Above, cost: 0.0, on: None }],
        priority: 9_000,
        must: Some((corner, 4.0, Vec2::new(if land { -0.3 } else { 0.3 }, -1.0))),
        halo: Some(if frame.tall && !land { scene.theme.sea } else { scene.theme.land }),
        tie: None,
    })
}
