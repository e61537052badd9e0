//! Symmetric, quasi-definite sparse systems: L D Lᵀ with a minimum-degree order.
//!
//! Such a matrix can be factored in any order (Vanderbei, Symmetric quasidefinite matrices, SIAM J. Optim. 5, 1995), so the
//! order is chosen once, for few entries alone (Tinney and Walker 1967), and kept while the diagonal changes. Where both
//! of two unknowns have next to nothing on the diagonal, they are eliminated together (Bunch and Parlett 1971).

// Indexes are unknowns below `n`, pivots in their order, or places in the lists made here.
#![allow(clippy::indexing_slicing)]

use std::{cmp::Reverse, collections::BinaryHeap, ops::Range};

/// So many entries and so many products are borne: about 100 MB, and less than a second each time.
const MOST_ENTRIES: usize = 4_000_000;
const MOST_PRODUCTS: usize = 500_000_000;

/// A pair of unknowns; where it is only one, the other stands for nothing.
type Two = [f64; 2];

/// A factored matrix whose diagonal may change. Unknowns are numbered by place, the two of a pair one after the other.
pub(super) struct Factors {
    /// Which unknown stands at each place.
    order: Vec<u32>,
    pivots: Vec<Pivot>,
    /// The places of all rows of L, pivot by pivot, and what stands there.
    rows: Vec<u32>,
    values: Vec<Two>,
    /// By place: what the matrix itself has in later places.
    given: Vec<Vec<(u32, f64)>>,
}

/// One unknown or two.
struct Pivot {
    places: Range<usize>,
    rows: Range<usize>,
    /// Pivots before this one with a row here, and where in `rows` that is.
    across: Vec<(u32, u32)>,
    block: Block,
}

/// What a pivot has in D, row by row.
#[derive(Clone, Copy)]
struct Block([Two; 2]);

impl Block {
    fn times(self, x: Two) -> Two {
        self.0.map(|row| dot(row, x))
    }

    fn inverse(self) -> Self {
        let [[a, b], [_, d]] = self.0;
        let det = a * d - b * b;
        Self([[d / det, -b / det], [-b / det, a / det]])
    }
}

fn dot(a: Two, b: Two) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

impl Factors {
    /// Chooses the order for entries `(i, j, value)` off the diagonal, each pair once, and for unknowns that are eliminated
    /// together. None if there would be too many entries.
    pub(super) fn new(n: usize, entries: &[(u32, u32, f64)], pairs: &[(u32, u32)]) -> Option<Self> {
        let mut with: Vec<Option<u32>> = vec![None; n];
        let mut second = vec![false; n];
        for &(one, other) in pairs {
            with[one as usize] = Some(other);
            second[other as usize] = true;
        }
        let mut group = vec![0_u32; n];
        let mut groups = Vec::new();
        for unknown in (0..n as u32).filter(|&unknown| !second[unknown as usize]) {
            let members = [Some(unknown), with[unknown as usize]];
            for member in members.into_iter().flatten() {
                group[member as usize] = groups.len() as u32;
            }
            groups.push(members);
        }
        let between = entries.iter().map(|entry| (group[entry.0 as usize], group[entry.1 as usize]));
        let columns = Elimination::new(groups.len(), between.filter(|(one, other)| one != other)).run()?;

        let members = |group: u32| groups[group as usize].into_iter().flatten();
        let order: Vec<u32> = columns.iter().flat_map(|column| members(column.0)).collect();
        let mut place = vec![0_u32; n];
        for (at, &unknown) in order.iter().enumerate() {
            place[unknown as usize] = at as u32;
        }
        let mut turn = vec![0; groups.len()];
        for (at, (group, _)) in columns.iter().enumerate() {
            turn[*group as usize] = at;
        }
        let (mut pivots, mut rows, mut across) = (Vec::new(), Vec::new(), vec![Vec::new(); groups.len()]);
        let mut first = 0;
        for (at, (group, mut below)) in columns.into_iter().enumerate() {
            below.sort_unstable_by_key(|&group| turn[group as usize]);
            let start = rows.len();
            for other in below {
                across[turn[other as usize]].push((at as u32, rows.len() as u32));
                rows.extend(members(other).map(|unknown| place[unknown as usize]));
            }
            let places = first..first + members(group).count();
            first = places.end;
            let block = Block([[1.0, 0.0], [0.0, 1.0]]);
            pivots.push(Pivot { places, rows: start..rows.len(), across: std::mem::take(&mut across[at]), block });
        }
        let mut given = vec![Vec::new(); n];
        for &(i, j, value) in entries {
            let (i, j) = (place[i as usize], place[j as usize]);
            given[i.min(j) as usize].push((i.max(j), value));
        }
        let values = vec![[0.0; 2]; rows.len()];
        Some(Self { order, pivots, rows, values, given })
    }

