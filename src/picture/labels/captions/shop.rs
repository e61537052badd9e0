//! What is said at the KTs, the till and the regulars.

use super::{around, changed, figure, ground, rank, slot, spread, surely_changed};
use crate::{
    document::Kind,
    frame::{Anchor, Color},
    map::flow_frame::{angle_of, right_of},
    picture::{
        marks,
        placing::{Label, Sits, Slot, Version},
        rings,
        scene::{Scene, Site, kt_name},
        style::text::Run,
    },
};
use petgraph::graph::NodeIndex;

/// Both figures of a KT, the red ones on the red bank, the blue ones beside the blue stream; what arrives at KT1.
pub fn fork(scene: &Scene, site: &Site, kt: u8, worst: f64, by_size: u32, labels: &mut Vec<Label>) {
    let [red, blue, other] = site.out;
    let shares = scene.figures.shares(&[red, blue, other]);
    let share = |i: usize| shares.get(i).map_or("", String::as_str);
    let ring = rings::Ring::of(site);
    let small = marks::name_size(&ring, &kt_name(kt), scene).is_none();
    let low = small && !scene.down() || low(scene, site);
    let (red_size, blue_size) = match kt {
        _ if low => (13.0, 13.0),
        _ if blue >= worst && worst > 0.0 => (25.0, 28.0),
        3 => (18.0, 18.0),
        _ => (20.0, 20.0),
    };
    let right = right_of(site.direction);
    let mut add = |versions: Vec<Version>, slots, priority, towards| {
        let must = Some((site.at, ring.outer(), towards));
        labels.push(Label {
            versions,
            slots,
            priority: rank::KT + by_size + priority,
            must,
            halo: ground(scene, site),
            tie: None,
        });
    };
    let words = scene.words;
    let changed = |versions: Vec<Version>, counts, left| {
        let bare = versions.first().and_then(|(_, lines)| lines.first()?.first()).cloned();
        if kt <= 2 {
            return surely_changed(scene, versions, counts, left, bare.map(|bare| (18.0, bare)));
        }
        changed(scene, versions, counts, 0, left)
    };
    let before = |part: usize| site.before.and_then(|(_, out)| out.get(part).copied());
    if blue > 0.0 {
        let what = [share(1), words.blue_verb(kt)];
        let versions = versions(scene, low, blue, blue_size, what, scene.theme.cold_text);
        let versions = changed(versions, [before(1), Some(blue)], true);
        add(versions, blue_slots(scene, site, low), 2_000, right);
    }
    if red > 0.0 {
        let what = [share(0), words.red_verb(kt)];
        let versions = versions(scene, low, red, red_size, what, scene.theme.warm_text);
        let versions = changed(versions, [before(0), Some(red)], false);
        add(versions, red_slots(scene, site, low), 1_000, -right);
    }
    if small {
        // Too small a ring for its name: it stands beside it.
        let name = vec![vec![Run::new(kt_name(kt), scene.font(12.0), 800, scene.theme.ink)]];
        let mut slots = around(site.at, ring.outer() + 2.0, &[180.0, 0.0, -90.0, 90.0]);
        if !scene.down() {
            slots.extend(corner(site, &ring, true, Anchor::End));
        }
        add(vec![(0.0, name)], slots, 3_000, -site.direction);
    }
    let arrives = kt == 1 && site.inflow > 0.0 && !scene.down();
    // The first KT of a shop gives the shop its name.
    let names_shop = scene.map.outline.shops.iter().any(|nodes| nodes.first() == Some(&site.index));
    let own = site.own_name().filter(|_| !names_shop);
    let size = scene.font(13.0);
    let own = own.map(|own| Run::new(own, size, 600, scene.theme.muted).fit(size * 10.0, scene.measure));
    if arrives {
        labels.push(inflow(scene, site, own.as_ref().map_or(words.choose(), |own| &own.text)));
    } else if let Some(run) = own {
        labels.push(Label {
            versions: vec![(0.0, vec![vec![run]])],
            slots: around(site.at, ring.outer() + 3.0, &[-50.0, 50.0, -130.0, 130.0, -90.0, 90.0, 0.0, 180.0]),
            priority: rank::SHOP,
            must: None,
            halo: ground(scene, site),
            tie: None,
        });
    }
}

