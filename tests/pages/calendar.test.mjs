// Single clients over their calendar: the map's date, and the element's line for it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { look, open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Lets workers be made of the page's own files. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";

const STAGES = { Talks: { kt: 1, mood: "red" }, Won: { kt: 2, mood: "red" }, Lost: { kt: 2, mood: "blue" } };

/** Sixty clients: a talk every third day from the first of January, and its end 40 days later. */
function events() {
  const day = (/** @type {number} */ nth) => new Date(Date.UTC(2026, 0, 1 + nth)).toISOString().slice(0, 10);
  return Array.from({ length: 60 }, (_, index) => [
    { client: `c${index}`, at: day(3 * index), stage: "Talks" },
    { client: `c${index}`, at: day(3 * index + 40), stage: index % 3 ? "Won" : "Lost" },
  ]).flat();
}

const journeys = { cityRivers: 1, title: "Deals", journeys: { stages: STAGES, events: events() } };

/** @param {string} attributes @param {object} [document] */
const page = async (attributes, document = journeys) => {
  const body = `<city-rivers controls renderer="software" ${attributes}><script type="application/json">${JSON.stringify(document)}</script></city-rivers>`;
  const host = await open(browser, body, { policy: POLICY, viewport: { width: 1200, height: 700 }, style: "city-rivers { width: 1200px; height: 680px }" });
  await host.heard("ready");
  return host;
};

/** What the line shows; runs in the page. */
function line() {
  const { shadowRoot, map } = /** @type {any} */ (document.querySelector("city-rivers"));
  const root = shadowRoot.querySelector(".calendar");
  // It comes where there is a calendar.
  if (!root) return { shown: false, date: map.date };
  const slider = root.querySelector("input[type=range]");
  const names = [...root.querySelectorAll(".names span")].map(span => span.textContent);
  return {
    shown: !root.hidden, text: root.querySelector("strong").textContent, said: slider.getAttribute("aria-valuetext"), label: slider.getAttribute("aria-label"),
    part: slider.value / slider.max, date: map.date, names, playing: map.state.playing, speed: map.state.speed,
    speeds: [...root.querySelectorAll("[type=radio]")].filter(input => input.checked).map(input => input.value),
  };
}

const day = (/** @type {string} */ date) => Date.parse(date) / 86_400_000;

for (const worker of ["false", "true"]) {
  test(`the line shows the date, and seeks, with worker ${worker}`, async () => {
    const { page: tab, run, quiet } = await page(`paused worker="${worker}"`);
    const { from, to, seconds } = await run(() => document.querySelector("city-rivers").map.contents.calendar);
    assert.ok(from < "2026-01-01" && to > "2026-08-08" && seconds >= 15, `${from} ${to} ${seconds}`);
    const first = await run(line);
    assert.ok(first.shown && Math.abs(first.part - 0.5) < 0.01, "a map that stands still stands in the middle");
    assert.equal(first.label, "Calendar");
    const before = (await run(look)).sum;
    await run(() => (document.querySelector("city-rivers").map.date = "2026-03-15T12:00Z"));
    const sought = await run(line);
    assert.equal(sought.text, "March 15, 2026");
    assert.equal(sought.said, "March 15, 2026");
    assert.equal(sought.date.slice(0, 10), "2026-03-15");
    assert.ok(sought.names.length > 2 && sought.names.every(name => / 2[56]$/.test(name)), `${sought.names}`);
    await tab.waitForTimeout(300);
    assert.notEqual((await run(look)).sum, before, "other clients are seen");
    // The keyboard goes a day on.
    const slider = tab.locator("city-rivers input[type=range]");
    await slider.focus();
    await tab.keyboard.press("ArrowRight");
    const next = await run(line);
    assert.ok(Math.abs(day(next.date) - day(sought.date) - 1) < 0.6, `${sought.date} ${next.date}`);
    assert.equal(next.said, next.text);
    await tab.keyboard.press("End");
    assert.ok(day(to) - day((await run(line)).date) < 0.5);
    await assert.rejects(run(() => (document.querySelector("city-rivers").map.date = "soon")), /expected a date/);
    // It plays, four times as fast.
    await run(() => (document.querySelector("city-rivers").map.date = "2026-02-01"));
    await tab.locator("city-rivers .calendar label", { hasText: "4×" }).click();
    await tab.locator("city-rivers .calendar button").click();
    await tab.waitForFunction(() => document.querySelector("city-rivers").map.date > "2026-02-20");
    await tab.locator("city-rivers .calendar button").click();
    await tab.waitForTimeout(100);
    const played = await run(line);
    assert.deepEqual([played.playing, played.speed, played.speeds], [false, 4, ["4"]]);
    await tab.waitForTimeout(200);
    assert.equal((await run(line)).date, played.date, "it stands");
    assert.equal(played.said, played.text);
    // Another document keeps the date.
    const more = { ...journeys, journeys: { ...journeys.journeys, events: [...journeys.journeys.events, { client: "new", at: "2026-08-20", stage: "Talks" }] } };
    await run(document => (globalThis.document.querySelector("city-rivers").data = document), more);
    await tab.waitForFunction(to => document.querySelector("city-rivers").map.contents.calendar.to > to, to);
    assert.ok(Math.abs(day((await run(line)).date) - day(played.date)) < 0.1);
    quiet();
  });
}

test("the line speaks Romanian, and is there where there is a calendar and controls", async () => {
  const romanian = await page('paused lang="ro" locale="ro-RO"');
  await romanian.run(() => (document.querySelector("city-rivers").map.date = "2026-03-15"));
  const { text, label } = await romanian.run(line);
  assert.deepEqual([text, label], ["15 martie 2026", "Calendar"]);
  await romanian.run(() => (document.querySelector("city-rivers").controls = false));
  assert.equal((await romanian.run(line)).shown, false);
  romanian.quiet();
  const lever = { id: "care", warm: { at: "kt2", share: 0.1 }, on: true };
  const { page: tab, run, quiet } = await page('paused panel="off"', { ...journeys, levers: [lever] });
  const on = await run(line);
  assert.deepEqual([on.shown, on.date], [false, null], "with a lever on it is other water");
  // The line is fetched ahead.
  await tab.waitForLoadState("networkidle");
  await run(() => document.querySelector("city-rivers").map.setLever("care", false));
  await tab.waitForFunction(() => document.querySelector("city-rivers").map.date !== null);
  assert.equal((await run(line)).shown, true);
  assert.match(await run(() => document.querySelector("city-rivers").map.contents.legend), /1 drop = 1 client/);
  quiet();
});
