//! Where the nodes stand: a strategy for a business (springs, KT1, shop, competitors, sea) and one for a plain
//! network (columns by depth). Places are fractions of the flow frame until the end.

use super::{flow_frame::FlowFrame, outline::Outline, springs};
use crate::{document::Kind, document::Mood, network::Network};
use kurbo::{Point, Vec2};
use petgraph::{graph::NodeIndex, visit::EdgeRef};

/// Where a node stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Middle of its mark; for a sea the mouth of its lowest river.
    pub at: Point,
    /// The current's direction through it.
    pub direction: Vec2,
    /// Radius of its mark, px; 0 where it has none.
    pub radius: f64,
}

/// A shop's floor: a rectangle turned with its axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Floor {
    /// On the axis where the floor begins.
    pub start: Point,
    /// The axis' direction.
    pub direction: Vec2,
    /// Length along the axis, px.
    pub length: f64,
    /// From the axis to the wall on the red side, px.
    pub red_side: f64,
    /// From the axis to the wall on the blue side, px.
    pub blue_side: f64,
}

/// Where everything stands.
#[derive(Clone, Debug, Default)]
pub struct Placing {
    /// One for each node.
    pub spots: Vec<Spot>,
    /// One for each shop of the outline.
    pub floors: Vec<Floor>,
    /// For each stream that ends in a sea, where it crosses the coast.
    pub mouths: Vec<Option<Point>>,
    /// Pixels per client.
    pub px_per_client: f64,
}

/// Fractions along the current at which the canonical places stand.
struct Stations {
    kt1: f64,
    kt2: f64,
    till: f64,
    kt3: f64,
    regulars: f64,
    first: f64,
    slope: f64,
    axis: f64,
}

const WIDE: Stations =
    Stations { kt1: 0.41, kt2: 0.56, till: 0.628, kt3: 0.69, regulars: 0.76, first: 0.06, slope: 0.08, axis: 0.47 };
const TALL: Stations =
    Stations { kt1: 0.35, kt2: 0.461, till: 0.521, kt3: 0.578, regulars: 0.64, first: 0.15, slope: 0.0, axis: 0.485 };

/// Places every node of a network.
pub fn place(network: &Network, outline: &Outline, frame: &FlowFrame) -> Placing {
    let widest = network
        .graph
        .node_weights()
        .zip(&network.solved.nodes)
        .filter(|(n, _)| n.kind != Kind::Sea)
        .map(|(_, f)| f.inflow.max(f.outflow))
        .chain(network.solved.streams.iter().map(|s| s.clients))
        .fold(0.0, f64::max);
    let px_per_client = if widest > 0.0 { frame.width.min(frame.height) / 16.0 / widest } else { 0.0 };
    let mut draft = Draft::new(network, outline, frame, px_per_client);
    if outline.business {
        draft.business();
    } else if outline.tangled {
        draft.web();
    } else {
        draft.plain();
    }
    draft.finish()
}

/// Fractions (along, across) under construction.
struct Draft<'a> {
    network: &'a Network,
    outline: &'a Outline,
    frame: &'a FlowFrame,
    px_per_client: f64,
    at: Vec<(f64, f64)>,
    slope: Vec<f64>,
    mouths: Vec<Option<(f64, f64)>>,
    /// Axis (across at KT1's station), slope and half breadths of each shop's row.
    rows: Vec<(f64, f64, f64, f64)>,
}

impl<'a> Draft<'a> {
    fn new(network: &'a Network, outline: &'a Outline, frame: &'a FlowFrame, px_per_client: f64) -> Self {
        let n = network.graph.node_count();
        Self {
            network,
            outline,
            frame,
            px_per_client,
            at: vec![(0.5, 0.5); n],
            slope: vec![0.0; n],
            mouths: vec![None; network.graph.edge_count()],
            rows: Vec::new(),
        }
    }

    fn kind(&self, n: usize) -> Kind {
        self.network.graph.node_weight(NodeIndex::new(n)).map_or(Kind::Confluence, |w| w.kind)
    }