/// Whether two lines of figures have no room between a mark and the wall of its shop.
fn low(scene: &Scene, site: &Site) -> bool {
    site.room < 1.2 * (scene.font(18.0) + scene.font(14.0)) + 4.0
}

/// A KT's figure; in a low shop on one line from the first.
fn versions(scene: &Scene, low: bool, count: f64, size: f64, what: [&str; 2], color: Color) -> Vec<Version> {
    let mut versions = figure(scene, count, size, what, color);
    if low {
        versions.retain(|(_, lines)| lines.len() == 1);
        let most = versions.first().map_or(0.0, |(cost, _)| *cost);
        versions.iter_mut().for_each(|(cost, _)| *cost -= most);
    }
    versions
}

/// Beside a small ring, close above or below the stream that passes it.
fn corner(site: &Site, ring: &rings::Ring, above: bool, align: Anchor) -> impl Iterator<Item = Slot> {
    let side = if align == Anchor::Start { 1.0 } else { -1.0 };
    let (x, half) = (site.at.x + side * 0.8 * ring.outer(), site.breadth / 2.0 + 3.0);
    let (y, sits) = if above { (site.at.y - half, Sits::Above) } else { (site.at.y + half, Sits::Below) };
    let further = if above { -1.0 } else { 1.0 };
    (0..4).map(move |step| {
        let far = f64::from(step) * 3.0;
        slot(x + side * far, y + further * far, align, sits, far * 0.5)
    })
}

/// Slots on the side of a ring where its red or its blue water leaves, where the streets decide which that is.
fn beside_crotch(site: &Site, red: bool) -> Option<Vec<Slot>> {
    let crotch = site.crotch?;
    let side = if red == crotch.mirrored { 1.0 } else { -1.0 };
    let angles = [90.0, 75.0, 105.0, 60.0, 120.0, 45.0, 138.0, 30.0, 155.0];
    let angles = angles.map(|off| crotch.angle.to_degrees() + side * off);
    let reach = rings::Ring::of(site).outer() + 7.0;
    let further = [0.0, 20.0, 44.0].into_iter().flat_map(|far| {
        let slots = around(site.at, reach + far, &angles).into_iter();
        slots.map(move |slot| Slot { cost: 0.5 * slot.cost + 0.3 * far, ..slot })
    });
    Some(further.collect())
}

fn blue_slots(scene: &Scene, site: &Site, low: bool) -> Vec<Slot> {
    if let Some(slots) = beside_crotch(site, false) {
        return slots;
    }
    let s = scene.scale();
    let (at, ring) = (site.at, rings::Ring::of(site));
    let outer = ring.outer();
    let mut slots = Vec::new();
    for far in spread(7, 6.0) {
        if scene.down() {
            for off in [0.0, -8.0, 8.0, -18.0, 18.0, 30.0] {
                let cost = far * 0.5 + f64::abs(off) * 0.2;
                slots.push(slot(at.x - outer - 5.0 - far, at.y + off, Anchor::End, Sits::Level, cost));
            }
            continue;
        }
        for off in [14.0, 20.0, 4.0, -6.0, -18.0, -32.0] {
            let cost = far * 0.4 + f64::abs(14.0 - off) * 0.15;
            slots.push(slot(at.x + off * s, at.y + outer + 4.0 + far, Anchor::End, Sits::Below, cost));
        }
        slots.push(slot(at.x + outer + 14.0 + far, at.y + outer, Anchor::Start, Sits::Level, 9.0 + far * 0.4));
    }
    close_first(scene, site, low, false, slots)
}

/// The slots; in a low shop first those beside the stream, or on a tall canvas across it: elsewhere a figure might seem
/// another shop's.
fn close_first(scene: &Scene, site: &Site, low: bool, red: bool, mut slots: Vec<Slot>) -> Vec<Slot> {
    if !low {
        return slots;
    }
    let tall = scene.down();
    slots.iter_mut().for_each(|slot| slot.cost += if tall { 30.0 } else { 12.0 });
    let ring = rings::Ring::of(site);
    if tall {
        let (off, sits) = if red { (ring.outer() + 1.0, Sits::Below) } else { (-ring.outer() - 1.0, Sits::Above) };
        let aside = [0.0, 4.0, -4.0].into_iter();
        slots.extend(aside.map(|x| slot(site.at.x + x, site.at.y + off, Anchor::Middle, sits, f64::abs(x))));
    } else {
        slots.extend(corner(site, &ring, red, if red { Anchor::Start } else { Anchor::End }));
    }
    slots
}

