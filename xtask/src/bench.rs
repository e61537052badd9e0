//! The benchmarks, as one table.

use crate::{
    package, serve, setup,
    shell::{cargo, output, program, run},
};
use anyhow::Result;

pub fn all() -> Result<()> {
    package::build()?;
    let chrome = setup::chrome()?;
    println!("\n| {} |\n|---|---|", machine()?);
    print!("{}", package::sizes()?);
    run(&mut cargo("bench --quiet --bench solve"))?;
    run(&mut cargo("bench --quiet --bench drops"))?;
    let address = serve::package()?;
    run(program("node xtask/bench.mjs").arg(address).env("CHROME", chrome))
}

/// Processor, system and day: the head of the table.
fn machine() -> Result<String> {
    let script = "const os = require('node:os'), cpus = os.cpus(); \
                  `${cpus[0].model}, ${cpus.length} cores, ${os.type()} ${os.arch()} | ${new Date().toISOString().slice(0, 10)}`";
    output(program("node --print").arg(script))
}
