//! What is said where water ends: at competitors and in the sea.

use super::{around, changed, ground, rank, slot, spread};
use crate::{
    document::Kind,
    frame::Anchor,
    picture::{
        land::time,
        marks,
        placing::{Label, Sits, Slot},
        scene::{Scene, Site},
        style::text::Run,
    },
};
use petgraph::graph::NodeIndex;

pub fn rival(scene: &Scene, site: &Site, priority: u32) -> Option<Label> {
    let s = scene.scale();
    let all: f64 = scene.sites.iter().filter(|s| s.kind == Kind::Competitor).map(|s| s.inflow).sum();
    let theme = scene.theme;
    // Only in a business is it a loss.
    let color = if scene.map.outline.business { theme.cold_text } else { theme.muted };
    let count = |text: String| Run::new(text, scene.font(15.0), 800, color);
    let shares = scene.figures.shares(&[site.inflow, all - site.inflow]);
    let share = shares.first().filter(|_| all > site.inflow * 1.000_1);
    let share = share.map(|share| Run::new(share, scene.font(14.0), 600, color));
    let whole = Run::new(&site.label, scene.font(15.0), 600, theme.ink);
    let name = |most: f64| whole.clone().fit(most, scene.measure);
    let long = (290.0 * s).max(110.0);
    let (full, short) = (count(scene.figures.count(site.inflow)), count(scene.figures.short(site.inflow)));
    let mut versions = if site.label.is_empty() {
        vec![(0.0, vec![vec![full.clone()]])]
    } else {
        vec![
            (3.0, vec![vec![name(long)], vec![full.clone()]]),
            (7.0, vec![vec![name(long * 0.6)], vec![full.clone()]]),
            (9.0, vec![vec![name(long * 0.4)], vec![short.clone()]]),
            (12.0, vec![vec![name(long * 0.4), short]]),
            (16.0, vec![vec![name(long * 0.4)]]),
        ]
    };
    if let Some(share) = share.filter(|_| !scene.map.frame.tall) {
        let (_, mut first) = versions.first().cloned().unwrap_or_default();
        if let Some(line) = first.last_mut() {
            line.push(share);
        }
        versions.insert(0, (0.0, first));
    }
    let last = versions.first().map_or(0, |(_, lines)| lines.len().saturating_sub(1));
    let counts = [site.before.map(|(inflow, _)| inflow), Some(site.inflow)];
    let mut versions = changed(scene, versions, counts, last, false);
    if let Some((first, rest)) = site.label.split_once(' ') {
        // Rather on two lines than cut.
        let part = |text: &str| vec![Run { text: text.to_owned(), ..whole.clone() }.fit(long * 0.6, scene.measure)];
        let parted = vec![(5.0, vec![part(first), part(rest), vec![full]])];
        versions.extend(changed(scene, parted, counts, 2, false));
    }
    if let Some(own) = &scene.map.timeline {
        let slots = time::beside_landing(site, own, &scene.map.frame);
        return Some(Label { versions, slots, priority, must: None, halo: ground(scene, site), tie: None });
    }
    let half = marks::house_half(site.breadth, s);
    let best: &[f64] = if scene.map.frame.tall {
        &[90.0, -90.0, 180.0, 0.0]
    } else {
        &[180.0, 0.0, 90.0, 150.0, 30.0, -150.0, -30.0, -90.0]
    };
    let mut slots = around(site.at, half + 7.0, best);
    slots.extend(
        around(site.at, half * 1.28 + 7.0, best).into_iter().map(|slot| Slot { cost: slot.cost + 1.0, ..slot }),
    );
    Some(Label { versions, slots, priority, must: None, halo: ground(scene, site), tie: None })
}

