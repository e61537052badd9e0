//! Small geometry on rings: closed polygons given by their corners, the last joined to the first.
//!
//! A ring runs the right way round when its [`area`] is positive; then its inside is on the side of [`left`].

use super::chance::between;
use kurbo::{Point, Vec2};
use oorandom::Rand64;

/// The sides of a ring.
pub(crate) fn sides(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Signed area (the shoelace formula).
pub(crate) fn area(ring: &[Point]) -> f64 {
    // From the first corner, so that far-away rings lose no digits.
    let Some(&origin) = ring.first() else { return 0.0 };
    sides(ring).map(|(a, b)| (a - origin).cross(b - origin)).sum::<f64>() / 2.0
}

/// Centre of gravity.
pub(crate) fn centroid(ring: &[Point]) -> Point {
    let Some(&origin) = ring.first() else { return Point::ZERO };
    let (mut sum, mut twice) = (Vec2::ZERO, 0.0);
    for (a, b) in sides(ring) {
        let (a, b) = (a - origin, b - origin);
        twice += a.cross(b);
        sum += (a + b) * a.cross(b);
    }
    if twice.abs() < 1e-9 { origin } else { origin + sum / (3.0 * twice) }
}

/// Whether the point is inside (even-odd rule).
pub(crate) fn contains(ring: &[Point], p: Point) -> bool {
    sides(ring).filter(|&(a, b)| (a.y > p.y) != (b.y > p.y) && (left(b - a).dot(p - a) > 0.0) == (b.y > a.y)).count()
        % 2
        == 1
}

/// The direction turned a quarter round, to the inside of a ring that has it as a side.
pub(crate) fn left(v: Vec2) -> Vec2 {
    Vec2::new(-v.y, v.x)
}

/// The unit vector, or zero.
pub(crate) fn unit(v: Vec2) -> Vec2 {
    let length = v.hypot2().sqrt();
    if length < 1e-12 { Vec2::ZERO } else { v / length }
}

/// Distance of two points; like [`Point::distance`], but the same bits everywhere.
pub(crate) fn apart(a: Point, b: Point) -> f64 {
    a.distance_squared(b).sqrt()
}

/// Where the segments `a`-`b` and `c`-`d` cross: the fractions along each. None if they do not, or are parallel.
pub(crate) fn crossing(a: Point, b: Point, c: Point, d: Point) -> Option<(f64, f64)> {
    let (ab, cd, ac) = (b - a, d - c, c - a);
    let det = ab.cross(cd);
    // Of lines that are parallel but for rounding the place of crossing would be anywhere.
    if det * det <= 1e-18 * ab.hypot2() * cd.hypot2() {
        return None;
    }
    let (t, u) = (ac.cross(cd) / det, ac.cross(ab) / det);
    ((0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)).then_some((t, u))
}

/// The point of segment `a`-`b` nearest to `p`, as a fraction along it, and its squared distance.
pub(crate) fn nearest(a: Point, b: Point, p: Point) -> (f64, f64) {
    let ab = b - a;
    let t = if ab.hypot2() == 0.0 { 0.0 } else { ((p - a).dot(ab) / ab.hypot2()).clamp(0.0, 1.0) };
    (t, (a + ab * t).distance_squared(p))
}

/// Distance from the ring's outline.
pub(crate) fn distance(ring: &[Point], p: Point) -> f64 {
    sides(ring).map(|(a, b)| nearest(a, b, p).1).fold(f64::INFINITY, f64::min).sqrt()
}

/// Whether no two sides of the ring meet except neighbours at their corner.
pub(crate) fn simple(ring: &[Point]) -> bool {
    let all: Vec<_> = sides(ring).collect();
    let n = all.len();
    all.iter().enumerate().all(|(i, &(a, b))| {
        all.iter().enumerate().skip(i + 2).all(|(j, &(c, d))| (i == 0 && j + 1 == n) || crossing(a, b, c, d).is_none())
    })
}

/// Whether `inner` lies inside `ring`; both simple.
pub(crate) fn inside(inner: &[Point], ring: &[Point]) -> bool {
    inner.iter().all(|&p| contains(ring, p))
        && sides(inner).all(|(a, b)| sides(ring).all(|(c, d)| crossing(a, b, c, d).is_none()))
}

/// The parts of the segment `a`-`b` inside the ring.
pub(crate) fn clip(ring: &[Point], a: Point, b: Point) -> Vec<(Point, Point)> {
    let mut cuts: Vec<f64> = sides(ring).filter_map(|(c, d)| crossing(a, b, c, d)).map(|(t, _)| t).collect();
    cuts.extend([0.0, 1.0]);
    cuts.sort_by(f64::total_cmp);
    cuts.iter()
        .zip(cuts.iter().skip(1))
        .filter(|&(t, u)| u > t && contains(ring, a.lerp(b, (t + u) / 2.0)))
        .map(|(t, u)| (a.lerp(b, *t), a.lerp(b, *u)))
        .collect()
}

/// The smallest box around the ring that lies along one of its sides: its middle and its two half axes, the longer
/// one first.
pub(crate) fn tight_box(ring: &[Point]) -> (Point, Vec2, Vec2) {
    let mut best = (f64::INFINITY, Point::ZERO, Vec2::ZERO, Vec2::ZERO);
    for (a, b) in sides(ring) {
        let along = unit(b - a);
        if along == Vec2::ZERO {
            continue;
        }
        let across = left(along);
        let (mut low, mut high) = (Vec2::new(f64::MAX, f64::MAX), Vec2::new(f64::MIN, f64::MIN));
        for &p in ring {
            let (u, v) = ((p - a).dot(along), (p - a).dot(across));
            low = Vec2::new(low.x.min(u), low.y.min(v));
            high = Vec2::new(high.x.max(u), high.y.max(v));
        }
        let (size, middle) = (high - low, (high + low) / 2.0);
        if size.x * size.y < best.0 {
            best = (
                size.x * size.y,
                a + along * middle.x + across * middle.y,
                along * size.x / 2.0,
                across * size.y / 2.0,
            );
        }
    }
    let (_, middle, u, v) = best;
    if u.hypot2() >= v.hypot2() { (middle, u, v) } else { (middle, v, u) }
}

/// A ring cut in two.
pub(crate) struct Cut {
    /// From outline to outline.
    pub chord: (Point, Point),
    /// The two rings.
    pub halves: [Vec<Point>; 2],
}

/// Cuts the ring in two by the line through `at` along `direction`, at the chord nearest to `at`.
/// None where the line misses.
pub(crate) fn cut(ring: &[Point], at: Point, direction: Vec2) -> Option<Cut> {
    // Where the line meets the outline: the distance along it, and the side's number.
    let mut hits: Vec<(f64, usize)> = Vec::new();
    for (i, (a, b)) in sides(ring).enumerate() {
        let (da, db) = (direction.cross(a - at), direction.cross(b - at));
        if (da > 0.0) != (db > 0.0) {
            hits.push((direction.dot(a.lerp(b, da / (da - db)) - at) / direction.hypot2(), i));
        }
    }
    hits.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
    let chords = hits.chunks_exact(2).filter_map(|pair| if let [p, q] = pair { Some((*p, *q)) } else { None });
    let off = |p: f64, q: f64| if p <= 0.0 && q >= 0.0 { 0.0 } else { p.abs().min(q.abs()) };
    let ((t, i), (u, j)) = chords.min_by(|(p, q), (r, s)| off(p.0, q.0).total_cmp(&off(r.0, s.0)))?;
    let ((t, i), (u, j)) = if i < j { ((t, i), (u, j)) } else { ((u, j), (t, i)) };
    let (p, q) = (at + direction * t, at + direction * u);
    let mut near: Vec<Point> = ring.get(i + 1..=j)?.to_vec();
    near.extend([q, p]);
    let mut far: Vec<Point> = ring.iter().copied().skip(j + 1).chain(ring.iter().copied().take(i + 1)).collect();
    far.extend([p, q]);
    Some(Cut { chord: (p, q), halves: [near, far] })
}

/// Cuts the ring in two across its long side, near the middle of its box: `swing` says how far off square at most
/// (tangent). Of a few such cuts the first fair one, or the fairest: some of an odd shape take off a sliver.
pub(crate) fn halve(ring: &[Point], swing: f64, random: &mut Rand64) -> Option<Cut> {
    let (middle, long, short) = tight_box(ring);
    let whole = area(ring);
    let mut best: Option<(f64, Cut)> = None;
    for spread in [0.24, 0.24, 0.24, 0.24, 0.5, 0.5, 0.8, 0.8] {
        let at = middle + long * between(random, -spread, spread);
        let across = short + left(short) * between(random, -swing, swing);
        let Some(cut) = cut(ring, at, across) else { continue };
        let share = cut.halves.iter().map(|half| area(half)).fold(whole, f64::min) / whole;
        if best.as_ref().is_none_or(|b| share > b.0) {
            best = Some((share, cut));
        }
        if share > 0.2 {
            break;
        }
    }
    best.filter(|b| b.0 > 0.01).map(|b| b.1)
}
