//! From Rust to what a browser loads: wasm, its glue, and the package's modules beside them.
//!
//! The package is laid out twice, with the same files but two: in `url`, `wasm.js` and `worker-source.js` name the wasm and the
//! worker that lie beside them; in `inline`, they hold them as text.

use crate::{
    names::Names,
    setup,
    shell::{cargo, root, run, say, target, tool},
};
use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use city_rivers::document;
use std::{
    fs,
    num::NonZero,
    path::{Path, PathBuf},
};
use wasm_bindgen_cli_support::Bindgen;

/// How the wasm is compiled.
#[derive(Clone, Copy, PartialEq)]
pub enum Profile {
    /// Soon there, for looking at.
    Quick,
    /// Small and fast; optimised once more by wasm-opt, which comes from npm.
    Release,
}

const CRATE: &str = "city-rivers";
const WASM: &str = "city_rivers.wasm";

const WASM_BY_URL: &str = r#"/** Where the wasm is. */
export const wasm = () => new URL("./city_rivers.wasm", import.meta.url);
"#;

const WASM_INLINE: &str = r#"/** The wasm itself, which the browser unpacks. */
export const wasm = () => {
  const signs = atob(text);
  const bytes = new Uint8Array(signs.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = signs.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream, { headers: { "content-type": "application/wasm" } });
};
"#;

const WASM_TYPES: &str = "export const wasm: () => URL | Response;\n";

/// Bundlers know a worker by these very words.
const WORKER_BY_URL: &str = r#"/** A worker, from the file beside this one. */
export const worker = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
/** Where this file is. */
export const place = import.meta.url;
"#;

const WORKER_INLINE: &str = r#"/** A worker, from the text. */
export const worker = () => {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(address);
  for (const name of ["message", "error"]) worker.addEventListener(name, () => URL.revokeObjectURL(address), { once: true });
  return worker;
};
/** There is no file. */
export const place = undefined;
"#;

const WORKER_TYPES: &str = "export const worker: () => Worker;\nexport const place: string | undefined;\n";

/// What a worker's file is made from.
const WORKER: &str = "worker.js";

/// The package with the wasm beside the scripts: everything that `url` needs.
pub fn url() -> PathBuf {
    target().join("www/package")
}

/// The package with the wasm inside the scripts.
pub fn inline() -> PathBuf {
    target().join("www/inline")
}

/// The modules as they are written.
pub fn sources() -> PathBuf {
    root().join("www/package")
}

/// The worker in one file, as [`Profile::Release`] makes it.
pub fn worker() -> PathBuf {
    target().join("www").join(WORKER)
}

/// Bundles a module of [`inline`] into one file that needs no other.
pub fn bundle(module: &str, file: &Path) -> Result<()> {
    let bundle = "esbuild --bundle --minify --format=iife --target=es2022 --log-level=warning";
    run(tool(bundle).arg(inline().join(module)).arg(format!("--outfile={}", file.display())))
}

/// Lays out [`url`] and [`inline`].
pub fn folders(profile: Profile) -> Result<()> {
    for folder in [url(), inline()] {
        anew(&folder)?;
        // What runs in a shell is no module of a page.
        copy_tree(&sources(), &folder, "js", &["cli"])?;
        fs::write(folder.join("wasm.d.ts"), WASM_TYPES)?;
        fs::write(folder.join("worker-source.d.ts"), WORKER_TYPES)?;
        fs::write(folder.join("document.d.ts"), document::typescript())?;
        fs::write(folder.join("schema.json"), document::schema())?;
    }
    let wasm = glue(profile)?;
    for name in ["glue.js", "glue.d.ts"] {
        fs::copy(url().join(name), inline().join(name))?;
    }
    fs::write(url().join("wasm.js"), WASM_BY_URL)?;
    fs::write(url().join("worker-source.js"), WORKER_BY_URL)?;
    // As text it is bundled, which a look at the gallery does not need.
    let source = if profile == Profile::Release {
        bundle(WORKER, &worker())?;
        // What a script may hold is Unicode, which Rust escapes as JavaScript does.
        format!("const text = {:?};\n{WORKER_INLINE}", fs::read_to_string(worker())?)
    } else {
        WORKER_BY_URL.to_owned()
    };
    fs::write(inline().join("worker-source.js"), source)?;
    let text = BASE64_STANDARD.encode(packed(profile, &fs::read(wasm)?)?);
    fs::write(inline().join("wasm.js"), format!("const text = \"{text}\";\n{WASM_INLINE}"))?;
    Ok(())
}

/// Compiles, writes the glue into [`url`], and returns where the wasm is.
fn glue(profile: Profile) -> Result<PathBuf> {
    let compiled = match profile {
        Profile::Quick => compile(CRATE, "quick")?,
        Profile::Release => released(CRATE)?,
    };
    bind(profile, &compiled, &url(), WASM)
}

/// A door to the crate's inside for the benchmark, built as the package is, which has none of it.
pub fn door(folder: &Path) -> Result<()> {
    anew(folder)?;
    bind(Profile::Release, &released("bench-door")?, folder, "door.wasm").map(drop)
}

