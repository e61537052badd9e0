//! Sums: where many thin streams run to one place, each street is drawn as one river of all that it carries. At a corner
//! the broadest goes on, the others dock at its side; a river swells after the join.

// Indexes are those of runs and legs.
#![allow(clippy::indexing_slicing)]

use super::{
    lanes::{Leg, Run, middle},
    ribbon,
    ribbon::Stem,
};
use crate::map::Ribbon;

/// How far a river goes on beside the one that it docks at, px, and how far beyond that its line is looked at.
const DOCK: f64 = 64.0;
const BEND: f64 = 160.0;
/// The widths that lie within this, px, are drawn as one.
const STEP: f64 = 0.5;

/// The rivers of some streams that run to one place, as pieces of one width each. `legs_of` gives each stream's legs;
/// `temperature` each one's own.
pub(crate) fn stems(
    streams: &[usize],
    runs: &[Run],
    legs: &[Leg],
    legs_of: &[Vec<usize>],
    temperature: &dyn Fn(usize) -> f64,
    scale: f64,
) -> Vec<Ribbon> {
    let mut sums: Vec<Option<Sum>> = vec![None; legs.len()];
    for &stream in streams {
        let own = &legs_of[stream];
        let width = runs[stream].width.max(1e-9);
        for (i, leg) in own.iter().enumerate() {
            if i > 0 && own[i - 1] == *leg {
                continue;
            }
            let next = own[i..].iter().copied().find(|other| other != leg);
            let sum = sums[*leg].get_or_insert(Sum { next, ..Sum::default() });
            sum.width += width;
            sum.across += width * middle(&legs[*leg], stream);
            sum.heat += width * temperature(stream);
        }
    }
    // Of what comes together the broadest goes on.
    let mut main: Vec<Option<usize>> = vec![None; legs.len()];
    let width = |leg: usize| sums[leg].map_or(0.0, |sum| sum.width);
    for (leg, next) in sums.iter().enumerate().filter_map(|(leg, sum)| Some((leg, (*sum)?.next?))) {
        if main[next].is_none_or(|best| width(leg) > width(best)) {
            main[next] = Some(leg);
        }
    }
    let mut done = vec![false; legs.len()];
    let mut pieces = Vec::new();
    for &stream in streams {
        let own = &legs_of[stream];
        for start in 0..own.len() {
            let leg = own[start];
            if done[leg] || start > 0 && own[start - 1] == leg || main[leg].is_some_and(|main| !done[main]) {
                continue;
            }
            let mut end = start;
            while end < own.len() {
                let goes_on = end == start || own[end] == own[end - 1] || main[own[end]] == Some(own[end - 1]);
                if !goes_on {
                    break;
                }
                end += 1;
            }
            own[start..end].iter().for_each(|leg| done[*leg] = true);
            let stem = stem(stream, start, end, &runs[stream], own, legs, &sums);
            pieces.extend(cut(&ribbon::stem(&stem, scale)));
        }
    }
    pieces
}

/// What a leg carries of some streams.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    width: f64,
    /// Sum of width by distance from the left bank.
    across: f64,
    /// Sum of width by temperature.
    heat: f64,
    next: Option<usize>,
}

/// A river from one of a stream's pieces to before another, and on from there in the place that it has in the next ones.
fn stem(stream: usize, start: usize, end: usize, run: &Run, own: &[usize], legs: &[Leg], sums: &[Option<Sum>]) -> Stem {
    let mut stem = Stem::default();
    let (mut along, mut far) = (so_far(run, own, start), 0.0);
    let last = end.saturating_sub(1);
    for piece in start..own.len() {
        let (a, b) = (run.line[piece], run.line[piece + 1]);
        let leg = own[piece];
        if piece > start && own[piece - 1] != leg {
            along = 0.0;
        }
        let (Some(here), Some(own_sum)) = (sums[leg], sums[own[piece.min(last)]]) else { break };
        // Where it docks it keeps its own width, and lies where its streams do.
        let across = if piece < end { here.across / here.width } else { middle(&legs[leg], stream) };
        if piece == end {
            stem.docks = Some(far + DOCK + own_sum.width);
        }
        let ends = if piece + 1 == own.len() { 2 } else { 1 };
        for (at, along) in [(a, along), (b, along + a.distance(b))].into_iter().take(ends) {
            stem.line.push(at);
            stem.offsets.push(legs[leg].bank(along) + across);
            stem.breadths.push(legs[leg].room);
            stem.widths.push(own_sum.width);
            stem.temperature.push(own_sum.heat / own_sum.width);
        }
        along += a.distance(b);
        far += a.distance(b);
        // Far enough for its bends to be those of the river that it comes to.
        if stem.docks.is_some_and(|docks| far > docks + BEND) {
            break;
        }
    }
    stem
}

/// How far it is from a leg's beginning to one of its pieces.
fn so_far(run: &Run, own: &[usize], piece: usize) -> f64 {
    let first = (0..piece).rev().take_while(|i| own[*i] == own[piece]).last().unwrap_or(piece);
    (first..piece).map(|i| run.line[i].distance(run.line[i + 1])).sum()
}

/// A river cut into pieces of about one width each, which overlap by a point.
fn cut((ribbon, widths): &(Ribbon, Vec<f64>)) -> Vec<Ribbon> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let last = ribbon.line.len().saturating_sub(1);
    for i in 0..=last {
        let (Some(first), Some(here)) = (widths.get(from), widths.get(i)) else { break };
        if (here - first).abs() < STEP.max(0.02 * first) && i < last {
            continue;
        }
        let to = (i + 1).min(last);
        if to > from {
            pieces.push(Ribbon {
                line: ribbon.line[from..=to].to_vec(),
                width: (first + here) / 2.0,
                temperature: ribbon.temperature.get(from..=to).unwrap_or_default().to_vec(),
                speed: ribbon.speed,
                under: Vec::new(),
            });
        }
        from = i;
    }
    pieces
}