/// The sea's name and what it takes, out on the water beyond the river's mouth.
pub fn sea(scene: &Scene, site: &Site) -> Option<Label> {
    let s = scene.scale();
    let frame = &scene.map.frame;
    let theme = scene.theme;
    let business = scene.map.outline.business;
    let several = scene.sites.iter().filter(|s| s.kind == Kind::Sea).count() > 1;
    let network = scene.network;
    let ends = network.graph.edges_directed(NodeIndex::new(site.index), petgraph::Direction::Incoming);
    let ends = ends.filter_map(|e| {
        let ribbon = scene.map.ribbons.get(petgraph::visit::EdgeRef::id(&e).index())?;
        ribbon.line.last().map(|p| (frame.flow(*p), ribbon.width))
    });
    let (mut along, mut across) = frame.flow(site.at);
    for ((a, c), width) in ends {
        along = along.max(a);
        across = across.max(c + width / 2.0);
    }
    let land = scene.map.land.is_some();
    let word = if land { scene.words.off_the_map() } else { scene.words.sea() };
    let name = if site.label.is_empty() { word } else { &site.label };
    let mut italic = Run::new(name, scene.font(16.0), 400, theme.muted).spaced(1.2 * s.max(0.6));
    italic.italic = true;
    let italic = italic.fit((200.0 * s).max(90.0), scene.measure);
    let lost = |text: String| {
        let text = if business { scene.words.lost(&text) } else { text };
        let (size, color) =
            if several { (15.0, theme.ink) } else { (22.0, if business { theme.cold_text } else { theme.ink }) };
        Run::new(text, scene.font(size), if several { 600 } else { 800 }, color)
    };
    let (full, short) = (lost(scene.figures.count(site.inflow)), lost(scene.figures.short(site.inflow)));
    let mut slots = Vec::new();
    let end = frame.point(along, across);
    if land {
        slots.extend(beside_end(scene, site));
    } else if frame.tall {
        for step in 0..6 {
            let p = frame.point(along - 20.0 * s + f64::from(step) * 8.0, 0.0);
            slots.push(slot(frame.width * 0.5, p.y, Anchor::Middle, Sits::Level, f64::from(step)));
            slots.push(slot(end.x + 60.0 * s, p.y, Anchor::Start, Sits::Level, 1.0 + f64::from(step)));
        }
    } else {
        for down in [24.0, 10.0, 40.0, 2.0, -30.0, -60.0] {
            for off in [110.0, 70.0, 40.0, 0.0] {
                let cost = f64::abs(down - 24.0) * 0.1 + (110.0 - off) * 0.05;
                slots.push(slot(end.x + off * s, end.y + down * s, Anchor::Middle, Sits::Below, cost));
            }
        }
    }
    // Where the sea is full, on the land before it.
    for far in spread(if land { 0 } else { 3 }, 8.0) {
        let p = frame.point(along - 125.0 * s, across + 6.0 + far);
        let on = Some(theme.land);
        slots.push(Slot { on, ..slot(p.x, p.y, Anchor::End, Sits::Below, 30.0) });
        slots.push(Slot { on, ..slot(p.x, p.y - 2.0 * (6.0 + far) - site.breadth, Anchor::End, Sits::Above, 32.0) });
    }
    let stacked = vec![vec![italic.clone()], vec![full.clone()]];
    let in_line = vec![vec![italic.clone(), full.clone()]];
    let (first, second) = if frame.tall || several { (in_line, stacked) } else { (stacked, in_line) };
    let versions = vec![
        (0.0, first),
        (3.0, second),
        (8.0, vec![vec![italic], vec![short.clone()]]),
        (14.0, vec![vec![full]]),
        (20.0, vec![vec![short]]),
    ];
    let last = if frame.tall || several { 0 } else { 1 };
    let change = [site.before.map(|(inflow, _)| inflow), Some(site.inflow)];
    let versions = changed(scene, versions, change, last, false);
    (site.inflow > 0.0).then_some(Label {
        versions,
        slots,
        priority: rank::SEA,
        must: None,
        halo: Some(if land { theme.land } else { theme.sea }),
        tie: None,
    })
}

/// Slots over and under the way on which water leaves the map, before it is gone.
fn beside_end(scene: &Scene, site: &Site) -> Vec<Slot> {
    let mut slots = Vec::new();
    let away = site.breadth / 2.0 + 9.0;
    let up_and_down = site.direction.y.abs() > site.direction.x.abs();
    for back in [6.0, 30.0, 60.0, 100.0] {
        for (far, step) in spread(4, 7.0).zip(0..) {
            let cost = back * 0.04 + f64::from(step);
            let p = site.at - site.direction * back;
            if up_and_down {
                slots.push(slot(p.x + away + far, p.y, Anchor::Start, Sits::Level, cost));
                slots.push(slot(p.x - away - far, p.y, Anchor::End, Sits::Level, cost + 0.3));
            } else {
                let align = if site.direction.x > 0.0 { Anchor::End } else { Anchor::Start };
                slots.push(slot(p.x, p.y - away - far, align, Sits::Above, cost));
                slots.push(slot(p.x, p.y + away + far, align, Sits::Below, cost + 0.3));
            }
        }
    }
    let right = 0.97 * scene.map.frame.width;
    slots.retain(|slot| (8.0..right).contains(&slot.at.x));
    slots
}
