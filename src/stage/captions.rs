//! What is said beside each mark, and where it may stand.

use super::{
    labels::{Ground, Label, Sits, Slot},
    land::floor_path,
    marks,
    scene::{Scene, Site, kt_name},
    text::Run,
    water::drawn,
};
use crate::{
    document::{Kind, Mood},
    frame::{Anchor, Color},
    map::flow_frame::right_of,
};
use kurbo::{Point, Vec2};
use petgraph::graph::NodeIndex;

/// More springs, competitors and knots than this get no labels of their own: there is no room for them anyway.
const MOST: usize = 240;

/// Priorities; within a kind the larger water goes first.
mod rank {
    pub const KT: u32 = 3_000;
    pub const REVENUE: u32 = 2_500;
    pub const SEA: u32 = 2_400;
    pub const INFLOW: u32 = 2_300;
    pub const REGULARS: u32 = 2_350;
    pub const CANAL: u32 = 2_200;
    pub const SPRING: u32 = 1_000;
    pub const RIVAL: u32 = 700;
    pub const SHOP: u32 = 600;
    pub const KNOT: u32 = 200;
}

/// All labels of the map itself; title, basin and legend stand elsewhere.
pub fn captions(scene: &Scene) -> Vec<Label> {
    let mut sites: Vec<&Site> = scene.sites.iter().filter(|site| site.shown).collect();
    sites.sort_by(|a, b| b.inflow.total_cmp(&a.inflow));
    let worst = sites.iter().filter(|s| s.kt.is_some()).map(|s| s.out[1]).fold(0.0, f64::max);
    let mut labels = Vec::new();
    for (place, site) in sites.iter().enumerate() {
        let by_size = MOST.saturating_sub(place) as u32;
        match (site.kind, site.kt) {
            (Kind::Fork, Some(kt)) => fork(scene, site, kt, worst, by_size, &mut labels),
            (Kind::Regulars, _) => regulars(scene, site, &mut labels),
            (Kind::Till, _) => labels.push(till(scene, site)),
            (Kind::Sea, _) => labels.extend(sea(scene, site)),
            _ if by_size == 0 => {}
            (Kind::Spring, _) => labels.extend(spring(scene, site, rank::SPRING + by_size)),
            (Kind::Competitor, _) => labels.extend(rival(scene, site, rank::RIVAL + by_size)),
            (Kind::Fork | Kind::Confluence, _) => {
                let plain = if scene.map.outline.business { rank::KNOT } else { rank::SPRING };
                labels.extend(spring(scene, site, plain + by_size));
            }
        }
    }
    shops(scene, &mut labels);
    canals(scene, &mut labels);
    labels
}

/// Where labels read badly: on water and walls, a little also on main roads, the coast and creeks.
pub fn busy(scene: &Scene, ground: &mut Ground) {
    let map = scene.map;
    for (road, width) in &map.town.main_roads {
        ground.line(road, width / 2.0, 0.06);
    }
    ground.line(&map.coast, 2.0, 0.5);
    for creek in &map.creeks {
        let points: Vec<Point> = creek.elements().iter().filter_map(|el| el.end_point()).collect();
        ground.line(&points, 1.0, 0.2);
    }
    for floor in &map.floors {
        let corners: Vec<Point> = floor_path(floor, 0.0).elements().iter().filter_map(|el| el.end_point()).collect();
        ground.line(&corners, 3.0, 1.0);
        if let (Some(first), Some(last)) = (corners.first(), corners.last()) {
            ground.line(&[*last, *first], 3.0, 1.0);
        }
    }
    for ribbon in map.ribbons.iter().filter(|ribbon| ribbon.width > 1e-6) {
        ground.line(&ribbon.line, drawn(ribbon) / 2.0 + 3.0 * scene.scale(), 1.0);
    }
    ground.settle();
}

fn ground(scene: &Scene, site: &Site) -> Option<Color> {
    Some(if site.inside { scene.theme.floor } else { scene.theme.land })
}

