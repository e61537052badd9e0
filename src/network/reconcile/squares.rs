//! Weighted least squares with balances to keep and nothing below 0.
//!
//! The proximal method of multipliers (Rockafellar, Augmented Lagrangians and applications of the proximal point
//! algorithm in convex programming, Math. Oper. Res. 1, 1976) makes every round's problem strictly convex, whether or not
//! balances depend on each other. Each is solved by block principal pivoting (Júdice and Pires, A block principal pivoting
//! algorithm for large-scale strictly monotone linear complementarity problems, Comput. Oper. Res. 21, 1994): all that
//! would fall below 0 is held at 0, all held that wants to rise is let go, until nothing of either kind is left.

// Indexes are unknowns, balances, or both in a row.
#![allow(clippy::indexing_slicing)]

use super::factors::Factors;

/// What is looked for: at least 0.
pub(super) struct Unknown {
    /// Where it begins; for a count, what was measured, and what it is to stay near to.
    pub start: f64,
    /// For a count, how far it gives: the deviation of which a square is one.
    pub gives: Option<f64>,
    /// About as large as it is; 0 where that is not known.
    pub size: f64,
}

/// A sum of parts of unknowns, each named once, that has to come out.
pub(super) struct Balance {
    /// What is no count and follows from the rest of this balance, once at most.
    pub settles: Option<u32>,
    pub terms: Vec<(u32, f64)>,
    pub sum: f64,
}

/// How strongly a round holds on to what the one before found, in units of the scaled problem.
const HOLD: f64 = 1e-8;
/// Balances, relative to their terms, that are kept from the start.
const KEPT: f64 = 1e-12;
/// The part of what a balance is about below which its terms are nothing.
const LITTLE: f64 = 1e-6;
/// What is aimed at, and what will do where rounding allows no more.
const AIM: (f64, f64) = (1e-14, 1e-10);
/// So many factorizations are tried from where nothing is held, which mostly does, and from what was found inside.
const PIVOTS: [usize; 2] = [12, 100];
/// So many rounds.
const ROUNDS: usize = 40;
/// How often a block may be exchanged without gain before only one at a time is.
const CHANCES: usize = 3;

/// The nearest to the measured counts that keeps all balances; none if there is nothing that does, or too much to reckon.
pub(super) fn least(mut unknowns: Vec<Unknown>, balances: &[Balance]) -> Option<Vec<f64>> {
    guess_sizes(&mut unknowns, balances);
    let unknowns = &unknowns;
    let start: Vec<f64> = unknowns.iter().map(|unknown| unknown.start).collect();
    if balances.iter().all(|balance| balance.off(&start, |unknown| unknowns[unknown].size) <= KEPT) {
        return Some(start);
    }
    let scaled = Scaled::new(unknowns, balances)?;
    let found = scaled.solve()?;
    let values = unknowns.iter().zip(&scaled.scale).zip(scaled.start.iter().zip(found));
    let value = |((unknown, scale), (start, end)): ((&Unknown, &f64), (&f64, f64))| {
        // What has not moved is exactly what it was, and what is left of nothing is nothing.
        if end <= AIM.0 * start { 0.0 } else { (unknown.start + (end - start) * scale).max(0.0) }
    };
    Some(values.map(value).collect())
}

/// Where nothing is known to flow there is as much as in the least of the balances that it is in.
fn guess_sizes(unknowns: &mut [Unknown], balances: &[Balance]) {
    let mut least = vec![f64::INFINITY; unknowns.len()];
    for balance in balances {
        let about = balance.terms.iter().map(|&(unknown, part)| part.abs() * unknowns[unknown as usize].size);
        let about = about.fold(balance.sum.abs(), f64::max);
        for &(unknown, part) in balance.terms.iter().filter(|_| about > 0.0) {
            least[unknown as usize] = least[unknown as usize].min(about / part.abs());
        }
    }
    let largest = unknowns.iter().map(|unknown| unknown.size).fold(0.0, f64::max);
    for (unknown, least) in unknowns.iter_mut().zip(least).filter(|(unknown, _)| unknown.size <= 0.0) {
        unknown.size = [least, largest].into_iter().find(|size| *size > 0.0 && size.is_finite()).unwrap_or(1.0);
    }
}

impl Balance {
    /// By how much it is missed, relative to its terms; or to a little of what these are about, where all come to nothing.
    fn off(&self, values: &[f64], about: impl Fn(usize) -> f64) -> f64 {
        let (mut sum, mut size, mut least) = (-self.sum, self.sum.abs(), 0.0);
        for &(unknown, part) in &self.terms {
            let term = part * values[unknown as usize];
            sum += term;
            size += term.abs();
            least += part.abs() * about(unknown as usize);
        }
        if sum == 0.0 { 0.0 } else { sum.abs() / size.max(LITTLE * least) }
    }
}

