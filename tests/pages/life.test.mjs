// The element's life on a page: moved, removed, put back, unseen, and its instance dying under it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { changed, frames, funnel, look, open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const written = `<city-rivers><script type="application/json">${JSON.stringify(funnel)}</script></city-rivers>`;
const map = "document.querySelector('city-rivers')";

test("moved in the page it goes on; removed it lets go; put back it starts again", async () => {
  const { run, heard, quiet, page } = await open(browser, `${written}<main></main>`);
  await heard("ready");
  assert.equal(await run(`const before = ${map}.map; document.querySelector("main").append(${map}); before === ${map}.map`), true);
  await page.waitForTimeout(100);
  assert.equal(await run("events.filter(([name]) => name === 'ready').length"), 1);
  assert.ok((await run(frames)) > 5);
  await run(`gone = ${map}; gone.remove()`);
  await page.waitForTimeout(50);
  assert.equal(await run("gone.map"), undefined);
  assert.equal(await run(frames), 0);
  await run("events.length = 0; document.body.append(gone)");
  await heard("ready");
  assert.ok((await run(look)).red > 300);
  quiet();
});

test("many mounts leave nothing behind", async () => {
  const { run, heard, quiet, page } = await open(browser, "<main></main>");
  const mounts = async (/** @type {number} */ count) => {
    for (let mount = 0; mount < count; mount += 1) {
      await run(document => {
        events.length = 0;
        const element = globalThis.document.createElement("city-rivers");
        element.data = document;
        globalThis.document.querySelector("main").replaceChildren(element);
      }, funnel);
      await heard("ready");
    }
    await run("document.querySelector('main').replaceChildren()");
    await page.waitForTimeout(50);
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.collectGarbage");
    const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
    const bytes = await run("import('./package/glue.js').then(glue => glue.initSync().memory.buffer.byteLength)");
    return { nodes, jsEventListeners, bytes };
  };
  const first = await mounts(4);
  const second = await mounts(20);
  assert.ok(second.nodes <= first.nodes + 20, `${first.nodes} nodes, then ${second.nodes}`);
  assert.ok(second.jsEventListeners <= first.jsEventListeners + 5, `${first.jsEventListeners} listeners, then ${second.jsEventListeners}`);
  assert.ok(second.bytes <= first.bytes, `${first.bytes} bytes of wasm memory, then ${second.bytes}`);
  quiet();
});

test("off screen it rests", async () => {
  const { run, heard, quiet, page } = await open(browser, `${written}<p>below</p>`, { style: "p { margin-top: 4000px }" });
  await heard("ready");
  assert.ok((await run(frames)) > 5);
  await run("scrollTo(0, 4000)");
  await page.waitForTimeout(200);
  assert.equal(await run(frames), 0);
  await run("scrollTo(0, 0)");
  await page.waitForTimeout(200);
  assert.ok((await run(frames)) > 5);
  quiet();
});

test("a trap is reported as internal, and the last good document comes up again", async () => {
  const { run, heard, quiet } = await open(browser, written);
  await heard("ready");
  await run(async document => {
    const { Rivers } = await import("./package/glue.js");
    const { update } = Rivers.prototype;
    Rivers.prototype.update = () => {
      Rivers.prototype.update = update;
      throw new WebAssembly.RuntimeError("unreachable");
    };
    globalThis.document.querySelector("city-rivers").data = document;
  }, changed({ title: "Worse" }));
  await heard("error");
  assert.deepEqual(await run("events.find(([name]) => name === 'error')[1].problems.map(problem => problem.code)"), ["internal"]);
  assert.equal(await run(`${map}.map.contents.title`), "Corner cafe");
  assert.ok((await run(look)).red > 300);
  assert.ok((await run(frames)) > 5, "the water runs again");
  await run(document => (globalThis.document.querySelector("city-rivers").data = document), changed({ title: "Better" }));
  await heard("change");
  assert.equal(await run(`${map}.map.contents.title`), "Better");
  quiet();
});

test("defining it twice throws nothing", async () => {
  const script = `await import("./package/element.js"); await import("./inline/element.js");`;
  const { heard, quiet } = await open(browser, written, { script });
  await heard("ready");
  quiet();
});
