// Levers on a map in the page, and counts that are reconciled.

/** ms of some work. @template T @param {() => Promise<T>} work */
async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** When something was last shown on a canvas of the page: a frame ends with what lies over the drops. */
let shown = 0;
const { drawImage } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.drawImage = function (...what) {
  drawImage.apply(this, what);
  shown = performance.now();
};

/**
 * ms from setting a lever to the first frame that shows it painted, and to the same of a whole document in its place; and what of it are
 * the next frames.
 * @param {{ document: object, runs: number }} what
 */
export async function levers({ document: given, runs }) {
  const { CityRivers } = await import("/package/index.js");
  const canvas = Object.assign(document.createElement("canvas"), { style: "width: 1280px; height: 720px" });
  document.body.replaceChildren(canvas);
  const map = await CityRivers.create(canvas, given, { worker: false });
  await new Promise(done => setTimeout(done, 1_000));
  const taken = { lever: [], update: [], longest: [] };
  for (let turn = 0; turn < runs; turn += 1) {
    const start = performance.now();
    await map.setLever("a", turn % 2 === 0);
    // After it the page is told what has changed.
    taken.lever.push(shown - start);
    // The longest frame of the change that follows.
    let [last, longest] = [performance.now(), 0];
    const until = last + 700;
    await new Promise(done => {
      const beat = now => {
        longest = Math.max(longest, now - last);
        last = now;
        if (now < until) requestAnimationFrame(beat);
        else done();
      };
      requestAnimationFrame(beat);
    });
    taken.longest.push(longest);
  }
  for (let turn = 0; turn < runs; turn += 1) {
    const other = structuredClone(given);
    other.levers[0].on = turn % 2 === 0;
    taken.update.push(await timed(() => map.update(other)));
    await new Promise(done => setTimeout(done, 700));
  }
  map.dispose();
  return taken;
}

/** ms to solve a document as it is, and reconciled. @param {{ document: object, runs: number }} what */
export async function reconciled({ document, runs }) {
  const { init, solve } = await import("/package/index.js");
  await init();
  const taken = { plain: [], balanced: [] };
  for (let turn = 0; turn < runs; turn += 1) {
    taken.plain.push(await timed(() => solve(document)));
    taken.balanced.push(await timed(() => solve({ ...document, balance: "reconcile" })));
  }
  return taken;
}
