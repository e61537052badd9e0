// The map in a worker: the same answers as in the page's own thread, at no cost to the page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { changed, frames, funnel, look, open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Lets workers be made of the page's own files. */
const FILES = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";
const api = (/** @type {string} */ form) =>
  `window.api = await import("./${form}/index.js"); dispatchEvent(new CustomEvent("rivers-ready"));`;
const canvases = "<canvas width=600 height=400></canvas><canvas width=600 height=400></canvas>";
const written = `<city-rivers><script type="application/json">${JSON.stringify(funnel)}</script></city-rivers>`;

/** @param {{ body?: string, policy?: string, form?: string }} [given] */
async function page({ body = canvases, policy = FILES, form = "package" } = {}) {
  const host = await open(browser, body, { policy, script: api(form) });
  await host.heard("ready");
  return host;
}

/** Makes a map called `name` on the canvas at `index`; what refuses it is returned as text. */
const create = (/** @type {string} */ name, /** @type {number} */ index, /** @type {string} */ options, document = funnel) =>
  `api.CityRivers.create(document.querySelectorAll("canvas")[${index}], ${JSON.stringify(document)}, ${options})
    .then(map => void (window.${name} = map), String)`;

test("a worker gives the same answers as the page's own thread", async () => {
  const { run, quiet } = await page();
  assert.equal(await run(create("here", 0, "{ worker: false, paused: true }")), undefined);
  assert.equal(await run(create("there", 1, "{ worker: true, paused: true }")), undefined);
  const story = [{ title: "One", text: "", focus: ["kt1", "kt1>kt2"] }];
  const both = await run(async ([good, bad]) => {
    const answers = async (/** @type {any} */ map) => {
      const said = [];
      for (const name of ["select", "step", "change"]) map.addEventListener(name, event => said.push([name, event.detail]));
      const before = [map.contents, map.solved, map.state];
      const refused = await map.update(bad).catch(error => [error.name, error.problems]);
      const svg = await map.toSvg();
      await map.update(good);
      const { x, y } = await map.focus("kt2");
      const found = [await map.pick(x, y), await map.pick(1, 1), await map.focus("nobody"), await map.focus("till")];
      const steps = [await map.next(), await map.next(), await map.previous()];
      const pngs = [];
      for (const size of [{}, { width: 300 }, { width: 500, height: 500 }]) {
        const { width, height } = await map.toPng(size).then(createImageBitmap);
        pngs.push([width, height]);
      }
      map.theme = "light";
      const dark = new Promise(resolve => map.addEventListener("change", () => map.state.appearance === "dark" && resolve(map.contents.paper)));
      map.theme = "dark";
      return { before, refused, svg, found, steps, pngs, dark: await dark, after: [map.contents, map.solved, map.state], last: await map.toSvg(), said };
    };
    return [await answers(here), await answers(there)];
  }, [changed({ title: "Next", story }), changed({ cityRivers: 2 })]);
  const [here, there] = both;
  assert.equal(here.before[2].worker, false);
  assert.equal(there.before[2].worker, true);
  for (const { before, after } of both) for (const [, , state] of [before, after]) delete state.worker;
  assert.deepEqual(there, here);
  assert.equal(here.refused[0], "FlowDocumentError");
  assert.equal(here.steps[0].title, "One");
  quiet();
});

test("a document that cannot be sent is refused, or taken, as without a worker; bytes stay the page's", async () => {
  const { run, quiet } = await page();
  const results = await run(async document => {
    const thrown = { get title() { throw new Error("no"); } };
    const documents = [{ ...document, title: () => {} }, Object.defineProperties({ ...document }, Object.getOwnPropertyDescriptors(thrown)),
      new Proxy(document, {}), new TextEncoder().encode(JSON.stringify(document)), "{", undefined];
    const taken = [];
    for (const worker of [false, true]) {
      for (const given of documents) {
        const canvas = globalThis.document.createElement("canvas");
        globalThis.document.body.append(canvas);
        const answer = await api.CityRivers.create(canvas, given, { worker }).then(map => (map.dispose(), "taken"), error => error.problems);
        taken.push(JSON.stringify([answer, given?.byteLength]));
        canvas.remove();
      }
    }
    return taken;
  }, funnel);
  assert.deepEqual(results.slice(6), results.slice(0, 6));
  assert.deepEqual(results.map(text => text.includes("taken")), [false, false, true, true, false, false, false, false, true, true, false, false]);
  quiet();
});

test("while it plays the page makes no frame; paused or unseen the worker makes none either", async () => {
  const { run, quiet, page: tab } = await page({ body: `${canvases}<p></p>` });
  await run("document.querySelector('p').style.marginTop = '4000px'");
  assert.equal(await run(create("map", 0, "{ worker: true }")), undefined);
  const [worker] = tab.workers();
  assert.equal(await run(frames), 0);
  const picture = () => tab.screenshot({ clip: { x: 0, y: 0, width: 600, height: 400 } });
  const first = await picture();
  await tab.waitForTimeout(300);
  assert.ok(!first.equals(await picture()), "the water runs");
  assert.ok((await worker.evaluate(frames)) > 5);
  await run("scrollTo(0, 4000)");
  await tab.waitForTimeout(300);
  assert.equal(await worker.evaluate(frames), 0, "unseen");
  await run("scrollTo(0, 0)");
  await tab.waitForTimeout(300);
  assert.ok((await worker.evaluate(frames)) > 5);
  await run("map.pause()");
  await tab.waitForTimeout(100);
  assert.equal(await worker.evaluate(frames), 0, "paused");
  assert.ok(await run("map.record({ seconds: 0.5 }).then(film => film.size > 1000)"));
  await run("map.dispose()");
  await tab.waitForTimeout(100);
  assert.deepEqual(tab.workers(), []);
  quiet();
});

