//! Finds, or installs, what the commands need beyond cargo.

use crate::shell::{answers, find, output, program, root, run, say, tool};
use anyhow::{Context, Result, ensure};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// A browser and the driver that goes with it.
pub struct Browser {
    pub chrome: PathBuf,
    pub driver: Option<PathBuf>,
}

const BROWSERS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const BROWSER_APPS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The standard library for wasm.
pub fn wasm_target() -> Result<()> {
    let sysroot = output(&mut program("rustc --print sysroot"))?;
    if !Path::new(&sysroot).join("lib/rustlib/wasm32-unknown-unknown/lib").is_dir() {
        say("adding the target wasm32-unknown-unknown (rustup)");
        run(&mut program("rustup target add wasm32-unknown-unknown"))
            .context("compiling to wasm needs the standard library of wasm32-unknown-unknown")?;
    }
    Ok(())
}

/// The formatter and the linter.
pub fn components() -> Result<()> {
    for (command, component) in [("cargo fmt --version", "rustfmt"), ("cargo clippy --version", "clippy")] {
        if !answers(command) {
            say(format_args!("adding {component} (rustup)"));
            run(&mut program(&format!("rustup component add {component}")))?;
        }
    }
    Ok(())
}

/// What `www/package-lock.json` names.
pub fn node_modules() -> Result<()> {
    ensure!(answers("node --version") && answers("npm --version"), "this command needs Node (20 or later) with npm");
    let age = |path: &str| fs::metadata(root().join(path)).and_then(|file| file.modified());
    let installed = age("www/node_modules/.package-lock.json");
    if installed.is_err() || installed? < age("www/package-lock.json")? {
        say("installing the JavaScript tools in www/node_modules (npm)");
        run(program("npm ci --ignore-scripts --no-audit --no-fund --loglevel=error").current_dir(root().join("www")))?;
    }
    Ok(())
}

/// A browser: `$CHROME`, one on the machine, the distribution's package, or Playwright's download. [`node_modules`] comes before.
pub fn browser() -> Result<Browser> {
    let browser = present().map_or_else(install, Ok)?;
    say(format_args!("browser: {}", browser.chrome.display()));
    Ok(browser)
}

fn present() -> Option<Browser> {
    let given = env::var_os("CHROME").map(PathBuf::from);
    let app = || BROWSER_APPS.iter().map(PathBuf::from).find(|file| file.is_file());
    let chrome = given.or_else(|| find(&BROWSERS)).or_else(app)?;
    Some(Browser { chrome, driver: driver() })
}

fn driver() -> Option<PathBuf> {
    env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| find(&["chromedriver"]))
}

fn install() -> Result<Browser> {
    // Only the superuser may; anyone else is asked for nothing.
    if find(&["apt-get"]).is_some() && output(&mut program("id -u"))? == "0" {
        say("installing chromium (apt-get)");
        let quiet = |words| {
            let mut command = program(words);
            command.env("DEBIAN_FRONTEND", "noninteractive");
            command
        };
        let installed = run(&mut quiet("apt-get update -qq")).and_then(|()| {
            run(&mut quiet("apt-get install -qq -y --no-install-recommends chromium chromium-driver fonts-dejavu-core"))
        });
        match (installed, present()) {
            (Ok(()), Some(browser)) => return Ok(browser),
            (Ok(()), None) => say("that gave no browser"),
            (Err(error), _) => say(format_args!("that failed: {error:#}")),
        }
    }
    say("installing chromium (Playwright)");
    run(&mut tool("playwright-core install chromium"))
        .context("no browser was found and none could be installed: set CHROME to one")?;
    let chrome = output(
        program("node --print")
            .arg("require('playwright-core').chromium.executablePath()")
            .current_dir(root().join("www")),
    )?;
    Ok(Browser { chrome: chrome.into(), driver: driver() })
}
