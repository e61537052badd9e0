// What loads when: a first picture fetches what it runs, and what is asked for before its part is there is answered when that has come.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { changed, funnel, open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const training = await readFile(new URL("../../www/gallery/examples/training.json", import.meta.url), "utf8");
/** Examples of a business of which no more is said than how its clients flow. */
const simple = await Promise.all(["small-shop", "central-shop", "three-shops"].map(async name =>
  [name, JSON.parse(await readFile(new URL(`../../www/gallery/examples/${name}.json`, import.meta.url), "utf8"))]));
const written = (/** @type {unknown} */ document) =>
  `<city-rivers controls><script type="application/json">${JSON.stringify(document)}</script></city-rivers>`;
const map = "document.querySelector('city-rivers').map";
/** Nothing is fetched ahead, so that whatever is asked for has to come first. */
const LAZY = "window.requestIdleCallback = () => 0;";
/** What is fetched from the package. */
const PART = /\/package\/(?!element\.js|index\.js|glue\.js|chunk-)[\w-]+\.(js|wasm)$/;
const story = { story: [{ title: "One", text: "First.", focus: ["kt1"] }, { title: "Two", text: "Second." }] };

/**
 * A page with the package's functions and a canvas.
 * @param {string} [before] what is done first
 */
async function canvas(before = LAZY) {
  const script = `${before} window.api = await import("./package/index.js"); dispatchEvent(new CustomEvent("rivers-ready"));`;
  const host = await open(browser, '<canvas width="600" height="400"></canvas>', { script });
  await host.heard("ready");
  return host;
}

/** Holds back what is fetched of some parts. @param {import("playwright-core").Page} page @param {RegExp} parts */
async function hold(page, parts) {
  /** @type {() => void} */
  let release = () => {};
  const held = new Promise(resolve => (release = () => resolve(undefined)));
  await page.route(parts, async route => {
    await held;
    await route.continue().catch(() => {});
  });
  return release;
}

test("the first picture of a funnel fetches nothing that it does not run", async () => {
  const script = `${LAZY} addEventListener("rivers-ready", () => (window.fetched = performance.getEntriesByType("resource").map(({ name }) => name)));
    await import("./package/element.js");`;
  for (const [name, document] of [["corner cafe", funnel], ...simple]) {
    const { run, heard, quiet, page } = await open(browser, written(document), { script });
    await heard("ready");
    const fetched = await run("fetched.filter(name => name.includes('/package/')).map(name => name.replace(/.*package./, '').replace(/-[^.]*/, ''))");
    assert.deepEqual(fetched.sort(), ["chunk.js", "city_rivers.wasm", "element.js", "glue.js"], name);
    quiet();
    await page.close();
  }
});

test("what a document can come to use is fetched ahead when the page has nothing else to do, and no more", async () => {
  const { heard, quiet, page } = await open(browser, "<p></p>");
  /** @type {Set<string>} */
  const fetched = new Set();
  page.on("request", request => PART.test(request.url()) && fetched.add(/** @type {string[]} */ (/package.(\w+?)[-.]/.exec(request.url()))[1]));
  await page.evaluate(text => {
    const element = /** @type {any} */ (document.createElement("city-rivers"));
    element.data = text;
    document.body.append(element);
  }, JSON.stringify(funnel));
  await heard("ready");
  await page.waitForTimeout(1000);
  for (const part of ["water", "card"]) assert.ok(fetched.has(part), `${part}: ${[...fetched]}`);
  for (const part of ["levers", "time", "zoom", "gestures", "pictures", "table", "client"]) assert.ok(!fetched.has(part), part);
  quiet();
});

test("what is asked for at once is answered when its part has come, in order", async () => {
  const { run, quiet } = await canvas();
  const made = await run(async ([funnel, training]) => {
    const canvas = document.querySelector("canvas");
    const { CityRivers } = /** @type {any} */ (window).api;
    const map = (window.map = await CityRivers.create(canvas, funnel));
    const [png, film, svg, plan, step] = await Promise.all([
      map.toPng().then(blob => blob.size > 1000), map.record({ seconds: 0.2 }).then(film => film.size > 0), map.toSvg().then(svg => svg.slice(0, 4)),
      map.bestPlan(1e9).then(plan => plan.levers), map.next().then(({ title }) => title), map.dam("kt1>kt2"), map.undo(),
    ]);
    const back = [map.levers.length, map.state.redo];
    const levers = [];
    await map.update(training);
    map.setLever(map.levers[0].id, true);
    levers.push(map.levers[0].on === true);
    await map.undo();
    levers.push(Boolean(map.levers[0].on), map.state.redo);
    return { png, film, svg, plan, step, back, levers };
  }, [JSON.stringify(funnel), training]);
  assert.deepEqual(made, { png: true, film: true, svg: "<svg", plan: [], step: "KT1, where to buy", back: [0, true], levers: [true, false, true] });
  quiet();
});

