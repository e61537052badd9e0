//! From Rust to what a browser loads: wasm, its glue, and the package's modules beside them.
//!
//! The package is laid out twice, with the same files but two: in `url`, `wasm.js` and `worker-source.js` name the wasm and the
//! worker that lie beside them; in `inline`, they hold them as text.

use crate::{
    glue, parts, setup,
    shell::{cargo, root, run, say, target, tool},
};
use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
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
/// What first pictures do without; there is none where the wasm is not parted.
const REST: &str = "city_rivers_rest.wasm";

/// The glue of the rest.
const REST_GLUE: &str = "glue_rest.js";
const NO_REST_GLUE: &str = "export const imports = {};\n";
const REST_GLUE_TYPES: &str = "export const imports: WebAssembly.ModuleImports;\nexport { bestPlan, check, eventsOf, expand, Found, solve, still, Table } from \"./glue.js\";\n";

const WASM_BY_URL: &str = r#"/** Where the wasm is, or the part of it that first pictures need. */
export const wasm = () => new URL("./city_rivers.wasm", import.meta.url);
"#;

const REST_BY_URL: &str = r#"/** Where the rest of it is. */
export const later = () => new URL("./city_rivers_rest.wasm", import.meta.url);
"#;

const NO_REST: &str = "/** Nothing is left for later. */
export const later = undefined;
";

/// How often the way to pack the wasm is looked for anew: more is hardly less.
const ROUNDS: u64 = 15;

/// A `Response` knows how to gather a stream, and is compiled as it comes.
const WASM_INLINE: &str = r#"const unpacked = text => {
  const signs = atob(text);
  const bytes = new Uint8Array(signs.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = signs.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream, { headers: { "content-type": "application/wasm" } });
};
/** The wasm itself, or the part of it that first pictures need. */
export const wasm = () => unpacked(first);
"#;

const REST_INLINE: &str = r#"/** The rest of it. */
export const later = () => unpacked(rest);
"#;

const WASM_TYPES: &str =
    "export const wasm: () => URL | Response;\nexport const later: (() => URL | Response) | undefined;\n";

/// Bundlers know a worker by these very words.
const WORKER_BY_URL: &str = r#"/** A worker, from the file beside this one. */
export const worker = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
"#;

const WORKER_INLINE: &str = r#"/** A worker, from the text. */
export const worker = () => {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(address);
  for (const name of ["message", "error"]) worker.addEventListener(name, () => URL.revokeObjectURL(address), { once: true });
  return worker;
};
"#;

const PLACE_BY_URL: &str = "/** Where this file is. */\nexport const place = import.meta.url;\n";
const NO_PLACE: &str = "/** There is no file. */\nexport const place = undefined;\n";
const WORKER_TYPES: &str = "export const worker: () => Worker;\n";
const PLACE_TYPES: &str = "export const place: string | undefined;\n";

/// What a worker's file is made from.
pub const WORKER: &str = "worker.js";

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
        fs::write(folder.join("glue_rest.d.ts"), REST_GLUE_TYPES)?;
        fs::write(folder.join("worker-source.d.ts"), WORKER_TYPES)?;
        fs::write(folder.join("place.d.ts"), PLACE_TYPES)?;
        fs::write(folder.join("document.d.ts"), document::typescript())?;
        fs::write(folder.join("schema.json"), document::schema())?;
    }
    glue(profile)?;
    for name in ["glue.js", "glue.d.ts", REST_GLUE] {
        fs::copy(url().join(name), inline().join(name))?;
    }
    let parted = url().join(REST).exists();
    fs::write(url().join("wasm.js"), [WASM_BY_URL, if parted { REST_BY_URL } else { NO_REST }].concat())?;
    fs::write(url().join("worker-source.js"), WORKER_BY_URL)?;
    fs::write(url().join("place.js"), PLACE_BY_URL)?;
    fs::write(inline().join("place.js"), NO_PLACE)?;
    // As text it is bundled, which a look at the gallery does not need.
    let source = if profile == Profile::Release {
        bundle(WORKER, &worker())?;
        // What a script may hold is Unicode, which Rust escapes as JavaScript does.
        format!("const text = {:?};\n{WORKER_INLINE}", fs::read_to_string(worker())?)
    } else {
        WORKER_BY_URL.to_owned()
    };
    fs::write(inline().join("worker-source.js"), source)?;
    let mut text = format!("const first = \"{}\";\n{WASM_INLINE}", packed(&url().join(WASM), profile)?);
    text += &if parted {
        format!("const rest = \"{}\";\n{REST_INLINE}", packed(&url().join(REST), profile)?)
    } else {
        NO_REST.to_owned()
    };
    fs::write(inline().join("wasm.js"), text)?;
    Ok(())
}