    fn kt(&self, n: usize) -> Option<u8> {
        self.network.graph.node_weight(NodeIndex::new(n)).and_then(|w| w.kt)
    }

    fn put(&mut self, n: usize, along: f64, across: f64) {
        if let Some(at) = self.at.get_mut(n) {
            *at = (along, across);
        }
    }

    fn get(&self, n: usize) -> (f64, f64) {
        self.at.get(n).copied().unwrap_or((0.5, 0.5))
    }

    fn clients(&self, stream: usize) -> f64 {
        self.network.solved.streams.get(stream).map_or(0.0, |s| s.clients)
    }

    fn inflow(&self, n: usize) -> f64 {
        self.network.solved.nodes.get(n).map_or(0.0, |f| f.inflow)
    }

    fn mood(&self, stream: usize) -> Option<Mood> {
        self.network.solved.streams.get(stream).and_then(|s| s.mood)
    }

    fn is_end(&self, n: usize) -> bool {
        matches!(self.kind(n), Kind::Competitor | Kind::Sea)
            || self.network.graph.edges(NodeIndex::new(n)).next().is_none()
    }

    /// Nodes that only blue water reaches, before the ends.
    fn cold(&self) -> Vec<bool> {
        let mut cold = vec![false; self.at.len()];
        for &n in &self.outline.order {
            let mut any = false;
            let all = self.outline.forward_in(self.network, n).all(|(stream, from)| {
                any = true;
                self.mood(stream) == Some(Mood::Blue) || cold.get(from).copied().unwrap_or(false)
            });
            let inside = self.outline.inside(n) || self.kt(n).is_some() || self.kind(n) == Kind::Regulars;
            if let Some(c) = cold.get_mut(n) {
                *c = any && all && !inside;
            }
        }
        cold
    }

    /// A business: springs before KT1, shops in rows behind it, competitors on the blue side, the sea at the border.
    fn business(&mut self) {
        let stations = if self.frame.tall { TALL } else { WIDE };
        let cold = self.cold();
        let is_cold = |n: usize| cold.get(n).copied().unwrap_or(false);
        let order = self.outline.order.clone();
        let inner: Vec<usize> =
            order.iter().copied().filter(|&n| self.kind(n) != Kind::Spring && !self.is_end(n)).collect();
        self.lay_rows(&stations, order.iter().any(|&n| self.is_end(n) && is_cold(n) && self.kind(n) != Kind::Sea));

        // Along the current: canonical stations, then whatever keeps every stream going forward.
        let gap = 0.06;
        let mut along: Vec<Option<f64>> = vec![None; self.at.len()];
        for &n in &inner {
            let nominal = match (self.kind(n), self.kt(n)) {
                (Kind::Fork, Some(1)) => Some(stations.kt1),
                (Kind::Fork, Some(2)) => Some(stations.kt2),
                (Kind::Fork, Some(3)) => Some(stations.kt3),
                (Kind::Till, _) => Some(stations.till),
                (Kind::Regulars, _) => Some(stations.regulars),
                _ => None,
            };
            let before = self
                .outline
                .forward_in(self.network, n)
                .filter_map(|(_, from)| along.get(from).copied().flatten())
                .fold(f64::NEG_INFINITY, f64::max);
            let feeds_kt1 = nominal.is_none() && before == f64::NEG_INFINITY;
            if let Some(a) = along.get_mut(n) {
                *a = if feeds_kt1 { None } else { Some(nominal.unwrap_or(before).max(before + gap)) };
            }
        }
        // What stands before the canonical places is counted backwards from them.
        for &n in inner.iter().rev() {
            if along.get(n).copied().flatten().is_none() {
                let after = self
                    .outline
                    .forward_out(self.network, n)
                    .filter_map(|(_, to)| along.get(to).copied().flatten())
                    .fold(f64::INFINITY, f64::min);
                let at = if after.is_finite() { after - 1.4 * gap } else { stations.kt1 };
                if let Some(a) = along.get_mut(n) {
                    *a = Some(at.max(stations.first + 0.08));
                }
            }
        }
        let last = inner.iter().filter_map(|&n| along.get(n).copied().flatten()).fold(0.0, f64::max);
        let far = self.frame.coast(0.4) - 0.045;
        for &n in &inner {
            let mut a = along.get(n).copied().flatten().unwrap_or(stations.kt1);
            if last > far && a > stations.kt1 {
                a = stations.kt1 + (a - stations.kt1) * (far - stations.kt1) / (last - stations.kt1);
            }
            self.put(n, a, stations.axis);
        }

        self.across_inner(&inner, &stations, &is_cold);
        self.ends(&is_cold, &stations);
        springs::place(self.network, self.outline, self.frame, stations.first, &mut self.at);
        self.find_mouths();
    }

