//! The dense heart of a chain: small ones by elimination, large ones (which mix fast) by sweeps.

// Indexes are states below `n` or row starts in an `n` by `n` array, both made here.
#![allow(clippy::indexing_slicing)]

use super::chain::{Factors, Form, Way, ratio};

/// What is left of a chain when its thinly connected states are gone.
pub(crate) enum Core {
    /// Eliminated in order, rows in `part`; `pivot` by state.
    Dense { part: Vec<f64>, pivot: Vec<f64> },
    /// Left as it is, to be solved by sweeps.
    Sparse { ways: Vec<Way>, leak: Vec<f64> },
    /// Eliminated after all, as sweeps could not solve it.
    Tight(Box<Factors>),
    /// Neither could be done.
    TooLarge,
}

/// How many sweeps are worth more than eliminating.
const SWEEPS: usize = 400;
/// After a quarter of the sweeps figures should move by less than this.
const HOPELESS: f64 = 1e-3;
/// Sweeps stop when no figure moves by more than this, relatively.
const STILL: f64 = 1e-14;

impl Core {
    /// Eliminates if there are at most `dense` states.
    pub(crate) fn new(ways: Vec<Way>, leak: Vec<f64>, dense: usize) -> Self {
        if leak.len() > dense { Core::Sparse { ways, leak } } else { eliminate(&ways, leak) }
    }

    /// A state from which nothing leaks.
    pub(crate) fn closed(&self) -> Option<usize> {
        match self {
            Core::Dense { pivot, .. } => pivot.iter().position(|&pivot| pivot <= 0.0),
            Core::Sparse { ways, leak } => closed(ways, leak),
            Core::Tight(_) | Core::TooLarge => None,
        }
    }

    /// `x[w] = b[w] + sum of part(v, w) x[v]`, in place. False if it did not converge.
    pub(crate) fn mass(&mut self, x: &mut [f64]) -> bool {
        if let Core::Sparse { ways, leak } = self {
            // Sweeps keep their relative accuracy where nothing is subtracted: so the two signs apart.
            let mut gain: Vec<f64> = x.iter().map(|x| x.max(0.0)).collect();
            let mut loss: Vec<f64> = x.iter().map(|x| (-x).max(0.0)).collect();
            let rows = Rows::new(leak.len(), ways.iter().map(|way| (way.to, way.from, way.part)));
            let pivot = pivots(ways, leak);
            if rows.sweep_mass(&pivot, leak, &mut gain) && rows.sweep_mass(&pivot, leak, &mut loss) {
                for ((x, gain), loss) in x.iter_mut().zip(gain).zip(loss) {
                    *x = gain - loss;
                }
                return true;
            }
        }
        let (part, pivot) = match self.eliminated() {
            Core::Dense { part, pivot } => (part, pivot),
            Core::Tight(factors) => return factors.solve(x, Form::Mass),
            _ => return false,
        };
        let n = pivot.len();
        for k in 0..n {
            let through = ratio(x[k], pivot[k]);
            for (x, part) in x[k + 1..].iter_mut().zip(&part[k * n + k + 1..]) {
                *x += part * through;
            }
        }
        for k in (0..n).rev() {
            let back: f64 = (k + 1..n).map(|i| part[i * n + k] * x[i]).sum();
            x[k] = ratio(x[k] + back, pivot[k]);
        }
        true
    }

    /// `x[v] = b[v] + sum of part(v, w) x[w]`, in place; `weights` tell the states' sizes. False if it did not converge.
    pub(crate) fn value(&mut self, x: &mut [f64], weights: &[f64]) -> bool {
        if let Core::Sparse { ways, leak } = self {
            let rows = Rows::new(leak.len(), ways.iter().map(|way| (way.from, way.to, way.part)));
            let mut found = x.to_vec();
            if rows.sweep_value(&pivots(ways, leak), leak, &mut found, weights) {
                x.copy_from_slice(&found);
                return true;
            }
        }
        let (part, pivot) = match self.eliminated() {
            Core::Dense { part, pivot } => (part, pivot),
            Core::Tight(factors) => return factors.solve(x, Form::Value(weights)),
            _ => return false,
        };
        let n = pivot.len();
        for k in 0..n {
            let through = ratio(x[k], pivot[k]);
            for i in k + 1..n {
                x[i] += part[i * n + k] * through;
            }
        }
        for k in (0..n).rev() {
            let row = &part[k * n + k + 1..(k + 1) * n];
            let back: f64 = row.iter().zip(&x[k + 1..]).map(|(part, x)| part * x).sum();
            x[k] = ratio(x[k] + back, pivot[k]);
        }
        true
    }

    /// Turns what sweeps could not solve into an eliminated form.
    fn eliminated(&mut self) -> &mut Self {
        if let Core::Sparse { ways, leak } = self {
            let factors = Factors::tight(ways, std::mem::take(leak));
            *self = if factors.is_eliminated() { Core::Tight(Box::new(factors)) } else { Core::TooLarge };
        }
        self
    }
}

