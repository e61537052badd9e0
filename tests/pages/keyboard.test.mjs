// The keyboard, and what those hear who do not see the canvas.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { funnel, open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const written = `<a href="#before">before</a><city-rivers><script type="application/json">${JSON.stringify(funnel)}</script></city-rivers><a href="#after">after</a>`;
const map = "document.querySelector('city-rivers')";

test("one tab stop leads to every place along the water", async () => {
  const { run, heard, quiet, page } = await open(browser, written);
  await heard("ready");
  // The card is fetched ahead.
  await page.waitForLoadState("networkidle");
  const here = () => run(`(document.activeElement.shadowRoot?.activeElement?.getAttribute("aria-label") ?? document.activeElement.textContent).split(":")[0]`);
  const press = async (/** @type {string} */ key) => {
    await page.keyboard.press(key);
    return here();
  };
  assert.equal(await press("Tab"), "before");
  assert.equal(await press("Tab"), "Offices");
  assert.equal(await press("ArrowDown"), "Station", "the other branch of KT1, by size");
  assert.equal(await press("ArrowUp"), "Offices");
  assert.equal(await press("ArrowRight"), "KT1, where to buy");
  assert.equal(await press("ArrowRight"), "KT2, with us");
  assert.equal(await press("ArrowDown"), "The sea", "where the smaller branch ends");
  assert.equal(await press("ArrowUp"), "KT2, with us");
  await press("Enter");
  assert.equal(await run(`${map}.map.state.selected.id`), "kt2");
  assert.ok(await page.getByRole("status").getByText("200").isVisible(), "the card says its figures");
  await press("Escape");
  assert.equal(await run(`${map}.map.state.selected`), null);
  await press(" ");
  assert.equal(await run(`${map}.map.state.playing`), false);
  assert.equal(await press("PageDown"), "KT1, where to buy");
  assert.equal(await press("PageDown"), "KT2, with us");
  assert.equal(await press("PageUp"), "KT1, where to buy");
  assert.equal(await run(`${map}.map.state.step`), 0);
  assert.equal(await press("Tab"), "after");
  assert.equal(await press("Shift+Tab"), "KT1, where to buy");
  quiet();
});

test("places, figures and the sentence are there for a screen reader", async () => {
  const { run, heard, quiet, page } = await open(browser, written);
  await heard("ready");
  const figure = page.getByRole("figure", { name: "Corner cafe" });
  await figure.getByRole("group", { name: "Places on the map" }).getByRole("button", { name: /^KT1, where to buy: 4\d0 a day/ }).waitFor();
  await figure.getByRole("row", { name: /^KT2, with us Fork 260 200 60/ }).waitFor();
  assert.ok(await figure.getByText("a day choose where to buy").count());
  assert.equal(await run(`${map}.shadowRoot.querySelector("canvas").getAttribute("aria-hidden")`), "true");
  quiet();
});

test("a pointer hovers and selects, and the controls step, play and pause", async () => {
  const { run, heard, quiet, page } = await open(browser, written.replace("<city-rivers", "<city-rivers controls"));
  await heard("ready");
  const { x, y } = await run(`${map}.map.contents.spots.find(spot => spot.id === "kt1")`);
  const box = await page.locator("city-rivers").boundingBox();
  await page.mouse.move(box.x + x, box.y + y);
  await heard("hover");
  await page.mouse.click(box.x + x, box.y + y);
  await heard("select");
  assert.equal(await run("events.find(([name]) => name === 'select')[1].id"), "kt1");
  assert.equal(await run(`${map}.map.pick(2, 2)`), null);
  const [picture, controls] = await run(`["canvas", ".controls"].map(part => ${map}.shadowRoot.querySelector(part).getBoundingClientRect().toJSON())`);
  assert.ok(picture.bottom <= controls.top && controls.bottom <= box.y + box.height, "the controls cover nothing of the picture");
  await page.getByRole("button", { name: "Pause" }).click();
  await heard("pause");
  await page.getByRole("button", { name: "Play" }).click();
  await page.getByRole("button", { name: "Next step" }).click();
  await heard("step");
  await page.getByText("KT1, where to buy").first().waitFor();
  quiet();
});

/** The label of what has the focus, and how many tab stops and buttons the map has; runs in the page. */
function standing() {
  const { activeElement } = document.querySelector("city-rivers").shadowRoot;
  const all = [...activeElement.closest(".places").querySelectorAll("button")];
  return { label: activeElement.getAttribute("aria-label"), stops: all.filter(button => button.tabIndex === 0).length, buttons: all.length };
}

