//! Every check and test, the quick ones first; a failure does not keep the later ones from running.

use crate::{
    build::files,
    laws, package, serve, setup,
    shell::{cargo, output, program, root, run, say, shown, target, tool},
};
use anyhow::{Context, Result, bail, ensure};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

/// How many tests passed and failed; a check that has no count of its own is one test.
#[derive(Clone, Copy, Default)]
struct Count {
    passed: usize,
    failed: usize,
}

pub fn all() -> Result<ExitCode> {
    let mut all = Tally::default();
    all.ready("target for wasm", setup::wasm_target);
    all.ready("formatter and linter", setup::components);
    all.ready("JavaScript tools", setup::node_modules);
    let chrome = all.ready("browser", setup::chrome);
    let driver = all.ready("driver of the browser", setup::chromedriver);
    let chrome = || chrome.as_deref().context("there is no browser");
    let driver = || driver.as_deref().context("there is no driver");
    all.check("laws of the house", laws::check);
    all.check("formatting", || run(&mut cargo("fmt --all --check")));
    all.check("lints", || {
        run(&mut cargo("clippy --quiet --workspace --all-targets -- -D warnings"))?;
        run(&mut cargo("clippy --quiet --lib --test web --target wasm32-unknown-unknown -- -D warnings"))
    });
    all.check("documentation", || run(cargo("doc --quiet --no-deps --lib").env("RUSTDOCFLAGS", "-D warnings")));
    all.step("native tests", || counted(&mut cargo("test --workspace --no-fail-fast")));
    all.step("wasm tests in a browser", || wasm(chrome()?, driver()?));
    all.check("package", package::write);
    all.check("bytes of the package", package::budgets);
    all.check("types of the gallery", || run(&mut tool("tsc --project www/gallery/tsconfig.json")));
    all.check("types of the commands", || run(&mut tool("tsc --project www/package/cli/tsconfig.json")));
    all.step("SQL in DuckDB and PostgreSQL", sql);
    all.step("pages in a browser", || pages(chrome()?));
    all.report()
}

#[derive(Default)]
struct Tally {
    count: Count,
    /// What failed, and why where nothing was counted.
    failures: Vec<String>,
}

impl Tally {
    /// What the steps after it need.
    fn ready<T>(&mut self, name: &str, set_up: impl FnOnce() -> Result<T>) -> Option<T> {
        let mut made = None;
        self.step(name, || {
            made = Some(set_up()?);
            Ok(Count::default())
        });
        made
    }

    fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        self.step(name, || work().map(|()| Count { passed: 1, failed: 0 }));
    }

    fn step(&mut self, name: &str, work: impl FnOnce() -> Result<Count>) {
        say(name);
        let (count, failure) = match work() {
            Ok(count) => (count, (count.failed > 0).then(|| name.to_owned())),
            Err(error) => (Count { passed: 0, failed: 1 }, Some(format!("{name}: {error:#}"))),
        };
        if let Some(failure) = failure {
            say(format_args!("failed: {failure}"));
            self.failures.push(failure);
        }
        self.count.passed += count.passed;
        self.count.failed += count.failed;
    }

    fn report(self) -> Result<ExitCode> {
        for name in &self.failures {
            say(format_args!("failed: {name}"));
        }
        println!("{} passed, {} failed", self.count.passed, self.count.failed);
        Ok(if self.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Tests in the browser, through its driver.
fn wasm(chrome: &Path, driver: &Path) -> Result<Count> {
    let options = target().join("webdriver.json");
    let chrome = format!("{:?}", chrome.display().to_string());
    let arguments = r#"["headless", "no-sandbox", "disable-dev-shm-usage"]"#;
    fs::write(&options, format!(r#"{{"goog:chromeOptions": {{"binary": {chrome}, "args": {arguments}}}}}"#))?;
    counted(
        cargo("test --target wasm32-unknown-unknown --test web")
            .env("CHROMEDRIVER", driver)
            // Seconds for all of them; by itself it waits 20.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", options),
    )
}

/// Whole pages, against the package as it ships.
fn pages(chrome: &Path) -> Result<Count> {
    counted(node("pages")?.env("CHROME", chrome).env("CITY_RIVERS_URL", serve::package()?))
}

/// The queries that the package's command gives, in the engines themselves.
fn sql() -> Result<Count> {
    let mut tests = node("sql")?;
    if let Some(folder) = setup::postgres() {
        tests.env("CITY_RIVERS_POSTGRES", folder);
    }
    counted(&mut tests)
}

/// Node with the tests of a folder, which find the packed package by `CITY_RIVERS_PACKAGE`.
fn node(folder: &str) -> Result<Command> {
    let tests = files(&root().join("tests").join(folder), "mjs")?;
    let tests: Vec<PathBuf> = tests.into_iter().filter(|file| file.to_string_lossy().ends_with(".test.mjs")).collect();
    ensure!(!tests.is_empty(), "there are no tests in tests/{folder}");
    let npm = package::folder();
    let packed = output(program("npm pack --silent").current_dir(&npm))?;
    let mut command = program("node --test --test-reporter=spec --test-timeout=300000");
    command.args(tests).env("CITY_RIVERS_PACKAGE", npm.join(packed));
    Ok(command)
}

/// Runs, shows what is printed, and adds up the counts in it.
fn counted(command: &mut Command) -> Result<Count> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot run {}", shown(command)))?;
    let mut count = Count::default();
    for line in BufReader::new(child.stdout.take().context("its output")?).lines() {
        let line = line?;
        println!("{line}");
        count.passed += counts(&line, "passed").or_else(|| nodes(&line, "pass")).unwrap_or(0);
        count.failed += counts(&line, "failed").or_else(|| nodes(&line, "fail")).unwrap_or(0);
    }
    let status = child.wait()?;
    if !status.success() && count.failed == 0 {
        bail!("{} failed: {status}", shown(command));
    }
    Ok(count)
}

/// The number before a word in the last line of a Rust test: `test result: ok. 3 passed; 0 failed; ...`.
fn counts(line: &str, word: &str) -> Option<usize> {
    let words: Vec<&str> = line.strip_prefix("test result: ")?.split([' ', ';']).collect();
    let place = words.iter().position(|found| *found == word)?;
    words.get(place.checked_sub(1)?)?.parse().ok()
}

/// The number after a word in the last lines of Node's tests: `ℹ pass 3`.
fn nodes(line: &str, word: &str) -> Option<usize> {
    line.strip_prefix("ℹ ")?.strip_prefix(word)?.trim().parse().ok()
}
