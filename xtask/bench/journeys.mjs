// Measures a table of 1,000,000 events, from its text to the picture, in a real browser, against the server at the given address; against
// PapaParse and a plain count, by turns in the same page. Prints rows of a table.
import { createRequire } from "node:module";
import process from "node:process";
import { blank } from "./measure/meter.mjs";
import { median } from "./measure/results.mjs";

const ROWS = 1_000_000;
const RUNS = 5;

const [, , address] = process.argv;
const { chromium } = createRequire(new URL("../../www/package.json", import.meta.url))("playwright-core");
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox"] });
const ms = number => `${number.toFixed(0)} ms`;

for (const [where, worker] of [["in the page's thread", false], ["in a worker", true]]) {
  const page = await blank(browser, address);
  await page.addScriptTag({ url: "/bench/node_modules/papaparse/papaparse.min.js" });
  const what = { rows: ROWS, runs: RUNS, worker };
  const taken = await page.evaluate(async what => (await import("/bench/journeys/maps.js")).drawn(what), what);
  await page.close();
  if (taken.wrong.length > 0) throw new Error(`the two do not agree:\n${taken.wrong.join("\n")}`);
  const [ours, read, plain] = [taken.ours, taken.read, taken.plain].map(median);
  const size = `${ROWS.toLocaleString("en")} events (${(taken.bytes / 1e6).toFixed(0)} MB of CSV text)`;
  const compared = `${(ours / plain).toFixed(2)} of PapaParse and a plain count of the same network (${ms(plain)})`;
  const [reading, drawing] = taken.waits.map(waits => `${ms(median(waits))} (${ms(Math.max(...waits))} in the worst run of ${RUNS})`);
  const gap = `the page waits at most ${reading} while they are read, ${drawing} while they are drawn`;
  console.log(`| ${size} to the first frame, ${where} | ${ms(ours)}, ${ms(read)} of it to read them, ${compared}; ${gap} |`);
}
console.log(`| browser | Chromium ${browser.version()} |`);
await browser.close();
