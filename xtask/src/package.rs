//! The npm package, in `target/npm`.

use crate::{
    build::{self, Profile, anew, copy_tree, files, inline, url},
    setup,
    shell::{output, program, root, run, say, target, tool},
};
use anyhow::{Context, Result};
use std::{fs, path::Path, path::PathBuf};

/// The classic script: a file for pages, no module.
const SCRIPT: &str = "script.js";

/// All that the entry points pass on, as one module.
const ALL: &str = "city-rivers.js";

/// The entry points.
const ENTRIES: [&str; 2] = ["index.js", "element.js"];

/// Where the package is written.
pub fn folder() -> PathBuf {
    target().join("npm")
}

/// Writes the package, and says how big it is.
pub fn write() -> Result<()> {
    build()?;
    say(format_args!("the package is in {}", folder().display()));
    print!("{}", sizes()?);
    Ok(())
}

/// Builds and writes the package.
pub fn build() -> Result<()> {
    setup::wasm_target()?;
    setup::node_modules()?;
    build::folders(Profile::Release)?;
    lay_out()
}

/// Lays the package out from what [`build::folders`] built.
fn lay_out() -> Result<()> {
    let npm = folder();
    anew(&npm)?;
    anew(&npm.join("url"))?;
    say("writing the types (tsc)");
    anew(&target().join("www/types"))?;
    run(&mut tool("tsc --project www/package/tsconfig.json"))?;
    say("bundling the script for plain pages (esbuild)");
    build::bundle(SCRIPT, &npm.join("script.js"))?;
    say("bundling the modules (esbuild)");
    for (from, to) in [(inline(), npm.clone()), (url(), npm.join("url"))] {
        // What the compiler wrote from the modules, beside what was there before it.
        for file in files(&from, "ts")? {
            copy(&file, &to)?;
        }
        copy_tree(&target().join("www/types"), &to, "ts", &[])?;
        fs::remove_file(to.join(SCRIPT).with_extension("d.ts"))?;
        let short = |words: &str, modules: &[&str]| {
            let mut command =
                tool(&format!("esbuild --minify --format=esm --target=es2022 --log-level=warning{words}"));
            command.arg(format!("--outdir={}", to.display()));
            run(command.args(modules.iter().map(|module| from.join(module))))
        };
        let bundle = " --bundle --external:./glue.js";
        short("", &["glue.js"])?;
        if from == url() {
            run(program("node xtask/bundle.mjs").arg(&from).arg(&to))?;
            // A worker needs less of it than a page, and all at once.
            short(bundle, &[build::WORKER])?;
        } else {
            // Nothing is left to be fetched.
            short(bundle, &[ALL])?;
            for entry in ENTRIES {
                let file = to.join(entry);
                fs::write(&file, through(&fs::read_to_string(from.join(entry))?, ALL))?;
                short(" --allow-overwrite", &[&file.display().to_string()])?;
            }
        }
    }
    for wasm in files(&url(), "wasm")? {
        copy(&wasm, &npm.join("url"))?;
    }
    copy(&url().join("schema.json"), &npm)?;
    for name in ["README.md", "LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md", "www/package.json"] {
        copy(&root().join(name), &npm)?;
    }
    // What runs in a shell stays as it is written: Node needs no bundle.
    for (folder, ending) in [("cli", "js"), ("cli/sql", "sql")] {
        fs::create_dir_all(npm.join(folder))?;
        for file in files(&build::sources().join(folder), ending)? {
            copy(&file, &npm.join(folder))?;
        }
    }
    copy(&build::worker(), &npm)?;
    // The manifest that ships has the version of the crate, and nothing that only matters in the repository.
    let manifest = |words: &str| run(program(&format!("npm pkg {words}")).current_dir(&npm));
    manifest(&format!("set version={}", version()?))?;
    manifest("delete private devDependencies")
}

/// A module that takes from one other module what it takes from several.
fn through(text: &str, module: &str) -> String {
    let mut parts = text.split(" from \"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (_, rest) = part.split_once('"').unwrap_or_default();
        format!("{text} from \"./{module}\"{rest}")
    })
}

fn version() -> Result<String> {
    let id = output(&mut program("cargo pkgid --package city-rivers"))?;
    Ok(id.rsplit(['#', '@']).next().context("the package has a version")?.to_owned())
}

fn copy(file: &Path, to: &Path) -> Result<()> {
    fs::copy(file, to.join(file.file_name().unwrap_or_default())).with_context(|| file.display().to_string())?;
    Ok(())
}

/// How big the package's parts are, and how much code each room has in the first part of the wasm and in the rest: rows of tables.
pub fn sizes() -> Result<String> {
    let sizes = output(program("node xtask/sizes.mjs").arg(folder()))?;
    let rooms = fs::read_to_string(build::rooms()).unwrap_or_default();
    Ok(format!("{sizes}\n\n| code by room, bytes by gzip | first picture | rest |\n| --- | --- | --- |\n{rooms}"))
}

/// Holds the package to its budgets.
///
/// # Errors
/// What is larger than it may be.
pub fn budgets() -> Result<()> {
    run(program("node xtask/sizes.mjs").arg(folder()).arg("--check"))
}
