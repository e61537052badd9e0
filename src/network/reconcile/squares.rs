//! Weighted least squares with balances to keep and nothing below 0.
//!
//! The proximal method of multipliers (Rockafellar, Augmented Lagrangians and applications of the proximal point
//! algorithm in convex programming, Math. Oper. Res. 1, 1976) makes every round's problem strictly convex, whether or not
//! balances depend on each other. Each is solved by a semismooth Newton method on its dual, which is piecewise quadratic (Li
//! and Swetits, A new algorithm for solving strictly convex quadratic programs, SIAM J. Optim. 7, 1997; Li, Sun and Toh, A highly
//! efficient semismooth Newton augmented Lagrangian method, SIAM J. Optim. 28, 2018): all that would fall below 0 is held at 0, all
//! held that wants to rise is let go, and of each step only so much is gone as the dual gains by.

// Indexes are unknowns, balances, or both in a row.
#![allow(clippy::indexing_slicing)]

use super::{dry, factors::Factors};

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
pub(super) const HOLD: f64 = 1e-8;
/// A round that comes no nearer than to this part makes the next one hold on by as much less, down to the least.
const SLOW: f64 = 0.1;
const HOLD_LEAST: f64 = 1e-13;
/// Balances, relative to their terms, that are kept from the start.
const KEPT: f64 = 1e-12;
/// The part of what a balance is about below which its terms are nothing.
const LITTLE: f64 = 1e-6;
/// What is aimed at, and what will do where rounding allows no more.
const AIM: (f64, f64) = (1e-14, 1e-10);
/// So many factorizations are tried from where nothing is held, which mostly does, and from what was found inside.
const FACTORIZATIONS: [usize; 2] = [12, 40];
/// So many rounds.
const ROUNDS: usize = 40;
/// How far along a step is told by so many tries, to this part of the slope that it begins with.
const TRIES: usize = 40;
const SLOPE: f64 = 1e-2;

