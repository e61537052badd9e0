//! Where the water gathers: springs in an arc before what they feed, the largest on the axis, further rows behind
//! when there are many; districts half way, with their own springs fanned out behind them.

use super::{Draft, business::Role};
use crate::map::flow_frame::FlowFrame;
use std::f64::consts::PI;

/// Everything upstream of a root: what each node feeds most, turned round.
struct Gathering {
    /// Nodes that feed a node, the largest first.
    feeders: Vec<Vec<usize>>,
    /// Springs in and behind a node, at least 1.
    leaves: Vec<usize>,
    /// Longest way up from a node, in streams.
    height: Vec<usize>,
}

/// A piece of the land before a root, in polar coordinates: angles in radians from straight upstream to the blue side,
/// radii as shares of the way to the border.
#[derive(Clone, Copy)]
struct Sector {
    from: f64,
    to: f64,
    radius: f64,
}

/// The land before a root that is its own.
#[derive(Clone, Copy)]
struct Basin {
    root: (f64, f64),
    reach: f64,
    /// Highest and lowest place across.
    band: (f64, f64),
}

impl Draft<'_> {
    /// Places all that gathers water before the first KT; everything else stands already.
    pub(super) fn place_upstream(&mut self, roles: &[Role], first: f64) {
        let upstream: Vec<bool> = roles.iter().map(|r| *r == Role::Upstream).collect();
        let gathering = self.gathering(&upstream);
        let is_upstream = |n: usize| upstream.get(n) == Some(&true) && !self.is_door(n);
        let mut roots: Vec<usize> = (0..=self.at.len())
            .filter(|&n| !is_upstream(n) && gathering.feeders.get(n).is_some_and(|f| !f.is_empty()))
            .collect();
        roots.sort_by(|a, b| self.get(*a).1.total_cmp(&self.get(*b).1).then(a.cmp(b)));
        let leaves = |n: usize| gathering.leaves.get(n).copied().unwrap_or(1);
        let all: usize = roots.iter().map(|n| leaves(*n)).sum();
        let (top, bottom) = if self.frame.tall { (0.07, 0.93) } else { (0.12, 0.90) };
        let rivals = roles.iter().zip(&self.at).any(|(role, at)| *role == Role::End { cold: true } && at.1 > 0.75);
        let mut low = top;
        for root in roots {
            let band = (bottom - top) * leaves(root) as f64 / all.max(1) as f64;
            let mut at = self.get(root);
            if at.0 < 0.2 {
                at.0 = 0.36;
            }
            let basin = Basin { root: at, reach: (at.0 - first).max(0.08), band: (low, low + band) };
            let feeders = gathering.feeders.get(root).cloned().unwrap_or_default();
            if feeders.iter().all(|n| gathering.height.get(*n) == Some(&0)) {
                let spots = spots(feeders.len(), &basin, first, self.frame);
                for (n, spot) in feeders.iter().zip(spots) {
                    self.put(*n, spot.0, spot.1);
                }
            } else {
                let half = (leaves(root) as f64 * 11.0).min(76.0).to_radians();
                // Competitors stand below KT1.
                let to = if rivals { half.min(64_f64.to_radians()) } else { half };
                self.fan(&feeders, &gathering, &basin, Sector { from: -half, to, radius: 0.0 });
            }
            low += band;
        }
        self.keep_apart(&upstream);
        self.upstream = upstream;
    }

    fn is_door(&self, n: usize) -> bool {
        self.outline.door_of.get(n).copied().flatten().is_some()
    }

    /// Who feeds whom most; a door's feeders are its fork's, those that feed nobody have index `len`.
    fn gathering(&self, upstream: &[bool]) -> Gathering {
        let n = self.at.len();
        let mut gathering =
            Gathering { feeders: vec![Vec::new(); n + 1], leaves: vec![1; n + 1], height: vec![0; n + 1] };
        for &node in self.outline.order.iter().filter(|n| upstream.get(**n) == Some(&true) && !self.is_door(**n)) {
            let mut best: Option<(f64, usize)> = None;
            for (stream, to) in self.outline.forward_out(self.network, node) {
                let clients = self.clients(stream);
                if best.is_none_or(|(most, _)| clients >= most) {
                    best = Some((clients, to));
                }
            }
            let to = best.map_or(n, |(_, to)| self.outline.door_of.get(to).copied().flatten().unwrap_or(to));
            if let Some(list) = gathering.feeders.get_mut(to) {
                list.push(node);
            }
        }
        for &node in self.outline.order.iter().chain([&n]) {
            if let Some(list) = gathering.feeders.get_mut(node).filter(|list| !list.is_empty()) {
                // Stable: equal ones keep their order.
                list.sort_unstable();
                list.sort_by(|a, b| self.inflow(*b).total_cmp(&self.inflow(*a)));
                let list = list.clone();
                let of = |sizes: &[usize], n: usize| sizes.get(n).copied().unwrap_or(0);
                let leaves = list.iter().map(|f| of(&gathering.leaves, *f)).sum();
                let height = list.iter().map(|f| of(&gathering.height, *f)).max().unwrap_or(0) + 1;
                gathering.leaves.iter_mut().skip(node).take(1).for_each(|slot| *slot = leaves);
                gathering.height.iter_mut().skip(node).take(1).for_each(|slot| *slot = height);
            }
        }
        gathering
    }

    /// Feeders over a sector, each with as much of it as it has springs; what feeds them behind them.
    fn fan(&mut self, feeders: &[usize], gathering: &Gathering, basin: &Basin, sector: Sector) {
        let leaves = |n: usize| gathering.leaves.get(n).copied().unwrap_or(1);
        let all: usize = feeders.iter().map(|n| leaves(*n)).sum();
        let step = (sector.to - sector.from) / all.max(1) as f64;
        // Springs too near to each other on one arc stand on several.
        let room = 58.0 * self.frame.scale;
        let arcs = (room / (step * basin.reach * self.frame.along).max(1.0)).ceil().clamp(1.0, 4.0) as usize;
        let mut angle = sector.from;
        for (i, n) in largest_in_the_middle(feeders).into_iter().enumerate() {
            let share = step * leaves(n) as f64;
            let height = gathering.height.get(n).copied().unwrap_or(0);
            let depth = if height > 0 {
                1.0 / (height + 1) as f64
            } else {
                // The order of the arcs keeps neighbours far from each other.
                1.0 - 0.62 * ((i * 2 + i / arcs) % arcs.max(1)) as f64 / arcs.max(1) as f64
            };
            let radius = sector.radius + (1.0 - sector.radius) * depth;
            let (along, across) = polar(basin, angle + share / 2.0, radius);
            let (along, across) = clear_of_title(along, across, self.frame);
            self.put(n, along, across);
            let next = gathering.feeders.get(n).cloned().unwrap_or_default();
            self.fan(&next, gathering, basin, Sector { from: angle, to: angle + share, radius });
            angle += share;
        }
    }

    /// Pushes upstream nodes off each other and off whatever stands already.
    fn keep_apart(&mut self, upstream: &[bool]) {
        const MOST: usize = 300;
        let movable = |n: usize| upstream.get(n) == Some(&true);
        let nodes: Vec<usize> = (0..self.at.len()).filter(|n| !self.is_door(*n)).take(MOST).collect();
        for _ in 0..12 {
            for &a in nodes.iter().filter(|n| movable(**n)) {
                for &b in nodes.iter().filter(|b| **b != a) {
                    let (pa, pb) = (self.get(a), self.get(b));
                    let apart = ((pa.0 - pb.0) * self.frame.along, (pa.1 - pb.1) * self.frame.across);
                    let distance = libm::hypot(apart.0, apart.1);
                    let need = self.radius(a) + self.radius(b) + 14.0 * self.frame.scale;
                    if distance >= need || distance < 1e-6 {
                        continue;
                    }
                    let push = (need - distance) / distance * if movable(b) { 0.5 } else { 1.0 };
                    let along = (pa.0 + apart.0 * push / self.frame.along).clamp(0.04, 0.9);
                    let across = (pa.1 + apart.1 * push / self.frame.across).clamp(0.05, 0.95);
                    let (along, across) = clear_of_title(along, across, self.frame);
                    self.put(a, along, across);
                }
            }
        }
    }
}

