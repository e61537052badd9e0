//! A generated town: main roads, quarters, side streets, blocks, courtyards and parks.
//!
//! The same plan gives the same town. Every quarter draws its chances from the seed and its own place, so that a
//! road that moves changes the quarters beside it and no others.

pub mod arrange;
mod blocks;
pub(crate) mod chance;
pub mod coast;
pub mod faces;
mod organic;
mod plan;
pub(crate) mod polygon;
mod quarters;
mod roads;
pub(crate) mod streets;

use self::{
    blocks::{draw_in_evenly, draw_in_parts, rounded},
    chance::{between, random_at},
    faces::{faces, prune},
    polygon::{apart, area, centroid, contains, sides},
    quarters::quarters,
};
pub use self::{
    plan::Plan,
    streets::{Block, BlockKind, Class, Street, Streets},
};
use kurbo::{BezPath, Point, Rect};
use oorandom::Rand64;

/// A town.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Town {
    /// Its street graph, planar and in one piece.
    pub streets: Streets,
    /// Its blocks and parks, courtyards after the block they are in.
    pub blocks: Vec<Block>,
    /// Lines along the paths in parks.
    pub park_paths: Vec<BezPath>,
    /// The main roads, without break from fork to fork, and the width of each in px.
    pub main_roads: Vec<(Vec<Point>, f64)>,
}

/// Smaller pieces of land stay empty (px2 before scaling).
const LEAST: f64 = 70.0;

/// Builds the town of a plan.
///
/// Of plans without sense (a scale that is not a positive number, land without area) it makes an empty or a coarse one.
pub fn town(plan: &Plan) -> Town {
    let plan = &Plan { scale: if plan.scale.is_finite() { plan.scale.clamp(0.05, 20.0) } else { 1.0 }, ..plan.clone() };
    let net = roads::net(plan);
    let rings = faces(&net).iter().map(|face| roads::outline(&net, face)).collect();
    let inner = quarters(plan, rings);
    let mut segments = inner.streets;
    segments.extend(roads::segments_of(&net));
    let mut streets = arrange::arrange(&segments);
    prune(&mut streets, |street| street.class != Class::Main);
    arrange::compact(&mut streets);
    let mut town = Town { main_roads: main_roads(plan, &net), streets, ..Town::default() };
    fill(plan, &inner.parks, &mut town);
    town
}

/// Puts blocks and parks on the faces of the street graph.
fn fill(plan: &Plan, parks: &[Vec<Point>], town: &mut Town) {
    let (scale, square) = (plan.scale, plan.scale * plan.scale);
    let canvas = Rect::new(0.0, 0.0, plan.size.0, plan.size.1);
    let parks: Vec<Point> = parks.iter().map(|ring| centroid(ring)).collect();
    for face in faces(&town.streets) {
        let ring: Vec<(Point, f64)> = face
            .ring(&town.streets)
            .into_iter()
            .zip(&face.sides)
            .map(|(p, class)| {
                (
                    p,
                    scale
                        * match class {
                            Class::Main => 5.0,
                            Class::Quarter => 2.7,
                            Class::Side => 1.5,
                        },
                )
            })
            .collect();
        let Some(&(first, _)) = ring.first() else { continue };
        let bounds = ring.iter().fold(Rect::from_points(first, first), |all, r| all.union_pt(r.0));
        if !bounds.overlaps(canvas) || bounds.area() < LEAST * square {
            continue;
        }
        for outline in draw_in_parts(&ring, square) {
            put(plan, &parks, outline, town);
        }
    }
}

