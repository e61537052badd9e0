// Measures levers and reconciliation in a real browser, against the server at the given address, and prints rows of a table.
import { createRequire } from "node:module";
import process from "node:process";
import { measured, shop } from "./levers/documents.mjs";
import { blank } from "./measure/meter.mjs";
import { median } from "./measure/results.mjs";

const SIZES = [13, 1_000, 20_000];
const COUNTS = 2_000;
const RUNS = 9;

const [, , address] = process.argv;
const { chromium } = createRequire(new URL("../../www/package.json", import.meta.url))("playwright-core");
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox"] });

/** Calls a function of the page's module in a page of its own. */
async function run(name, what) {
  const page = await blank(browser, address);
  try {
    return await page.evaluate(async ({ name, what }) => (await import("/bench/levers/maps.js"))[name](what), { name, what });
  } finally {
    await page.close();
  }
}

const whole = number => number.toLocaleString("en", { maximumFractionDigits: 0 });
const ms = number => `${number.toLocaleString("en", { maximumSignificantDigits: 3 })} ms`;
const row = (what, value) => console.log(`| ${what} | ${value} |`);

for (const size of SIZES) {
  const { lever, update, longest } = await run("levers", { document: shop(size), runs: RUNS });
  const [own, other] = [median(lever), median(update)];
  const compared = `${(own / other).toFixed(2)} of a whole document in its place (${ms(other)})`;
  row(`a lever on a map of ${whole(size)} nodes, until its first frame is painted`, `${ms(own)}, ${compared}; the longest frame of the change ${ms(median(longest))}`);
}
const { plain, balanced } = await run("reconciled", { document: measured(COUNTS), runs: RUNS });
row(`reconcile ${whole(COUNTS)} measured streams`, `${ms(median(balanced) - median(plain))} on top of solving (${ms(median(plain))})`);
row("browser", `Chromium ${browser.version()}`);
await browser.close();
