//! From streets to lines on the canvas: what the eye cannot see of a street's bends goes, the same for all streams on it.

// Indexes are those of ways and of the corners on them.
#![allow(clippy::indexing_slicing)]

use crate::{hash, map::town::polygon::nearest};
use kurbo::Point;

/// All ways with the corners that are left of them.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Where the corners are, px.
    pub corners: Vec<Point>,
    /// For each way the numbers of its corners.
    pub ways: Vec<Vec<u32>>,
    /// For each piece between two of them, one way and the other, the corners of the city that it passes.
    pub passed: hash::Map<(u32, u32), Vec<u32>>,
}

/// The lines of some ways along streets: of each its corners and the breadth of its water, px. `at` tells where a corner
/// is seen; stretches between places where ways part, meet or end are the same for all ways on them.
pub fn lines(ways: &[Vec<u32>], widths: &[f64], at: impl Fn(u32) -> Point, scale: f64) -> Lines {
    let mut beside: hash::Map<u32, Beside> = hash::Map::default();
    let mut breadth: hash::Map<(u32, u32), f64> = hash::Map::default();
    for (way, width) in ways.iter().zip(widths) {
        for pair in way.windows(2) {
            let [a, b] = *pair else { continue };
            beside.entry(a).or_default().add(b);
            beside.entry(b).or_default().add(a);
            *breadth.entry((a.min(b), a.max(b))).or_default() += width;
        }
        for end in [way.first(), way.last()].into_iter().flatten() {
            beside.entry(*end).or_default().joint = true;
        }
    }
    let joint = |corner: u32| beside.get(&corner).is_none_or(Beside::is_joint);
    let mut lines = Lines::default();
    let mut numbers: hash::Map<u32, u32> = hash::Map::default();
    // By where a stretch begins and its next corner.
    let mut stretches: hash::Map<(u32, u32), Vec<u32>> = hash::Map::default();
    for way in ways {
        let mut kept: Vec<u32> = Vec::new();
        let mut start = 0;
        for end in 1..way.len() {
            if !joint(way[end]) {
                continue;
            }
            let stretch = &way[start..=end];
            let key = (stretch[0], stretch[1]);
            let own = stretches.get(&key).cloned().unwrap_or_else(|| {
                let widest = breadth.get(&(key.0.min(key.1), key.0.max(key.1))).copied().unwrap_or(0.0);
                let kept = simplified(stretch, &at, widest, scale);
                let mut back = kept.clone();
                back.reverse();
                stretches.insert((stretch[stretch.len() - 1], stretch[stretch.len() - 2]), back);
                stretches.insert(key, kept.clone());
                kept
            });
            kept.extend(own.iter().skip(usize::from(!kept.is_empty())));
            start = end;
        }
        let number = |corner: &u32| {
            *numbers.entry(*corner).or_insert_with(|| {
                lines.corners.push(at(*corner));
                lines.corners.len() as u32 - 1
            })
        };
        let numbers: Vec<u32> = kept.iter().map(number).collect();
        let mut from = 0;
        for (pair, ends) in kept.windows(2).zip(numbers.windows(2)) {
            // A way passes its corners in order.
            let begins = (from..way.len()).find(|i| way[*i] == pair[0]).unwrap_or(from);
            let ends_at = (begins + 1..way.len()).find(|i| way[*i] == pair[1]).unwrap_or(begins);
            from = begins;
            lines.passed.entry((ends[0], ends[1])).or_insert_with(|| way[begins..=ends_at].to_vec());
        }
        lines.ways.push(numbers);
    }
    lines
}

/// The neighbours of a corner on all ways: two, or more.
#[derive(Clone, Debug, Default)]
struct Beside {
    two: [Option<u32>; 2],
    joint: bool,
}

impl Beside {
    fn add(&mut self, corner: u32) {
        match &mut self.two {
            [Some(a), _] if *a == corner => {}
            [slot @ None, _] => *slot = Some(corner),
            [_, Some(b)] if *b == corner => {}
            [_, slot @ None] => *slot = Some(corner),
            _ => self.joint = true,
        }
    }

    fn is_joint(&self) -> bool {
        self.joint || self.two[1].is_none()
    }
}

/// The corners of a stretch that make its form (U. Ramer 1972, D. Douglas and T. Peucker 1973), less those that would make
/// broad water turn on the spot.
fn simplified(stretch: &[u32], at: &impl Fn(u32) -> Point, width: f64, scale: f64) -> Vec<u32> {
    let points: Vec<Point> = stretch.iter().map(|corner| at(*corner)).collect();
    let last = points.len() - 1;
    let mut keep = vec![false; points.len()];
    (keep[0], keep[last]) = (true, true);
    let mut open = vec![(0, last)];
    let tolerance = 2.2 * scale + 0.10 * width;
    while let Some((from, to)) = open.pop() {
        let far = (from + 1..to).map(|i| (nearest(points[from], points[to], points[i]).1.sqrt(), i));
        let most = far.max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, i)) = most.filter(|(far, _)| *far > tolerance) {
            keep[i] = true;
            open.extend([(from, i), (i, to)]);
        }
    }
    let mut kept: Vec<usize> = (0..points.len()).filter(|i| keep[*i]).collect();
    let least = 9.0 * scale + 0.7 * width;
    let mut i = 1;
    while i + 1 < kept.len() {
        let (a, b, c) = (points[kept[i - 1]], points[kept[i]], points[kept[i + 1]]);
        let (u, v) = (b - a, c - b);
        let close = u.hypot() < least || i + 2 == kept.len() && v.hypot() < least;
        // More than 130 degrees: the middle of a dual carriageway, crossed.
        let spike = u.dot(v) < -0.64 * u.hypot() * v.hypot();
        if close || spike {
            kept.remove(i);
            i = i.saturating_sub(1).max(1);
        } else {
            i += 1;
        }
    }
    kept.into_iter().map(|i| stretch[i]).collect()
}
