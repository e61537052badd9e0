//! What is 0 whatever else flows.

// Indexes are unknowns or balances.
#![allow(clippy::indexing_slicing)]

use super::squares::Balance;

/// Where nothing leaves, nothing comes: which unknowns are 0, and the balances without them. None if one of these cannot be kept.
pub(super) fn run(unknowns: usize, balances: &[Balance]) -> Option<(Vec<bool>, Vec<Balance>)> {
    let mut within = vec![Vec::new(); unknowns];
    for (row, balance) in balances.iter().enumerate() {
        balance.terms.iter().for_each(|term| within[term.0 as usize].push(row));
    }
    let mut dry = vec![false; unknowns];
    let mut left: Vec<Vec<(u32, f64)>> = balances.iter().map(|balance| balance.terms.clone()).collect();
    let mut todo: Vec<usize> = (0..balances.len()).collect();
    while let Some(row) = todo.pop() {
        left[row].retain(|term| !dry[term.0 as usize]);
        let (sum, terms) = (balances[row].sum, &left[row]);
        let signs =
            [sum <= 0.0 && terms.iter().all(|term| term.1 > 0.0), sum >= 0.0 && terms.iter().all(|term| term.1 < 0.0)];
        if signs.contains(&true) {
            if sum != 0.0 {
                return None;
            }
            for term in std::mem::take(&mut left[row]) {
                dry[term.0 as usize] = true;
                todo.extend(within[term.0 as usize].iter().filter(|other| **other != row));
            }
        }
    }
    let kept = balances.iter().zip(left).filter(|(_, terms)| !terms.is_empty());
    let kept = kept.map(|(balance, terms)| Balance {
        settles: balance.settles.filter(|it| !dry[*it as usize]),
        terms,
        sum: balance.sum,
    });
    let kept = kept.collect();
    Some((dry, kept))
}
