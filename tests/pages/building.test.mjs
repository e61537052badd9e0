// Building by hand: by mouse, by a finger, and by keys alone.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const training = await readFile(new URL("../../www/gallery/examples/training.json", import.meta.url), "utf8");
const written = (/** @type {string} */ attributes = "") =>
  `<a href="#before">before</a><city-rivers paused ${attributes}><script type="application/json">${training}</script></city-rivers>`;
const map = "document.querySelector('city-rivers').map";

/** @param {import("playwright-core").Page} page @param {string} id */
const lever = (page, id) => page.evaluate(`${map}.levers.find(({ id }) => id === ${JSON.stringify(id)})`);

/** Drags the mouse from a place over others. @param {import("playwright-core").Page} page @param {[number, number][]} way */
async function drag(page, [start, ...way]) {
  await page.mouse.move(...start);
  await page.mouse.down();
  for (const at of way) await page.mouse.move(...at);
  await page.mouse.up();
}

test("a dam's wall, a ring's border and a canal are dragged, and taken back", async () => {
  const { heard, quiet, page, run } = await open(browser, written(), { style: "city-rivers { width: 1200px; height: 675px }", viewport: { width: 1200, height: 700 } });
  await heard("ready");
  const top = await run(`document.querySelector("city-rivers").getBoundingClientRect().top`);
  const revenue = () => run(`${map}.solved.totals.revenue`);
  const before = await revenue();
  await run(`${map}.setLever("dam", true)`);
  const { x, y, dx, dy, half } = await run(`${map}.contents.handles.dams[0]`);
  const along = (/** @type {number} */ part) => /** @type {[number, number]} */ ([x + (2 * part - 1) * half * dx, top + y + (2 * part - 1) * half * dy]);
  await drag(page, [along(0.5), along(0.4), along(0.2)]);
  await page.waitForFunction(`Math.abs(${map}.levers[1].dam.pass - 0.2) < 0.03`);
  assert.ok((await revenue()) > before, "less water away is more for us");

  const ring = (await run(`${map}.contents.handles.rings`)).find((/** @type {{ at: string }} */ { at }) => at === "kt2");
  const on = (/** @type {number} */ angle) => {
    const middle = ring.radius - ring.thick / 2;
    return /** @type {[number, number]} */ ([ring.x + middle * Math.cos(angle), top + ring.y + middle * Math.sin(angle)]);
  };
  // Towards the blue: a tenth of the ring becomes red.
  const turn = (ring.mirrored ? 1 : -1) * 0.2 * Math.PI;
  await drag(page, [on(ring.border), on(ring.border + turn / 2), on(ring.border + turn)]);
  await page.waitForFunction(`Math.abs((${map}.levers[4]?.warm.share ?? 0) - 0.1) < 0.03`);
  assert.equal((await lever(page, "warm-1")).label, "Warm KT2");

  const spots = await run(`Object.fromEntries(${map}.contents.spots.map(({ id, x, y }) => [id, [x, y + ${top}]]))`);
  await drag(page, [spots.web, [spots.web[0] + 60, spots.web[1] + 60], spots.kt2]);
  await page.waitForFunction(`${map}.levers.some(({ id, on }) => id === "canal-1" && on)`);
  assert.deepEqual((await lever(page, "canal-1")).canal, { from: "web", to: "kt2", share: 0.05 });
  assert.ok(await run(`${map}.solved.streams["web>kt2"].clients > 0`));

  // Each drag is one step back, and what is left is the document as it was.
  for (let step = 0; step < 4; step += 1) await run(`${map}.undo()`);
  assert.deepEqual(await run(`${map}.levers`), JSON.parse(training).levers);
  assert.equal(await revenue(), before);
  quiet();
});

test("what could be built is pointed out, and built by a click", async () => {
  const { heard, quiet, page, run } = await open(browser, written(), { style: "city-rivers { width: 1200px; height: 675px }", viewport: { width: 1200, height: 700 } });
  await heard("ready");
  const top = await run(`document.querySelector("city-rivers").getBoundingClientRect().top`);
  const { dams, canals } = await run(`${map}.contents.handles`);
  const { points } = canals[0];
  const middle = 2 * Math.floor(points.length / 4);
  const picture = () => run(`${map}.toSvg()`);
  const plain = await picture();
  for (const [id, x, y] of [["dam", dams[0].x, dams[0].y], ["canal", points[middle], points[middle + 1]]]) {
    await page.mouse.move(x, top + y);
    assert.equal(await run(`document.querySelector("city-rivers").shadowRoot.querySelector("canvas").style.cursor`), "pointer");
    assert.notEqual(await picture(), plain, "what it is over says that it can be built");
    await page.mouse.click(x, top + y);
    await page.waitForFunction(`${map}.levers.find(({ id }) => id === "${id}").on`);
    assert.equal(await run(`${map}.state.selected`), null, "a click that builds chooses nothing");
    await run(`${map}.setLever("${id}", false)`);
    await page.mouse.move(600, 5);
  }
  // From the list too.
  await page.getByRole("switch", { name: "Train the staff" }).hover();
  assert.notEqual(await picture(), plain);
  await page.mouse.move(600, 5);
  assert.equal(await picture(), plain);
  quiet();
});

