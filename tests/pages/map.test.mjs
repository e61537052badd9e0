// The map on a page's own canvas, without the element.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { changed, funnel, open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const script = `window.api = await import("./package/index.js"); dispatchEvent(new CustomEvent("rivers-ready"));`;

/** @param {string} body */
async function canvas(body) {
  const host = await open(browser, body, { script });
  await host.heard("ready");
  await host.run(async document => {
    window.map = await api.CityRivers.create(globalThis.document.querySelector("canvas"), document);
  }, funnel);
  return host;
}

test("a canvas that has its size from its pixels does not grow", async () => {
  const { run, quiet, page } = await canvas("<canvas></canvas>");
  await page.waitForTimeout(300);
  assert.deepEqual(await run("[map.state.width, map.state.height, document.querySelector('canvas').width]"), [300, 150, 300]);
  quiet();
});

test("pictures, film and SVG", async () => {
  const { run, quiet } = await canvas('<canvas width="600" height="400"></canvas>');
  const size = (/** @type {string} */ wanted) => run(`map.toPng(${wanted}).then(createImageBitmap).then(({ width, height }) => [width, height])`);
  assert.deepEqual(await size(""), [600, 400]);
  assert.deepEqual(await size("{ width: 1200 }"), [1200, 800]);
  assert.deepEqual(await size("{ width: 1920, height: 1080 }"), [1920, 1080]);
  assert.match(await run("map.toSvg()"), /^<svg [^]*Corner cafe[^]*<\/svg>\s*$/);
  assert.ok(await run("map.record({ seconds: 0.5 }).then(film => film.size > 1000 && film.type.startsWith('video/'))"));
  assert.equal(await run("Object.isFrozen(map.solved.totals) && map.solved.totals.buyers"), 200);
  quiet();
});

test("a refused document rejects and changes nothing; a wrong option is named", async () => {
  const { run, quiet } = await canvas('<canvas width="600" height="400"></canvas>');
  const refused = await run(document => map.update(document).catch(error => [error.name, error.problems[0].code]), changed({ cityRivers: 2 }));
  assert.deepEqual(refused, ["FlowDocumentError", "version"]);
  assert.equal(await run("map.contents.title"), "Corner cafe");
  await run(document => map.update(document), changed({ title: "Next" }));
  assert.equal(await run("map.contents.title"), "Next");
  const wrong = (/** @type {string} */ options) =>
    run(`api.CityRivers.create(document.createElement("canvas"), ${JSON.stringify(funnel)}, ${options}).catch(String)`);
  assert.match(await wrong('{ theme: "drak" }'), /theme is drak; expected any of auto, light, dark, contrast/);
  assert.match(await wrong("{ speed: 0 }"), /speed is 0/);
  quiet();
});

test("a story of the author's own, stepped to and fro", async () => {
  const { run, quiet } = await canvas('<canvas width="600" height="400"></canvas>');
  const story = [{ title: "One", text: "<i>first</i>", focus: ["kt1", "kt1>kt2"] }, { title: "Two", focus: ["till"] }];
  await run(document => map.update(document), changed({ story }));
  assert.deepEqual(await run("map.next().then(step => [step.title, step.text, map.state.step])"), ["One", "<i>first</i>", 0]);
  assert.deepEqual(await run("map.next().then(() => map.next()).then(step => [step.title, map.state.step])"), ["Two", 1]);
  assert.deepEqual(await run("map.previous().then(() => map.previous()).then(step => [step, map.state.step])"), [null, -1]);
  assert.deepEqual(await run("map.focus('kt2').then(item => [item.kind, item.kt, item.clients])"), ["fork", 2, 260]);
  assert.equal(await run("map.focus('nobody')"), null);
  quiet();
});

test("disposing of it lets go of everything, twice is once", async () => {
  const { run, quiet } = await canvas('<canvas width="600" height="400"></canvas>');
  await run("map.dispose(); map.dispose(); map.play(); map.pause()");
  assert.match(await run("map.update({}).catch(String)"), /disposed/);
  assert.equal(await run("map.state.steps"), 0);
  quiet();
});
