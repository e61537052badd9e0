//! Frames made of journeys, month by month or quarter by quarter.

use city_rivers::{
    document::{Limits, Source, expand, json::parse, read, value::Value},
    network::{Network, Scenario, solve, solve_as},
};
use oorandom::Rand64;
use std::fmt::Write;

const STAGES: &str = r#""Lead": { "kt": 0 }, "Talks": { "kt": 1, "mood": "red" }, "Elsewhere": { "kt": 1, "mood": "blue" },
    "Won": { "kt": 2, "mood": "red" }, "Lost": { "kt": 2, "mood": "blue" }, "Happy": { "kt": 3, "mood": "red" }, "Gone": { "kt": 3, "mood": "blue" }"#;

fn document(events: &str, every: &str) -> String {
    format!(
        r#"{{ "cityRivers": 1, "journeys": {{ "frames": "{every}", "stages": {{ {STAGES} }}, "events": [{events}] }} }}"#
    )
}

fn solved(text: &str, frame: Option<usize>) -> Network {
    let frame = frame.map(|frame| frame as f64);
    let solving = solve_as(Source::Text(text), &Limits::default(), |document| Scenario::asked(document, &[], frame));
    solving.solved.unwrap_or_else(|| panic!("{:?}", solving.problems)).1
}

#[test]
fn a_frame_is_what_begins_in_it() {
    let events = r#"{ "client": "a", "at": "2025-12-30", "stage": "Lead" }, { "client": "a", "at": "2026-01-02", "stage": "Won", "value": 7 },
        { "client": "a", "at": "2026-01-09", "stage": "Happy" }, { "client": "b", "at": "2026-01-31T23:30:00-05:00", "stage": "Talks" },
        { "client": "b", "at": "2026-04-05", "stage": "Lost" }, { "client": "a", "at": "2026-04-06", "stage": "Won", "value": 5 }"#;
    let months = read(Source::Text(&document(events, "month")), &Limits::default()).document.unwrap();
    let said = |frames: &[city_rivers::document::Frame]| {
        frames.iter().map(|frame| (frame.at.clone().unwrap(), frame.label.clone())).collect::<Vec<_>>()
    };
    let month = |at: &str| (at.to_owned(), None);
    // By the clock of who wrote it down, b began in January.
    assert_eq!(said(&months.frames), ["2025-12", "2026-01", "2026-04"].map(month));
    let quarters = read(Source::Text(&document(events, "quarter")), &Limits::default()).document.unwrap();
    let quarter = |(at, label): (&str, &str)| (at.to_owned(), Some(label.to_owned()));
    let expected = [("2025-10", "2025 Q4"), ("2026-01", "2026 Q1"), ("2026-04", "2026 Q2")].map(quarter);
    assert_eq!(said(&quarters.frames), expected);
    let text = document(events, "month");
    let totals: Vec<_> = (0..3).map(|frame| solved(&text, Some(frame)).solved.totals).collect();
    assert_eq!(
        totals.iter().map(|it| (it.springs, it.buyers, it.revenue)).collect::<Vec<_>>(),
        [(1.0, 1.0, 7.0), (1.0, 0.0, 0.0), (0.0, 1.0, 5.0)]
    );
    assert_eq!(
        totals.iter().map(|it| (it.returning, it.underway, it.lost_kt[1])).collect::<Vec<_>>(),
        [(0.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1.0, 1.0, 0.0)]
    );
}

