//! Least squares from the inside: keeps away from 0 what in the end may be 0, and comes nearer step by step (the
//! predictor-corrector method: Mehrotra, On the implementation of a primal-dual interior point method, SIAM J. Optim. 2, 1992).

// Indexes are unknowns, balances, or both in a row.
#![allow(clippy::indexing_slicing)]

use super::{
    factors::Factors,
    squares::{HOLD, Point, Scaled},
};

/// So many steps are enough, and so little, relative to what it was, what 0 would be worth.
const STEPS: usize = 100;
const ENOUGH: f64 = 1e-11;
/// How far of the way to 0 a step may go.
const FAR: f64 = 0.995;

/// An unknown above 0, and what it would be worth to have less of it.
#[derive(Clone, Copy)]
struct Pair {
    x: f64,
    worth: f64,
}

impl Scaled {
    /// A point near the solution, and what is 0 there; less near where the `effort` left does not suffice.
    pub(super) fn interior(&self, factors: &mut Factors, effort: &mut u64) -> (Point, Vec<bool>) {
        let n = self.start.len();
        // In units in which each gives by one all have as far to go; what is no count has no such unit.
        let counts = || self.start.iter().zip(&self.counted).filter(|it| *it.1).map(|it| *it.0);
        let (most, least) = (counts().fold(0.0, f64::max), counts().fold(f64::INFINITY, f64::min));
        let usual = |i: usize| if self.counted[i] { most } else { self.size[i] };
        let mut pairs: Vec<Pair> = (0..n).map(|i| Pair { x: usual(i), worth: most * most / usual(i) }).collect();
        let all = n as f64 * most * most;
        let enough = ENOUGH * (least / most).powi(2);
        let mut prices = vec![0.0; self.balances.len()];
        let hold = self.diagonal(&vec![false; n], HOLD);
        for _ in 0..STEPS {
            let mean = pairs.iter().map(|pair| pair.x * pair.worth).sum::<f64>() / all;
            let x: Vec<f64> = pairs.iter().map(|pair| pair.x).collect();
            let short = self.short(&x);
            if !mean.is_finite() || mean <= enough && self.off(&x) <= ENOUGH {
                break;
            }
            let mut diagonal = hold.clone();
            for (diagonal, pair) in diagonal.iter_mut().zip(&pairs) {
                *diagonal += pair.worth / pair.x;
            }
            if factors.factor(&diagonal, &|_| true, effort).is_none() {
                break;
            }
            let slopes = self.slopes(&x, &prices);
            let step = |aims: &dyn Fn(usize) -> f64| {
                let mut steps: Vec<f64> = (0..n).map(|i| aims(i) / pairs[i].x - slopes[i].0).collect();
                steps.extend(&short);
                factors.solve(&mut steps);
                let worths: Vec<f64> =
                    (0..n).map(|i| (aims(i) - pairs[i].worth * (pairs[i].x + steps[i])) / pairs[i].x).collect();
                let ratios = pairs.iter().zip(&steps).zip(&worths).flat_map(|((pair, &step), &worth)| {
                    [if step < 0.0 { -pair.x / step } else { 2.0 }, if worth < 0.0 { -pair.worth / worth } else { 2.0 }]
                });
                let far = ratios.fold(2.0, f64::min);
                (steps, worths, far)
            };
            let (steps, worths, far) = step(&|_| 0.0);
            let far = far.min(1.0);
            let ahead: f64 =
                (0..n).map(|i| (pairs[i].x + far * steps[i]) * (pairs[i].worth + far * worths[i])).sum::<f64>() / all;
            let aim = mean * (ahead / mean).clamp(0.0, 1.0).powi(3) * most * most;
            let (steps, worths, far) = step(&|i| aim - steps[i] * worths[i]);
            let far = (FAR * far).min(1.0);
            if !far.is_finite() || far < 1e-10 {
                break;
            }
            for (i, pair) in pairs.iter_mut().enumerate() {
                pair.x += far * steps[i];
                pair.worth += far * worths[i];
            }
            for (price, step) in prices.iter_mut().zip(&steps[n..]) {
                *price -= far * step;
            }
        }
        let held = (0..n).map(|i| pairs[i].x / usual(i) < pairs[i].worth * usual(i) / (most * most)).collect();
        (Point { x: pairs.into_iter().map(|pair| pair.x).collect(), prices }, held)
    }
}
