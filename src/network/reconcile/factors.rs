//! Symmetric, quasi-definite sparse systems: L D Lᵀ with a minimum-degree order.
//!
//! Such a matrix can be factored in any order (Vanderbei, Symmetric quasidefinite matrices, SIAM J. Optim. 5, 1995), so the
//! order is chosen once, for few entries alone (Tinney and Walker 1967), and kept while the diagonal changes.

// Indexes are unknowns below `n`, places in their order, or places in the lists made here.
#![allow(clippy::indexing_slicing)]

use std::{cmp::Reverse, collections::BinaryHeap};

/// So many entries and so many products are borne: about 100 MB and a few seconds.
const MOST_ENTRIES: usize = 4_000_000;
const MOST_PRODUCTS: usize = 4_000_000_000;

/// A factored matrix whose diagonal may change.
pub(super) struct Factors {
    /// Which unknown stands at each place.
    order: Vec<u32>,
    /// Where each column of L begins in `rows` and `values`.
    start: Vec<usize>,
    rows: Vec<u32>,
    values: Vec<f64>,
    pivots: Vec<f64>,
    /// By row of L: its columns, and where in them the row stands.
    across: Vec<Vec<(u32, u32)>>,
    /// By column: what the matrix itself has below the diagonal.
    given: Vec<Vec<(u32, f64)>>,
}

impl Factors {
    /// Chooses the order for entries `(i, j, value)` off the diagonal, each pair once. None if there would be too many.
    pub(super) fn new(n: usize, entries: &[(u32, u32, f64)]) -> Option<Self> {
        let columns = Elimination::new(n, entries).run()?;
        let order: Vec<u32> = columns.iter().map(|column| column.0).collect();
        let mut place = vec![0_u32; n];
        for (at, &unknown) in order.iter().enumerate() {
            place[unknown as usize] = at as u32;
        }
        let (mut start, mut rows, mut across) = (vec![0], Vec::new(), vec![Vec::new(); n]);
        for (at, (_, below)) in columns.iter().enumerate() {
            let first = rows.len();
            rows.extend(below.iter().map(|&unknown| place[unknown as usize]));
            rows[first..].sort_unstable();
            for (index, &row) in rows[first..].iter().enumerate() {
                across[row as usize].push((at as u32, (first + index) as u32));
            }
            start.push(rows.len());
        }
        let mut given = vec![Vec::new(); n];
        for &(i, j, value) in entries {
            let (i, j) = (place[i as usize], place[j as usize]);
            given[i.min(j) as usize].push((i.max(j), value));
        }
        let values = vec![0.0; rows.len()];
        Some(Self { order, start, rows, values, pivots: vec![0.0; n], across, given })
    }

    /// Factors the matrix with this diagonal; unknowns that are not `free` stand alone.
    pub(super) fn factor(&mut self, diagonal: &[f64], free: &dyn Fn(usize) -> bool) {
        let mut column = vec![0.0; self.order.len()];
        for at in 0..self.order.len() {
            let unknown = self.order[at] as usize;
            let mut pivot = diagonal[unknown];
            if free(unknown) {
                for &(row, value) in &self.given[at] {
                    if free(self.order[row as usize] as usize) {
                        column[row as usize] += value;
                    }
                }
            }
            for &(before, index) in &self.across[at] {
                let (index, end) = (index as usize, self.start[before as usize + 1]);
                let factor = self.values[index] * self.pivots[before as usize];
                if factor != 0.0 {
                    pivot -= factor * self.values[index];
                    for (&row, value) in self.rows[index + 1..end].iter().zip(&self.values[index + 1..end]) {
                        column[row as usize] -= factor * value;
                    }
                }
            }
            // But for rounding, pivots only gain.
            if pivot / diagonal[unknown] < 1.0 {
                pivot = diagonal[unknown];
            }
            self.pivots[at] = pivot;
            for index in self.start[at]..self.start[at + 1] {
                let cell = &mut column[self.rows[index] as usize];
                self.values[index] = std::mem::take(cell) / pivot;
            }
        }
    }

