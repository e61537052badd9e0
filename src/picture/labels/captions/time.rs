//! What is said along time: a flag at each KT, figures at the feet of what falls, ponds.

use super::{around, changed, rank, slot};
use crate::{
    document::{Kind, Mood},
    frame::{Anchor, Color},
    map::Timeline,
    picture::{
        marks,
        placing::{Label, Sits, Slot, Version},
        rings,
        scene::{Scene, Site, kt_name},
        style::text::Run,
    },
};

/// A KT's question, who goes on and who leaves: beside its line, above the river.
pub fn flag(scene: &Scene, timeline: &Timeline, site: &Site, kt: u8, by_size: u32) -> Option<Label> {
    let gate = timeline.gates.iter().find(|gate| gate.node == site.index)?;
    let (frame, s, theme, words) = (&scene.map.frame, scene.scale(), scene.theme, scene.words);
    let [red, blue, other] = site.out;
    let shares = scene.figures.shares(&[red, blue, other]);
    // Of what arrives, not of what leaves: what is underway has not decided.
    let share = |part: f64, own: usize| {
        let exact = (red + blue + other - site.inflow).abs() <= 1e-9 * site.inflow;
        if exact {
            shares.get(own).cloned().unwrap_or_default()
        } else {
            scene.figures.percent(part / site.inflow.max(1e-12))
        }
    };
    let question = site.own_name().unwrap_or(words.question(kt));
    let question = Run::new(question, scene.font(15.0), 700, theme.ink).fit(scene.font(15.0) * 13.0, scene.measure);
    let figure = |count: f64, short: bool| if short { scene.figures.short(count) } else { scene.figures.count(count) };
    let says = |count: f64, own: usize, verb: &str, color: Color, short: bool, bare: bool| {
        let mut line = vec![Run::new(figure(count, short), scene.font(15.0), 800, color)];
        let share = share(count, own);
        let rest = if bare { share } else { [verb, ", ", &share].concat() };
        line.push(Run::new(rest, scene.font(14.0), 500, color));
        line
    };
    let lines = |short: bool, bare: bool| {
        let mut lines = vec![says(red, 0, words.go_on(kt), theme.warm_text, short, bare)];
        if blue > 0.0 {
            lines.push(says(blue, 1, words.leave(), theme.cold_text, short, bare));
        }
        lines
    };
    let full: Vec<Vec<Run>> = std::iter::once(vec![question]).chain(lines(false, false)).collect();
    let versions: Vec<Version> =
        vec![(0.0, full), (6.0, lines(false, false)), (14.0, lines(false, true)), (20.0, lines(true, true))];
    let counts = |part: usize| {
        let now = site.out.get(part).copied();
        [site.before.and_then(|(_, out)| out.get(part).copied()), now]
    };
    // Of the two lines below the question the red one tells what levers change.
    let versions = if site.before.is_some() {
        let (first, rest) = (versions.iter().take(1).cloned().collect(), versions.iter().skip(1).cloned().collect());
        [changed(scene, first, counts(0), 1, false), changed(scene, rest, counts(0), 0, false)].concat()
    } else {
        versions
    };
    let top = gate.across.0;
    let mut slots = Vec::new();
    for step in 0..7 {
        let off = f64::from(step) * 5.0;
        if frame.tall {
            let at = frame.point(gate.along, top - 8.0);
            slots.push(slot(at.x, at.y + 4.0 + off, Anchor::Start, Sits::Below, off * 0.3));
            slots.push(slot(at.x, at.y - 4.0 - off, Anchor::Start, Sits::Above, 2.0 + off * 0.3));
            continue;
        }
        let reach = rings::Ring::of(site).outer();
        // Clear of the ring, where that stands out above the bank.
        let low = (site.at.y - reach - 2.0).min(top - 6.0 * s);
        slots.push(slot(gate.along + 8.0 * s.max(0.7), low - off, Anchor::Start, Sits::Above, off * 0.3));
        slots.push(slot(gate.along - 8.0 * s.max(0.7), low - off, Anchor::End, Sits::Above, 7.0 + off * 0.3));
        let beside = gate.along + reach + 5.0;
        slots.push(slot(beside, top - 6.0 * s - off, Anchor::Start, Sits::Above, 3.0 + off * 0.3));
    }
    Some(Label {
        versions,
        slots,
        priority: rank::KT + 1_000 + by_size,
        must: Some((site.at, rings::Ring::of(site).outer(), frame.vector(0.0, -1.0))),
        halo: Some(theme.land),
        tie: None,
    })
}

