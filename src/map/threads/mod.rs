//! Threads: each client a line along the calendar. How far one has come is how high the line is: crossing a KT's level line is going on;
//! who leaves falls into the sea, and lies there in a lane of its own.

mod curve;
mod lay;
mod passages;

pub use self::passages::{Step, Stop, stops};
pub use crate::document::journeys::State;

use super::{Map, Place, Ribbon, flow_frame::FlowFrame, outline::Outline, shown::Shown};
use crate::{
    document::{Kind, journeys::Log},
    network::Network,
};
use kurbo::Point;
use petgraph::{graph::NodeIndex, visit::EdgeRef};
use std::rc::Rc;

/// More clients than this are drawn as water.
const MOST: usize = 400;
/// With more events than this it is water, too.
const EVENTS: usize = 20_000;
/// How broad a stream's water becomes where it becomes threads, px.
const BUNDLE: f64 = 2.0;
/// Canvas for each thread, square px: on less they would be a tangle.
const AREA: f64 = 1_100.0;

/// All threads of a map, in the flow frame; lengths are px.
#[derive(Clone, Debug)]
pub struct Threads {
    /// Along where the gates' rings stand.
    pub rings: f64,
    /// Along from the first event to the last.
    pub span: (f64, f64),
    /// When these are, microseconds from the beginning of 1970.
    pub dates: (i64, i64),
    /// Across where first contacts lie, then the gates of KT1, KT2, KT3.
    pub levels: [f64; 4],
    /// Across where the regulars' lanes lie: from the first to the last.
    pub regulars: (f64, f64),
    /// Across where the sea begins and where it ends.
    pub sea: (f64, f64),
    /// How far two lanes in the sea are apart.
    pub lane: f64,
    /// The node of each KT, if there is one.
    pub gates: [Option<usize>; 3],
    /// One for each client.
    pub threads: Vec<Thread>,
}

/// One client's line.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The client's number in the log.
    pub client: usize,
    /// Its parts, from the first contact on.
    pub pieces: Vec<Piece>,
    /// What happened, where.
    pub marks: Vec<Mark>,
    /// Where the client is at last.
    pub state: State,
    /// Where the line ends.
    pub end: Point,
}

/// A part of a thread that is drawn in one.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its points.
    pub line: Vec<Point>,
    /// How far along it each of these is.
    pub lengths: Vec<f64>,
    /// The temperature at parts of it (0 to 1, by length along), rising; -1 to 1.
    pub temperature: Vec<(f32, f32)>,
    /// When it begins and ends, as a place along.
    pub when: (f64, f64),
    /// Whether a regular comes back along it.
    pub back: bool,
    /// Whether it is passed in the measure of its length, not of the calendar.
    pub falls: bool,
}

/// Something that happened, on its client's thread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Where.
    pub at: Point,
    /// What.
    pub step: Step,
    /// The client's temperature from there on.
    pub temperature: f64,
    /// Whether it was seen.
    pub seen: bool,
}

impl Threads {
    /// Whether the clients of a log can be told apart on a canvas, CSS px.
    pub fn hold(log: &Log, width: f64, height: f64) -> bool {
        let clients = log.clients();
        (1..=MOST).contains(&clients) && log.count() <= EVENTS && clients as f64 * AREA <= width * height
    }

    /// Where a moment lies along.
    pub fn along(&self, at: i64) -> f64 {
        let (from, to) = self.dates;
        let part = (at - from) as f64 / ((to - from) as f64).max(1.0);
        self.span.0 + (self.span.1 - self.span.0) * part
    }

    /// The thread of a client.
    pub fn of(&self, client: usize) -> Option<&Thread> {
        self.threads.iter().find(|thread| thread.client == client)
    }

    /// The client whose thread is nearest to a place of the flow frame, as far as it is no farther off than so much.
    pub fn nearest(&self, at: Point, most: f64) -> Option<usize> {
        let off = |thread: &Thread| {
            let lines = thread.pieces.iter().flat_map(|piece| piece.line.windows(2));
            lines
                .map(|pair| if let [a, b] = pair { super::rivers::ribbon::off_line(*a, *b, at) } else { f64::INFINITY })
                .fold(f64::INFINITY, f64::min)
        };
        let offs = self.threads.iter().map(|thread| (off(thread), thread.client)).filter(|(off, _)| *off <= most);
        offs.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, client)| client)
    }
}

impl Thread {
    /// Where the client is at a moment, given as a place along, and how warm: between its first event and its last place.
    pub fn place(&self, along: f64) -> Option<(Point, f64)> {
        let first = self.pieces.first().filter(|piece| along >= piece.when.0);
        first?;
        let piece = self.pieces.iter().rev().find(|piece| along >= piece.when.0)?;
        let (from, to) = piece.when;
        let lengths = &piece.lengths;
        let all = lengths.last().copied().unwrap_or(0.0).max(1e-9);
        let far = if piece.falls {
            all * ((along - from) / (to - from).max(1e-9)).clamp(0.0, 1.0)
        } else {
            // By the calendar: the length at which the line is as far along.
            let next = piece.line.iter().position(|p| p.x >= along).unwrap_or(piece.line.len().saturating_sub(1));
            let before = next.saturating_sub(1);
            let (a, b) = (piece.line.get(before)?, piece.line.get(next)?);
            let part = ((along - a.x) / (b.x - a.x).max(1e-9)).clamp(0.0, 1.0);
            let (l0, l1) = (lengths.get(before)?, lengths.get(next)?);
            l0 + (l1 - l0) * part
        };
        Some((super::rivers::ribbon::along(&piece.line, far)?, piece.warmth((far / all) as f32)))
    }
}

