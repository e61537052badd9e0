// Where levers and time line stand in the element's box.

/** @typedef {import("../../engine/types.js").Contents} Contents */

/** In a box that is narrower or lower the levers stand under the map, in a small one the time line is but a low one, CSS px. */
const ROOMY = { width: 1100, height: 480 };
const SMALL = { width: 700, height: 480 };

/** A lower box than this shows three levers at once, CSS px. */
const LOW = 800;

/** In a column that is narrower than this what is said of a lever begins under its switch, CSS px. */
const NARROW = 190;

/**
 * Puts the levers beside the map, at the top of its column, where there is room; else under it.
 * @param {HTMLElement} all the element's whole box
 * @param {Contents} contents
 * @returns {boolean} whether they stand beside it
 */
export function arrange(all, { column }) {
  const { clientWidth: width, clientHeight: height, style } = all;
  const holds = (/** @type {typeof ROOMY} */ least) => width >= least.width && height >= least.height && height <= width;
  // Asked of the box, which stays as it is wherever the levers stand.
  const beside = column !== null && holds(ROOMY);
  all.classList.toggle("small", !holds(SMALL));
  all.classList.toggle("beside", beside);
  all.classList.toggle("low", height < LOW);
  all.classList.toggle("narrow", beside && column.width < NARROW);
  // As the map scales its own lengths and texts.
  const scale = Math.min(width / 1600, height / 900);
  style.setProperty("--s", String(scale));
  style.setProperty("--f", String(Math.min(1.7, Math.max(0.64, scale, Math.min(1, 0.28 + 0.9 * scale)))));
  style.setProperty("--rows", `${Math.min(168, Math.max(56, height / 3))}px`);
  if (beside) {
    const place = { left: column.x, top: column.y, width: column.width, most: column.height / 2 };
    for (const [name, length] of Object.entries(place)) style.setProperty(`--panel-${name}`, `${length}px`);
    style.setProperty("--panel-f", String(Math.min(1.7, column.width / 230)));
  }
  return beside;
}
