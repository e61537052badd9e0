//! Where the springs stand: in an arc before the water they feed, the largest on the axis, further rows behind
//! when there are many.

use super::{flow_frame::FlowFrame, outline::Outline};
use crate::{document::Kind, network::Network};
use petgraph::graph::NodeIndex;

/// Places the springs of a network whose other nodes stand already; `at` holds fractions along and across.
pub fn place(network: &Network, outline: &Outline, frame: &FlowFrame, first: f64, at: &mut [(f64, f64)]) {
    let clients = |n: usize| network.solved.nodes.get(n).map_or(0.0, |f| f.inflow);
    let place_of = |at: &[(f64, f64)], n: usize| at.get(n).copied().unwrap_or((0.5, 0.5));
    // By the node that each feeds most.
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    for n in network.graph.node_indices().map(|n| n.index()) {
        if network.graph.node_weight(NodeIndex::new(n)).is_none_or(|w| w.kind != Kind::Spring) {
            continue;
        }
        let flow = |s: usize| network.solved.streams.get(s).map_or(0.0, |f| f.clients);
        let feeds = outline
            .forward_out(network, n)
            .fold(None, |best: Option<(f64, usize)>, (s, to)| match best {
                Some((most, _)) if most >= flow(s) => best,
                _ => Some((flow(s), to)),
            })
            .map_or(n, |(_, to)| to);
        match groups.iter_mut().find(|(to, _)| *to == feeds) {
            Some((_, springs)) => springs.push(n),
            None => groups.push((feeds, vec![n])),
        }
    }
    groups.sort_by(|a, b| place_of(at, a.0).1.total_cmp(&place_of(at, b.0).1));
    let all: usize = groups.iter().map(|g| g.1.len()).sum();
    let (top, bottom) = if frame.tall { (0.07, 0.93) } else { (0.12, 0.90) };
    let mut low = top;
    for (to, mut springs) in groups {
        let band = (bottom - top) * springs.len() as f64 / all.max(1) as f64;
        let root = place_of(at, to);
        // Stable order: by size, the largest first; equal ones keep the document's order.
        springs.sort_by(|a, b| clients(*b).total_cmp(&clients(*a)));
        let spots = spots(springs.len(), root, (low, low + band), first, frame);
        for (n, spot) in springs.iter().zip(spots) {
            if let Some(slot) = at.get_mut(*n) {
                *slot = spot;
            }
        }
        low += band;
    }
}

/// `count` places before `root` within the band (across), the first on the axis, then by turns to both sides.
fn spots(count: usize, root: (f64, f64), band: (f64, f64), first: f64, frame: &FlowFrame) -> Vec<(f64, f64)> {
    let root = if root.0 < 0.2 { (0.36, root.1) } else { root };
    let reach = (root.0 - first).max(0.08);
    if count <= 9 {
        return arc(count, root, band, reach, frame);
    }
    // A jittered grid over the half ellipse before the root, near ones left out.
    let length = reach * frame.along;
    let breadth = (band.1 - band.0) * frame.across;
    let mut pitch = libm::sqrt(length * breadth * 0.8 / count as f64).max(4.0);
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
                let near = libm::hypot(away, aside * 0.8) < 0.34 * length || away < 0.12 * length;
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
fn arc(count: usize, root: (f64, f64), band: (f64, f64), reach: f64, frame: &FlowFrame) -> Vec<(f64, f64)> {
    (0..count)
        .map(|i| {
            if i == 0 {
                // Off the axis a little: a straight trunk from border to KT1 looks like a pipe.
                return (root.0 - reach, root.1 - if count == 1 { 0.0 } else { 0.3 * (root.1 - band.0) });
            }
            // By turns to the blue side and the red one; the largest leans to the red side, so that one begins later.
            let blue = i % 2 == 1;
            let side = if blue { count / 2 } else { (count - 1) / 2 } as f64;
            let k = ((i - 1) / 2) as f64;
            let (least, most, single) = if blue { (30.0, 58.0, 46.0) } else { (52.0, 76.0, 58.0) };
            let wider = (side - 2.0).max(0.0);
            let (least, most): (f64, f64) = (least - 3.5 * wider, (most + 5.0 * wider).min(80.0));
            let degrees = if side < 2.0 { single } else { least + (most - least) * k / (side - 1.0) };
            let angle = degrees.to_radians();
            let room = if blue { band.1 - root.1 } else { band.0 - root.1 };
            (root.0 - 1.05 * reach * libm::cos(angle), root.1 + 1.03 * room * libm::sin(angle))
        })
        .map(|(along, across)| {
            let along = along.max(0.04);
            if under_title(along, across, frame) { beside_title(along, across, frame) } else { (along, across) }
        })
        .collect()
}

fn under_title(along: f64, across: f64, frame: &FlowFrame) -> bool {
    let margin = 34.0 * frame.scale;
    frame.title_box().inflate(margin, margin).contains(frame.at(along, across))
}

/// The nearest place past the title's edge.
fn beside_title(along: f64, across: f64, frame: &FlowFrame) -> (f64, f64) {
    let margin = 36.0 * frame.scale;
    let title = frame.title_box();
    let mut p = frame.at(along, across);
    p.y = title.y1 + margin;
    let (a, c) = frame.flow(p);
    (a / frame.along, c / frame.across)
}
