//! Reaches: stretches of street with the same water all along, each direction and each mood by itself.

// Indexes are those of runs and legs.
#![allow(clippy::indexing_slicing)]

use super::{
    lanes::{Leg, Run, middle},
    ribbon::{length, tangent},
};
use crate::{document::Mood, map::flow_frame::right_of};
use kurbo::Point;

/// A stretch of street with the same water all along.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// The streams on it, in order.
    pub streams: Vec<usize>,
    /// What they have in common.
    pub mood: Option<Mood>,
    /// How many stretches of its first stream come before it.
    pub place: usize,
    /// The middle of its water, px.
    pub line: Vec<Point>,
    /// Its breadth, px.
    pub width: f64,
    /// What the street is called there.
    pub name: Option<String>,
}

impl Reach {
    /// How long it is, px.
    pub fn length(&self) -> f64 {
        length(&self.line)
    }
}

/// The reaches of some legs: `mood` is that of a stream, `name` that of a street between two corners.
pub(crate) fn reaches(
    runs: &[Run],
    legs: &[Leg],
    legs_of: &[Vec<usize>],
    mood: &dyn Fn(usize) -> Option<Mood>,
    name: &dyn Fn(u32, u32) -> Option<String>,
) -> Vec<Reach> {
    let mut seen = vec![false; legs.len()];
    let mut reaches = Vec::new();
    for (stream, own) in legs_of.iter().enumerate() {
        let mut start = 0;
        for (place, same) in own.chunk_by(|a, b| a == b).enumerate() {
            let (first, end) = (start, start + same.len());
            start = end;
            let Some(&leg) = same.first().filter(|leg| !seen[**leg]) else { continue };
            seen[leg] = true;
            let run = &runs[stream];
            let points = &run.line[first..=end];
            let names = run.corners[first..=end].windows(2).zip(points.windows(2));
            let names = names.filter_map(|(pair, ends)| Some((name(pair[0], pair[1])?, ends[0].distance(ends[1]))));
            let name = longest(names);
            let mut streams: Vec<usize> = legs[leg].streams.clone();
            let rank = |stream: &usize| match mood(*stream) {
                Some(Mood::Red) => 0,
                None => 1,
                Some(Mood::Blue) => 2,
            };
            crate::order::sort(&mut streams, |a, b| rank(a).cmp(&rank(b)).then(a.cmp(b)));
            for alike in streams.chunk_by(|a, b| mood(*a) == mood(*b)) {
                let width: f64 = alike.iter().map(|stream| runs[*stream].width).sum();
                let across = |stream: &usize| middle(&legs[leg], *stream) * runs[*stream].width;
                let across = alike.iter().map(across).sum::<f64>() / width.max(1e-12);
                let mut along = 0.0;
                let line = points.iter().enumerate().map(|(i, at)| {
                    along += i.checked_sub(1).map_or(0.0, |before| points[before].distance(*at));
                    *at + right_of(tangent(points, i)) * (legs[leg].bank(along) + across)
                });
                let (line, mood) = (line.collect(), mood(alike[0]));
                reaches.push(Reach { streams: alike.to_vec(), mood, place, line, width, name: name.clone() });
            }
        }
    }
    reaches
}

/// What most of a length has.
pub(crate) fn longest<T: PartialEq>(parts: impl Iterator<Item = (T, f64)>) -> Option<T> {
    let mut sums: Vec<(T, f64)> = Vec::new();
    for (own, length) in parts {
        match sums.iter_mut().find(|(known, _)| *known == own) {
            Some((_, sum)) => *sum += length,
            None => sums.push((own, length)),
        }
    }
    sums.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(own, _)| own)
}
