// Looking around in a city of given streets: wheel, mouse, fingers, keys and buttons.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { funnel, open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** A town of 11 x 11 corners, 100 m apart, and four springs in it. */
function town() {
  const line = (/** @type {number[][]} */ coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } });
  const ways = Array.from({ length: 11 }, (_, n) => n * 100);
  const features = ways.flatMap(a => ways.slice(1).flatMap(b => [line([[b - 100, a], [b, a]]), line([[a, b - 100], [a, b]])]));
  const springs = [[0, 1000], [1000, 900], [100, 300], [900, 100]].map((at, n) => ({ id: `s${n}`, kind: "spring", clients: 250 - 50 * n, at }));
  const nodes = [
    ...springs, { id: "kt1", kind: "fork", kt: 1, at: [500, 500] }, { id: "kt2", kind: "fork", kt: 2, at: [300, 700] }, { id: "till", kind: "till" },
    { id: "rival", kind: "competitor", at: [800, 400] }, { id: "sea", kind: "sea" },
  ];
  const red = { mood: "red", share: 0.5 };
  const streams = [
    ...springs.map(({ id }) => ({ from: id, to: "kt1" })), { from: "kt1", to: "kt2", ...red }, { from: "kt1", to: "rival", mood: "blue" },
    { from: "kt2", to: "till", ...red }, { from: "kt2", to: "sea", mood: "blue" },
  ];
  return { cityRivers: 1, title: "Grid", city: { streets: { type: "FeatureCollection", features }, coordinates: "plane" }, network: { nodes, streams } };
}

const map = "document.querySelector('city-rivers').map";
const FILES = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";

/**
 * @param {{ document?: object, attributes?: string, options?: object }} [given]
 */
async function shown({ document = town(), attributes = "controls paused", options = {} } = {}) {
  const script = `${attributes.includes("worker") ? "delete window.trustedTypes; " : ""}await import("./package/element.js");`;
  const body = `<a href="#before">before</a><city-rivers ${attributes}><script type="application/json">${JSON.stringify(document)}</script></city-rivers><p></p>`;
  const host = await open(browser, body, { script, style: "p { height: 3000px } a { position: absolute }", ...options });
  await host.heard("ready");
  const { page, run } = host;
  const spot = (/** @type {string} */ id) => run(`(({ x, y }) => [x, y])(${map}.contents.spots.find(spot => spot.id === "${id}"))`);
  const zoom = () => run(`${map}.state.zoom`);
  /** Waits until it is zoomed otherwise than before. */
  const until = (/** @type {number} */ before) => page.waitForFunction(before => document.querySelector("city-rivers").map.state.zoom !== before, before);
  const near = (/** @type {number[]} */ found, /** @type {number[]} */ wanted, slack = 3) =>
    assert.ok(Math.hypot(found[0] - wanted[0], found[1] - wanted[1]) < slack, `${found} is not ${wanted}`);
  /** The map has answered all that was asked of it so far. */
  const settled = () => page.waitForTimeout(150);
  // Where the controls come, the canvas takes another size.
  await settled();
  return { ...host, spot, zoom, until, near, settled };
}

