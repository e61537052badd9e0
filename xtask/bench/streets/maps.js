// From a document's text to the map of a whole city: the package's, and ngraph's ways alone.
import { routed } from "./ngraph.js";

/** From one beat to the next, ms. */
const BEAT = 5;

const LOOK = { theme: "light", drops: 0, calm: false, locale: "en", width: 1280, height: 720 };

/**
 * ms from the text to the map, laid out and ready to be painted; to a picture; and to ways by ngraph alone. Measured by turns.
 * @param {{ file: string, runs: number, peers: boolean }} what
 */
export async function pictures({ file, runs, peers }) {
  const text = await (await fetch(file)).text();
  const { init, still } = await import("/package/index.js");
  await init();
  const glue = await import("/package/glue.js");
  const { memory } = await glue.default();
  const taken = { map: [], picture: [], aStar: [], nba: [] };
  for (let turn = 0; turn < runs; turn += 1) {
    const begun = performance.now();
    new glue.Rivers(new OffscreenCanvas(LOOK.width, LOOK.height), false, text, LOOK).free();
    const between = performance.now();
    await still(text);
    taken.map.push(between - begun);
    taken.picture.push(performance.now() - between);
    for (const kind of peers ? ["aStar", "nba"] : []) {
      const start = performance.now();
      routed(text, kind);
      taken[kind].push(performance.now() - start);
    }
  }
  return { ...taken, memory: memory.buffer.byteLength };
}

/**
 * ms until a map in a worker is there, and what the page's own thread notices of it meanwhile: its longest task (of those of 50 ms
 * and more, as the browser tells them), and the longest time from one beat of a timer to the next.
 * @param {string} file
 */
export async function worker(file) {
  const text = await (await fetch(file)).text();
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  document.body.replaceChildren(canvas);
  const { CityRivers } = await import("/package/index.js");
  const tasks = [0];
  const observer = new PerformanceObserver(list => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ entryTypes: ["longtask"] });
  const start = performance.now();
  let [last, longest] = [start, 0];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, BEAT);
  await CityRivers.create(canvas, text, { worker: true });
  const there = performance.now() - start;
  // Some frames, too.
  await new Promise(done => setTimeout(done, 1_000));
  clearInterval(timer);
  tasks.push(...observer.takeRecords().map(({ duration }) => duration));
  return { there, task: Math.max(...tasks), beat: longest };
}