/// A KT whose ring is too small for its name.
pub fn name(scene: &Scene, site: &Site, kt: u8) -> Option<Label> {
    let ring = rings::Ring::of(site);
    if marks::name_size(&ring, &kt_name(kt), scene).is_some() {
        return None;
    }
    let name = vec![vec![Run::new(kt_name(kt), scene.font(12.0), 800, scene.theme.ink)]];
    Some(Label {
        versions: vec![(0.0, name)],
        slots: around(site.at, ring.outer() + 2.0, &[180.0, 0.0, -90.0, 90.0]),
        priority: rank::KT + 3_000,
        must: Some((site.at, ring.outer(), -site.direction)),
        halo: Some(scene.theme.land),
        tie: None,
    })
}

/// How many fall into the sea at each foot, and where they come from.
pub fn feet(scene: &Scene, timeline: &Timeline, labels: &mut Vec<Label>) {
    let (frame, s, theme) = (&scene.map.frame, scene.scale(), scene.theme);
    let lost = |stream: usize| scene.network.solved.streams.get(stream).map_or(0.0, |flow| flow.clients);
    let most = timeline.feet.iter().map(|(stream, ..)| lost(*stream)).fold(0.0, f64::max);
    for (stream, at, width) in &timeline.feet {
        let count = lost(*stream);
        if count <= 0.0 {
            continue;
        }
        let edge = petgraph::graph::EdgeIndex::new(*stream);
        let from = scene.network.graph.edge_endpoints(edge).and_then(|(from, _)| scene.sites.get(from.index()));
        let several = |kt: u8| scene.sites.iter().filter(|site| site.kt == Some(kt)).count() > 1;
        let place = from.map_or(String::new(), |site| match (site.kt, site.kind) {
            // Of several each has its name.
            (Some(kt), _) if several(kt) && site.own_name().is_some() => {
                scene.words.lost_at(&[&kt_name(kt), ", ", site.own_name().unwrap_or_default()].concat())
            }
            (Some(kt), _) => scene.words.lost_at(&kt_name(kt)),
            (_, Kind::Regulars) => scene.words.lost_at(scene.words.regulars()),
            _ => scene.words.lost("").trim().to_owned(),
        });
        let largest = count >= most;
        let size = scene.font(if largest { 34.0 } else { 26.0 });
        let big = |text: String, size: f64| Run::new(text, size, 800, theme.cold_text);
        let small = Run::new(place, scene.font(14.0), 500, theme.ink);
        let (full, short) = (scene.figures.count(count), scene.figures.short(count));
        let versions = vec![
            (0.0, vec![vec![big(full.clone(), size)], vec![small.clone()]]),
            (4.0, vec![vec![big(full.clone(), scene.font(20.0))], vec![small.clone()]]),
            (9.0, vec![vec![big(short.clone(), scene.font(16.0))], vec![small]]),
            (14.0, vec![vec![big(full, scene.font(15.0))]]),
            (20.0, vec![vec![big(short, 12.0)]]),
        ];
        let before = scene.before(*stream);
        let versions = changed(scene, versions, [before, Some(count)], 0, false);
        let half = width / 2.0 + 12.0 * s.max(0.6);
        let mut slots = Vec::new();
        for step in 0..9 {
            let up = f64::from(step) * 7.0;
            if frame.tall {
                // The shore is upright: figures stand over it.
                slots.push(slot(at.x + 8.0 + up, at.y - half, Anchor::Start, Sits::Above, up * 0.1));
                slots.push(slot(at.x + 8.0 + up, at.y + half, Anchor::Start, Sits::Below, 1.0 + up * 0.1));
                continue;
            }
            let beyond = at.x + half + scene.font(14.0) * 6.0 > timeline.span.1;
            let right = if beyond { 40.0 } else { 0.0 } + up * 0.1;
            slots.push(slot(at.x + half, at.y - 6.0 * s - up, Anchor::Start, Sits::Above, right));
            slots.push(slot(at.x - half, at.y - 6.0 * s - up, Anchor::End, Sits::Above, 3.0 + up * 0.1));
        }
        labels.push(Label {
            versions,
            slots,
            priority: rank::KT + (500.0 * count / most.max(1e-9)) as u32,
            must: None,
            halo: Some(theme.land),
            tie: None,
        });
    }
}

