// The two painters on a page: which one paints, and what happens when it cannot go on as it did.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { canvases } from "./canvases.mjs";
import { frames, funnel, open } from "./host.mjs";
import { Relief } from "../../www/package/player/relief.js";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("without a graphics card the software painter paints, unless WebGL is asked for", async () => {
  const host = await canvases(browser);
  const { run } = host;
  const told = await run(async document => {
    const made = [];
    for (const renderer of ["auto", "webgl", "software"]) made.push(await add(document, { renderer, paused: false }));
    window.maps = made.map(({ map }) => map);
    return made.map(({ map, seen }) => ({ ...map.state, seen }));
  }, funnel);
  assert.deepEqual(told.map(({ renderer }) => renderer), ["software", "webgl", "software"]);
  for (const { seen: [red, blue], drops } of told) assert.ok(red > 200 && blue > 200 && drops > 100, `${red} ${blue} ${drops}`);
  await host.page.waitForTimeout(4_000);
  const costs = await run("maps.map(({ state }) => state.cost)");
  // A browser's clock may round what WebGL costs its thread to nothing.
  assert.ok(costs[0] > 0 && costs[2] > 0 && costs.every((/** @type {number} */ cost) => cost < 50), costs.join());
});

test("both painters show what the still of the same moment shows", async () => {
  const host = await canvases(browser, { policy: "img-src data:", deviceScaleFactor: 3 });
  for (const renderer of ["software", "webgl"]) {
    const told = await host.run(async ({ document, renderer }) => {
      const { canvas, map } = await add(document, { renderer, paused: true, drops: 800 });
      const { width, height } = canvas;
      const pixels = (/** @type {CanvasImageSource} */ source) => {
        const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
        copy.drawImage(source, 0, 0, width, height);
        return copy.getImageData(0, 0, width, height).data;
      };
      /** The canvas and the still at one moment. */
      const both = async () => {
        const image = new Image();
        image.src = `data:image/svg+xml,${encodeURIComponent(await map.toSvg())}`;
        await image.decode();
        return [pixels(canvas), pixels(image)];
      };
      const [painted, drawn] = await both();
      map.play();
      await new Promise(done => setTimeout(done, 1000));
      map.pause();
      const [later, drawnLater] = await both();
      map.dispose();
      let [all, moved, amiss] = [0, 0, 0];
      for (let at = 0; at < painted.length; at += 1) {
        const [one, other] = [later[at] - painted[at], drawnLater[at] - drawn[at]];
        all += Math.abs(painted[at] - drawn[at]);
        moved += Math.abs(one);
        amiss += Math.abs(one - other);
      }
      return { all: all / painted.length, moved: moved / painted.length, amiss: amiss / moved };
    }, { document: funnel, renderer });
    // Edges and letters come out a little otherwise; what moves, moves in both alike.
    assert.ok(told.all < 1.2 && told.moved > 0.3 && told.amiss < 0.5, `${renderer}: ${JSON.stringify(told)}`);
  }
});

test("the element's renderer is chosen by an attribute, at any time", async () => {
  const written = `<city-rivers renderer="webgl"><script type="application/json">${JSON.stringify(funnel)}</script></city-rivers>`;
  const { run, heard } = await open(browser, written);
  await heard("ready");
  assert.equal(await run("document.querySelector('city-rivers').map.state.renderer"), "webgl");
  await run("events.length = 0; document.querySelector('city-rivers').renderer = 'software'");
  await heard("ready");
  assert.equal(await run("document.querySelector('city-rivers').map.state.renderer"), "software");
});

test("more maps than a page may have WebGL contexts all draw", async () => {
  const { run } = await canvases(browser);
  const { told, again } = await run(async document => {
    const made = [];
    for (let map = 0; map < 20; map += 1) made.push(await add(document, { renderer: "webgl", paused: true }));
    const told = made.map(({ map, seen }) => ({ ...map.state, seen }));
    for (const { map } of made) map.dispose();
    return { told, again: (await add(document, { renderer: "webgl" })).map.state.renderer };
  }, funnel);
  for (const { seen: [red, blue], renderer } of told) assert.ok(red > 200 && blue > 200, `${renderer}: ${red} ${blue}`);
  assert.equal(told.filter((/** @type {any} */ { renderer }) => renderer === "webgl").length, 8);
  assert.equal(again, "webgl", "those that were let go of no longer count");
});

test("a WebGL context that is lost comes back, and nobody hears of it", async () => {
  const { run } = await canvases(browser);
  const told = await run(async document => {
    const { canvas, map, seen: before } = await add(document, { renderer: "webgl", paused: true });
    let errors = 0;
    map.addEventListener("error", () => (errors += 1));
    const lose = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
    const heard = (/** @type {string} */ name) => new Promise(done => canvas.addEventListener(name, () => setTimeout(done), { once: true }));
    const lost = heard("webglcontextlost");
    lose.loseContext();
    await lost;
    await map.focus("kt2");
    await map.focus(null);
    const restored = new Promise(done => canvas.addEventListener("webglcontextrestored", () => done(seen(canvas)), { once: true }));
    lose.restoreContext();
    return { before, after: await restored, errors };
  }, funnel);
  assert.deepEqual(told.after, told.before);
  assert.equal(told.errors, 0);
});