test("levers that are asked for before another document are not that document's", async () => {
  const { run, quiet } = await canvas();
  const levers = await run(async ([funnel, other]) => {
    const map = await /** @type {any} */ (window).api.CityRivers.create(document.querySelector("canvas"), funnel);
    const asked = map.setLevers([{ id: "dam", on: true, dam: { stream: "kt1>kt2", pass: 0.5 } }]);
    await map.update(other);
    await asked;
    return [map.contents.title, map.levers.length, map.state.undo];
  }, [funnel, changed({ title: "Other" })]);
  assert.deepEqual(levers, ["Other", 0, false]);
  quiet();
});

test("a table is read, and a story told, whose parts are not there yet", async () => {
  const { run, quiet } = await canvas();
  const [buyers, titles, back] = await run(async document => {
    const { CityRivers, journeysFromCsv, solve } = /** @type {any} */ (window).api;
    const stages = { Won: { kt: 2, mood: "red" } };
    const table = journeysFromCsv("who,when,what\nA,2026-01-01,Won\n", { client: "who", at: "when", stage: "what" }, stages);
    const map = await CityRivers.create(globalThis.document.querySelector("canvas"), document);
    const steps = await Promise.all([map.next(), map.next()]);
    const { totals } = await solve((await table).document);
    await map.previous();
    return [totals.buyers, steps.map(({ title }) => title), map.state.step];
  }, changed(story));
  assert.deepEqual([buyers, titles, back], [1, ["One", "Two"], 0]);
  quiet();
});

test("the first letter waits for its part, and is the map's", async () => {
  const { run, heard, quiet, page } = await open(browser, written(funnel), { script: `${LAZY} await import("./package/element.js");` });
  await heard("ready");
  const release = await hold(page, /package\/water/);
  await page.keyboard.press("Tab");
  const label = () => run("document.querySelector('city-rivers').shadowRoot.activeElement?.getAttribute('aria-label') ?? ''");
  const first = await label();
  await page.keyboard.press("s");
  assert.equal(await label(), first);
  release();
  await page.waitForFunction(() => document.querySelector("city-rivers").shadowRoot.activeElement?.className === "water");
  quiet();
});

test("an element that goes, or gets another document, while its parts are on their way leaves nothing undone", async () => {
  const { run, heard, quiet, page } = await open(browser, "<main></main>", { script: `${LAZY} await import("./package/element.js");` });
  const release = await hold(page, /package\/(levers|time)/);
  await run(text => {
    const add = () => {
      const element = /** @type {any} */ (document.createElement("city-rivers"));
      element.data = text;
      document.querySelector("main").append(element);
      return element;
    };
    [window.gone, window.stays] = [add(), add()];
  }, training);
  await page.waitForRequest(/package\/levers/);
  await run("gone.remove()");
  assert.equal(await run("events.length"), 0, "nobody hears of a map before all of it is there");
  await run(document => (window.stays.data = document), changed({ title: "Another" }));
  release();
  await heard("ready");
  await page.waitForFunction(() => /** @type {any} */ (window).stays.map?.contents.title === "Another");
  assert.deepEqual(await run("[gone.map === undefined, stays.shadowRoot.querySelectorAll('[role=switch]').length, events.filter(([name]) => name === 'ready').length]"), [true, 0, 1]);
  await run(text => (window.stays.data = text), training);
  await page.waitForFunction(() => /** @type {any} */ (window).stays.shadowRoot.querySelectorAll("[role=switch]").length > 0);
  quiet();
});

test("a map that is disposed of while its parts are on their way says so", async () => {
  const { run, quiet, page } = await canvas();
  const release = await hold(page, /package\/(levers|pictures)/);
  await run(async document => {
    const map = await /** @type {any} */ (window).api.CityRivers.create(globalThis.document.querySelector("canvas"), document);
    window.answers = Promise.all([map.dam("kt1>kt2"), map.toPng(), map.record({ seconds: 1 })].map(asked => asked.then(() => "done", error => error.message)));
    map.dispose();
  }, funnel);
  release();
  assert.deepEqual(await run("answers"), Array(3).fill("This map was disposed of."));
  quiet();
});

test("where a part cannot be had the picture stands, and the page is told", async () => {
  const { run, heard, page, said } = await open(browser, "<main></main>", { script: `${LAZY} await import("./package/element.js");` });
  await page.route(/package\/levers/, route => route.abort());
  await run(text => {
    const element = /** @type {any} */ (document.createElement("city-rivers"));
    element.data = text;
    document.querySelector("main").append(element);
  }, training);
  await heard("ready");
  assert.equal(await run("events.find(([name]) => name === 'error')[1].problems[0].code"), "load");
  assert.ok(await run(`${map}.contents.levers.length > 0`));
  assert.match(await run(`${map}.setLever(${map}.levers[0].id, true).catch(error => error.name)`), /Error$/);
  await page.unroute(/package\/levers/);
  assert.ok(said.every(line => /Failed to load/.test(line)), said.join("\n"));
});
