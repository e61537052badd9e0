//! Lanes: streams that share a street lie side by side and touch. Each keeps its place in the river from where it
//! joins to where it parts; tributaries dock outside, and nobody shifts.

use super::{flow_frame::right_of, place::Port};
use kurbo::{Point, Vec2};
use std::collections::BTreeMap;

/// A stream's base line and how far to the right of it (looking with the current) its middle runs.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// Along the streets.
    pub line: Vec<Point>,
    /// One offset for each piece of `line`, px.
    pub offsets: Vec<f64>,
}

/// What lanes need to know of a stream.
pub struct Run<'a> {
    /// The corners that it passes; empty if it runs off the streets along `line`.
    pub corners: &'a [u32],
    /// The points of these corners (or of its course).
    pub line: Vec<Point>,
    /// Its width, px.
    pub width: f64,
    /// Where it begins and with whom.
    pub start: (Port, usize),
    /// Where it ends and with whom.
    pub end: (Port, usize),
}

/// A stretch of street with the same streams all along.
struct Leg {
    streams: Vec<usize>,
    /// Middle of each stream from the left bank.
    across: Vec<f64>,
    breadth: f64,
    shift: f64,
}

/// A wish that a leg's stream lies at an offset: (leg, stream's middle from the left bank, weight, wished).
enum Wish {
    Gate { leg: usize, across: f64, at: f64, weight: f64 },
    Joint { legs: [usize; 2], across: [f64; 2], weight: f64 },
}

/// The lanes of all streams.
pub fn lanes(runs: &[Run]) -> Vec<Lane> {
    let (mut legs, legs_of) = legs(runs);
    for leg in &mut legs {
        order(leg, runs);
    }
    let wishes = wishes(runs, &legs, &legs_of);
    settle(&mut legs, &wishes);
    runs.iter()
        .enumerate()
        .map(|(stream, run)| {
            let own = legs_of.get(stream).map_or(&[][..], |l| l);
            let offsets = (0..run.line.len().saturating_sub(1))
                .map(|piece| {
                    // Off the streets a stream keeps its last place.
                    let leg = own.get(piece).or(own.last()).and_then(|l| legs.get(*l));
                    leg.map_or(0.0, |leg| leg.shift + middle(leg, stream))
                })
                .collect();
            Lane { line: run.line.clone(), offsets }
        })
        .collect()
}

fn middle(leg: &Leg, stream: usize) -> f64 {
    leg.streams.iter().position(|s| *s == stream).and_then(|i| leg.across.get(i)).copied().unwrap_or(0.0)
}

/// Cuts the routes into legs; for each stream the leg of each of its pieces.
fn legs(runs: &[Run]) -> (Vec<Leg>, Vec<Vec<usize>>) {
    let mut on: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
    for (stream, run) in runs.iter().enumerate() {
        for pair in run.corners.windows(2) {
            if let [a, b] = pair {
                let streams = on.entry((*a, *b)).or_default();
                if streams.last() != Some(&stream) {
                    streams.push(stream);
                }
            }
        }
    }
    let mut legs: Vec<Leg> = Vec::new();
    let mut leg_on: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let mut legs_of = Vec::with_capacity(runs.len());
    for run in runs {
        let mut own: Vec<usize> = Vec::new();
        for pair in run.corners.windows(2) {
            let [a, b] = pair else { continue };
            let Some(streams) = on.get(&(*a, *b)) else { continue };
            let leg = *leg_on.entry((*a, *b)).or_insert_with(|| match own.last() {
                Some(last) if legs.get(*last).is_some_and(|l| l.streams == *streams) => *last,
                _ => {
                    legs.push(Leg { streams: streams.clone(), across: Vec::new(), breadth: 0.0, shift: 0.0 });
                    legs.len() - 1
                }
            });
            own.push(leg);
        }
        legs_of.push(own);
    }
    (legs, legs_of)
}

