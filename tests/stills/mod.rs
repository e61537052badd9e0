//! Every example document, drawn as it was approved. `APPROVE=1 cargo test stills` approves what is drawn now.

use city_rivers::{
    document::{Limits, Source, read},
    network::{Network, solve},
    paint::svg::svg,
    picture::style::{measure::Typical, theme::Theme},
    stage::{Look, Stage},
};
use std::{fs, path::Path};

/// Seconds of animation at which the water is looked at.
const MOMENT: f64 = 30.0;
/// Platforms may round the last digit, a tenth of a pixel, the other way.
const TOLERANCE: f64 = 0.15;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of an example document.
fn example(name: &str) -> String {
    fs::read_to_string(root().join("www/gallery/examples").join(name).with_extension("json")).unwrap()
}

/// Draws an example and holds it against its approved still; what is to be said where they differ.
fn compare(name: &str, still: &str, size: (f64, f64), theme: Theme) -> Option<String> {
    compare_text(name, &example(name), still, size, theme)
}

fn compare_text(name: &str, text: &str, still: &str, size: (f64, f64), theme: Theme) -> Option<String> {
    let reading = read(Source::Text(text), &Limits::default());
    assert_eq!(reading.problems, [], "{name}");
    let document = reading.document.unwrap();
    let network = Network::build(&document).unwrap();
    assert_eq!(network.solved.diagnostics, [], "{name}");
    let mut stage = Stage::new(document, network, Look { size, theme, ..Look::default() }, &Typical);
    let drawn = svg(stage.at(MOMENT));
    let approved = root().join("tests/stills").join(still).with_extension("svg");
    if std::env::var_os("APPROVE").is_some() {
        fs::write(approved, drawn).unwrap();
        return None;
    }
    let line = first_difference(&fs::read_to_string(&approved).unwrap_or_default(), &drawn)?;
    let seen = root().join("target").join(still).with_extension("svg");
    fs::write(&seen, drawn).unwrap();
    Some(format!("{} differs from {} first in line {line}", seen.display(), approved.display()))
}

#[test]
fn a_still_of_a_million_drops_is_no_larger_than_can_be_seen() {
    let network = solve(Source::Text(&example("central-shop")), &Limits::default()).solved.unwrap();
    let look = Look { drops: Some(1e6), ..Look::default() };
    let mut stage = Stage::new(network.0, network.1, look, &Typical);
    assert!(stage.drops().count() > 8e5);
    let bytes = svg(stage.at(MOMENT)).len();
    assert!((500_000..8_000_000).contains(&bytes), "{bytes} bytes");
}

fn expect_none(differences: &[String]) {
    let said = differences.join("\n");
    assert!(differences.is_empty(), "{said}\nIf these are the better pictures: APPROVE=1 cargo test stills");
}

/// The number of the first line, from 1, in which two pictures differ by more than rounding.
fn first_difference(one: &str, other: &str) -> Option<usize> {
    let lines = one.lines().zip(other.lines()).position(|(a, b)| a != b && !is_alike(a, b));
    let (long, short) =
        (one.lines().count().max(other.lines().count()), one.lines().count().min(other.lines().count()));
    lines.or((long != short).then_some(short)).map(|index| index + 1)
}

fn is_alike(one: &str, other: &str) -> bool {
    let (one, other) = (pieces(one), pieces(other));
    let near = |a: &str, b: &str| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= TOLERANCE,
        _ => a == b,
    };
    one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| near(a, b))
}

/// A text cut into its numbers and what stands between them.
fn pieces(text: &str) -> Vec<&str> {
    let is_digit = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == '-';
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digit = is_digit(first);
        let end = rest.find(|letter| is_digit(letter) != digit).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

#[test]
fn stills_of_every_example() {
    let mut names: Vec<String> = fs::read_dir(root().join("www/gallery/examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 5, "{names:?}");
    let differences: Vec<String> =
        names.iter().filter_map(|name| compare(name, name, (1280.0, 720.0), Theme::LIGHT)).collect();
    expect_none(&differences);
}

#[test]
fn stills_in_the_dark_and_on_a_phone() {
    let dark = compare("central-shop", "central-shop-dark", (1280.0, 720.0), Theme::DARK);
    let phone = compare("central-shop", "central-shop-phone", (390.0, 844.0), Theme::LIGHT);
    expect_none(&dark.into_iter().chain(phone).collect::<Vec<_>>());
}

/// The same along time: what says no days, what does, on a phone; three shops under one another.
#[test]
fn stills_in_time() {
    let stills = [
        ("central-shop", "time-no-days", (1280.0, 720.0), Theme::LIGHT),
        ("b2b-firm", "time-days", (1280.0, 720.0), Theme::LIGHT),
        ("b2b-firm", "time-days-phone", (390.0, 844.0), Theme::DARK),
        ("three-shops", "time-shops", (1600.0, 900.0), Theme::DARK),
        ("36-clients", "time-threads-dark", (1600.0, 900.0), Theme::DARK),
        ("36-clients", "time-threads-phone", (390.0, 844.0), Theme::LIGHT),
    ];
    let time = |name: &str| match example(name) {
        text if text.contains(r#""view""#) => text,
        text => text.replacen('{', r#"{ "view": "time", "#, 1),
    };
    let drawn = |(name, still, size, theme)| compare_text(name, &time(name), still, size, theme);
    expect_none(&stills.into_iter().filter_map(drawn).collect::<Vec<_>>());
}

/// Before is the example itself.
#[test]
fn stills_with_all_levers_on() {
    let on = example("training").replace(r#""cost": "#, r#""on": true, "cost": "#);
    let light = compare_text("training", &on, "training-built", (1280.0, 720.0), Theme::LIGHT);
    let dark = compare_text("training", &on, "training-built-dark", (1280.0, 720.0), Theme::DARK);
    let time = on.replacen('{', r#"{ "view": "time", "#, 1);
    let time = compare_text("training", &time, "time-built", (1280.0, 720.0), Theme::LIGHT);
    expect_none(&light.into_iter().chain(dark).chain(time).collect::<Vec<_>>());
}

#[test]
fn stills_are_compared_up_to_rounding() {
    let one = "<path d=\"M1 2.3L-4 5\"/>\n<path/>\n";
    assert_eq!(first_difference(one, "<path d=\"M1 2.4L-4.1 5\"/>\n<path/>\n"), None);
    assert_eq!(first_difference(one, "<path d=\"M1 2.6L-4 5\"/>\n<path/>\n"), Some(1));
    assert_eq!(first_difference(one, "<path d=\"M1 2.3C-4 5\"/>\n<path/>\n"), Some(1));
    assert_eq!(first_difference(one, "<path d=\"M1 2.3L-4 5\"/>\n"), Some(2));
}

/// The one page that holds its document shows the same as the example.
#[test]
fn the_page_with_its_document_inside_is_the_example() {
    let page = fs::read_to_string(root().join("www/gallery/pages/small-shop.html")).unwrap();
    let (_, after) = page.split_once("<script type=\"application/json\">").unwrap();
    let (inside, _) = after.split_once("</script>").unwrap();
    let document = |text: &str| read(Source::Text(text), &Limits::default()).document.unwrap();
    assert_eq!(document(inside), document(&example("small-shop")));
}
