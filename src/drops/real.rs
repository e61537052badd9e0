//! Drops that are single clients: each passage of each is one drop, at its dates.

use super::{
    Bed, Calendar, GOLDEN, Meaning, Settings, Step, Strand, Strands, Way, chance, ends_in_sea,
    passage::{End, On, Passage, passages, quickest},
    sized,
};
use crate::{
    document::journeys::{DAY, Log},
    frame::{
        drops::{CHANCES, Lane},
        paced::{Milestone, Paced},
    },
    map::{Place, Ribbon},
    network::Network,
    order::sort,
};
use oorandom::Rand64;
use std::collections::BTreeMap;

/// With more passages than this water is drawn, not clients: so many are not told apart.
pub const MOST: u64 = 30_000;
/// What a drop is told in, at most: what is said of temperatures beyond that is left out.
const MILESTONES: usize = 48;
/// How far along their stream those wait who are underway: from, and over how much of it they are spread.
const WAIT: (f64, f64) = (0.55, 0.37);
/// Drops are so many times as large as water's where there is room.
const LARGE: f64 = 3.0;

/// The clients of a log as drops over its network; none where there are too many.
pub fn real(
    log: &Log,
    network: &Network,
    ribbons: &[Ribbon],
    places: &[Place],
    calendar: &Calendar,
    settings: &Settings,
) -> Option<(Strands, Meaning)> {
    if log.passages() > MOST {
        return None;
    }
    let courses = Courses::of(network);
    let several = courses.springs.iter().any(|spring| spring.len() > 1);
    // By the streams that they take.
    let mut sorted: BTreeMap<Vec<usize>, Vec<Drop>> = BTreeMap::new();
    for client in 0..log.clients() {
        passages(log, client, calendar, several, &mut |passage| {
            let drop = courses.drop(client, &passage, calendar, network);
            sorted.entry(drop.streams.clone()).or_default().push(drop);
        });
    }
    let shares = Shares::of(&sorted, network, places);
    let rate = 1.0 / calendar.seconds;
    let second = (calendar.to - calendar.from) as f64 * rate;
    let mut all = Vec::with_capacity(sorted.len());
    let mut seen = 0.0;
    for (streams, drops) in &sorted {
        let steps = shares.steps(streams);
        let way = Way { clients: drops.len() as f64, steps };
        let (mut lanes, mut milestones) = (Vec::with_capacity(drops.len()), Vec::new());
        for (nth, drop) in drops.iter().enumerate() {
            // All over the breadth that is theirs, however many there are.
            let middle = ((nth as f64 + 0.5) * GOLDEN).fract();
            let first = milestones.len();
            let (begin, end) = drop.milestones(second, middle, &mut milestones);
            seen += (end - begin) as f64 / second * rate;
            lanes.push(Lane {
                row: 0,
                middle: middle as f32,
                breadth: 0.0,
                rate,
                phase: (begin - calendar.from) as f64 / second * rate,
                // By which a drop tells whose it is.
                key: drop.client as u32,
                paced: Paced { first, count: milestones.len() - first },
            });
        }
        let to_sea = ends_in_sea(network, &way);
        all.push(Strand { way, to_sea, lanes, milestones: milestones.into(), part: 1.0 });
    }
    let (head, length) = sized(Bed::new(ribbons).water(), seen, settings, LARGE);
    let mut random = Rand64::new(u128::from(settings.seed));
    let chance = (0..CHANCES).map(|number| chance(number, &mut random)).collect();
    let meaning = Meaning { clients_per_drop: 1.0, seconds_per_period: calendar.seconds };
    Some((Strands { all, head, length, chance }, meaning))
}

/// A passage along the streams of a network.
struct Drop {
    /// The client's number in the log.
    client: usize,
    streams: Vec<usize>,
    /// When it is where: in streams, 1.5 is the middle of the second one; in order of time.
    places: Vec<(i64, f64)>,
    /// When the client was how warm, and how much that counts against the water's own temperature.
    warmth: Vec<(i64, f64, f64)>,
    /// Whether it waits at the end.
    waits: Option<i64>,
}