test("when frames come late there are fewer drops, and the legend says so", async () => {
  const host = await canvases(browser);
  const { run } = host;
  const before = await run(async document => {
    window.made = await add(document, { renderer: "software", drops: 40_000, paused: false });
    slow(CanvasRenderingContext2D, "putImageData", 30);
    return [made.map.state.drops, made.map.contents.legend];
  }, funnel);
  await host.page.waitForFunction(drops => window.made.map.state.drops < drops * 0.7, before[0]);
  const [drops, legend] = await run("[made.map.state.drops, made.map.contents.legend]");
  assert.ok(drops > 500 && legend !== before[1], `${drops}: ${legend}`);
});

test("what was of no use is taken up again: a screen may show but 30 frames a second", () => {
  const slow = { beat: 33.3, cost: 0.1 };
  const auto = new Relief("auto");
  const steps = [true, false, true, true, true, true].map(webgl => auto.next(webgl, true, slow));
  assert.deepEqual(steps, ["software", "webgl", "less", "less", "undo", undefined]);
  const forced = new Relief("webgl");
  const beats = [50, 33.3, 25, 25, 25, 25].map(beat => forced.next(true, true, { beat, cost: 0.1 }));
  assert.deepEqual(beats, ["less", "less", "less", "less", "undo", undefined]);
  const software = new Relief("software");
  assert.deepEqual([9, 7].map(cost => software.next(false, false, { beat: 33.3, cost })), ["less", undefined]);
});

test("where WebGL's frames come late the software painter goes on, on the same canvas", async () => {
  const host = await canvases(browser);
  const { run } = host;
  const before = await run(async document => {
    const own = WebGL2RenderingContext.prototype.getParameter;
    WebGL2RenderingContext.prototype.getParameter = function (name) {
      return name === 0x9246 ? "A graphics card" : own.call(this, name);
    };
    window.made = await add(document, { paused: false });
    slow(WebGL2RenderingContext, "drawArrays", 15);
    return made.map.state;
  }, funnel);
  // A rasteriser in software is refused by the browser itself where it is a major caveat.
  if (before.renderer !== "webgl") return;
  await host.page.waitForFunction(() => window.made.map.state.renderer === "software");
  const [red, blue] = await run("new Promise(done => requestAnimationFrame(() => done(seen(made.canvas))))");
  assert.ok(red > 200 && blue > 200, `${red} ${blue}`);
});

test("paused, and in a hidden tab, there is no frame callback at all", async () => {
  const { run } = await canvases(browser);
  for (const renderer of ["software", "webgl"]) {
    await run(async given => (window.made = await add(given.document, { renderer: given.renderer, paused: false })), { document: funnel, renderer });
    assert.ok((await run(frames)) > 3, renderer);
    await run("made.map.pause()");
    assert.equal(await run(frames), 0, renderer);
    await run("made.map.play(); Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))");
    assert.equal(await run(frames), 0, renderer);
    await run("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
    assert.ok((await run(frames)) > 3, renderer);
    await run("made.map.dispose()");
  }
});

test("data change in a morph while the water runs, at once where it rests, and then nothing is asked for", async () => {
  const host = await canvases(browser);
  const { run } = host;
  const other = structuredClone(funnel);
  other.funnel.kt1.red = 100;
  for (const renderer of ["software", "webgl"]) {
    /** Blue pixels at the start of a change, some way on, and at its end; then those of a change that is interrupted by a rest, and at rest. */
    const [old, start, middle, end, cut, rest] = await run(async ({ documents: [one, other], renderer }) => {
      const { canvas, map, seen: [, old] } = await add(one, { renderer, paused: false });
      window.made = { map };
      const blue = () => new Promise(done => requestAnimationFrame(() => done(seen(canvas)[1])));
      const wait = (/** @type {number} */ ms) => new Promise(done => setTimeout(done, ms));
      await map.update(other);
      const start = seen(canvas)[1];
      await wait(150);
      const middle = await blue();
      await wait(1500);
      const end = await blue();
      await map.update(one);
      await wait(100);
      map.pause();
      const cut = seen(canvas)[1];
      await map.update(other);
      return [old, start, middle, end, cut, seen(canvas)[1]];
    }, { documents: [funnel, other], renderer });
    const told = `${renderer}: ${[old, start, middle, end, cut, rest]}`;
    const near = (/** @type {number} */ a, /** @type {number} */ b) => Math.abs(a - b) < 0.2 * (end - old);
    assert.ok(end > old * 1.15 && near(start, old) && start < middle && middle < end, told);
    assert.ok(near(cut, old) && near(rest, end), told);
    assert.equal(await run(frames), 0, renderer);
    await run("made.map.dispose()");
  }
});
