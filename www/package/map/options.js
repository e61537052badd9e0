// What a host may ask of a map, and what a map says of itself.

/** @typedef {import("../engine/types.js").Item} Item */

/**
 * How a map looks and runs.
 * @typedef {object} MapOptions
 * @property {"city" | "time"} [view] how the water is shown: through the streets of a city, or along an axis of time; default what the document says
 * @property {"auto" | "light" | "dark" | "contrast"} [theme] default `auto`: the page's `color-scheme`, else the system's
 * @property {string} [locale] language of documents that name none (BCP 47); default the page's
 * @property {number} [speed] seconds of animation in one second, above 0 to 10; default 1
 * @property {number} [drops] about how many drops are seen at once, 1 to 1,000,000; by default as many as suit the clients and the canvas, up to
 *   about 5,000. Where the machine does not keep up, each stands for more clients, as the legend says
 * @property {boolean} [paused] stand still at first; default false, and true where less motion is asked for
 * @property {"auto" | "webgl" | "software"} [renderer] default `auto`: WebGL where a graphics card paints it; the software painter where
 *   none does or WebGL's frames come late, and where WebGL is asked for and there is none
 * @property {boolean | "auto" | string | URL} [worker] whether the map lives in a worker, so that it never holds the page up: `true` (from
 *   the package, rejected where it cannot be had), the address of the package's `worker.js`, or `false`. Default `auto`: where the
 *   package lies beside its wasm, on the page's own origin, and nothing of the page's forbids it or may. A canvas that was handed over
 *   to a worker can be used for no other map afterwards.
 * @property {number} [aside] CSS px from the top of the column of figures beside the map that the page keeps for controls of its own; default 0
 * @property {boolean} [build] whether dams, borders of rings and canals can be built and dragged on the canvas by hand; default where the
 *   document has levers
 * @property {boolean} [gestures] whether wheel, mouse, pen and fingers on the canvas look around in a city of given streets; default true
 */

/**
 * What a map is doing.
 * @typedef {object} MapState
 * @property {boolean} playing
 * @property {boolean} worker whether it lives in a worker
 * @property {"city" | "time"} view the one that is shown
 * @property {string} theme as it was asked for
 * @property {"light" | "dark" | "contrast"} appearance the theme that is shown
 * @property {number} speed
 * @property {number} width CSS px
 * @property {number} height CSS px
 * @property {"webgl" | "software"} renderer which painter it has now
 * @property {number} drops how many are seen at once; fewer than asked for where the machine does not keep up
 * @property {number} cost ms that a frame takes the map's thread, the median of the last second or so; 0 until it is known
 * @property {number | null} zoom how many times larger a city of given streets is shown than where all of its water is seen; null where there
 *   is nothing to look around in
 * @property {"in" | "out" | null} zoomLimit whether it is known that it cannot be zoomed in, or out, any farther
 * @property {Item | null} selected
 * @property {number} step index of the story's step that is shown, from 0; -1 before the first
 * @property {number} steps how many the story has
 * @property {number | null} frame index of the frame that is shown; null for the base
 * @property {number} frames how many the document has
 * @property {boolean} undo whether a change of levers can be taken back
 * @property {boolean} redo whether one that was taken back can be made again
 */

/** @type {Record<string, readonly unknown[]>} */
const CHOICES = {
  view: ["city", "time"],
  theme: ["auto", "light", "dark", "contrast"],
  renderer: ["auto", "webgl", "software"],
  gestures: [true, false],
  build: [true, false],
};

/**
 * @param {MapOptions} options
 * @throws {TypeError | RangeError} where one of them is none of the choices, or out of range
 */
export function settle(options) {
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = options[/** @type {keyof MapOptions} */ (name)];
    if (value !== undefined && !choices.includes(value)) {
      throw new TypeError(`${name} is ${value}; expected any of ${choices.join(", ")}`);
    }
  }
  const { speed = 1, drops = 1, aside = 0, worker = "auto" } = options;
  // An address may be one that the page's Trusted Types made.
  if (!["boolean", "string", "object"].includes(typeof worker) || (!worker && worker !== false)) {
    throw new TypeError(`worker is ${worker}; expected true, false, auto or an address`);
  }
  if (!(speed > 0 && speed <= 10)) throw new RangeError(`speed is ${speed}; expected a number above 0 to 10`);
  if (!(aside >= 0 && aside < Infinity)) throw new RangeError(`aside is ${aside}; expected a number from 0`);
  if (!(drops >= 1 && drops <= 1e6)) throw new RangeError(`drops is ${drops}; expected a number from 1 to 1000000`);
}

/**
 * Freezes a tree.
 * @template T
 * @param {T} value
 * @returns {T}
 */
export function frozen(value) {
  if (value && typeof value === "object") Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
