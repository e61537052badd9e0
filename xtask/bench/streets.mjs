// Measures streets in a real browser, against the server at the given address, and prints rows of a table.
import { createRequire } from "node:module";
import process from "node:process";
import { blank } from "./meter.mjs";
import { median } from "./results.mjs";

/** Corners in a row of each grid, and how often its trees are looked for. */
const GRIDS = [
  { side: 71, runs: 15 },
  { side: 224, runs: 7 },
  { side: 708, runs: 5 },
];

const [, , address, data] = process.argv;
const { chromium } = createRequire(new URL("../../www/package.json", import.meta.url))("playwright-core");
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox"] });

/** In a page of its own. */
async function run(module, name, what) {
  const page = await blank(browser, address);
  try {
    return await page.evaluate(
      async ({ module, name, what }) => (await import(`/bench/streets/${module}.js`))[name](what),
      { module, name, what },
    );
  } finally {
    await page.close();
  }
}

const count = number => number.toLocaleString("en", { maximumFractionDigits: 0 });
const ms = number => `${number.toLocaleString("en", { maximumSignificantDigits: 3 })} ms`;

for (const grid of GRIDS) {
  const { streets, joined, netted, memory, ...taken } = await run("trees", "trees", grid);
  const [ours, hand, ngraph] = [taken.ours, taken.hand, taken.ngraph].map(median);
  console.error(taken);
  console.log(`| join ${count(streets)} streets of a grid, and make the net for routing | ${ms(joined)} and ${ms(netted)}, ${count(memory / streets)} bytes of memory a street at most |`);
  console.log(
    `| a tree of shortest ways with what each of ${count(streets)} streets carries | ${ms(ours)}; ${(ours / hand).toFixed(2)} of typed arrays by hand, ` +
      `${(ours / ngraph).toFixed(3)} of ngraph.path's search through all |`,
  );
}
console.log(`| browser | Chromium ${browser.version()} |`);
await browser.close();