fn slot(x: f64, y: f64, align: Anchor, sits: Sits, cost: f64) -> Slot {
    Slot { at: Point::new(x, y), align, sits, cost }
}

/// Slots all round a mark, in the order of `best` (degrees on the canvas, 0 to the right, 90 down).
fn around(at: Point, radius: f64, best: &[f64]) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (rank, degrees) in best.iter().enumerate() {
        let way = Vec2::from_angle(degrees.to_radians());
        let align = if way.x > 0.3 {
            Anchor::Start
        } else if way.x < -0.3 {
            Anchor::End
        } else {
            Anchor::Middle
        };
        let sits = if way.y > 0.8 {
            Sits::Below
        } else if way.y < -0.8 {
            Sits::Above
        } else {
            Sits::Level
        };
        for (step, far) in [0.0, 6.0, 13.0].into_iter().enumerate() {
            let p = at + way * (radius + far);
            slots.push(slot(p.x, p.y, align, sits, rank as f64 * 1.2 + step as f64 * 3.0));
        }
    }
    slots
}

/// A count over what it does, and ever fewer words of it.
fn figure(scene: &Scene, count: f64, size: f64, what: [&str; 2], color: Color) -> Vec<Vec<Vec<Run>>> {
    let big = |text: String, size: f64| Run::new(text, scene.font(size), 800, color);
    let small = |text: String| Run::new(text, scene.font(14.0), 600, color);
    let [share, verb] = what;
    let both = [share, verb].iter().filter(|w| !w.is_empty()).copied().collect::<Vec<_>>().join(" ");
    let (full, short) = (scene.figures.count(count), scene.figures.short(count));
    let mut versions = vec![vec![vec![big(full.clone(), size)], vec![small(both)]]];
    if !share.is_empty() {
        versions.push(vec![vec![big(full.clone(), size.min(20.0))], vec![small(share.to_owned())]]);
    }
    versions.push(vec![vec![big(short.clone(), size.min(18.0))]]);
    if !share.is_empty() {
        versions.insert(2, vec![vec![big(short, 12.0), small(share.to_owned())]]);
    }
    versions
}