/// A file as text, as small as browsers can unpack by themselves.
fn packed(file: &Path, profile: Profile) -> Result<String> {
    let iteration_count =
        NonZero::new(if profile == Profile::Release { ROUNDS } else { 1 }).unwrap_or(NonZero::<u64>::MIN);
    let options = zopfli::Options { iteration_count, ..Default::default() };
    let mut packed = Vec::new();
    // Not the bare format, which Node has learnt to unpack later; it would be six bytes less.
    zopfli::compress(options, zopfli::Format::Zlib, fs::File::open(file)?, &mut packed)?;
    Ok(BASE64.encode(packed))
}

/// Compiles, and writes the wasm with its glue into [`url`]: in two parts, where the compiler can say what belongs to which.
fn glue(profile: Profile) -> Result<()> {
    let (compiled, small) = match profile {
        Profile::Quick => (compile(CRATE, "quick")?, false),
        Profile::Release => released(CRATE)?,
    };
    bind(profile, &compiled, &url(), WASM)?;
    if small {
        let (whole, rest) = (url().join(WASM), url().join(REST));
        let parts = parts::split(&fs::read(&compiled)?, &fs::read(&whole)?)?;
        fs::write(&whole, &parts.first)?;
        fs::write(rest, &parts.rest)?;
        fs::write(rooms(), parts.table())?;
        let (file, later) = (url().join("glue.js"), url().join(REST_GLUE));
        let glue = glue::split(&fs::read_to_string(&file)?, &parts.imports)?;
        fs::write(file, glue.first)?;
        fs::write(later, glue.rest)?;
    } else {
        fs::write(url().join(REST_GLUE), NO_REST_GLUE)?;
    }
    Ok(())
}

/// By room, how much code is in each part: rows of a table.
pub fn rooms() -> PathBuf {
    target().join("www/rooms.txt")
}

/// A door to the crate's inside for the benchmark, built as the package is, which has none of it.
pub fn door(folder: &Path) -> Result<()> {
    anew(folder)?;
    bind(Profile::Release, &released("bench-door")?.0, folder, "door.wasm")
}

/// As small as can be had here, and whether it is that.
fn released(package: &str) -> Result<(PathBuf, bool)> {
    small(package).map(|wasm| (wasm, true)).or_else(|why| {
        say(format_args!("a smaller build is not to be had here: {why:#}"));
        Ok((compile(package, "release")?, false))
    })
}

/// Writes what was compiled, and its glue, into a folder. Functions keep their names.
fn bind(profile: Profile, compiled: &Path, folder: &Path, name: &str) -> Result<()> {
    Bindgen::new()
        .input_bytes("glue", parts::unlinked(&fs::read(compiled)?)?)
        .web(true)?
        // Bundlers would take its own path to the wasm for a second file.
        .omit_default_module_path(true)
        .typescript(true)
        .demangle(false)
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
    fs::remove_file(folder.join("glue_bg.wasm.d.ts"))?;
    if profile == Profile::Release {
        say("optimising the wasm (wasm-opt)");
        // Twice, from a flat form, finds more. The lowest 1 KiB holds nothing: it is the far end of the stack.
        run(tool("wasm-opt -g --no-inline=*4door* --flatten --rereloop -Oz -Oz -ocimfs 10 --low-memory-unused")
            .arg(&raw)
            .arg("-o")
            .arg(&wasm))?;
        fs::remove_file(raw)?;
    } else {
        fs::rename(raw, &wasm)?;
    }
    Ok(())
}

/// Compiles a package with the standard library, which so gets smaller: for size (all but what runs for every
/// drop, marked under `cfg(small)`), and stopping at a panic instead of writing a message that nobody would read. Cargo holds
/// these options to be unstable, so they are asked for with `RUSTC_BOOTSTRAP`, and a compiler that does not know them builds
/// as usual.
fn small(package: &str) -> Result<PathBuf> {
    setup::library_source()?;
    let flags = [
        "-Zunstable-options",
        "-Cpanic=immediate-abort",
        "-Zlocation-detail=none",
        "-Zfmt-debug=none",
        "-Cllvm-args=-inline-threshold=0",
        "-Clink-arg=--emit-relocs",
        "--cfg=small",
    ];
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

/// The files of a folder and all that are in it with this ending, by their paths from there, in order; but for what npm installed.
pub fn walked(folder: &Path, ending: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(within) = open.pop() {
        for entry in fs::read_dir(folder.join(&within)).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = within.join(entry?.file_name());
            if folder.join(&path).is_dir() {
                open.extend((!path.ends_with("node_modules")).then_some(path));
            } else if path.extension().is_some_and(|own| own == ending) {
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok(found)
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
