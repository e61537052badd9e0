//! Shortest ways along the streets.

use super::{City, Pieces, queue::Queue};

impl City {
    /// How far it is along the streets from the first corner of each pair to the second: m, or units of the plane; none
    /// where no street leads there. Takes one search for each first or each second corner, whichever are fewer.
    pub fn distances(&self, pairs: &[(u32, u32)]) -> Vec<Option<f64>> {
        let distinct = |corner: fn(&(u32, u32)) -> u32| {
            let mut corners: Vec<u32> = pairs.iter().map(corner).collect();
            corners.sort_unstable();
            corners.dedup();
            corners.len()
        };
        let starts = distinct(|pair| pair.0);
        let reversed = (starts > 1 && distinct(|pair| pair.1) < starts).then(|| self.pieces.reversed(|_| ()));
        let pieces = reversed.as_ref().unwrap_or(&self.pieces);
        let ends = |pair: &usize| {
            let (from, to) = pairs[*pair];
            if reversed.is_some() { (to, from) } else { (from, to) }
        };
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by_key(|pair| ends(pair).0);
        let mut far = vec![None; pairs.len()];
        for group in order.chunk_by(|a, b| ends(a).0 == ends(b).0) {
            let to: Vec<u32> = group.iter().map(|pair| ends(pair).1).collect();
            let found = group.first().map_or_else(Vec::new, |pair| pieces.distances(ends(pair).0, &to));
            for (pair, found) in group.iter().zip(found) {
                far[*pair] = found;
            }
        }
        far
    }
}

impl Pieces {
    /// How far it is from a corner to each of some others. By Dijkstra's algorithm (E. W. Dijkstra, A note on two problems
    /// in connexion with graphs, Numerische Mathematik 1, 1959); ends as soon as all are reached.
    fn distances(&self, from: u32, to: &[u32]) -> Vec<Option<f64>> {
        let mut least = vec![f64::INFINITY; self.corners()];
        let mut asked = vec![false; self.corners()];
        let mut left = 0;
        for &corner in to {
            if let Some(asked) = asked.get_mut(corner as usize)
                && !*asked
            {
                *asked = true;
                left += 1;
            }
        }
        let Some(start) = least.get_mut(from as usize) else { return vec![None; to.len()] };
        *start = 0.0;
        let mut open = Queue::from(from);
        while let Some((here, corner)) = open.take() {
            if here > least[corner as usize] {
                continue;
            }
            if asked[corner as usize] {
                asked[corner as usize] = false;
                left -= 1;
                if left == 0 {
                    break;
                }
            }
            for (_, (next, length)) in self.from(corner) {
                let far = here + length;
                let known = &mut least[next as usize];
                if far < *known {
                    *known = far;
                    open.put(far, next);
                }
            }
        }
        to.iter().map(|corner| least.get(*corner as usize).copied().filter(|far| far.is_finite())).collect()
    }
}
