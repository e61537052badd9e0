//! The commands of the repository: `cargo xtask serve | test | package | bench`.

mod bench;
mod build;
mod glue;
mod laws;
mod package;
mod parts;
mod serve;
mod setup;
mod shell;
mod test;

use anyhow::{Context, Result, bail};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND
  serve [--port N]  build, and serve the gallery on 127.0.0.1 (needs cargo alone)
  test              run every check and test (needs Node and npm too)
  package           write the npm package to target/npm (needs Node and npm too)
  bench             run the benchmarks and print their tables, about 20 minutes (needs Node and npm too)
  bench drops [COUNT [PEER ...]]  one run of drops, 50000 by default, of the map and of peers
  bench first [RUNS]  first pictures alone: from the navigation, beside ECharts; the median of 5 by default
  bench levers      levers alone: from the click to the first frame, and counts reconciled
  bench journeys    journeys alone: a table of a million events, from its text to the picture
  bench streets     streets alone: trees of shortest ways, and maps of whole cities
What a command is missing beyond that it finds or installs.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match command(&words.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[&str]) -> Result<ExitCode> {
    match words {
        ["serve"] => serve::gallery(None)?,
        ["serve", "--port", port] => serve::gallery(Some(port.parse().context("a port is a number from 0 to 65535")?))?,
        ["test"] => return test::all(),
        ["package"] => package::write()?,
        ["bench"] => bench::all()?,
        ["bench", "first", words @ ..] => bench::first(words)?,
        ["bench", "levers"] => bench::levers()?,
        ["bench", "journeys"] => bench::journeys()?,
        ["bench", "streets"] => bench::streets()?,
        ["bench", "drops", words @ ..] => bench::drops(words)?,
        _ => bail!("{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}
