//! Where blue water goes: the places it passes, competitors and other ends, and the mouths on the coast.

use super::{
    Draft,
    business::{Role, Stations},
};
use crate::document::Kind;
use petgraph::{Direction::Incoming, graph::NodeIndex, visit::EdgeRef};

/// An end, and where along the current most of its water comes from.
type Fed = (f64, usize);

impl Draft<'_> {
    /// For every node the lowest row (the farthest to the blue side) that its water comes from or goes to.
    pub(super) fn rows_below(&self, roles: &[Role]) -> Vec<Option<usize>> {
        let mut below: Vec<Option<usize>> = (0..self.at.len()).map(|n| self.row_of(n)).collect();
        let axis = |row: usize| self.rows.get(row).map_or(0.0, |r| r.axis);
        let lower = |a: Option<usize>, b: Option<usize>| match (a, b) {
            (Some(a), Some(b)) => Some(if axis(b) > axis(a) { b } else { a }),
            (a, b) => a.or(b),
        };
        // What feeds shops belongs to the lowest of them, then what is fed follows.
        for &n in self.outline.order.iter().rev() {
            if self.row_of(n).is_none() && roles.get(n) == Some(&Role::Core) {
                let to = self.outline.forward_out(self.network, n).map(|(_, to)| to);
                let row = to.fold(None, |row, to| lower(row, below.get(to).copied().flatten()));
                below.iter_mut().skip(n).take(1).for_each(|slot| *slot = row);
            }
        }
        for &n in &self.outline.order {
            if self.row_of(n).is_none() && roles.get(n) != Some(&Role::Upstream) {
                let from = self.outline.forward_in(self.network, n).map(|(_, from)| from);
                let own = below.get(n).copied().flatten();
                let row = from.fold(own, |row, from| lower(row, below.get(from).copied().flatten()));
                below.iter_mut().skip(n).take(1).for_each(|slot| *slot = row);
            }
        }
        below
    }

    /// Half way between a row and the next lower one; None for the lowest.
    fn between_rows(&self, row: Option<usize>) -> Option<f64> {
        let own = self.rows.get(row?)?;
        let next = self.rows.iter().map(|r| r.axis).filter(|axis| *axis > own.axis).min_by(f64::total_cmp)?;
        Some((own.axis + next) / 2.0)
    }

    /// Places that blue water passes, on the blue side of their row.
    pub(super) fn place_cold(&mut self, cold: &[usize], below: &[Option<usize>]) {
        for &n in cold {
            let along = self.get(n).0;
            let lowest = if self.frame.tall { 0.76 } else { 0.72 };
            self.put(n, along, self.between_rows(below.get(n).copied().flatten()).unwrap_or(lowest));
        }
        self.part_neighbours(cold);
    }

    /// Competitors and other ends: cold ones on the blue side, beside what feeds them; others before the coast.
    pub(super) fn place_ends(&mut self, roles: &[Role], below: &[Option<usize>], stations: &Stations) {
        let ends = |cold: bool| -> Vec<usize> {
            let is = |n: &usize| roles.get(*n) == Some(&Role::End { cold }) && self.kind(*n) != Kind::Sea;
            (0..self.at.len()).filter(is).collect()
        };
        let (rivals, warm) = (ends(true), ends(false));
        // By zone: between which rows, or below all of them.
        let mut groups: Vec<(Option<f64>, Vec<Fed>)> = Vec::new();
        for n in rivals {
            let zone = self.between_rows(below.get(n).copied().flatten());
            let source = self.source_along(n, stations);
            match groups.iter_mut().find(|(other, _)| *other == zone) {
                Some((_, nodes)) => nodes.push((source, n)),
                None => groups.push((zone, vec![(source, n)])),
            }
        }
        for (zone, mut nodes) in groups {
            // Those that are fed first stand first; of one fork's the larger ones stay nearer to the middle.
            nodes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            match zone {
                Some(across) => self.stand_between(&nodes, across),
                None => self.stand_below(&nodes, stations),
            }
        }
        for &n in &warm {
            let (mut across, mut weight) = (0.0, 0.0);
            for (stream, from) in self.outline.forward_in(self.network, n) {
                across += self.clients(stream).max(1e-9) * self.get(from).1;
                weight += self.clients(stream).max(1e-9);
            }
            self.put(n, self.frame.coast(0.5) - 0.07, if weight > 0.0 { across / weight } else { 0.5 });
        }
        self.part_neighbours(&warm);
    }

    /// Where along the current most of a node's water comes from.
    fn source_along(&self, n: usize, stations: &Stations) -> f64 {
        let mut best = (0.0, stations.kt1);
        for (stream, from) in self.outline.forward_in(self.network, n) {
            if self.clients(stream) >= best.0 {
                best = (self.clients(stream), self.get(from).0);
            }
        }
        best.1
    }

    /// Ends between two rows of shops, from below the bed on which their fork's water comes.
    fn stand_between(&mut self, nodes: &[Fed], across: f64) {
        for (i, (source, n)) in nodes.iter().enumerate() {
            let s = self.frame.scale;
            let bed = 64.0 * s + self.inflow(*n) * self.px_per_client / 2.0;
            self.put(*n, source + (bed + 80.0 * s * i as f64) / self.frame.along, across);
        }
    }

    /// Ends below the lowest shop, in as many rows as there must be.
    fn stand_below(&mut self, nodes: &[Fed], stations: &Stations) {
        let count = nodes.len();
        let near = nodes.iter().map(|(source, _)| source.min(0.5 * (stations.kt1 + 0.56)));
        let middle = near.sum::<f64>() / count.max(1) as f64 + if count > 3 { 0.03 } else { 0.0 };
        let (pitch, width): (f64, f64) = if self.frame.tall { (0.09, 0.24) } else { (0.14, 0.40) };
        let pitch = if count > 1 { pitch.min(width / (count - 1) as f64) } else { 0.0 };
        let start = (middle - pitch * (count.max(1) - 1) as f64 / 2.0).max(stations.kt1 - 0.11);
        // So many rows that two in one row are far enough apart for their houses.
        let room = 150.0 * self.frame.scale / self.frame.along;
        let rows = if pitch > 0.0 { (room / pitch).ceil().clamp(1.0, 3.0) as usize } else { 1 };
        let lowest = if self.frame.tall { 0.885 } else { 0.865 };
        for (i, (_, n)) in nodes.iter().enumerate() {
            let row = if rows == 1 { 0.02 * (i % 2) as f64 } else { 0.085 * (i % rows) as f64 };
            self.put(*n, start + pitch * i as f64, lowest - row);
        }
    }

    /// A sea is as long as the coast: every row of shops has a mouth of its own, and where there are several seas,
    /// the one that is fed first lies lowest.
    pub(super) fn find_mouths(&mut self, below: &[Option<usize>]) {
        let graph = &self.network.graph;
        let lowest: f64 = 0.80;
        let in_row = |from: usize| {
            let row = below.get(from).copied().flatten();
            row.filter(|row| self.between_rows(Some(*row)).is_some()).and_then(|row| self.rows.get(row)).copied()
        };
        // Those that take something from the lowest row or from none.
        let mut seas: Vec<(f64, usize)> = (0..self.at.len())
            .filter(|&n| self.kind(n) == Kind::Sea)
            .filter_map(|n| {
                let (mut sum, mut weight, mut any) = (0.0, 1e-12, false);
                for (stream, from) in self.outline.forward_in(self.network, n) {
                    let clients = self.clients(stream).max(1e-9);
                    sum += clients * self.get(from).0;
                    weight += clients;
                    any |= in_row(from).is_none();
                }
                any.then_some((sum / weight, n))
            })
            .collect();
        seas.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let floor = self.rows.iter().map(|r| r.axis + r.blue).fold(0.0, f64::max);
        let lowest_row = self.rows.iter().map(|r| r.axis + r.road).fold(0.0, f64::max);
        let lowest = lowest.max((floor + 0.05).min(0.93));
        let step = ((lowest - 0.62_f64.max(floor)) / seas.len().max(1) as f64).clamp(0.0, 0.09);
        let mut base = vec![lowest; self.at.len()];
        for (i, (_, n)) in seas.iter().enumerate() {
            base.iter_mut().skip(*n).take(1).for_each(|slot| *slot = lowest - step * i as f64);
        }
        let mut mouths = self.mouths.clone();
        for e in graph.edge_references() {
            let (stream, from, to) = (e.id().index(), e.source().index(), e.target().index());
            if self.kind(to) != Kind::Sea {
                continue;
            }
            let behind = self.get(from).0 > self.frame.coast(0.5) - 0.09 && !self.outline.inside(from);
            let across = match in_row(from) {
                _ if behind => (self.get(from).1 + 0.12).min(0.93),
                Some(row) => row.axis + row.road,
                None if self.rows.len() > 1 && seas.len() < 2 => lowest_row.max(floor + 0.02),
                None => base.get(to).copied().unwrap_or(lowest),
            };
            if let Some(mouth) = mouths.get_mut(stream) {
                *mouth = Some((self.frame.coast(across), across));
            }
        }
        self.mouths = mouths;
        for n in 0..self.at.len() {
            if self.kind(n) != Kind::Sea {
                continue;
            }
            // Where its lowest river comes out.
            let streams = graph.edges_directed(NodeIndex::new(n), Incoming).map(|e| e.id().index());
            let mouths = streams.filter_map(|s| self.mouths.get(s).copied().flatten()).map(|m| m.1);
            let across = mouths.max_by(f64::total_cmp).unwrap_or(lowest);
            self.put(n, self.frame.coast(across), across);
        }
    }
}
