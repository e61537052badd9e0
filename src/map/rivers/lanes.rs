//! Lanes: streams that share a street lie side by side and touch. Each keeps its place in the river from where it
//! joins to where it parts; tributaries come in to their lane before they dock, and nobody shifts at a join.

use crate::map::{flow_frame::right_of, place::Port};
use kurbo::{Point, Vec2};
use std::cmp::Ordering;

/// A stream's base line and how far to the right of it (looking with the current) its middle runs.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// Along the streets.
    pub line: Vec<Point>,
    /// One offset for each point of `line`, px.
    pub offsets: Vec<f64>,
    /// The breadth of all water on the street at each point of `line`, px.
    pub breadths: Vec<f64>,
}

/// What lanes need to know of a stream.
pub struct Run<'a> {
    /// The corners that it passes; empty if it runs off the streets along `line`.
    pub corners: &'a [u32],
    /// The points of these corners (or of its course).
    pub line: Vec<Point>,
    /// Its width where the banks were laid, px.
    pub room: f64,
    /// Its width, px.
    pub width: f64,
    /// Where it begins, if the node says so, and at which node.
    pub start: (Option<Port>, usize),
    /// Where it ends, if the node says so, and at which node.
    pub end: (Option<Port>, usize),
}

/// A stretch of street with the same streams all along.
#[derive(Default)]
pub(crate) struct Leg {
    /// From the left bank.
    pub(crate) streams: Vec<usize>,
    /// Middle of each stream from the left bank.
    across: Vec<f64>,
    pub(crate) breadth: f64,
    /// The same where the banks were laid, px: what shapes the street's line.
    pub(crate) room: f64,
    /// How long it is, px.
    length: f64,
    /// Where its left bank lies where it begins and where it ends, from the street to the right, px.
    shift: [f64; 2],
    /// Whether water runs the other way on the same streets.
    opposed: bool,
}

/// From the middle of a street to water that meets water coming the other way, px.
const OPPOSED: f64 = 0.8;

/// One end of a leg: (leg, 0 where it begins or 1 where it ends).
type End = (usize, usize);

/// What a stream asks of the legs that it passes; `across` is its middle's distance from the left bank.
enum Wish {
    /// To lie where its node has it.
    Gate { end: End, across: f64, at: f64, weight: f64 },
    /// To go on where it came from.
    Joint { ends: [End; 2], across: [f64; 2], weight: f64 },
}

/// The lanes of all streams, the legs that they run on, and for each stream the leg of each of its pieces.
pub(crate) fn lanes(runs: &[Run]) -> (Vec<Lane>, Vec<Leg>, Vec<Vec<usize>>) {
    let (mut legs, legs_of) = legs(runs);
    for leg in &mut legs {
        order(leg, runs);
    }
    let wishes = wishes(runs, &legs, &legs_of);
    settle(&mut legs, &wishes);
    for leg in &mut legs {
        leg.stack(|stream| runs.get(stream).map_or(0.0, |run| run.width));
    }
    let lanes = runs
        .iter()
        .zip(&legs_of)
        .enumerate()
        .map(|(stream, (run, own))| {
            let breadth = |leg: &usize| legs.get(*leg).map_or(run.room, |leg| leg.room);
            let mut breadths: Vec<f64> = own.iter().map(breadth).collect();
            breadths.resize(run.line.len(), own.last().map_or(run.room, breadth));
            Lane { line: run.line.clone(), offsets: offsets(stream, run, own, &legs), breadths }
        })
        .collect();
    (lanes, legs, legs_of)
}

/// The offset of each point of a stream's line; off the streets it keeps its last place.
fn offsets(stream: usize, run: &Run, own: &[usize], legs: &[Leg]) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(run.line.len());
    for same in own.chunk_by(|a, b| a == b) {
        let Some(leg) = same.first().and_then(|l| legs.get(*l)) else { continue };
        let from = offsets.len();
        let points = run.line.get(from..=from + same.len()).unwrap_or(&[]);
        let mut along = 0.0;
        for pair in points.windows(2) {
            let [a, b] = pair else { continue };
            offsets.push(leg.bank(along) + middle(leg, stream));
            along += a.distance(*b);
        }
    }
    let last = own.last().and_then(|l| legs.get(*l)).map_or(0.0, |leg| leg.shift[1] + middle(leg, stream));
    offsets.resize(run.line.len(), last);
    offsets
}

