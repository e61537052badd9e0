// The package as it ships, its command, and how two documents are compared.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { after } from "node:test";
import { pathToFileURL } from "node:url";

const tarball = process.env.CITY_RIVERS_PACKAGE;
if (!tarball) throw new Error("CITY_RIVERS_PACKAGE is not set: run these tests by cargo xtask test");

export const { check, expand, journeysFromCsv } = await import(pathToFileURL(join(dirname(tarball), "index.js")).href);

/** Where these tests may write. */
export const folder = mkdtempSync(join(tmpdir(), "city-rivers-sql-"));
/** What is to be done before that goes. @type {(() => void)[]} */
export const ends = [];
const end = () => {
  ends.splice(0).forEach(end => end());
  rmSync(folder, { recursive: true, force: true });
};
after(end);
// Also where this is stopped in the middle: a server must not stay behind.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => (end(), process.exit(1)));

// As a user has it: installed into an empty project.
writeFileSync(join(folder, "package.json"), "{}");
execFileSync("npm", ["install", "--silent", "--offline", "--no-audit", "--no-fund", tarball], { cwd: folder });

/** What the command says, and how it ends. @param {string[]} words */
export function command(...words) {
  const { status, stdout, stderr } = spawnSync(join(folder, "node_modules/.bin/city-rivers"), words, { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** The query. @param {string} dialect @param {Record<string, string | object>} options `stages` is what they mean */
export function query(dialect, options) {
  const words = Object.entries({ dialect, ...options }).map(([name, value]) => {
    if (typeof value === "string") return `--${name}=${value}`;
    writeFileSync(join(folder, "stages.json"), JSON.stringify(value));
    return `--${name}=${join(folder, "stages.json")}`;
  });
  const { status, stdout, stderr } = command("sql", ...words);
  assert.deepEqual([status, stderr], [0, ""]);
  return stdout;
}

/**
 * The same, but for how figures were rounded on their way.
 * @param {any} found
 * @param {any} expected
 * @param {string} [place]
 */
export function same(found, expected, place = "") {
  if (typeof expected === "number" && typeof found === "number") {
    const near = Math.abs(found - expected) <= 1e-9 * Math.abs(expected) + 1e-15;
    return assert.ok(near, `${place}: found ${found}, expected ${expected}`);
  }
  if (typeof expected !== "object" || typeof found !== "object") return assert.equal(found, expected, place);
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort(), place);
  for (const key of Object.keys(expected)) same(found[key], expected[key], `${place}/${key}`);
}
