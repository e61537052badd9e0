//! Ribbons of a river in time: along their lines, back in a canal, and into ponds.

use super::{SLIDE, SPEED, STRAND, Time, lines, rows::Rows};
use crate::{
    document::Kind,
    map::{Ribbon, rivers::ribbon},
};
use kurbo::{Point, Vec2};
use petgraph::graph::NodeIndex;

impl Time<'_> {
    /// Up from a place, back above all, and round into another from upstream.
    pub(super) fn back(&self, from: Point, to: Point, run: f64) -> Vec<Point> {
        let s = self.frame.scale;
        let radius = (44.0 * s).max(14.0);
        let left = to.x.min(from.x) - (34.0 * s).max(12.0) - radius.min((to.y - run).abs() / 2.0);
        let places = [from, Point::new(from.x, run), Point::new(left, run), Point::new(left, to.y), to];
        lines::rounded(&places, radius)
    }

    pub(super) fn ribbon(&self, stream: usize, line: &[Point], [from, to]: [usize; 2], px: f64) -> Ribbon {
        let s = self.frame.scale;
        let at_node = |node: usize| self.solved.nodes.get(node).map_or(0.0, |flow| flow.temperature);
        let own = self.solved.streams.get(stream).map_or(0.0, |flow| flow.temperature);
        let is_end = self.network.graph.edges(NodeIndex::new(to)).next().is_none();
        let water = ribbon::Water {
            width: self.width(stream, px),
            temperature: [at_node(from), own, if is_end { own } else { at_node(to) }],
            slide: (SLIDE * s, SLIDE * s),
            speed: SPEED * s,
            calm: true,
        };
        let line: Vec<Point> = line.iter().map(|p| self.frame.point(p.x, p.y)).collect();
        ribbon::on(line, &water)
    }

    /// What is underway: a strand beside what leaves red, into a pond.
    pub(super) fn ponds(&self, along: &[f64], rows: &Rows, px: f64) -> (Vec<Ribbon>, Vec<(usize, Point, f64)>) {
        let s = self.frame.scale;
        let (mut stems, mut ponds) = (Vec::new(), Vec::new());
        for (node, flow) in self.solved.nodes.iter().enumerate() {
            let is_fork = matches!(self.kind(node), Some((Kind::Fork | Kind::Confluence | Kind::Till, _)));
            if flow.underway <= 0.0 || !is_fork || !self.shown.node(node) {
                continue;
            }
            let at = |list: &[f64]| list.get(node).copied().unwrap_or(0.0);
            let width = flow.underway * px;
            let from = Point::new(at(along), at(&rows.top) + at(&rows.pond) + width / 2.0);
            // What stands on the way to the next place is left free.
            let ahead = self.outline.forward_out(self.network, node).filter_map(|(_, to)| along.get(to).copied());
            let ahead = ahead.filter(|to| *to > from.x).fold(f64::INFINITY, f64::min) - from.x;
            let to = from + Vec2::new((STRAND * s).max(52.0).min(0.55 * ahead).max(self.radius(node) + 16.0 * s), 0.0);
            let line: Vec<Point> = lines::level(from, to).iter().map(|p| self.frame.point(p.x, p.y)).collect();
            let water =
                ribbon::Water { width, temperature: [flow.temperature; 3], slide: (0.0, 0.0), speed: 0.0, calm: true };
            stems.push(ribbon::on(line, &water));
            ponds.push((node, self.frame.point(to.x, to.y), width));
        }
        (stems, ponds)
    }
}