    /// Solves for a right-hand side, in place.
    pub(super) fn solve(&self, x: &mut [f64]) {
        let mut y: Vec<f64> = self.order.iter().map(|&unknown| x[unknown as usize]).collect();
        let columns = || self.start.windows(2).map(|ends| ends[0]..ends[1]).enumerate();
        for (at, below) in columns() {
            let through = y[at];
            for index in below {
                y[self.rows[index] as usize] -= self.values[index] * through;
            }
        }
        for (y, pivot) in y.iter_mut().zip(&self.pivots) {
            *y /= pivot;
        }
        for (at, below) in columns().rev() {
            let back: f64 = below.map(|index| self.values[index] * y[self.rows[index] as usize]).sum();
            y[at] -= back;
        }
        for (&unknown, y) in self.order.iter().zip(y) {
            x[unknown as usize] = y;
        }
    }
}

/// Eliminates unknown by unknown, the one with the fewest neighbours first.
struct Elimination {
    /// Neighbours; some may be gone or named twice until the list is tidied.
    near: Vec<Vec<u32>>,
    /// How long each list was when tidy.
    tidy: Vec<usize>,
    gone: Vec<bool>,
}

impl Elimination {
    fn new(n: usize, entries: &[(u32, u32, f64)]) -> Self {
        let mut near = vec![Vec::new(); n];
        for &(i, j, _) in entries {
            near[i as usize].push(j);
            near[j as usize].push(i);
        }
        let tidy = near.iter().map(Vec::len).collect();
        Self { near, tidy, gone: vec![false; n] }
    }

    fn tidy(&mut self, of: usize) {
        let (near, gone) = (&mut self.near[of], &self.gone);
        near.retain(|&other| !gone[other as usize]);
        near.sort_unstable();
        near.dedup();
        self.tidy[of] = near.len();
    }

    /// The unknowns in order, each with the neighbours that it has when its turn comes. Degrees are upper bounds until a
    /// list is tidied. Once everyone is next to half of the others, the rest is taken as it stands.
    fn run(mut self) -> Option<Vec<(u32, Vec<u32>)>> {
        let n = self.near.len();
        let mut key: Vec<usize> = self.tidy.clone();
        let mut queue: BinaryHeap<_> = key.iter().enumerate().map(|(i, &key)| Reverse((key, i as u32))).collect();
        let mut columns = Vec::with_capacity(n);
        let (mut entries, mut products) = (0_usize, 0_usize);
        while let Some(Reverse((size, next))) = queue.pop() {
            let at = next as usize;
            if self.gone[at] || key[at] != size {
                continue;
            }
            self.tidy(at);
            let size = self.tidy[at];
            if size * 2 >= n - columns.len() {
                break;
            }
            entries += size;
            products += size * size;
            if entries > MOST_ENTRIES || products > MOST_PRODUCTS {
                return None;
            }
            self.gone[at] = true;
            let near = std::mem::take(&mut self.near[at]);
            for &one in &near {
                let list = &mut self.near[one as usize];
                list.extend(near.iter().filter(|&&other| other != one));
                if list.len() > 2 * self.tidy[one as usize] + 16 {
                    self.tidy(one as usize);
                }
                key[one as usize] = self.near[one as usize].len();
                queue.push(Reverse((key[one as usize], one)));
            }
            columns.push((next, near));
        }
        let rest: Vec<u32> = (0..n as u32).filter(|&i| !self.gone[i as usize]).collect();
        if rest.len().pow(2) > 2 * MOST_ENTRIES || rest.len().pow(3) / 6 > MOST_PRODUCTS {
            return None;
        }
        columns.extend(rest.iter().enumerate().map(|(index, &i)| (i, rest[index + 1..].to_vec())));
        Some(columns)
    }
}
