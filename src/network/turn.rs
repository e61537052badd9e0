//! A set of levers with all that it takes to say at once what one lever more or less would give.

// Indexes are places of forks and levers, or cells of square matrices that are made here.
#![allow(clippy::indexing_slicing)]

use super::{excess::NOTHING, prospect::Prospect};

/// A set of levers with the inverse of its system: a lever changes one row of it, so what it adds follows in time in proportion to the
/// number of forks, and the inverse with it in that to the square (Sherman and Morrison 1950).
#[derive(Clone, Debug)]
pub(super) struct Turn<'a> {
    prospect: &'a Prospect,
    pub on: Vec<bool>,
    pub revenue: f64,
    /// By fork: what becomes of a unit of water that comes to it (see [`Prospect::row`]).
    rows: Vec<Vec<f64>>,
    /// `through[i][j]`: how much comes to fork j of a unit that comes to fork i, all in all.
    through: Vec<Vec<f64>>,
    /// How much comes to each fork.
    water: Vec<f64>,
    /// The revenue that a unit at each fork makes.
    worth: Vec<f64>,
}

/// How one lever changes the row of its fork.
struct Change {
    fork: usize,
    row: Vec<f64>,
    /// What is other about the row but for its last two cells.
    other: Vec<f64>,
    /// What part of a unit does not come back because of it: 1 where nothing changes.
    open: f64,
    /// What a unit there makes more before it comes back.
    more: f64,
}

impl Prospect {
    /// A set of levers. None if it has no steady state.
    pub(super) fn turn(&self, on: &[bool]) -> Option<Turn<'_>> {
        if self.is_endless() || self.forks.is_empty() {
            return None;
        }
        let forks = self.forks.len();
        let rows: Vec<Vec<f64>> = (0..forks).map(|fork| self.row_with(fork, on)).collect();
        let through = invert(&rows, self.least)?;
        let made: Vec<f64> = rows.iter().map(|row| row[forks + 1]).collect();
        let water = (0..forks).map(|to| (0..forks).map(|from| self.springs[from] * through[from][to]).sum()).collect();
        let worth: Vec<f64> = through.iter().map(|row| dot(row, &made)).collect();
        let revenue = self.springs[forks + 1] + dot(&self.springs[..forks], &worth);
        let turn = Turn { prospect: self, on: on.to_vec(), revenue, rows, through, water, worth };
        revenue.is_finite().then_some(turn)
    }
}

impl Turn<'_> {
    /// What it would be if this lever were turned. None if there is no steady state then.
    pub(super) fn after(&self, lever: usize) -> Option<f64> {
        let Change { fork, open, more, .. } = self.change(lever)?;
        Some(self.revenue + self.water[fork] / open * more).filter(|revenue| revenue.is_finite())
    }

    /// Turns a lever, unless there is no steady state then.
    pub(super) fn turn(&mut self, lever: usize) -> Option<()> {
        let Change { fork, row, other, open, more } = self.change(lever)?;
        let along = self.along(&other);
        for (row, worth) in self.through.iter_mut().zip(&mut self.worth) {
            let part = row[fork] / open;
            *worth += part * more;
            row.iter_mut().zip(&along).for_each(|(cell, along)| *cell += part * along);
        }
        let part = self.water[fork] / open;
        self.revenue += part * more;
        self.water.iter_mut().zip(&along).for_each(|(water, along)| *water += part * along);
        self.rows[fork] = row;
        self.on[lever] = !self.on[lever];
        Some(())
    }

    fn change(&self, lever: usize) -> Option<Change> {
        let (fork, forks) = (self.prospect.fork_of[lever], self.rows.len());
        let mut on: Vec<bool> = self.on.clone();
        on[lever] = !on[lever];
        let row = self.prospect.row_with(fork, &on);
        let old = &self.rows[fork];
        let other: Vec<f64> = row.iter().zip(old).take(forks).map(|(new, old)| new - old).collect();
        let open = 1.0 - other.iter().zip(&self.through).map(|(other, row)| other * row[fork]).sum::<f64>();
        let more = row[forks + 1] - old[forks + 1] + dot(&other, &self.worth);
        (open > NOTHING && (more / open).is_finite()).then_some(Change { fork, row, other, open, more })
    }

    /// What comes to each fork, all in all, of water that comes to them so.
    fn along(&self, come: &[f64]) -> Vec<f64> {
        let mut along = vec![0.0; come.len()];
        for (come, row) in come.iter().zip(&self.through).filter(|(come, _)| **come != 0.0) {
            along.iter_mut().zip(row).for_each(|(along, cell)| *along += come * cell);
        }
        along
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// How much comes to each fork of a unit that comes to each, all in all: by elimination without a subtraction (see
/// [`super::chain`]). None if somewhere nothing goes on.
fn invert(rows: &[Vec<f64>], least: f64) -> Option<Vec<Vec<f64>>> {
    let n = rows.len();
    // What a unit comes to next, and what is lost; beside it the units.
    let mut all: Vec<Vec<f64>> = rows.iter().map(|row| row[..=n].to_vec()).collect();
    for (index, row) in all.iter_mut().enumerate() {
        row.extend((0..n).map(|unit| f64::from(u8::from(unit == index))));
    }
    for k in 0..n {
        let mut row = std::mem::take(&mut all[k]);
        let pivot: f64 = row[k + 1..=n].iter().sum();
        if pivot <= least {
            return None;
        }
        row[k] = 0.0;
        row[k + 1..].iter_mut().for_each(|cell| *cell /= pivot);
        for other in all.iter_mut().filter(|other| other.len() > k && other[k] != 0.0) {
            let part = std::mem::take(&mut other[k]);
            other[k + 1..].iter_mut().zip(&row[k + 1..]).for_each(|(cell, on)| *cell += part * on);
        }
        all[k] = row;
    }
    Some(all.into_iter().map(|row| row[n + 1..].to_vec()).collect())
}
