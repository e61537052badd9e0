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

/** In the page: squares of 3 x 3 px written by JavaScript, the plainest way to many drops. */
function squares(drops) {
  const [width, height] = [1280, 720];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  document.body.replaceChildren(canvas);
  const context = canvas.getContext("2d");
  const ground = new Uint32Array(width * height).fill(0xffe8f0f3);
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const of = make => Float32Array.from({ length: drops }, make);
  const [x, y, speed] = [of(() => Math.random() * (width - 8)), of(() => Math.random() * (height - 4)), of(() => 1 + Math.random())];
  const colors = Uint32Array.from({ length: drops }, () => 0xff000000 | (Math.random() * 0xffffff));
  const next = () => {
    pixels.set(ground);
    for (let drop = 0; drop < drops; drop += 1) {
      const at = x[drop] + speed[drop];
      x[drop] = at < width - 8 ? at : 0;
      const color = colors[drop];
      let pixel = (y[drop] | 0) * width + (x[drop] | 0);
      for (let row = 0; row < 3; row += 1, pixel += width) {
        pixels[pixel] = color;
        pixels[pixel + 1] = color;
        pixels[pixel + 2] = color;
      }
    }
    context.putImageData(image, 0, 0);
    requestAnimationFrame(next);
  };
  next();
}

/** In the page: nothing but a changed canvas. */
function nothing() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  document.body.replaceChildren(canvas);
  const context = canvas.getContext("2d");
  const image = new ImageData(1280, 720);
  let at = 3;
  const next = () => {
    image.data[(at += 4)] = 255;
    context.putImageData(image, 0, 0);
    requestAnimationFrame(next);
  };
  next();
}

/** CPU ms per frame, and frames a second, of what a function puts on a page. */
async function perFrame(put, argument) {
  const page = await blank();
  await page.evaluate(put, argument);
  await page.evaluate(frames, 1);
  const before = await cpu();
  const seconds = 4;
  const count = await page.evaluate(frames, seconds);
  const taken = ((await cpu()) - before) * 1000;
  await page.close();
  return { cpu: taken / count, rate: count / seconds };
}

const bare = await perFrame(nothing);
console.log(`| CPU per frame of a changed canvas, all processes, no GPU | ${bare.cpu.toFixed(1)} ms |`);
for (const drops of [1_000, 10_000, 50_000, 200_000, 1_000_000]) {
  const own = await perFrame(play, { file: "examples/central-shop.json", drops });
  const plain = await perFrame(squares, drops);
  console.log(
    `| the same at ${drops.toLocaleString("en")} drops; as squares written by JavaScript | ${own.cpu.toFixed(1)} ms at ` +
      `${own.rate.toFixed(0)} frames a second; ${plain.cpu.toFixed(1)} ms, ratio ${(own.cpu / plain.cpu).toFixed(2)} |`,
  );
}

console.log(`| browser | Chromium ${browser.version()} |`);
await browser.close();