/// The problem in units in which every count gives by one and every balance has terms of about one.
pub(super) struct Scaled {
    pub start: Vec<f64>,
    pub counted: Vec<bool>,
    pub size: Vec<f64>,
    pub scale: Vec<f64>,
    pub balances: Vec<Balance>,
}

/// Where a round ends.
pub(super) struct Point {
    pub x: Vec<f64>,
    /// What each balance is worth.
    pub prices: Vec<f64>,
}

impl Scaled {
    fn new(unknowns: &[Unknown], balances: &[Balance]) -> Option<Self> {
        let mut scale: Vec<f64> =
            unknowns.iter().map(|unknown| unknown.gives.unwrap_or_else(|| unknown.size.sqrt())).collect();
        let largest = |terms: &[(u32, f64)], scale: &[f64]| {
            terms.iter().map(|&(unknown, part)| (part * scale[unknown as usize]).abs()).fold(0.0, f64::max)
        };
        let rows: Vec<f64> = balances.iter().map(|balance| 1.0 / largest(&balance.terms, &scale)).collect();
        // What is no count gives without end, so it can be in any unit: in that of its largest balance.
        let mut most = vec![0.0_f64; unknowns.len()];
        for (balance, row) in balances.iter().zip(&rows) {
            for &(unknown, part) in &balance.terms {
                most[unknown as usize] = most[unknown as usize].max((part * row).abs());
            }
        }
        for ((scale, unknown), most) in scale.iter_mut().zip(unknowns).zip(most) {
            if unknown.gives.is_none() && most > 0.0 {
                *scale = 1.0 / most;
            }
        }
        let balances: Vec<Balance> = balances
            .iter()
            .map(|balance| {
                let row = 1.0 / largest(&balance.terms, &scale);
                let term = |&(unknown, part): &(u32, f64)| (unknown, part * row * scale[unknown as usize]);
                Balance {
                    settles: balance.settles,
                    terms: balance.terms.iter().map(term).collect(),
                    sum: balance.sum * row,
                }
            })
            .collect();
        let scaled = |value: fn(&Unknown) -> f64| -> Vec<f64> {
            unknowns.iter().zip(&scale).map(|(unknown, scale)| value(unknown) / scale).collect()
        };
        let (start, size) = (scaled(|unknown| unknown.start), scaled(|unknown| unknown.size));
        let counted = unknowns.iter().map(|unknown| unknown.gives.is_some()).collect();
        let sane = start.iter().chain(&size).chain(&scale).all(|value| value.is_finite())
            && balances.iter().all(|balance| balance.sum.is_finite());
        sane.then_some(Self { start, counted, size, scale, balances })
    }

    fn solve(&self) -> Option<Vec<f64>> {
        let n = self.start.len();
        let entries: Vec<(u32, u32, f64)> = (n as u32..)
            .zip(&self.balances)
            .flat_map(|(row, balance)| balance.terms.iter().map(move |&(unknown, part)| (unknown, row, part)))
            .collect();
        let pairs: Vec<(u32, u32)> =
            (n as u32..).zip(&self.balances).filter_map(|(row, balance)| Some((balance.settles?, row))).collect();
        let mut factors = Factors::new(n + self.balances.len(), &entries, &pairs)?;
        let start = Point { x: self.start.clone(), prices: vec![0.0; self.balances.len()] };
        self.rounds(&mut factors, start, vec![false; n], PIVOTS[0]).or_else(|| {
            let (near, held) = self.interior(&mut factors);
            self.rounds(&mut factors, near, held, PIVOTS[1])
        })
    }

    /// The solution, with at most so many factorizations.
    fn rounds(&self, factors: &mut Factors, mut point: Point, mut held: Vec<bool>, most: usize) -> Option<Vec<f64>> {
        let (mut stale, mut exchanged, mut pivots) = (true, false, 0);
        let (mut least_off, mut idle) = (f64::INFINITY, 0);
        for _ in 0..ROUNDS {
            let diagonal = self.diagonal(&held);
            let (mut fewest, mut chances) = (usize::MAX, CHANCES);
            stale |= std::mem::take(&mut exchanged);
            let (next, step) = loop {
                if std::mem::take(&mut stale) {
                    factors.factor(&diagonal, &|unknown| held.get(unknown) != Some(&true));
                    pivots += 1;
                }
                let (next, step) = self.round(factors, &held, &point);
                let wrong = self.wrong(&held, &diagonal, &point, &next, step);
                if wrong.is_empty() {
                    break (next, step);
                }
                if pivots >= most || !step.is_finite() {
                    return None;
                }
                if wrong.len() < fewest {
                    (fewest, chances) = (wrong.len(), CHANCES);
                } else {
                    chances = chances.saturating_sub(1);
                }
                // One at a time, always the last, comes to an end: Murty 1974.
                let some = if chances > 0 { 0 } else { wrong.len() - 1 };
                wrong[some..].iter().for_each(|&unknown| held[unknown] = !held[unknown]);
                (stale, exchanged) = (true, true);
            };
            point = next;
            if !step.is_finite() {
                return None;
            }
            let off = self.off(&point.x);
            if off.max(step) <= AIM.0 {
                return Some(point.x);
            }
            idle = if off.max(step) < 0.5 * least_off { 0 } else { idle + 1 };
            least_off = least_off.min(off.max(step));
            if idle > 3 && off.max(step) <= AIM.1 {
                return Some(point.x);
            }
        }
        None
    }

