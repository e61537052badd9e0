// Measures the package in a real browser, against the server at the given address, and prints tables. With more words, drops and
// peers alone, in one run: how many drops are asked for, and names of peers.
import { createRequire } from "node:module";
import process from "node:process";
import { firstFrames } from "./measure/first-frames.mjs";
import { Meter } from "./measure/meter.mjs";
import { BARE, OURS, PEERS } from "./peers.mjs";
import { Results } from "./measure/results.mjs";

/** How often each peer is measured; medians are printed. */
const RUNS = 3;

const [, , address, count, ...names] = process.argv;
const { chromium } = createRequire(new URL("../../www/package.json", import.meta.url))("playwright-core");
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox"] });
const meter = await Meter.of(browser, address);
const results = new Results();
const counts = meter.network.drops.map(({ wanted }) => wanted);
const all = [...BARE, ...OURS, ...PEERS];

/** One peer after the other, so that whatever else the machine does meets all of them alike. */
async function run(title, counts, peers) {
  for (const wanted of counts) {
    for (const peer of peers.filter(({ most = Infinity }) => wanted <= most)) {
      const measured = await meter.measure(peer, wanted);
      results.add(peer, wanted, measured);
      // Not on the standard output, which holds the tables.
      const drops = wanted ? `${wanted.toLocaleString("en")} drops, ` : "";
      console.error(`xtask: ${title}, ${drops}${peer.title}: ${results.told(measured)}`);
    }
  }
}

if (count === undefined) {
  console.log(await firstFrames(browser, address, ["central-shop", "three-shops"]));
  for (let turn = 1; turn <= RUNS; turn += 1) {
    const title = `run ${turn} of ${RUNS}`;
    await run(title, [0], BARE);
    await run(title, counts, [...OURS, ...PEERS]);
  }
} else {
  const known = all.map(({ name }) => name);
  expected([Number(count)], counts);
  expected(names, known);
  const chosen = peers => peers.filter(({ name }) => names.length === 0 || names.includes(name));
  await run("one run", [0], chosen(BARE));
  await run("one run", [Number(count)], chosen([...OURS, ...PEERS]));
}
console.log(`| browser | Chromium ${browser.version()} |`);
console.log(`| WebGL of the browser | ${await meter.renderer()} |`);
console.log(`\n${results.table(all)}`);
await browser.close();

/** An error that says what may be given, where something else was. */
function expected(given, known) {
  const wrong = given.find(one => !known.includes(one));
  if (wrong !== undefined) throw new Error(`${wrong}: expected any of ${known.join(", ")}`);
}
