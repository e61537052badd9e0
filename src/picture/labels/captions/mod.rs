//! What is said beside each mark, and where it may stand.

mod ends;
mod rank;
mod shop;
pub mod streets;
mod time;
mod works;

use crate::{
    document::{Kind, Mood},
    door,
    frame::{Anchor, Color},
    map::{
        Floor,
        flow_frame::{right_of, towards},
        given::uncovered,
    },
    picture::{
        land::floor_path,
        marks,
        placing::{Label, Sits, Slot, Version, ground::Ground},
        scene::{Scene, Site},
        style::{
            shapes::beside,
            text::{Run, capitals},
        },
        water::drawn,
    },
};
use kurbo::Point;
use petgraph::graph::EdgeIndex;

/// m per px from which on only large roads are named, and no corners.
pub const NEAR: f64 = 3.0;

/// More springs, competitors and knots than this get no labels of their own: there is no room for them anyway.
const MOST: usize = 240;

/// Of very many springs in a city's streets, so many are named.
const NAMED: usize = 12;

/// All labels of the map itself; title, basin and legend stand elsewhere.
pub fn captions(scene: &Scene) -> Vec<Label> {
    if scene.map.threads.is_some() {
        return Vec::new();
    }
    let mut sites: Vec<&Site> = scene.sites.iter().filter(|site| site.shown).collect();
    crate::order::sort(&mut sites, |a, b| b.inflow.total_cmp(&a.inflow));
    let worst = sites.iter().filter(|s| s.kt.is_some()).map(|s| s.out[1]).fold(0.0, f64::max);
    let mut labels = Vec::new();
    let all = sites.iter().filter(|site| site.kind == Kind::Spring).count();
    let mut springs = if scene.map.land.is_some() && all > 2 * NAMED { NAMED } else { all };
    let near = scene.map.land.as_ref().filter(|land| land.metres() < NEAR);
    let meeting = near.map(|land| door::through(|| land.meeting(uncovered(&scene.map.frame)))).unwrap_or_default();
    for (place, site) in sites.iter().enumerate() {
        let by_size = MOST.saturating_sub(place) as u32;
        match (site.kind, site.kt) {
            _ if site.closed => labels.push(door::through(|| shop::closed(scene, site, by_size))),
            (Kind::Fork, Some(kt)) if scene.map.timeline.is_some() => {
                door::through(|| {
                    let timeline = scene.map.timeline.as_deref();
                    labels.extend(timeline.and_then(|timeline| time::flag(scene, timeline, site, kt, by_size)));
                    labels.extend(time::name(scene, site, kt));
                });
            }
            (Kind::Fork, Some(kt)) => shop::fork(scene, site, kt, worst, by_size, &mut labels),
            (Kind::Regulars, _) => shop::regulars(scene, site, &mut labels),
            (Kind::Till, _) => {
                let mut till = shop::till(scene, site);
                if scene.map.timeline.is_some() {
                    // Above the river stand the flags.
                    till.slots.retain(|slot| slot.sits != Sits::Above);
                }
                labels.push(till);
            }
            (Kind::Sea, _) if scene.map.timeline.is_some() => {}
            (Kind::Sea, _) => labels.extend(ends::sea(scene, site)),
            _ if by_size == 0 => {}
            (Kind::Spring, _) if springs == 0 => {}
            (Kind::Spring, _) => {
                springs -= 1;
                let streets = meeting.get(&site.index).filter(|_| site.label.is_empty());
                let corner = |names: &Vec<&str>| streets::corner(scene, site, names, rank::CORNER + by_size);
                labels.extend(streets.map(|names| door::through(|| corner(names))));
                labels.extend(spring(scene, site, rank::SPRING + by_size));
            }
            (Kind::Competitor, _) => labels.extend(ends::rival(scene, site, rank::RIVAL + by_size)),
            (Kind::Fork | Kind::Confluence, _) => {
                let plain = if scene.map.outline.business { rank::KNOT } else { rank::SPRING };
                labels.extend(spring(scene, site, plain + by_size));
            }
        }
    }
    if let Some(timeline) = scene.map.timeline.as_deref() {
        door::through(|| {
            time::feet(scene, timeline, &mut labels);
            time::ponds(scene, timeline, &mut labels);
            time::on_water(scene, timeline, &mut labels);
            labels.extend(time::sea(scene, timeline));
            labels.extend(time::canal(scene, timeline));
        });
    } else {
        shops(scene, &mut labels);
        canals(scene, &mut labels);
    }
    if !scene.map.reaches.is_empty() {
        door::through(|| streets::rivers(scene, &mut labels));
    }
    if !scene.network.levers.is_empty() {
        door::through(|| works::works(scene, &mut labels));
    }
    labels
}