fn red_slots(scene: &Scene, site: &Site, low: bool) -> Vec<Slot> {
    if let Some(slots) = beside_crotch(site, true) {
        return slots;
    }
    let s = scene.scale();
    let (at, ring) = (site.at, rings::Ring::of(site));
    let outer = ring.outer();
    let mut slots = Vec::new();
    for far in spread(7, 6.0) {
        if scene.down() {
            for off in [0.0, 8.0, -8.0, 16.0, -18.0, 30.0] {
                let cost = far * 0.5 + f64::abs(off) * 0.2;
                slots.push(slot(at.x + outer + 5.0 + far, at.y + off, Anchor::Start, Sits::Level, cost));
            }
            continue;
        }
        if !site.inside {
            // Right of the ring, on the bank of the water that comes to us.
            let x = at.x + ring.radius + 4.0 * s;
            slots.push(slot(x, at.y - 0.62 * ring.radius - far, Anchor::Start, Sits::Above, far * 0.3));
        }
        for off in [0.0, 10.0, -10.0, 22.0, -22.0, 34.0, -34.0] {
            let cost = far * 0.4 + f64::abs(off) * 0.12 + if site.inside { 0.0 } else { 6.0 };
            slots.push(slot(at.x + off * s, at.y - outer - 3.0 - far, Anchor::Middle, Sits::Above, cost));
        }
    }
    close_first(scene, site, low, true, slots)
}

/// What arrives at KT1, under the trunk.
fn inflow(scene: &Scene, site: &Site, what: &str) -> Label {
    let s = scene.scale();
    let right = right_of(site.direction);
    let mut slots = Vec::new();
    if site.crotch.is_some() {
        // Beside the trunk, on whichever side there is room.
        for back in [96.0, 118.0, 76.0, 140.0] {
            let p = site.at - site.direction * back * s;
            let sides = [right, -right].map(|side| (p + side * (site.breadth / 2.0 + 8.0 * s), side));
            for (p, side) in sides {
                let degrees = angle_of(side).to_degrees();
                let off = slots.len() as f64 * 0.2;
                slots.extend(around(p, 4.0, &[degrees]).into_iter().map(|slot| Slot { cost: slot.cost + off, ..slot }));
            }
        }
    }
    for back in [118.0, 96.0, 140.0, 165.0] {
        let p = site.at - site.direction * (site.radius + (back - 42.0) * s) + right * (site.breadth / 2.0 + 12.0 * s);
        for far in spread(4, 6.0) {
            let cost = (back - 118.0_f64).abs() * 0.05 + far * 0.3;
            slots.push(slot(p.x, p.y + far, Anchor::Middle, Sits::Below, cost));
        }
    }
    Label {
        versions: changed(
            scene,
            figure(scene, site.inflow, 20.0, ["", what], scene.theme.ink),
            [site.before.map(|(inflow, _)| inflow), Some(site.inflow)],
            0,
            false,
        ),
        slots,
        priority: rank::INFLOW,
        must: None,
        halo: ground(scene, site),
        tie: None,
    }
}

