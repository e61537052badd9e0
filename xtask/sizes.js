// Prints what a page loads of the package in the given folder, in bytes: raw, by gzip, by brotli.
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { brotliCompressSync, gzipSync } = require("node:zlib");

const folder = process.argv[2];

function modules(name) {
  const found = readdirSync(join(folder, name)).filter(file => file.endsWith(".js") && file !== "script.js");
  return found.map(file => join(name, file));
}

function row(name, files) {
  const bytes = files.map(file => readFileSync(join(folder, file)));
  const columns = [part => part, part => gzipSync(part, { level: 9 }), brotliCompressSync].map(pack =>
    bytes.reduce((sum, part) => sum + pack(part).length, 0).toLocaleString("en"),
  );
  console.log(`| ${[name, ...columns].join(" | ")} |`);
}

console.log("| part | bytes | gzip | brotli |\n|---|--:|--:|--:|");
row("url: wasm", ["url/city_rivers.wasm"]);
row("url: JavaScript", modules("url"));
row("url: together", ["url/city_rivers.wasm", ...modules("url")]);
row("inline: together", modules("."));
row("script.js", ["script.js"]);
