//! Main roads that carry no water: without them a town would look made for its rivers.

use super::rounded;
use crate::{
    document::Kind,
    map::{
        flow_frame::{FlowFrame, right_of},
        place::Placing,
    },
    network::Network,
};
use kurbo::{Point, Vec2};

/// Main roads without water: from spring to neighbouring spring, and from the outer ones to the border.
pub fn links(network: &Network, frame: &FlowFrame, placing: &Placing) -> Vec<Vec<Point>> {
    let springs: Vec<Point> = network
        .graph
        .node_weights()
        .zip(&placing.spots)
        .filter(|(n, _)| n.kind == Kind::Spring)
        .map(|(_, s)| s.at)
        .collect();
    let mut roads = Vec::new();
    if springs.is_empty() || springs.len() > 14 {
        return roads;
    }
    let mut order = springs.clone();
    order.sort_by(|a, b| frame.flow(*a).1.total_cmp(&frame.flow(*b).1));
    for pair in order.windows(2) {
        if let [a, b] = pair {
            let bow = right_of(*b - *a) * 0.08;
            roads.push(rounded(&[*a, a.midpoint(*b) + bow, *b], 60.0 * frame.scale));
        }
    }
    for at in springs {
        let (along, across) = frame.flow(at);
        let border = frame.point(-20.0, across + 0.12 * (across - 0.5 * frame.across));
        if along < 0.3 * frame.along {
            roads.push(rounded(
                &[at, at.midpoint(border) + Vec2::new(0.0, 8.0 * frame.scale), border],
                60.0 * frame.scale,
            ));
        }
    }
    roads
}
