//! What is 0 whatever else flows.

// Indexes are unknowns or balances.
#![allow(clippy::indexing_slicing)]

use super::squares::Balance;

/// Where nothing leaves, nothing comes: which unknowns are 0, and the balances without them. None if one of these cannot be kept.
pub(super) fn run(unknowns: usize, balances: &[Balance]) -> Option<(Vec<bool>, Vec<Balance>)> {
    let mut within = vec![Vec::new(); unknowns];
    // How many terms are left of each sign.
    let mut many = vec![[0_usize; 2]; balances.len()];
    for (row, balance) in balances.iter().enumerate() {
        for &(unknown, part) in &balance.terms {
            let sign = usize::from(part > 0.0);
            within[unknown as usize].push((row, sign));
            many[row][sign] += 1;
        }
    }
    let is_dry = |row: usize, many: [usize; 2]| {
        let sum = balances[row].sum;
        many[0] == 0 && sum <= 0.0 || many[1] == 0 && sum >= 0.0
    };
    let mut dry = vec![false; unknowns];
    let mut todo: Vec<usize> = (0..balances.len()).filter(|row| is_dry(*row, many[*row])).collect();
    while let Some(row) = todo.pop() {
        if balances[row].sum != 0.0 {
            return None;
        }
        for &(unknown, _) in &balances[row].terms {
            if !std::mem::replace(&mut dry[unknown as usize], true) {
                for &(other, sign) in &within[unknown as usize] {
                    many[other][sign] -= 1;
                    if many[other][sign] == 0 && is_dry(other, many[other]) {
                        todo.push(other);
                    }
                }
            }
        }
    }
    let kept = balances.iter().filter(|balance| balance.terms.iter().any(|term| !dry[term.0 as usize]));
    let kept = kept.map(|balance| Balance {
        settles: balance.settles.filter(|it| !dry[*it as usize]),
        terms: balance.terms.iter().copied().filter(|term| !dry[term.0 as usize]).collect(),
        sum: balance.sum,
    });
    let kept = kept.collect();
    Some((dry, kept))
}
