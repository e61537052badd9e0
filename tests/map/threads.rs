//! What holds for every picture of single clients along the calendar.

use city_rivers::{
    document::{Document, Limits, Mood, Source},
    map::{
        Map,
        threads::{State, Step, stops},
    },
    network::{Network, solve},
};
use kurbo::{Point, Rect};
use oorandom::Rand64;
use std::fmt::Write as _;

const SIZES: [(f64, f64); 4] = [(1600.0, 900.0), (1280.0, 720.0), (390.0, 844.0), (800.0, 800.0)];

/// A log of so many clients whose events come in any order, some of them before what they should follow, some at one moment.
fn log(clients: usize, seed: u128) -> (Document, Network) {
    let mut random = Rand64::new(seed);
    let mut events = String::new();
    for client in 0..clients {
        for _ in 0..=random.rand_u64() % 9 {
            let (day, month) = (1 + random.rand_u64() % 28, 1 + random.rand_u64() % 12);
            let kt = random.rand_u64() % 4;
            let mood = match (kt, random.rand_u64() % 3) {
                (0, _) => "",
                (_, 0) => r#", "mood": "blue""#,
                _ => r#", "mood": "red""#,
            };
            let warmth = if random.rand_u64().is_multiple_of(3) {
                format!(r#", "temperature": {}"#, random.rand_float() * 2.0 - 1.0)
            } else {
                String::new()
            };
            let comma = if events.is_empty() { "" } else { "," };
            let _ = write!(
                events,
                r#"{comma}{{ "client": "Client {client}", "at": "2025-{month:02}-{day:02}", "kt": {kt}{mood}{warmth} }}"#
            );
        }
    }
    let text = format!(r#"{{ "cityRivers": 1, "title": "Clients", "journeys": {{ "events": [{events}] }} }}"#);
    solve(Source::Text(&text), &Limits::default()).solved.unwrap()
}

/// What the lines tell is what the network counts.
#[test]
fn steps_of_all_clients_are_the_counts_of_the_network() {
    for seed in 0..40 {
        let (document, network) = log(1 + seed as usize * 3, seed);
        let log = document.journeys.as_ref().unwrap();
        let told: Vec<_> = (0..log.clients()).map(|client| stops(log.events_of(client))).collect();
        let steps =
            |step: Step| told.iter().flat_map(|(stops, _)| stops).filter(|stop| stop.step == step).count() as f64;
        for (kt, [red, blue]) in (1..).zip(network.kts(&network.solved)) {
            assert_eq!([steps(Step::On(kt)), steps(Step::Off(kt))], [red, blue], "KT{kt}, seed {seed}");
        }
        let totals = &network.solved.totals;
        assert_eq!([steps(Step::First), steps(Step::Back)], [totals.springs, totals.returning], "seed {seed}");
        let states = |is: &dyn Fn(State) -> bool| told.iter().filter(|(_, state)| is(*state)).count() as f64;
        assert_eq!(states(&|state| matches!(state, State::Underway(_))), totals.underway, "seed {seed}");
        assert_eq!(states(&|state| state == State::Regular), totals.resting, "seed {seed}");
        for (stops, _) in &told {
            assert!(stops.iter().all(|stop| (-1.0..=1.0).contains(&stop.temperature)));
            assert!(stops.windows(2).all(|pair| pair[0].at <= pair[1].at), "seed {seed}");
        }
    }
}

#[test]
fn threads_lie_on_the_canvas_without_a_gap_and_each_lost_one_in_a_lane_of_its_own() {
    for seed in 0..24 {
        let (document, network) = log(1 + seed as usize * 9, seed);
        let log = document.journeys.as_ref().unwrap();
        let (width, height) = SIZES[seed as usize % SIZES.len()];
        let map = Map::in_threads(&network, log, width, height).unwrap();
        let threads = map.threads.clone().unwrap();
        assert_eq!(threads.threads.len(), log.clients());
        let canvas = Rect::new(-1.0, -1.0, width + 1.0, height + 1.0);
        let mut lanes: Vec<f64> = Vec::new();
        for thread in &threads.threads {
            let said = format!("client {} of seed {seed}", thread.client);
            let mut before: Option<Point> = None;
            for piece in &thread.pieces {
                for p in &piece.line {
                    assert!(canvas.contains(map.frame.point(p.x, p.y)), "{said} leaves the canvas at {p:?}");
                }
                let joined = before.is_none_or(|end| end.distance(piece.line[0]) < 1.0);
                // A passage that begins anew after a loss begins elsewhere.
                assert!(joined || piece.line[0].y == threads.levels[0], "{said} has a gap at {:?}", piece.line[0]);
                before = piece.line.last().copied();
            }
            let offs = thread.marks.iter().filter(|mark| matches!(mark.step, Step::Off(_))).count();
            assert_eq!(thread.pieces.iter().filter(|piece| piece.falls && !piece.back).count(), offs, "{said}");
            if matches!(thread.state, State::Lost(_)) {
                lanes.push(thread.end.y);
            }
        }
        lanes.sort_by(f64::total_cmp);
        assert!(lanes.windows(2).all(|pair| pair[1] - pair[0] > 0.9 * threads.lane), "seed {seed}: {lanes:?}");
    }
}

/// A drop goes on where it was: nobody jumps, but who begins anew after having been lost.
#[test]
fn who_moves_along_a_thread_is_where_the_events_say() {
    for seed in 0..12 {
        let (document, network) = log(20, seed);
        let log = document.journeys.as_ref().unwrap();
        let map = Map::in_threads(&network, log, 1600.0, 900.0).unwrap();
        let threads = map.threads.clone().unwrap();
        for thread in &threads.threads {
            assert!(thread.place(threads.span.0 - 1.0).is_none());
            for mark in thread.marks.iter().filter(|mark| mark.seen && mark.step != Step::Other) {
                let (at, warmth) = thread.place(mark.at.x).unwrap();
                // Of what follows in no time only the last is seen there.
                let alone = thread.marks.iter().all(|other| other == mark || (other.at.x - mark.at.x).abs() > 60.0);
                if !alone {
                    continue;
                }
                assert!(at.distance(mark.at) < 26.0, "seed {seed}: {at:?} instead of {:?}", mark.at);
                assert!((-1.0..=1.0).contains(&warmth));
            }
            let (end, _) = thread.place(threads.span.1).unwrap();
            assert!(end.distance(thread.end) < 2.0, "seed {seed}: {end:?} instead of {:?}", thread.end);
        }
    }
}

/// Too many to be told apart are water; and so is what would be, as no single client has done that.
#[test]
fn many_clients_are_water() {
    let (document, network) = log(401, 1);
    let log = document.journeys.as_ref().unwrap();
    assert!(Map::in_threads(&network, log, 4_000.0, 3_000.0).is_none());
    assert!(network.solved.streams.iter().any(|flow| flow.mood == Some(Mood::Blue)));
}
