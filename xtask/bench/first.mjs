// Measures from the navigation to the first picture of a funnel in a real browser, against the server at the given address, by turns
// with ECharts' Sankey of the same flows; and for how long a first picture holds the page up. Prints rows and a table. The second
// argument is a folder that the server serves as `bench/`, the third how often each is measured.
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { host } from "./first/host.mjs";
import { pages } from "./first/pages.mjs";
import { sankey } from "./first/sankey.mjs";
import { tasks } from "./first/tasks.mjs";
import { LINES, visit } from "./first/visit.mjs";
import { blank } from "./measure/meter.mjs";
import { median } from "./measure/results.mjs";
import { grid } from "./streets/documents.mjs";

const EXAMPLE = "small-shop";
/** Corners in a row of a grid of about 30,000 streets. */
const SIDE = 123;

const [, , address, written, count = "5"] = process.argv;
const runs = Number(count);
if (!(runs >= 1)) throw new Error(`${count}: expected how often each is measured`);
const tools = createRequire(new URL("../../www/package.json", import.meta.url));
const browser = await tools("playwright-core").chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox"] });

const whole = number => number.toLocaleString("en", { maximumFractionDigits: 0 });

/** Does something with a page of its own. */
async function on(work) {
  const page = await blank(browser, address);
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}

const text = await (await fetch(`${address}examples/${EXAMPLE}.json`)).text();
const [document, solved] = await on(page => page.evaluate(async text => {
  const { expand, solve } = await import("/package/index.js");
  return Promise.all([expand(text), solve(text)]);
}, text));
tools("esbuild").buildSync({
  entryPoints: [fileURLToPath(new URL("first/sankey-alone.js", import.meta.url))],
  outfile: join(written, "sankey-alone.js"), bundle: true, minify: true, format: "iife", target: "es2022",
});
const all = pages(text, sankey(document, solved), "bench/sankey-alone.js");

const city = grid(SIDE);
for (const [what, shown] of [[EXAMPLE, text], [`a city of ${whole(city.streets)} streets`, city.text]]) {
  const taken = [];
  for (let turn = 0; turn < runs; turn += 1) taken.push(await on(page => tasks(page, shown)));
  const [total, longest] = ["whole", "longest"].map(name => whole(median(taken.map(one => one[name]))));
  console.log(`| ${what} in the page's own thread, once the code is there | ${total} ms to the first picture, the longest task ${longest} ms |`);
}
console.log(`| browser | Chromium ${browser.version()} |\n`);

const { address: hosted, close } = await host(address, Object.fromEntries(all.map(({ name, html }) => [name, html])));
const taken = new Map(LINES.map(line => [line, all.map(() => [])]));
for (let turn = 1; turn <= runs; turn += 1) {
  for (const line of LINES) {
    // One after the other, so that whatever else the machine does meets all of them alike.
    for (const [index, { title, name }] of all.entries()) {
      const first = await visit(browser, hosted + name, line);
      taken.get(line)[index].push(first);
      // Not on the standard output, which holds the tables.
      console.error(`xtask: run ${turn} of ${runs}, ${line.title}, ${title}: ${whole(first.at)} ms`);
    }
  }
}
close();
await browser.close();

const row = cells => console.log(`| ${cells.join(" | ")} |`);
row([`first picture of ${EXAMPLE}, from the navigation`, ...all.map(({ title }) => title)]);
row(["---", ...all.map(() => "---")]);
row(["gzip before it", ...taken.get(LINES[0]).map(visits => `${whole(median(visits.map(({ bytes }) => bytes)) / 1000)} KB`)]);
for (const [{ title }, peers] of taken) row([title, ...peers.map(visits => `${whole(median(visits.map(({ at }) => at)))} ms`)]);