impl Leg {
    /// Puts its streams side by side.
    fn stack(&mut self, width: impl Fn(usize) -> f64) {
        let mut sum = 0.0;
        let middle = |stream: &usize| {
            let own = width(*stream);
            sum += own;
            sum - own / 2.0
        };
        self.across = self.streams.iter().map(middle).collect();
        self.breadth = sum;
    }

    /// Where its left bank lies where nothing else decides: in the middle of the street, or where water comes the other
    /// way, on the right side of it.
    fn rest(&self) -> f64 {
        if self.opposed { OPPOSED } else { -self.breadth / 2.0 }
    }

    /// Where the left bank lies at a distance from the leg's beginning.
    pub(crate) fn bank(&self, along: f64) -> f64 {
        let t = (along / self.length.max(1e-9)).clamp(0.0, 1.0);
        let [from, to] = self.shift;
        from + (to - from) * t * t * (3.0 - 2.0 * t)
    }
}

/// How far from a leg's left bank the middle of one of its streams is.
pub(crate) fn middle(leg: &Leg, stream: usize) -> f64 {
    leg.streams.iter().position(|s| *s == stream).and_then(|i| leg.across.get(i)).copied().unwrap_or(0.0)
}

/// Where a stream runs beside others: parts of its line (from, to, of its length).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside {
    /// Where it is the rightmost on its street.
    pub outer: Vec<(f64, f64)>,
    /// Where nothing else runs on its street, neither way.
    pub alone: Vec<(f64, f64)>,
}

impl Beside {
    /// That of a stream which runs alone all along.
    pub(crate) fn alone() -> Self {
        Self { outer: vec![(0.0, 1.0)], alone: vec![(0.0, 1.0)] }
    }
}

/// Where a stream runs beside others.
pub(crate) fn neighbours(stream: usize, run: &Run, own: &[usize], legs: &[Leg]) -> Beside {
    let total = super::ribbon::length(&run.line).max(1e-9);
    let parts = |is: &dyn Fn(&Leg) -> bool| {
        let mut parts: Vec<(f64, f64)> = Vec::new();
        let mut along = 0.0;
        for (i, pair) in run.line.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            let from = along;
            along += a.distance(*b) / total;
            // Off the streets it goes on as it left them.
            let leg = own.get(i).or(own.last()).and_then(|leg| legs.get(*leg));
            if leg.is_some_and(|leg| !is(leg)) {
                continue;
            }
            match parts.last_mut().filter(|last| last.1 >= from) {
                Some(last) => last.1 = along,
                None => parts.push((from, along)),
            }
        }
        parts
    };
    Beside {
        outer: parts(&|leg| leg.streams.last() == Some(&stream)),
        alone: parts(&|leg| leg.streams.len() == 1 && !leg.opposed),
    }
}

