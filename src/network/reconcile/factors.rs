//! Symmetric, quasi-definite sparse systems: L D Lᵀ.
//!
//! Such a matrix can be factored in any order (Vanderbei, Symmetric quasidefinite matrices, SIAM J. Optim. 5, 1995), so the
//! order is chosen once, for few entries alone (see [`super::order`]), and kept while the diagonal changes. Where both
//! of two unknowns have next to nothing on the diagonal, they are eliminated together (Bunch and Parlett 1971). Columns with the same
//! rows are one panel of numbers side by side (supernodes: Ng and Peyton, Block sparse Cholesky algorithms, SIAM J. Sci. Comput. 14,
//! 1993).

// Indexes are unknowns below `n`, pivots in their order, or places in the lists made here.
#![allow(clippy::indexing_slicing)]

use super::order::order;
use std::ops::Range;

/// So many entries and so many products are borne: about 100 MB, and less than a second each time.
const MOST_ENTRIES: usize = 4_000_000;
const MOST_PRODUCTS: u64 = 500_000_000;
/// What is done per entry besides: solving twice, and all that goes with it.
const SOLVING: usize = 10;

/// A pair of unknowns; where it is only one, the other stands for nothing.
type Two = [f64; 2];

/// Panels have at most so many columns.
const WIDEST: usize = 32;

/// A factored matrix whose diagonal may change. Unknowns are numbered by place, the two of a pair one after the other.
pub(super) struct Factors {
    /// Which unknown stands at each place.
    order: Vec<u32>,
    /// By place, whether a pair begins there, and what its pivot or that of one alone has in D.
    pair: Vec<bool>,
    blocks: Vec<Block>,
    panels: Vec<Panel>,
    /// The places of the rows of all panels but for their own, panel by panel.
    rows: Vec<u32>,
    /// L, panel by panel and row by row, those of its own places first; 0 where D stands.
    values: Vec<f64>,
    /// By place: what the matrix itself has in later places.
    given: Vec<Vec<(u32, f64)>>,
    /// See [`Factors::factor`].
    effort: u64,
}

/// Places in a row whose columns have the same rows.
struct Panel {
    places: Range<usize>,
    rows: Range<usize>,
    /// Where its values begin.
    start: usize,
    /// Panels before this one with a row here, and which of their rows is the first.
    across: Vec<(u32, u32)>,
}

impl Panel {
    fn width(&self) -> usize {
        self.places.len()
    }

    fn values(&self) -> Range<usize> {
        self.start..self.start + self.width() * (self.width() + self.rows.len())
    }
}

/// What a pivot has in D, row by row.
#[derive(Clone, Copy)]
struct Block([Two; 2]);

impl Block {
    fn times(self, x: Two) -> Two {
        self.0.map(|row| row[0] * x[0] + row[1] * x[1])
    }

    fn inverse(self) -> Self {
        let [[a, b], [_, d]] = self.0;
        let det = a * d - b * b;
        Self([[d / det, -b / det], [-b / det, a / det]])
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
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
        let (turns, columns) = postorder(&turns, columns);
        let mut this = Self {
            order: Vec::with_capacity(n),
            pair: Vec::with_capacity(n),
            blocks: vec![Block([[1.0, 0.0], [0.0, 1.0]]); n],
            panels: Vec::new(),
            rows: Vec::new(),
            values: Vec::new(),
            given: vec![Vec::new(); n],
            effort: 0,
        };
        // The first place of each turn.
        let mut first = Vec::with_capacity(turns.len());
        for &group in &turns {
            let members = groups[group as usize];
            first.push(this.order.len());
            this.order.extend(members.into_iter().flatten());
            this.pair.extend(members.into_iter().flatten().map(|unknown| members[1].is_some_and(|it| it != unknown)));
        }
        this.lay(&columns, &first);
        let mut place = vec![0_u32; n];
        (0..).zip(&this.order).for_each(|(at, &unknown)| place[unknown as usize] = at);
        for &(i, j, value) in entries {
            let (i, j) = (place[i as usize], place[j as usize]);
            this.given[i.min(j) as usize].push((i.max(j), value));
        }
        this.effort = products + (SOLVING * (this.values.len() + n)) as u64;
        Some(this)
    }

