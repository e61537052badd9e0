//! Trees of shortest ways: all ways to one knot, or from one.

use super::{City, Net, net::NONE, queue::Queue};

/// The shortest ways between a root and all knots.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Whether ways lead to the root; else they lead from it.
    inward: bool,
    /// Of each knot the piece by which its way goes on towards the root (which leaves it, or reaches it), and the next knot
    /// on it; or [`NONE`] of both.
    on: Vec<(u32, u32)>,
    /// Knots in the order in which they were reached, the root first.
    order: Vec<u32>,
}

impl Net {
    /// How long each knot's way on a tree is; infinite where there is none. Takes linear time.
    pub fn far(&self, tree: &Tree) -> Vec<f64> {
        let mut far = vec![f64::INFINITY; self.len()];
        for &knot in &tree.order {
            let (piece, next) = tree.on[knot as usize];
            far[knot as usize] = if next == NONE { 0.0 } else { far[next as usize] + self.length(piece) };
        }
        far
    }

    /// The tree of the shortest ways to a knot (`inward`) or from it. A piece costs what `cost` says of its number, the
    /// knots that it leads from and to, and its length: at least 0, infinite where it is closed. By Dijkstra's algorithm (E. W. Dijkstra, A note on two
    /// problems in connexion with graphs, Numerische Mathematik 1, 1959), in n log n time for n pieces.
    pub fn tree(&self, root: u32, inward: bool, cost: impl Fn(u32, [u32; 2], f64) -> f64) -> Tree {
        let mut least = vec![f64::INFINITY; self.len()];
        let mut tree = Tree { inward, on: vec![(NONE, NONE); self.len()], order: Vec::new() };
        let Some(start) = least.get_mut(root as usize) else { return tree };
        *start = 0.0;
        let mut open = Queue::from(root);
        let ways = if inward { &self.back } else { &self.ways };
        while let Some((here, knot)) = open.take() {
            if here > least[knot as usize] {
                continue;
            }
            tree.order.push(knot);
            for (number, (other, length)) in ways.from(knot) {
                let (piece, ends) =
                    if inward { (ways.mark(number), [other, knot]) } else { (number as u32, [knot, other]) };
                let more = cost(piece, ends, length);
                // `max` is a call in wasm.
                let far = if more > 0.0 { here + more } else { here };
                let known = &mut least[other as usize];
                if far < *known {
                    *known = far;
                    tree.on[other as usize] = (piece, knot);
                    open.put(far, other);
                }
            }
        }
        tree
    }
}

impl Tree {
    /// What each piece of the net carries where so much goes between some knots and the root. A knot that no way joins to
    /// the root carries nothing. Takes linear time.
    pub fn load(&self, net: &Net, leaves: impl IntoIterator<Item = (u32, f64)>) -> Vec<f64> {
        let mut passing = vec![0.0; self.on.len()];
        leaves.into_iter().for_each(|(knot, clients)| passing[knot as usize] += clients);
        let mut load = vec![0.0; net.pieces()];
        for &knot in self.order.iter().rev() {
            let (piece, next) = self.on[knot as usize];
            if next != NONE {
                let here = passing[knot as usize];
                load[piece as usize] += here;
                passing[next as usize] += here;
            }
        }
        load
    }

    /// The knots that a way joins to the root, the nearest first.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Whether a way joins a knot to the root.
    pub fn reaches(&self, knot: u32) -> bool {
        self.on.get(knot as usize).is_some_and(|on| *on != (NONE, NONE)) || self.order.first() == Some(&knot)
    }

    /// The knots and pieces from a knot to the root, in the order of this way: each piece with the knot it goes on to.
    pub fn steps(&self, knot: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let mut at = knot;
        std::iter::from_fn(move || {
            let (piece, next) = self.on[at as usize];
            at = next;
            (next != NONE).then_some((piece, next))
        })
    }

    /// The corners on the way between a knot and the root, in the order in which it is gone; empty where there is none.
    pub fn way(&self, city: &City, net: &Net, knot: u32) -> Vec<u32> {
        let Some(corner) = net.corner(knot).filter(|_| self.reaches(knot)) else { return Vec::new() };
        let mut way = Vec::new();
        if self.inward {
            way.push(corner);
            let mut at = knot;
            for (piece, next) in self.steps(knot) {
                net.corners_along(city, at, piece, &mut way);
                at = next;
            }
        } else {
            let steps: Vec<(u32, u32)> = self.steps(knot).collect();
            let root = steps.last().map_or(knot, |(_, root)| *root);
            way.extend(net.corner(root));
            for (piece, from) in steps.iter().rev() {
                net.corners_along(city, *from, *piece, &mut way);
            }
        }
        way
    }
}