for (const [way, form, options, policy] of [
  ["the file beside the script", "package", "{ worker: true }", FILES],
  ["the text in the script", "inline", "{ worker: true }", `${FILES}; worker-src 'self' blob:`],
  ["an address, where there may be no Blob", "inline", "{ worker: new URL('inline/worker.js', location.href) }", FILES],
]) {
  test(`a worker from ${way}`, async () => {
    const { run, quiet, page: tab } = await page({ form, policy });
    assert.equal(await run(create("map", 0, options)), undefined);
    assert.equal(await run("map.state.worker"), true);
    assert.equal(tab.workers().length, 1);
    assert.ok(await run("map.toSvg().then(text => text.includes('Corner cafe'))"));
    quiet();
  });
}

test("under a strict policy nobody hears of a worker, and one that is asked for says why there is none", async () => {
  const { run, heard, quiet, said, page: tab } = await open(browser, written);
  const violations = "window.violations = 0; addEventListener('securitypolicyviolation', () => (window.violations += 1))";
  await run(violations);
  await heard("ready");
  assert.equal(await run("document.querySelector('city-rivers').map.state.worker"), false);
  assert.deepEqual([await run("window.violations"), tab.workers().length], [0, 0]);
  quiet();
  await run("document.querySelector('city-rivers').worker = true");
  await tab.getByText("The worker could not be started").waitFor();
  await run("events.length = 0; document.querySelector('city-rivers').worker = false");
  await heard("ready");
  assert.ok((await run(look)).red > 300);
  assert.ok(said.every(text => /TrustedScriptURL/.test(text)), said.join("\n"));
});

test("where nothing forbids it the element takes a worker by itself, and a fresh canvas when it is put back", async () => {
  const { run, heard, quiet, page: tab } = await open(browser, written, { policy: FILES, script: 'delete window.trustedTypes; await import("./package/element.js");' });
  await heard("ready");
  const map = "document.querySelector('city-rivers')";
  assert.equal(await run(`${map}.map.state.worker`), true);
  assert.equal(tab.workers().length, 1);
  await run(`gone = ${map}; gone.remove()`);
  await tab.waitForTimeout(100);
  assert.equal(tab.workers().length, 0);
  await run("events.length = 0; document.body.append(gone)");
  await heard("ready");
  await tab.waitForTimeout(100);
  assert.ok((await run(look)).red > 300);
  await run(`events.length = 0; ${map}.worker = false`);
  await heard("ready");
  assert.deepEqual([await run(`${map}.map.state.worker`), tab.workers().length], [false, 0]);
  quiet();
});

test("after a trap in a worker the last good document comes up again; a worker that dies is told of, and leaves no question open", async () => {
  const { run, page: tab } = await page();
  assert.equal(await run(create("map", 0, "{ worker: true }")), undefined);
  await tab.workers()[0].evaluate(async () => {
    const { Rivers } = await import(new URL("./glue.js", location.href).href);
    const { update } = Rivers.prototype;
    Rivers.prototype.update = () => {
      Rivers.prototype.update = update;
      throw new WebAssembly.RuntimeError("unreachable");
    };
  });
  const update = (/** @type {string} */ title) =>
    run(document => map.update(document).then(() => map.contents.title, error => error.problems[0].code), changed({ title }));
  assert.equal(await update("Worse"), "internal");
  assert.match(await run("map.toSvg()"), /Corner cafe/);
  assert.equal(await update("Better"), "Better");
  await run("void (window.told = new Promise(resolve => map.addEventListener('error', ({ detail }) => resolve(detail.problems[0].code))))");
  await tab.workers()[0].evaluate(`setTimeout(() => { throw new Error("gone"); }, 100)`);
  assert.equal(await run("told"), "internal");
  assert.match(await run("map.pick(1, 1).catch(String)"), /the map's worker has stopped/);
  assert.match(await run(create("next", 0, "{ worker: false }")), /needs a fresh one/);
});

test("a big document in a worker does not hold the page up", async () => {
  const { run, quiet } = await page();
  const [gap, size] = await run(async () => {
    /** @type {any} */
    const network = { nodes: [{ id: "sea", kind: "sea" }], streams: [] };
    for (let index = 0; index < 200; index += 1) {
      network.nodes.push({ id: `c${index}`, kind: "confluence" });
      network.streams.push({ from: `c${index}`, to: "sea" });
    }
    for (let index = 0; index < 8000; index += 1) {
      network.nodes.push({ id: `s${index}`, kind: "spring", clients: 1 + (index % 90), label: `Spring ${index} of a long name `.repeat(6) });
      network.streams.push({ from: `s${index}`, to: `c${index % 200}` });
    }
    const big = { cityRivers: 1, title: "Big", network };
    const text = JSON.stringify(big);
    let [last, gap] = [performance.now(), 0];
    const tick = () => {
      const now = performance.now();
      [last, gap] = [now, Math.max(gap, now - last)];
    };
    const timer = setInterval(tick, 1);
    const map = await api.CityRivers.create(document.querySelector("canvas"), big, { worker: true });
    await map.update(text);
    clearInterval(timer);
    tick();
    return [gap, text.length];
  });
  assert.ok(size > 1.9e6, `${size} characters`);
  assert.ok(gap < 100, `${gap} ms`);
  quiet();
});