    /// Lays columns into panels, given the first place of each.
    fn lay(&mut self, columns: &[Vec<u32>], first: &[usize]) {
        let places = |turn: usize| first[turn]..first.get(turn + 1).copied().unwrap_or(self.order.len());
        let mut panel_of = vec![0_u32; self.order.len()];
        let (mut turn, mut size) = (0, 0);
        while turn < columns.len() {
            let (mut last, start) = (turn, first[turn]);
            while columns.get(last + 1).is_some_and(|next| {
                columns[last].first() == Some(&(last as u32 + 1)) && columns[last].len() == next.len() + 1
            }) && places(last + 1).end - start <= WIDEST
            {
                last += 1;
            }
            let own = start..places(last).end;
            panel_of[own.clone()].fill(self.panels.len() as u32);
            let begin = self.rows.len();
            self.rows.extend(columns[last].iter().flat_map(|&other| places(other as usize)).map(|place| place as u32));
            let panel = Panel { places: own, rows: begin..self.rows.len(), start: size, across: Vec::new() };
            size = panel.values().end;
            self.panels.push(panel);
            turn = last + 1;
        }
        self.values = vec![0.0; size];
        for at in 0..self.panels.len() {
            let mut before = None;
            for (index, &row) in (0..).zip(&self.rows[self.panels[at].rows.clone()]) {
                let panel = panel_of[row as usize];
                if before != Some(panel) {
                    self.panels[panel as usize].across.push((at as u32, index));
                    before = Some(panel);
                }
            }
        }
    }

    /// Factors the matrix with this diagonal; unknowns that are not `free` stand alone. None if that takes more than the
    /// `effort` left: products, and a few for each entry.
    pub(super) fn factor(&mut self, diagonal: &[f64], free: &dyn Fn(usize) -> bool, effort: &mut u64) -> Option<()> {
        *effort = effort.checked_sub(self.effort)?;
        let free: Vec<bool> = self.order.iter().map(|&unknown| free(unknown as usize)).collect();
        // By place, its row in the panel.
        let mut row_of = vec![0_u32; self.order.len()];
        let (mut factors, mut scaled) = ([0.0; WIDEST + 1], [[0.0; 2]; WIDEST + 1]);
        for panel in &self.panels {
            let (first, width) = (panel.places.start, panel.width());
            let (before, values) = self.values.split_at_mut(panel.start);
            let values = &mut values[..panel.values().len()];
            values.fill(0.0);
            let rows = self.rows[panel.rows.clone()].iter().map(|row| *row as usize);
            (0..).zip(panel.places.clone().chain(rows)).for_each(|(row, place)| row_of[place] = row);
            for (column, place) in panel.places.clone().enumerate() {
                values[column * width + column] = diagonal[self.order[place] as usize];
                for &(row, value) in self.given[place].iter().filter(|it| free[place] && free[it.0 as usize]) {
                    values[row_of[row as usize] as usize * width + column] += value;
                }
            }
            for &(other, start) in &panel.across {
                let other = &self.panels[other as usize];
                let (wide, start) = (other.width(), start as usize);
                let rows = &self.rows[other.rows.clone()][start..];
                let entries = &before[other.values()][wide * (wide + start)..];
                for (at, &row) in rows.iter().enumerate().take_while(|it| (*it.1 as usize) < panel.places.end) {
                    let own = &entries[at * wide..(at + 1) * wide];
                    if own.iter().all(|value| *value == 0.0) {
                        continue;
                    }
                    let factors = &mut factors[..wide];
                    scale(&self.pair[other.places.clone()], &self.blocks[other.places.clone()], own, factors);
                    let column = row as usize - first;
                    for (&row, entries) in rows[at..].iter().zip(entries[at * wide..].chunks_exact(wide)) {
                        values[row_of[row as usize] as usize * width + column] -= dot(entries, factors);
                    }
                }
            }
            let mut column = 0;
            while column < width {
                let size = 1 + usize::from(self.pair[first + column]);
                let end = column + size;
                let mut block = [[1.0, 0.0], [0.0, 1.0]];
                for side in 0..size {
                    let least = diagonal[self.order[first + column + side] as usize];
                    let value = std::mem::take(&mut values[(column + side) * (width + 1)]);
                    // But for rounding, pivots only gain.
                    block[side][side] = if value / least < 1.0 { least } else { value };
                }
                if size > 1 {
                    block[1][0] = std::mem::take(&mut values[(column + 1) * width + column]);
                    block[0][1] = block[1][0];
                }
                self.blocks[first + column] = Block(block);
                let inverse = Block(block).inverse();
                for (row, values) in values.chunks_exact_mut(width).enumerate().skip(end) {
                    let both = [values[column], if size > 1 { values[column + 1] } else { 0.0 }];
                    if row < width {
                        scaled[row] = both;
                    }
                    let found = inverse.times(both);
                    values[column..end].copy_from_slice(&found[..size]);
                    let (until, [one, two]) = (width.min(row + 1), found);
                    for (value, scaled) in values[end..until.max(end)].iter_mut().zip(&scaled[end..]) {
                        *value -= one * scaled[0] + two * scaled[1];
                    }
                }
                column = end;
            }
        }
        Some(())
    }