#[test]
fn frames_add_up_to_the_base_and_each_in_itself() {
    let mut random = Rand64::new(11);
    let names = ["Lead", "Talks", "Elsewhere", "Won", "Lost", "Happy", "Gone"];
    for round in 0..40 {
        let mut events = String::new();
        for _ in 0..random.rand_range(1..150) {
            let (client, spring) = (random.rand_range(0..9), random.rand_range(0..4));
            let at = format!(
                "{}-{:02}-{:02}",
                2024 + random.rand_range(0..2),
                random.rand_range(1..13),
                random.rand_range(1..29)
            );
            let comma = if events.is_empty() { "" } else { "," };
            let stage = names[random.rand_range(0..7) as usize];
            let spring = if spring < 2 { format!(r#", "spring": "s{spring}""#) } else { String::new() };
            write!(
                events,
                r#"{comma}{{ "client": "c{client}", "at": "{at}", "stage": "{stage}", "value": 3{spring} }}"#
            )
            .unwrap();
        }
        let text = document(&events, ["month", "quarter"][round % 2]);
        let base = solved(&text, None);
        let count = read(Source::Text(&text), &Limits::default()).document.unwrap().frames.len();
        let frames: Vec<Network> = (0..count).map(|frame| solved(&text, Some(frame))).collect();
        let same =
            |sum: f64, whole: f64, what: &str| assert!((sum - whole).abs() < 1e-6, "{round} {what}: {sum}, {whole}");
        for (index, stream) in base.graph.edge_weights().enumerate() {
            let sum = frames.iter().map(|frame| frame.solved.streams[index].clients).sum();
            same(sum, base.solved.streams[index].clients, &stream.id);
        }
        for (index, node) in base.graph.node_weights().enumerate() {
            same(
                frames.iter().map(|it| it.solved.nodes[index].underway).sum(),
                base.solved.nodes[index].underway,
                &node.id,
            );
            for frame in frames.iter().filter(|_| node.id != "regulars") {
                same(frame.solved.nodes[index].unaccounted, 0.0, &node.id);
            }
        }
        let [springs, lost] = [|it: &Network| it.solved.totals.springs, |it: &Network| it.solved.totals.lost_kt[2]];
        same(frames.iter().map(springs).sum(), springs(&base), "springs");
        same(frames.iter().map(lost).sum(), lost(&base), "lost at KT3");
    }
}

#[test]
fn they_are_written_out() {
    let events = r#"{ "client": "a", "at": "2026-01-02", "stage": "Talks" }, { "client": "b", "at": "2026-02-02", "stage": "Won", "temperature": 0.5 }"#;
    let text = document(events, "month");
    let written = expand(Source::Text(&text), &Limits::default()).expanded.unwrap();
    assert!(written.get("journeys").is_none());
    assert_eq!(written.get("frames").and_then(Value::list).map(<[Value]>::len), Some(2));
    let frames = |source: Source<'_>| read(source, &Limits::default()).document.unwrap().frames;
    assert_eq!(frames(Source::Tree(written)), frames(Source::Text(&text)));
}

#[test]
fn there_are_no_others_and_not_too_many() {
    let events = r#"{ "client": "a", "at": "2026-01-02", "stage": "Talks" }, { "client": "b", "at": "2026-02-02", "stage": "Won" }"#;
    let told = |text: &str, limits: &Limits| {
        let problems = solve(Source::Tree(parse(text).unwrap()), limits).problems;
        problems.iter().map(|it| (it.code, it.pointer.clone())).collect::<Vec<_>>()
    };
    let text = document(events, "month");
    let both = text.replacen("{ \"cityRivers\": 1,", "{ \"cityRivers\": 1, \"frames\": [{ \"at\": \"2026\" }],", 1);
    assert_eq!(told(&both, &Limits::default()), [("one-of", "/journeys/frames".to_owned())]);
    let few = Limits { frames: 1, ..Limits::default() };
    assert_eq!(told(&text, &few), [("too-large", "/journeys/frames".to_owned())]);
    let stories = text.replacen(
        "{ \"cityRivers\": 1,",
        "{ \"cityRivers\": 1, \"story\": [{ \"frame\": 1 }, { \"frame\": 2 }],",
        1,
    );
    assert_eq!(told(&stories, &Limits::default()), [("range", "/story/1/frame".to_owned())]);
    assert_eq!(told(&document(events, "week"), &Limits::default()), [("type", "/journeys/frames".to_owned())]);
}