/// Who is underway at each pond.
pub fn ponds(scene: &Scene, timeline: &Timeline, labels: &mut Vec<Label>) {
    let s = scene.scale();
    for (node, at, breadth) in &timeline.ponds {
        let Some(flow) = scene.network.solved.nodes.get(*node) else { continue };
        let radius = (11.0 * s).max(6.0).max(breadth / 2.0 + 2.0 * s);
        let said = |text: String| vec![vec![Run::new(text, scene.font(13.0), 600, scene.theme.ink)]];
        let [long, short] = scene.words.underway(&scene.figures.count(flow.underway));
        labels.push(Label {
            versions: vec![(0.0, said(short)), (4.0, said(scene.figures.count(flow.underway))), (9.0, said(long))],
            slots: around(*at, radius + 5.0, &[0.0, 30.0, -30.0, 90.0, -90.0]),
            priority: rank::REGULARS - 10,
            must: None,
            halo: Some(scene.theme.land),
            tie: None,
        });
    }
}

/// The sea: what all of it takes.
pub fn sea(scene: &Scene, timeline: &Timeline) -> Option<Label> {
    let (frame, theme) = (&scene.map.frame, scene.theme);
    let lost: f64 = scene.sites.iter().filter(|site| site.kind == Kind::Sea).map(|site| site.inflow).sum();
    if lost <= 0.0 || timeline.feet.is_empty() {
        return None;
    }
    let own = scene.sites.iter().find(|site| site.kind == Kind::Sea && !site.label.is_empty());
    let name = own.map_or(scene.words.sea(), |site| &site.label);
    let said = |count: String| {
        let text = [name, ": ", &scene.words.lost(&count)].concat();
        vec![vec![Run::new(text, scene.font(14.0), 500, theme.muted)]]
    };
    let deep = f64::midpoint(timeline.shore, timeline.axis) + 0.12 * (timeline.axis - timeline.shore);
    let (from, to) = timeline.span;
    let places = (1..=18).map(|part| {
        let along = from + (to - from) * f64::from(part) / 20.0;
        let at = frame.point(along, deep);
        Slot { cost: f64::from(part), ..slot(at.x, at.y, Anchor::Middle, Sits::Level, 0.0) }
    });
    Some(Label {
        versions: vec![(0.0, said(scene.figures.count(lost))), (5.0, said(scene.figures.short(lost)))],
        slots: if frame.tall { Vec::new() } else { places.collect() },
        priority: rank::SEA,
        must: None,
        halo: Some(theme.sea),
        tie: None,
    })
}

/// What runs in the river itself, where it is broad enough to be written on.
pub fn on_water(scene: &Scene, timeline: &Timeline, labels: &mut Vec<Label>) {
    let (frame, theme) = (&scene.map.frame, scene.theme);
    let kts: Vec<&Site> = scene.sites.iter().filter(|site| site.kt == Some(1) && site.shown).collect();
    let [site] = kts[..] else { return };
    let Some(gate) = timeline.gates.iter().find(|gate| gate.node == site.index) else { return };
    let back = |stream: &usize| {
        let to = scene.network.graph.edge_endpoints(petgraph::graph::EdgeIndex::new(*stream)).map(|(_, to)| to.index());
        scene.map.outline.returns(*stream) && to == Some(site.index)
    };
    let streams = scene.network.solved.streams.iter().enumerate();
    let returned: f64 = streams.filter(|(stream, _)| back(stream)).map(|(_, flow)| flow.clients).sum();
    let first = site.inflow - returned;
    let size = scene.font(24.0);
    let back = gate.along - timeline.span.0;
    let count = |text: String| vec![vec![Run::new(text, size, 800, theme.casing)]];
    let middle = frame.point(timeline.span.0 + 0.4 * back, f64::midpoint(gate.across.0, gate.across.1));
    let broad = gate.across.1 - gate.across.0 > 2.2 * size;
    let wide = Run::new(scene.figures.count(first), size, 800, theme.casing).width(scene.measure);
    if broad && back - rings::Ring::of(site).outer() > wide {
        labels.push(Label {
            versions: vec![(0.0, count(scene.figures.count(first)))],
            slots: vec![slot(middle.x, middle.y, Anchor::Middle, Sits::Level, -60.0)],
            priority: rank::INFLOW,
            must: None,
            halo: None,
            tie: None,
        });
    } else if !frame.tall {
        // Under the river, before the gate.
        let what = Run::new(scene.words.choose_in_time(), scene.font(14.0), 500, theme.muted);
        let figure = Run::new(scene.figures.count(first), scene.font(18.0), 800, theme.ink);
        let below = gate.across.1 + 6.0;
        let offs = [0.0, 12.0, 26.0, 44.0]
            .map(|off| slot(gate.along - 10.0, below + off, Anchor::End, Sits::Below, off * 0.1));
        labels.push(Label {
            versions: vec![(0.0, vec![vec![figure.clone()], vec![what]]), (5.0, vec![vec![figure]])],
            slots: offs.to_vec(),
            priority: rank::INFLOW,
            must: None,
            halo: Some(theme.land),
            tie: None,
        });
    }
}

