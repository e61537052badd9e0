// Medians of what was measured, as a table.
import { OURS } from "./peers.mjs";

/** @typedef {import("./meter.mjs").Measured} Measured */

/** @param {number[]} numbers */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** The number that so many parts of them are not above. @param {number[]} numbers @param {number} part */
function quantile(numbers, part) {
  return numbers.toSorted((a, b) => a - b)[Math.min(Math.floor(numbers.length * part), numbers.length - 1)];
}

/** Columns of the table. @type {[string, (measured: Measured) => number | undefined, number][]} */
const COLUMNS = [
  ["CPU, ms a frame", ({ cpu }) => cpu, 1],
  ["frames a second", ({ rate }) => rate, 0],
  ["interval p50, ms", ({ intervals }) => quantile(intervals, 0.5), 1],
  ["p95, ms", ({ intervals }) => quantile(intervals, 0.95), 1],
  ["tasks of the main thread, ms a frame", ({ tasks }) => tasks, 2],
  ["CPU of the main thread, ms a frame", ({ main }) => main, 2],
  ["script to first frame, ms", ({ first }) => first, 0],
  ["memory, MB", ({ memory }) => memory && memory / 1e6, 1],
];

export class Results {
  /** By number of drops and name of the peer. @type {Map<string, (Measured | { refused: string })[]>} */
  #all = new Map();
  #network;

  constructor(network) {
    this.#network = network;
  }

  add({ name }, wanted, measured) {
    const key = `${wanted} ${name}`;
    this.#all.set(key, [...(this.#all.get(key) ?? []), measured]);
  }

  /** One measurement in a line. */
  told(measured) {
    if (measured.refused !== undefined) return `not there (${measured.refused})`;
    const told = COLUMNS.map(([name, of, digits]) => `${name} ${of(measured)?.toFixed(digits) ?? "unknown"}`).join("; ");
    return measured.state?.renderer ? `${told}; ${measured.state.renderer} with ${measured.state.drops} drops` : told;
  }

  /** All of them. @param {import("./peers.mjs").Peer[]} peers */
  table(peers) {
    const counts = [...new Set([...this.#all.keys()].map(key => Number(key.split(" ")[0])))].sort((a, b) => a - b);
    const head = ["drops", "what", "CPU over ours", ...COLUMNS.map(([name]) => name)];
    const rows = counts.flatMap(wanted => {
      const ours = this.#medians(wanted, OURS[0]);
      return peers.flatMap(peer => {
        const own = this.#medians(wanted, peer);
        if (own === undefined) return [];
        const cells = own.map((value, index) => value?.toFixed(COLUMNS[index][2]) ?? "");
        const ratio = own[0] !== undefined && ours?.[0] !== undefined ? (own[0] / ours[0]).toFixed(2) : "";
        const note = own[0] === undefined ? " (not there)" : "";
        return [[this.#drops(wanted), peer.title + note, ratio, ...cells]];
      });
    });
    return [head, head.map(() => "---"), ...rows].map(row => `| ${row.join(" | ")} |`).join("\n");
  }

  /** Of every column; undefined where nothing was measured. */
  #medians(wanted, { name }) {
    const all = this.#all.get(`${wanted} ${name}`);
    const there = all?.filter(({ refused }) => refused === undefined);
    return there && COLUMNS.map(([, of]) => median(there.map(of).filter(value => value !== undefined)));
  }

  /** How many the peers have, as the map draws that many where so many are wanted. */
  #drops(wanted) {
    const drawn = this.#network.drops.find(drops => drops.wanted === wanted)?.drawn;
    return drawn ? `${drawn.toLocaleString("en")} (${wanted.toLocaleString("en")} asked)` : "";
  }
}
