//! Laying threads out, pass by pass: what became of whom, lanes for those who are lost and for the regulars, heights for those who are
//! underway, and then the lines.

use super::{
    Mark, Piece, Thread, Threads, curve, lengths,
    passages::{Step, Stop, stops},
};
use crate::{
    document::journeys::{Log, State},
    map::flow_frame::FlowFrame,
    order,
};
use kurbo::Point;

/// Rings stand here, px before scaling; the calendar begins there, and what comes after it has so much room for names.
const RINGS: f64 = 62.0;
const BEGIN: f64 = 270.0;
const NAMES: f64 = 184.0;
/// Two lanes in the sea are no farther apart than this, and two of regulars than that, px before scaling.
const LANE: f64 = 13.2;
const REGULARS: f64 = 12.0;
/// Two falls are this far apart, px before scaling, where there is room for it.
const FALLS: f64 = 7.0;
/// Radius of the turn into a lane, px before scaling.
const ROUND: f64 = 16.0;
/// Radius of a regular's turn down from the lane and up under KT1, px before scaling.
const RETURN: f64 = 12.0;
/// A first contact that nobody saw lies so far before what was seen, px before scaling.
const UNSEEN: f64 = 26.0;
/// Ends of those who are underway are no nearer to each other than this, px, where there is room for it.
const APART: f64 = 8.0;
/// Nobody who is underway has come farther than this part of the way to the next gate.
const NEARLY: f64 = 0.9;

/// Along where the rings of the gates stand, px.
fn rings(frame: &FlowFrame) -> f64 {
    if frame.tall { frame.title_box().y1 + 34.0 } else { (RINGS * frame.scale).max(36.0) }
}

/// Where everything is to be.
fn room(frame: &FlowFrame) -> Threads {
    let (rings, end, axis) = (rings(frame), frame.time_end(), frame.time_axis());
    let (from, to, top) = if frame.tall {
        (rings + 34.0, end - 12.0, 16.0)
    } else {
        let text = |px: f64| frame.beside_text(px);
        (text(BEGIN), end - text(NAMES), frame.title_box().y1 + text(30.0))
    };
    let at = |part: f64| top + (axis - top) * part;
    Threads {
        rings,
        span: (from, to.max(from + 1.0)),
        dates: (0, 0),
        levels: [at(0.530), at(0.420), at(0.296), at(0.172)],
        regulars: (at(0.0), at(0.136)),
        sea: (at(0.558), axis),
        lane: 0.0,
        gates: [None; 3],
        threads: Vec::new(),
    }
}

/// A client before lanes are known.
struct Draft {
    client: usize,
    stops: Vec<Stop>,
    state: State,
}

/// Lays all clients of a log out.
pub fn threads(log: &Log, frame: &FlowFrame, gates: [Option<usize>; 3]) -> Threads {
    let mut all = room(frame);
    all.gates = gates;
    let draft = |client: usize| {
        let (stops, state) = stops(log.events_of(client));
        Draft { client, stops, state }
    };
    let drafts: Vec<Draft> = (0..log.clients()).map(draft).filter(|draft| !draft.stops.is_empty()).collect();
    let dates = || drafts.iter().flat_map(|draft| &draft.stops).map(|stop| stop.at);
    if let (Some(first), Some(last)) = (dates().min(), dates().max()) {
        // A little before the first event, so that its mark stands clear.
        let margin = (last - first) / 40 + 1;
        all.dates = (first - margin, last + margin / 2);
    }
    let lanes = Lanes::of(&drafts, &mut all, frame.scale);
    let heights = heights(&drafts, &all);
    all.threads =
        drafts.iter().enumerate().map(|(i, draft)| Pen::draw(draft, i, &all, &lanes, &heights, frame.scale)).collect();
    all
}

/// Lanes, by the number of the draft and of the stop that leads into them.
struct Lanes {
    /// Where each fall is along, and its lane across.
    lost: Vec<((usize, usize), f64, f64)>,
    /// The regulars' lanes.
    regulars: Vec<((usize, usize), f64)>,
}

