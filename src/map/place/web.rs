//! A web: so many circles that nothing is before or after.

use super::Draft;

impl Draft<'_> {
    /// The largest places in the middle, the others round them by size (a sunflower's order: H. Vogel, "A better way
    /// to construct the sunflower head", Mathematical Biosciences 44 (1979), 179-189).
    pub(super) fn web(&mut self) {
        let golden = std::f64::consts::PI * (3.0 - 5.0_f64.sqrt());
        let mut nodes: Vec<usize> = (0..self.at.len()).collect();
        nodes.sort_by(|a, b| self.inflow(*b).total_cmp(&self.inflow(*a)));
        let count = nodes.len() as f64;
        for (i, n) in nodes.into_iter().enumerate() {
            let (r, angle) = (libm::pow((i as f64 + 0.5) / count, 0.3), i as f64 * golden);
            let (along, across) = (0.42 + 0.36 * r * libm::cos(angle), 0.53 + 0.40 * r * libm::sin(angle));
            self.put(n, along, across);
        }
    }
}
