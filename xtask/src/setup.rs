//! Finds, or installs, what the commands need beyond cargo.

use crate::shell::{answers, find, output, program, root, run, say, tool};
use anyhow::{Context, Result, ensure};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const BROWSERS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const BROWSER_APPS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
/// A browser and its driver, as Debian names them, and letters to write with.
const PACKAGES: &str = "chromium chromium-driver fonts-dejavu-core";

fn toolchain_has(path: &str) -> Result<bool> {
    let sysroot = output(&mut program("rustc --print sysroot"))?;
    Ok(Path::new(&sysroot).join(path).exists())
}

/// The standard library for wasm.
pub fn wasm_target() -> Result<()> {
    if !toolchain_has("lib/rustlib/wasm32-unknown-unknown/lib")? {
        say("adding the target wasm32-unknown-unknown (rustup)");
        run(&mut program("rustup target add wasm32-unknown-unknown"))
            .context("compiling to wasm needs the standard library of wasm32-unknown-unknown")?;
    }
    Ok(())
}

/// The source of the standard library.
pub fn library_source() -> Result<()> {
    if !toolchain_has("lib/rustlib/src/rust/library/Cargo.lock")? {
        say("adding the standard library's source (rustup)");
        run(&mut program("rustup component add rust-src"))?;
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
    modules("www", "JavaScript tools")
}

/// What the benchmark measures against.
pub fn bench_modules() -> Result<()> {
    modules("xtask/bench", "peers of the benchmark")
}

fn modules(folder: &str, what: &str) -> Result<()> {
    ensure!(answers("node --version") && answers("npm --version"), "this command needs Node (20 or later) with npm");
    let age = |path: &str| fs::metadata(root().join(folder).join(path)).and_then(|file| file.modified());
    let installed = age("node_modules/.package-lock.json");
    if installed.is_err() || installed? < age("package-lock.json")? {
        say(format_args!("installing the {what} in {folder}/node_modules (npm)"));
        run(program("npm ci --ignore-scripts --no-audit --no-fund --loglevel=error").current_dir(root().join(folder)))?;
    }
    Ok(())
}

/// A browser that starts: `$CHROME`, one on the machine, the distribution's package, or Playwright's download;
/// [`node_modules`] comes before.
pub fn chrome() -> Result<PathBuf> {
    let given = env::var_os("CHROME").map(PathBuf::from);
    let app = || BROWSER_APPS.iter().map(PathBuf::from).find(|file| file.is_file());
    let found = given.or_else(|| find(&BROWSERS)).or_else(app).or_else(|| packaged(&BROWSERS));
    let advice = || advice("CHROME to one");
    let chrome = found.map_or_else(downloaded, Ok).with_context(advice)?;
    let version = output(Command::new(&chrome).arg("--version")).with_context(advice)?;
    say(format_args!("browser: {} ({version})", chrome.display()));
    Ok(chrome)
}

/// The program through which tests drive a browser of the same version: `$CHROMEDRIVER`, one on the path, or the
/// distribution's package.
pub fn chromedriver() -> Result<PathBuf> {
    let given = env::var_os("CHROMEDRIVER").map(PathBuf::from);
    let found = given.or_else(|| find(&["chromedriver"])).or_else(|| packaged(&["chromedriver"]));
    found.with_context(|| advice("CHROMEDRIVER to the one of your browser's version"))
}

/// What to do where a browser or its driver is missing and could not be installed.
fn advice(variable: &str) -> String {
    let package = find(&["apt-get"]).map(|_| format!("have the superuser run `apt-get install {PACKAGES}`, or "));
    format!("missing: {}set {variable}", package.unwrap_or_default())
}

/// One of these programs, after the distribution's packages of browser and driver were installed.
fn packaged(names: &[&str]) -> Option<PathBuf> {
    install(PACKAGES);
    find(names)
}

/// Installs the distribution's packages. Only the superuser may; anyone else is asked for nothing.
fn install(packages: &str) {
    if find(&["apt-get"]).is_none() || output(&mut program("id -u")).ok().as_deref() != Some("0") {
        return;
    }
    say(format_args!("installing {packages} (apt-get)"));
    for step in ["update", &format!("install -y --no-install-recommends {packages}")] {
        let mut command = program(&format!("apt-get -qq {step}"));
        if let Err(error) = run(command.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null())) {
            say(format_args!("{error:#}"));
        }
    }
}

/// The folder of PostgreSQL's programs: `$POSTGRES`, one on the machine, or the distribution's package. None where there is none
/// to be had.
pub fn postgres() -> Option<PathBuf> {
    let found = env::var_os("POSTGRES").map(PathBuf::from).or_else(postgres_here).or_else(|| {
        install("postgresql");
        postgres_here()
    });
    match &found {
        Some(folder) => say(format_args!("PostgreSQL: {}", folder.display())),
        None => say(
            "PostgreSQL is not to be had here, so nothing is tested in it (POSTGRES may name the folder of its programs)",
        ),
    }
    found
}

/// On the path, or where Debian puts it: a folder for each version.
fn postgres_here() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|version| version.path().join("bin/initdb")).filter(|file| file.is_file()).max();
    // A link on the path leads to the folder where all the programs are.
    find(&["initdb"]).or(debian)?.canonicalize().ok()?.parent().map(Path::to_owned)
}

fn downloaded() -> Result<PathBuf> {
    say("installing chromium (Playwright)");
    run(&mut tool("playwright-core install chromium"))?;
    let path = "require('playwright-core').chromium.executablePath()";
    Ok(output(program("node --print").arg(path).current_dir(root().join("www")))?.into())
}
