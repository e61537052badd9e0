//! City and time are two views of one network.

use super::{business, solve};
use city_rivers::{
    document::{Document, Limits, Source, View},
    frame::Frame,
    network::Network,
    picture::style::measure::Typical,
    stage::{Look, Stage},
};

const SIZE: (f64, f64) = (1280.0, 720.0);

fn journeys() -> String {
    let client = |i: usize| {
        format!(
            r#"{{"client":"Firm {i}","at":"2026-01-{:02}","kt":0}},{{"client":"Firm {i}","at":"2026-02-{:02}","kt":1,"mood":"{}"}}"#,
            i + 1,
            i + 3,
            if i.is_multiple_of(3) { "blue" } else { "red" }
        )
    };
    let events = (0..12).map(client).collect::<Vec<_>>().join(",");
    format!(r#"{{"cityRivers":1,"title":"Firms","journeys":{{"events":[{events}]}}}}"#)
}

fn stage(view: View, (document, network): (Document, Network)) -> Stage {
    Stage::new(document, network, Look { size: SIZE, view: Some(view), ..Look::default() }, &Typical)
}

/// Whether all that stands still is the same; drops keep their lanes where as many clients take a way as before.
fn same(one: &Frame, other: &Frame) {
    assert_eq!((&one.land, &one.water, &one.marks), (&other.land, &other.water, &other.marks));
    assert_eq!((&one.names, &one.panel, &one.texts), (&other.names, &other.panel, &other.texts));
    assert!((one.drops.count() - other.drops.count()).abs() < 1.0);
}

#[test]
fn each_view_comes_to_what_it_would_be_by_itself_and_back() {
    for text in [business(1, 5, 1), business(3, 9, 3), journeys()] {
        let own = |view: View| stage(view, solve(&text)).at(3.0).clone();
        let mut stage = stage(View::City, solve(&text));
        assert!(stage.show(Some(View::Time), &Typical), "it goes over");
        let mut seen = Vec::new();
        for step in 0..40 {
            let seconds = f64::from(step) * 0.02;
            let going = stage.morph(seconds, &Typical);
            assert_eq!(going, seconds < 0.6 - 1e-9, "at {seconds} s");
            seen.push(stage.at(3.0).morph.is_some());
        }
        assert!(seen[5] && !seen[39]);
        assert_eq!(stage.view(), View::Time);
        same(stage.at(3.0), &own(View::Time));
        stage.show(Some(View::City), &Typical);
        stage.morph(f64::INFINITY, &Typical);
        same(stage.at(3.0), &own(View::City));
    }
}

/// Rings go over from one view into the other without a jump, and their names with them.
#[test]
fn nothing_jumps_on_the_way() {
    let mut stage = stage(View::City, solve(&business(1, 5, 1)));
    let places = |stage: &mut Stage| -> Vec<(String, kurbo::Point)> {
        stage.at(0.0).seen().names.iter().map(|name| (name.text.clone(), name.at)).collect()
    };
    let mut before = places(&mut stage);
    assert!(before.len() >= 3);
    stage.show(Some(View::Time), &Typical);
    for step in 0..=61 {
        stage.morph(f64::from(step) * 0.01, &Typical);
        let now = places(&mut stage);
        for (name, at) in &now {
            let was = before.iter().find(|(own, _)| own == name).map(|(_, at)| *at).unwrap();
            assert!(was.distance(*at) < 40.0, "step {step}: {name} from {was:?} to {at:?}");
        }
        before = now;
    }
}

#[test]
fn levers_and_what_is_looked_at_stay() {
    let text = business(1, 5, 1).replacen(
        r#""network""#,
        r#""levers":[{"id":"train","cost":10,"warm":{"at":"in0","share":0.1}}],"network""#,
        1,
    );
    let mut stage = stage(View::City, solve(&text));
    let mut levers = stage.levers();
    levers[0].on = true;
    stage.turn(levers, None, &Typical).unwrap();
    stage.morph(f64::INFINITY, &Typical);
    stage.focus(&["in0".to_owned()]);
    let solved = stage.network().to_json();
    stage.show(Some(View::Time), &Typical);
    stage.morph(f64::INFINITY, &Typical);
    assert!(stage.levers()[0].on);
    assert_eq!(stage.network().to_json(), solved);
    assert!(!stage.at(0.0).focus.is_empty());
    assert_eq!(stage.document().levers.len(), 1);
}

/// With a lever on the clients are no longer those who were: what would be is water.
#[test]
fn what_would_be_is_water() {
    let text = journeys().replacen(
        r#""journeys""#,
        r#""levers":[{"id":"warm","cost":1,"warm":{"at":"kt1","share":0.1}}],"journeys""#,
        1,
    );
    let solved = city_rivers::network::solve(Source::Text(&text), &Limits::default()).solved.unwrap();
    let mut stage = stage(View::Time, solved);
    let clients = |stage: &Stage| {
        let told = stage.contents().to_json();
        told.matches(r#""type":"client""#).count()
    };
    assert_eq!(clients(&stage), 12);
    let mut levers = stage.levers();
    levers[0].on = true;
    stage.turn(levers.clone(), None, &Typical).unwrap();
    stage.morph(f64::INFINITY, &Typical);
    assert_eq!(clients(&stage), 0);
    levers[0].on = false;
    stage.turn(levers, None, &Typical).unwrap();
    stage.morph(f64::INFINITY, &Typical);
    assert_eq!(clients(&stage), 12);
}
