//! A plain network: one column for each layer, every item as near to its neighbours as its column has room.

// Indexes are items and layers, numbered in `layers`.
#![allow(clippy::indexing_slicing)]

use super::{Draft, Port, layers::Layers};
use crate::document::Kind;
use petgraph::visit::EdgeRef;
use std::f64::consts::TAU;

/// Sweeps over all columns.
const SWEEPS: usize = 24;
/// How much of the canvas' breadth water may fill in any column.
const FULLEST: f64 = 0.5;

impl Draft<'_> {
    pub(super) fn columns(&mut self) {
        let layers = Layers::new(self);
        let fullest = layers.layers.iter().map(|l| l.iter().map(|i| layers.items[*i].clients).sum::<f64>());
        let fullest = fullest.fold(0.0, f64::max) * self.px_per_client;
        self.px_per_client *= (FULLEST * self.frame.across / fullest.max(1e-9)).min(1.0);
        let across = self.settle(&layers);
        let along: Vec<f64> = layers.items.iter().map(|item| self.column(&layers, item.layer)).collect();
        let slopes = self.slopes(&layers, &along, &across);
        for (i, item) in layers.items.iter().enumerate() {
            if let Some(node) = item.node {
                self.put(node, along[i], across[i]);
                self.slope[node] = -slopes[i];
            }
        }
        let port = |item: usize, back: bool| Port {
            at: self.frame.at(along[item], across[item]),
            direction: {
                let way = self.frame.vector(1.0, slopes[item]) * if back { -1.0 } else { 1.0 };
                way / way.hypot()
            },
        };
        let via = layers.ways.iter().enumerate().map(|(stream, way)| {
            let back = self.outline.returns(stream);
            way.iter().skip(1).take(way.len().saturating_sub(2)).map(|item| port(*item, back)).collect()
        });
        self.via = via.collect();
        for e in self.network.graph.edge_references() {
            let to = e.target().index();
            if self.kind(to) == Kind::Sea {
                let across = self.get(to).1.clamp(0.08, 0.92);
                self.mouths[e.id().index()] = Some((self.frame.coast(across), across));
                self.put(to, self.frame.coast(across), across);
            }
        }
    }

    /// Where a layer lies along the current.
    fn column(&self, layers: &Layers, layer: usize) -> f64 {
        let (first, last) = if self.frame.tall { (0.13, 0.66) } else { (0.075, 0.77) };
        let deepest = layers.layers.len().saturating_sub(1).max(1);
        first + (last - first) * layer as f64 / deepest as f64
    }

    /// Places across, as fractions: every item at the mean of its neighbours, as near as the others allow.
    fn settle(&self, layers: &Layers) -> Vec<f64> {
        let neighbours = layers.neighbours();
        let (top, bottom) = if self.frame.tall { (0.06, 0.94) } else { (0.13, 0.93) };
        let mut across = vec![0.5; layers.items.len()];
        for layer in &layers.layers {
            for (i, item) in layer.iter().enumerate() {
                across[*item] = top + (bottom - top) * (i as f64 + 0.5) / layer.len() as f64;
            }
        }
        for sweep in 0..SWEEPS {
            for k in 0..layers.layers.len() {
                let k = if sweep % 2 == 0 { k } else { layers.layers.len() - 1 - k };
                let layer = &layers.layers[k];
                // The valley meanders a little: a river as straight as a ruler looks like a pipe.
                let middle = 0.53 + 0.07 * libm::sin(TAU * (0.9 * self.column(layers, k) + 0.62));
                let wishes: Vec<(f64, f64)> = layer
                    .iter()
                    .map(|&item| {
                        let mut weight = 0.1 * layers.items[item].clients.max(1e-9);
                        let mut sum = weight * middle;
                        for (other, clients) in neighbours[item].iter().flatten() {
                            sum += across[*other] * clients;
                            weight += clients;
                        }
                        (sum / weight, weight)
                    })
                    .collect();
                let gaps = self.gaps(layers, layer, bottom - top);
                let halves = [layer.first(), layer.last()].map(|i| i.map_or(0.0, |i| self.breadth(layers, *i) / 2.0));
                let places = apart(&wishes, &gaps, (top + halves[0], bottom - halves[1]));
                for (item, place) in layer.iter().zip(places) {
                    across[*item] = place;
                }
            }
        }
        across
    }

    /// An item's breadth as a fraction of the canvas'.
    fn breadth(&self, layers: &Layers, item: usize) -> f64 {
        layers.items[item].clients * self.px_per_client / self.frame.across
    }

    /// The least distances between the middles of a column's neighbours, together at most `room`.
    fn gaps(&self, layers: &Layers, layer: &[usize], room: f64) -> Vec<f64> {
        let s = self.frame.scale / self.frame.across;
        let space = |item: usize| if layers.items[item].node.is_some() { 26.0 * s } else { 13.0 * s };
        let breadth = |item: usize| self.breadth(layers, item);
        let water: f64 = layer.iter().map(|i| breadth(*i)).sum();
        let spaces: f64 = layer.windows(2).map(|pair| space(pair[0]) + space(pair[1])).sum();
        let squeeze = ((room - water) / spaces.max(1e-9)).clamp(0.0, 1.0);
        let gap = |a: usize, b: usize| (breadth(a) + breadth(b)) / 2.0 + (space(a) + space(b)) * squeeze;
        layer.windows(2).map(|pair| gap(pair[0], pair[1])).collect()
    }

    /// The current's slope at every item, px across per px along: between its neighbours' directions where they agree.
    fn slopes(&self, layers: &Layers, along: &[f64], across: &[f64]) -> Vec<f64> {
        let neighbours = layers.neighbours();
        (0..layers.items.len())
            .map(|item| {
                let side = |side: usize| {
                    let mut sum = (0.0, 0.0);
                    for (other, clients) in &neighbours[item][side] {
                        let run = (along[*other] - along[item]) * self.frame.along;
                        let rise = (across[*other] - across[item]) * self.frame.across;
                        sum = (sum.0 + clients * rise / run, sum.1 + clients);
                    }
                    (sum.1 > 0.0).then(|| sum.0 / sum.1)
                };
                match (side(0), side(1)) {
                    // The harmonic mean keeps a curve from overshooting (F. N. Fritsch and J. Butland 1984).
                    (Some(a), Some(b)) if a * b > 0.0 => (2.0 * a * b / (a + b)).clamp(-1.0, 1.0),
                    (None, Some(b)) => (0.5 * b).clamp(-0.6, 0.6),
                    (Some(a), None) => (0.5 * a).clamp(-0.6, 0.6),
                    _ => 0.0,
                }
            })
            .collect()
    }
}