/// The nearest to the measured counts that keeps all balances; none if there is nothing that does, or too much to reckon for the
/// `effort` left (see [`Factors::factor`]).
pub(super) fn least(mut unknowns: Vec<Unknown>, balances: &[Balance], effort: &mut u64) -> Option<Vec<f64>> {
    guess_sizes(&mut unknowns, balances);
    let unknowns = &unknowns;
    let start: Vec<f64> = unknowns.iter().map(|unknown| unknown.start).collect();
    if balances.iter().all(|balance| balance.off(&start, |unknown| unknowns[unknown].size) <= KEPT) {
        return Some(start);
    }
    let (dry, balances) = dry::run(unknowns.len(), balances)?;
    let scaled = Scaled::new(unknowns, &balances)?;
    let found = scaled.solve(effort)?;
    let values = unknowns.iter().zip(&scaled.scale).zip(scaled.start.iter().zip(found));
    let value = |((unknown, scale), (start, end)): ((&Unknown, &f64), (&f64, f64))| {
        // What has not moved is exactly what it was, and what is left of nothing is nothing.
        if end <= AIM.0 * start { 0.0 } else { (unknown.start + (end - start) * scale).max(0.0) }
    };
    let mut values: Vec<f64> = values.map(value).collect();
    values.iter_mut().zip(dry).filter(|it| it.1).for_each(|it| *it.0 = 0.0);
    Some(values)
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
#[derive(Clone)]
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

    fn solve(&self, effort: &mut u64) -> Option<Vec<f64>> {
        let n = self.start.len();
        let entries: Vec<(u32, u32, f64)> = (n as u32..)
            .zip(&self.balances)
            .flat_map(|(row, balance)| balance.terms.iter().map(move |&(unknown, part)| (unknown, row, part)))
            .collect();
        let pairs: Vec<(u32, u32)> =
            (n as u32..).zip(&self.balances).filter_map(|(row, balance)| Some((balance.settles?, row))).collect();
        let mut factors = Factors::new(n + self.balances.len(), &entries, &pairs)?;
        let start = Point { x: self.start.clone(), prices: vec![0.0; self.balances.len()] };
        self.rounds(&mut factors, start, vec![false; n], FACTORIZATIONS[0], effort).or_else(|| {
            let (near, held) = self.interior(&mut factors, effort);
            self.rounds(&mut factors, near, held, FACTORIZATIONS[1], effort)
        })
    }

    /// The solution, with at most so many factorizations.
    fn rounds(
        &self,
        factors: &mut Factors,
        mut from: Point,
        mut held: Vec<bool>,
        most: usize,
        effort: &mut u64,
    ) -> Option<Vec<f64>> {
        let (mut hold, mut factored, mut factorizations) = (HOLD, None, 0);
        let (mut least_off, mut idle) = (f64::INFINITY, 0);
        let mut fair = None;
        for _ in 0..ROUNDS {
            let diagonal = self.diagonal(&held, hold);
            let mut at: Option<Point> = None;
            let (next, step) = loop {
                let asked = Some((held.clone(), diagonal.clone()));
                if factored != asked {
                    let free = |unknown: usize| held.get(unknown) != Some(&true);
                    if factorizations >= most || factors.factor(&diagonal, &free, effort).is_none() {
                        return fair;
                    }
                    (factored, factorizations) = (asked, factorizations + 1);
                }
                let (next, step) = self.round(factors, &held, &from);
                if !step.is_finite() {
                    return fair;
                }
                if !self.is_wrong(&held, &diagonal, &from, &next, step) {
                    break (next, step);
                }
                let end = self.open(&held, &diagonal, &from, &next);
                let holds = |x: &f64| *x < 0.0;
                let before = at.unwrap_or_else(|| end.clone()).towards(&end, &held, &diagonal);
                // Where rounding lets no step change anything, it is gone as a whole.
                let is_stuck = before.x.iter().map(holds).eq(held.iter().copied());
                let now = if is_stuck { end } else { before };
                if is_stuck && now.x.iter().map(holds).eq(held.iter().copied()) {
                    break (next, step);
                }
                held.iter_mut().zip(&now.x).for_each(|(held, x)| *held = holds(x));
                at = Some(now);
            };
            from = next;
            let off = self.off(&from.x).max(step);
            if off <= AIM.0 {
                return Some(from.x);
            }
            idle = if off < 0.5 * least_off { 0 } else { idle + 1 };
            if off <= AIM.1 {
                if off < least_off {
                    fair = Some(from.x.clone());
                }
                if idle > 1 {
                    return fair;
                }
            } else if off > SLOW * least_off {
                hold = (hold * SLOW).max(HOLD_LEAST);
            }
            least_off = least_off.min(off);
        }
        fair
    }

    /// A point with what is held at 0 where it would be by what balances are worth: below 0, unless it wants to rise.
    fn open(&self, held: &[bool], diagonal: &[f64], from: &Point, to: &Point) -> Point {
        let mut open = Point { x: to.x.clone(), prices: to.prices.clone() };
        let slopes = self.slopes(&to.x, &to.prices);
        for i in (0..held.len()).filter(|i| held[*i]) {
            open.x[i] = if self.counted[i] { -slopes[i].0 } else { from.x[i] - slopes[i].0 / diagonal[i] };
        }
        open
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
    pub(super) fn diagonal(&self, held: &[bool], hold: f64) -> Vec<f64> {
        let strength = |balance: &Balance| {
            let counts = balance.terms.iter().filter(|term| self.counted[term.0 as usize] && !held[term.0 as usize]);
            let most = counts.map(|term| term.1 * term.1).fold(0.0, f64::max);
            if most > 0.0 { most } else { 1.0 }
        };
        let strengths: Vec<f64> = self.balances.iter().map(strength).collect();
        let mut diagonal: Vec<f64> = self.counted.iter().map(|&counted| if counted { 1.0 } else { hold }).collect();
        for (balance, strength) in self.balances.iter().zip(&strengths) {
            for &(unknown, part) in balance.terms.iter().filter(|term| !self.counted[term.0 as usize]) {
                let least = &mut diagonal[unknown as usize];
                *least = least.min(hold * part * part / strength);
            }
        }
        diagonal.extend(strengths.iter().map(|strength| -hold * strength));
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

    /// Whether anything fell below 0, or is held there and wants to rise. Finer as steps get smaller.
    fn is_wrong(&self, held: &[bool], diagonal: &[f64], from: &Point, to: &Point, step: f64) -> bool {
        let noise = (1e-4 * step).clamp(1e-14, 1e-9);
        let slopes = self.slopes(&to.x, &to.prices);
        let hold = |unknown: usize| if self.counted[unknown] { 0.0 } else { diagonal[unknown] };
        (0..held.len()).any(|unknown| {
            if held[unknown] {
                let (slope, size) = slopes[unknown];
                slope - hold(unknown) * from.x[unknown] < -100.0 * noise * size
            } else {
                to.x[unknown] < -noise * self.size[unknown]
            }
        })
    }
}

impl Point {
    /// Goes towards the solution for what is held, as far as the dual rises; both are open (see [`Scaled::open`]).
    fn towards(mut self, to: &Self, held: &[bool], diagonal: &[f64]) -> Self {
        let weights = &diagonal[held.len()..];
        let prices = self.prices.iter().zip(&to.prices).zip(weights);
        let prices: f64 = prices.map(|((at, to), weight)| -weight * (to - at) * (to - at)).sum();
        // What the dual gains there per step, as a sum that has nothing to cancel where nothing is let go or held.
        let slope = |far: f64| -> f64 {
            let slope = |((at, to), (held, weight)): ((&f64, &f64), (&bool, &f64))| {
                let end = if *held { 0.0 } else { *to };
                weight * (to - at) * (end - (at + far * (to - at)).max(0.0))
            };
            let unknowns = self.x.iter().zip(&to.x).zip(held.iter().zip(diagonal));
            unknowns.map(slope).sum::<f64>() + prices * (1.0 - far)
        };
        let far = root(&slope);
        let go = |at: &mut f64, to: &f64| *at += far * (to - *at);
        self.x.iter_mut().zip(&to.x).for_each(|(at, to)| go(at, to));
        self.prices.iter_mut().zip(&to.prices).for_each(|(at, to)| go(at, to));
        self
    }
}

/// Where a slope that falls from 0 to 1 comes to nothing, roughly, by false position (the Illinois method: Dowell and Jarratt 1971);
/// 1 where it does not.
fn root(slope: &dyn Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = ((0.0, slope(0.0)), (1.0, slope(1.0)));
    let enough = SLOPE * low.1;
    if low.1 <= 0.0 || high.1 >= -enough {
        return if low.1 > 0.0 { 1.0 } else { 0.0 };
    }
    let mut last = 0.0;
    for _ in 0..TRIES {
        let part = (low.1 / (low.1 - high.1)).clamp(0.01, 0.99);
        let far = low.0 + (high.0 - low.0) * part;
        let now = slope(far);
        if now.abs() <= enough {
            return far;
        }
        let same = now * last > 0.0;
        if now > 0.0 {
            low = (far, now);
            high.1 *= if same { 0.5 } else { 1.0 };
        } else {
            high = (far, now);
            low.1 *= if same { 0.5 } else { 1.0 };
        }
        last = now;
    }
    low.0
}