/// Both figures of a KT, the red ones on the red bank, the blue ones beside the blue stream; what arrives at KT1.
fn fork(scene: &Scene, site: &Site, kt: u8, worst: f64, by_size: u32, labels: &mut Vec<Label>) {
    let s = scene.scale();
    let tall = scene.map.frame.tall;
    let [red, blue, other] = site.out;
    let shares = scene.figures.shares(&[red, blue, other]);
    let share = |i: usize| shares.get(i).map_or("", String::as_str);
    let (red_size, blue_size) = match kt {
        _ if blue >= worst && worst > 0.0 => (25.0, 28.0),
        3 => (18.0, 18.0),
        _ => (20.0, 20.0),
    };
    let halo = ground(scene, site);
    let outer = site.radius + 3.5 * s;
    let (at, right) = (site.at, right_of(site.direction));
    let priority = rank::KT + by_size;
    let mut add = |versions, slots, priority, towards: Vec2| {
        labels.push(Label { versions, slots, priority, must: Some((at, outer, towards)), halo });
    };
    if blue > 0.0 {
        let mut slots = Vec::new();
        for step in 0..7 {
            let far = f64::from(step) * 6.0;
            if tall {
                for off in [0.0, -8.0, 8.0, -18.0, 18.0, 30.0] {
                    slots.push(slot(
                        at.x - outer - 5.0 - far,
                        at.y + off,
                        Anchor::End,
                        Sits::Level,
                        far * 0.5 + off.abs() * 0.2,
                    ));
                }
                continue;
            }
            for off in [14.0, 4.0, -6.0, -18.0, -32.0] {
                let cost = far * 0.4 + (14.0 - off) * 0.15;
                slots.push(slot(at.x + off * s, at.y + outer + 4.0 + far, Anchor::End, Sits::Below, cost));
            }
            slots.push(slot(at.x + outer + 14.0 + far, at.y + outer, Anchor::Start, Sits::Level, 9.0 + far * 0.4));
        }
        add(
            figure(scene, blue, blue_size, [share(1), scene.words.blue_verb(kt)], scene.theme.cold_text),
            slots,
            priority + 2_000,
            right,
        );
    }
    if red > 0.0 {
        let mut slots = Vec::new();
        for step in 0..7 {
            let far = f64::from(step) * 6.0;
            if tall {
                for off in [0.0, 8.0, -8.0, 16.0, -18.0, 30.0] {
                    slots.push(slot(
                        at.x + outer + 5.0 + far,
                        at.y + off,
                        Anchor::Start,
                        Sits::Level,
                        far * 0.5 + off.abs() * 0.2,
                    ));
                }
                continue;
            }
            if !site.inside {
                let x = at.x + site.radius + 4.0 * s;
                slots.push(slot(x, at.y - 0.62 * site.radius - far, Anchor::Start, Sits::Above, far * 0.3));
            }
            for off in [0.0, 10.0, -10.0, 24.0, -24.0] {
                let cost = far * 0.4 + f64::abs(off) * 0.15 + if site.inside { 0.0 } else { 6.0 };
                slots.push(slot(at.x + off * s, at.y - outer - 3.0 - far, Anchor::Middle, Sits::Above, cost));
            }
        }
        add(
            figure(scene, red, red_size, [share(0), scene.words.red_verb(kt)], scene.theme.warm_text),
            slots,
            priority + 1_000,
            -right,
        );
    }
    if marks::name_size(site.radius, &kt_name(kt), scene).is_none() {
        // Too small a ring for its name: it stands beside it.
        let name = vec![vec![vec![Run::new(kt_name(kt), scene.font(13.0), 800, scene.theme.ink)]]];
        add(
            name,
            around(at, outer + 2.0, &[180.0, 0.0, -90.0, 90.0, -135.0, -45.0]),
            priority + 3_000,
            -site.direction,
        );
    }
    if kt == 1 && site.inflow > 0.0 && !tall {
        let mut slots = Vec::new();
        for back in [118.0, 96.0, 140.0, 165.0] {
            let p = at - site.direction * (site.radius + (back - 42.0) * s) + right * (site.breadth / 2.0 + 12.0 * s);
            for far in [0.0, 6.0, 14.0] {
                let cost = (back - 118.0).abs() * 0.05 + far * 0.3;
                slots.push(slot(p.x, p.y + far, Anchor::Middle, Sits::Below, cost));
            }
        }
        labels.push(Label {
            versions: figure(scene, site.inflow, 20.0, ["", scene.words.choose()], scene.theme.ink),
            slots,
            priority: rank::INFLOW,
            must: None,
            halo,
        });
    }
}

