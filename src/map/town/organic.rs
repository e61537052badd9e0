//! The old quarter: streets between jittered cells, as in towns that nobody planned.

use super::polygon::{clip, contains, distance};
use delaunator::{EMPTY, triangulate};
use kurbo::{Point, Rect, Vec2};
use oorandom::Rand64;

/// How far a cell's middle strays from the hexagonal grid, in grid steps.
const JITTER: f64 = 0.37;

/// Streets that part the ring into cells of about the given area: the Voronoi edges of a jittered hexagonal grid.
/// Empty where there is no room for two cells.
pub(crate) fn cells(ring: &[Point], area: f64, random: &mut Rand64) -> Vec<(Point, Point)> {
    let step = (area * 2.0 / 3f64.sqrt()).sqrt().max(1e-3);
    let Some(&first) = ring.first() else { return Vec::new() };
    let bounds = ring.iter().fold(Rect::from_points(first, first), |all, &p| all.union_pt(p));
    let mut seeds = Vec::new();
    let rise = step * 3f64.sqrt() / 2.0;
    // At most a hundred cells a side: more is no town.
    let (columns, rows) = ((bounds.width() / step).min(100.0) as usize, (bounds.height() / rise).min(100.0) as usize);
    for row in 0..=rows {
        for column in 0..=columns {
            let odd = if row % 2 == 1 { 0.5 } else { 0.0 };
            let stray = Vec2::new(random.rand_float() - 0.5, random.rand_float() - 0.5) * (2.0 * JITTER);
            let p =
                bounds.origin() + Vec2::new((column as f64 + odd + stray.x) * step, row as f64 * rise + stray.y * step);
            // Middles close to the outline would leave slivers along it.
            if contains(ring, p) && distance(ring, p) > 0.3 * step {
                seeds.push(p);
            }
        }
    }
    if seeds.len() < 2 {
        return Vec::new();
    }
    // Far middles all round close the outermost cells.
    let (middle, far) = (bounds.center(), 8.0 * (bounds.width() + bounds.height()));
    seeds.extend([(1.0, 0.3), (0.3, -1.0), (-1.0, -0.4), (-0.4, 1.0)].map(|(x, y)| middle + Vec2::new(x, y) * far));
    let points: Vec<_> = seeds.iter().map(|p| delaunator::Point { x: p.x, y: p.y }).collect();
    let mesh = triangulate(&points);
    let centres: Vec<Option<Point>> = mesh
        .triangles
        .chunks_exact(3)
        .map(|triangle| {
            let mut corners = triangle.iter().filter_map(|&i| seeds.get(i).copied());
            centre(corners.next()?, corners.next()?, corners.next()?)
        })
        .collect();
    let mut streets = Vec::new();
    for (half, &twin) in mesh.halfedges.iter().enumerate().filter(|&(half, &twin)| twin != EMPTY && half < twin) {
        if let (Some(Some(a)), Some(Some(b))) = (centres.get(half / 3), centres.get(twin / 3)) {
            streets.extend(clip(ring, *a, *b));
        }
    }
    streets
}

/// Centre of the circle through three points.
fn centre(a: Point, b: Point, c: Point) -> Option<Point> {
    let (u, v) = (b - a, c - a);
    let det = 2.0 * u.cross(v);
    if det.abs() < 1e-9 {
        return None;
    }
    let (uu, vv) = (u.hypot2(), v.hypot2());
    Some(a + Vec2::new(v.y * uu - u.y * vv, u.x * vv - v.x * uu) / det)
}