for (const [where, attributes, options] of /** @type {const} */ ([
  ["the page", "controls paused", {}],
  ["a worker", "controls paused worker", { policy: FILES }],
])) {
  test(`in ${where}, the wheel zooms round the pointer, and dragging moves the city without a choice`, async () => {
    const { run, page, spot, zoom, until, near, settled, heard, quiet } = await shown({ attributes, options });
    assert.equal(await run(`${map}.state.worker`), where === "a worker");
    assert.equal(await zoom(), 1);
    const [x, y] = await spot("kt1");
    await page.mouse.move(x, y);
    assert.equal(await run(`${map}.pick(${x}, ${y}).then(item => item.id)`), "kt1");
    await page.mouse.wheel(0, -240);
    await until(1);
    await settled();
    assert.ok((await zoom()) > 1.5);
    near(await spot("kt1"), [x, y]);
    assert.equal(await run(`${map}.pick(${x}, ${y}).then(item => item.id)`), "kt1");
    await page.mouse.down();
    await page.mouse.move(x + 30, y + 10);
    assert.equal(await run("document.querySelector('city-rivers').shadowRoot.querySelector('canvas').style.cursor"), "grabbing");
    await page.mouse.move(x - 60, y + 40, { steps: 5 });
    await page.mouse.up();
    await settled();
    near(await spot("kt1"), [x - 60, y + 40]);
    assert.equal(await run(`${map}.state.selected`), null);
    await page.mouse.click(x - 60, y + 40);
    await heard("select");
    assert.equal(await run(`${map}.state.selected.id`), "kt1");
    const card = () => run("document.querySelector('city-rivers').shadowRoot.querySelector('.card').style.left");
    const left = await card();
    assert.deepEqual(await run(`${map}.pan(40, 0)`), true);
    near(await run(`[${map}.state.selected.x, ${map}.state.selected.y]`), [x - 20, y + 40]);
    assert.notEqual(await card(), left, "the card goes along");
    assert.deepEqual(await run(`${map}.fit().then(async changed => [changed, await ${map}.fit(), ${map}.state.zoom])`), [true, false, 1]);
    near(await spot("kt1"), [x, y]);
    await page.mouse.dblclick(x, y);
    await until(1);
    await settled();
    assert.ok(Math.abs((await zoom()) - 2) < 0.01);
    near(await spot("kt1"), [x, y]);
    quiet();
  });
}

test("a wheel at the farthest zoom, with gestures off, or over a generated town scrolls the page", async () => {
  const { run, page, zoom, until, settled, quiet } = await shown();
  const scrolled = () => run("scrollY");
  await page.mouse.move(400, 200);
  for (let n = 0; n < 8 && (await run(`${map}.state.zoomLimit`)) !== "out"; n += 1) {
    const before = await zoom();
    await page.mouse.wheel(0, 240);
    await until(before);
  }
  assert.deepEqual([await run(`${map}.state.zoomLimit`), await scrolled()], ["out", 0]);
  assert.equal(await page.getByRole("button", { name: "Zoom out" }).isDisabled(), true);
  await page.mouse.wheel(0, 100);
  await page.waitForFunction(() => scrollY === 100);
  await run(`scrollTo(0, 0); ${map}.fit().then(() => document.querySelector("city-rivers").setAttribute("gestures", "none"))`);
  await page.mouse.wheel(0, -100);
  await settled();
  await page.mouse.wheel(0, 100);
  await page.waitForFunction(() => scrollY === 100);
  assert.equal(await zoom(), 1);
  quiet();

  const generated = await shown({ document: funnel });
  await generated.page.mouse.move(400, 200);
  await generated.page.mouse.wheel(0, 100);
  await generated.page.waitForFunction(() => scrollY === 100);
  assert.equal(await generated.zoom(), null);
  assert.equal(await generated.run(`${map}.zoom(2)`), false);
  assert.equal(await generated.page.getByRole("button", { name: "Zoom in" }).count(), 0);
  generated.quiet();
});

test("keys and buttons look around, and the keyboard keeps its place, or gets another one where that goes out of sight", async () => {
  const { run, page, zoom, until, spot, near, settled, quiet } = await shown();
  const here = () => run(`document.activeElement.shadowRoot.activeElement.getAttribute("aria-label").split(":")[0]`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await here(), "s0");
  await page.keyboard.press("+");
  await until(1);
  assert.equal(await run(`${map}.contents.spots.some(({ id }) => id === "s0")`), false);
  assert.equal(await here(), "s1", "the first one in sight");
  const [once, [x, y]] = [await zoom(), await spot("kt1")];
  await page.keyboard.press("Shift+ArrowLeft");
  await settled();
  near(await spot("kt1"), [x + 200, y]);
  await page.keyboard.press("-");
  await until(once);
  assert.ok(Math.abs((await zoom()) - 1) < 1e-9);
  await page.keyboard.press("=");
  await until(1);
  await page.keyboard.press("0");
  await until(once);
  assert.equal(await zoom(), 1);

  const sizes = await run(`[...document.querySelector("city-rivers").shadowRoot.querySelectorAll(".looking button")].map(({ offsetWidth, offsetHeight }) => Math.min(offsetWidth, offsetHeight))`);
  assert.ok(Math.min(...sizes) >= 36 && sizes.length === 3);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await until(1);
  await run(`${map}.zoom(1000, { x: 700, y: 50 })`);
  assert.equal(await page.getByRole("button", { name: "Zoom in" }).isDisabled(), true);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForFunction(() => document.querySelector("city-rivers").map.state.zoom === 1);
  quiet();
});