/// From the red side to the blue one with the first (the largest) in the middle, the others by turns.
fn largest_in_the_middle(sorted: &[usize]) -> Vec<usize> {
    let mut order = std::collections::VecDeque::new();
    for (i, n) in sorted.iter().enumerate() {
        if i % 2 == 1 { order.push_back(*n) } else { order.push_front(*n) }
    }
    order.into()
}

/// A place before a root, on ellipses that end at the basin's border.
fn polar(basin: &Basin, angle: f64, radius: f64) -> (f64, f64) {
    let room = if angle > 0.0 { basin.band.1 - basin.root.1 } else { basin.root.1 - basin.band.0 };
    (
        (basin.root.0 - 1.05 * basin.reach * libm::cos(angle) * radius).max(0.04),
        basin.root.1 + 1.03 * room * libm::sin(angle) * radius,
    )
}

/// `count` places before a root, the first on the axis, then by turns to both sides.
fn spots(count: usize, basin: &Basin, first: f64, frame: &FlowFrame) -> Vec<(f64, f64)> {
    if count <= 9 {
        return arc(count, basin, frame);
    }
    let Basin { root, reach, band } = *basin;
    // A jittered grid over the half ellipse before the root, near ones left out.
    let length = reach * frame.along;
    let breadth = (band.1 - band.0) * frame.across;
    // Nothing stands where the river before the root has come together.
    let clear = (0.34 * length).max(152.0 * frame.scale);
    let mut pitch = (length * breadth * 0.8 / count as f64).sqrt().max(4.0);
    loop {
        let mut found: Vec<(f64, f64)> = Vec::new();
        let columns = (length / pitch) as i32 + 1;
        let rows = (breadth / pitch) as i32 + 1;
        for c in 0..columns {
            for r in 0..rows {
                let stagger = if c % 2 == 0 { 0.25 } else { 0.75 };
                let wave = libm::sin(f64::from(c * 7 + r * 13)) * 0.14;
                let along = first + (f64::from(c) + 0.1 + wave.abs()) * pitch / frame.along;
                let across = band.0 + (f64::from(r) + stagger + wave) * pitch / frame.across;
                let away = (root.0 - along) * frame.along;
                let aside = (across - root.1).abs() * frame.across;
                let near = libm::hypot(away, aside * 0.8) < clear || away < 0.12 * length;
                let corner = away > 0.0 && libm::hypot(away / (1.12 * length), aside / (0.60 * frame.across)) > 1.0;
                if across < band.1 && !near && !corner && !under_title(along, across, frame) {
                    found.push((along, across));
                }
            }
        }
        if found.len() >= count || pitch < 5.0 {
            // The axis first, then outwards by turns: big springs keep their way short of bends.
            let aside = |p: &(f64, f64)| (p.1 - root.1).abs() * frame.across + p.0 * frame.along * 0.15;
            found.sort_by(|a, b| aside(a).total_cmp(&aside(b)));
            let step = found.len() as f64 / count as f64;
            return (0..count).filter_map(|i| found.get((i as f64 * step) as usize).copied()).collect();
        }
        pitch *= 0.94;
    }
}

