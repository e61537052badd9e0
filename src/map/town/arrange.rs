//! Turns loose straight segments into a planar street graph.
//!
//! Segments are split where they cross or where another one ends on them, over and over until nothing is left to
//! split: a corner that comes within `NEAR` of a street becomes a corner of that street, so that afterwards all
//! corners are clear of each other and of all streets they do not end, and crossing tests have no close cases.
//! A uniform grid finds the neighbours, so the time is near linear for streets of like length.

// Indexes here are segment, corner and cell numbers that this file made itself: corners come from `Corners::put`,
// which appends before it answers, and cells from `Grid::cell`, which clamps to the grid.
#![allow(clippy::indexing_slicing)]

use super::{
    polygon::{crossing, nearest},
    streets::{Class, Street, Streets},
};
use kurbo::Point;

/// Corners nearer to each other, or to a street, than this are one (px).
pub const SNAP: f64 = 0.5;

/// Rounds of splitting at most. Two or three do; what still crosses then is dropped.
const ROUNDS: usize = 12;

/// Farthest coordinate taken (px); anything beyond is not a map.
const FARTHEST: f64 = 1e7;

/// How near to a street a corner is part of it (px). Less than [`SNAP`]: were it as much, in a tiny triangle each long
/// side would run through the third corner by turns, for ever.
const NEAR: f64 = 0.8 * SNAP;

const NONE: u32 = u32::MAX;

/// The planar street graph of the segments: split at crossings and T-joints, corners within [`SNAP`] merged, of
/// streets that fall together the larger class kept. Segments that are not finite, or far beyond any map, are left out.
pub fn arrange(segments: &[(Point, Point, Class)]) -> Streets {
    let fits = |p: Point| p.x.abs() <= FARTHEST && p.y.abs() <= FARTHEST;
    let kept: Vec<_> = segments.iter().filter(|(a, b, _)| fits(*a) && fits(*b)).collect();
    let grid = Grid::around(kept.iter().flat_map(|(a, b, _)| [*a, *b]), kept.len());
    let mut corners = Corners { points: Vec::new(), heads: vec![NONE; grid.cells()], next: Vec::new() };
    let mut streets: Vec<Street> = kept
        .iter()
        .map(|&&(a, b, class)| Street { from: corners.put(&grid, a), to: corners.put(&grid, b), class })
        .collect();
    tidy(&mut streets);
    let mut rounds = 0;
    while split(&grid, &mut corners, &mut streets, rounds < ROUNDS) && rounds < ROUNDS {
        tidy(&mut streets);
        rounds += 1;
    }
    let mut result = Streets { corners: corners.points, streets };
    compact(&mut result);
    result
}

/// Drops corners without a street.
pub(crate) fn compact(streets: &mut Streets) {
    let mut number = vec![NONE; streets.corners.len()];
    let mut corners = Vec::with_capacity(number.len());
    for street in &mut streets.streets {
        for end in [&mut street.from, &mut street.to] {
            let place = &mut number[*end as usize];
            if *place == NONE {
                *place = corners.len() as u32;
                corners.push(streets.corners[*end as usize]);
            }
            *end = *place;
        }
    }
    streets.corners = corners;
}

/// Drops streets without length, and all but the largest class of those between the same corners.
fn tidy(streets: &mut Vec<Street>) {
    for street in streets.iter_mut() {
        (street.from, street.to) = (street.from.min(street.to), street.from.max(street.to));
    }
    streets.retain(|s| s.from != s.to);
    streets.sort_unstable_by_key(|s| (s.from, s.to, std::cmp::Reverse(s.class)));
    streets.dedup_by_key(|s| (s.from, s.to));
}

/// Splits every street once; false if there was nothing to do. When not `allowed` to split, drops the smaller of two
/// streets that cross instead.
fn split(grid: &Grid, corners: &mut Corners, streets: &mut Vec<Street>, allowed: bool) -> bool {
    let cells = grid.file(streets, &corners.points);
    // Street, fraction along it, corner.
    let mut cuts: Vec<(u32, f64, u32)> = Vec::new();
    for (cell, here) in cells.iter() {
        for (k, &i) in here.iter().enumerate() {
            let s = &streets[i as usize];
            let (a, b) = (corners.points[s.from as usize], corners.points[s.to as usize]);
            for &j in &here[k + 1..] {
                let t = &streets[j as usize];
                let (c, d) = (corners.points[t.from as usize], corners.points[t.to as usize]);
                if a.x.max(b.x) + SNAP < c.x.min(d.x)
                    || c.x.max(d.x) + SNAP < a.x.min(b.x)
                    || a.y.max(b.y) + SNAP < c.y.min(d.y)
                    || c.y.max(d.y) + SNAP < a.y.min(b.y)
                {
                    continue;
                }
                let mut touched = false;
                for (street, (p, q), other) in [(i, (a, b), t), (j, (c, d), s)] {
                    let own = &streets[street as usize];
                    for corner in [other.from, other.to] {
                        if corner == own.from || corner == own.to {
                            touched = true;
                            continue;
                        }
                        let (at, off) = nearest(p, q, corners.points[corner as usize]);
                        if off < NEAR * NEAR {
                            cuts.push((street, at, corner));
                            touched = true;
                        }
                    }
                }
                if touched {
                    continue;
                }
                if let Some((t, u)) = crossing(a, b, c, d) {
                    let at = a.lerp(b, t);
                    // Streets that share several cells are cut in one of them only.
                    if grid.cell(at) == cell {
                        let corner = if allowed { corners.put(grid, at) } else { NONE };
                        cuts.push((i, t, corner));
                        cuts.push((j, u, corner));
                    }
                }
            }
        }
    }
    if cuts.is_empty() {
        return false;
    }
    if !allowed {
        // Never seen but on random scribble: give up the streets that cross, and the picture stays sane.
        let mut drop = vec![false; streets.len()];
        cuts.iter().for_each(|&(street, ..)| drop[street as usize] = true);
        let mut drop = drop.iter();
        streets.retain(|_| drop.next() == Some(&false));
        return false;
    }
    cuts.sort_unstable_by(|x, y| x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then(x.2.cmp(&y.2)));
    for group in cuts.chunk_by(|x, y| x.0 == y.0) {
        let first = group[0].0 as usize;
        let (class, end) = (streets[first].class, streets[first].to);
        let mut from = streets[first].from;
        streets[first].to = from;
        for corner in group.iter().map(|cut| cut.2).chain([end]) {
            streets.push(Street { from, to: corner, class });
            from = corner;
        }
    }
    true
}

