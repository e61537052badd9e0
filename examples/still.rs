//! Draws a document as SVG, a city of given streets so many TIMES larger: `cargo run --example still -- FILE [WIDTH HEIGHT [light|dark|contrast [SECONDS [TIMES]]]] > map.svg`; with `VIEW=time` along time.

use city_rivers::{
    document::{Limits, Source, View, read},
    network::Network,
    paint::svg::svg,
    picture::style::{measure::Typical, theme::Theme},
    stage::{Look, Stage},
};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |i: usize| arguments.get(i).map(String::as_str);
    let number = |i: usize, or: f64| argument(i).and_then(|text| text.parse().ok()).unwrap_or(or);
    let Some(bytes) = argument(0).and_then(|file| std::fs::read(file).ok()) else {
        eprintln!("usage: still FILE [WIDTH HEIGHT [light|dark|contrast [SECONDS [TIMES]]]]");
        return ExitCode::FAILURE;
    };
    let reading = read(Source::Bytes(&bytes), &Limits::default());
    for problem in &reading.problems {
        eprintln!("{} {}: {}", problem.code, problem.pointer, problem.message);
    }
    let Some(document) = reading.document else { return ExitCode::FAILURE };
    let network = match Network::build(&document) {
        Ok(network) => network,
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{} {}: {}", problem.code, problem.pointer, problem.message));
            return ExitCode::FAILURE;
        }
    };
    let theme = match argument(3) {
        Some("dark") => Theme::DARK,
        Some("contrast") => Theme::CONTRAST,
        _ => Theme::LIGHT,
    };
    let view = std::env::var("VIEW").ok().as_deref().and_then(View::of);
    let look = Look { size: (number(1, 1280.0), number(2, 720.0)), view, theme, ..Look::default() };
    let mut stage = Stage::new(document, network, look, &Typical);
    if argument(5).is_some() {
        stage.zoom(
            number(5, 1.0),
            number(6, 0.4 * stage.look().size.0),
            number(7, 0.5 * stage.look().size.1),
            &Typical,
        );
    }
    print!("{}", svg(stage.at(number(4, 30.0))));
    ExitCode::SUCCESS
}
