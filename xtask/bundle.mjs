// Bundles the package's entry points of a folder into another one, for a page that loads what it needs: what a first picture runs in
// few files, since a page without a bundler loads them one after the other, and each part that comes later in a file of its own.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import process from "node:process";

const { build } = createRequire(new URL("../www/package.json", import.meta.url))("esbuild");
const [from, to] = process.argv.slice(2).map(folder => resolve(folder));

/** What every map needs, and what more than one part of the element does. */
const TOGETHER = ["map/map.js", "element/dom.js", "element/places.js", "element/styles.js", "element/words.js"];

/**
 * Code goes into a file with all code that the same entry points and parts reach: so each of them is made to reach all of that, and it
 * stays in one file, where otherwise each could take some of it out.
 */
const together = {
  name: "together",
  /** @param {import("esbuild").PluginBuild} build */
  setup({ onResolve, onLoad }) {
    const doors = new Set();
    onResolve({ filter: /\.js$/ }, ({ kind, path, resolveDir }) => {
      if (kind === "entry-point" || kind === "dynamic-import") doors.add(resolve(resolveDir, path));
      return undefined;
    });
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      if (!doors.has(path)) return undefined;
      const imports = TOGETHER.map(file => `import ${JSON.stringify(join(from, file))};\n`);
      return { contents: `${await readFile(path, "utf8")}\n${imports.join("")}` };
    });
  },
};

await build({
  entryPoints: ["index.js", "element.js"].map(file => join(from, file)), outdir: to,
  bundle: true, splitting: true, minify: true, format: "esm", target: "es2022", chunkNames: "[name]-[hash]", external: ["./glue.js"],
  plugins: [together], logLevel: "warning",
});
