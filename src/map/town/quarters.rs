//! Cuts quarters into blocks: streets across the long side again and again, an organic net in the old quarter.

use super::{
    chance::{between, random_at},
    organic::cells,
    plan::Plan,
    polygon::{Cut, apart, area, centroid, halve, tight_box},
    streets::Class,
};
use kurbo::{Point, Rect};
use oorandom::Rand64;

/// Quarters with their middle this near to the old centre are organic (px before scaling).
const OLD: f64 = 230.0;
/// Area of an organic cell (px2 before scaling).
const CELL: f64 = 1150.0;
/// Larger quarters are never organic as a whole.
const OLD_AREA: f64 = 130_000.0;
/// A park's area (px2 before scaling).
const PARK: std::ops::Range<f64> = 4_500.0..10_000.0;
/// How many parks.
const PARKS: usize = 4;

/// More blocks than this are never wanted, whatever the shape of the canvas.
const MOST: f64 = 3000.0;

/// The streets inside the quarters, and where the parks are.
pub(crate) struct Quarters {
    pub streets: Vec<(Point, Point, Class)>,
    pub parks: Vec<Vec<Point>>,
}

struct Piece {
    ring: Vec<Point>,
    depth: u32,
    random: Rand64,
    park: bool,
}

/// Cuts the rings into blocks.
pub(crate) fn quarters(plan: &Plan, rings: Vec<Vec<Point>>) -> Quarters {
    let expected: f64 = rings.iter().map(|ring| area(ring) / (0.74 * target(plan, centroid(ring)))).sum();
    let wished = plan.blocks.map_or(expected, f64::from).clamp(1.0, MOST);
    let more = expected.max(1.0) / wished;
    let mut all = Quarters { streets: Vec::new(), parks: Vec::new() };
    let mut work: Vec<Piece> = rings
        .into_iter()
        .map(|ring| Piece { depth: 0, random: random_at(plan.seed, centroid(&ring)), ring, park: false })
        .collect();
    let mut candidates = Vec::new();
    // First down to what may be a park, then the rest.
    for parks_chosen in [false, true] {
        while let Some(piece) = work.pop() {
            if !parks_chosen && !piece.park && may_be_park(plan, &piece.ring) {
                candidates.push(Piece { park: true, ..piece });
            } else {
                work.extend(divide(plan, more, piece, &mut all.streets).into_iter().flatten());
            }
        }
        if !parks_chosen {
            work = choose_parks(plan, std::mem::take(&mut candidates), &mut all.parks);
        }
    }
    all
}

/// Target area of a block (px2): small in the old centre and near the busy place.
fn target(plan: &Plan, at: Point) -> f64 {
    let scale = plan.scale;
    let old = (apart(at, plan.old_centre) / (420.0 * scale)).min(1.0);
    let busy = (apart(at, plan.busy) / (520.0 * scale)).min(1.0);
    (900.0 + 2300.0 * old).min(1250.0 + 1950.0 * busy) * scale * scale
}

/// Cuts a piece once, or fills it with organic streets; the parts, or none when it is done.
fn divide(plan: &Plan, more: f64, piece: Piece, streets: &mut Vec<(Point, Point, Class)>) -> Option<[Piece; 2]> {
    let Piece { ring, depth, mut random, park } = piece;
    let (size, middle) = (area(&ring), centroid(&ring));
    let square = plan.scale * plan.scale;
    if size < target(plan, middle) * more * between(&mut random, 0.75, 1.25) || depth > 30 {
        return None;
    }
    if depth <= 2 && size < OLD_AREA * square && apart(middle, plan.old_centre) < OLD * plan.scale {
        let lanes = cells(&ring, CELL * square * more, &mut random);
        if !lanes.is_empty() {
            streets.extend(lanes.into_iter().map(|(a, b)| (a, b, Class::Side)));
            return None;
        }
    }
    let Cut { chord, halves } = halve(&ring, 0.087, &mut random)?;
    streets.push((chord.0, chord.1, if depth < 2 { Class::Quarter } else { Class::Side }));
    Some(halves.map(|ring| {
        let random = Rand64::new(u128::from(random.rand_u64()));
        Piece { ring, depth: depth + 1, random, park }
    }))
}

/// Whether the ring has a park's size and shape, and nothing to be read on it.
fn may_be_park(plan: &Plan, ring: &[Point]) -> bool {
    let size = area(ring) / (plan.scale * plan.scale);
    let Some(&first) = ring.first() else { return false };
    if !PARK.contains(&size) {
        return false;
    }
    let (middle, long, short) = tight_box(ring);
    let fills = area(ring) > 0.65 * 4.0 * apart(Point::ZERO, long.to_point()) * apart(Point::ZERO, short.to_point());
    let bounds = ring.iter().fold(Rect::from_points(first, first), |all, &p| all.union_pt(p));
    let canvas = Rect::new(0.0, 0.0, plan.size.0, plan.size.1).inset(-20.0 * plan.scale);
    let title = plan.clear.map(|c| c.inset(90.0 * plan.scale));
    let free = plan.parks_off.iter().chain(&title).all(|off| !off.overlaps(bounds));
    fills && long.hypot2() < 3.5 * short.hypot2() && canvas.contains(middle) && free
}

/// Takes parks far from each other out of the candidates; gives the rest back.
fn choose_parks(plan: &Plan, mut candidates: Vec<Piece>, parks: &mut Vec<Vec<Point>>) -> Vec<Piece> {
    let mut taken: Vec<Point> = vec![plan.busy, plan.old_centre];
    for _ in 0..PARKS {
        let best = candidates
            .iter()
            .map(|piece| {
                let middle = centroid(&piece.ring);
                let near = taken.iter().map(|&p| apart(p, middle)).fold(f64::INFINITY, f64::min);
                near * between(&mut random_at(plan.seed ^ 7, middle), 0.4, 1.0)
            })
            .enumerate()
            .max_by(|x, y| x.1.total_cmp(&y.1));
        let Some((best, _)) = best else { break };
        let park = candidates.swap_remove(best);
        taken.push(centroid(&park.ring));
        parks.push(park.ring);
    }
    candidates
}