/// Cuts the routes into legs; for each stream the leg of each of its pieces.
fn legs(runs: &[Run]) -> (Vec<Leg>, Vec<Vec<usize>>) {
    // Every street with every stream on it, by street; from one corner to the other is another street than back.
    let mut pieces: Vec<((u32, u32), usize)> = Vec::new();
    for (stream, run) in runs.iter().enumerate() {
        pieces.extend(
            run.corners.windows(2).filter_map(|pair| if let [a, b] = pair { Some(((*a, *b), stream)) } else { None }),
        );
    }
    pieces.sort_unstable();
    pieces.dedup();
    let first_on = |street: (u32, u32)| pieces.partition_point(|p| p.0 < street);
    let is_on = |street: (u32, u32)| pieces.get(first_on(street)).is_some_and(|p| p.0 == street);
    let mut leg_on: Vec<Option<usize>> = vec![None; pieces.len()];
    let mut legs: Vec<Leg> = Vec::new();
    let mut legs_of = Vec::with_capacity(runs.len());
    for run in runs {
        let (mut own, mut measured): (Vec<usize>, usize) = (Vec::new(), 0);
        for pair in run.corners.windows(2) {
            let [a, b] = pair else { continue };
            let first = first_on((*a, *b));
            let here = pieces.iter().skip(first).take_while(|p| p.0 == (*a, *b)).map(|p| p.1);
            let opposed = is_on((*b, *a));
            let leg = match leg_on.get(first).copied().flatten() {
                Some(leg) => leg,
                None => match own.last().copied() {
                    // The same streams go on.
                    Some(last)
                        if legs.get(last).is_some_and(|l: &Leg| {
                            l.opposed == opposed && l.streams.iter().copied().eq(here.clone())
                        }) =>
                    {
                        last
                    }
                    _ => {
                        legs.push(Leg { streams: here.collect(), opposed, ..Leg::default() });
                        legs.len() - 1
                    }
                },
            };
            leg_on.iter_mut().skip(first).take(1).for_each(|slot| *slot = Some(leg));
            own.push(leg);
        }
        // Whoever comes last measures it; all have the same streets.
        for same in own.chunk_by(|a, b| a == b) {
            let Some(leg) = same.first().and_then(|l| legs.get_mut(*l)) else { continue };
            let from = measured;
            measured += same.len();
            let points = run.line.get(from..=measured).unwrap_or(&[]);
            leg.length = points.windows(2).map(|p| if let [a, b] = p { a.distance(*b) } else { 0.0 }).sum();
        }
        legs_of.push(own);
    }
    (legs, legs_of)
}

/// Orders a leg's streams from the left bank so that they cross as little as may be.
fn order(leg: &mut Leg, runs: &[Run]) {
    let mut sorted: Vec<usize> = Vec::with_capacity(leg.streams.len());
    // Insertion: pairs may contradict each other, which the library's sorting does not bear.
    for &stream in &leg.streams {
        let at = sorted.partition_point(|other| beside(runs, *other, stream).is_le());
        sorted.insert(at, stream);
    }
    leg.streams = sorted;
    leg.stack(|stream| runs.get(stream).map_or(0.0, |run| run.room));
    leg.room = leg.breadth;
    leg.shift = [leg.rest(); 2];
}

/// Which of two streams that share a street lies on the left: as they lie where they end together or else where they
/// begin together; else as they part, or else as they came.
fn beside(runs: &[Run], a: usize, b: usize) -> Ordering {
    let (Some(ra), Some(rb)) = (runs.get(a), runs.get(b)) else { return Ordering::Equal };
    let aside = |port: Port| port.at.to_vec2().dot(right_of(port.direction));
    let ports = |x: (Option<Port>, usize), y: (Option<Port>, usize)| match (x, y) {
        ((Some(p), n), (Some(q), m)) if n == m => Some(aside(p).total_cmp(&aside(q))),
        _ => None,
    };
    let by_port = ports(ra.end, rb.end).or_else(|| ports(ra.start, rb.start));
    by_port.or_else(|| parting(ra, rb)).unwrap_or_else(|| a.cmp(&b))
}

/// Which of two streams turns off to the left where they part, or came in from the left where they met.
fn parting(a: &Run, b: &Run) -> Option<Ordering> {
    let (i, j) = a.corners.iter().enumerate().find_map(|(i, corner)| {
        let j = b.corners.iter().position(|other| other == corner)?;
        (a.corners.get(i + 1)? == b.corners.get(j + 1)?).then_some((i, j))
    })?;
    let same = a.corners.iter().skip(i).zip(b.corners.iter().skip(j)).take_while(|(p, q)| p == q).count();
    // From the corner before to the two after, or from the corner after to the two before.
    let turn = |base: usize, at: usize, p: usize, q: usize| {
        let at_corner = *a.line.get(at)?;
        let (base, p, q) = (*a.line.get(base)? - at_corner, *a.line.get(p)? - at_corner, *b.line.get(q)? - at_corner);
        let angle = |v: Vec2| {
            let angle = libm::atan2(base.cross(v), base.dot(v));
            if angle < 0.0 { angle + std::f64::consts::TAU } else { angle }
        };
        Some(angle(p).total_cmp(&angle(q)))
    };
    let last = i + same - 1;
    if last + 1 < a.corners.len() && j + same < b.corners.len() {
        // With y down, angles from the way back grow over the left.
        return turn(last - 1, last, last + 1, j + same);
    }
    let before = i.checked_sub(1).zip(j.checked_sub(1))?;
    turn(i + 1, i, before.0, before.1).map(Ordering::reverse)
}

