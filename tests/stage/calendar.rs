//! Single clients over their calendar.

use city_rivers::{
    document::{Limits, Source, View, value::Value},
    frame::Drops,
    network::solve,
    picture::style::measure::Typical,
    stage::{Item, Look, Stage},
};
use std::fmt::Write;

/// So many clients, one each day from the first of January on; each is won or lost forty days later. `rest` is the rest of the document.
fn deals(clients: u32, rest: &str) -> Stage {
    let mut events = String::new();
    let date = |day: u32| format!("2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
    for client in 0..clients {
        let mood = if client % 3 > 0 { "red" } else { "blue" };
        let comma = if client > 0 { "," } else { "" };
        let [begin, end] = [client % 250, client % 250 + 40].map(date);
        write!(
            events,
            r#"{comma}{{ "client": "c{client}", "at": "{begin}", "kt": 1, "mood": "red" }},
               {{ "client": "c{client}", "at": "{end}", "kt": 2, "mood": "{mood}" }}"#
        )
        .unwrap();
    }
    let text = format!(r#"{{ "cityRivers": 1, "journeys": {{ "events": [{events}] }}{rest} }}"#);
    let (document, network) = solve(Source::Text(&text), &Limits::default()).solved.unwrap();
    Stage::new(document, network, Look::default(), &Typical)
}

fn seen(drops: &Drops, time: f64) -> Vec<[f32; 2]> {
    let mut seen = Vec::new();
    drops.each(time, |drop| seen.push(drop.head));
    seen
}

fn legend(stage: &Stage) -> String {
    match stage.contents().get("legend") {
        Some(Value::Text(text)) => text.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_drop_is_a_client_and_the_calendar_is_told() {
    let stage = deals(120, "");
    assert_eq!(stage.drops().lanes.len(), 120);
    assert!(legend(&stage).ends_with("1 drop = 1 client"), "{}", legend(&stage));
    let calendar = stage.calendar().unwrap();
    let contents = stage.contents();
    let told = contents.get("calendar").unwrap();
    assert_eq!(told.get("seconds"), Some(&Value::Number(calendar.seconds)));
    let text =
        |key: &str| if let Some(Value::Text(text)) = told.get(key) { text.to_string() } else { panic!("{told:?}") };
    assert!(*text("from") < *"2026-01-01" && text("to").starts_with("2026-06"), "{told:?}");
    assert!(text("to").ends_with('Z'));
}

#[test]
fn with_a_lever_on_it_is_water_and_without_it_the_clients_again() {
    let mut stage = deals(120, r#", "levers": [{ "id": "care", "warm": { "at": "kt2", "share": 0.1 } }]"#);
    let clients = stage.drops().clone();
    let mut levers = stage.levers();
    levers[0].on = true;
    stage.turn(levers.clone(), None, &Typical).unwrap();
    while stage.morph(1.0, &Typical) {}
    assert_eq!((stage.calendar(), stage.contents().get("calendar")), (None, Some(&Value::Null)));
    assert!(stage.drops().milestones.is_empty());
    levers[0].on = false;
    stage.turn(levers, None, &Typical).unwrap();
    while stage.morph(1.0, &Typical) {}
    assert!(stage.calendar().is_some());
    for time in [3.0, 9.0] {
        assert_eq!(seen(stage.drops(), time), seen(&clients, time));
    }
}

#[test]
fn from_view_to_view_every_client_stays() {
    // More than have threads of their own in the time view.
    let mut stage = deals(900, "");
    let time = 7.5;
    let before = seen(stage.drops(), time);
    assert!(before.len() > 20 && stage.show(Some(View::Time), &Typical));
    let mut last = before.clone();
    for step in 0..60 {
        if !stage.morph(f64::from(step) * 0.01, &Typical) {
            break;
        }
        let now = seen(&stage.at(time).seen().drops.clone(), time);
        assert_eq!(now.len(), before.len());
        let far = now.iter().zip(&last).map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1])).fold(0.0, f32::max);
        assert!(far < 60.0, "a client jumps by {far}");
        last = now;
    }
    while stage.morph(1.0, &Typical) {}
    assert_eq!(seen(stage.drops(), time).len(), before.len());
}

#[test]
fn too_many_clients_are_water() {
    let stage = deals(30_001, "");
    assert!(stage.calendar().is_none() && stage.drops().milestones.is_empty());
    assert!(stage.drops().count() > 500.0);
}

/// Who is clicked is the client whose drop is there: it is on its way at that date, and its thread is shown.
#[test]
fn a_drop_that_is_picked_is_its_client() {
    let mut stage = deals(900, "");
    let calendar = stage.calendar().unwrap();
    let mut picked = 0;
    for part in [0.2, 0.5, 0.8] {
        let time = part * calendar.seconds;
        let now = calendar.date_at(time);
        let drops = stage.at(time).drops.clone();
        for [x, y] in seen(&drops, time) {
            let Some(item @ Item::Client(client)) = stage.pick(f64::from(x), f64::from(y)) else { continue };
            picked += 1;
            let told = stage.tell(item).unwrap();
            let Some(Value::Text(name)) = told.get("label") else { panic!("{told:?}") };
            let log = stage.document().journeys.clone().unwrap();
            assert_eq!(log.name(client), &**name);
            let first = log.events_of(client).map(|event| event.moment.at).min().unwrap();
            assert!(first - calendar.margin() <= now, "{name} is there before its first event");
        }
    }
    assert!(picked > 100, "{picked} of all drops");
    let before = stage.at(0.0).focus.len();
    stage.focus(&["c7".to_owned()]);
    let frame = stage.at(0.0);
    assert!(frame.focus.len() > before && frame.value.as_ref().is_some_and(|name| name.text == "c7"));
}
