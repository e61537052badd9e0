//! The column beside the map (below it on tall canvases): blocks in order, of which the least important go where
//! there is no room.

pub(crate) mod bars;
pub(crate) mod basin;
pub(crate) mod heading;
pub(crate) mod legend;

use super::{
    scene::Scene,
    style::text::{self, Run},
    water::drawn,
};
use crate::{
    document::Kind,
    frame::{Anchor, Ink, Shape, Text},
    map::given::plate,
};
use kurbo::{Affine, Point, Rect, Vec2};
use petgraph::visit::EdgeRef;

/// One piece of the column, laid out as if its upper left corner were at the origin.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Its height, px.
    pub height: f64,
    /// Free space before it, px.
    pub before: f64,
    /// The lowest goes first.
    pub rank: u8,
    /// Its shapes.
    pub shapes: Vec<Shape>,
    /// Its texts.
    pub texts: Vec<Text>,
}

impl Block {
    /// An empty block.
    pub fn new(rank: u8, before: f64) -> Self {
        Self { rank, before, ..Self::default() }
    }

    /// Adds a line of text under what is there.
    pub fn line(mut self, line: &[Run], scene: &Scene) -> Self {
        let at = Point::new(0.0, self.height + text::ascent(line));
        self.texts.extend(text::set(line, at, Anchor::Start, None, scene.measure));
        self.height += text::line_height(line);
        self
    }

    fn shift(&mut self, by: Vec2) {
        for shape in &mut self.shapes {
            shape.path.apply_affine(Affine::translate(by));
            let stroke = shape.stroke.as_mut().map(|stroke| &mut stroke.ink);
            for ink in shape.fill.as_mut().into_iter().chain(stroke) {
                if let Ink::Slide { from, to, .. } = ink {
                    *from += by;
                    *to += by;
                }
            }
        }
        for text in &mut self.texts {
            text.at += by;
        }
    }
}

/// Whether all blocks from a rank on have room in an area.
pub fn has_room(blocks: &[Block], area: Rect, rank: u8) -> bool {
    let kept = blocks.iter().filter(|block| block.rank >= rank);
    kept.map(|block| block.height + 0.5 * block.before).sum::<f64>() <= area.height()
}

/// Stacks blocks in an area from its top; the least important go until the rest fits, with gaps of half their size at
/// least. Where there is room to spare the gaps grow, up to half as much again. Also gives the box that is filled.
pub fn stack(mut blocks: Vec<Block>, area: Rect) -> (Vec<Shape>, Vec<Text>, Rect) {
    let height = |blocks: &[Block]| {
        let gaps: f64 = blocks.iter().skip(1).map(|b| b.before).sum();
        (blocks.iter().map(|b| b.height).sum::<f64>() + gaps, gaps)
    };
    while height(&blocks).0 - 0.5 * height(&blocks).1 > area.height() {
        let least = blocks.iter().enumerate().rev().min_by_key(|(_, b)| b.rank).map(|(i, _)| i);
        let Some(least) = least else { break };
        blocks.remove(least);
    }
    let (used, gaps) = height(&blocks);
    let stretch = 1.0 + ((area.height() - used) / gaps.max(1.0)).clamp(-0.5, 0.5);
    let (mut shapes, mut texts, mut y) = (Vec::new(), Vec::new(), area.y0);
    for (i, mut block) in blocks.into_iter().enumerate() {
        if i > 0 {
            y += block.before * stretch;
        }
        block.shift(Vec2::new(area.x0, y));
        y += block.height;
        shapes.extend(block.shapes);
        texts.extend(block.texts);
    }
    (shapes, texts, Rect::new(area.x0, area.y0, area.x1, y))
}

/// A column narrower than this, px, is left out.
const LEAST: f64 = 72.0;

/// The part of the sea for the column, if there is room for one.
pub fn area(scene: &Scene) -> Option<Rect> {
    let (map, frame) = (scene.map, &scene.map.frame);
    let s = frame.scale;
    let margin = (28.0 * s).max(12.0);
    if map.land.is_some() {
        let edge = plate(frame);
        let area = if frame.tall {
            Rect::new(margin, edge + 0.6 * margin, frame.width - margin, frame.height - margin * 0.7)
        } else {
            Rect::new(edge + (22.0 * s).max(10.0), margin, frame.width - margin, frame.height - margin)
        };
        return (area.width() >= LEAST && area.height() > 0.0).then_some(area);
    }
    if map.timeline.is_some() || map.threads.is_some() {
        let end = frame.time_end() + if frame.tall { 24.0 } else { (14.0 * s).max(8.0) };
        let area = if frame.tall {
            Rect::new(margin, end, frame.width - margin, frame.height - margin * 0.7)
        } else {
            Rect::new(end, margin, frame.width - margin, frame.height - margin)
        };
        return (area.width() >= LEAST && area.height() > 0.0).then_some(area);
    }
    let sea_streams = scene
        .network
        .graph
        .edge_references()
        .filter(|e| scene.network.graph.node_weight(e.target()).is_some_and(|n| n.kind == Kind::Sea));
    let mouths = sea_streams.filter_map(|e| map.ribbons.get(e.id().index()).filter(|r| r.width > 1e-6));
    if frame.tall {
        let ashore = map.coast.iter().map(|p| p.y).fold(0.0, f64::max) + 30.0 * s;
        let rivers = mouths.filter_map(|r| r.line.last()).map(|p| p.y - 8.0 * s).fold(ashore, f64::max);
        let top = rivers + scene.font(16.0) * 1.3;
        let area = Rect::new(margin, top, frame.width - margin, frame.height - margin * 0.7);
        return (area.width() >= LEAST && area.height() > 0.0).then_some(area);
    }
    let upper = map.coast.iter().filter(|p| p.y > 0.0 && p.y < 0.62 * frame.height).map(|p| p.x);
    let left = upper.fold(0.8475 * frame.width, |left, x| left.max(x + 12.0 * s));
    let mut bottom = frame.height - margin;
    for ribbon in mouths {
        let half = drawn(ribbon) / 2.0 + 20.0 * s;
        let reach = ribbon.line.iter().rev().take_while(|p| p.x > left - half);
        let top = reach.map(|p| p.y - half).fold(f64::INFINITY, f64::min);
        // What flows out farther up fades before it reaches the column.
        if top > 0.6 * frame.height {
            bottom = bottom.min(top);
        }
    }
    let area = Rect::new(left, margin, frame.width - margin, bottom);
    (area.width() >= LEAST && area.height() > 0.0).then_some(area)
}