/// The regulars' pool: its name and what it holds, and what drifts away from it.
pub fn regulars(scene: &Scene, site: &Site, labels: &mut Vec<Label>) {
    let s = scene.scale();
    let tall = scene.down();
    let halo = ground(scene, site);
    let (at, outer) = (site.at, rings::Ring::of(site).outer());
    let name = if site.label.is_empty() { scene.words.regulars() } else { &site.label };
    let run = |text: &str, color| Run::new(text, scene.font(14.5), 600, color).fit(150.0 * s.max(0.7), scene.measure);
    let (name, count) = (run(name, scene.theme.ink), run(&scene.figures.count(site.inflow), scene.theme.muted));
    let ways: &[f64] = if tall { &[0.0, -30.0, 30.0, -60.0, 60.0] } else { &[-90.0, -60.0, -120.0, -30.0, 0.0] };
    let mut slots = around(at, outer + 3.0, ways);
    if !tall {
        let ends = [14.0, 6.0, 0.0, -8.0, -16.0]
            .map(|off| slot(at.x + off * s, at.y - outer - 3.0, Anchor::End, Sits::Above, 1.0));
        slots.extend(ends);
    }
    let pooled = [site.before.map(|(inflow, _)| inflow), Some(site.inflow)];
    labels.push(Label {
        versions: [
            changed(scene, vec![(0.0, vec![vec![name.clone()], vec![count.clone()]])], pooled, 1, true),
            vec![(3.0, vec![vec![name.clone(), count]]), (12.0, vec![vec![name]])],
        ]
        .concat(),
        slots,
        priority: rank::REGULARS,
        must: None,
        halo,
        tie: None,
    });
    let [_, blue, _] = site.out;
    if blue <= 0.0 {
        return;
    }
    let mut slots = Vec::new();
    for far in spread(9, 7.0) {
        if tall {
            for off in [0.0, 10.0, -14.0, 24.0] {
                let cost = far * 0.4 + f64::abs(off) * 0.1;
                slots.push(slot(at.x - outer - 5.0 - far, at.y + off, Anchor::End, Sits::Level, cost));
            }
            continue;
        }
        let y = at.y + outer + 8.0 + far;
        slots.extend([12.0, 4.0, -6.0].map(|off| slot(at.x + off * s, y, Anchor::End, Sits::Below, far * 0.15)));
        slots.push(slot(at.x + outer + 16.0, y, Anchor::Start, Sits::Below, 16.0 + far * 0.2));
    }
    let low = low(scene, site);
    if tall && low {
        slots.clear();
        slots.extend([2.0, 6.0].map(|far| slot(at.x, at.y + outer + far, Anchor::Middle, Sits::Below, far)));
    }
    labels.push(Label {
        versions: changed(
            scene,
            versions(scene, low, blue, 18.0, ["", scene.words.blue_verb(4)], scene.theme.cold_text),
            [site.before.map(|(_, [_, blue, _])| blue), Some(blue)],
            0,
            true,
        ),
        slots,
        priority: rank::REGULARS + 20,
        must: None,
        halo,
        tie: None,
    });
}

/// A shop that is not seen from inside: its name, who buys there, and for how much.
pub fn closed(scene: &Scene, site: &Site, by_size: u32) -> Label {
    let theme = scene.theme;
    let shop = scene.map.outline.shop.get(site.index).copied().flatten();
    let nodes = shop.and_then(|shop| scene.map.outline.shops.get(shop)).map_or(&[][..], Vec::as_slice);
    let (mut buyers, mut revenue) = (0.0, 0.0);
    for till in scene.sites.iter().filter(|site| site.kind == Kind::Till && nodes.contains(&site.index)) {
        let node = scene.network.graph.node_weight(NodeIndex::new(till.index));
        buyers += till.inflow;
        revenue += till.inflow * node.and_then(|node| node.revenue_per_client).unwrap_or(0.0);
    }
    let buy = [&scene.figures.count(buyers), " ", scene.words.red_verb(2)].concat();
    let buy = Run::new(buy, scene.font(13.0), 600, theme.warm_text);
    let money = (revenue > 0.0).then(|| Run::new(scene.figures.money(revenue), scene.font(13.0), 600, theme.ink));
    let name = Run::new(&site.label, scene.font(13.0), 600, theme.ink).fit(scene.font(13.0) * 12.0, scene.measure);
    let both: Vec<Run> = [buy.clone()].into_iter().chain(money).collect();
    let versions = if site.label.is_empty() {
        vec![(0.0, vec![both]), (4.0, vec![vec![buy]])]
    } else {
        vec![
            (0.0, vec![vec![name.clone()], both]),
            (4.0, vec![vec![name.clone()], vec![buy]]),
            (12.0, vec![vec![name]]),
        ]
    };
    let slots =
        around(site.at, marks::shop_half(scene.scale()) + 6.0, &[0.0, 180.0, 90.0, -90.0, 30.0, 150.0, -30.0, -150.0]);
    Label { versions, slots, priority: rank::CLOSED_SHOP + by_size, must: None, halo: ground(scene, site), tie: None }
}

