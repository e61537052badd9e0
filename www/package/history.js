// What became of one client, for its card: how warm it is to whom, and its events.
import "./first.js";
import { make } from "./dom.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Happening} Happening */

/** So many events are told; of more the last ones. */
const MOST = 8;

/**
 * @param {Item} item a client
 * @param {string | undefined} locale
 * @param {ReturnType<typeof import("./words.js").words>} words
 * @returns {HTMLElement[]}
 */
export function history({ sides = {}, events = [], value }, locale, words) {
  const parts = [];
  if (value) parts.push(make("p", { class: "worth" }, value));
  const known = /** @type {const} */ (["company", "staff", "product"]).filter(side => sides[side] !== undefined);
  if (known.length) parts.push(make("dl", { class: "sides" }, ...known.flatMap(side => scale(words[side], sides[side] ?? 0, locale))));
  const list = make("ol", { class: "history" }, ...events.slice(-MOST).map(event => line(event, locale)));
  const more = events.length - MOST;
  if (more > 0) list.prepend(make("li", { class: "more" }, words.before(more)));
  parts.push(list);
  return parts;
}

/** @param {string} name @param {number} value -1 to 1 @param {string | undefined} locale */
function scale(name, value, locale) {
  const bar = make("span", { class: value < 0 ? "bar cold" : "bar warm" });
  const half = Math.abs(value) * 50;
  Object.assign(bar.style, { left: `${value < 0 ? 50 - half : 50}%`, width: `${half}%` });
  // With a true minus, as on the map.
  const figure = value.toLocaleString(locale, { signDisplay: "exceptZero", maximumFractionDigits: 1 }).replace("-", "−");
  return [make("dt", {}, name), make("dd", {}, make("span", { class: "scale" }, bar), make("b", {}, figure))];
}

/** @param {Happening} event @param {string | undefined} locale */
function line({ at, mark, text }, locale) {
  // What names no time and no zone is a day of its own calendar, and told as such.
  const isDay = !at.includes("T");
  const zone = /(Z|[+-]\d\d:\d\d)$/.test(at) ? undefined : "UTC";
  const moment = new Date(isDay || zone === undefined ? at : `${at}Z`);
  const told = isNaN(+moment) ? at : moment.toLocaleDateString(locale, { day: "numeric", month: "short", year: "numeric", timeZone: zone });
  return make("li", { class: mark }, make("time", { datetime: at }, told), make("span", {}, text));
}
