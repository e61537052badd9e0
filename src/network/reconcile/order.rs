//! In which order unknowns of a sparse symmetric system are eliminated so that few entries arise.
//!
//! Approximate minimum degree (Amestoy, Davis and Duff, An approximate minimum degree ordering algorithm, SIAM J. Matrix Anal.
//! Appl. 17, 1996): what is eliminated stays as an element that stands for all ways between its neighbours, so that memory
//! never grows; degrees are bounds from above; unknowns with the same neighbours are one from then on.

// Indexes are unknowns; an element has the index of the unknown that was eliminated.
#![allow(clippy::indexing_slicing)]

use std::{cmp::Reverse, collections::BinaryHeap};

/// With more neighbours than this, and than this times the root of how many unknowns there are, one is a hub.
const HUB: (usize, f64) = (16, 10.0);

/// A graph some of whose unknowns are eliminated.
struct Quotient {
    /// Of each unknown the neighbours that no element stands for, and the elements it is in. Both may name what is gone.
    near: Vec<Vec<u32>>,
    within: Vec<Vec<u32>>,
    /// Of each element its unknowns; none once another one stands for it.
    members: Vec<Vec<u32>>,
    /// For how many an unknown stands; 0 once it is eliminated or another one stands for it.
    many: Vec<usize>,
    /// Those that go with it.
    with: Vec<Vec<u32>>,
    degree: Vec<usize>,
}

/// The order for `n` unknowns with these entries off the diagonal, in any order, also more than once.
pub(super) fn order(n: usize, entries: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut near = vec![Vec::new(); n];
    for (one, other) in entries.filter(|(one, other)| one != other) {
        near[one as usize].push(other);
        near[other as usize].push(one);
    }
    tidy(&mut near);
    let mut order = Vec::with_capacity(n);
    let mut many = vec![1; n];
    // What is next to far more than the others would be looked at each time, and comes last as it is.
    let most = HUB.0.max((HUB.1 * (n as f64).sqrt()) as usize);
    let hubs: Vec<u32> = (0..n as u32).filter(|&at| near[at as usize].len() > most).collect();
    hubs.iter().for_each(|&hub| many[hub as usize] = 0);
    near.iter_mut().for_each(|near| near.retain(|&other| many[other as usize] > 0));
    // What has two neighbours at most comes first: it is no more than a way between these.
    for at in 0..n {
        if many[at] > 0 && near[at].len() <= 2 && near[at].iter().all(|&other| many[other as usize] > 0) {
            many[at] = 0;
            order.push(at as u32);
        }
    }
    for &gone in &order {
        if let [one, other] = std::mem::take(&mut near[gone as usize])[..] {
            near[one as usize].push(other);
            near[other as usize].push(one);
        }
    }
    near.iter_mut().for_each(|near| near.retain(|&other| many[other as usize] > 0));
    tidy(&mut near);
    let degree: Vec<usize> = near.iter().map(Vec::len).collect();
    let mut queue: BinaryHeap<_> = (0..n as u32).map(|at| Reverse((degree[at as usize], at))).collect();
    let lists = vec![Vec::new(); n];
    let mut graph = Quotient { near, within: lists.clone(), members: lists.clone(), many, with: lists, degree };
    let mut marks = Marks { beyond: vec![None; n], inside: vec![false; n] };
    while let Some(Reverse((degree, next))) = queue.pop() {
        if graph.many[next as usize] > 0 && graph.degree[next as usize] == degree {
            graph.eliminate(next, n, &mut order, &mut marks);
            let left = &graph.members[next as usize];
            queue.extend(left.iter().map(|&one| Reverse((graph.degree[one as usize], one))));
        }
    }
    order.extend(hubs);
    order
}

fn tidy(near: &mut [Vec<u32>]) {
    for near in near {
        near.sort_unstable();
        near.dedup();
    }
}

/// What is clear between one elimination and the next.
struct Marks {
    /// Of an element: how many it has that the newest one has not.
    beyond: Vec<Option<usize>>,
    /// Whether an unknown is in the newest element.
    inside: Vec<bool>,
}

