//! A plain network: columns by depth, each node at the mean of its neighbours, with room for its width.

use super::Draft;
use crate::document::Kind;
use petgraph::{graph::NodeIndex, visit::EdgeRef};

impl Draft<'_> {
    /// A plain network: columns by depth, each node at the mean of its neighbours, with room for its width.
    pub(super) fn columns(&mut self) {
        let deepest = self.outline.depth.iter().copied().max().unwrap_or(0).max(1) as f64;
        let (first, last) = if self.frame.tall { (0.13, 0.66) } else { (0.075, 0.77) };
        let n = self.at.len();
        let mut columns: Vec<Vec<usize>> = vec![Vec::new(); deepest as usize + 1];
        for &node in &self.outline.order {
            let depth = self.outline.depth.get(node).copied().unwrap_or(0);
            // A source stands one column before its first target, a sea at the coast.
            let depth = if self.kind(node) == Kind::Sea {
                deepest as usize
            } else if self.outline.forward_in(self.network, node).next().is_none() {
                let next =
                    self.outline.forward_out(self.network, node).filter_map(|(_, to)| self.outline.depth.get(to));
                next.min().map_or(depth, |d| d.saturating_sub(1))
            } else {
                depth
            };
            self.put(node, first + (last - first) * depth as f64 / deepest, 0.5);
            if let Some(c) = columns.get_mut(depth) {
                c.push(node);
            }
        }
        for column in &columns {
            for (i, &node) in column.iter().enumerate() {
                let along = self.get(node).0;
                self.put(node, along, (i as f64 + 0.5) / column.len() as f64);
            }
        }
        let fullest = columns
            .iter()
            .map(|c| c.iter().map(|&n| self.inflow(n) * self.px_per_client).sum::<f64>())
            .fold(0.0, f64::max);
        let most = columns.iter().map(Vec::len).max().unwrap_or(1).max(2) as f64;
        let gap = ((0.82 * self.frame.across - fullest) / most).clamp(4.0, 0.2 * self.frame.across);
        let rounds = if n > 2_000 { 2 } else { 12 };
        for round in 0..rounds {
            for i in 0..columns.len() {
                let i = if round % 2 == 0 { i } else { columns.len() - 1 - i };
                if let Some(column) = columns.get_mut(i) {
                    self.settle(column, gap);
                }
            }
        }
        for e in self.network.graph.edge_references() {
            let (stream, to) = (e.id().index(), e.target().index());
            if self.kind(to) == Kind::Sea {
                let across = self.get(to).1.clamp(0.08, 0.92);
                if let Some(m) = self.mouths.get_mut(stream) {
                    *m = Some((self.frame.coast(across), across));
                }
            }
        }
        for node in 0..n {
            if self.kind(node) == Kind::Sea {
                let across = self.get(node).1;
                self.put(node, self.frame.coast(across), across);
            }
        }
    }
    /// Moves one column's nodes to the mean of their neighbours, in that order, `gap` px apart.
    fn settle(&mut self, column: &mut [usize], gap: f64) {
        let wish = |draft: &Self, node: usize| {
            let (mut sum, mut weight) = (0.0, 0.0);
            let graph = &draft.network.graph;
            for e in graph.edges_directed(NodeIndex::new(node), petgraph::Direction::Incoming) {
                let w = draft.clients(e.id().index()).max(1e-9);
                sum += w * draft.get(e.source().index()).1;
                weight += w;
            }
            for e in graph.edges(NodeIndex::new(node)) {
                let w = draft.clients(e.id().index()).max(1e-9) * 0.9;
                sum += w * draft.get(e.target().index()).1;
                weight += w;
            }
            // A slight pull to the middle keeps the whole from drifting off.
            if weight > 0.0 { (sum + 0.06 * weight * 0.53) / (1.06 * weight) } else { draft.get(node).1 }
        };
        let (top, bottom) = if self.frame.tall { (0.06, 0.94) } else { (0.14, 0.93) };
        let mut nodes: Vec<(f64, f64, usize)> = column
            .iter()
            .map(|&n| (wish(self, n), (self.inflow(n) * self.px_per_client + gap) / self.frame.across / 2.0, n))
            .collect();
        nodes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = nodes.iter().map(|n| 2.0 * n.1).sum();
        let squeeze = ((bottom - top) / total.max(1e-9)).min(1.0);
        // Pushed down from the top and up from the bottom; the middle of both is fair to either side.
        let mut down = Vec::with_capacity(nodes.len());
        let mut low = top;
        for (wish, half, _) in &nodes {
            let at = wish.max(low + half * squeeze);
            low = at + half * squeeze;
            down.push(at);
        }
        let over = (low - bottom).max(0.0);
        let mut high = bottom;
        for ((wish, half, n), down) in nodes.iter().zip(down).rev() {
            let up = wish.min(high - half * squeeze);
            high = up - half * squeeze;
            let along = self.get(*n).0;
            self.put(*n, along, ((up + down - over) / 2.0).clamp(top, bottom));
        }
        for ((_, _, n), slot) in nodes.iter().zip(column.iter_mut()) {
            *slot = *n;
        }
    }
}
