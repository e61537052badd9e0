// The river in time, in the element: the switch of views, single clients, what a reader is told of them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { funnel, open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const map = "document.querySelector('city-rivers')";

/** Six firms, of whom one buys, one is lost, and one comes back. */
const firms = {
  cityRivers: 1,
  title: "Six firms",
  currency: "EUR",
  journeys: {
    stages: { Talks: { kt: 1, mood: "red" }, Won: { kt: 2, mood: "red" }, Lost: { kt: 2, mood: "blue" }, Happy: { kt: 3, mood: "red" } },
    events: [
      ["Birch", "2026-01-05", "Talks"], ["Birch", "2026-02-10", "Won"], ["Birch", "2026-03-01", "Happy"], ["Birch", "2026-05-01", "Talks"],
      ["Delta", "2026-01-20", "Talks"], ["Delta", "2026-03-15", "Lost"],
      ["Granit", "2026-02-01", "Talks"], ["Granit", "2026-04-01", "Won"],
      ["Nord", "2026-02-12", "Talks"], ["Tarn", "2026-03-03", "Talks"], ["Weser", "2026-04-20", "Talks"],
    ].map(([client, at, stage]) => ({ client, at, stage, ...(stage === "Won" ? { value: 5000 } : {}), ...(stage === "Lost" ? { temperature: { staff: -0.9, company: 0.1 }, note: "too dear" } : {}) })),
  },
};

const style = "city-rivers { width: 1200px; height: 675px }";
const viewport = { width: 1250, height: 720 };
/** Lets workers be made of the page's own files. */
const FILES = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";

test("the two views are one model: what is selected and built stays, and the attribute says which is shown", async () => {
  const document = { ...funnel, levers: [{ id: "train", cost: 10, warm: { at: "kt2", share: 0.1 } }] };
  const { run, heard, quiet } = await open(browser, `<city-rivers controls><script type="application/json">${JSON.stringify(document)}</script></city-rivers>`, { style });
  await heard("ready");
  assert.deepEqual(await run(`[${map}.view, ${map}.map.state.view, ${map}.getAttribute("view")]`), ["city", "city", null]);
  await run(`${map}.map.setLever("train", true)`);
  await run(`${map}.map.focus("kt2")`);
  const before = await run(`[JSON.stringify(${map}.map.solved.totals), ${map}.map.state.selected.id]`);
  await run(`${map}.shadowRoot.querySelector('.controls button[title="Along time"]').click()`);
  await run(`new Promise(done => { const wait = () => (${map}.map.state.view === "time" ? done() : setTimeout(wait, 20)); wait(); })`);
  assert.deepEqual(await run(`[${map}.view, ${map}.getAttribute("view")]`), ["time", "time"]);
  assert.deepEqual(await run(`[JSON.stringify(${map}.map.solved.totals), ${map}.map.state.selected.id]`), before);
  assert.ok(await run(`${map}.map.levers[0].on`));
  // Half a second later it has gone over.
  await run("new Promise(done => setTimeout(done, 900))");
  const [kt1, kt2, kt3] = await run(`["kt1", "kt2", "kt3"].map(id => ${map}.map.contents.spots.find(spot => spot.id === id).x)`);
  assert.ok(kt1 < kt2 && kt2 < kt3, `${kt1} ${kt2} ${kt3}`);
  await run(`${map}.view = "city"`);
  await run(`new Promise(done => { const wait = () => (${map}.map.state.view === "city" ? done() : setTimeout(wait, 20)); wait(); })`);
  quiet();
});