/// Where labels read badly: on water and walls, a little also on main roads, the coast and creeks.
pub fn busy(scene: &Scene, ground: &mut Ground) {
    let map = scene.map;
    for (road, width) in &map.town.main_roads {
        ground.line(road, width / 2.0, 0.06);
    }
    ground.line(&map.coast, 2.0, 0.5);
    for creek in map.creeks.iter() {
        let points: Vec<Point> = creek.elements().iter().filter_map(|el| el.end_point()).collect();
        ground.line(&points, 1.0, 0.2);
    }
    for floor in &map.floors {
        let right = right_of(floor.direction);
        let corner = floor.start - right * floor.red_side;
        ground.quiet(corner, [floor.direction * floor.length, right * (floor.red_side + floor.blue_side)]);
        let mut corners: Vec<Point> =
            floor_path(floor, 0.0).elements().iter().filter_map(|el| el.end_point()).collect();
        corners.extend(corners.first().copied());
        // In a very low shop figures must cross its walls.
        let (half, much) = if floor.red_side + floor.blue_side < 70.0 { (2.0, 3.5) } else { (3.0, 8.0) };
        ground.line(&corners, half, much);
    }
    for ribbon in map.ribbons.iter().filter(|ribbon| ribbon.width > 1e-6) {
        let half = drawn(ribbon) / 2.0 + 3.0 * scene.scale();
        if map.timeline.is_some() && half > 12.0 {
            // So broad water is cut straight where it begins: by threads, whose ends are not round.
            let threads = (half / 5.0).ceil();
            for thread in 0..=(2.0 * threads) as u32 {
                let off = (f64::from(thread) / threads - 1.0) * (half - 5.0);
                ground.line(&beside(&ribbon.line, off), 5.0, 1.0);
            }
            continue;
        }
        ground.line(&ribbon.line, half, 1.0);
    }
    for canal in &scene.works.canals {
        ground.line(&canal.line, 6.0, 1.0);
    }
    ground.settle();
}

fn ground(scene: &Scene, site: &Site) -> Option<Color> {
    Some(if site.inside { scene.theme.floor } else { scene.theme.land })
}

fn slot(x: f64, y: f64, align: Anchor, sits: Sits, cost: f64) -> Slot {
    Slot { at: Point::new(x, y), align, sits, cost, on: None }
}

/// 0, `step`, 2 `step` and so on.
fn spread(count: u32, step: f64) -> impl Iterator<Item = f64> {
    (0..count).map(move |i| f64::from(i) * step)
}