/// The till's revenue, or what passes it where nothing is said of money.
pub fn till(scene: &Scene, site: &Site) -> Label {
    let s = scene.scale();
    let price = scene.network.graph.node_weight(NodeIndex::new(site.index)).and_then(|n| n.revenue_per_client);
    let (what, short) = match price.map(|price| price * site.inflow) {
        Some(money) => (scene.figures.money(money), scene.figures.short_money(money)),
        None => (scene.figures.count(site.inflow), scene.figures.short(site.inflow)),
    };
    let half = marks::till_half(site.breadth, s);
    let (at, tall) = (site.at, scene.down());
    let mut slots = Vec::new();
    let low = low(scene, site);
    for far in spread(if low { 3 } else { 5 }, if low { 2.0 } else { 6.0 }) {
        let cost = far * 0.35;
        if low && !tall {
            // Close above the stream, on either side of the bar: no farther, or it might seem another shop's.
            let y = at.y - site.breadth / 2.0 - 3.0 - far;
            slots.push(slot(at.x + 11.0 * s, y, Anchor::Start, Sits::Above, cost));
            slots.push(slot(at.x - 11.0 * s, y, Anchor::End, Sits::Above, cost + 2.0));
            slots.push(slot(at.x, at.y - half - 3.0 - far, Anchor::Middle, Sits::Above, cost));
            continue;
        }
        if tall {
            slots.push(slot(at.x + half + 9.0 + far, at.y, Anchor::Start, Sits::Level, cost));
            slots.push(slot(at.x - half - 9.0 - far, at.y, Anchor::End, Sits::Level, 20.0 + cost));
            continue;
        }
        for off in [0.0, 12.0, -12.0, 26.0, -26.0] {
            let (x, aside) = (at.x + off * s, f64::abs(off) * 0.1);
            slots.push(slot(
                x,
                at.y - half - 5.0 * s - far,
                Anchor::Middle,
                Sits::Above,
                (far - 6.0).abs() * 0.35 + aside,
            ));
            // Below there is more room, so the figure may hang lower on its line.
            let hang = at.y + half + 8.0 * s + 2.0 * far;
            slots.push(slot(x, hang, Anchor::Middle, Sits::Below, 6.0 + cost + aside));
        }
    }
    let name = if site.label.is_empty() { scene.words.till() } else { &site.label };
    let name = Run::new(name, scene.font(14.0), 600, scene.theme.muted).fit(120.0 * s.max(0.7), scene.measure);
    let money = |text: &str, size: f64| vec![Run::new(text, scene.font(size), 800, scene.theme.ink)];
    let mut versions = vec![
        (3.0, vec![money(&what, 19.0)]),
        (5.0, vec![money(&what, 15.0)]),
        (26.0, vec![money(&short, 15.0)]),
        (30.0, vec![money(&short, 12.0)]),
    ];
    if low {
        versions = vec![(0.0, vec![money(&what, 13.0)]), (6.0, vec![money(&short, 12.0)])];
    } else if !tall {
        versions.insert(0, (0.0, vec![vec![name.clone()], money(&what, 19.0)]));
        if site.before.is_some() {
            // Longer by how much it changed it would stand farther off.
            versions.insert(1, (2.0, vec![vec![name], money(&what, 15.0)]));
        }
    }
    let worth = |clients: f64| clients * price.unwrap_or(1.0);
    let change = [site.before.map(|(inflow, _)| worth(inflow)), Some(worth(site.inflow))];
    let bare = (!low).then(|| (6.0, Run::new(what, scene.font(15.0), 800, scene.theme.ink)));
    let versions = surely_changed(scene, versions, change, false, bare);
    let right = right_of(site.direction) * (half + 1.0);
    // Farther off it might seem another shop's.
    let must = (!low).then_some((at, half, -right_of(site.direction)));
    let tie = (!tall && !low).then_some([at - right, at + right]);
    Label { versions, slots, priority: rank::REVENUE, must, halo: ground(scene, site), tie }
}