/**
 * Presses a key and waits until something else has the focus; returns its label without the figures.
 * @param {Awaited<ReturnType<typeof open>>} host
 */
const walker = ({ page, run }) => async (/** @type {string} */ key) => {
  const { label } = await run(standing);
  await page.keyboard.press(key);
  await page.waitForFunction(
    before => document.querySelector("city-rivers").shadowRoot.activeElement?.getAttribute("aria-label") !== before, label,
  );
  const after = await run(standing);
  assert.equal(after.stops, 1, "one tab stop");
  return after.label.split(":")[0];
};

test("the keyboard goes along the streams, and picks one", async () => {
  const host = await open(browser, written);
  const { run, heard, quiet, page } = host;
  await heard("ready");
  const press = walker(host);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await press("ArrowRight"), "KT1, where to buy");
  const { buttons } = await run(standing);
  assert.equal(await press("s"), "KT1 → KT2");
  assert.equal((await run(standing)).buttons, buttons + 1, "one button for all streams");
  assert.equal(await press("ArrowDown"), "KT1 → The sea");
  assert.equal(await press("ArrowUp"), "KT1 → KT2");
  assert.equal(await press("ArrowRight"), "KT2, with us");
  assert.equal((await run(standing)).buttons, buttons);
  assert.equal(await press("Shift+S"), "KT1 → KT2");
  assert.match((await run(standing)).label, /^KT1 → KT2: 260 a day, /);
  await page.keyboard.press("Enter");
  await heard("select");
  const { type, id } = await run("events.find(([name]) => name === 'select')[1]");
  assert.deepEqual([type, id], ["stream", "kt1>kt2"]);
  assert.ok(await page.getByRole("status").getByText("260 a day").isVisible(), "the card says its figures");
  await page.keyboard.press("Escape");
  assert.equal(await run(`${map}.map.state.selected`), null);
  const other = { ...funnel, funnel: { ...funnel.funnel, kt1: { red: 250 } } };
  await run(`${map}.data = ${JSON.stringify(other)}`);
  await page.waitForFunction(() => document.querySelector("city-rivers").shadowRoot.activeElement.getAttribute("aria-label").includes("250"));
  assert.equal(await press("ArrowLeft"), "KT1, where to buy");
  assert.equal(await press("s"), "KT1 → KT2");
  await page.keyboard.press("Tab");
  assert.equal(await run("document.activeElement.textContent"), "after");
  await page.keyboard.press("Shift+Tab");
  const { label, stops } = await run(standing);
  assert.deepEqual([label.split(":")[0], stops], ["KT1, where to buy", 1]);
  quiet();
});

test("the keyboard goes along the streets of a city, also where the map is in a worker", async () => {
  const document = JSON.parse(await readFile(new URL("../../www/gallery/examples/own-streets.json", import.meta.url), "utf8"));
  const body = `<city-rivers worker paused><script type="application/json">${JSON.stringify(document)}</script></city-rivers>`;
  const script = 'delete window.trustedTypes; await import("./package/element.js");';
  const host = await open(browser, body, { script, policy: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'" });
  const { run, heard, quiet, page } = host;
  await heard("ready");
  assert.equal(await run(`${map}.map.state.worker`), true);
  const press = walker(host);
  const picture = () => run(`${map}.map.toSvg()`);
  await page.keyboard.press("Tab");
  const place = (await run(standing)).label.split(":")[0];
  const plain = await picture();
  const stream = await press("s");
  assert.equal(stream, `${place} → KT1`);
  assert.notEqual(await picture(), plain, "it is outlined");
  assert.equal(await press("ArrowLeft"), place);
  assert.equal(await picture(), plain);
  assert.equal(await press("s"), stream);
  const streets = [await press("s")];
  for (let next = await press("s"); next !== stream && streets.length < 20; next = await press("s")) streets.push(next);
  assert.ok(streets.length > 1 && streets.length < 20, `${streets}`);
  assert.equal(await press("Shift+S"), streets.at(-1), "and back");
  await page.keyboard.press("Enter");
  await heard("select");
  const { type, label, streams } = await run("events.find(([name]) => name === 'select')[1]");
  assert.deepEqual([type, label, streams > 1], ["street", streets.at(-1), true]);
  await run(`${map}.map.zoom(2)`);
  assert.equal((await run(standing)).label.split(":")[0], label, "it stays where something else is seen");
  quiet();
});