/// Slots all round a mark, in the order of `best` (degrees on the canvas, 0 to the right, 90 down).
fn around(at: Point, radius: f64, best: &[f64]) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (rank, degrees) in best.iter().enumerate() {
        let way = towards(degrees.to_radians());
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
fn figure(scene: &Scene, count: f64, size: f64, what: [&str; 2], color: Color) -> Vec<Version> {
    let big = |text: String, size: f64| Run::new(text, scene.font(size), 800, color);
    let small = |text: String| Run::new(text, scene.font(14.0), 600, color);
    let [share, verb] = what;
    let both = [share, verb].iter().filter(|w| !w.is_empty()).copied().collect::<Vec<_>>().join(" ");
    let (full, short) = (scene.figures.count(count), scene.figures.short(count));
    let mut versions = vec![(0.0, vec![vec![big(full.clone(), size)], vec![small(both)]])];
    if !share.is_empty() {
        versions.push((7.0, vec![vec![big(full, size)], vec![small(share.to_owned())]]));
        versions.push((30.0, vec![vec![big(short.clone(), 14.0), small(share.to_owned())]]));
    }
    versions.push((38.0, vec![vec![big(short, size.min(18.0))]]));
    versions
}

/// The same with by how much a count changed, in a line of it, on its left or on its right; as it was where nothing changed, and
/// again without where there is no room.
fn changed(
    scene: &Scene,
    versions: Vec<Version>,
    [from, to]: [Option<f64>; 2],
    line: usize,
    left: bool,
) -> Vec<Version> {
    let Some(run) = change(scene, [from, to]) else { return versions };
    let mut all = Vec::with_capacity(2 * versions.len());
    for (cost, lines) in versions {
        let mut more = lines.clone();
        if let Some(line) = more.get_mut(line) {
            line.insert(if left { 0 } else { line.len() }, run.clone());
            all.push((cost, more));
        }
        all.push((cost + 5.0, lines));
    }
    all
}

/// The same in the first line where that is not left out: rather it stands under the `bare` count, at a cost.
fn surely_changed(
    scene: &Scene,
    mut versions: Vec<Version>,
    counts: [Option<f64>; 2],
    left: bool,
    bare: Option<(f64, Run)>,
) -> Vec<Version> {
    let Some(run) = change(scene, counts) else { return versions };
    for line in versions.iter_mut().filter_map(|(_, lines)| lines.first_mut()) {
        line.insert(if left { 0 } else { line.len() }, run.clone());
    }
    versions.extend(bare.map(|(cost, bare)| (cost, vec![vec![bare], vec![run]])));
    versions
}

/// By how much a count changed, if it did.
fn change(scene: &Scene, [from, to]: [Option<f64>; 2]) -> Option<Run> {
    let change = from.zip(to).map(|(from, to)| scene.figures.change(to - from)).filter(|text| text != "0")?;
    Some(Run::new(change, scene.font(13.0), 700, scene.theme.ink))
}

fn spring(scene: &Scene, site: &Site, priority: u32) -> Option<Label> {
    if site.label.is_empty() {
        return None;
    }
    let s = scene.scale();
    let radius = if site.kind == Kind::Spring { site.radius } else { marks::knot_radius(site.breadth, s) };
    let name = |most: f64| Run::new(&site.label, scene.font(15.0), 600, scene.theme.ink).fit(most, scene.measure);
    let count = Run::new(scene.figures.count(site.inflow), scene.font(15.0), 600, scene.theme.muted);
    let short = Run::new(scene.figures.short(site.inflow), scene.font(13.0), 600, scene.theme.muted);
    let long = (290.0 * s).max(110.0);
    let ways: &[f64] = match &scene.map.timeline {
        None => &[-150.0, 40.0, 150.0, -40.0, 180.0, 0.0, 90.0, -90.0],
        // Away from the water.
        Some(_) if scene.map.frame.tall => &[-90.0, -60.0, -120.0, -150.0, -30.0, 180.0, 0.0],
        Some(_) if site.bar => &[-90.0, 90.0, -60.0, 60.0],
        Some(_) => &[180.0, -165.0, 165.0, -150.0, 150.0, -90.0, 90.0],
    };
    let knot = matches!(site.kind, Kind::Fork | Kind::Confluence) && !site.bar;
    let versions = if knot && marks::knot_name(site, scene).is_some() {
        vec![(0.0, vec![vec![count]]), (3.0, vec![vec![short]])]
    } else {
        vec![
            (0.0, vec![vec![name(long), count.clone()]]),
            (1.5, vec![vec![name(long)], vec![count.clone()]]),
            (5.0, vec![vec![name(long * 0.6)], vec![count]]),
            (9.0, vec![vec![name((long * 0.4).max(72.0)), short]]),
            (13.0, vec![vec![name((long * 0.4).max(72.0))]]),
        ]
    };
    let versions = if scene.map.timeline.is_some() {
        // Rather without its count than with half a name.
        [vec![(8.0, vec![vec![name(long)]])], versions].concat()
    } else {
        versions
    };
    Some(Label {
        versions,
        slots: around(site.at, radius + 6.0, ways),
        priority,
        must: None,
        halo: ground(scene, site),
        tie: None,
    })
}

/// Each shop's name in its red-side corner, where it has one; a single shop is ours.
fn shops(scene: &Scene, labels: &mut Vec<Label>) {
    let s = scene.scale();
    let single = scene.map.outline.shops.len() == 1;
    for floor in &scene.map.floors {
        let first = scene.map.outline.shops.get(floor.shop).and_then(|nodes| nodes.first());
        let own = first.and_then(|n| scene.sites.iter().find(|site| site.index == *n));
        let name = match own.map(|site| site.label.as_str()) {
            Some(label) if !label.is_empty() => capitals(label),
            _ if single => scene.words.our_shop().to_owned(),
            _ => continue,
        };
        // Closer letters where the next stream leaves little room.
        let versions = [(0.0, 1.8), (1.0, 0.7)].map(|(cost, spacing)| {
            let run = Run::new(name.clone(), scene.font(12.0), 700, scene.theme.muted);
            let run = run.spaced(spacing * s.clamp(0.4, 1.2));
            (cost, vec![vec![run.fit(floor.length.max(80.0) - 24.0 * s, scene.measure)]])
        });
        let right = right_of(floor.direction);
        let mut slots = Vec::new();
        let tall = scene.down();
        let corner = |along: f64, aside: f64| floor.start + floor.direction * along + right * aside;
        for (along, down) in [(16.0, 13.0), (10.0, 8.0), (30.0, 13.0), (90.0, 10.0), (180.0, 10.0), (280.0, 10.0)] {
            let cost = (along - 16.0_f64).abs() * 0.06;
            let red = corner(along * s, down * s - floor.red_side);
            let blue = corner(along * s, floor.blue_side - down * s);
            if tall {
                slots.push(slot(blue.x, blue.y, Anchor::Start, Sits::Below, cost));
                let end = corner(floor.length - along * s, floor.blue_side - 10.0 * s);
                slots.push(slot(end.x, end.y, Anchor::Start, Sits::Above, 3.0 + cost));
            } else {
                slots.push(slot(red.x, red.y, Anchor::Start, Sits::Below, cost));
                slots.push(slot(blue.x, blue.y, Anchor::Start, Sits::Above, 3.0 + cost));
            }
        }
        // Outside, on the wall's red side or before the door.
        let on = Some(scene.theme.land);
        for along in [0.0, 60.0, 160.0] {
            let out = if tall { corner(-7.0, floor.blue_side) } else { corner(along * s, -floor.red_side - 5.0) };
            slots.push(Slot { on, ..slot(out.x, out.y, Anchor::Start, Sits::Above, 8.0 + along * 0.02) });
        }
        labels.push(Label {
            versions: versions.into(),
            slots,
            priority: if single { rank::SHOP } else { rank::NAMED_SHOP },
            must: None,
            halo: Some(scene.theme.floor),
            tie: None,
        });
    }
}

/// What returns, beside the middle of its canal.
fn canals(scene: &Scene, labels: &mut Vec<Label>) {
    let tall = scene.down();
    for (stream, _) in scene.map.outline.returning.iter().enumerate().filter(|(_, returning)| **returning) {
        let Some(flow) = scene.network.solved.streams.get(stream) else { continue };
        let Some(line) = scene.map.ribbons.get(stream).map(|ribbon| &ribbon.line) else { continue };
        let from = scene.network.graph.edge_endpoints(EdgeIndex::new(stream)).map(|(from, _)| from.index());
        // What returns to a shop that is closed is one of many threads.
        let closed = from.is_some_and(|from| scene.map.outline.inside(from) && scene.map.floor_of(from).is_none());
        if flow.mood != Some(Mood::Red) || flow.clients <= 0.0 || closed {
            continue;
        }
        let mut slots = Vec::new();
        for part in 2..=18 {
            let part = f64::from(part) / 20.0;
            let Some(p) = line.get((line.len() as f64 * part) as usize) else { continue };
            for far in [7.0, 13.0] {
                let cost = (part - 0.5).abs() * 14.0 + far * 0.1;
                if tall {
                    slots.push(slot(p.x - far, p.y, Anchor::End, Sits::Level, cost));
                    slots.push(slot(p.x + far, p.y, Anchor::Start, Sits::Level, cost + 4.0));
                } else {
                    slots.push(slot(p.x, p.y - far, Anchor::Middle, Sits::Above, cost));
                    slots.push(slot(p.x, p.y + far, Anchor::Middle, Sits::Below, cost + 4.0));
                }
            }
        }
        // In a shop it might seem that shop's.
        slots.retain(|slot| {
            let beside = |floor: &Floor| {
                let d = slot.at - floor.start;
                let (along, aside) = (d.dot(floor.direction), d.dot(right_of(floor.direction)));
                let (red, blue) = (floor.red_side + 20.0, floor.blue_side + 20.0);
                !(0.0..=floor.length).contains(&along) || !(-red..=blue).contains(&aside)
            };
            scene.map.floors.iter().all(beside)
        });
        let verb = if tall { scene.words.come_back() } else { scene.words.regulars_return() };
        labels.push(Label {
            versions: changed(
                scene,
                figure(scene, flow.clients, 18.0, ["", verb], scene.theme.warm_text),
                [scene.before(stream), Some(flow.clients)],
                0,
                false,
            ),
            slots,
            priority: rank::CANAL,
            must: None,
            halo: Some(scene.theme.land),
            tie: None,
        });
    }
}
