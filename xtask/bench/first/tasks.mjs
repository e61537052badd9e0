// Which task of the page's own thread is the longest, as the browser's own trace tells.

/** In the page: shows a document once the code is there; ms until its frame has been painted. */
async function show(text) {
  await import("/package/element.js");
  const { init } = await import("/package/index.js");
  await init();
  const map = Object.assign(document.createElement("city-rivers"), { worker: false });
  Object.assign(map.style, { display: "block", width: "1280px", height: "720px" });
  // Whatever loading has left to do.
  await new Promise(done => setTimeout(done, 500));
  performance.mark("begin");
  const ready = new Promise((done, fail) => {
    map.addEventListener("rivers-ready", done);
    map.addEventListener("rivers-error", ({ detail }) => fail(new Error(detail.problems[0].message)));
  });
  map.data = text;
  document.body.replaceChildren(map);
  await ready;
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  performance.mark("end");
  return performance.measure("whole", "begin", "end").duration;
}

/**
 * @param {import("playwright-core").Page} page an empty one at the server's address
 * @param {string} text a document
 * @returns {Promise<{ whole: number, longest: number }>} ms until its first picture, and of the longest task until then
 */
export async function tasks(page, text) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ["toplevel", "blink.user_timing", "disabled-by-default-devtools.timeline"] });
  const whole = await page.evaluate(show, text);
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const [begin, end] = ["begin", "end"].map(mark => traceEvents.find(({ name, cat }) => name === mark && cat === "blink.user_timing"));
  const durations = traceEvents
    .filter(({ name, tid, pid, ts, dur }) => name === "RunTask" && pid === begin.pid && tid === begin.tid && ts + dur > begin.ts && ts < end.ts)
    .map(({ dur }) => dur / 1000);
  return { whole, longest: Math.max(...durations) };
}