test("a document says which view is shown first, a host may say another, and a step of the story changes it", async () => {
  const story = [{ title: "In time", view: "time", focus: ["kt1"] }, { title: "In the city", view: "city" }];
  const { run, heard, quiet } = await open(browser, `<city-rivers><script type="application/json">${JSON.stringify({ ...funnel, view: "time", story })}</script></city-rivers>`, { style });
  await heard("ready");
  assert.equal(await run(`${map}.map.state.view`), "time");
  await run(`${map}.map.next()`);
  assert.equal(await run(`${map}.map.state.view`), "time");
  await run(`${map}.map.next()`);
  assert.equal(await run(`${map}.map.state.view`), "city");
  await run(`${map}.map.previous().then(() => ${map}.map.previous())`);
  assert.equal(await run(`${map}.map.state.view`), "time");
  await assert.rejects(run(`${map}.map.view = "space"`), /expected any of city, time/);
  quiet();
});

for (const worker of [false, true]) {
  test(`single clients are named, focused and told, ${worker ? "in a worker" : "in the page"}`, async () => {
    const { run, heard, quiet, page } = await open(browser, `<city-rivers view="time" worker="${worker}" controls></city-rivers>`, worker ? { style, viewport, policy: FILES, script: 'delete window.trustedTypes; await import("./package/element.js");' } : { style, viewport });
    await run(document => {
      globalThis.document.querySelector("city-rivers").data = document;
    }, firms);
    await heard("ready");
    const spots = await run(`${map}.map.contents.spots`);
    assert.deepEqual(spots.filter(spot => spot.type === "client").map(spot => [spot.label, spot.state]).sort(), [
      ["Birch", "underway"], ["Delta", "lost"], ["Granit", "underway"], ["Nord", "underway"], ["Tarn", "underway"], ["Weser", "underway"],
    ]);
    // By its name, as a host knows it.
    const delta = await run(`${map}.map.focus("Delta")`);
    assert.deepEqual([delta.type, delta.label, delta.state, delta.sides], ["client", "Delta", "lost", { company: 0.1, staff: -0.9 }]);
    assert.deepEqual(delta.events.map(event => [event.at, event.mark, event.text]), [
      ["2026-01-20", "red", "Talks, KT1: goes on"],
      ["2026-03-15", "blue", "Lost, KT2: leaves, too dear"],
    ]);
    const card = await run(`${map}.shadowRoot.querySelector(".card").innerText`);
    assert.match(card, /Delta[^]*lost at KT2[^]*staff[^]*−0.9[^]*too dear/);
    // What is under the pointer is picked where its line runs.
    const there = await run(`${map}.map.pick(${delta.x - 20}, ${delta.y})`);
    assert.equal(there.id, "client Delta");
    await run(`events.length = 0; ${map}.map.focus(null)`);
    const { x, y } = await run(`(() => { const { x, y } = ${map}.getBoundingClientRect(); return { x, y }; })()`);
    await page.mouse.move(x + delta.x - 20, y + delta.y);
    await heard("hover");
    // The keyboard goes from a gate to those who left there.
    await run(`${map}.shadowRoot.querySelector('.places button[aria-label^="KT2"]').focus()`);
    await page.keyboard.press("ArrowRight");
    for (let press = 0; press < 4; press += 1) await page.keyboard.press("ArrowDown");
    const label = await run(`${map}.shadowRoot.activeElement.getAttribute("aria-label")`);
    assert.match(label, /^(Granit|Delta): /);
    quiet();
  });
}

test("strings of a client are text", async () => {
  const name = "<img src=x onerror=alert(1)>";
  const document = { cityRivers: 1, view: "time", journeys: { events: [{ client: name, at: "2026-01-01", kt: 1, mood: "red", note: "<b>bold</b>" }] } };
  const { run, heard, quiet } = await open(browser, `<city-rivers></city-rivers>`, { style });
  await run(document => {
    globalThis.document.querySelector("city-rivers").data = document;
  }, document);
  await heard("ready");
  await run(name => document.querySelector("city-rivers").map.focus(name), name);
  assert.deepEqual(await run(`[${map}.shadowRoot.querySelectorAll(".card img, .card b").length, ${map}.shadowRoot.querySelector(".card").innerText.includes("<b>bold</b>")]`), [0, true]);
  quiet();
});