/// Places as near to the wishes (place, weight) as `gaps` between neighbours allow, within bounds: isotonic regression
/// by pooling adjacent violators (M. Ayer and others, Annals of Mathematical Statistics 26 (1955), 641-647).
fn apart(wishes: &[(f64, f64)], gaps: &[f64], bounds: (f64, f64)) -> Vec<f64> {
    let mut offsets = vec![0.0];
    for gap in gaps {
        offsets.push(offsets.last().copied().unwrap_or(0.0) + gap);
    }
    // (sum, weight, count) of each pool.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for ((wish, weight), offset) in wishes.iter().zip(&offsets) {
        pools.push(((wish - offset) * weight, *weight, 1));
        while let [.., a, b] = pools.as_slice() {
            if a.0 / a.1 <= b.0 / b.1 {
                break;
            }
            let joined = (a.0 + b.0, a.1 + b.1, a.2 + b.2);
            pools.truncate(pools.len() - 2);
            pools.push(joined);
        }
    }
    let last = offsets.last().copied().unwrap_or(0.0);
    let (low, high) = (bounds.0, (bounds.1 - last).max(bounds.0));
    let levels = pools.iter().flat_map(|p| std::iter::repeat_n((p.0 / p.1).max(low).min(high), p.2));
    levels.zip(&offsets).map(|(level, offset)| level + offset).collect()
}
