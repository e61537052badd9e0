//! Which levers to pull for a budget.

// Indexes are places of levers and forks, or of sets of levers in lists that are made here.
#![allow(clippy::indexing_slicing)]

use super::{
    Leaving,
    change::{Change, Turn},
    prospect::{Prospect, eliminate, is_on},
};
use crate::{
    document::Document,
    network::{Network, Scenario},
    problem::Problem,
};
use std::cell::Cell;

/// A set of levers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Indexes in the document's order.
    pub levers: Vec<usize>,
    /// What they cost together.
    pub cost: f64,
    /// Revenue per period with just these levers on.
    pub revenue: f64,
    /// Whether no other set is better; else a good one was looked for.
    pub exact: bool,
}

/// Up to how many levers every set is tried.
const EXACT: usize = 20;
/// Revenues that differ by no more than this part are equal: it is rounding.
const EQUAL: f64 = 1e-12;
/// The same where steps add up.
const WORTH: f64 = 1e-9;
/// About how many operations a search may take, which is a second or two natively, but for adding levers by what they add for
/// their cost, which is done to the end.
const EFFORT: u64 = 2_000_000_000;
/// About so many operations say what two levers together add.
const PAIR: u64 = 40;

/// The best plan for a document's base; see [`Prospect::best`]. For a frame ask [`Prospect::new`] with the network in it.
///
/// # Errors
///
/// See [`Network::build`].
pub fn best(document: &Document, budget: f64) -> Result<Plan, Vec<Problem>> {
    Network::at(document, &Scenario::default()).map(|network| Prospect::new(&network).best(budget))
}

impl Prospect {
    /// The set of levers of cost at most `budget` (money; infinite: any) that gives the most revenue; of those that give as much
    /// the cheapest, then that of the fewest levers, then that whose levers come first. The empty set is one, and a set without
    /// a steady state none. Whether the levers are on in the document does not matter.
    ///
    /// Of up to 20 levers within the budget every set is tried. Of more a good set is looked for: levers are added by what they add
    /// for their cost, and once more by what they add to the revenue, then taken away and exchanged one by one until that gains
    /// nothing; the better one counts. Of many levers at many nodes it is left at as much of that as a fixed number of operations
    /// allows, but at no less than adding them by what they add for their cost. The same is found every time.
    pub fn best(&self, budget: f64) -> Plan {
        let usable: Vec<usize> = (0..self.len()).filter(|lever| self.levers[*lever].cost <= budget).collect();
        let exact = usable.len() <= EXACT;
        let found = if exact { vec![All::new(self, &usable, budget).best()] } else { self.search(&usable, budget) };
        let none = Plan { revenue: self.base, exact, ..Plan::default() };
        found.into_iter().fold(none, |best, levers| {
            let mut on = vec![false; self.len()];
            levers.iter().for_each(|lever| on[*lever] = true);
            match self.revenue(&on) {
                Some(revenue) => Plan { cost: self.cost(&on), levers, revenue, exact }.or(best),
                None => best,
            }
        })
    }

    fn cost(&self, on: &[bool]) -> f64 {
        (0..self.len()).filter(|lever| is_on(on, *lever)).map(|lever| self.levers[lever].cost).fold(0.0, |a, b| a + b)
    }

    /// Sets of more levers than can all be tried.
    fn search(&self, usable: &[usize], budget: f64) -> Vec<Vec<usize>> {
        let Some(start) = self.turn(&vec![false; self.len()]) else { return Vec::new() };
        let left = Cell::new(EFFORT);
        let search = |by_cost| Search { prospect: self, usable, budget, by_cost, left: &left };
        // One lever alone may be better than all that add more for their cost.
        let mut found: Vec<Vec<usize>> = search(false).next(&start).map(|lever| vec![lever]).into_iter().collect();
        for search in [search(true), search(false)] {
            if left.get() > 0 {
                let on = search.trim(search.improve(search.fill(start.clone()))).on;
                found.push((0..self.len()).filter(|lever| on[*lever]).collect());
            }
        }
        found
    }
}

impl Plan {
    /// The better one of two.
    fn or(self, other: Self) -> Self {
        let most = self.revenue.abs().max(other.revenue.abs());
        let equal = (self.revenue - other.revenue).abs() <= EQUAL * most;
        let rank = |plan: &Self| (plan.cost, plan.levers.len());
        let better = if equal {
            rank(&self) < rank(&other) || rank(&self) == rank(&other) && self.levers < other.levers
        } else {
            self.revenue > other.revenue
        };
        if better { self } else { other }
    }
}

/// Some levers, as the bits of their places among those that are usable, and about what they cost.
type Set = (u32, f64);

/// Every set of the levers that are usable.
struct All<'a> {
    prospect: &'a Prospect,
    usable: &'a [usize],
    budget: f64,
    /// By fork, in the order of elimination: the sets of its own levers that the budget allows, and what they cost.
    sets: Vec<Vec<Set>>,
    /// Their rows, fork by fork, and last that of the springs.
    rows: Vec<f64>,
}

