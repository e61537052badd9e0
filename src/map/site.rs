//! The land between the coast and the borders, and the town that is built on it.

use super::{
    Ribbon, creeks,
    flow_frame::FlowFrame,
    place::Placing,
    town::{self, Town},
};
use crate::{
    document::Kind,
    network::{Network, Node},
};
use kurbo::{BezPath, Point};

/// Springs with creeks at most: more would be all creeks.
const MOST: usize = 400;

/// What a town is built on.
pub struct Site<'a> {
    /// The network that the town is built for.
    pub network: &'a Network,
    /// The canvas.
    pub frame: &'a FlowFrame,
    /// What town it becomes.
    pub seed: u64,
    /// About how many blocks, where the author says.
    pub blocks: Option<u32>,
}

impl Site<'_> {
    /// The town round some roads.
    pub fn town(&self, placing: &Placing, roads: &[Vec<Point>], coast: &[Point]) -> Town {
        let frame = self.frame;
        let margin = 40.0 * frame.scale;
        let mut land = vec![frame.point(-margin, -0.08 * frame.across), frame.point(-margin, 1.08 * frame.across)];
        land.extend(coast);
        let middle = frame.at(0.4, 0.5);
        town::town(&town::Plan {
            size: (frame.width, frame.height),
            scale: if frame.tall { frame.scale * 1.05 } else { frame.scale },
            seed: self.seed,
            land,
            roads,
            old_centre: self.biggest(placing, |n| n.kind == Kind::Spring).unwrap_or(middle),
            busy: self.biggest(placing, |n| n.kt == Some(1)).unwrap_or(middle),
            parks_off: &[],
            clear: Some(frame.title_box()),
            blocks: self.blocks,
        })
    }

    /// Where the node stands that takes in most, of those that are meant.
    fn biggest(&self, placing: &Placing, meant: impl Fn(&Node) -> bool) -> Option<Point> {
        let nodes = self.network.graph.node_weights().zip(&self.network.solved.nodes).zip(&placing.spots);
        let meant = nodes.filter(|((n, _), _)| meant(n)).map(|((_, flow), spot)| (flow.inflow, spot.at));
        meant.fold((0.0, None), |most, (size, at)| if size > most.0 { (size, Some(at)) } else { most }).1
    }

    /// The creeks round the springs.
    pub fn creeks(&self, placing: &Placing, town: &Town, ribbons: &[Ribbon]) -> Vec<BezPath> {
        let total = self.network.solved.totals.springs.max(1e-9);
        let nodes = self.network.graph.node_weights().zip(&self.network.solved.nodes).zip(&placing.spots);
        let sources: Vec<creeks::Source> = nodes
            .filter(|((n, _), _)| n.kind == Kind::Spring)
            .map(|((_, flow), spot)| creeks::Source {
                at: spot.at,
                share: flow.inflow / total,
                width: flow.inflow * placing.px_per_client,
            })
            .collect();
        if sources.len() > MOST {
            return Vec::new();
        }
        let margin = 20.0 * self.frame.scale;
        let off = [self.frame.title_box().inflate(margin, margin)];
        creeks::creeks(&town.streets, &sources, ribbons, &off, self.frame.scale)
    }
}
