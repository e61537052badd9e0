// Measures one peer at a time on a page of its own.
import { readFileSync } from "node:fs";
import process from "node:process";

// Time for an empty page, and for a peer, to come into its stride; time that is measured, and the longest where frames are few; ms.
const [WARM, SETTLE, WINDOW, LONGEST] = [300, 700, 1_800, 10_000];
/** With so many frames it is enough. */
const ENOUGH = 4;

/**
 * What was measured; per frame where it does not say otherwise.
 * @typedef {object} Measured
 * @property {string} [refused] why it is not there
 * @property {number} cpu ms of all processes of the browser
 * @property {number} tasks ms of tasks of the page's main thread, waiting included
 * @property {number} main CPU ms of the page's main thread
 * @property {number} rate frames per second
 * @property {number[]} intervals ms from frame to frame
 * @property {number} first ms from the start of its script to its first frame
 * @property {number | undefined} memory bytes over the same page before it, in all processes of the browser, files apart
 * @property {number | undefined} drawn drops that were there in the end
 * @property {import("../../../www/package/map/options.js").MapState | undefined} state what the map says of itself
 */

/**
 * A page without anything, 1280 x 720.
 * @param {import("playwright-core").Browser} browser
 * @param {string} address
 */
export async function blank(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.route(`${address}blank.html`, route => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto(`${address}blank.html`);
  return page;
}

/** In the page: starts a peer; ms until its first frame, or why it does not start. */
async function start({ module, what }) {
  const begun = performance.now();
  try {
    const { start } = await import(`/bench/peers/${module}.js`);
    globalThis.told = await start(what);
  } catch (error) {
    return { refused: String(error) };
  }
  // A task after the animation frame: by then it has been painted.
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return { first: performance.now() - begun };
}

/** In the page, or in the worker that draws: notes when frames are, from now on and until there is no list for it. */
function watch() {
  globalThis.stamps = [];
  const next = (/** @type {number} */ now) => {
    if (globalThis.stamps?.push(now)) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

/** When frames were, ms since 1970. */
function stamps() {
  return globalThis.stamps.map(stamp => performance.timeOrigin + stamp);
}

export class Meter {
  #browser;
  #address;
  #system;
  #text;
  network;

  /**
   * @param {import("playwright-core").Browser} browser
   * @param {string} address
   */
  static async of(browser, address) {
    const read = async path => (await fetch(address + path)).text();
    const [network, text] = await Promise.all([read("bench/network.json"), read("examples/central-shop.json")]);
    // A browser that has just started still busies itself with other things.
    const page = await blank(browser, address);
    await page.waitForTimeout(2_000);
    await page.close();
    return new Meter(browser, address, await browser.newBrowserCDPSession(), JSON.parse(network), text);
  }

  constructor(browser, address, system, network, text) {
    this.#browser = browser;
    this.#address = address;
    this.#system = system;
    this.#text = text;
    this.network = network;
  }

  /**
   * @param {import("../peers.mjs").Peer} peer
   * @param {number} wanted drops that are asked of the map
   * @returns {Promise<Measured | { refused: string }>}
   */
  async measure({ module, options }, wanted) {
    const page = await blank(this.#browser, this.#address);
    try {
      const session = await page.context().newCDPSession(page);
      await session.send("Performance.enable");
      // The peers have as many as the map draws where so many are wanted: a drop stands for a round number of clients.
      const count = this.network.drops.find(drops => drops.wanted === wanted)?.drawn;
      const what = { network: this.network, text: this.#text, wanted, count, options };
      await page.evaluate(watch);
      await page.waitForTimeout(WARM);
      await page.evaluate(() => (globalThis.stamps = undefined));
      const without = await this.#memory(session);
      const begun = await page.evaluate(start, { module, what });
      if (begun.refused !== undefined) return { refused: begun.refused };
      // Where a worker draws, its frames count, and the page's own thread is left alone.
      const drawing = page.workers()[0] ?? page;
      await drawing.evaluate(watch);
      await page.waitForTimeout(SETTLE);
      const before = await this.#clocks(session);
      await page.waitForTimeout(WINDOW);
      for (let waited = WINDOW; waited < LONGEST; waited += 500) {
        if ((await drawing.evaluate(() => globalThis.stamps.length)) > ENOUGH) break;
        await page.waitForTimeout(500);
      }
      const after = await this.#clocks(session);
      const frames = await drawing.evaluate(stamps);
      const state = await page.evaluate(() => globalThis.told?.());
      const memory = await this.#memory(session);
      const whole = passed(frames, after.at) - passed(frames, before.at);
      const own = passed(frames, after.mainAt) - passed(frames, before.mainAt);
      const intervals = frames.slice(1).map((stamp, index) => stamp - frames[index]);
      return {
        cpu: taken(before.processes, after.processes) / whole,
        tasks: (after.tasks - before.tasks) / own,
        main: (after.main - before.main) / own,
        rate: (whole / (after.at - before.at)) * 1000,
        intervals: intervals.filter((_, index) => frames[index + 1] > before.at && frames[index] < after.at),
        first: begun.first,
        memory: without && memory && taken(without, memory),
        drawn: state?.drops ?? count,
        state,
      };
    } catch (error) {
      // As where a page has no memory left: the others are measured none the less.
      return { refused: String(error) };
    } finally {
      await page.close();
    }
  }

  /** What the browser's processes and the page's main thread have spent, ms, and when that was. */
  async #clocks(session) {
    const { processInfo } = await this.#system.send("SystemInfo.getProcessInfo");
    const at = Date.now();
    // A busy page answers when it is done with its frame.
    const { metrics } = await session.send("Performance.getMetrics");
    const mainAt = Date.now();
    const metric = name => metrics.find(metric => metric.name === name).value * 1000;
    const processes = new Map(processInfo.map(({ id, cpuTime }) => [id, cpuTime * 1000]));
    return { processes, at, tasks: metric("TaskDuration"), main: metric("ThreadTime"), mainAt };
  }

  /** Bytes that the browser's processes take up, what they share counted once; only Linux tells. */
  async #memory(session) {
    if (process.platform !== "linux") return undefined;
    await session.send("HeapProfiler.collectGarbage");
    const { processInfo } = await this.#system.send("SystemInfo.getProcessInfo");
    const bytes = new Map();
    for (const { id } of processInfo) {
      try {
        const text = readFileSync(`/proc/${id}/smaps_rollup`, "latin1");
        const shares = [...text.matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+) kB/gm)];
        bytes.set(id, shares.reduce((sum, [, share]) => sum + Number(share) * 1024, 0));
      } catch {
        // It has ended meanwhile.
      }
    }
    return bytes;
  }

  /** What draws WebGL in this browser. */
  async renderer() {
    const page = await blank(this.#browser, this.#address);
    const name = await page.evaluate(() => {
      const gl = document.createElement("canvas").getContext("webgl2");
      const more = gl?.getExtension("WEBGL_debug_renderer_info");
      return gl && gl.getParameter(more?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
    });
    await page.close();
    return name ?? "none";
  }
}

/** What processes have taken meanwhile: one that is new began at 0, one that is gone (of the page before) does not count. */
function taken(before, after) {
  let sum = 0;
  for (const [id, now] of after) sum += now - (before.get(id) ?? 0);
  return sum;
}

/** How many frames there were until a moment; in the middle between two frames it is half of one. */
function passed(frames, moment) {
  const next = frames.findIndex(stamp => stamp > moment);
  if (next === 0) return 0;
  const before = next < 0 ? frames.length - 1 : next - 1;
  const [from, to] = next < 0 ? [frames.at(-2), frames.at(-1)] : [frames[before], frames[next]];
  return before + (moment - frames[before]) / (to - from);
}
