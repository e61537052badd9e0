//! Water that goes round where some nodes pass on more than comes to them: more was counted leaving than arriving, and with
//! a lever on the streams run by such shares.

// Indexes are states below `leak.len()` or places among those in excess.
#![allow(clippy::indexing_slicing)]

use super::chain::{Factors, Form, Way};

/// A state passes on more than comes to it where less than this leaks.
pub(super) const LEAST: f64 = -1e-12;
/// Pivots that are smaller are none.
const NOTHING: f64 = 1e-12;
/// More states in excess than this are left to sweeps.
const FEW: usize = 400;
/// How many sweeps are tried.
const SWEEPS: usize = 20_000;

/// Solves `x[w] = b[w] + sum of part(v, w) x[v]` in place, where the parts and the leak of each state add up to one, and the
/// leak of some is negative. The chain is cut at these, which leaves one that loses water, and a small dense
/// system says how much comes to each (the Schur complement). The error is a state whose water would rise for ever.
pub(super) fn solve(ways: &[Way], leak: &[f64], x: &mut [f64]) -> Result<(), usize> {
    let cut: Vec<usize> = (0..leak.len()).filter(|state| leak[*state] < LEAST).collect();
    if cut.len() > FEW {
        return sweep(ways, x);
    }
    let mut place = vec![usize::MAX; leak.len()];
    cut.iter().enumerate().for_each(|(at, state)| place[*state] = at);
    let rest: Vec<Way> = ways.iter().copied().filter(|way| place[way.from] == usize::MAX).collect();
    let leaks = leak.iter().map(|leak| if *leak < LEAST { 1.0 } else { *leak }).collect();
    let mut factors = Factors::new(&rest, leaks);
    if let Some(state) = factors.closed {
        return Err(state);
    }
    let first = cut.first().copied().unwrap_or_default();
    let mut run = |x: &mut [f64]| factors.solve(x, Form::Mass).then_some(()).ok_or(first);
    let mut found = x.to_vec();
    run(&mut found)?;
    // What comes to each cut state of a unit from each other one.
    let mut matrix = Vec::with_capacity(cut.len());
    for state in &cut {
        let mut unit = vec![0.0; leak.len()];
        ways.iter().filter(|way| way.from == *state).for_each(|way| unit[way.to] += way.part);
        run(&mut unit)?;
        matrix.push(cut.iter().map(|other| unit[*other]).collect::<Vec<f64>>());
    }
    let come = dense(&matrix, cut.iter().map(|state| found[*state]).collect()).map_err(|at| cut[at])?;
    for way in ways.iter().filter(|way| place[way.from] != usize::MAX) {
        x[way.to] += way.part * come[place[way.from]];
    }
    run(x)
}

/// `y[j] = b[j] + sum of m[i][j] y[i]` for parts that are not negative, by elimination. A pivot that is not positive means that
/// water would rise for ever there (the matrix is no M-matrix then).
fn dense(parts: &[Vec<f64>], mut b: Vec<f64>) -> Result<Vec<f64>, usize> {
    let n = b.len();
    let mut m: Vec<Vec<f64>> =
        (0..n).map(|j| (0..n).map(|i| f64::from(u8::from(i == j)) - parts[i][j]).collect()).collect();
    for k in 0..n {
        if m[k][k] <= NOTHING {
            return Err(k);
        }
        let row = m[k].clone();
        for j in k + 1..n {
            let factor = m[j][k] / row[k];
            if factor != 0.0 {
                m[j].iter_mut().zip(&row).skip(k).for_each(|(cell, above)| *cell -= factor * above);
                b[j] -= factor * b[k];
            }
        }
    }
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|i| m[k][i] * b[i]).sum();
        b[k] = (b[k] - known) / m[k][k];
    }
    Ok(b)
}

/// The same by Gauss-Seidel sweeps from below.
fn sweep(ways: &[Way], x: &mut [f64]) -> Result<(), usize> {
    let b = x.to_vec();
    let mut ways = ways.to_vec();
    ways.sort_by_key(|way| way.to);
    for _ in 0..SWEEPS {
        let (mut moved, mut streams) = (0.0_f64, ways.iter().peekable());
        for v in 0..x.len() {
            let mut new = b[v];
            while let Some(way) = streams.next_if(|way| way.to == v) {
                new += way.part * x[way.from];
            }
            moved = moved.max((new - x[v]).abs() / new.abs().max(f64::MIN_POSITIVE));
            x[v] = new;
        }
        if moved <= 1e-14 {
            return Ok(());
        }
    }
    Err(0)
}
