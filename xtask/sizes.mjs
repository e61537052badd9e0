// Prints what a page loads of the package in the given folder: rows of bytes raw, by gzip and by brotli. With `--check` as well it ends
// with 1 where any is larger than it may be.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { brotliCompressSync, gzipSync } from "node:zlib";

const [, , folder, check] = process.argv;

/** What is larger than it may be. @type {string[]} */
const over = [];

function modules(name) {
  const found = readdirSync(join(folder, name)).filter(file => file.endsWith(".js") && !["script.js", "worker.js"].includes(file));
  return found.map(file => join(name, file));
}

/** Prints a row; `most` says what it may have at most, in bytes, by gzip and raw. */
function row(name, files, most = {}) {
  const parts = files.map(file => readFileSync(join(folder, file)));
  const sum = pack => parts.reduce((bytes, part) => bytes + pack(part).length, 0).toLocaleString("en");
  const [raw, gzip, brotli] = [part => part, part => gzipSync(part, { level: 9 }), part => brotliCompressSync(part)].map(sum);
  for (const [what, bytes] of Object.entries({ gzip, raw })) {
    if (Number(bytes.replaceAll(",", "")) > most[what]) over.push(`${name}: ${bytes} bytes (${what}), more than ${most[what].toLocaleString("en")}`);
  }
  console.log(`| ${name} | ${raw} bytes, ${gzip} by gzip, ${brotli} by brotli |`);
}

/** A module, and what it cannot begin without. */
function needed(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(join(folder, file), "utf8");
  for (const [, name] of text.matchAll(/\b(?:from|import)\s*"\.\/([^"]+)"/g)) needed(join(dirname(file), name), found);
  return found;
}

const url = modules("url");
const wasm = readdirSync(join(folder, "url")).filter(file => file.endsWith(".wasm")).map(file => join("url", file));
const first = [...needed("url/element.js")];
row("package `url`, first picture of a funnel: wasm", ["url/city_rivers.wasm"]);
row("package `url`, first picture of a funnel: JavaScript", first);
row("package `url`, first picture of a funnel: together", ["url/city_rivers.wasm", ...first], { gzip: 280_000 });
row("package `url`: wasm", wasm);
row("package `url`: JavaScript", url);
row("package `url`: together", [...wasm, ...url], { gzip: 620_000 });
row("package, wasm inline: together", modules("."));
row("package, `script.js`", ["script.js"], { gzip: 620_000, raw: 920_000 });

if (check && over.length) {
  console.error(over.join("\n"));
  process.exitCode = 1;
}