fn regulars(scene: &Scene, site: &Site, labels: &mut Vec<Label>) {
    let s = scene.scale();
    let tall = scene.map.frame.tall;
    let halo = ground(scene, site);
    let outer = site.radius + 4.0 * s;
    let at = site.at;
    let name = if site.label.is_empty() { scene.words.regulars() } else { &site.label };
    let run = |text: &str, color| Run::new(text, scene.font(14.5), 600, color).fit(150.0 * s.max(0.7), scene.measure);
    let (name, count) = (run(name, scene.theme.ink), run(&scene.figures.count(site.inflow), scene.theme.muted));
    let mut slots = around(
        at,
        outer + 3.0,
        if tall { &[0.0, -30.0, 30.0, -60.0, 60.0] } else { &[-90.0, -60.0, -120.0, -30.0, 0.0] },
    );
    if !tall {
        slots.extend(
            [14.0, 6.0, 0.0].map(|off| slot(at.x + off * s, at.y - outer - 3.0, Anchor::End, Sits::Above, 1.0)),
        );
    }
    labels.push(Label {
        versions: vec![
            vec![vec![name.clone()], vec![count.clone()]],
            vec![vec![name.clone(), count]],
            vec![vec![name]],
        ],
        slots,
        priority: rank::REGULARS,
        must: None,
        halo,
    });
    let [_, blue, _] = site.out;
    if blue > 0.0 {
        let mut slots = Vec::new();
        for step in 0..9 {
            let far = f64::from(step) * 7.0;
            if tall {
                slots.extend([0.0, 10.0, -14.0, 24.0].map(|off| {
                    slot(at.x - outer - 5.0 - far, at.y + off, Anchor::End, Sits::Level, far * 0.4 + off.abs() * 0.1)
                }));
                continue;
            }
            let y = at.y + outer + 8.0 + far;
            slots.extend([12.0, 4.0, -6.0].map(|off| slot(at.x + off * s, y, Anchor::End, Sits::Below, far * 0.15)));
            slots.push(slot(at.x + outer + 16.0, y, Anchor::Start, Sits::Below, 5.0 + far * 0.2));
        }
        labels.push(Label {
            versions: figure(scene, blue, 18.0, ["", scene.words.blue_verb(4)], scene.theme.cold_text),
            slots,
            priority: rank::REGULARS + 20,
            must: None,
            halo,
        });
    }
}

fn till(scene: &Scene, site: &Site) -> Label {
    let s = scene.scale();
    let price = scene.network.graph.node_weight(NodeIndex::new(site.index)).and_then(|n| n.revenue_per_client);
    let (what, short) = match price.map(|price| price * site.inflow) {
        Some(money) => (scene.figures.money(money), scene.figures.short_money(money)),
        None => (scene.figures.count(site.inflow), scene.figures.short(site.inflow)),
    };
    let half = marks::till_half(site.breadth, s);
    let (at, tall) = (site.at, scene.map.frame.tall);
    let mut slots = Vec::new();
    for (step, far) in [0.0, 6.0, 12.0, 20.0, 30.0].into_iter().enumerate() {
        let cost = step as f64 * 2.0;
        if tall {
            slots.push(slot(at.x + half + 9.0 + far, at.y, Anchor::Start, Sits::Level, cost));
            slots.push(slot(at.x - half - 9.0 - far, at.y, Anchor::End, Sits::Level, 20.0 + cost));
            continue;
        }
        for off in [0.0, 12.0, -12.0, 26.0, -26.0] {
            slots.push(slot(
                at.x + off * s,
                at.y - half - 10.0 * s - far,
                Anchor::Middle,
                Sits::Above,
                cost + f64::abs(off) * 0.1,
            ));
            slots.push(slot(at.x + off * s, at.y + half + 8.0 * s + far, Anchor::Middle, Sits::Below, 12.0 + cost));
        }
    }
    let name = if site.label.is_empty() { scene.words.till() } else { &site.label };
    let name = Run::new(name, scene.font(14.0), 600, scene.theme.muted).fit(120.0 * s.max(0.7), scene.measure);
    let money = |text: &str, size: f64| vec![Run::new(text, scene.font(size), 800, scene.theme.ink)];
    let mut versions = vec![vec![money(&what, 19.0)], vec![money(&what, 15.0)], vec![money(&short, 15.0)]];
    if !tall {
        versions.insert(0, vec![vec![name], money(&what, 19.0)]);
    }
    Label { versions, slots, priority: rank::REVENUE, must: None, halo: ground(scene, site) }
}

