// What is measured.

/**
 * @typedef {object} Peer
 * @property {string} name by which it is asked for
 * @property {string} title
 * @property {string} module in `peers/`
 * @property {object} [options]
 * @property {number} [most] drops at most; more would take minutes
 */

/** What every page costs, and every page with a canvas. @type {Peer[]} */
export const BARE = [
  { name: "empty", title: "an empty page with a frame callback", module: "empty" },
  { name: "changed", title: "a changed canvas alone", module: "changed" },
];

/** The map in its forms; the others are compared with the first one. @type {Peer[]} */
export const OURS = [
  { name: "software", title: "ours, pixels", module: "rivers", options: { renderer: "software", worker: false } },
  { name: "ours-worker", title: "ours, pixels in a worker", module: "rivers", options: { renderer: "software", worker: true } },
  { name: "ours-webgl", title: "ours, WebGL2", module: "rivers", options: { renderer: "webgl", worker: false } },
];

/** Moving drops along the same streams, and drawing nothing else. @type {Peer[]} */
export const PEERS = [
  { name: "pixels", title: "JavaScript writing pixels", module: "pixels" },
  { name: "pixels-worker", title: "JavaScript writing pixels in a worker", module: "pixels-worker" },
  { name: "canvas", title: "2D canvas loop by colour", module: "canvas" },
  { name: "webgl", title: "raw WebGL2", module: "webgl" },
  { name: "pixi", title: "PixiJS ParticleContainer", module: "pixi" },
  { name: "echarts", title: "ECharts lines with effect", module: "echarts", most: 200_000 },
];
