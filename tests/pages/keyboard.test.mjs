// The keyboard, and what those hear who do not see the canvas.
import assert from "node:assert/strict";
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