fn spring(scene: &Scene, site: &Site, priority: u32) -> Option<Label> {
    if site.label.is_empty() {
        return None;
    }
    let s = scene.scale();
    let radius = if site.kind == Kind::Spring {
        marks::spring_radius(site.breadth, s)
    } else {
        marks::knot_radius(site.breadth, s)
    };
    let name = |most: f64| Run::new(&site.label, scene.font(15.0), 600, scene.theme.ink).fit(most, scene.measure);
    let count = Run::new(scene.figures.count(site.inflow), scene.font(15.0), 600, scene.theme.muted);
    let short = Run::new(scene.figures.short(site.inflow), scene.font(13.0), 600, scene.theme.muted);
    let long = (190.0 * s).max(96.0);
    Some(Label {
        versions: vec![
            vec![vec![name(long), count.clone()]],
            vec![vec![name(long)], vec![count]],
            vec![vec![name(long * 0.62), short]],
            vec![vec![name(long * 0.62)]],
        ],
        slots: around(site.at, radius + 6.0, &[-150.0, 40.0, 150.0, -40.0, 180.0, 0.0, 90.0, -90.0]),
        priority,
        must: None,
        halo: ground(scene, site),
    })
}

fn rival(scene: &Scene, site: &Site, priority: u32) -> Option<Label> {
    let s = scene.scale();
    let all: f64 = scene.sites.iter().filter(|s| s.kind == Kind::Competitor).map(|s| s.inflow).sum();
    let theme = scene.theme;
    let count = |text: String| Run::new(text, scene.font(15.0), 800, theme.cold_text);
    let shares = scene.figures.shares(&[site.inflow, all - site.inflow]);
    let share = shares.first().filter(|_| all > site.inflow * 1.000_1);
    let share = share.map(|share| Run::new(share, scene.font(14.0), 600, theme.cold_text));
    let name = |most: f64| Run::new(&site.label, scene.font(15.0), 600, theme.ink).fit(most, scene.measure);
    let long = (190.0 * s).max(96.0);
    let (full, short) = (count(scene.figures.count(site.inflow)), count(scene.figures.short(site.inflow)));
    let mut versions = if site.label.is_empty() {
        vec![vec![vec![full.clone()]]]
    } else {
        vec![
            vec![vec![name(long)], vec![full.clone()]],
            vec![vec![name(long), short.clone()]],
            vec![vec![name(long * 0.62)], vec![short]],
            vec![vec![name(long * 0.62)]],
        ]
    };
    if let Some(share) = share.filter(|_| !scene.map.frame.tall) {
        let mut first = versions.first().cloned().unwrap_or_default();
        if let Some(line) = first.last_mut() {
            line.push(share);
        }
        versions.insert(0, first);
    }
    let half = marks::house_half(site.breadth, s);
    let best: &[f64] = if scene.map.frame.tall {
        &[90.0, -90.0, 180.0, 0.0]
    } else {
        &[180.0, 0.0, 90.0, 150.0, 30.0, -150.0, -30.0, -90.0]
    };
    let mut slots = around(site.at, half + 7.0, best);
    slots.extend(
        around(site.at, half * 1.25 + 8.0, best).into_iter().map(|slot| Slot { cost: slot.cost + 1.0, ..slot }),
    );
    Some(Label { versions, slots, priority, must: None, halo: ground(scene, site) })
}