    /// One row across for each shop.
    fn lay_rows(&mut self, stations: &Stations, rivals: bool) {
        let n = self.outline.shops.len().max(1);
        let scale = self.frame.scale / self.frame.across;
        for i in 0..n {
            if n == 1 {
                self.rows.push((stations.axis, stations.slope, 112.0 * scale, 132.0 * scale));
                continue;
            }
            let (low, high) = (0.11, if rivals { 0.80 } else { 0.93 });
            let pitch = (high - low) / n as f64;
            let axis = low + (i as f64 + 0.46) * pitch;
            self.rows.push((axis, 0.0, (112.0 * scale).min(0.36 * pitch), (132.0 * scale).min(0.42 * pitch)));
        }
        if n == 1 && self.frame.tall {
            self.rows = vec![(stations.axis, 0.0, 0.36, 0.173)];
        }
    }

    /// Across the current: shops on their rows, forks at the middle of what they feed, cold nodes on the blue side.
    fn across_inner(&mut self, inner: &[usize], stations: &Stations, is_cold: &dyn Fn(usize) -> bool) {
        for &n in inner {
            if let Some((axis, slope, ..)) =
                self.outline.shop.get(n).copied().flatten().and_then(|shop| self.rows.get(shop).copied())
            {
                let along = self.get(n).0;
                let drop = slope * (along - stations.kt1) * self.frame.along / self.frame.across;
                self.put(n, along, axis - drop);
                if let Some(s) = self.slope.get_mut(n) {
                    *s = slope;
                }
            }
        }
        for &n in inner.iter().rev() {
            if self.outline.inside(n) {
                continue;
            }
            let along = self.get(n).0;
            if is_cold(n) {
                self.put(n, along, if self.frame.tall { 0.76 } else { 0.72 });
                continue;
            }
            let (mut sum, mut weight) = (0.0, 0.0);
            for (stream, to) in self.outline.forward_out(self.network, n) {
                if !is_cold(to) && !self.is_end(to) {
                    let w = self.clients(stream).max(1e-9);
                    sum += w * self.get(to).1;
                    weight += w;
                }
            }
            let single = self.outline.shops.len() == 1;
            let mut across = if weight > 0.0 { sum / weight } else { stations.axis };
            if single && self.kt(n) == Some(1) {
                across = stations.axis;
            }
            self.put(n, along, across);
            if let (true, Some(s)) = (single && self.kt(n) == Some(1), self.slope.get_mut(n)) {
                *s = stations.slope;
            }
        }
        self.part_neighbours(inner);
        for &n in inner {
            if let Some(Some(fork)) = self.outline.door_of.get(n).copied() {
                let (along, across) = self.get(fork);
                let back = 0.7 * self.radius(fork) / self.frame.along;
                let slope = self.slope.get(fork).copied().unwrap_or(0.0);
                self.put(n, along - back, across + back * slope * self.frame.along / self.frame.across);
                if let Some(s) = self.slope.get_mut(n) {
                    *s = slope;
                }
            }
        }
    }

