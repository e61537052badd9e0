//! The corner nearest to a place: a k-d tree in one list (J. L. Bentley, Multidimensional binary search trees used for
//! associative searching, Communications of the ACM 18, 1975), each half of which has its own middle.

use super::DEGREE;
use oorandom::Rand32;

/// So few corners are looked at one by one.
const FEW: usize = 64;

/// Corners in the order of the tree: the middle one of a list parts the others by x or, in turn, by y.
#[derive(Clone, Debug)]
pub(super) struct Nearest {
    /// What x is multiplied by, so that a step is equally long in both directions.
    narrow: f64,
    order: Vec<u32>,
}

/// What is looked for.
struct Search<'a> {
    corners: &'a [[f64; 2]],
    narrow: f64,
    place: [f64; 2],
    /// How far off squared the nearest so far is, and which.
    best: (f64, u32),
}

impl Nearest {
    /// Takes n log n time for n corners.
    pub fn new(corners: &[[f64; 2]], lonlat: bool) -> Self {
        let (south, north) =
            corners.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), [_, y]| (low.min(*y), high.max(*y)));
        let narrow = if lonlat { libm::cos((south + north) / 2.0 * DEGREE).max(1e-6) } else { 1.0 };
        let mut order: Vec<u32> = (0..corners.len() as u32).collect();
        part(&mut order, corners, 0);
        Self { narrow, order }
    }

    /// Takes about log n time for n corners.
    pub fn find(&self, corners: &[[f64; 2]], place: [f64; 2]) -> Option<u32> {
        let mut search = Search { corners, narrow: self.narrow, place, best: (f64::INFINITY, u32::MAX) };
        search.look(&self.order, 0);
        Some(search.best.1).filter(|corner| *corner != u32::MAX)
    }
}

fn part(order: &mut [u32], corners: &[[f64; 2]], axis: usize) {
    if order.len() <= FEW {
        return;
    }
    let middle = order.len() / 2;
    select(order, middle, |corner| corners[corner as usize][axis]);
    let (before, after) = order.split_at_mut(middle);
    part(before, corners, 1 - axis);
    part(&mut after[1..], corners, 1 - axis);
}

/// Puts the corner at `middle` that would be there if all were sorted, with none that is larger before it (C. A. R. Hoare,
/// Algorithm 65: Find, Communications of the ACM 4, 1961). The library's own takes five times as long where it is compiled for size.
fn select(order: &mut [u32], middle: usize, at: impl Fn(u32) -> f64) {
    let (mut low, mut high) = (0, order.len());
    // What lies in order in any way must not be the worst case.
    let mut random = Rand32::new(0);
    while low + 1 < high {
        let pivot = at(order[random.rand_range(low as u32..high as u32) as usize]);
        let (mut i, mut j) = (low, high);
        while i < j {
            while at(order[i]) < pivot {
                i += 1;
            }
            while at(order[j - 1]) > pivot {
                j -= 1;
            }
            if i < j {
                order.swap(i, j - 1);
                (i, j) = (i + 1, j - 1);
            }
        }
        // What lies between j and i is as large as the pivot.
        if middle < j {
            high = j;
        } else if middle >= i {
            low = i;
        } else {
            return;
        }
    }
}

impl Search<'_> {
    /// Notes a corner that is nearer than the nearest so far; how far off it is either way.
    fn compare(&mut self, corner: u32) -> [f64; 2] {
        let place = self.corners[corner as usize];
        let off = [(self.place[0] - place[0]) * self.narrow, self.place[1] - place[1]];
        let here = (off[0] * off[0] + off[1] * off[1], corner);
        if here < self.best {
            self.best = here;
        }
        off
    }

    fn look(&mut self, order: &[u32], axis: usize) {
        if order.len() <= FEW {
            return order.iter().for_each(|corner| {
                self.compare(*corner);
            });
        }
        let middle = order.len() / 2;
        let off = self.compare(order[middle]);
        let (before, after) = (&order[..middle], &order[middle + 1..]);
        let (near, far) = if off[axis] < 0.0 { (before, after) } else { (after, before) };
        self.look(near, 1 - axis);
        // Beyond the line that parts them nothing is nearer than the line itself.
        if off[axis] * off[axis] <= self.best.0 {
            self.look(far, 1 - axis);
        }
    }
}
