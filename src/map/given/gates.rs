//! In which order the streams of a node lie side by side: as they come along the streets, so that none crosses another.

// Indexes are those of nodes, streams and the points on a stream's line.
#![allow(clippy::indexing_slicing)]

use crate::map::{
    flow_frame::right_of,
    place::{Port, Spot},
    rivers::gates::{Gate, Gates},
};
use kurbo::{Point, Vec2};
use std::cmp::Ordering;

/// Cosine of the angle to the current up to which streams have lanes in it.
const AHEAD: f64 = 0.35;

/// What ends farther from a spot than this ends elsewhere, px.
const ELSEWHERE: f64 = 60.0;

/// What gates need to know of a stream: its corners, where these are, its ends and its breadth, px.
#[derive(Clone, Debug)]
pub struct Line {
    pub corners: Vec<u32>,
    pub points: Vec<Point>,
    pub ends: (usize, usize),
    pub width: f64,
}

/// The gates of all nodes.
pub fn gates(spots: &[Spot], lines: &[Line]) -> Gates {
    let mut gates = Gates {
        gates: Vec::with_capacity(spots.len()),
        starts: vec![None; lines.len()],
        ends: vec![None; lines.len()],
    };
    let mut arriving: Vec<Vec<usize>> = vec![Vec::new(); spots.len()];
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); spots.len()];
    for (stream, line) in lines.iter().enumerate().filter(|(_, line)| line.points.len() > 1) {
        leaving[line.ends.0].push(stream);
        arriving[line.ends.1].push(stream);
    }
    for (n, spot) in spots.iter().enumerate() {
        let inflow = stack(sorted(&arriving[n], lines, spot, true), lines);
        let outflow = stack(sorted(&leaving[n], lines, spot, false), lines);
        // What comes from aside, or leaves for there, has no lane in the current: it keeps to the middle of its street.
        let with = |side: &[(usize, f64)], arrive: bool| {
            let ahead: Vec<usize> = side.iter().map(|(stream, _)| *stream).collect();
            let ahead = ahead.into_iter().filter(|stream| is_ahead(&lines[*stream], spot, arrive));
            stack(ahead.collect(), lines)
        };
        let (come, go) = (with(&inflow, true), with(&outflow, false));
        let breadth = |side: &[(usize, f64)]| side.last().map_or(0.0, |(stream, across)| across + lines[*stream].width);
        let breadth = breadth(&come).max(breadth(&go));
        for (side, ports) in [(&come, &mut gates.ends), (&go, &mut gates.starts)] {
            for (stream, across) in side {
                let aside = across + lines[*stream].width / 2.0 - breadth / 2.0;
                let at = spot.at + right_of(spot.direction) * aside;
                ports[*stream] = Some(Port { at, direction: spot.direction });
            }
        }
        gates.gates.push(Gate { inflow, outflow, breadth });
    }
    gates
}

/// Whether a stream comes to a spot or leaves it along its current.
fn is_ahead(line: &Line, spot: &Spot, arrive: bool) -> bool {
    let near = if arrive {
        line.points.iter().rev().find(|at| at.distance(spot.at) > 3.0)
    } else {
        line.points.iter().find(|at| at.distance(spot.at) > 3.0)
    };
    // A sea takes water in several places, of which it is seen in one.
    let end = if arrive { line.points.last() } else { line.points.first() };
    let elsewhere = end.is_none_or(|end| end.distance(spot.at) > ELSEWHERE);
    !elsewhere
        && near.is_none_or(|at| {
            let way = if arrive { spot.at - *at } else { *at - spot.at };
            way.dot(spot.direction) > AHEAD * way.hypot()
        })
}

fn stack(order: Vec<usize>, lines: &[Line]) -> Vec<(usize, f64)> {
    let mut across = 0.0;
    let lane = |stream: usize| {
        let lane = (stream, across);
        across += lines[stream].width;
        lane
    };
    order.into_iter().map(lane).collect()
}

/// Streams from the left bank to the right one.
fn sorted(streams: &[usize], lines: &[Line], spot: &Spot, arrive: bool) -> Vec<usize> {
    let mut sorted: Vec<usize> = Vec::with_capacity(streams.len());
    for &stream in streams {
        // Insertion: pairs may contradict each other, which the library's sorting does not bear.
        let at = sorted.partition_point(|other| beside(&lines[*other], &lines[stream], spot, arrive).is_le());
        sorted.insert(at, stream);
    }
    sorted
}

/// Which of two streams of a node lies on the left: they are followed from the node to where they part.
fn beside(a: &Line, b: &Line, spot: &Spot, arrive: bool) -> Ordering {
    let step = |line: &Line, i: usize| {
        let i = if arrive { line.corners.len().checked_sub(i + 1)? } else { i };
        Some((*line.corners.get(i)?, *line.points.get(i)?))
    };
    let mut i = 1;
    while let (Some((p, _)), Some((q, _))) = (step(a, i), step(b, i))
        && p == q
    {
        i += 1;
    }
    let parted = step(a, i).zip(step(b, i));
    let Some(((_, p), (_, q))) = parted else {
        // One ends where the other goes on.
        return step(a, i).is_some().cmp(&step(b, i).is_some());
    };
    let at = step(a, i - 1).map_or(spot.at, |(_, at)| at);
    // Angles are measured from the way on (or back, for what leaves), round by the left.
    let base = if i == 1 {
        if arrive { spot.direction } else { -spot.direction }
    } else {
        step(a, i - 2).map_or(spot.direction, |(_, before)| before - at)
    };
    let angle = |to: Point| turn(base, to - at);
    // What arrives from the left has the way on close by on its own left hand; seen from the node it is the other way round.
    if arrive { angle(q).total_cmp(&angle(p)) } else { angle(p).total_cmp(&angle(q)) }
}

/// From one direction round to another, 0 to a full turn, growing clockwise on the canvas.
fn turn(base: Vec2, to: Vec2) -> f64 {
    let angle = libm::atan2(base.cross(to), base.dot(to));
    if angle < 0.0 { angle + std::f64::consts::TAU } else { angle }
}
