//! Where places lie along the axis, and the room that all of it has.

use super::{TURN, Time, feet::Feet, plan::Plan, scale::Scale};
use crate::{document::Kind, map::flow_frame::FlowFrame};

/// Before the first contact water runs so far, px before scaling.
const APPROACH: f64 = 124.0;

/// Where everything is to be, before anything is laid.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Along where springs lie.
    pub springs: f64,
    /// Along where day 0 is.
    pub zero: f64,
    /// Along where the last place may be.
    pub last: f64,
    /// Along where the picture ends.
    pub end: f64,
    /// Across where what returns begins to run.
    pub canal: f64,
    /// Across where the bank of the main way lies.
    pub bank: f64,
    /// Across where the sea begins.
    pub shore: f64,
    /// Across where the axis lies.
    pub axis: f64,
}

impl Room {
    /// That of a canvas, where so many px return, and anything falls into the sea.
    pub fn new(frame: &FlowFrame, returning: f64, wet: bool) -> Self {
        let s = frame.scale;
        let text = |px: f64| frame.beside_text(px);
        let (end, axis) = (frame.time_end(), frame.time_axis());
        if frame.tall {
            let top = frame.title_box().y1;
            let springs = top + 44.0;
            let canal = 12.0;
            let bank = canal + returning + 88.0;
            let shore = if wet { axis - 26.0 } else { axis };
            return Self { springs, zero: springs + 46.0, last: end - 46.0, end, canal, bank, shore, axis };
        }
        let springs = text(150.0).max(0.107 * frame.along);
        let zero = springs + APPROACH * s;
        let canal = frame.title_box().y1 + text(26.0);
        let bank = canal + returning + text(88.0);
        let shore = if wet { axis - text(80.0) } else { axis };
        Self { springs, zero, last: end - text(118.0), end, canal, bank, shore, axis }
    }
}

impl Time<'_> {
    /// Where everything lies along.
    pub(super) fn columns(&self, plan: &Plan, feet: &Feet, room: &Room) -> (Scale, Vec<f64>) {
        let count = plan.when.len();
        let is = |list: &[bool], node: usize| list.get(node) == Some(&true);
        let when = |node: usize| plan.when.get(node).copied().unwrap_or(0.0);
        let spring = |node: usize| matches!(self.kind(node), Some((Kind::Spring, _)));
        let timed =
            |node: &usize| self.shown.node(*node) && !is(&plan.passing, *node) && !plan.falls(*node) && !spring(*node);
        // Regulars have become so in no time, but stand aside.
        let aside = |node: usize| matches!(self.kind(node), Some((Kind::Regulars, _)));
        let mut nodes: Vec<usize> = (0..count).filter(timed).collect();
        crate::order::sort(&mut nodes, |a, b| when(*a).total_cmp(&when(*b)).then(aside(*a).cmp(&aside(*b))));
        let mut times = vec![0.0];
        let mut column = vec![0_usize; count];
        let mut before: Option<usize> = None;
        for node in &nodes {
            let time = when(*node);
            let last = times.last().copied().unwrap_or(0.0);
            let apart = time - last > 1e-9 || before.is_none() || before.is_some_and(|b| aside(*node) != aside(b));
            if apart {
                // In no time, but not in the same place.
                times.push(if time - last > 1e-9 { time } else { last + 1e-9 * (1.0 + last) });
            }
            before = Some(*node);
            column.iter_mut().skip(*node).take(1).for_each(|slot| *slot = times.len() - 1);
        }
        let mut needs = vec![0.0_f64; times.len()];
        let s = self.frame.scale;
        for need in &mut needs {
            *need = (96.0 * s).max(60.0);
        }
        let gathers = |node: &usize| is(&plan.passing, *node) && plan.before.get(*node).is_some_and(|own| spring(*own));
        let several = (0..count).filter(gathers).nth(1).is_some();
        let first = if several { 170.0 } else { 64.0 };
        needs.iter_mut().take(1).for_each(|need| *need = (first * s).max(0.53 * first));
        let mut falls = vec![0.0_f64; times.len()];
        for node in (0..count).filter(|node| self.shown.node(*node)) {
            let anchor = if is(&plan.passing, node) { plan.before.get(node).copied().unwrap_or(node) } else { node };
            let own = feet.room(node);
            if let Some(&anchor_column) = column.get(anchor) {
                // What falls from several places of one column falls side by side.
                let more = (own - TURN * s).max(0.0);
                falls.iter_mut().skip(anchor_column).take(1).for_each(|falls| *falls += more);
            }
        }
        for (need, falls) in needs.iter_mut().zip(&falls).filter(|(_, falls)| **falls > 0.0) {
            *need = need.max(falls + TURN * s);
        }
        let mut scale = Scale::new(&times, &needs, room.zero, room.last);
        let at = |node: usize| {
            column.get(node).and_then(|column| scale.columns.get(*column)).map_or(room.zero, |(_, along)| *along)
        };
        let mut along: Vec<f64> = (0..count).map(at).collect();
        for node in 0..count {
            let own = if spring(node) {
                room.springs
            } else if is(&plan.passing, node) {
                let before = plan.before.get(node).copied().unwrap_or(node);
                let from = if spring(before) || before == node { room.zero } else { at(before) };
                let to = plan.after.get(node).copied().flatten().map_or(room.last, at);
                let part = plan.part.get(node).copied().unwrap_or(0.5);
                from + (to - from) * part
            } else {
                continue;
            };
            along.iter_mut().skip(node).take(1).for_each(|slot| *slot = own);
        }
        // Where regulars stand aside is no time.
        if before.is_some_and(aside) && plan.known {
            scale.columns.pop();
            scale.stretched.pop();
        }
        (scale, along)
    }
}