impl Lanes {
    fn of(drafts: &[Draft], all: &mut Threads, s: f64) -> Self {
        let stops = || {
            drafts
                .iter()
                .enumerate()
                .flat_map(|(i, draft)| draft.stops.iter().enumerate().map(move |(j, stop)| (i, j, stop)))
        };
        let mut off: Vec<(usize, usize, i64)> = stops()
            .filter(|(.., stop)| matches!(stop.step, Step::Off(_)))
            .map(|(i, j, stop)| (i, j, stop.at))
            .collect();
        order::sort(&mut off, |a, b| a.2.cmp(&b.2));
        // The first to leave lies lowest, so that no fall crosses a lane.
        let room = all.sea.1 - all.sea.0;
        let lane = (LANE * s).max(9.0).min(room / (off.len() + 1) as f64);
        all.lane = lane;
        let gap = (FALLS * s).min(0.5 * (all.span.1 - all.span.0) / (off.len() + 1) as f64);
        let mut free = f64::NEG_INFINITY;
        let mut lost = Vec::with_capacity(off.len());
        for (rank, (i, j, at)) in off.iter().enumerate() {
            let fall = (all.along(*at) + (10.0 * s).max(5.0)).max(free);
            free = fall + gap;
            lost.push(((*i, *j), fall, all.sea.1 - 0.6 * lane - rank as f64 * lane));
        }
        // The last ones fall before the calendar ends.
        let mut most = all.span.1 - 0.4 * ROUND * s;
        for ((_, fall, _), (.., at)) in lost.iter_mut().zip(&off).rev() {
            *fall = fall.min(most).max(all.along(*at) + 1.0);
            most = *fall - 0.5 * gap;
        }
        // Regulars in order of becoming so, the first on top; who has come back lies below.
        let mut on: Vec<(usize, usize, bool, i64)> = stops()
            .filter(|(.., stop)| stop.step == Step::On(3))
            .map(|(i, j, stop)| {
                let returns = drafts.get(i).is_some_and(|draft| {
                    draft.stops.get(j + 1..).is_some_and(|rest| rest.iter().any(|stop| stop.step == Step::Back))
                });
                (i, j, returns, stop.at)
            })
            .collect();
        order::sort(&mut on, |a, b| a.2.cmp(&b.2).then(a.3.cmp(&b.3)));
        let (top, bottom) = all.regulars;
        let lane = (REGULARS * s).max(8.0).min((bottom - top) / on.len().max(1) as f64);
        // Few lie near the gate, not far above it.
        let first = top.max(bottom - lane * on.len().saturating_sub(1) as f64 - 6.0 * s);
        all.regulars.0 = first;
        let regulars = on.iter().enumerate().map(|(rank, (i, j, ..))| ((*i, *j), first + rank as f64 * lane)).collect();
        Self { lost, regulars }
    }
}

/// How high those who are underway have come, by the number of the draft: as far as the median client has in the same time.
fn heights(drafts: &[Draft], all: &Threads) -> Vec<Option<f64>> {
    let mut gaps: [Vec<f64>; 3] = Default::default();
    let met = |step: Step| match step {
        Step::First | Step::Back => Some(0),
        Step::On(kt) | Step::Off(kt) => Some(kt),
        Step::Other => None,
    };
    for draft in drafts {
        let seen: Vec<&Stop> = draft.stops.iter().filter(|stop| stop.seen && stop.step != Step::Other).collect();
        for pair in seen.windows(2) {
            if let [a, b] = pair
                && let (Some(from), Some(to)) = (met(a.step), met(b.step))
                && to == from + 1
                && let Some(gaps) = gaps.get_mut(from)
            {
                gaps.push((b.at - a.at) as f64);
            }
        }
    }
    let median = |gaps: &mut Vec<f64>| {
        gaps.sort_unstable_by(f64::total_cmp);
        gaps.get(gaps.len() / 2).copied().unwrap_or(0.0)
    };
    let medians = gaps.each_mut().map(median);
    let last = drafts.iter().flat_map(|draft| &draft.stops).map(|stop| stop.at).max().unwrap_or(0);
    let mut heights: Vec<(usize, f64)> = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        let State::Underway(kts) = draft.state else { continue };
        let since = draft.stops.iter().rev().find(|stop| stop.step != Step::Other).map_or(last, |stop| stop.at);
        let median = medians.get(kts).copied().filter(|median| *median > 0.0);
        let part = median.map_or(0.4, |median| ((last - since) as f64 / median).min(NEARLY)).max(0.08);
        let level = |kt: usize| all.levels.get(kt).copied().unwrap_or(all.regulars.1);
        heights.push((i, level(kts) + (level(kts + 1) - level(kts)) * part));
    }
    // Ends keep apart, as far as there is room between the gates.
    order::sort(&mut heights, |a, b| b.1.total_cmp(&a.1));
    let room = (all.levels[0] - all.regulars.1) / (heights.len() + 1) as f64;
    let mut free = f64::INFINITY;
    for (_, height) in &mut heights {
        *height = height.min(free);
        free = *height - APART.min(room);
    }
    let mut found = vec![None; drafts.len()];
    for (i, height) in heights {
        found.iter_mut().skip(i).take(1).for_each(|slot| *slot = Some(height));
    }
    found
}