test("a finger on a grip drags it, and beside it scrolls the page", async () => {
  const { heard, quiet, page, run } = await open(browser, written(), {
    hasTouch: true, style: "city-rivers { width: 390px; height: 700px; margin-block: 40px 600px }", viewport: { width: 390, height: 700 },
  });
  await heard("ready");
  const client = await page.context().newCDPSession(page);
  const touch = (/** @type {string} */ type, /** @type {number[][]} */ ...points) =>
    client.send("Input.dispatchTouchEvent", { type: /** @type {any} */ (type), touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const slide = async (/** @type {[number, number]} */ [x, y], /** @type {[number, number]} */ [dx, dy]) => {
    await touch("touchStart", [x, y]);
    for (let step = 1; step <= 8; step += 1) await touch("touchMove", [x + dx * step / 8, y + dy * step / 8]);
    await touch("touchEnd");
  };
  const top = await run(`document.querySelector("city-rivers").getBoundingClientRect().top`);
  const ring = (await run(`${map}.contents.handles.rings`)).find((/** @type {{ at: string }} */ { at }) => at === "kt2");
  const middle = ring.radius - ring.thick / 2;
  const at = (/** @type {number} */ angle) => /** @type {[number, number]} */ ([ring.x + middle * Math.cos(angle), top + ring.y + middle * Math.sin(angle)]);
  const turn = (ring.mirrored ? 1 : -1) * 0.25 * Math.PI;
  const [from, to] = [at(ring.border), at(ring.border + turn)];
  await slide(from, [to[0] - from[0], to[1] - from[1]]);
  await page.waitForFunction(`${map}.levers.some(({ on, warm }) => on && warm?.at === "kt2")`);
  assert.equal(await run("scrollY"), 0);
  await slide([380, 500], [0, -200]);
  await page.waitForFunction("scrollY > 50");
  quiet();
});

test("a dam is built from the card of a stream", async () => {
  const { heard, quiet, page, run } = await open(browser, written());
  await heard("ready");
  await run(`${map}.focus("kt1>market")`);
  await page.getByRole("button", { name: "Build a dam" }).click();
  await page.waitForFunction(`${map}.levers.some(({ dam, on }) => on && dam?.stream === "kt1>market")`);
  assert.equal(await page.getByRole("switch", { name: "Dam KT1 – Market" }).getAttribute("aria-checked"), "true");
  quiet();
});

test("keys alone build a dam, set it, warm a KT, dig a canal and take them away", async () => {
  const { heard, quiet, page, run } = await open(browser, written());
  await heard("ready");
  const press = async (/** @type {string[]} */ ...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const stands = (/** @type {string} */ name) =>
    page.waitForFunction(name => document.activeElement?.shadowRoot?.activeElement?.getAttribute("aria-label")?.startsWith(name), name);
  await press("Tab", "Tab");
  await run(`${map}.focus("kt1")`);
  await press("Escape");
  for (let step = 0; step < 12 && !(await run(`document.activeElement?.shadowRoot?.activeElement?.getAttribute("aria-label")?.startsWith("KT1")`)); step += 1) {
    await press("ArrowRight");
  }
  await stands("KT1");
  await press("w");
  await page.waitForFunction(`${map}.levers.at(-1).warm?.at === "kt1"`);
  assert.equal((await run(`${map}.levers.at(-1)`)).warm.share, 0.01);
  await stands("KT1");
  await press("c", "ArrowRight");
  await stands("KT2");
  await press("c");
  await page.waitForFunction(`${map}.levers.some(({ id, on }) => id === "canal" && on)`);
  // From KT2 its larger stream is blue: the dam holds it back.
  await press("s");
  await page.waitForFunction(`document.activeElement?.shadowRoot?.activeElement?.classList.contains("water")`);
  await press("d");
  await page.waitForFunction(`${map}.levers.at(-1).dam?.stream.startsWith("kt2>") && ${map}.levers.at(-1).on`);
  await press("d");
  await page.waitForFunction(`!${map}.levers.at(-1).on`);
  quiet();
});

test("a host may keep hands off, and call for works itself", async () => {
  const { heard, quiet, run } = await open(browser, written(`build="off" panel="off"`));
  await heard("ready");
  assert.equal(await run(`${map}.build`), false);
  await run(`${map}.dam("kt1>market")`);
  await run(`${map}.dig("kt1", "till")`);
  await run(`${map}.warm("kt3", 0.05)`);
  assert.deepEqual(await run(`${map}.levers.slice(4).map(({ id, on }) => [id, on])`), [["dam-1", true], ["canal-1", true], ["warm-1", true]]);
  await run(`${map}.removeLever("canal-1")`);
  assert.deepEqual(await run(`${map}.levers.map(({ id }) => id)`), ["training", "dam", "canal", "calls", "dam-1", "warm-1"]);
  quiet();
});