/// As small as can be had here.
fn released(package: &str) -> Result<PathBuf> {
    small(package).or_else(|why| {
        say(format_args!("a smaller build is not to be had here: {why:#}"));
        compile(package, "release")
    })
}

/// Writes what was compiled, and its glue, into a folder; returns where the wasm is.
fn bind(profile: Profile, compiled: &Path, folder: &Path, name: &str) -> Result<PathBuf> {
    Bindgen::new()
        .input_path(compiled)
        .web(true)?
        // Bundlers would take its own path to the wasm for a second file.
        .omit_default_module_path(true)
        .typescript(true)
        .remove_name_section(profile == Profile::Release)
        .remove_producers_section(true)
        // After a trap the package goes on in a fresh instance.
        .reset_state_function(true)
        .out_name("glue")
        .generate(folder)
        .context("wasm-bindgen")?;
    // A host whose TypeScript does not know `Symbol.dispose` yet would be told off for it.
    let types = fs::read_to_string(folder.join("glue.d.ts"))?;
    let types: Vec<&str> = types.lines().filter(|line| !line.contains("[Symbol.dispose]")).collect();
    fs::write(folder.join("glue.d.ts"), types.join("\n"))?;
    let (raw, wasm) = (folder.join("glue_bg.wasm"), folder.join(name));
    let mut names = Names::default();
    for file in [&folder.join("glue.js"), &raw] {
        let mut bytes = fs::read(file)?;
        names.number(&mut bytes);
        fs::write(file, bytes)?;
    }
    fs::remove_file(folder.join("glue_bg.wasm.d.ts"))?;
    if profile == Profile::Release {
        say("optimising the wasm (wasm-opt)");
        // Twice, from a flat form, finds more. The lowest 1 KiB holds nothing: it is the far end of the stack.
        run(tool("wasm-opt --flatten --rereloop -Oz -Oz --low-memory-unused").arg(&raw).arg("-o").arg(&wasm))?;
        fs::remove_file(raw)?;
    } else {
        fs::rename(raw, &wasm)?;
    }
    Ok(wasm)
}

/// Compiles a package with the standard library, which so gets smaller: for size (all but what runs for every
/// drop, marked under `cfg(small)`), and stopping at a panic instead of writing a message that nobody would read. Cargo holds
/// these options to be unstable, so they are asked for with `RUSTC_BOOTSTRAP`, and a compiler that does not know them builds
/// as usual.
fn small(package: &str) -> Result<PathBuf> {
    setup::library_source()?;
    let flags = ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "--cfg=small"];
    let flags = format!("target.wasm32-unknown-unknown.rustflags={flags:?}");
    // In a folder of its own: the variable would have cargo build all else anew as well.
    let folder = target().join("small");
    // With wasm's own instruction for roots: the library's way to the same bits takes a third of a big city's layout.
    let words =
        "-Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size --features libm/unstable-intrinsics";
    let options: Vec<&str> =
        words.split(' ').chain(["--config", &flags, "--config", "profile.release.opt-level='z'"]).collect();
    compile_in(&folder, package, "release", &options, &[("RUSTC_BOOTSTRAP", "1")])
}

fn compile(package: &str, profile: &str) -> Result<PathBuf> {
    compile_in(&target(), package, profile, &[], &[])
}

/// Compiles a package, and returns where the wasm is.
fn compile_in(
    folder: &Path,
    package: &str,
    profile: &str,
    options: &[&str],
    variables: &[(&str, &str)],
) -> Result<PathBuf> {
    say(format_args!("compiling {package} to wasm ({profile})"));
    // Alone: beside an rlib, cargo leaves link-time optimisation out.
    let mut command = cargo("rustc --lib --crate-type cdylib --target wasm32-unknown-unknown --package");
    command.args([package, "--profile", profile]).args(options);
    run(command.envs(variables.iter().copied()).env("CARGO_TARGET_DIR", folder))?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    Ok(folder.join("wasm32-unknown-unknown").join(profile).join(file))
}

/// Copies the files with this ending from all rooms of a folder but some.
pub fn copy_tree(from: &Path, to: &Path, ending: &str, but: &[&str]) -> Result<()> {
    fs::create_dir_all(to)?;
    for file in files(from, ending)? {
        fs::copy(&file, to.join(file.file_name().unwrap_or_default())).with_context(|| file.display().to_string())?;
    }
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if path.is_dir() && !but.iter().any(|room| name == *room) {
            copy_tree(&path, &to.join(name), ending, but)?;
        }
    }
    Ok(())
}

/// The files of a folder with this ending, in order.
pub fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|found| found == ending));
    files.sort();
    Ok(files)
}

/// An empty folder.
pub fn anew(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// As small as browsers can unpack by themselves.
fn packed(profile: Profile, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let options = match profile {
        Profile::Quick => zopfli::Options { iteration_count: NonZero::<u64>::MIN, ..Default::default() },
        Profile::Release => zopfli::Options::default(),
    };
    // Not the bare format, which Node has learnt to unpack later; it would be six bytes less.
    zopfli::compress(options, zopfli::Format::Zlib, bytes, &mut packed)?;
    Ok(packed)
}
