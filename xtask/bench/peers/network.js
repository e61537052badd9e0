// The drops of the peers: as many on each stream as the map has there, on the same lines.

/**
 * @typedef {object} Stream
 * @property {number} clients
 * @property {number} width px
 * @property {number} speed px per second
 * @property {[number, number, number]} color
 * @property {number[]} line x, y, x, y, ...
 */

/** @typedef {{ width: number, height: number, land: [number, number, number], streams: Stream[] }} Network */

/**
 * A stream's part of {@link Drops}.
 * @typedef {object} Course
 * @property {number} point its first point
 * @property {number} length how many px it is long; it has one point more
 * @property {number} drop its first drop
 * @property {number} end the drop after its last one
 * @property {number} speed px per second
 * @property {[number, number, number]} color
 */

/**
 * Points every 1 px along all streams, and drops, those of one stream one after the other. A drop is at the point
 * `phase + time * speed` (modulo the length), off it by `across` times (`nx`, `ny`).
 * @typedef {object} Drops
 * @property {Float32Array<ArrayBuffer>} x
 * @property {Float32Array<ArrayBuffer>} y
 * @property {Float32Array<ArrayBuffer>} nx to the edge of the water
 * @property {Float32Array<ArrayBuffer>} ny
 * @property {Float32Array<ArrayBuffer>} phase
 * @property {Float32Array<ArrayBuffer>} across -1 to 1
 * @property {Course[]} courses
 */

/** Edge of a drop, px. */
export const SIDE = 3;

/**
 * @param {Network} network
 * @param {number} count
 * @returns {Drops}
 */
export function drops({ width, height, streams }, count) {
  const lines = streams.map(({ line }) => resample(line));
  const points = lines.reduce((sum, line) => sum + line.length / 2, 0);
  const of = (/** @type {number} */ length) => new Float32Array(length);
  const all = { x: of(points), y: of(points), nx: of(points), ny: of(points), phase: of(count), across: of(count) };
  // As many drops as clients are on it at any moment.
  const works = streams.map(({ clients, speed }, index) => (clients * lines[index].length) / speed);
  const work = works.reduce((sum, one) => sum + one, 0);
  /** @type {Course[]} */
  const courses = [];
  let [point, drop, done, seed] = [0, 0, 0, 1];
  // The same in every run: a linear congruential generator.
  const random = () => (seed = (seed * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
  for (const [index, { width: breadth, speed, color }] of streams.entries()) {
    const line = lines[index];
    const length = line.length / 2 - 1;
    done += works[index];
    const end = Math.round((count * done) / work);
    courses.push({ point, length, drop, end, speed, color });
    const half = Math.max(breadth, SIDE) / 2;
    // Nobody is to be held up by having to look whether a drop is on the canvas.
    const inside = (/** @type {number} */ at, /** @type {number} */ size) => Math.min(Math.max(at, half + 1), size - half - SIDE - 1);
    for (let at = 0; at <= length; at += 1, point += 1) {
      const [from, to] = [2 * Math.max(at - 1, 0), 2 * Math.min(at + 1, length)];
      const [dx, dy] = [line[to] - line[from], line[to + 1] - line[from + 1]];
      const scale = (half - SIDE / 2) / Math.hypot(dx, dy);
      all.x[point] = inside(line[2 * at], width);
      all.y[point] = inside(line[2 * at + 1], height);
      all.nx[point] = -dy * scale;
      all.ny[point] = dx * scale;
    }
    for (; drop < end; drop += 1) {
      all.phase[drop] = random() * length * 0.99999;
      all.across[drop] = random() * 2 - 1;
    }
  }
  return { ...all, courses };
}

/**
 * A line with points every 1 px.
 * @param {number[]} line
 */
function resample(line) {
  const even = [line[0], line[1]];
  let along = 1;
  for (let at = 2; at < line.length; at += 2) {
    const [x, y, u, v] = line.slice(at - 2, at + 2);
    const step = Math.hypot(u - x, v - y);
    for (; along <= step; along += 1) even.push(x + ((u - x) * along) / step, y + ((v - y) * along) / step);
    along -= step;
  }
  if (even.length < 4) even.push(line.at(-2), line.at(-1));
  return even;
}

/** How far the drops of a course have come, px. */
export function advance(/** @type {Course} */ course, /** @type {number} */ ms) {
  return ((ms / 1000) * course.speed) % course.length;
}

/** As CSS has it. */
export function css(/** @type {number[]} */ color) {
  return `rgb(${color.join(" ")})`;
}

/** A canvas that fills the page. @param {{ width: number, height: number }} size */
export function canvas({ width, height }) {
  const made = Object.assign(document.createElement("canvas"), { width, height });
  made.style.display = "block";
  document.body.style.margin = "0";
  document.body.replaceChildren(made);
  return made;
}
