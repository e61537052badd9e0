//! Symmetric, quasi-definite sparse systems: L D Lᵀ.
//!
//! Such a matrix can be factored in any order (Vanderbei, Symmetric quasidefinite matrices, SIAM J. Optim. 5, 1995), so the
//! order is chosen once, for few entries alone (see [`super::order`]), and kept while the diagonal changes. Where both
//! of two unknowns have next to nothing on the diagonal, they are eliminated together (Bunch and Parlett 1971).

// Indexes are unknowns below `n`, pivots in their order, or places in the lists made here.
#![allow(clippy::indexing_slicing)]

use super::order::order;
use std::ops::Range;

/// So many entries and so many products are borne: about 100 MB, and less than a second each time.
const MOST_ENTRIES: usize = 4_000_000;
const MOST_PRODUCTS: usize = 500_000_000;
/// What is done per entry besides: solving twice, and all that goes with it.
const SOLVING: usize = 10;

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
    effort: usize,
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
        let between = between.filter(|(one, other)| one != other);
        let turns = order(groups.len(), between.clone());
        let (columns, products) = columns(&turns, between)?;
        let members = |group: u32| groups[group as usize].into_iter().flatten();
        let places: Vec<u32> = turns.iter().flat_map(|&group| members(group)).collect();
        let mut place = vec![0_u32; n];
        for (at, &unknown) in places.iter().enumerate() {
            place[unknown as usize] = at as u32;
        }
        let (mut pivots, mut rows, mut across) = (Vec::new(), Vec::new(), vec![Vec::new(); groups.len()]);
        let mut first = 0;
        for (at, (&group, below)) in turns.iter().zip(columns).enumerate() {
            let start = rows.len();
            for other in below {
                across[other as usize].push((at as u32, rows.len() as u32));
                rows.extend(members(turns[other as usize]).map(|unknown| place[unknown as usize]));
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
        let effort = products + SOLVING * (rows.len() + n);
        Some(Self { order: places, pivots, rows, values, given, effort })
    }

    /// Factors the matrix with this diagonal; unknowns that are not `free` stand alone. None if that takes more than the
    /// `effort` left: products, and a few for each entry.
    pub(super) fn factor(&mut self, diagonal: &[f64], free: &dyn Fn(usize) -> bool, effort: &mut usize) -> Option<()> {
        *effort = effort.checked_sub(self.effort)?;
        let mut column = vec![[0.0; 2]; self.order.len()];
        for at in 0..self.pivots.len() {
            let (before, rest) = self.pivots.split_at_mut(at);
            let pivot = rest.first_mut()?;
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
        Some(())
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

/// Of each unknown in its turn those that are left then and have an entry with it; and how many products eliminating takes. None if
/// these are too many.
fn columns(order: &[u32], entries: impl Iterator<Item = (u32, u32)>) -> Option<(Vec<Vec<u32>>, usize)> {
    let mut turn = vec![0_u32; order.len()];
    (0..).zip(order).for_each(|(at, &unknown)| turn[unknown as usize] = at);
    let mut columns: Vec<Vec<u32>> = vec![Vec::new(); order.len()];
    for (one, other) in entries.map(|(one, other)| (turn[one as usize], turn[other as usize])) {
        columns[one.min(other) as usize].push(one.max(other));
    }
    // What is eliminated leaves its entries to the next of them (the elimination tree: Liu 1990).
    let mut heirs: Vec<Vec<u32>> = vec![Vec::new(); order.len()];
    let (mut all, mut products) = (0_usize, 0_usize);
    for at in 0..columns.len() {
        let (before, rest) = columns.split_at_mut(at);
        let Some(column) = rest.first_mut() else { break };
        for child in std::mem::take(&mut heirs[at]) {
            column.extend(before[child as usize].iter().filter(|&&other| other as usize != at));
        }
        column.sort_unstable();
        column.dedup();
        all += column.len();
        products += column.len() * column.len();
        if all > MOST_ENTRIES || products > MOST_PRODUCTS {
            return None;
        }
        if let Some(&next) = column.first() {
            heirs[next as usize].push(at as u32);
        }
    }
    Some((columns, products))
}