fn wishes(runs: &[Run], legs: &[Leg], legs_of: &[Vec<usize>]) -> Vec<Wish> {
    // A turn sharper than this is a join or a fork, not the same river going on.
    const STRAIGHT: f64 = 0.5;
    let mut wishes = Vec::new();
    for (stream, (run, own)) in runs.iter().zip(legs_of).enumerate() {
        let weight = run.room.max(0.01);
        let across = |leg: usize| legs.get(leg).map_or(0.0, |l| middle(l, stream));
        let ends = [(own.first(), run.start.0, run.line.first(), 0), (own.last(), run.end.0, run.line.last(), 1)];
        for (leg, port, at, end) in ends {
            if let (Some(leg), Some(port), Some(at)) = (leg, port, at) {
                let at = (port.at - *at).dot(right_of(port.direction));
                wishes.push(Wish::Gate { end: (*leg, end), across: across(*leg), at, weight });
            }
        }
        for (i, pair) in own.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            if a == b {
                continue;
            }
            let Some([p, q, r]) = run.line.get(i..i + 3) else { continue };
            let (u, v) = (*q - *p, *r - *q);
            if u.dot(v) > STRAIGHT * u.hypot() * v.hypot() {
                wishes.push(Wish::Joint { ends: [(*a, 1), (*b, 0)], across: [across(*a), across(*b)], weight });
            }
        }
    }
    wishes
}

/// Moves both ends of every leg to the weighted mean of what its gates and neighbours wish and of its other end, by
/// Gauss-Seidel sweeps to and fro.
fn settle(legs: &mut [Leg], wishes: &[Wish]) {
    const SWEEPS: usize = 60;
    // A leg bends rather than a stream leaves its lane.
    const FIRM: f64 = 20.0;
    let mut of: Vec<[Vec<&Wish>; 2]> = vec![Default::default(); legs.len()];
    for wish in wishes {
        let ends: &[End] = match wish {
            Wish::Gate { end, .. } => std::slice::from_ref(end),
            Wish::Joint { ends, .. } => ends,
        };
        for (leg, end) in ends {
            if let Some(list) = of.get_mut(*leg).and_then(|l| l.get_mut(*end)) {
                list.push(wish);
            }
        }
    }
    for sweep in 0..SWEEPS {
        for k in 0..2 * legs.len() {
            let k = if sweep % 2 == 0 { k } else { 2 * legs.len() - 1 - k };
            let (leg, end) = (k / 2, k % 2);
            let shift = |(leg, end): End| legs.get(leg).and_then(|l| l.shift.get(end)).copied().unwrap_or(0.0);
            let Some(own) = legs.get(leg) else { continue };
            // A little weight for lying in the middle of the street decides where nothing else does.
            let idle = if own.opposed { own.breadth.max(0.1) * FIRM } else { 0.002 };
            let (mut sum, mut weight) = (own.rest() * idle, idle);
            let stiff = own.breadth.max(0.1) * (60.0 / own.length.max(4.0)).min(4.0);
            sum += shift((leg, 1 - end)) * stiff;
            weight += stiff;
            for wish in of.get(leg).and_then(|l| l.get(end)).into_iter().flatten() {
                let (at, firm) = match **wish {
                    Wish::Gate { across, at, weight, .. } => (at - across, weight * FIRM),
                    Wish::Joint { ends: [a, b], across: [at_a, at_b], weight } => {
                        let other = if (leg, end) == a { shift(b) + at_b - at_a } else { shift(a) + at_a - at_b };
                        (other, weight * FIRM)
                    }
                };
                sum += at * firm;
                weight += firm;
            }
            if let Some(slot) = legs.get_mut(leg).and_then(|l| l.shift.get_mut(end)) {
                *slot = sum / weight;
            }
        }
    }
}