/// Up to nine springs on an ellipse before the root, in units of the reach along and the room across.
fn arc(count: usize, basin: &Basin, frame: &FlowFrame) -> Vec<(f64, f64)> {
    let Basin { root, reach, band } = *basin;
    let spot = |i: usize| {
        if i == 0 {
            // Off the axis a little: a straight trunk from border to KT1 looks like a pipe.
            return (root.0 - reach, root.1 - if count == 1 { 0.2 } else { 0.3 } * (root.1 - band.0));
        }
        // By turns to the blue side and the red one, in pairs that join each other before they join the trunk; the
        // largest leans to the red side, so that one begins later.
        let pairs = if count > 3 { 2 } else { 1 };
        let blue_at = |i: usize| ((i - 1) / pairs).is_multiple_of(2);
        let blue = blue_at(i);
        let side = (1..count).filter(|other| blue_at(*other) == blue).count() as f64;
        let k = (1..i).filter(|other| blue_at(*other) == blue).count() as f64;
        let (least, most, single) = if blue { (30.0, 58.0, 46.0) } else { (52.0, 76.0, 58.0) };
        let wider = (side - 2.0).max(0.0);
        let (least, most): (f64, f64) = (least - 3.5 * wider, (most + 5.0 * wider).min(80.0));
        let degrees = if side < 2.0 { single } else { least + (most - least) * k / (side - 1.0) };
        polar(basin, degrees * PI / 180.0 * if blue { 1.0 } else { -1.0 }, 1.0)
    };
    (0..count)
        .map(|i| {
            let (along, across) = spot(i);
            clear_of_title(along.max(0.04), across, frame)
        })
        .collect()
}

fn under_title(along: f64, across: f64, frame: &FlowFrame) -> bool {
    let margin = 34.0 * frame.scale;
    frame.title_box().inflate(margin, margin).contains(frame.at(along, across))
}

/// The nearest place below the title's edge.
pub(super) fn clear_of_title(along: f64, across: f64, frame: &FlowFrame) -> (f64, f64) {
    if !under_title(along, across, frame) {
        return (along, across);
    }
    let mut p = frame.at(along, across);
    p.y = frame.title_box().y1 + 36.0 * frame.scale;
    let (a, c) = frame.flow(p);
    (a / frame.along, c / frame.across)
}