    /// Solves for a right-hand side, in place.
    pub(super) fn solve(&self, x: &mut [f64]) {
        let mut y: Vec<f64> = self.order.iter().map(|&unknown| x[unknown as usize]).collect();
        let halves = |panel: &Panel| self.values[panel.values()].split_at(panel.width() * panel.width());
        for panel in &self.panels {
            let (inner, below) = halves(panel);
            let (before, after) = y.split_at_mut(panel.places.end);
            let own = &mut before[panel.places.start..];
            for (at, row) in inner.chunks_exact(panel.width()).enumerate() {
                own[at] -= dot(row, &own[..at]);
            }
            for (&row, values) in self.rows[panel.rows.clone()].iter().zip(below.chunks_exact(panel.width())) {
                after[row as usize - panel.places.end] -= dot(values, own);
            }
        }
        for panel in self.panels.iter().rev() {
            let (inner, below) = halves(panel);
            let (before, after) = y.split_at_mut(panel.places.end);
            let own = &mut before[panel.places.start..];
            let mut at = 0;
            while at < own.len() {
                let size = 1 + usize::from(self.pair[panel.places.start + at]);
                let both = [own[at], if size > 1 { own[at + 1] } else { 0.0 }];
                let found = self.blocks[panel.places.start + at].inverse().times(both);
                own[at..at + size].copy_from_slice(&found[..size]);
                at += size;
            }
            let take = |own: &mut [f64], values: &[f64], y: f64| {
                own.iter_mut().zip(values).for_each(|(own, value)| *own -= value * y);
            };
            for (&row, values) in self.rows[panel.rows.clone()].iter().zip(below.chunks_exact(panel.width())) {
                take(own, values, after[row as usize - panel.places.end]);
            }
            for (at, row) in inner.chunks_exact(panel.width()).enumerate().rev() {
                let y = own[at];
                take(&mut own[..at], row, y);
            }
        }
        for (&unknown, y) in self.order.iter().zip(y) {
            x[unknown as usize] = y;
        }
    }
}

/// What D makes of a row of a panel.
fn scale(pair: &[bool], blocks: &[Block], row: &[f64], out: &mut [f64]) {
    let mut at = 0;
    while at < row.len() {
        let size = 1 + usize::from(pair[at]);
        let both = [row[at], if size > 1 { row[at + 1] } else { 0.0 }];
        out[at..at + size].copy_from_slice(&blocks[at].times(both)[..size]);
        at += size;
    }
}

/// Of each unknown in its turn those that are left then and have an entry with it; and how many products eliminating takes. None if
/// these are too many.
fn columns(order: &[u32], entries: impl Iterator<Item = (u32, u32)>) -> Option<(Vec<Vec<u32>>, u64)> {
    let mut turn = vec![0_u32; order.len()];
    (0..).zip(order).for_each(|(at, &unknown)| turn[unknown as usize] = at);
    let mut columns: Vec<Vec<u32>> = vec![Vec::new(); order.len()];
    for (one, other) in entries.map(|(one, other)| (turn[one as usize], turn[other as usize])) {
        columns[one.min(other) as usize].push(one.max(other));
    }
    // What is eliminated leaves its entries to the next of them (the elimination tree: Liu 1990).
    let mut heirs: Vec<Vec<u32>> = vec![Vec::new(); order.len()];
    let (mut all, mut products) = (0_usize, 0_u64);
    for at in 0..columns.len() {
        let (before, rest) = columns.split_at_mut(at);
        let Some(column) = rest.first_mut() else { break };
        for child in std::mem::take(&mut heirs[at]) {
            column.extend(before[child as usize].iter().filter(|&&other| other as usize != at));
        }
        column.sort_unstable();
        column.dedup();
        all += column.len();
        products += (column.len() as u64).pow(2);
        if all > MOST_ENTRIES || products > MOST_PRODUCTS {
            return None;
        }
        if let Some(&next) = column.first() {
            heirs[next as usize].push(at as u32);
        }
    }
    Some((columns, products))
}

/// The same order but for this: what is eliminated comes right after all that leaves entries to it, so that columns with the same
/// rows stand side by side.
fn postorder(turns: &[u32], mut columns: Vec<Vec<u32>>) -> (Vec<u32>, Vec<Vec<u32>>) {
    let mut children = vec![Vec::new(); columns.len()];
    let mut todo: Vec<(usize, bool)> = Vec::new();
    for (at, column) in columns.iter().enumerate().rev() {
        match column.first() {
            Some(&parent) => children[parent as usize].push(at),
            None => todo.push((at, false)),
        }
    }
    let mut order = Vec::with_capacity(columns.len());
    while let Some((at, is_ripe)) = todo.pop() {
        if is_ripe {
            order.push(at);
        } else {
            todo.push((at, true));
            todo.extend(std::mem::take(&mut children[at]).into_iter().map(|child| (child, false)));
        }
    }
    let mut place = vec![0; columns.len()];
    (0..).zip(&order).for_each(|(new, &at)| place[at] = new);
    columns.iter_mut().flatten().for_each(|row| *row = place[*row as usize]);
    let columns = order.iter().map(|&at| std::mem::take(&mut columns[at])).collect();
    (order.iter().map(|&at| turns[at]).collect(), columns)
}