    /// Factors the matrix with this diagonal; unknowns that are not `free` stand alone.
    pub(super) fn factor(&mut self, diagonal: &[f64], free: &dyn Fn(usize) -> bool) {
        let mut column = vec![[0.0; 2]; self.order.len()];
        for at in 0..self.pivots.len() {
            let (before, rest) = self.pivots.split_at_mut(at);
            let Some(pivot) = rest.first_mut() else { return };
            let Block(mut block) = Block([[1.0, 0.0], [0.0, 1.0]]);
            for (side, place) in pivot.places.clone().enumerate() {
                let unknown = self.order[place] as usize;
                block[side][side] = diagonal[unknown];
                for &(row, value) in self.given[place].iter().filter(|_| free(unknown)) {
                    if !free(self.order[row as usize] as usize) {
                        continue;
                    }
                    if pivot.places.contains(&(row as usize)) {
                        block[1][0] += value;
                    } else {
                        column[row as usize][side] += value;
                    }
                }
            }
            for &(before_at, index) in &pivot.across {
                let (other, start) = (&before[before_at as usize], index as usize);
                let size = pivot.places.len();
                let own = [self.values[start], if size > 1 { self.values[start + 1] } else { [0.0; 2] }];
                if own == [[0.0; 2]; 2] {
                    continue;
                }
                let factors = own.map(|own| other.block.times(own));
                block[0][0] -= dot(factors[0], own[0]);
                block[1][0] -= dot(factors[1], own[0]);
                block[1][1] -= dot(factors[1], own[1]);
                let below = start + size..other.rows.end;
                for (&row, &value) in self.rows[below.clone()].iter().zip(&self.values[below]) {
                    let cell = &mut column[row as usize];
                    cell[0] -= dot(factors[0], value);
                    cell[1] -= dot(factors[1], value);
                }
            }
            // But for rounding, pivots only gain.
            for (side, place) in pivot.places.clone().enumerate() {
                let least = diagonal[self.order[place] as usize];
                if block[side][side] / least < 1.0 {
                    block[side][side] = least;
                }
            }
            block[0][1] = block[1][0];
            pivot.block = Block(block);
            let inverse = pivot.block.inverse();
            for (&row, value) in self.rows[pivot.rows.clone()].iter().zip(&mut self.values[pivot.rows.clone()]) {
                *value = inverse.times(std::mem::take(&mut column[row as usize]));
            }
        }
    }

    /// Solves for a right-hand side, in place.
    pub(super) fn solve(&self, x: &mut [f64]) {
        let mut y: Vec<f64> = self.order.iter().map(|&unknown| x[unknown as usize]).collect();
        let two = |y: &[f64], pivot: &Pivot| {
            let first = pivot.places.start;
            [y[first], if pivot.places.len() > 1 { y[first + 1] } else { 0.0 }]
        };
        let below = |pivot: &Pivot| self.rows[pivot.rows.clone()].iter().zip(&self.values[pivot.rows.clone()]);
        for pivot in &self.pivots {
            let through = two(&y, pivot);
            for (&row, &value) in below(pivot) {
                y[row as usize] -= dot(value, through);
            }
        }
        for pivot in self.pivots.iter().rev() {
            let mut found = pivot.block.inverse().times(two(&y, pivot));
            for (&row, value) in below(pivot) {
                found[0] -= value[0] * y[row as usize];
                found[1] -= value[1] * y[row as usize];
            }
            y[pivot.places.clone()].copy_from_slice(&found[..pivot.places.len()]);
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
    fn new(n: usize, ways: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut near = vec![Vec::new(); n];
        for (one, other) in ways {
            near[one as usize].push(other);
            near[other as usize].push(one);
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