impl Quotient {
    fn eliminate(&mut self, next: u32, n: usize, order: &mut Vec<u32>, marks: &mut Marks) {
        let at = next as usize;
        self.take(next, order);
        let mut members = std::mem::take(&mut self.near[at]);
        for element in std::mem::take(&mut self.within[at]) {
            members.extend(std::mem::take(&mut self.members[element as usize]));
        }
        members.retain(|&one| self.many[one as usize] > 0 && !std::mem::replace(&mut marks.inside[one as usize], true));
        let size = self.size(&members);

        let mut elements = Vec::new();
        for &one in &members {
            self.within[one as usize].retain(|&element| !self.members[element as usize].is_empty());
            for &element in &self.within[one as usize] {
                let beyond = &mut marks.beyond[element as usize];
                if beyond.is_none() {
                    elements.push(element);
                    self.members[element as usize].retain(|&one| self.many[one as usize] > 0);
                    *beyond = Some(self.members[element as usize].iter().map(|&one| self.many[one as usize]).sum());
                }
                *beyond = beyond.map(|beyond| beyond.saturating_sub(self.many[one as usize]));
            }
        }
        // Elements that lie within the new one are not needed any more.
        for &element in elements.iter().filter(|&&element| marks.beyond[element as usize] == Some(0)) {
            self.members[element as usize].clear();
        }
        let mut alike: Vec<(usize, u32)> = Vec::with_capacity(members.len());
        for &one in &members {
            let (own, many) = (one as usize, self.many[one as usize]);
            self.within[own].retain(|&element| marks.beyond[element as usize] != Some(0));
            self.near[own].retain(|&other| self.many[other as usize] > 0 && !marks.inside[other as usize]);
            if self.within[own].is_empty() && self.near[own].is_empty() {
                // It has no neighbours but those of the new element, and can as well go with it.
                self.take(one, order);
                continue;
            }
            let beyond = self.within[own].iter().filter_map(|&element| marks.beyond[element as usize]).sum::<usize>();
            let known = self.size(&self.near[own]) + beyond + size - many;
            self.degree[own] = known.min(self.degree[own] + size - many).min(n - order.len());
            self.within[own].push(next);
            let names = self.within[own].iter().chain(&self.near[own]);
            alike.push((names.map(|&name| name as usize).sum(), one));
        }
        members.iter().for_each(|&one| marks.inside[one as usize] = false);
        elements.iter().for_each(|&element| marks.beyond[element as usize] = None);
        self.merge(alike);
        members.retain(|&one| self.many[one as usize] > 0);
        self.members[at] = members;
    }

    /// Makes one of those that have the same neighbours; each comes with a sum of their names.
    fn merge(&mut self, mut alike: Vec<(usize, u32)>) {
        alike.sort_unstable();
        for same in alike.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
            for &(_, one) in same {
                self.near[one as usize].sort_unstable();
                self.within[one as usize].sort_unstable();
            }
            for (index, &(_, one)) in same.iter().enumerate() {
                let one = one as usize;
                for &(_, other) in &same[index + 1..] {
                    let gone = other as usize;
                    let both = self.many[one] > 0 && self.many[gone] > 0;
                    if both && self.near[one] == self.near[gone] && self.within[one] == self.within[gone] {
                        self.degree[one] = self.degree[one].saturating_sub(self.many[gone]);
                        self.many[one] += std::mem::take(&mut self.many[gone]);
                        self.with[one].push(other);
                        (self.near[gone], self.within[gone]) = (Vec::new(), Vec::new());
                    }
                }
            }
        }
    }

    /// Puts an unknown next, with all for which it stands.
    fn take(&mut self, one: u32, order: &mut Vec<u32>) {
        self.many[one as usize] = 0;
        let mut todo = vec![one];
        while let Some(one) = todo.pop() {
            order.push(one);
            todo.append(&mut self.with[one as usize]);
        }
    }

    fn size(&self, unknowns: &[u32]) -> usize {
        unknowns.iter().map(|&one| self.many[one as usize]).sum()
    }
}
