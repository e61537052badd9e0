// A table of events, drawn by the package and counted by hand, in the same page by turns.
import { CityRivers, expand, init, journeysFromCsv, solve } from "/package/index.js";
import { counted } from "./plain.js";
import { stages, table } from "./table.js";

const COLUMNS = { client: "client", at: "date", stage: "stage", value: "value" };

/**
 * @param {{ rows: number, runs: number, worker: boolean }} what
 * @returns {Promise<{ bytes: number, ours: number[], read: number[], plain: number[], waits: number[][], wrong: string[] }>} ms each
 */
export async function drawn({ rows, runs, worker }) {
  const text = table(rows);
  await init();
  const taken = { bytes: text.length, ours: [], read: [], plain: [], waits: [[], []], wrong: [] };
  for (let run = 0; run < runs; run += 1) {
    const canvas = Object.assign(document.createElement("canvas"), { style: "width: 1280px; height: 720px" });
    document.body.replaceChildren(canvas);
    await new Promise(done => setTimeout(done, 500));
    const gap = watch();
    const start = performance.now();
    const { document: own, problems } = await journeysFromCsv(text, COLUMNS, stages);
    taken.read.push(performance.now() - start);
    taken.waits[0].push(gap());
    const map = await CityRivers.create(canvas, own, { worker });
    // A task after the animation frame: by then it has been painted.
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    taken.ours.push(performance.now() - start);
    taken.waits[1].push(gap());
    gap.stop();
    map.dispose();
    await new Promise(done => setTimeout(done, 500));
    const begun = performance.now();
    const plain = counted(text);
    taken.plain.push(performance.now() - begun);
    if (run === 0) taken.wrong = [...problems.map(({ message }) => message), ...(await other(own, plain))];
  }
  return taken;
}

/** Tells, when it is asked, for how long the page did nothing else at most since it was asked before, ms. */
function watch() {
  const { port1, port2 } = new MessageChannel();
  let [last, longest] = [performance.now(), 0];
  const note = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  port1.onmessage = () => {
    note();
    port2.postMessage(null);
  };
  port2.postMessage(null);
  const told = () => {
    note();
    const own = longest;
    longest = 0;
    return own;
  };
  return Object.assign(told, { stop: () => port1.close() });
}

/** Where the two do not agree. */
async function other(own, { counts, medians, underway, revenue }) {
  const { network } = await expand(own);
  const { totals } = await solve(own);
  const wrong = [];
  const same = (what, ours, theirs) => {
    if (!(Math.abs(ours - theirs) <= 1e-9 * Math.abs(theirs))) wrong.push(`${what}: ${ours}, by hand ${theirs}`);
  };
  for (const { from, to, clients, days } of network.streams) {
    const id = `${from}>${to}`;
    same(id, clients, counts.get(id === "till>kt3" ? "kt2>till" : id) ?? 0);
    const median = medians.get(id === "till>kt3" ? "kt2>till" : id);
    if (days !== undefined || (median !== undefined && id !== "kt2>till")) same(`days of ${id}`, days, median);
  }
  for (const [id, count] of Object.entries(underway)) same(id, network.nodes.find(node => node.id === id).underway ?? 0, count);
  same("revenue", totals.revenue, revenue);
  return wrong;
}
