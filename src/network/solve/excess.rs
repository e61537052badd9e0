//! Water that goes round where some nodes pass on more than comes to them: more was counted leaving than arriving, and with
//! a lever on the streams run by such shares.

// Indexes are states below `leak.len()` or places among those in excess.
#![allow(clippy::indexing_slicing)]

use super::chain::{Factors, Form, Way};

/// A state passes on more than comes to it where less than this leaks.
pub(crate) const LEAST: f64 = -1e-12;
/// Pivots that are smaller are none.
pub(crate) const NOTHING: f64 = 1e-12;
/// More states in excess than this are left to sweeps.
const FEW: usize = 400;
/// How many sweeps are tried.
const SWEEPS: usize = 20_000;

/// A chain whose parts and leak add up to one at each state, where the leak of some is negative: cut at these, which leaves one
/// that loses water, while a small dense system says how much comes to each (the Schur complement).
pub(crate) enum Chain {
    Cut {
        factors: Factors,
        /// The states in excess.
        cut: Vec<usize>,
        /// The ways from them; `from` is a place in `cut`.
        ways: Vec<Way>,
        /// What comes to each of them next of a unit from each, in rows.
        next: Vec<Vec<f64>>,
    },
    /// One with too many of them.
    Swept(Vec<Way>),
}

impl Chain {
    /// The error is a state whose water would rise for ever.
    pub(crate) fn new(ways: &[Way], leak: &[f64]) -> Result<Self, usize> {
        let cut: Vec<usize> = (0..leak.len()).filter(|state| leak[*state] < LEAST).collect();
        if cut.len() > FEW {
            return Ok(Self::Swept(ways.to_vec()));
        }
        let mut place = vec![usize::MAX; leak.len()];
        cut.iter().enumerate().for_each(|(at, state)| place[*state] = at);
        let (rest, from_cut): (Vec<Way>, Vec<Way>) = ways.iter().partition(|way| place[way.from] == usize::MAX);
        let leaks = leak.iter().map(|leak| if *leak < LEAST { 1.0 } else { *leak }).collect();
        let mut factors = Factors::new(&rest, leaks);
        if let Some(state) = factors.closed {
            return Err(state);
        }
        let ways: Vec<Way> = from_cut.iter().map(|way| Way { from: place[way.from], ..*way }).collect();
        let mut next = Vec::with_capacity(cut.len());
        for (at, state) in cut.iter().enumerate() {
            let mut unit = vec![0.0; leak.len()];
            ways.iter().filter(|way| way.from == at).for_each(|way| unit[way.to] += way.part);
            run(&mut factors, &mut unit, Form::Mass).ok_or(*state)?;
            next.push(cut.iter().map(|other| unit[*other]).collect());
        }
        Ok(Self::Cut { factors, cut, ways, next })
    }

    /// Solves in place, as [`Factors::solve`]. The error is a state whose water would rise for ever.
    pub(crate) fn solve(&mut self, x: &mut [f64], form: Form) -> Result<(), usize> {
        let (factors, cut, ways, next) = match self {
            Self::Cut { factors, cut, ways, next } => (factors, cut, ways, next),
            Self::Swept(ways) => return sweep(ways, x, form),
        };
        let first = cut.first().copied().unwrap_or_default();
        if cut.is_empty() {
            return run(factors, x, form).ok_or(first);
        }
        let mut found = x.to_vec();
        if let Form::Value(_) = form {
            cut.iter().for_each(|state| found[*state] = 0.0);
        }
        run(factors, &mut found, form).ok_or(first)?;
        match form {
            Form::Mass => {
                let b = cut.iter().map(|state| found[*state]).collect();
                let come = dense(|to, from| next[from][to], b).map_err(|at| cut[at])?;
                ways.iter().for_each(|way| x[way.to] += way.part * come[way.from]);
            }
            Form::Value(_) => {
                let mut b: Vec<f64> = cut.iter().map(|state| x[*state]).collect();
                ways.iter().for_each(|way| b[way.from] += way.part * found[way.to]);
                let worth = dense(|from, to| next[from][to], b).map_err(|at| cut[at])?;
                cut.iter().zip(worth).for_each(|(state, worth)| x[*state] = worth);
            }
        }
        run(factors, x, form).ok_or(first)
    }
}

fn run(factors: &mut Factors, x: &mut [f64], form: Form) -> Option<()> {
    factors.solve(x, form).then_some(())
}

/// `y[i] = b[i] + sum of part(i, j) y[j]` for parts that are not negative, by elimination. A pivot that is not positive means that
/// water would rise for ever there (the matrix is no M-matrix then).
fn dense(part: impl Fn(usize, usize) -> f64, mut b: Vec<f64>) -> Result<Vec<f64>, usize> {
    let n = b.len();
    let mut m: Vec<Vec<f64>> =
        (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j)) - part(i, j)).collect()).collect();
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
fn sweep(ways: &[Way], x: &mut [f64], form: Form) -> Result<(), usize> {
    let b = x.to_vec();
    let turned = |way: &Way| if let Form::Mass = form { *way } else { Way { from: way.to, to: way.from, ..*way } };
    let mut ways: Vec<Way> = ways.iter().map(turned).collect();
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