impl<'a> All<'a> {
    fn new(prospect: &'a Prospect, usable: &'a [usize], budget: f64) -> Self {
        let all = Self { prospect, usable, budget, sets: Vec::new(), rows: Vec::new() };
        let mut forks: Vec<(usize, Vec<Set>, Vec<f64>)> = Vec::new();
        for (index, fork) in prospect.forks.iter().enumerate() {
            let (mut sets, mut rows) = (Vec::new(), Vec::new());
            let levers: Vec<usize> = (0..usable.len()).filter(|at| fork.levers.contains(&usable[*at])).collect();
            all.sets_of(index, &levers, &fork.leaving, (0, 0.0), &mut |set, row| {
                sets.push(set);
                rows.extend(row);
            });
            forks.push((index, sets, rows));
        }
        // Those that are as they are first, then those with the most sets, whose rows are then never copied.
        forks.sort_by_key(|(_, sets, _)| if sets.len() > 1 { usize::MAX - sets.len() } else { 0 });
        let (many, mut rows) = (forks.len(), Vec::new());
        let order: Vec<usize> = forks.iter().map(|fork| fork.0).chain([many, many + 1]).collect();
        for row in forks.iter().flat_map(|fork| fork.2.chunks_exact(many + 2)).chain([&prospect.springs[..]]) {
            rows.extend(order.iter().filter_map(|column| row.get(*column)));
        }
        Self { sets: forks.into_iter().map(|fork| fork.1).collect(), rows, ..all }
    }

    /// Hands over the sets of these levers of a fork, with their rows.
    fn sets_of(
        &self,
        fork: usize,
        levers: &[usize],
        leaving: &[Leaving],
        set: Set,
        found: &mut impl FnMut(Set, Vec<f64>),
    ) {
        let Some((first, levers)) = levers.split_first() else {
            return found(set, self.prospect.row(fork, leaving));
        };
        self.sets_of(fork, levers, leaving, set, found);
        let lever = self.usable[*first];
        let cost = set.1 + self.prospect.levers[lever].cost;
        if self.may_cost(cost) {
            let mut leaving = leaving.to_vec();
            self.prospect.work(lever).apply(&mut leaving);
            self.sets_of(fork, levers, &leaving, (set.0 | 1 << first, cost), found);
        }
    }

    /// Whether levers of about that cost may be within the budget: sums in another order differ by rounding.
    fn may_cost(&self, cost: f64) -> bool {
        cost <= self.budget * (1.0 + EQUAL)
    }

    fn levers(&self, set: u32) -> impl Iterator<Item = usize> + '_ {
        self.usable.iter().enumerate().filter(move |(at, _)| set >> at & 1 > 0).map(|(_, lever)| *lever)
    }

    fn cost(&self, set: u32) -> f64 {
        self.levers(set).map(|lever| self.prospect.levers[lever].cost).fold(0.0, |a, b| a + b)
    }

    /// The levers of the best set.
    fn best(&self) -> Vec<usize> {
        let mut most = self.prospect.base;
        self.each(&mut |_, revenue| most = most.max(revenue));
        let enough = most - EQUAL * most.abs();
        // Of sets that are equal so far the one is first that has the first lever in which they differ.
        let rank = |set: u32| (self.cost(set), set.count_ones(), u32::MAX - set.reverse_bits());
        let mut best = (self.prospect.base >= enough).then(|| rank(0));
        let mut found = 0;
        self.each(&mut |set, revenue| {
            if revenue >= enough && best.is_none_or(|best| rank(set) < best) {
                (best, found) = (Some(rank(set)), set);
            }
        });
        self.levers(found).collect()
    }

    /// Hands over each set but the empty one that has a steady state and is within the budget, with its revenue.
    fn each(&self, found: &mut impl FnMut(u32, f64)) {
        if self.prospect.is_endless() || self.usable.is_empty() {
            return;
        }
        let mut rows = self.rows.clone();
        let fixed = self.sets.iter().take_while(|sets| sets.len() == 1).count();
        for fork in 0..fixed {
            let mut less = Vec::new();
            if !eliminate(&rows, self.sets.len() - fork + 2, (0, 1), self.prospect.least, &mut less) {
                return;
            }
            rows = less;
        }
        let mut below = vec![Vec::new(); self.sets.len() - fixed];
        self.dive(fixed, &rows, &mut below, (0, 0.0), found);
    }

    /// Goes through the sets of the levers of the forks from this one on, where those of the ones before it are eliminated.
    fn dive(
        &self,
        fork: usize,
        rows: &[f64],
        below: &mut [Vec<f64>],
        (set, cost): Set,
        found: &mut impl FnMut(u32, f64),
    ) {
        let (Some(sets), Some((less, below))) = (self.sets.get(fork), below.split_first_mut()) else {
            let revenue = rows.last().copied().unwrap_or_default();
            if set > 0 && revenue.is_finite() && self.cost(set) <= self.budget {
                found(set, revenue);
            }
            return;
        };
        let width = self.sets.len() - fork + 2;
        for (at, (own, own_cost)) in sets.iter().enumerate() {
            let cost = cost + own_cost;
            less.clear();
            if self.may_cost(cost) && eliminate(rows, width, (at, sets.len()), self.prospect.least, less) {
                self.dive(fork + 1, less, below, (set | own, cost), found);
            }
        }
    }
}