/// Draws one client's thread.
struct Pen<'a> {
    all: &'a Threads,
    s: f64,
    thread: Thread,
    /// The gates of the passage so far, each with the temperature from there on.
    rise: Vec<(Point, f64)>,
    /// What happened between them: when, and the temperature from there on.
    others: Vec<(f64, f64, bool)>,
    /// The lane that the client lies in: where it begins, and its temperature.
    lane: Option<(Point, f64)>,
}

impl<'a> Pen<'a> {
    fn draw(draft: &Draft, i: usize, all: &'a Threads, lanes: &Lanes, heights: &[Option<f64>], s: f64) -> Thread {
        let thread = Thread {
            client: draft.client,
            pieces: Vec::new(),
            marks: Vec::new(),
            state: draft.state,
            end: Point::ZERO,
        };
        let mut pen = Self { all, s, thread, rise: Vec::new(), others: Vec::new(), lane: None };
        for (j, stop) in draft.stops.iter().enumerate() {
            let x = all.along(stop.at);
            match stop.step {
                Step::First => pen.first(stop, x),
                Step::Back => pen.back(draft.stops.get(j + 1), x),
                Step::Other => pen.others.push((x, stop.temperature, stop.seen)),
                Step::On(kt) => pen.gate(stop, kt, x),
                Step::Off(kt) => {
                    pen.gate(stop, kt, x);
                    let own = lanes.lost.iter().find(|(key, ..)| *key == (i, j));
                    own.into_iter().for_each(|(_, fall, lane)| pen.fall(*fall, *lane, stop.temperature));
                }
            }
            if stop.step == Step::On(3) {
                let own = lanes.regulars.iter().find(|(key, _)| *key == (i, j));
                own.into_iter().for_each(|(_, lane)| pen.settle(*lane, x, stop.temperature));
            }
        }
        let today = all.span.1;
        if let Some(height) = heights.get(i).copied().flatten() {
            let warmth = draft.stops.last().map_or(0.0, |stop| stop.temperature);
            pen.knot(Point::new(today, height), warmth);
            pen.flush(false);
        } else {
            pen.rest(today);
        }
        let end = pen.thread.pieces.last().and_then(|piece| piece.line.last()).copied();
        pen.thread.end = end.unwrap_or_default();
        pen.thread
    }

    fn level(&self, kt: usize) -> f64 {
        self.all.levels.get(kt).copied().unwrap_or(0.0)
    }

    fn mark(&mut self, at: Point, stop: &Stop) {
        self.thread.marks.push(Mark { at, step: stop.step, temperature: stop.temperature, seen: stop.seen });
    }

    /// A place on the way up; never before the one that it comes from.
    fn knot(&mut self, at: Point, warmth: f64) {
        let least = self.rise.last().map_or(f64::NEG_INFINITY, |(before, _)| before.x + 1.0);
        self.rise.push((Point::new(at.x.max(least), at.y), warmth));
    }

    fn first(&mut self, stop: &Stop, x: f64) {
        self.rest(x - 8.0 * self.s);
        let x = if stop.seen { x } else { (x - UNSEEN * self.s).max(self.all.span.0) };
        let at = Point::new(x, self.level(0));
        self.knot(at, stop.temperature);
        self.mark(at, stop);
    }

    fn gate(&mut self, stop: &Stop, kt: usize, x: f64) {
        // What nobody saw is passed on the way to what was seen.
        if !stop.seen {
            return;
        }
        let at = Point::new(x, self.level(kt));
        match self.rise.last_mut() {
            // Where a regular has come back to.
            Some((before, warmth)) if before.distance(at) < 0.5 => *warmth = stop.temperature,
            _ => self.knot(at, stop.temperature),
        }
        let at = self.rise.last().map_or(at, |(at, _)| *at);
        self.mark(at, stop);
    }

