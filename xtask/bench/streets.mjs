// Measures streets in a real browser, against the server at the given address, and prints rows of a table: trees of shortest ways
// through grids, and maps of whole cities, one of them from the given folder of data. Written texts go to the second folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { blank } from "./measure/meter.mjs";
import { median } from "./measure/results.mjs";
import { given, grid } from "./streets/documents.mjs";

/** Corners in a row of each grid, how often its trees are looked for, and how many make one time to take. */
const GRIDS = [
  { side: 71, runs: 15, trees: 10 },
  { side: 224, runs: 9, trees: 1 },
  { side: 708, runs: 7, trees: 1 },
];
const CITY = "wuhan";
const RUNS = 5;

const [, , address, data, written] = process.argv;
const { chromium } = createRequire(new URL("../../www/package.json", import.meta.url))("playwright-core");
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox"] });

/** Calls a function of a module in a page of its own; the module may ask what to do with that page then. */
async function run(module, name, what, then = result => result) {
  const page = await blank(browser, address);
  try {
    const call = async ({ module, name, what }) => (await import(`/bench/streets/${module}.js`))[name](what);
    return await then(await page.evaluate(call, { module, name, what }), page);
  } finally {
    await page.close();
  }
}

/** Writes a document where the server finds it. */
function publish(name, text) {
  mkdirSync(written, { recursive: true });
  writeFileSync(join(written, `${name}.json`), text);
  return `/bench/${name}.json`;
}

const whole = number => number.toLocaleString("en", { maximumFractionDigits: 0 });
const ms = number => `${number.toLocaleString("en", { maximumSignificantDigits: 3 })} ms`;
const mebibytes = number => `${whole(number / 2 ** 20)} MiB`;
const ratio = (ours, theirs) => (ours / theirs).toFixed(2);
const row = (what, measured) => console.log(`| ${what} | ${measured} |`);

for (const what of GRIDS) {
  const { streets, joined, netted, memory, ...taken } = await run("trees", "trees", what);
  const [ours, hand, ngraph, anew] = [taken.ours, taken.hand, taken.ngraph, taken.anew].map(median);
  row(`join ${whole(streets)} streets of a grid, and make the net for routing`, `${ms(joined)} and ${ms(netted)}, at most ${whole(memory / streets)} bytes a street`);
  const compared = `${ratio(ours, hand)} of typed arrays by hand, ${ratio(ours, ngraph)} of ngraph.path, ${ratio(ours, anew)} with a new finder`;
  row(`a tree of shortest ways with what each of ${whole(streets)} streets carries`, `${ms(ours)}, ${compared}`);
}

const city = given(data, CITY);
if (city) {
  const file = publish(CITY, city.text);
  const { map, picture, aStar, nba, memory } = await run("maps", "pictures", { file, runs: RUNS, peers: true });
  const [own, drawn, other, both] = [map, picture, aStar, nba].map(median);
  const compared = `${ratio(own, Math.min(other, both))} of JSON.parse, ngraph.graph and ngraph.path (${other < both ? "aStar" : "nba"})`;
  row(`text of ${CITY}'s ${whole(city.streets)} streets and 100 springs to map`, `${ms(own)}, ${compared}; to picture ${ms(drawn)}; ${mebibytes(memory)} of memory`);
} else {
  row(`text of ${CITY}'s streets to map`, `not measured: its tables are not in ${join(data, "streets")}`);
}

for (const { side, runs } of GRIDS) {
  const { streets, text } = grid(side);
  const file = publish("grid", text);
  const { map, memory } = await run("maps", "pictures", { file, runs: Math.min(runs, RUNS), peers: false });
  const size = `${whole(memory / streets)} bytes a street (${mebibytes(memory)}; the text is ${mebibytes(text.length)})`;
  row(`text of a grid of ${whole(streets)} streets and 100 springs to map`, `${ms(median(map))}, ${ms((median(map) / streets) * 1000)} for a thousand; ${size}`);
}
const { there, task, beat, memory } = await run("maps", "worker", "/bench/grid.json", async (told, page) => {
  const memory = await page.workers()[0].evaluate(async () => (await (await import("/package/glue.js")).default()).memory.buffer.byteLength);
  return { ...told, memory };
});
row(
  "the last one in a worker, from text to the canvas",
  `${ms(there)}, ${mebibytes(memory)}; the page's longest task is ${task ? ms(task) : "under 50 ms"}, its longest time without an answer ${ms(beat)}`,
);
row("browser", `Chromium ${browser.version()}`);
await browser.close();