/// A search from set to set, each of which gives more than the one before.
struct Search<'a> {
    prospect: &'a Prospect,
    usable: &'a [usize],
    budget: f64,
    /// Whether what a lever adds is seen beside its cost.
    by_cost: bool,
    /// The effort left: about how many operations.
    left: &'a Cell<u64>,
}

impl<'a> Search<'a> {
    fn cost(&self, lever: usize) -> f64 {
        self.prospect.levers[lever].cost
    }

    /// Takes that from the effort left. False if it is spent.
    fn spend(&self, effort: u64) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(effort));
        left > effort
    }

    /// The levers that are off and that the budget allows where that much is paid for others.
    fn off(&self, turn: &Turn<'a>, paid: f64) -> Vec<usize> {
        let off = self.usable.iter().copied().filter(|lever| !turn.on[*lever]);
        off.filter(|lever| paid + self.cost(*lever) <= self.budget).collect()
    }

    /// The lever with which the revenue gains most, if one gains something.
    fn best(&self, turn: &Turn<'a>, levers: &[usize], revenue: impl Fn(usize) -> Option<f64>) -> Option<usize> {
        let mut best = (0.0, None);
        for lever in levers {
            let gain = revenue(*lever).map_or(0.0, |revenue| revenue - turn.revenue);
            let worth = if self.by_cost { gain / self.cost(*lever).max(f64::MIN_POSITIVE) } else { gain };
            if gain > WORTH * turn.revenue.abs() && worth > best.0 {
                best = (worth, Some(*lever));
            }
        }
        best.1
    }

    fn turn(&self, turn: &mut Turn<'a>, lever: usize) -> Option<()> {
        self.spend((self.prospect.forks.len() as u64).pow(2));
        turn.turn(lever)
    }

    /// The lever that is worth most to be added, if one is that the budget allows.
    fn next(&self, turn: &Turn<'a>) -> Option<usize> {
        let off = self.off(turn, self.prospect.cost(&turn.on));
        self.spend(off.iter().map(|lever| self.prospect.effort(*lever)).sum());
        self.best(turn, &off, |lever| turn.after(lever))
    }

    /// Adds levers while that gains something, however much effort is left.
    fn fill(&self, mut turn: Turn<'a>) -> Turn<'a> {
        while let Some(lever) = self.next(&turn)
            && self.turn(&mut turn, lever).is_some()
        {}
        turn
    }

    /// Exchanges one lever after the other, or takes it away, until a whole round gains nothing or the effort is spent.
    fn improve(&self, mut turn: Turn<'a>) -> Turn<'a> {
        let all: u64 = self.usable.iter().map(|lever| self.prospect.effort(*lever)).sum();
        let (mut idle, mut changes) = (0, None);
        for lever in self.usable.iter().cycle() {
            idle += 1;
            if turn.on[*lever] {
                if changes.is_none() && !self.spend(all) || !self.spend(PAIR * self.usable.len() as u64) {
                    break;
                }
                let known = changes.get_or_insert_with(|| turn.changes());
                if let Some(better) = self.exchange(&turn, *lever, known) {
                    (turn, idle, changes) = (self.fill(better), 0, None);
                }
            }
            if idle == self.usable.len() {
                break;
            }
        }
        turn
    }

    /// The set without this lever, or with another one in its place, if that gains something.
    fn exchange(&self, turn: &Turn<'a>, lever: usize, changes: &[Option<Change>]) -> Option<Turn<'a>> {
        let mut on = turn.on.clone();
        on[lever] = false;
        let others = self.off(turn, self.prospect.cost(&on));
        let into = self.best(turn, &others, |other| turn.after_both(lever, other, changes));
        let less = turn.after(lever).filter(|less| less - turn.revenue > WORTH * turn.revenue.abs());
        if into.is_none() && less.is_none() {
            return None;
        }
        let mut other = turn.clone();
        self.turn(&mut other, lever)?;
        into.map_or(Some(()), |into| self.turn(&mut other, into))?;
        Some(other)
    }

    /// Takes away the levers that gain nothing.
    fn trim(&self, mut turn: Turn<'a>) -> Turn<'a> {
        for lever in self.usable {
            let least = turn.revenue - EQUAL * turn.revenue.abs();
            if turn.on[*lever] && turn.after(*lever).is_some_and(|revenue| revenue >= least) {
                turn.turn(*lever);
            }
        }
        turn
    }
}
