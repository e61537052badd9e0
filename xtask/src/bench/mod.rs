//! The benchmarks, as tables.

mod network;

use crate::{
    build, package, serve, setup,
    shell::{cargo, output, program, root, run, target},
};
use anyhow::{Context, Result};
use std::{env, fs, path::PathBuf};

/// The document that is measured.
const DOCUMENT: &str = "www/gallery/examples/central-shop.json";

/// All of them.
pub fn all() -> Result<()> {
    package::build()?;
    println!("\n| {} |\n|---|---|", machine()?);
    print!("{}", package::sizes()?);
    run(&mut cargo("bench --quiet --bench solve"))?;
    run(&mut cargo("bench --quiet --bench drops"))?;
    run(&mut cargo("bench --quiet --bench levers"))?;
    browser(&[])?;
    in_browser("levers.mjs", &[])?;
    in_browser("journeys.mjs", &[])?;
    streets_in_browser()?;
    first_in_browser(&[])
}

/// First pictures alone; a word may say how often each is measured.
pub fn first(words: &[&str]) -> Result<()> {
    package::build()?;
    println!("\n| {} |\n|---|---|", machine()?);
    print!("{}", package::sizes()?);
    first_in_browser(words)
}

fn first_in_browser(words: &[&str]) -> Result<()> {
    fs::create_dir_all(folder())?;
    in_browser("first.mjs", &[&[&*folder().to_string_lossy()], words].concat())
}

/// Levers alone.
pub fn levers() -> Result<()> {
    package::build()?;
    println!("\n| {} |\n|---|---|", machine()?);
    run(&mut cargo("bench --quiet --bench levers"))?;
    in_browser("levers.mjs", &[])
}

/// Journeys alone.
pub fn journeys() -> Result<()> {
    package::build()?;
    println!("\n| {} |\n|---|---|", machine()?);
    in_browser("journeys.mjs", &[])
}

/// Streets alone.
pub fn streets() -> Result<()> {
    package::build()?;
    println!("\n| {} |\n|---|---|", machine()?);
    streets_in_browser()
}

fn streets_in_browser() -> Result<()> {
    build::door(&folder().join("door"))?;
    let data = env::var_os("CITY_RIVERS_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    in_browser("streets.mjs", &[&data.to_string_lossy(), &folder().to_string_lossy()])
}

/// Drops alone, in one run: how many, and which peers.
pub fn drops(words: &[&str]) -> Result<()> {
    package::build()?;
    browser(if words.is_empty() { &["50000"] } else { words })
}

/// Drops in the browser.
fn browser(words: &[&str]) -> Result<()> {
    let text = fs::read_to_string(root().join(DOCUMENT)).context(DOCUMENT)?;
    fs::create_dir_all(folder())?;
    fs::write(folder().join("network.json"), network::json(&text)?)?;
    in_browser("main.mjs", words)
}

/// Runs a script with the address of a server of the package and of its peers, and with more words.
fn in_browser(script: &str, words: &[&str]) -> Result<()> {
    setup::bench_modules()?;
    let chrome = setup::chrome()?;
    let address = serve::bench(folder())?;
    run(program(&format!("node xtask/bench/{script}")).arg(address).args(words).env("CHROME", chrome))
}

/// What is written for the benchmark.
fn folder() -> PathBuf {
    target().join("bench")
}

/// Processor, system and day: the head of the table.
fn machine() -> Result<String> {
    let script = "const os = require('node:os'), cpus = os.cpus(); \
                  `${cpus[0].model}, ${cpus.length} cores, ${os.type()} ${os.arch()} | ${new Date().toISOString().slice(0, 10)}`";
    output(program("node --print").arg(script))
}
