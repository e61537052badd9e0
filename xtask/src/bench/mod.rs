//! The benchmarks, as tables.

mod network;

use crate::{
    package, serve, setup,
    shell::{cargo, output, program, root, run, target},
};
use anyhow::{Context, Result};
use std::fs;

/// The document that is measured.
const DOCUMENT: &str = "www/gallery/examples/central-shop.json";

/// All of them.
pub fn all() -> Result<()> {
    package::build()?;
    println!("\n| {} |\n|---|---|", machine()?);
    print!("{}", package::sizes()?);
    run(&mut cargo("bench --quiet --bench solve"))?;
    run(&mut cargo("bench --quiet --bench drops"))?;
    run(&mut cargo("bench --quiet --bench streets"))?;
    browser(&[])
}

/// Drops alone, in one run: how many, and which peers.
pub fn drops(words: &[&str]) -> Result<()> {
    package::build()?;
    browser(if words.is_empty() { &["50000"] } else { words })
}

/// In the browser.
fn browser(words: &[&str]) -> Result<()> {
    setup::bench_modules()?;
    let chrome = setup::chrome()?;
    let text = fs::read_to_string(root().join(DOCUMENT)).context(DOCUMENT)?;
    let folder = target().join("bench");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("network.json"), network::json(&text)?)?;
    let address = serve::bench(folder)?;
    run(program("node xtask/bench/main.mjs").arg(address).args(words).env("CHROME", chrome))
}

/// Processor, system and day: the head of the table.
fn machine() -> Result<String> {
    let script = "const os = require('node:os'), cpus = os.cpus(); \
                  `${cpus[0].model}, ${cpus.length} cores, ${os.type()} ${os.arch()} | ${new Date().toISOString().slice(0, 10)}`";
    output(program("node --print").arg(script))
}
