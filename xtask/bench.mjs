// Measures the package in a real browser, against the server at the given address, and prints rows of a table.
import { createRequire } from "node:module";
import process from "node:process";

const [, , address] = process.argv;
const { chromium } = createRequire(new URL("../www/package.json", import.meta.url))("playwright-core");
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox"] });
const system = await browser.newBrowserCDPSession();

/** A blank page at the server's address, 1280 x 720. */
async function blank() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.route(`${address}blank.html`, route => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto(`${address}blank.html`);
  return page;
}

/** In the page: ms from a document's text to its first frame, first with nothing loaded, then again. */
async function firstFrames(file) {
  const text = await (await fetch(file)).text();
  const taken = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
    canvas.style.width = "1280px";
    canvas.style.height = "720px";
    document.body.replaceChildren(canvas);
    const start = performance.now();
    const { CityRivers } = await import("./package/index.js");
    const map = await CityRivers.create(canvas, text);
    // A task after the animation frame: by then it has been painted.
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    taken.push(performance.now() - start);
    map.dispose();
  }
  return taken;
}

/** In the page: a map with about so many drops, playing. */
async function play({ file, drops }) {
  const text = await (await fetch(file)).text();
  const canvas = document.createElement("canvas");
  canvas.style.width = "1280px";
  canvas.style.height = "720px";
  document.body.replaceChildren(canvas);
  const { CityRivers } = await import("./package/index.js");
  await CityRivers.create(canvas, text, { drops, paused: false });
}

/** In the page: how many frames there are in so many seconds. */
function frames(seconds) {
  return new Promise(done => {
    let count = 0;
    const end = performance.now() + seconds * 1000;
    const next = now => (now < end ? requestAnimationFrame(next, (count += 1)) : done(count));
    requestAnimationFrame(next);
  });
}

/** CPU seconds that all processes of the browser have taken. */
async function cpu() {
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** @param {number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

for (const example of ["central-shop", "three-shops"]) {
  const turns = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const page = await blank();
    turns.push(await page.evaluate(firstFrames, `examples/${example}.json`));
    await page.close();
  }
  const [first, again] = [0, 1].map(turn => median(turns.map(taken => taken[turn])).toFixed(0));
  console.log(`| document text to first frame, ${example}, 1280 x 720 | ${first} ms with the package not loaded yet, then ${again} ms |`);
}

for (const drops of [1_000, 10_000]) {
  const page = await blank();
  await page.evaluate(play, { file: "examples/central-shop.json", drops });
  await page.evaluate(frames, 1);
  const before = await cpu();
  const seconds = 5;
  const count = await page.evaluate(frames, seconds);
  const taken = ((await cpu()) - before) * 1000;
  console.log(
    `| CPU per frame at ${drops.toLocaleString("en")} drops, all processes, no GPU | ${(taken / count).toFixed(1)} ms at ${(count / seconds).toFixed(0)} frames a second |`,
  );
  await page.close();
}

console.log(`| browser | Chromium ${browser.version()} |`);
await browser.close();