/// How far along a line each of its points is.
fn lengths(line: &[Point]) -> Vec<f64> {
    let mut far = 0.0;
    let steps = line.iter().zip(line.iter().skip(1)).map(|(a, b)| {
        far += a.distance(*b);
        far
    });
    std::iter::once(0.0).chain(steps).collect()
}

impl Piece {
    /// The temperature at a part of its length.
    fn warmth(&self, part: f32) -> f64 {
        let mut before = self.temperature.first().copied().unwrap_or_default();
        for &(at, warmth) in &self.temperature {
            if part <= at {
                let between = ((part - before.0) / (at - before.0).max(1e-6)).clamp(0.0, 1.0);
                return f64::from(before.1 + (warmth - before.1) * between);
            }
            before = (at, warmth);
        }
        f64::from(before.1)
    }
}

/// Where a stream's clients are about: what its water gathers to where it becomes threads. Not drawn itself.
fn bundle(network: &Network, threads: &Threads, frame: &FlowFrame, stream: usize, ends: [NodeIndex; 2]) -> Ribbon {
    let (from, to) = threads.span;
    let at = |part: f64, across: f64| Point::new(from + (to - from) * part, across);
    let level = |kt: usize| threads.levels.get(kt).copied().unwrap_or(0.0);
    let place = |node: NodeIndex| {
        let node = network.graph.node_weight(node)?;
        Some(match (node.kind, node.kt) {
            (Kind::Spring, _) => at(0.08, level(0)),
            (Kind::Fork, Some(kt)) => at(0.04 + 0.2 * f64::from(kt), level(usize::from(kt))),
            (Kind::Till, _) => at(0.54, f64::midpoint(level(2), level(3))),
            (Kind::Regulars, _) => at(0.9, threads.regulars.0),
            (Kind::Sea | Kind::Competitor, _) => at(0.8, f64::midpoint(threads.sea.0, threads.sea.1)),
            (Kind::Fork | Kind::Confluence, _) => at(0.14, level(0)),
        })
    };
    let [Some(a), Some(b)] = ends.map(place) else { return Ribbon::default() };
    let line = super::rivers::ribbon::resampled(&[frame.point(a.x, a.y), frame.point(b.x, b.y)]);
    let warmth = network.solved.streams.get(stream).map_or(0.0, |flow| flow.temperature as f32);
    let temperature = vec![warmth; line.len()];
    Ribbon { line, width: BUNDLE, temperature, ..Ribbon::default() }
}

impl Map {
    /// Lays each client of a log out as a thread, on a canvas of `width` x `height` CSS px; none where they are too many for it.
    pub fn in_threads(network: &Network, log: &Log, width: f64, height: f64) -> Option<Self> {
        if !Threads::hold(log, width, height) {
            return None;
        }
        let frame = FlowFrame::new(width, height);
        let nodes = || network.graph.node_weights().enumerate();
        let gates = [1, 2, 3].map(|kt| nodes().find(|(_, node)| node.kt == Some(kt)).map(|(index, _)| index));
        let threads = lay::threads(log, &frame, gates);
        let ring = (34.0 * frame.scale).max(19.0).min(0.06 * width.min(height) + 4.0);
        let place = |index: usize| {
            let gate = gates.iter().position(|gate| *gate == Some(index));
            let level = gate.and_then(|gate| threads.levels.get(gate + 1)).copied();
            let at = level.map_or(Point::ZERO, |level| Point::new(threads.rings, level));
            Place {
                at: frame.point(at.x, at.y),
                direction: frame.vector(1.0, 0.0),
                inflow: Vec::new(),
                outflow: Vec::new(),
                crotch: None,
            }
        };
        let shown = Shown::only(network, |node| gates.contains(&Some(node)));
        let none = vec![None; network.graph.node_count()];
        let outline = Outline { shops: Vec::new(), shop: none, web: false, ..Outline::of(network, &shown) };
        let places = nodes().map(|(index, _)| place(index)).collect();
        let radii = nodes().map(|(_, node)| if node.kind == Kind::Fork { ring } else { 0.0 }).collect();
        let ribbons = network
            .graph
            .edge_references()
            .map(|e| bundle(network, &threads, &frame, e.id().index(), [e.source(), e.target()]))
            .collect();
        let bare = Self::bare(frame, (outline, shown), (places, radii), ribbons);
        Some(Self { threads: Some(Rc::new(threads)), ..bare })
    }
}
