//! A business: springs before KT1, shops in rows behind it, competitors on the blue side, the sea at the border.

use super::{Draft, Floor, Row};
use crate::document::Kind;
use petgraph::{Direction::Outgoing, graph::NodeIndex, visit::EdgeRef};

/// Fractions along the current at which the canonical places stand.
#[derive(Clone, Copy)]
pub(super) struct Stations {
    pub kt1: f64,
    kt2: f64,
    till: f64,
    kt3: f64,
    regulars: f64,
    pub first: f64,
    slope: f64,
    pub axis: f64,
}

const WIDE: Stations =
    Stations { kt1: 0.41, kt2: 0.542, till: 0.613, kt3: 0.682, regulars: 0.764, first: 0.06, slope: 0.08, axis: 0.47 };
const TALL: Stations =
    Stations { kt1: 0.35, kt2: 0.461, till: 0.521, kt3: 0.578, regulars: 0.64, first: 0.15, slope: 0.0, axis: 0.485 };

/// The least distance along between two nodes of which one feeds the other.
const GAP: f64 = 0.06;

/// What a node is to the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    /// Springs and what gathers their water before the first KT.
    Upstream,
    /// KT1, the shops, and what lies between and behind them.
    Core,
    /// What only blue water reaches, before it ends.
    Cold,
    /// A competitor, a sea, or whatever else the water does not leave.
    End {
        /// Whether only blue water reaches it.
        cold: bool,
    },
}

