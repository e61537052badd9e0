// Prints what a page loads of the package in the given folder: rows of bytes raw, by gzip and by brotli.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { brotliCompressSync, gzipSync } from "node:zlib";

const [, , folder] = process.argv;

function modules(name) {
  const found = readdirSync(join(folder, name)).filter(file => file.endsWith(".js") && !["script.js", "worker.js"].includes(file));
  return found.map(file => join(name, file));
}

function row(name, files) {
  const parts = files.map(file => readFileSync(join(folder, file)));
  const sum = pack => parts.reduce((bytes, part) => bytes + pack(part).length, 0).toLocaleString("en");
  const [raw, gzip, brotli] = [part => part, part => gzipSync(part, { level: 9 }), part => brotliCompressSync(part)].map(sum);
  console.log(`| ${name} | ${raw} bytes, ${gzip} by gzip, ${brotli} by brotli |`);
}

const url = modules("url");
row("package `url`: wasm", ["url/city_rivers.wasm"]);
row("package `url`: JavaScript", url);
row("package `url`: together", ["url/city_rivers.wasm", ...url]);
row("package, wasm inline: together", modules("."));
row("package, `script.js`", ["script.js"]);