    /// What each balance is short of.
    pub(super) fn short(&self, x: &[f64]) -> Vec<f64> {
        let short = |balance: &Balance| {
            balance.terms.iter().fold(balance.sum, |left, &(unknown, part)| left - part * x[unknown as usize])
        };
        self.balances.iter().map(short).collect()
    }

    /// By how much the worst balance is missed, relatively.
    pub(super) fn off(&self, x: &[f64]) -> f64 {
        let off = |balance: &Balance| balance.off(x, |unknown| self.size[unknown]);
        self.balances.iter().map(off).fold(0.0, f64::max)
    }

    /// How strongly a round holds on, in proportion to how strongly counts that are not held at 0 bear on each balance.
    pub(super) fn diagonal(&self, held: &[bool]) -> Vec<f64> {
        let strength = |balance: &Balance| {
            let counts = balance.terms.iter().filter(|term| self.counted[term.0 as usize] && !held[term.0 as usize]);
            let most = counts.map(|term| term.1 * term.1).fold(0.0, f64::max);
            if most > 0.0 { most } else { 1.0 }
        };
        let strengths: Vec<f64> = self.balances.iter().map(strength).collect();
        let mut diagonal: Vec<f64> = self.counted.iter().map(|&counted| if counted { 1.0 } else { HOLD }).collect();
        for (balance, strength) in self.balances.iter().zip(&strengths) {
            for &(unknown, part) in balance.terms.iter().filter(|term| !self.counted[term.0 as usize]) {
                let hold = &mut diagonal[unknown as usize];
                *hold = hold.min(HOLD * part * part / strength);
            }
        }
        diagonal.extend(strengths.iter().map(|strength| -HOLD * strength));
        diagonal
    }

    /// The gradient of the squares less what the balances are worth, and how large its terms are.
    pub(super) fn slopes(&self, x: &[f64], prices: &[f64]) -> Vec<(f64, f64)> {
        let pulls = x.iter().zip(&self.start).zip(&self.counted);
        let mut slopes: Vec<(f64, f64)> =
            pulls.map(|((x, start), &counted)| if counted { (x - start, start.abs()) } else { (0.0, 0.0) }).collect();
        for (balance, price) in self.balances.iter().zip(prices) {
            for &(unknown, part) in &balance.terms {
                let slope = &mut slopes[unknown as usize];
                slope.0 -= part * price;
                slope.1 += (part * price).abs();
            }
        }
        slopes
    }

    /// One round with some unknowns held at 0; also the largest step, relative to what steps.
    fn round(&self, factors: &Factors, held: &[bool], from: &Point) -> (Point, f64) {
        let n = held.len();
        let mut x: Vec<f64> = from.x.iter().zip(held).map(|(&x, &held)| if held { 0.0 } else { x }).collect();
        let mut prices = from.prices.clone();
        let slopes = self.slopes(&x, &prices);
        let mut steps: Vec<f64> =
            slopes.iter().zip(held).map(|(slope, &held)| if held { 0.0 } else { -slope.0 }).collect();
        steps.extend(self.short(&x));
        factors.solve(&mut steps);
        let mut most = 0.0_f64;
        for ((x, step), size) in x.iter_mut().zip(&steps).zip(&self.size) {
            *x += step;
            let part = step.abs() / size.max(x.abs()).max(f64::MIN_POSITIVE);
            most = if part > most || part.is_nan() { part } else { most };
        }
        for (price, step) in prices.iter_mut().zip(&steps[n..]) {
            *price -= step;
        }
        (Point { x, prices }, most)
    }

    /// What fell below 0, and what is held there and wants to rise. Finer as steps get smaller.
    fn wrong(&self, held: &[bool], diagonal: &[f64], from: &Point, to: &Point, step: f64) -> Vec<usize> {
        let noise = (1e-4 * step).clamp(1e-14, 1e-9);
        let slopes = self.slopes(&to.x, &to.prices);
        let hold = |unknown: usize| if self.counted[unknown] { 0.0 } else { diagonal[unknown] };
        let is_wrong = |&unknown: &usize| {
            if held[unknown] {
                let (slope, size) = slopes[unknown];
                slope - hold(unknown) * from.x[unknown] < -100.0 * noise * size
            } else {
                to.x[unknown] < -noise * self.size[unknown]
            }
        };
        (0..held.len()).filter(is_wrong).collect()
    }
}