impl Drop {
    /// Adds what is needed to know where it is at each age, where a second is so many microseconds; when it begins and ends.
    fn milestones(&self, second: f64, across: f64, to: &mut Vec<Milestone>) -> (i64, i64) {
        let ends = |at: Option<&(i64, f64)>| at.map_or(0, |at| at.0);
        let (begin, end) = (ends(self.places.first()), ends(self.places.last()));
        let mut places = self.places.clone();
        if let Some(arrives) = self.waits
            && let Some((_, place)) = places.pop()
        {
            // Those who are there last stand furthest back.
            let stop = place - 1.0 + WAIT.0 + WAIT.1 * (across * 7.0).fract();
            let last = places.last().map_or(begin, |last| last.0);
            let arrives = arrives.clamp(last + 1, end.max(last + 1));
            places.extend([(arrives, stop), (end.max(arrives + 1), stop)]);
        }
        let mut times: Vec<i64> = places.iter().map(|(at, _)| *at).collect();
        times.extend(self.warmth.iter().take(MILESTONES.saturating_sub(times.len())).map(|(at, ..)| *at));
        times.sort_unstable();
        times.dedup();
        to.extend(times.into_iter().map(|at| {
            let place = along(&places, at, |(at, _)| *at, |(_, place)| [*place, 0.0]);
            let [temperature, own] = along(&self.warmth, at, |(at, ..)| *at, |(_, warmth, own)| [*warmth, *own]);
            Milestone {
                age: ((at - begin) as f64 / second) as f32,
                along: place[0] as f32,
                temperature: temperature as f32,
                own: own as f32,
            }
        }));
        (begin, end)
    }
}

/// What a list says of a time, in between linear, before and after it as at its ends.
fn along<T>(list: &[T], at: i64, when: impl Fn(&T) -> i64, what: impl Fn(&T) -> [f64; 2]) -> [f64; 2] {
    let next = list.partition_point(|own| when(own) <= at);
    let before = next.checked_sub(1).and_then(|index| list.get(index));
    match (before, list.get(next)) {
        (Some(a), Some(b)) => {
            let part = (at - when(a)) as f64 / (when(b) - when(a)).max(1) as f64;
            let ([a, c], [b, d]) = (what(a), what(b));
            [a + (b - a) * part, c + (d - c) * part]
        }
        (Some(own), None) | (None, Some(own)) => what(own),
        (None, None) => [0.0; 2],
    }
}

/// Which streams of a network are those of journeys.
struct Courses {
    springs: Vec<Vec<usize>>,
    back: Vec<usize>,
    red: [Vec<usize>; 3],
    blue: [Vec<usize>; 3],
}

impl Courses {
    fn of(network: &Network) -> Self {
        let graph = &network.graph;
        let id = |node| graph.node_weight(node).map_or("", |node| node.id.as_str());
        let mut found: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (index, edge) in graph.raw_edges().iter().enumerate() {
            // Canals come after the streams of journeys.
            found.entry((id(edge.source()), id(edge.target()))).or_insert(index);
        }
        let way = |nodes: &[&str]| {
            let pairs = nodes.iter().zip(nodes.iter().skip(1));
            pairs.filter_map(|(from, to)| found.get(&(*from, *to)).copied()).collect::<Vec<_>>()
        };
        let gathered = way(&["confluence", "kt1"]);
        let first = if gathered.is_empty() { "kt1" } else { "confluence" };
        let springs = (1..).map(|number: usize| way(&[&["spring-", &number.to_string()].concat(), first]));
        let springs = springs.take_while(|way| !way.is_empty());
        Self {
            springs: springs.map(|way| [&way[..], &gathered].concat()).collect(),
            back: way(&["regulars", "kt1"]),
            red: [way(&["kt1", "kt2"]), way(&["kt2", "till", "kt3"]), way(&["kt3", "regulars"])],
            blue: [way(&["kt1", "sea"]), way(&["kt2", "sea"]), way(&["kt3", "sea"])],
        }
    }

    fn streams(&self, on: On) -> &[usize] {
        let own = match on {
            On::Spring(spring) => self.springs.get(spring),
            On::Back => Some(&self.back),
            On::Red(kt) => self.red.get(kt.wrapping_sub(1)),
            On::Blue(kt) => self.blue.get(kt.wrapping_sub(1)),
        };
        own.map_or(&[], |own| own.as_slice())
    }

    /// The drop of a passage.
    fn drop(&self, client: usize, passage: &Passage, calendar: &Calendar, network: &Network) -> Drop {
        let (mut streams, mut places) = (Vec::new(), Vec::new());
        let usual = |stream: &usize| {
            let days = network.graph.raw_edges().get(*stream).and_then(|edge| edge.weight.days);
            days.map_or(calendar.margin(), |days| (days * DAY as f64) as i64)
        };
        let waits = passage.end == End::Underway;
        for (index, stay) in passage.stays.iter().enumerate() {
            let own = self.streams(stay.on);
            places.extend(own.first().map(|_| (stay.from, streams.len() as f64)));
            if let [first, second] = own {
                let time = stay.until - stay.from;
                let onward = match (stay.on, waits && index + 1 == passage.stays.len()) {
                    // Where all springs have come together it is but a step to KT1; the till stands in the middle.
                    (On::Spring(_), true) => usual(first).min(time / 2),
                    (On::Spring(_), false) => time - quickest(calendar).min(time / 2),
                    (_, true) => usual(second).min(time) / 2,
                    (_, false) => time / 2,
                };
                places.push((stay.from + onward, streams.len() as f64 + 1.0));
            }
            streams.extend_from_slice(own);
        }
        let end = passage.stays.last().map_or(calendar.to, |stay| stay.until);
        let waits = streams.last().zip(places.last()).filter(|_| waits).map(|(last, (at, _))| at + usual(last));
        places.push((end, streams.len() as f64));
        Drop { client, streams, places, warmth: warmth(passage, calendar), waits }
    }
}