    /// Pushes nodes at about the same station apart across the current.
    fn part_neighbours(&mut self, nodes: &[usize]) {
        let room = |draft: &Self, n: usize| (draft.radius(n) + 34.0 * draft.frame.scale) / draft.frame.across;
        for _ in 0..24 {
            let mut moved = false;
            for (i, &a) in nodes.iter().enumerate().take(400) {
                for &b in nodes.iter().skip(i + 1).take(400) {
                    let (pa, pb) = (self.get(a), self.get(b));
                    let near = (pa.0 - pb.0).abs() * self.frame.along < 90.0 * self.frame.scale;
                    let need = room(self, a) + room(self, b);
                    let door =
                        self.outline.door_of.get(a) == Some(&Some(b)) || self.outline.door_of.get(b) == Some(&Some(a));
                    let fixed = |n: usize| self.outline.inside(n);
                    if !near || door || (pa.1 - pb.1).abs() >= need - 1e-6 || (fixed(a) && fixed(b)) {
                        continue;
                    }
                    let push = (need - (pa.1 - pb.1).abs()) / if fixed(a) || fixed(b) { 1.0 } else { 2.0 };
                    let sign = if pa.1 <= pb.1 { 1.0 } else { -1.0 };
                    if !fixed(a) {
                        self.put(a, pa.0, (pa.1 - sign * push).clamp(0.06, 0.94));
                    }
                    if !fixed(b) {
                        self.put(b, pb.0, (pb.1 + sign * push).clamp(0.06, 0.94));
                    }
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
    }

    /// Competitors and other ends: on the blue side, beside what feeds them.
    fn ends(&mut self, is_cold: &dyn Fn(usize) -> bool, stations: &Stations) {
        let mut rivals: Vec<usize> = (0..self.at.len())
            .filter(|&n| self.is_end(n) && !matches!(self.kind(n), Kind::Sea | Kind::Spring))
            .collect();
        let warm: Vec<usize> = rivals.iter().copied().filter(|&n| !is_cold(n)).collect();
        rivals.retain(|&n| is_cold(n));
        let source = |draft: &Self, n: usize| {
            let mut best = (0.0, stations.kt1);
            for (stream, from) in draft.outline.forward_in(draft.network, n) {
                if draft.clients(stream) >= best.0 {
                    best = (draft.clients(stream), draft.get(from).0);
                }
            }
            best.1
        };
        rivals.sort_by(|a, b| source(self, *a).total_cmp(&source(self, *b)));
        let count = rivals.len();
        let middle = rivals.iter().map(|&n| source(self, n).min(stations.kt2)).sum::<f64>() / count.max(1) as f64;
        let spread: f64 = if self.frame.tall { 0.09 } else { 0.14 };
        let pitch = if count > 1 { spread.min(0.36 / (count - 1) as f64) } else { 0.0 };
        let start = (middle - pitch * (count.max(1) - 1) as f64 / 2.0).max(stations.kt1 - 0.15);
        let crowded = pitch > 0.0 && pitch * self.frame.along < 170.0 * self.frame.scale;
        for (i, &n) in rivals.iter().enumerate() {
            let stagger = if crowded { [0.0, -0.07][i % 2] } else { 0.0 };
            let across = if self.frame.tall { 0.885 } else { [0.86, 0.84][i % 2] } + stagger;
            self.put(n, start + pitch * i as f64, across);
        }
        // A till or pool that ends the network lies in a shop already; other warm ends stand before the coast.
        let loose: Vec<usize> = warm.into_iter().filter(|&n| !self.outline.inside(n)).collect();
        for &n in &loose {
            let mut across = 0.0;
            let mut weight = 0.0;
            for (stream, from) in self.outline.forward_in(self.network, n) {
                across += self.clients(stream).max(1e-9) * self.get(from).1;
                weight += self.clients(stream).max(1e-9);
            }
            self.put(n, self.frame.coast(0.5) - 0.07, if weight > 0.0 { across / weight } else { 0.5 });
        }
        self.part_neighbours(&loose);
    }

    /// A sea is as long as the coast: every row of shops has a mouth of its own.
    fn find_mouths(&mut self) {
        let rows = self.rows.len();
        for e in self.network.graph.edge_references() {
            let (stream, from, to) = (e.id().index(), e.source().index(), e.target().index());
            if self.kind(to) != Kind::Sea {
                continue;
            }
            let row = self.outline.shop.get(from).copied().flatten().unwrap_or(rows.saturating_sub(1));
            let lowest = 0.80;
            let behind = self.get(from).0 > self.frame.coast(0.5) - 0.09 && !self.outline.inside(from);
            let across = match self.rows.get(row) {
                _ if behind => self.get(from).1 + 0.12,
                Some((axis, _, _, blue)) if row + 1 < rows => axis + blue * 1.22,
                _ => lowest,
            };
            if let Some(m) = self.mouths.get_mut(stream) {
                *m = Some((self.frame.coast(across), across));
            }
            self.put(to, self.frame.coast(lowest), lowest);
        }
    }

    /// A plain network: columns by depth, each node at the mean of its neighbours, with room for its width.
    fn plain(&mut self) {
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

    /// Circles everywhere: the largest places in the middle, the others round them by size (a sunflower's order:
    /// H. Vogel, "A better way to construct the sunflower head", Mathematical Biosciences 44 (1979), 179-189).
    fn web(&mut self) {
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

    /// Radius of a node's mark, px.
    fn radius(&self, n: usize) -> f64 {
        // Low rows take smaller rings.
        let row = self.outline.shop.get(n).copied().flatten().and_then(|shop| self.rows.get(shop));
        let low = row.map_or(1.0, |r| (r.2 * self.frame.across / (84.0 * self.frame.scale)).clamp(0.3, 1.0));
        let s = self.frame.scale;
        let half = self.inflow(n) * self.px_per_client / 2.0;
        match (self.kind(n), self.kt(n)) {
            (Kind::Fork, Some(1)) => (42.0 * s).max(half + 14.0 * s).max(20.0),
            (Kind::Fork, Some(_)) => {
                (33.0 * s).max(18.0).max(half + 12.0 * s).min((33.0 * s * low).max(half + 4.0).max(15.0))
            }
            (Kind::Regulars, _) => (19.0 * s * low).max(half + 5.0 * s).max(8.0),
            (Kind::Spring, _) => (7.5 * s).max(half + 3.5 * s).max(5.0),
            (Kind::Till, _) => 15.0 * s,
            (Kind::Competitor, _) => half + 1.5 * s,
            _ => 0.0,
        }
    }

    fn finish(self) -> Placing {
        let frame = self.frame;
        let spots = (0..self.at.len())
            .map(|n| {
                let (along, across) = self.get(n);
                let slope = self.slope.get(n).copied().unwrap_or(0.0);
                let direction = frame.vector(1.0, -slope);
                let finite = |x: f64| if x.is_finite() { x.clamp(0.02, 0.98) } else { 0.5 };
                Spot {
                    at: frame.at(finite(along), finite(across)),
                    direction: direction / direction.hypot(),
                    radius: self.radius(n),
                }
            })
            .collect::<Vec<Spot>>();
        let floors = self.outline.shops.iter().zip(&self.rows).filter_map(|(nodes, row)| {
            let ends: Vec<(f64, f64)> = nodes.iter().map(|&n| (self.get(n).0 * frame.along, self.radius(n))).collect();
            let start = ends.iter().map(|(a, r)| a - r).fold(f64::INFINITY, f64::min) - 60.0 * frame.scale;
            let end = ends.iter().map(|(a, r)| a + r).fold(f64::NEG_INFINITY, f64::max) + 52.0 * frame.scale;
            let first = nodes.first().map(|&n| self.get(n))?;
            let across = first.1 * frame.across + (first.0 * frame.along - start) * row.1;
            let direction = frame.vector(1.0, -row.1);
            Some(Floor {
                start: frame.point(start, across),
                direction: direction / direction.hypot(),
                length: (end - start) * direction.hypot(),
                red_side: row.2 * frame.across,
                blue_side: row.3 * frame.across,
            })
        });
        Placing {
            floors: floors.collect(),
            mouths: self.mouths.iter().map(|m| m.map(|(a, c)| frame.at(a, c))).collect(),
            px_per_client: self.px_per_client,
            spots,
        }
    }
}
