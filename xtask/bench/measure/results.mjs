// Medians of what was measured, as a table.
import { OURS } from "../peers.mjs";

/** @typedef {import("./meter.mjs").Measured} Measured */

/** @param {number[]} numbers */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** The number that so many parts of them are not above. @param {number[]} numbers @param {number} part */
function quantile(numbers, part) {
  return numbers.toSorted((a, b) => a - b)[Math.min(Math.floor(numbers.length * part), numbers.length - 1)];
}

/** With so many digits after the point. @param {number} value @param {number} digits */
function figure(value, digits) {
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Columns of the table. @type {[string, (measured: Measured) => number | undefined, number][]} */
const COLUMNS = [
  ["drops drawn", ({ drawn }) => drawn, 0],
  ["CPU, ms a frame", ({ cpu }) => cpu, 1],
  ["frames a second", ({ rate }) => rate, 0],
  ["interval p50, ms", ({ intervals }) => quantile(intervals, 0.5), 1],
  ["p95, ms", ({ intervals }) => quantile(intervals, 0.95), 1],
  ["tasks of the main thread, ms a frame", ({ tasks }) => tasks, 2],
  ["CPU of the main thread, ms a frame", ({ main }) => main, 2],
  ["script to first frame, ms", ({ first }) => first, 0],
  ["memory, MB", ({ memory }) => memory && memory / 1e6, 1],
];
/** Which of them is compared. */
const CPU = 1;

export class Results {
  /** By number of drops and name of the peer. @type {Map<string, (Measured | { refused: string })[]>} */
  #all = new Map();

  add({ name }, wanted, measured) {
    const key = `${wanted} ${name}`;
    this.#all.set(key, [...(this.#all.get(key) ?? []), measured]);
  }

  /** One measurement in a line. */
  told(measured) {
    if (measured.refused !== undefined) return `not there (${measured.refused})`;
    const { cpu, rate, drawn, state } = measured;
    const told = `${cpu.toFixed(1)} ms of CPU a frame, ${rate.toFixed(0)} frames a second`;
    if (!state) return told;
    const where = state.worker ? " in a worker" : "";
    return `${told}; the map says: ${state.renderer}${where}, ${drawn.toLocaleString("en")} drops, ${state.cost.toFixed(1)} ms a frame`;
  }

  /** All of them. @param {import("../peers.mjs").Peer[]} peers */
  table(peers) {
    const counts = [...new Set([...this.#all.keys()].map(key => Number(key.split(" ")[0])))].sort((a, b) => a - b);
    const head = ["drops asked", "what", "CPU over ours", ...COLUMNS.map(([name]) => name)];
    const rows = counts.flatMap(wanted => {
      const ours = this.#medians(wanted, OURS[0]);
      return peers.flatMap(peer => {
        const own = this.#medians(wanted, peer);
        if (own === undefined) return [];
        const cells = own.map((value, index) => (value === undefined ? "" : figure(value, COLUMNS[index][2])));
        const ratio = own[CPU] / ours?.[CPU];
        const note = own[CPU] === undefined ? " (not there)" : "";
        return [[wanted ? figure(wanted, 0) : "", peer.title + note, ratio ? ratio.toFixed(2) : "", ...cells]];
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
}
