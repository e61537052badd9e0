//! Shortest ways along the streets.

use super::City;
use std::{cmp::Reverse, collections::BinaryHeap};

impl City {
    /// How far it is along the streets from a corner to each of some others: m, or units of the plane; none where no
    /// street leads there. By Dijkstra's algorithm (E. W. Dijkstra, A note on two problems in connexion with graphs,
    /// Numerische Mathematik 1, 1959); ends as soon as all are reached.
    pub fn distances(&self, from: u32, to: &[u32]) -> Vec<Option<f64>> {
        let mut least = vec![f64::INFINITY; self.corners.len()];
        let mut asked = vec![false; self.corners.len()];
        let mut left = 0;
        for &corner in to {
            if let Some(asked) = asked.get_mut(corner as usize)
                && !*asked
            {
                *asked = true;
                left += 1;
            }
        }
        // Lengths are at least 0, so their bits are in the order of their sizes.
        let mut open = BinaryHeap::new();
        if let Some(start) = least.get_mut(from as usize) {
            *start = 0.0;
            open.push(Reverse((0, from)));
        }
        while let Some(Reverse((bits, corner))) = open.pop() {
            let here = f64::from_bits(bits);
            let at = corner as usize;
            if here > least[at] {
                continue;
            }
            if asked[at] {
                asked[at] = false;
                left -= 1;
                if left == 0 {
                    break;
                }
            }
            for piece in self.first[at] as usize..self.first[at + 1] as usize {
                let (next, far) = (self.to[piece], here + self.length[piece]);
                let known = &mut least[next as usize];
                if far < *known {
                    *known = far;
                    open.push(Reverse((far.to_bits(), next)));
                }
            }
        }
        to.iter().map(|corner| least.get(*corner as usize).copied().filter(|far| far.is_finite())).collect()
    }
}
