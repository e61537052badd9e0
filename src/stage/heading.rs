//! The title, the one sentence under it, and whose data the city is.

use super::{
    labels::{Label, Sits, Slot},
    scene::Scene,
    text::{self, Run},
    words::Totals,
};
use crate::{
    document::{Document, Kind},
    frame::{Anchor, Text},
};
use kurbo::{Point, Rect, Vec2};

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
        back: some(totals.returning, has(Kind::Regulars)),
        lost: Some(scene.lost()).filter(|lost| *lost > 0.0).map(count),
        springs: count(totals.springs),
        spring_count: scene.sites.iter().filter(|site| site.kind == Kind::Spring).count(),
    }
}

/// The title and the sentence, in the corner that the town leaves free, with their boxes.
pub fn heading(scene: &Scene, document: &Document) -> (Vec<Text>, Vec<Rect>) {
    let frame = &scene.map.frame;
    let s = frame.scale;
    let left = if frame.tall { (31.0 * s).max(14.0) } else { (28.0 * s).max(14.0) };
    let most = if frame.tall {
        frame.width - 2.0 * left
    } else {
        (0.47 * frame.width).max(200.0).min(frame.width - 2.0 * left)
    };
    let (mut texts, mut boxes) = (Vec::new(), Vec::new());
    let mut y = if frame.tall { (22.0 * s).max(10.0) } else { (18.0 * s).max(8.0) };
    let mut write = |line: &[Run], y: &mut f64, more: f64| {
        let at = Point::new(left, *y + text::ascent(line));
        texts.extend(text::set(line, at, Anchor::Start, Some(scene.theme.land), scene.measure));
        let height = text::line_height(line);
        boxes.push(Rect::new(left - 4.0, *y, left + text::line_width(line, scene.measure) + 4.0, *y + height));
        *y += height + more;
    };
    let title = document.title.trim();
    if !title.is_empty() {
        let run = Run::new(title, scene.font(28.0), 700, scene.theme.ink);
        let fits = (most / run.width(scene.measure).max(1.0)).clamp(0.72, 1.0);
        let run = Run { size: (run.size * fits).max(12.0), ..run }.fit(most, scene.measure);
        write(&[run], &mut y, 2.0);
    }
    let totals = totals(scene);
    let run = |short: bool| Run::new(scene.words.sentence(&totals, short), scene.font(14.5), 400, scene.theme.muted);
    let full = run(frame.tall);
    let full = if full.width(scene.measure) > most { run(true) } else { full };
    if full.width(scene.measure) <= most {
        write(&[full], &mut y, 0.0);
    } else {
        for line in wrap(&full, most, scene) {
            write(&[line], &mut y, 0.0);
        }
    }
    (texts, boxes)
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
    parts.push(scene.words.sentence(&totals(scene), false));
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

/// Whose the city's data are: in the lower left corner.
pub fn attribution(scene: &Scene, document: &Document) -> Option<Label> {
    let said = document.attribution.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
    let frame = &scene.map.frame;
    let run = Run::new(said, 12.0, 400, scene.theme.muted).fit(frame.width - 20.0, scene.measure);
    let corner = Point::new(8.0, frame.height - 6.0);
    Some(Label {
        versions: vec![(0.0, vec![vec![run]])],
        slots: vec![Slot { at: corner, align: Anchor::Start, sits: Sits::Above, cost: 0.0, on: None }],
        priority: 9_000,
        must: Some((corner, 4.0, Vec2::new(0.3, -1.0))),
        halo: Some(if frame.tall { scene.theme.sea } else { scene.theme.land }),
        tie: None,
    })
}