test("two fingers pinch; one scrolls the page until the city is nearer than as a whole; a double tap comes nearer", async () => {
  const { run, page, zoom, until, spot, near, settled, quiet } = await shown({ options: { hasTouch: true } });
  const client = await page.context().newCDPSession(page);
  const touch = (/** @type {string} */ type, /** @type {number[][]} */ ...points) =>
    client.send("Input.dispatchTouchEvent", { type: /** @type {any} */ (type), touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const swipe = async (/** @type {number[]} */ from, /** @type {number[]} */ to) => {
    await touch("touchStart", from);
    for (let n = 1; n <= 8; n += 1) await touch("touchMove", [0, 1].map(side => from[side] + ((to[side] - from[side]) * n) / 8));
    // A finger that is lifted while it moves would leave the page gliding.
    await settled();
    await touch("touchEnd");
    await settled();
  };
  const action = () => run("document.querySelector('city-rivers').shadowRoot.querySelector('canvas').style.touchAction");
  assert.equal(await action(), "pan-x pan-y");
  const [x, y] = await spot("kt1");
  await swipe([400, 300], [400, 200]);
  assert.ok((await run("scrollY")) > 50);
  assert.equal(await zoom(), 1);
  await run("scrollTo(0, 0)");
  near(await spot("kt1"), [x, y]);
  await settled();

  await touch("touchStart", [x - 20, y]);
  await touch("touchStart", [x - 20, y], [x + 20, y]);
  for (let n = 1; n <= 8; n += 1) await touch("touchMove", [x - 20 - 5 * n, y], [x + 20 + 5 * n, y]);
  await touch("touchEnd");
  await settled();
  assert.ok(Math.abs((await zoom()) - 3) < 0.05, `${await zoom()}`);
  near(await spot("kt1"), [x, y]);
  assert.deepEqual([await action(), await run("scrollY"), await run(`${map}.state.selected`)], ["none", 0, null]);

  await swipe([x + 100, y + 50], [x + 40, y - 20]);
  near(await spot("kt1"), [x - 60, y - 70]);
  assert.equal(await run("scrollY"), 0);
  const before = await zoom();
  await page.touchscreen.tap(x + 60, y);
  await page.touchscreen.tap(x + 60, y);
  await until(before);
  await settled();
  assert.ok(Math.abs((await zoom()) - 2 * before) < 0.01);
  quiet();
});

test("turns that come faster than a city is laid out are added up, and asked for one at a time", async () => {
  const { run, zoom, settled, quiet } = await shown({ attributes: "paused worker", options: { policy: FILES } });
  const [calls, most] = await run(async map => {
    const { CityRivers } = await import("/package/index.js");
    const { zoom } = CityRivers.prototype;
    let [calls, open, most] = [0, 0, 0];
    CityRivers.prototype.zoom = async function (...given) {
      calls += 1;
      most = Math.max(most, (open += 1));
      const changed = await zoom.apply(this, given);
      await new Promise(resolve => setTimeout(resolve, 100));
      open -= 1;
      return changed;
    };
    const canvas = document.querySelector(map).shadowRoot.querySelector("canvas");
    for (let n = 0; n < 40; n += 1) {
      const options = { deltaY: -10, clientX: 400, clientY: 200, bubbles: true, cancelable: true };
      if (canvas.dispatchEvent(new WheelEvent("wheel", options))) throw new Error("the page would scroll");
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await new Promise(resolve => setTimeout(resolve, 400));
    return [calls, most];
  }, "city-rivers");
  await settled();
  assert.ok(most === 1 && calls < 8, `${calls} calls, ${most} at once`);
  assert.ok(Math.abs((await zoom()) - Math.E) < 0.01, "none is lost");
  quiet();
});