/// Orders a leg's streams from the left bank: as they lie where they end together, else where they begin
/// together, else as their ends lie.
fn order(leg: &mut Leg, runs: &[Run]) {
    let aside = |port: Port| port.at.to_vec2().dot(right_of(port.direction));
    leg.streams.sort_by(|a, b| {
        let (Some(a), Some(b)) = (runs.get(*a), runs.get(*b)) else { return std::cmp::Ordering::Equal };
        if a.end.1 == b.end.1 {
            aside(a.end.0).total_cmp(&aside(b.end.0))
        } else if a.start.1 == b.start.1 {
            aside(a.start.0).total_cmp(&aside(b.start.0))
        } else {
            let way: Vec2 = a.end.0.direction + b.end.0.direction;
            a.end.0.at.to_vec2().dot(right_of(way)).total_cmp(&b.end.0.at.to_vec2().dot(right_of(way)))
        }
    });
    let mut sum = 0.0;
    leg.across = leg
        .streams
        .iter()
        .map(|s| {
            let w = runs.get(*s).map_or(0.0, |r| r.width);
            sum += w;
            sum - w / 2.0
        })
        .collect();
    leg.breadth = sum;
    leg.shift = -sum / 2.0;
}

fn wishes(runs: &[Run], legs: &[Leg], legs_of: &[Vec<usize>]) -> Vec<Wish> {
    // A turn sharper than this is a join or a fork, not the same river going on.
    const STRAIGHT: f64 = 0.93;
    let mut wishes = Vec::new();
    for (stream, (run, own)) in runs.iter().zip(legs_of).enumerate() {
        let weight = run.width.max(0.01);
        let across = |leg: usize| legs.get(leg).map_or(0.0, |l| middle(l, stream));
        let aside = |port: Port, at: Option<&Point>| at.map_or(0.0, |at| (port.at - *at).dot(right_of(port.direction)));
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            wishes.push(Wish::Gate {
                leg: *first,
                across: across(*first),
                at: aside(run.start.0, run.line.first()),
                weight,
            });
            wishes.push(Wish::Gate {
                leg: *last,
                across: across(*last),
                at: aside(run.end.0, run.line.last()),
                weight,
            });
        }
        for (i, pair) in own.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            if a == b {
                continue;
            }
            let Some([p, q, r]) = run.line.get(i..i + 3) else { continue };
            let (u, v) = (*q - *p, *r - *q);
            if u.dot(v) > STRAIGHT * u.hypot() * v.hypot() {
                wishes.push(Wish::Joint { legs: [*a, *b], across: [across(*a), across(*b)], weight });
            }
        }
    }
    wishes
}

/// Shifts every leg to the weighted mean of what its neighbours and gates wish (Gauss-Seidel sweeps).
fn settle(legs: &mut [Leg], wishes: &[Wish]) {
    for _ in 0..40 {
        // A little weight for lying in the middle of the street decides where nothing else does.
        let mut sums: Vec<(f64, f64)> = legs.iter().map(|l| (-l.breadth / 2.0 * 0.002, 0.002)).collect();
        let mut add = |leg: usize, shift: f64, weight: f64| {
            if let Some(sum) = sums.get_mut(leg) {
                sum.0 += shift * weight;
                sum.1 += weight;
            }
        };
        let shift = |leg: usize| legs.get(leg).map_or(0.0, |l| l.shift);
        for wish in wishes {
            match *wish {
                Wish::Gate { leg, across, at, weight } => add(leg, at - across, weight * 0.5),
                Wish::Joint { legs: [a, b], across: [at_a, at_b], weight } => {
                    add(a, shift(b) + at_b - at_a, weight);
                    add(b, shift(a) + at_a - at_b, weight);
                }
            }
        }
        for (leg, (sum, weight)) in legs.iter_mut().zip(sums) {
            leg.shift = sum / weight;
        }
    }
}