/// When a client was how warm, and how much that counts: from where it is first said until the end of the stream on which it is said
/// last; before and after that it goes over from, and into, what the water is.
fn warmth(passage: &Passage, calendar: &Calendar) -> Vec<(i64, f64, f64)> {
    let least = quickest(calendar);
    let mut warmth: Vec<(i64, f64, f64)> = Vec::new();
    let Some(begin) = passage.stays.first().map(|stay| stay.from) else { return warmth };
    for &(_, at, now) in &passage.said {
        match warmth.last_mut() {
            // Too soon to be seen: the later one counts.
            Some(last) if at - last.0 < least => last.1 = now,
            Some(_) => warmth.push((at, now, 1.0)),
            None if at - begin < least => warmth.push((begin, now, 1.0)),
            None => warmth.extend([(begin, now, 0.0), (at, now, 1.0)]),
        }
    }
    if let (Some((on, ..)), Some(&(_, last, own))) = (passage.said.last(), warmth.last()) {
        let until = |on: usize| passage.stays.get(on).map(|stay| stay.until);
        warmth.extend(until(*on).map(|until| (until, last, own)));
        warmth.extend(until(*on + 1).map(|until| (until, last, 0.0)));
    }
    warmth
}

/// Which part of a stream's breadth is whose, where it begins and where it ends: as many as come from, or go on to, each other stream,
/// in the order in which these lie side by side.
struct Shares {
    begin: BTreeMap<(usize, Option<usize>), (f64, f64)>,
    end: BTreeMap<(usize, Option<usize>), (f64, f64)>,
}

impl Shares {
    fn of(sorted: &BTreeMap<Vec<usize>, Vec<Drop>>, network: &Network, places: &[Place]) -> Self {
        let (mut begin, mut end) = (BTreeMap::new(), BTreeMap::new());
        for (streams, drops) in sorted {
            for (index, stream) in streams.iter().enumerate() {
                let before = index.checked_sub(1).and_then(|index| streams.get(index)).copied();
                *begin.entry((*stream, before)).or_insert(0.0) += drops.len() as f64;
                *end.entry((*stream, streams.get(index + 1).copied())).or_insert(0.0) += drops.len() as f64;
            }
        }
        let place = |stream: usize, ends: bool| {
            let edge = network.graph.raw_edges().get(stream)?;
            places.get(if ends { edge.target() } else { edge.source() }.index())
        };
        Self {
            begin: parts(&begin, &|stream| place(stream, false).map_or(&[], |place| &place.inflow)),
            end: parts(&end, &|stream| place(stream, true).map_or(&[], |place| &place.outflow)),
        }
    }

    fn steps(&self, streams: &[usize]) -> Vec<Step> {
        let all = (0.0, 1.0);
        let step = |(index, stream): (usize, &usize)| {
            let before = index.checked_sub(1).and_then(|index| streams.get(index)).copied();
            let across = self.begin.get(&(*stream, before)).copied().unwrap_or(all);
            let onward = self.end.get(&(*stream, streams.get(index + 1).copied())).copied().unwrap_or(all);
            Step { stream: *stream, across, onward }
        };
        streams.iter().enumerate().map(step).collect()
    }
}

/// Counts of each stream, by the other that it has to do with, as parts of its breadth; those with none come last.
fn parts<'a>(
    counts: &BTreeMap<(usize, Option<usize>), f64>,
    stack: &dyn Fn(usize) -> &'a [(usize, f64)],
) -> BTreeMap<(usize, Option<usize>), (f64, f64)> {
    let counts: Vec<((usize, Option<usize>), f64)> = counts.iter().map(|(pair, count)| (*pair, *count)).collect();
    let mut parts = BTreeMap::new();
    for own in counts.chunk_by(|a, b| a.0.0 == b.0.0) {
        let total: f64 = own.iter().map(|(_, count)| count).sum();
        let order = own.first().map_or(&[][..], |((stream, _), _)| stack(*stream));
        let rank = |other: Option<usize>| {
            other
                .map(|other| order.iter().position(|(stream, _)| *stream == other))
                .map_or(usize::MAX, |rank| rank.unwrap_or(usize::MAX - 1))
        };
        let mut own: Vec<(usize, (usize, Option<usize>), f64)> =
            own.iter().map(|(pair, count)| (rank(pair.1), *pair, *count)).collect();
        sort(&mut own, |a, b| a.0.cmp(&b.0));
        let mut low = 0.0;
        for (_, pair, count) in own {
            parts.insert(pair, (low / total, (low + count) / total));
            low += count;
        }
    }
    parts
}
