// A canvas that changes its size again and again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { canvases } from "./canvases.mjs";
import { funnel } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("a thousand resizes show no blank frame", async () => {
  const { run } = await canvases(browser);
  const told = await run(async document => {
    const maps = [await add(document, { renderer: "software", paused: false }), await add(document, { renderer: "webgl", paused: false })];
    let [blank, frames] = [0, 0];
    const probe = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    // Observers are called in the order in which they were made: by now the map's own has been.
    const observer = new ResizeObserver(entries => {
      for (const { target } of entries) {
        frames += 1;
        probe.clearRect(0, 0, 1, 1);
        probe.drawImage(target, 0, 0, 1, 1, 0, 0, 1, 1);
        if (probe.getImageData(0, 0, 1, 1).data[3] !== 255) blank += 1;
      }
    });
    for (const { canvas } of maps) observer.observe(canvas);
    for (let turn = 0; turn < 500; turn += 1) {
      for (const { canvas } of maps) {
        canvas.style.width = `${200 + (turn * 37) % 150}px`;
        canvas.style.height = `${120 + (turn * 23) % 80}px`;
      }
      await new Promise(requestAnimationFrame);
    }
    return { blank, frames };
  }, funnel);
  assert.equal(told.blank, 0);
  assert.ok(told.frames > 900, `${told.frames} frames`);
});
