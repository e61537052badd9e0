//! What is reached next: a radix heap (R. K. Ahuja, K. Mehlhorn, J. B. Orlin, R. E. Tarjan, Faster algorithms for the
//! shortest path problem, Journal of the ACM 37, 1990), a sixth faster here than the binary heap of the standard library.

/// Of so few corners the nearest is looked for one by one.
const FEW: usize = 16;

/// Corners by how far off they are. None that is put in may be nearer than the one that was taken out last.
pub(super) struct Queue {
    /// A distance that no corner is nearer than, as bits: of numbers from 0 on, these are in the order of their sizes.
    least: u64,
    /// By the highest bit in which their distances differ from that one, so that those of a lower bucket are nearer; the lowest
    /// also has those that differ in none.
    buckets: [Vec<(u64, u32)>; 64],
    /// Bit n is set where bucket n is not empty.
    filled: u64,
}

impl Queue {
    /// With one corner, which is no way off.
    pub fn from(start: u32) -> Self {
        let mut queue = Self { least: 0, buckets: [const { Vec::new() }; 64], filled: 0 };
        queue.put(0.0, start);
        queue
    }

    /// Puts in a corner at a distance of at least 0.
    pub fn put(&mut self, far: f64, corner: u32) {
        self.put_bits(far.to_bits(), corner);
    }

    fn put_bits(&mut self, far: u64, corner: u32) {
        let bucket = ((far ^ self.least) | 1).ilog2() as usize;
        self.buckets[bucket].push((far, corner));
        self.filled |= 1 << bucket;
    }

    /// Takes out the nearest corner.
    pub fn take(&mut self) -> Option<(f64, u32)> {
        while self.filled != 0 {
            let lowest = self.filled.trailing_zeros() as usize;
            let bucket = &mut self.buckets[lowest];
            let (at, (far, _)) = bucket.iter().copied().enumerate().min_by_key(|(_, (far, _))| *far)?;
            if bucket.len() <= FEW || lowest == 0 {
                let (far, corner) = bucket.swap_remove(at);
                if bucket.is_empty() {
                    self.filled &= !(1 << lowest);
                }
                return Some((f64::from_bits(far), corner));
            }
            // From its nearest on all others differ in lower bits alone.
            self.least = far;
            self.filled &= !(1 << lowest);
            let mut all = std::mem::take(bucket);
            all.drain(..).for_each(|(far, corner)| self.put_bits(far, corner));
            // Its room is wanted again soon.
            self.buckets[lowest] = all;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Queue;
    use oorandom::Rand64;

    #[test]
    fn corners_come_out_nearest_first() {
        let mut random = Rand64::new(1);
        let mut queue = Queue::from(0);
        let mut inside = vec![(0.0, 0)];
        for corner in 1..20_000 {
            let (far, taken) = queue.take().unwrap_or_default();
            let least = inside.iter().map(|(far, _)| *far).fold(f64::INFINITY, f64::min);
            assert_eq!(far, least);
            let at = inside.iter().position(|one| *one == (far, taken)).unwrap_or(usize::MAX);
            inside.swap_remove(at);
            // Near and far, and several equally far; now many, now few.
            let most = if corner / 1_000 % 2 == 0 { 3 } else { 1 };
            for _ in 0..if inside.is_empty() { 1 } else { random.rand_range(0..most + 1) } {
                let more = match random.rand_range(0..4) {
                    0 => 0.0,
                    1 => 1.0,
                    2 => random.rand_float(),
                    _ => random.rand_float() * 1e6,
                };
                queue.put(far + more, corner);
                inside.push((far + more, corner));
            }
        }
    }
}
