//! A set of levers with all that it takes to say at once what one lever more or less would give.

// Indexes are places of forks and levers, or cells of square matrices that are made here.
#![allow(clippy::indexing_slicing)]

use super::prospect::Prospect;
use crate::network::solve::excess::NOTHING;

/// A set of levers with the inverse of its system: a lever changes one row of it, so what it adds follows in time in proportion to the
/// number of forks, and the inverse with it in that to the square (Sherman and Morrison 1950).
#[derive(Clone, Debug)]
pub(crate) struct Turn<'a> {
    prospect: &'a Prospect,
    pub on: Vec<bool>,
    pub revenue: f64,
    /// `through[i][j]`: how much comes to fork j of a unit that comes to fork i, all in all.
    through: Vec<Vec<f64>>,
    /// How much comes to each fork.
    water: Vec<f64>,
    /// The revenue that a unit at each fork makes.
    worth: Vec<f64>,
}

/// How levers change the row of a fork.
pub(crate) struct Change {
    fork: usize,
    /// By how much its cells for forks change, one or several times each.
    other: Vec<(usize, f64)>,
    /// What part of a unit does not come back because of it: 1 where nothing changes.
    open: f64,
    /// What a unit there makes more before it comes back.
    more: f64,
}

impl Prospect {
    /// A set of levers. None if it has no steady state.
    pub(crate) fn turn(&self, on: &[bool]) -> Option<Turn<'_>> {
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
        let turn = Turn { prospect: self, on: on.to_vec(), revenue, through, water, worth };
        revenue.is_finite().then_some(turn)
    }
}

impl Turn<'_> {
    /// What it would be if this lever were turned. None if there is no steady state then.
    pub(crate) fn after(&self, lever: usize) -> Option<f64> {
        let Change { fork, open, more, .. } = self.change(&[lever])?;
        Some(self.revenue + self.water[fork] / open * more).filter(|revenue| revenue.is_finite())
    }

    /// What each lever would change.
    pub(crate) fn changes(&self) -> Vec<Option<Change>> {
        (0..self.on.len()).map(|lever| self.change(&[lever])).collect()
    }

    /// What it would be if these two levers were turned, given what each would change. None if there is no steady state then. (Two
    /// rows change: Woodbury 1950.)
    pub(crate) fn after_both(&self, one: usize, other: usize, changes: &[Option<Change>]) -> Option<f64> {
        let revenue = if self.prospect.fork_of[one] == self.prospect.fork_of[other] {
            let Change { fork, open, more, .. } = self.change(&[one, other])?;
            self.revenue + self.water[fork] / open * more
        } else {
            let (one, other) = (changes[one].as_ref()?, changes[other].as_ref()?);
            let between = [self.come(&one.other, other.fork), self.come(&other.other, one.fork)];
            let open = one.open * other.open - between[0] * between[1];
            if open <= NOTHING * one.open {
                return None;
            }
            let more = self.water[one.fork] * (other.open * one.more + between[0] * other.more)
                + self.water[other.fork] * (between[1] * one.more + one.open * other.more);
            self.revenue + more / open
        };
        Some(revenue).filter(|revenue| revenue.is_finite())
    }

    /// Turns a lever, unless there is no steady state then.
    pub(crate) fn turn(&mut self, lever: usize) -> Option<()> {
        let Change { fork, other, open, more } = self.change(&[lever])?;
        let along = self.along(&other);
        for (row, worth) in self.through.iter_mut().zip(&mut self.worth).filter(|(row, _)| row[fork] != 0.0) {
            let part = row[fork] / open;
            *worth += part * more;
            row.iter_mut().zip(&along).for_each(|(cell, along)| *cell += part * along);
        }
        let part = self.water[fork] / open;
        self.revenue += part * more;
        self.water.iter_mut().zip(&along).for_each(|(water, along)| *water += part * along);
        self.on[lever] = !self.on[lever];
        Some(())
    }

    /// How turning levers of one fork changes it.
    fn change(&self, levers: &[usize]) -> Option<Change> {
        let (fork, forks) = (self.prospect.fork_of[*levers.first()?], self.water.len());
        let mut other = self.prospect.change(fork, &self.on, levers);
        let made: f64 = other.iter().filter(|cell| cell.0 > forks).map(|cell| cell.1).sum();
        other.retain(|cell| cell.0 < forks);
        let open = 1.0 - self.come(&other, fork);
        let more = made + other.iter().map(|(at, other)| other * self.worth[*at]).sum::<f64>();
        (open > NOTHING && (more / open).is_finite()).then_some(Change { fork, other, open, more })
    }

    /// How much comes to a fork, all in all, of water that comes to these.
    fn come(&self, come: &[(usize, f64)], fork: usize) -> f64 {
        come.iter().map(|(at, come)| come * self.through[*at][fork]).sum()
    }

    /// The same of every fork.
    fn along(&self, come: &[(usize, f64)]) -> Vec<f64> {
        let mut along = vec![0.0; self.water.len()];
        for (at, come) in come {
            along.iter_mut().zip(&self.through[*at]).for_each(|(along, cell)| *along += come * cell);
        }
        along
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// How much comes to each fork of a unit that comes to each, all in all: by elimination without a subtraction (see
/// [`crate::network::solve::chain`]). None if somewhere nothing goes on.
fn invert(rows: &[Vec<f64>], least: f64) -> Option<Vec<Vec<f64>>> {
    let n = rows.len();
    // What a unit comes to next, and what is lost; and what comes to each of the units.
    let mut parts: Vec<Vec<f64>> = rows.iter().map(|row| row[..=n].to_vec()).collect();
    let mut units: Vec<Vec<f64>> =
        (0..n).map(|row| (0..n).map(|unit| f64::from(u8::from(unit == row))).collect()).collect();
    let add = |to: &mut [f64], from: &[f64], part: f64| {
        to.iter_mut().zip(from).for_each(|(cell, on)| *cell += part * on);
    };
    for k in 0..n {
        let ((parts, below), (units, others)) = (parts.split_at_mut(k + 1), units.split_at_mut(k + 1));
        let (row, unit) = (&mut parts[k][k + 1..], &mut units[k][..=k]);
        let pivot: f64 = row.iter().sum();
        if pivot <= least {
            return None;
        }
        row.iter_mut().chain(&mut *unit).for_each(|cell| *cell /= pivot);
        for (other, others) in below.iter_mut().zip(others).filter(|(other, _)| other[k] != 0.0) {
            let part = other[k];
            add(&mut other[k + 1..], row, part);
            add(&mut others[..=k], unit, part);
        }
    }
    for k in (0..n).rev() {
        let (above, below) = units.split_at_mut(k + 1);
        for (part, unit) in parts[k][k + 1..n].iter().zip(below).filter(|(part, _)| **part != 0.0) {
            add(&mut above[k], unit, *part);
        }
    }
    Some(units)
}