/// Puts a block or a park on an outline, unless it is too small or not built.
fn put(plan: &Plan, parks: &[Point], outline: Vec<Point>, town: &mut Town) {
    let (scale, square) = (plan.scale, plan.scale * plan.scale);
    let Some(&first) = outline.first() else { return };
    let bounds = outline.iter().fold(Rect::from_points(first, first), |all, &p| all.union_pt(p));
    let (size, middle) = (area(&outline), centroid(&outline));
    let around: f64 = sides(&outline).map(|(a, b)| apart(a, b)).sum();
    let mut random = random_at(plan.seed, middle);
    let fade = plan.clear.map_or(1.0, |clear| fade(plan, clear, middle, &mut random));
    // Too small, or a splinter.
    if size < LEAST * square || size < 0.018 * around * around || fade <= 0.0 {
        return;
    }
    let off = plan.parks_off.iter().any(|off| off.overlaps(bounds));
    let large = parks.iter().any(|&park| contains(&outline, park));
    if large || size > 1500.0 * square && !off && random.rand_float() < 0.03 {
        for by in [9.0, 24.0].iter().filter(|_| large) {
            if let Some(path) = draw_in_evenly(&outline, by * scale).filter(|path| area(path) > 60.0 * square) {
                town.park_paths.push(rounded(&path, 6.0 * scale));
            }
        }
        let radius = if large { 6.0 } else { 2.2 } * scale;
        town.blocks.push(Block { outline: rounded(&outline, radius), kind: BlockKind::Park, tone: fade });
        return;
    }
    let tone = fade * between(&mut random, 0.82, 1.0);
    town.blocks.push(Block { outline: rounded(&outline, 2.2 * scale), kind: BlockKind::Houses, tone });
    let near = apart(middle, plan.old_centre).min(apart(middle, plan.busy)) / scale;
    let likely = (1.0 - (near - 110.0) / 440.0).max(0.25);
    let wanted = size > 700.0 * square && !off && random.rand_float() < likely;
    if wanted && let Some(yard) = draw_in_evenly(&outline, 9.0 * scale).filter(|yard| area(yard) > 50.0 * square) {
        let outline = rounded(&yard, 1.5 * scale);
        town.blocks.push(Block { outline, kind: BlockKind::Courtyard, tone: fade });
    }
}

/// How much of a block is left beside the box that the town keeps clear of.
fn fade(plan: &Plan, clear: Rect, at: Point, random: &mut Rand64) -> f64 {
    let (dx, dy) = ((clear.x0 - at.x).max(at.x - clear.x1).max(0.0), (clear.y0 - at.y).max(at.y - clear.y1).max(0.0));
    let off = (dx * dx + dy * dy).sqrt() / plan.scale + between(random, -22.0, 22.0);
    let share = (off / 70.0).clamp(0.0, 1.0);
    // By chance some blocks near the edge are not built yet.
    if share < 1.0 && random.rand_float() > 0.35 + share { 0.0 } else { share }
}

/// The net's main roads as lines from fork to fork, ending before the clear box.
fn main_roads(plan: &Plan, net: &Streets) -> Vec<(Vec<Point>, f64)> {
    let clear = plan.clear.map(|clear| clear.inset(30.0 * plan.scale));
    let shown = |a: Point, b: Point| clear.is_none_or(|clear| !clear.contains(a.midpoint(b)));
    let mut ways: Vec<(u32, u32, usize)> = Vec::new();
    for (i, s) in net.streets.iter().enumerate().filter(|(_, s)| s.class == Class::Main) {
        if let (Some(&a), Some(&b)) = (net.corners.get(s.from as usize), net.corners.get(s.to as usize))
            && shown(a, b)
        {
            ways.extend([(s.from, s.to, i), (s.to, s.from, i)]);
        }
    }
    ways.sort_unstable();
    let from = |corner: u32| {
        let first = ways.partition_point(|w| w.0 < corner);
        ways.iter().skip(first).take_while(move |w| w.0 == corner)
    };
    let mut seen = vec![false; net.streets.len()];
    let mut result = Vec::new();
    // First from every fork or end, then the rings that have none.
    for forks in [true, false] {
        for &(start, _, _) in ways.iter().filter(|w| !forks || from(w.0).count() != 2) {
            while let Some(mut way) = from(start).find(|w| !seen.get(w.2).is_none_or(|s| *s)) {
                let mut line: Vec<u32> = vec![start];
                loop {
                    if let Some(seen) = seen.get_mut(way.2) {
                        *seen = true;
                    }
                    line.push(way.1);
                    match from(way.1).find(|w| !seen.get(w.2).is_none_or(|s| *s)) {
                        Some(on) if from(way.1).count() == 2 => way = on,
                        _ => break,
                    }
                }
                let points = line.iter().filter_map(|&c| net.corners.get(c as usize).copied()).collect();
                result.push((points, 7.6 * plan.scale));
            }
        }
    }
    result
}