/// Corners found by place.
struct Corners {
    points: Vec<Point>,
    /// Per cell the last corner put there, and per corner the one before.
    heads: Vec<u32>,
    next: Vec<u32>,
}

impl Corners {
    /// The corner at a place: the nearest one within [`SNAP`], or a new one.
    fn put(&mut self, grid: &Grid, p: Point) -> u32 {
        let mut best = (SNAP * SNAP, NONE);
        let (low, high) = grid.span(p, p);
        for y in low.1..=high.1 {
            for x in low.0..=high.0 {
                let mut corner = self.heads[y * grid.columns + x];
                while corner != NONE {
                    let off = self.points[corner as usize].distance_squared(p);
                    if off < best.0 {
                        best = (off, corner);
                    }
                    corner = self.next[corner as usize];
                }
            }
        }
        if best.1 != NONE {
            return best.1;
        }
        let corner = self.points.len() as u32;
        let cell = grid.cell(p);
        self.points.push(p);
        self.next.push(self.heads[cell]);
        self.heads[cell] = corner;
        corner
    }
}

/// A uniform grid over all segments.
struct Grid {
    origin: Point,
    cell: f64,
    columns: usize,
    rows: usize,
}

/// Which streets pass which cells: streets ordered by cell, and where each cell's begin.
struct Cells {
    starts: Vec<u32>,
    streets: Vec<u32>,
}

impl Cells {
    fn iter(&self) -> impl Iterator<Item = (usize, &[u32])> {
        (0..self.starts.len() - 1).map(|c| (c, &self.streets[self.starts[c] as usize..self.starts[c + 1] as usize]))
    }
}

impl Grid {
    /// A grid of about as many cells as there are segments.
    fn around(points: impl Iterator<Item = Point>, count: usize) -> Self {
        let (mut low, mut high) = (Point::new(FARTHEST, FARTHEST), Point::new(-FARTHEST, -FARTHEST));
        for p in points {
            low = Point::new(low.x.min(p.x), low.y.min(p.y));
            high = Point::new(high.x.max(p.x), high.y.max(p.y));
        }
        let (width, height) = ((high.x - low.x).max(1.0), (high.y - low.y).max(1.0));
        let cells = (count as f64 * 1.5).clamp(16.0, 262_144.0);
        // The floor keeps a thin strip from taking more cells than meant.
        let cell = (width * height / cells).sqrt().max(width.max(height) / cells).max(4.0 * SNAP);
        Self { origin: low, cell, columns: (width / cell) as usize + 1, rows: (height / cell) as usize + 1 }
    }

    fn cells(&self) -> usize {
        self.columns * self.rows
    }

    fn column(&self, x: f64) -> usize {
        // A cast from f64 clamps at zero.
        (((x - self.origin.x) / self.cell) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        (((y - self.origin.y) / self.cell) as usize).min(self.rows - 1)
    }

    fn cell(&self, p: Point) -> usize {
        self.row(p.y) * self.columns + self.column(p.x)
    }

    /// The cells of a box grown by [`SNAP`], first and last column and row.
    fn span(&self, a: Point, b: Point) -> ((usize, usize), (usize, usize)) {
        (
            (self.column(a.x.min(b.x) - SNAP), self.row(a.y.min(b.y) - SNAP)),
            (self.column(a.x.max(b.x) + SNAP), self.row(a.y.max(b.y) + SNAP)),
        )
    }

    /// Files streets by the cells they come within [`SNAP`] of.
    fn file(&self, streets: &[Street], points: &[Point]) -> Cells {
        let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(streets.len() * 3);
        for (i, street) in streets.iter().enumerate() {
            let (a, b) = (points[street.from as usize], points[street.to as usize]);
            let (low, high) = self.span(a, b);
            for row in low.1..=high.1 {
                // The part of the segment within this row of cells.
                let (mut left, mut right) = (low.0, high.0);
                if low.1 < high.1 && (b.y - a.y).abs() > 1e-9 {
                    let top = self.origin.y + row as f64 * self.cell - SNAP;
                    let at = |y: f64| a.lerp(b, ((y - a.y) / (b.y - a.y)).clamp(0.0, 1.0)).x;
                    let (p, q) = (at(top), at(top + self.cell + 2.0 * SNAP));
                    left = self.column(p.min(q) - SNAP);
                    right = self.column(p.max(q) + SNAP);
                }
                pairs.extend((left..=right).map(|column| ((row * self.columns + column) as u32, i as u32)));
            }
        }
        let mut starts = vec![0; self.cells() + 1];
        pairs.iter().for_each(|(cell, _)| starts[*cell as usize + 1] += 1);
        for c in 1..starts.len() {
            starts[c] += starts[c - 1];
        }
        let mut fill = starts.clone();
        let mut filed = vec![0; pairs.len()];
        for (cell, street) in pairs {
            let place = &mut fill[cell as usize];
            filed[*place as usize] = street;
            *place += 1;
        }
        Cells { starts, streets: filed }
    }
}
