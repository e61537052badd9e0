// One tree of shortest ways through a grid: the crate's, by hand, and ngraph's.
import { lists, tree } from "./lists.js";
import { forest } from "./ngraph.js";

/**
 * @typedef {object} Trees
 * @property {number} streets
 * @property {number} joined ms
 * @property {number} netted ms
 * @property {number} memory bytes of the wasm's memory, which never shrinks, after that and all trees
 * @property {number[]} ours ms
 * @property {number[]} hand ms
 * @property {number[]} ngraph ms
 * @property {number[]} anew ms of ngraph with a finder of its own for each tree
 */

/**
 * Measures by turns, several trees at a time where one is too short for the browser's clock.
 * @param {{ side: number, runs: number, trees: number }} what
 * @returns {Promise<Trees>}
 */
export async function trees({ side, runs, trees }) {
  const door = await import("../door/glue.js");
  const wasm = await door.default({ module_or_path: "/bench/door/door.wasm" });
  const places = door.places(side);
  const root = Math.floor(side / 2) * (side + 1);
  const [joined, grid] = timed(() => new door.Grid(places, side, root));
  const [netted] = timed(() => grid.net());
  const ways = lists(places, side);
  const other = forest(ways);
  const taken = { ours: [], hand: [], ngraph: [], anew: [] };
  for (let turn = 0; turn < runs; turn += 1) {
    const [ours, sum] = timed(() => grid.tree(), trees);
    const [hand, same] = timed(() => tree(ways, root), trees);
    const [ngraph, also] = timed(() => other(root, same.last, false), trees);
    const [anew, again] = timed(() => other(root, same.last, true), trees);
    for (const found of [same.sum, also, again]) if (!(Math.abs(found - sum) <= 1e-9 * sum)) throw new Error(`${found} is not ${sum}`);
    taken.ours.push(ours);
    taken.hand.push(hand);
    taken.ngraph.push(ngraph);
    taken.anew.push(anew);
  }
  return { streets: ways.to.length / 2, joined, netted, memory: wasm.memory.buffer.byteLength, ...taken };
}

/** ms of one time, and what it gave. @template T @param {() => T} work @param {number} [times] @returns {[number, T]} */
function timed(work, times = 1) {
  const start = performance.now();
  let result = work();
  for (let time = 1; time < times; time += 1) result = work();
  return [(performance.now() - start) / times, result];
}