fn eliminate(ways: &[Way], mut leak: Vec<f64>) -> Core {
    let n = leak.len();
    let mut part = vec![0.0; n * n];
    for way in ways {
        part[way.from * n + way.to] += way.part;
    }
    let mut pivot = Vec::with_capacity(n);
    for k in 0..n {
        let (upper, lower) = part.split_at_mut((k + 1) * n);
        let row = &upper[k * n + k + 1..];
        let out = leak[k] + row.iter().sum::<f64>();
        for (i, other) in lower.chunks_exact_mut(n).enumerate() {
            let into = other[k];
            if into == 0.0 {
                continue;
            }
            if out <= 0.0 {
                leak[k + 1 + i] += into;
                continue;
            }
            let factor = into / out;
            leak[k + 1 + i] += factor * leak[k];
            for (to, part) in other[k + 1..].iter_mut().zip(row) {
                *to += factor * part;
            }
        }
        pivot.push(out);
    }
    Core::Dense { part, pivot }
}

fn pivots(ways: &[Way], leak: &[f64]) -> Vec<f64> {
    let mut pivot = leak.to_vec();
    for way in ways {
        pivot[way.from] += way.part;
    }
    pivot
}

/// A state that no water can leak from: one from which no leaking state is reached.
fn closed(ways: &[Way], leak: &[f64]) -> Option<usize> {
    let rows = Rows::new(leak.len(), ways.iter().map(|way| (way.to, way.from, way.part)));
    let mut open: Vec<bool> = leak.iter().map(|&leak| leak > 0.0).collect();
    let mut todo: Vec<usize> = (0..leak.len()).filter(|&state| open[state]).collect();
    while let Some(state) = todo.pop() {
        for &(before, _) in rows.row(state) {
            if !open[before] {
                open[before] = true;
                todo.push(before);
            }
        }
    }
    open.iter().position(|open| !open)
}

/// A matrix by rows.
struct Rows {
    start: Vec<usize>,
    entries: Vec<(usize, f64)>,
}

impl Rows {
    fn new(n: usize, entries: impl Iterator<Item = (usize, usize, f64)> + Clone) -> Self {
        let mut start = vec![0; n + 2];
        for (row, ..) in entries.clone() {
            start[row + 2] += 1;
        }
        for row in 0..n {
            start[row + 2] += start[row + 1];
        }
        let mut sorted = vec![(0, 0.0); start[n + 1]];
        for (row, column, value) in entries {
            sorted[start[row + 1]] = (column, value);
            start[row + 1] += 1;
        }
        Self { start, entries: sorted }
    }

    fn row(&self, row: usize) -> &[(usize, f64)] {
        &self.entries[self.start[row]..self.start[row + 1]]
    }

    fn dot(&self, row: usize, x: &[f64]) -> f64 {
        self.row(row).iter().map(|&(column, value)| value * x[column]).sum()
    }

    /// Gauss-Seidel; after each sweep all is scaled so that as much leaks as comes in, which settles at once the slow part
    /// of the error (aggregation with one aggregate: Koury, McAllister and Stewart 1984).
    fn sweep_mass(&self, pivot: &[f64], leak: &[f64], x: &mut [f64]) -> bool {
        let b = x.to_vec();
        let gain: f64 = b.iter().sum();
        for sweep in 0..SWEEPS {
            let mut moved = 0.0_f64;
            for v in 0..x.len() {
                let new = (b[v] + self.dot(v, x)) / pivot[v];
                moved = moved.max((new - x[v]).abs() / new.max(f64::MIN_POSITIVE));
                x[v] = new;
            }
            if moved <= STILL {
                return true;
            }
            if sweep == SWEEPS / 4 && moved > HOPELESS {
                return false;
            }
            let lost: f64 = leak.iter().zip(x.iter()).map(|(leak, x)| leak * x).sum();
            if lost > 0.0 && gain > 0.0 {
                let scale = gain / lost;
                x.iter_mut().for_each(|x| *x *= scale);
            }
        }
        false
    }

    /// The same for values: all are shifted so that the weighted balance holds.
    fn sweep_value(&self, pivot: &[f64], leak: &[f64], x: &mut [f64], weights: &[f64]) -> bool {
        let b = x.to_vec();
        let fresh: f64 = leak.iter().zip(weights).map(|(leak, weight)| leak * weight).sum();
        for sweep in 0..SWEEPS {
            let (mut moved, mut largest) = (0.0_f64, 0.0_f64);
            for v in 0..x.len() {
                let new = ratio(b[v] + self.dot(v, x), pivot[v]);
                moved = moved.max((new - x[v]).abs());
                largest = largest.max(new.abs()).max(ratio(b[v].abs(), pivot[v]));
                x[v] = new;
            }
            if moved <= STILL * largest {
                return true;
            }
            if sweep == SWEEPS / 4 && moved > HOPELESS * largest {
                return false;
            }
            let short: f64 = (0..x.len()).map(|v| weights[v] * (b[v] + self.dot(v, x) - pivot[v] * x[v])).sum();
            let shift = ratio(short, fresh);
            x.iter_mut().for_each(|x| *x += shift);
        }
        false
    }
}
