#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::{passage::quickest, *};
use crate::{
    document::{Document, Limits, Source, journeys::Log},
    frame::{Color, paced::Stand},
    map::Map,
    network::solve,
};
use oorandom::Rand64;
use std::{collections::BTreeMap, fmt::Write};

const SIZE: (f64, f64) = (1280.0, 720.0);
const DAY: i64 = 86_400_000_000;

/// KT and mood of stages.
const STAGES: [(&str, usize, &str); 7] = [
    ("Lead", 0, ""),
    ("Talks", 1, "red"),
    ("Elsewhere", 1, "blue"),
    ("Won", 2, "red"),
    ("Lost", 2, "blue"),
    ("Happy", 3, "red"),
    ("Gone", 3, "blue"),
];

/// A document with so many events of so many clients over some hundred days.
fn text(random: &mut Rand64, events: u64, clients: u64, springs: u64) -> String {
    let mut text = String::from(r#"{ "cityRivers": 1, "journeys": { "stages": {"#);
    for (index, (name, kt, mood)) in STAGES.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let mood = if mood.is_empty() { String::new() } else { format!(r#", "mood": "{mood}""#) };
        write!(text, r#"{comma} "{name}": {{ "kt": {kt}{mood} }}"#).unwrap();
    }
    text += r#" }, "events": ["#;
    for nth in 0..events {
        let comma = if nth > 0 { "," } else { "" };
        let (client, stage) = (random.rand_range(0..clients), STAGES[random.rand_range(0..7) as usize].0);
        let (month, day, hour) = (random.rand_range(1..10), random.rand_range(1..29), random.rand_range(0..24));
        write!(
            text,
            r#"{comma}{{ "client": "c{client}", "at": "2026-{month:02}-{day:02}T{hour:02}:00", "stage": "{stage}""#
        )
        .unwrap();
        if random.rand_range(0..3) == 0 {
            write!(text, r#", "temperature": {:.2}"#, random.rand_float() * 2.0 - 1.0).unwrap();
        }
        if springs > 1 {
            write!(text, r#", "spring": "s{}""#, client % springs).unwrap();
        }
        text += " }";
    }
    text + "] } }"
}

/// What is made of a document: its log, its network, its calendar and its drops.
struct Played {
    document: Document,
    network: Network,
    calendar: Calendar,
    strands: Strands,
    drops: Drops,
}

impl Played {
    fn of(text: &str, time: bool) -> Self {
        let (document, network) = solve(Source::Text(text), &Limits::default()).solved.unwrap();
        let map = if time {
            Map::in_time(&network, SIZE.0, SIZE.1)
        } else {
            Map::new(&network, SIZE.0, SIZE.1, document.seed, document.blocks)
        };
        let log = document.journeys.as_deref().unwrap();
        let calendar = Calendar::of(log).unwrap();
        let settings = Settings::for_size(SIZE.0, SIZE.1, 1);
        let (strands, meaning) = real(log, &network, &map.ribbons, &map.places, &calendar, &settings).unwrap();
        assert_eq!((meaning.clients_per_drop, meaning.seconds_per_period), (1.0, calendar.seconds));
        let tones = vec![Color { rgb: [0; 3], alpha: 1.0 }; 64];
        let drops = Drops { tones, ..strands.drops(&map.ribbons) };
        Self { document, network, calendar, strands, drops }
    }

    fn log(&self) -> &Log {
        self.document.journeys.as_deref().unwrap()
    }

    /// How many drops are on each stream.
    fn counted(&self, time: f64) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for strand in &self.strands.all {
            let own = Drops { milestones: strand.milestones.to_vec(), ..Drops::default() };
            for lane in &strand.lanes {
                let age = (lane.beat(time).rem_euclid(1.0) / lane.rate) as f32;
                if age < own.seconds(lane) {
                    let Stand { at, .. } = own.stand(lane, age);
                    let step = (at.along as usize).min(strand.way.steps.len() - 1);
                    let stream = strand.way.steps[step].stream;
                    let id = self.network.graph.edge_weights().nth(stream).unwrap().id.clone();
                    *counts.entry(id).or_default() += 1;
                }
            }
        }
        counts
    }
}

/// On which stream a client is, from when to when: worked out from the events once more, in words of its own.
fn stays(played: &Played, client: usize, several: bool) -> Vec<(String, i64, i64)> {
    let calendar = &played.calendar;
    let (margin, least, end) = (calendar.margin(), quickest(calendar), calendar.to);
    let events: Vec<(i64, usize, bool)> = played
        .log()
        .events_of(client)
        .map(|event| (event.moment.at, event.point.kt, event.point.mood == Some(crate::document::Mood::Red)))
        .collect();
    let spring = played.log().spring_of(client) + 1;
    let mut all = Vec::new();
    let mut at = 0;
    let mut from_regulars = false;
    while at < events.len() {
        let first = events[at];
        let room = if at > 0 { (first.0 - events[at - 1].0) / 2 } else { margin };
        let begin = if first.1 == 0 { first.0 } else { first.0 - room.min(margin) };
        // The points that it passes, and when.
        let mut points: Vec<(usize, bool, i64)> = Vec::new();
        let mut since = begin;
        let (mut met, mut over) = (0, false);
        while at < events.len() && !over {
            let (when, kt, red) = events[at];
            at += 1;
            if kt > met {
                let count = (kt - met) as i64;
                points.extend((1..count).map(|nth| (met + nth as usize, true, since + (when - since) * nth / count)));
                points.push((kt, red, when));
                (met, since, over) = (kt, when, !red || kt == 3);
            }
        }
        let last = events[at - 1].0;
        let room = events.get(at).map_or(margin, |next| (next.0 - last) / 2);
        let until = if over { last + room.min(margin) } else { end };
        let mut clock = begin;
        let mut ways: Vec<(Vec<String>, i64, bool)> = Vec::new();
        let start = match (from_regulars, several) {
            (true, _) => vec!["regulars>kt1".to_owned()],
            (false, true) => vec![format!("spring-{spring}>confluence"), "confluence>kt1".to_owned()],
            (false, false) => vec!["spring-1>kt1".to_owned()],
        };
        ways.push((start, points.first().map_or(until, |point| point.2), points.is_empty()));
        for (index, (kt, red, _)) in points.iter().enumerate() {
            let way: &[&str] = match (kt, red) {
                (1, true) => &["kt1>kt2"],
                (2, true) => &["kt2>till", "till>kt3"],
                (3, true) => &["kt3>regulars"],
                (1, false) => &["kt1>sea"],
                (2, false) => &["kt2>sea"],
                _ => &["kt3>sea"],
            };
            let next = points.get(index + 1);
            ways.push((
                way.iter().map(|id| (*id).to_owned()).collect(),
                next.map_or(until, |next| next.2),
                next.is_none() && !over,
            ));
        }
        let count = ways.len();
        for (index, (ids, until, waits)) in ways.into_iter().enumerate() {
            let mut until = until.max(clock + least * ids.len() as i64);
            if index + 1 == count {
                until = until.min(end).max(clock + 1);
            }
            if let [first, second] = &ids[..] {
                let time = until - clock;
                let usual = |id: &str| {
                    let days = played.network.graph.edge_weights().find(|stream| stream.id == id).unwrap().days;
                    days.map_or(margin, |days| (days * DAY as f64) as i64)
                };
                let onward = match (first.starts_with("spring"), waits) {
                    (true, true) => usual(first).min(time / 2),
                    (true, false) => time - least.min(time / 2),
                    (false, true) => usual(second).min(time) / 2,
                    (false, false) => time / 2,
                };
                all.push((first.clone(), clock, clock + onward));
                all.push((second.clone(), clock + onward, until));
            } else {
                all.push((ids[0].clone(), clock, until));
            }
            clock = until;
        }
        from_regulars = over && events[at - 1].2;
    }
    all
}

#[test]
fn as_many_drops_are_on_each_stream_at_any_date_as_clients_are_by_their_events() {
    let mut random = Rand64::new(5);
    for round in 0_u32..40 {
        let (events, clients, springs) = (random.rand_range(1..260), random.rand_range(1..60), 1 + round % 3);
        let played = Played::of(&text(&mut random, events, clients, springs.into()), round % 2 == 0);
        let several = played.network.graph.node_weights().any(|node| node.id == "confluence");
        let stays: Vec<_> = (0..played.log().clients()).flat_map(|client| stays(&played, client, several)).collect();
        let Calendar { from, to, seconds } = played.calendar;
        // What ages are rounded to.
        let near = (to - from) / 100_000;
        for _ in 0..60 {
            let date = from + ((to - from) as f64 * random.rand_float()) as i64;
            let time = played.calendar.time_at(date) + seconds * f64::from(round);
            let counted = played.counted(time);
            let ids = played.network.graph.edge_weights().map(|stream| &stream.id);
            for id in ids {
                let within = |slack: i64| {
                    let on = |(own, from, until): &&(String, i64, i64)| {
                        own == id && *from - slack <= date && date < *until + slack
                    };
                    stays.iter().filter(on).count()
                };
                let count = counted.get(id).copied().unwrap_or(0);
                let (low, high) = (within(-near), within(near));
                assert!((low..=high).contains(&count), "{round}: {count} on {id} on {date}, {low} to {high} by events");
            }
        }
    }
}

#[test]
fn a_client_is_one_drop_wherever_its_events_are_not_all_at_once() {
    let mut random = Rand64::new(11);
    for round in 0..10 {
        let played = Played::of(&text(&mut random, 300, 40, 2), round % 2 == 0);
        let lanes: usize = played.strands.all.iter().map(|strand| strand.lanes.len()).sum();
        assert_eq!(lanes as u64, played.log().passages(), "a passage is a drop");
        for client in 0..played.log().clients() {
            let own = stays(&played, client, true);
            let begins = |id: &str| id.starts_with("spring") || id.starts_with("regulars");
            let mut over = i64::MIN;
            for (nth, (id, from, until)) in own.iter().enumerate() {
                if begins(id) && nth > 0 {
                    // Later than it should be by what the quickest way through all streams takes, at most.
                    assert!(*from >= over - 7 * quickest(&played.calendar), "{id} from {from}, before {over}");
                }
                over = *until;
            }
        }
    }
}

#[test]
fn single_clients_never_jump_blink_or_change_colour_at_once() {
    let mut random = Rand64::new(23);
    for round in 0_u32..12 {
        let played = Played::of(&text(&mut random, 250, 50, (1 + round % 3).into()), round % 2 == 0);
        let step = 1e-4;
        for _ in 0..30 {
            let time = played.calendar.seconds * random.rand_float() * 3.0;
            let seen = |time: f64| {
                let mut all = BTreeMap::new();
                played.drops.each(time, |drop| assert!(all.insert((drop.lane, drop.number), drop).is_none()));
                all
            };
            let (now, next) = (seen(time), seen(time + step));
            for (id, a) in &now {
                assert!(a.head.iter().chain(&a.tail).all(|part| part.is_finite()) && a.tone < 64);
                let Some(b) = next.get(id) else {
                    assert!(a.width < 0.04, "a drop of width {} is gone at once", a.width);
                    continue;
                };
                let moved = |a: [f32; 2], b: [f32; 2]| f64::from(b[0] - a[0]).hypot(f64::from(b[1] - a[1]));
                // The quickest pass a stream of 700 px in 1/200 of the calendar; outer banks are longer.
                let most = 700.0 / (played.calendar.seconds / 200.0) * 6.0 * step + 4e-3;
                assert!(moved(a.head, b.head) < most, "a drop jumps by {}, {most} allowed", moved(a.head, b.head));
                assert!(a.tone.abs_diff(b.tone) < 2, "a drop changes colour at once");
                assert!((b.width - a.width).abs() < 0.1, "a drop blinks");
            }
            for (id, b) in next.iter().filter(|(id, _)| !now.contains_key(id)) {
                assert!(b.width < 0.04, "drop {id:?} appears with width {}", b.width);
            }
        }
    }
}

#[test]
fn a_client_is_as_warm_as_was_said() {
    let text = r#"{ "cityRivers": 1, "journeys": { "events": [
        { "client": "a", "at": "2026-01-01", "kt": 0 },
        { "client": "a", "at": "2026-02-01", "kt": 1, "mood": "red", "temperature": 0.8 },
        { "client": "a", "at": "2026-03-01", "kt": 2, "mood": "blue", "temperature": -0.6 },
        { "client": "b", "at": "2026-04-01", "kt": 0 } ] } }"#;
    let played = Played::of(text, false);
    let warm = |date: i64| {
        let mut tones = Vec::new();
        played.drops.each(played.calendar.time_at(date), |drop| tones.push(drop.tone));
        tones
    };
    let at = |text: &str| crate::document::journeys::Moment::of(text).unwrap().at;
    let tone = crate::frame::drops::tone;
    assert_eq!(warm(at("2026-02-01") + 1), [tone(0.8, 64)]);
    assert_eq!(warm(at("2026-02-15")), [tone(0.1, 64)], "it cools from the one event to the next");
    assert_eq!(warm(at("2026-03-02")), [tone(-0.6, 64)]);
    assert!(warm(at("2026-03-25")).is_empty(), "it has left");
}

#[test]
fn dates_and_times_of_a_calendar_are_each_other_s() {
    let mut random = Rand64::new(3);
    for events in [1, 2, 50] {
        let text = text(&mut random, events, 5, 1);
        let Played { calendar, document, .. } = Played::of(&text, false);
        let (first, last) = document.journeys.unwrap().span().unwrap();
        assert!(calendar.from < first && last < calendar.to && calendar.seconds >= 15.0 && calendar.seconds <= 90.0);
        for _ in 0..50 {
            let date = calendar.from + ((calendar.to - calendar.from) as f64 * random.rand_float()) as i64;
            assert!((calendar.date_at(calendar.time_at(date)) - date).abs() <= 1_000, "{date}");
            let time = calendar.seconds * random.rand_float();
            assert!((calendar.time_at(calendar.date_at(time + 3.0 * calendar.seconds)) - time).abs() < 1e-6);
        }
        assert_eq!((calendar.date_at(0.0), calendar.date_at(f64::NAN)), (calendar.from, calendar.from));
        assert_eq!((calendar.time_at(i64::MIN), calendar.time_at(i64::MAX)), (0.0, calendar.seconds));
    }
}