    /// Into a regulars' lane.
    fn settle(&mut self, lane: f64, x: f64, warmth: f64) {
        let last = self.rise.last().map_or(x, |(at, _)| at.x);
        let at = Point::new((last + (44.0 * self.s).max(20.0)).min(self.all.span.1.max(last + 2.0)), lane);
        self.knot(at, warmth);
        let at = self.rise.last().map_or(at, |(at, _)| *at);
        self.flush(true);
        self.lane = Some((at, warmth));
    }

    fn fall(&mut self, fall: f64, lane: f64, warmth: f64) {
        let Some(&(from, _)) = self.rise.last() else { return };
        self.flush(false);
        let radius = ROUND * self.s;
        let end = Point::new((fall + radius).min(self.all.span.1.max(fall)), lane);
        let line = curve::fall(from, fall, end, radius);
        self.thread.pieces.push(Piece {
            lengths: lengths(&line),
            line,
            temperature: vec![(0.0, warmth as f32), (1.0, warmth as f32)],
            when: (from.x, end.x),
            back: false,
            falls: true,
        });
        self.lane = Some((end, warmth));
    }

    /// From the regulars' lane down, and up to KT1.
    fn back(&mut self, next: Option<&Stop>, x: f64) {
        let radius = (RETURN * self.s).max(5.0);
        // Who is next seen farther on has passed KT1 before.
        let ahead = match next.map(|stop| (stop.step, stop.seen)) {
            Some((Step::On(1) | Step::Off(1) | Step::Other, true)) | None => 0.0,
            _ => 3.0 * radius,
        };
        let to = Point::new(x - ahead, self.level(1));
        let turn = to.x - 2.0 * radius;
        self.rest(turn - radius);
        let Some(from) = self.thread.pieces.last().and_then(|piece| piece.line.last()).copied() else { return };
        let warmth = self.thread.pieces.last().and_then(|piece| piece.temperature.last()).map_or(0.7, |(_, own)| *own);
        let turn = turn.max(from.x + 2.0);
        let to = Point::new(to.x.max(turn + 4.0), to.y);
        let line = curve::back(from, turn, to, radius);
        self.thread.pieces.push(Piece {
            lengths: lengths(&line),
            line,
            temperature: vec![(0.0, warmth), (1.0, warmth)],
            when: (from.x, to.x),
            back: true,
            falls: true,
        });
        self.knot(to, f64::from(warmth));
    }

    /// Along the lane up to a place.
    fn rest(&mut self, until: f64) {
        let Some((from, warmth)) = self.lane.take() else { return };
        let to = Point::new(until.max(from.x), from.y);
        let mut temperature = vec![(0.0, warmth as f32)];
        let mut now = warmth;
        for (x, warmth, _) in std::mem::take(&mut self.others) {
            let part = ((x - from.x) / (to.x - from.x).max(1e-9)).clamp(0.0, 1.0) as f32;
            now = warmth;
            let at = Point::new(x.max(from.x), from.y);
            temperature.push((part, warmth as f32));
            self.thread.marks.push(Mark { at, step: Step::Other, temperature: warmth, seen: true });
        }
        temperature.push((1.0, now as f32));
        let line = vec![from, to];
        self.thread.pieces.push(Piece {
            lengths: lengths(&line),
            line,
            temperature,
            when: (from.x, to.x),
            back: false,
            falls: false,
        });
    }

    /// Draws the way up so far.
    fn flush(&mut self, flat: bool) {
        let rise = std::mem::take(&mut self.rise);
        let others = std::mem::take(&mut self.others);
        let points: Vec<Point> = rise.iter().map(|(at, _)| *at).collect();
        for (line, pair) in curve::monotone(&points, flat).into_iter().zip(rise.windows(2)) {
            let [(a, from), (b, to)] = pair else { continue };
            let mut temperature = vec![(0.0, *from as f32)];
            for (x, warmth, _) in others.iter().filter(|(x, ..)| *x >= a.x && *x < b.x) {
                let next = line.iter().position(|p| p.x >= *x).unwrap_or(0);
                let at = line.get(next).copied().unwrap_or(*a);
                let part = ((x - a.x) / (b.x - a.x).max(1e-9)).clamp(0.0, 1.0) as f32;
                temperature.push((part, *warmth as f32));
                self.thread.marks.push(Mark { at, step: Step::Other, temperature: *warmth, seen: true });
            }
            temperature.push((1.0, *to as f32));
            self.thread.pieces.push(Piece {
                lengths: lengths(&line),
                line,
                temperature,
                when: (a.x, b.x),
                back: false,
                falls: false,
            });
        }
    }
}