/// The sea's name and what it takes, out on the water beyond the river's mouth.
fn sea(scene: &Scene, site: &Site) -> Option<Label> {
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
    let name = if site.label.is_empty() { scene.words.sea() } else { &site.label };
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
    if frame.tall {
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
    for down in [8.0, 16.0] {
        let p = frame.point(along - 125.0 * s, across + down);
        slots.push(slot(p.x, p.y, Anchor::End, Sits::Below, 30.0));
        slots.push(slot(p.x, p.y - down * 2.0 - site.breadth, Anchor::End, Sits::Above, 32.0));
    }
    let stacked = vec![vec![italic.clone()], vec![full.clone()]];
    let in_line = vec![vec![italic.clone(), full.clone()]];
    let mut versions = if frame.tall || several { vec![in_line, stacked] } else { vec![stacked, in_line] };
    versions.extend([vec![vec![italic], vec![short.clone()]], vec![vec![full]], vec![vec![short]]]);
    (site.inflow > 0.0).then_some(Label { versions, slots, priority: rank::SEA, must: None, halo: Some(theme.sea) })
}

/// Each shop's name in its red-side corner, where it has one; a single shop is ours.
fn shops(scene: &Scene, labels: &mut Vec<Label>) {
    let s = scene.scale();
    let single = scene.map.floors.len() == 1;
    for (floor, nodes) in scene.map.floors.iter().zip(&scene.map.outline.shops) {
        let own = nodes.first().and_then(|n| scene.sites.iter().find(|site| site.index == *n));
        let name = match own.map(|site| site.label.as_str()) {
            Some(label) if !label.is_empty() => label.to_uppercase(),
            _ if single => scene.words.our_shop().to_owned(),
            _ => continue,
        };
        let run = Run::new(name, scene.font(12.0), 700, scene.theme.muted).spaced(1.8 * s.clamp(0.4, 1.2));
        let run = run.fit(floor.length.max(80.0) - 24.0 * s, scene.measure);
        let right = right_of(floor.direction);
        let mut slots = Vec::new();
        for along in [16.0, 30.0] {
            let red = floor.start + floor.direction * (along * s) - right * (floor.red_side - 13.0 * s);
            let blue = floor.start + floor.direction * (along * s) + right * (floor.blue_side - 13.0 * s);
            let end = floor.start + floor.direction * (floor.length - along * s) + right * (floor.blue_side - 10.0 * s);
            if scene.map.frame.tall {
                slots.push(slot(blue.x, blue.y, Anchor::Start, Sits::Below, 0.0));
                slots.push(slot(end.x, end.y, Anchor::Start, Sits::Above, 3.0));
            } else {
                slots.push(slot(red.x, red.y, Anchor::Start, Sits::Below, 0.0));
                slots.push(slot(blue.x, blue.y, Anchor::Start, Sits::Above, 3.0));
            }
        }
        labels.push(Label {
            versions: vec![vec![vec![run]]],
            slots,
            priority: rank::SHOP,
            must: None,
            halo: Some(scene.theme.floor),
        });
    }
}

/// What returns, beside the middle of its canal.
fn canals(scene: &Scene, labels: &mut Vec<Label>) {
    let tall = scene.map.frame.tall;
    for (stream, _) in scene.map.outline.returning.iter().enumerate().filter(|(_, returning)| **returning) {
        let Some(flow) = scene.network.solved.streams.get(stream) else { continue };
        let Some(line) = scene.map.ribbons.get(stream).map(|ribbon| &ribbon.line) else { continue };
        if flow.mood != Some(Mood::Red) || flow.clients <= 0.0 {
            continue;
        }
        let mut slots = Vec::new();
        for (rank, part) in [0.5, 0.44, 0.56, 0.38, 0.62, 0.3, 0.7].into_iter().enumerate() {
            let Some(p) = line.get((line.len() as f64 * part) as usize) else { continue };
            for far in [7.0, 13.0] {
                let cost = rank as f64 + far * 0.1;
                if tall {
                    slots.push(slot(p.x - far, p.y, Anchor::End, Sits::Level, cost));
                    slots.push(slot(p.x + far, p.y, Anchor::Start, Sits::Level, cost + 4.0));
                } else {
                    slots.push(slot(p.x, p.y - far, Anchor::Middle, Sits::Above, cost));
                    slots.push(slot(p.x, p.y + far, Anchor::Middle, Sits::Below, cost + 4.0));
                }
            }
        }
        let verb = if tall { scene.words.come_back() } else { scene.words.regulars_return() };
        labels.push(Label {
            versions: figure(scene, flow.clients, 18.0, ["", verb], scene.theme.warm_text),
            slots,
            priority: rank::CANAL,
            must: None,
            halo: Some(scene.theme.land),
        });
    }
}
