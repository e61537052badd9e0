//! Where water falls into the sea of a calendar.

use super::River;
use crate::{
    frame::{Color, Ink, Shape},
    map::{Timeline, flow_frame::FlowFrame},
    picture::style::{shapes::polyline, theme::Theme},
};

/// Into the sea water falls ever paler.
pub fn veils(rivers: &[River], timeline: &Timeline, frame: &FlowFrame, theme: &Theme) -> Vec<Shape> {
    let veil = |river: &River| {
        let end = *river.ribbon.line.last()?;
        let (along, low) = frame.flow(end);
        let high = timeline.shore + 2.0;
        if low <= high {
            return None;
        }
        let half = river.ribbon.width / 2.0 + 12.0 * frame.scale.max(0.6);
        let corners = [(-half, high), (half, high), (half, low + 8.0), (-half, low + 8.0)];
        let mut path = polyline(corners.map(|(aside, across)| frame.point(along + aside, across)));
        path.close_path();
        let stops = [(0.0, 0.0), (0.45, 0.5), (0.9, 1.0), (1.0, 1.0)];
        let stops = stops.map(|(at, alpha)| (at, Color { alpha, ..theme.sea })).to_vec();
        let ink = Ink::Slide { from: frame.point(along, high), to: frame.point(along, low + 8.0), stops };
        Some(Shape { path, fill: Some(ink), stroke: None })
    };
    rivers.iter().filter(|river| river.to_sea).filter_map(veil).collect()
}