impl Draft<'_> {
    pub(super) fn business(&mut self) {
        let stations = if self.frame.tall { TALL } else { WIDE };
        let roles = self.roles();
        let of = |wanted: fn(Role) -> bool| -> Vec<usize> {
            let role = |n: &usize| roles.get(*n).is_some_and(|r| wanted(*r));
            self.outline.order.iter().copied().filter(role).collect()
        };
        let core = of(|r| r == Role::Core);
        let cold = of(|r| r == Role::Cold);
        let rivals = roles.iter().zip(0..).any(|(r, n)| *r == Role::End { cold: true } && self.kind(n) != Kind::Sea);
        self.lay_rows(&stations, rivals);
        self.stand_along(&core, &cold, &stations);
        self.stand_across(&core, &stations, &roles);
        let below = self.rows_below(&roles);
        self.place_cold(&cold, &below);
        self.place_ends(&roles, &below, &stations);
        self.place_upstream(&roles, stations.first);
        self.stand_at_doors();
        self.find_mouths(&below);
    }

    fn roles(&self) -> Vec<Role> {
        let core = |n: usize| self.outline.inside(n) || self.kt(n).is_some() || self.is_core_kind(n);
        let mut roles = vec![Role::Upstream; self.at.len()];
        for &n in &self.outline.order {
            let ends = matches!(self.kind(n), Kind::Competitor | Kind::Sea)
                || self.kind(n) != Kind::Spring && self.outline.forward_out(self.network, n).next().is_none();
            let (mut any, mut cold, mut upstream) = (false, true, true);
            for (stream, from) in self.outline.forward_in(self.network, n) {
                let before = roles.get(from).copied().unwrap_or(Role::Upstream);
                any = true;
                cold &= before == Role::Cold || self.mood(stream) == Some(crate::document::Mood::Blue);
                upstream &= before == Role::Upstream;
            }
            let cold = cold && any;
            if let Some(role) = roles.get_mut(n) {
                *role = match () {
                    () if core(n) => Role::Core,
                    () if ends => Role::End { cold },
                    () if cold => Role::Cold,
                    () if upstream => Role::Upstream,
                    () => Role::Core,
                };
            }
        }
        roles
    }

    fn is_core_kind(&self, n: usize) -> bool {
        matches!(self.kind(n), Kind::Till | Kind::Regulars)
    }

    /// One row across for each shop, in the order of the KT1s that feed them.
    fn lay_rows(&mut self, stations: &Stations, rivals: bool) {
        let count = self.outline.shops.len().max(1);
        // Deeper where the canvas is broader than the marks need.
        let room = if self.frame.tall { 1.0 } else { (self.frame.across / 900.0 / self.frame.scale).sqrt().max(1.0) };
        let scale = self.frame.scale / self.frame.across * room;
        if count == 1 {
            let (red, blue) = if self.frame.tall { (0.36, 0.173) } else { (122.0 * scale, 132.0 * scale) };
            let px = self.frame.scale / self.frame.across;
            let canal = red + if self.frame.tall { 36.0 } else { 78.0 } * px;
            self.rows =
                vec![Row { axis: stations.axis, slope: stations.slope, red, blue, canal, road: blue + 34.0 * px }];
            return;
        }
        let feeder = |nodes: &[usize]| {
            let mut kt1s = nodes
                .iter()
                .flat_map(|n| self.outline.forward_in(self.network, *n))
                .filter(|(_, from)| self.kt(*from) == Some(1))
                .map(|(_, from)| from);
            let first = kt1s.next();
            kt1s.fold(first, |least, n| least.map(|l| l.min(n))).unwrap_or(usize::MAX)
        };
        let mut ranks: Vec<(usize, usize, usize)> = self
            .outline
            .shops
            .iter()
            .enumerate()
            .map(|(shop, nodes)| (feeder(nodes), nodes.iter().copied().min().unwrap_or(0), shop))
            .collect();
        ranks.sort_unstable();
        let (low, high) = (if self.frame.tall { 0.06 } else { 0.11 }, if rivals { 0.80 } else { 0.93 });
        let pitch = (high - low) / count as f64;
        let empty = Row { axis: 0.5, slope: 0.0, red: 0.0, blue: 0.0, canal: 0.0, road: 0.0 };
        self.rows = vec![empty; count];
        let quay = 6.0 * self.frame.scale / self.frame.across;
        for (rank, (_, _, shop)) in ranks.into_iter().enumerate() {
            let (canal, road) = self.breadth_beside(shop);
            // Between two floors there is room for the road of the one and the canal of the other.
            let depth = (pitch - canal - road - 4.0 * quay).max(0.55 * pitch);
            let row = Row {
                axis: low + (rank as f64 + 0.46) * pitch,
                red: (0.46 * depth).min(112.0 * scale),
                blue: (0.54 * depth).min(132.0 * scale),
                ..empty
            };
            let row = Row { canal: row.red + canal / 2.0 + quay, road: row.blue + road / 2.0 + quay, ..row };
            self.rows.iter_mut().skip(shop).take(1).for_each(|slot| *slot = row);
        }
    }

    /// How broad the water is that runs beside a shop, as fractions: its canals, and its blue water.
    fn breadth_beside(&self, shop: usize) -> (f64, f64) {
        let (mut canal, mut road) = (0.0, 0.0);
        for &n in self.outline.shops.get(shop).into_iter().flatten() {
            for e in self.network.graph.edges_directed(NodeIndex::new(n), Outgoing) {
                let (stream, to) = (e.id().index(), e.target().index());
                let breadth = (self.clients(stream) * self.px_per_client).max(1.5) / self.frame.across;
                if self.outline.returns(stream) {
                    canal += breadth;
                } else if !self.outline.inside(to) {
                    road += breadth;
                }
            }
        }
        (canal, road)
    }

    /// Along the current: canonical stations, then whatever keeps every stream going forward.
    fn stand_along(&mut self, core: &[usize], cold: &[usize], stations: &Stations) {
        let mut along: Vec<Option<f64>> = vec![None; self.at.len()];
        let mut nodes: Vec<usize> = core.iter().chain(cold).copied().collect();
        let mut rank = vec![0; self.at.len()];
        for (i, n) in self.outline.order.iter().enumerate() {
            if let Some(r) = rank.get_mut(*n) {
                *r = i;
            }
        }
        nodes.sort_unstable_by_key(|n| rank.get(*n).copied().unwrap_or(0));
        for &n in &nodes {
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
            // What runs to the lower shops passes behind the blue water.
            let gap = if cold.contains(&n) && self.outline.shops.len() > 1 { 0.6 * GAP } else { GAP };
            let least = if before.is_finite() { before + gap } else { stations.kt1 };
            if let Some(a) = along.get_mut(n) {
                *a = Some(nominal.map_or(least, |station| station.max(if before.is_finite() { least } else { 0.0 })));
            }
        }
        let last = nodes.iter().filter_map(|&n| along.get(n).copied().flatten()).fold(0.0, f64::max);
        let far = self.frame.coast(0.4) - if self.frame.tall { 0.045 } else { 0.06 };
        for &n in &nodes {
            let mut a = along.get(n).copied().flatten().unwrap_or(stations.kt1);
            if last > far && a > stations.kt1 {
                a = stations.kt1 + (a - stations.kt1) * (far - stations.kt1) / (last - stations.kt1);
            }
            self.put(n, a, stations.axis);
        }
    }

    /// Across the current: shops on their rows, forks at the middle of what they feed.
    fn stand_across(&mut self, core: &[usize], stations: &Stations, roles: &[Role]) {
        for shop in 0..self.outline.shops.len() {
            self.stand_in_row(shop, stations);
        }
        let kt1s: Vec<usize> = core.iter().copied().filter(|&n| self.kt(n) == Some(1)).collect();
        let single = self.outline.shops.len() <= 1;
        for &n in core.iter().rev().filter(|n| !self.outline.inside(**n)) {
            let along = self.get(n).0;
            let (mut sum, mut weight) = (0.0, 0.0);
            for (stream, to) in self.outline.forward_out(self.network, n) {
                if roles.get(to) == Some(&Role::Core) {
                    let w = self.clients(stream).max(1e-9);
                    sum += w * self.get(to).1;
                    weight += w;
                }
            }
            let across = if weight > 0.0 && !(single && kt1s == [n]) { sum / weight } else { stations.axis };
            self.put(n, along, across);
            if single
                && kt1s == [n]
                && let Some(slope) = self.slope.get_mut(n)
            {
                *slope = stations.slope * 0.75;
            }
        }
        let loose: Vec<usize> = core.iter().copied().filter(|n| !self.outline.inside(*n)).collect();
        self.part_neighbours(&loose);
    }

    /// A shop's nodes on their axis; several at one station side by side.
    fn stand_in_row(&mut self, shop: usize, stations: &Stations) {
        let (Some(row), Some(nodes)) = (self.rows.get(shop).copied(), self.outline.shops.get(shop)) else { return };
        let mut nodes: Vec<(f64, usize)> = nodes.iter().map(|&n| (self.get(n).0, n)).collect();
        nodes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for beside in nodes.chunk_by(|a, b| b.0 - a.0 < 0.03) {
            let pitch = (row.red + row.blue) * 0.8 / beside.len() as f64;
            for (i, &(along, n)) in beside.iter().enumerate() {
                let aside = pitch * (i as f64 - (beside.len() - 1) as f64 / 2.0);
                let rise = row.slope * (along - stations.kt1) * self.frame.along / self.frame.across;
                self.put(n, along, row.axis - rise + aside);
                if let Some(slope) = self.slope.get_mut(n) {
                    *slope = row.slope;
                }
            }
        }
    }

    /// Pushes nodes at about the same station apart across the current.
    pub(super) fn part_neighbours(&mut self, nodes: &[usize]) {
        let room = |draft: &Self, n: usize| (draft.radius(n) + 34.0 * draft.frame.scale) / draft.frame.across;
        for _ in 0..24 {
            let mut moved = false;
            for (i, &a) in nodes.iter().enumerate().take(400) {
                for &b in nodes.iter().skip(i + 1).take(400) {
                    let (pa, pb) = (self.get(a), self.get(b));
                    let near = (pa.0 - pb.0).abs() * self.frame.along < 90.0 * self.frame.scale;
                    let need = room(self, a) + room(self, b);
                    if !near || (pa.1 - pb.1).abs() >= need - 1e-6 {
                        continue;
                    }
                    let push = (need - (pa.1 - pb.1).abs()) / 2.0;
                    let sign = if pa.1 < pb.1 || pa.1 == pb.1 && a < b { 1.0 } else { -1.0 };
                    self.put(a, pa.0, (pa.1 - sign * push).clamp(0.06, 0.94));
                    self.put(b, pb.0, (pb.1 + sign * push).clamp(0.06, 0.94));
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
    }

    /// A confluence at a fork's door stands just before it; the gates put it into its lane.
    fn stand_at_doors(&mut self) {
        for n in 0..self.at.len() {
            if let Some(Some(fork)) = self.outline.door_of.get(n).copied() {
                let (along, across) = self.get(fork);
                let back = 0.7 * self.radius(fork) / self.frame.along;
                let slope = self.slope.get(fork).copied().unwrap_or(0.0);
                self.put(n, along - back, across + back * slope * self.frame.along / self.frame.across);
                if let Some(own) = self.slope.get_mut(n) {
                    *own = slope;
                }
            }
        }
    }

    /// Each shop's floor, from before its first ring to behind its last one.
    pub(super) fn floors(&self) -> Vec<Floor> {
        let frame = self.frame;
        let floor = |(shop, (nodes, row)): (usize, (&Vec<usize>, &Row))| {
            // On a tall canvas the blue water of KT1 crosses before the floor.
            let before = if frame.tall { 35.0 } else { 76.0 };
            let ends: Vec<(f64, f64)> = nodes.iter().map(|&n| (self.get(n).0 * frame.along, self.radius(n))).collect();
            let start = ends.iter().map(|(a, r)| a - r).fold(f64::INFINITY, f64::min) - before * frame.scale;
            let end = ends.iter().map(|(a, r)| a + r).fold(f64::NEG_INFINITY, f64::max) + 48.0 * frame.scale;
            let first = nodes.first().map(|&n| self.get(n))?;
            let across = first.1 * frame.across + (first.0 * frame.along - start) * row.slope;
            let direction = frame.vector(1.0, -row.slope);
            Some(Floor {
                shop,
                start: frame.point(start, across),
                direction: direction / direction.hypot(),
                length: (end - start) * direction.hypot(),
                red_side: row.red * frame.across,
                blue_side: row.blue * frame.across,
            })
        };
        self.outline.shops.iter().zip(&self.rows).enumerate().filter_map(floor).collect()
    }
}