/// How many come back, over their canals.
pub fn canal(scene: &Scene, timeline: &Timeline) -> Option<Label> {
    let (frame, network) = (&scene.map.frame, scene.network);
    let red = |stream: &usize| {
        let flow = network.solved.streams.get(*stream);
        scene.map.outline.returns(*stream)
            && flow.is_some_and(|flow| flow.mood == Some(Mood::Red) && flow.clients > 0.0)
    };
    let streams: Vec<usize> = (0..network.solved.streams.len()).filter(red).collect();
    let sum = |of: &dyn Fn(usize) -> Option<f64>| streams.iter().map(|stream| of(*stream)).sum::<Option<f64>>();
    let now = sum(&|stream| Some(network.solved.streams.get(stream)?.clients)).filter(|sum| *sum > 0.0)?;
    let ribbons = streams.iter().filter_map(|stream| scene.map.ribbons.get(*stream)).filter(|ribbon| ribbon.is_drawn());
    let points =
        || ribbons.clone().flat_map(|ribbon| ribbon.line.iter().map(move |p| (frame.flow(*p), ribbon.width / 2.0)));
    let top = points().map(|((_, across), half)| across - half).fold(f64::INFINITY, f64::min);
    let left = points().map(|((along, _), _)| along).fold(f64::INFINITY, f64::min);
    let right = points().map(|((along, _), _)| along).fold(f64::NEG_INFINITY, f64::max).min(timeline.span.1);
    let mut slots = Vec::new();
    for part in 2..=18 {
        let along = left + (right - left) * f64::from(part) / 20.0;
        let cost = (f64::from(part) / 20.0 - 0.5).abs() * 14.0;
        let (over, under) = (frame.point(along, top - 9.0), frame.point(along, timeline.flags.0 + 9.0));
        if frame.tall {
            slots.push(slot(under.x, under.y, Anchor::End, Sits::Level, cost));
            continue;
        }
        slots.push(slot(over.x, over.y, Anchor::Middle, Sits::Above, cost));
        slots.push(slot(under.x, under.y, Anchor::Middle, Sits::Below, 20.0 + cost));
    }
    let color = scene.theme.warm_text;
    let verb = |words: &str| Run::new(words, scene.font(14.0), 600, color);
    let count = Run::new(scene.figures.count(now), scene.font(17.0), 800, color);
    let line = |words| (0.0, vec![vec![count.clone(), verb(words)]]);
    let stacked = |words| (4.0, vec![vec![count.clone()], vec![verb(words)]]);
    let versions = if frame.tall {
        vec![stacked(scene.words.come_back())]
    } else {
        vec![line(scene.words.regulars_return()), stacked(scene.words.come_back())]
    };
    let before = sum(&|stream| scene.before(stream));
    Some(Label {
        versions: changed(scene, versions, [before, Some(now)], 0, false),
        slots,
        priority: rank::CANAL,
        must: None,
        halo: Some(scene.theme.land),
        tie: None,
    })
}
