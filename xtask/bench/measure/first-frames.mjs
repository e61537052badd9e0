// How long the map takes to be seen: rows of a table.
import { blank } from "./meter.mjs";
import { median } from "./results.mjs";

/** In the page: ms from a document's text to its first frame, first with nothing loaded, then again. */
async function inPage(file) {
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

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} address
 * @param {string[]} examples
 */
export async function firstFrames(browser, address, examples) {
  const rows = [];
  for (const example of examples) {
    const turns = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const page = await blank(browser, address);
      turns.push(await page.evaluate(inPage, `examples/${example}.json`));
      await page.close();
    }
    const [first, again] = [0, 1].map(turn => median(turns.map(taken => taken[turn])).toFixed(0));
    rows.push(`| document text to first frame, ${example}, 1280 x 720 | ${first} ms with the package not loaded yet, then ${again} ms |`);
  }
  return rows.join("\n");
}
