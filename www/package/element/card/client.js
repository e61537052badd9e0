// What became of one client, for its card: how warm it is to whom, and its events.
import { inLanguage } from "../../map/language.js";
import { make } from "../dom.js";
import { sheet } from "../styles.js";

/** @typedef {import("../../engine/types.js").Item} Item */
/** @typedef {import("../../engine/types.js").Happening} Happening */

/** So many events are told; of more the last ones. */
const MOST = 8;

const words = inLanguage({
  company: "company",
  staff: "staff",
  product: "product",
  before: (/** @type {number} */ count) => `and ${count} earlier`,
}, {
  company: "firmă",
  staff: "personal",
  product: "produs",
  before: count => `și încă ${count} înainte`,
});

/** Its styles, which the element takes over. */
export const styles = sheet(`
.card.client { min-width: min(17em, calc(100% - 24px)); }
.card .worth { font-weight: 700; color: var(--warm, inherit); }
.sides { display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; margin: 8px 0 0; align-items: center; }
.sides dd { display: flex; align-items: center; gap: 8px; margin: 0; }
.sides b { min-width: 2.2em; text-align: end; font-size: 0.92em; }
.scale { position: relative; flex: 1; height: 6px; border-radius: 3px; background: color-mix(in srgb, var(--ink, CanvasText) 14%, transparent); }
.scale::after { content: ""; position: absolute; inset: -3px auto -3px 50%; border-left: 1.5px solid var(--ink, CanvasText); }
.bar { position: absolute; inset-block: 0; border-radius: 3px; }
.bar.warm { background: var(--warm, CanvasText); }
.bar.cold { background: var(--cold, CanvasText); }
.history { list-style: none; margin: 8px 0 0; padding: 8px 0 0; border-top: 1px solid color-mix(in srgb, var(--ink, CanvasText) 18%, transparent); font-size: 0.93em; }
.history li { position: relative; display: grid; grid-template-columns: 6.6em 1fr; gap: 18px; }
.history time { color: var(--muted, inherit); text-align: end; white-space: nowrap; }
.history li::before { content: ""; position: absolute; left: calc(6.6em + 5px); top: 0.42em; width: 8px; height: 8px; border-radius: 50%; box-sizing: border-box; border: 2px solid var(--muted, CanvasText); }
.history .red::before { border: 0; background: var(--warm, CanvasText); }
.history .blue::before { border: 0; border-radius: 0; background: var(--cold, CanvasText); clip-path: polygon(0 0, 100% 0, 50% 100%); }
.history .more { display: block; padding-left: calc(6.6em + 18px); color: var(--muted, inherit); }
.history .more::before { content: none; }
`);

/**
 * @param {Item} item a client
 * @param {string | undefined} locale
 * @returns {HTMLElement[]}
 */
export function history({ sides = {}, events = [], value }, locale) {
  const said = words(locale);
  const parts = [];
  if (value) parts.push(make("p", { class: "worth" }, value));
  const known = /** @type {const} */ (["company", "staff", "product"]).filter(side => sides[side] !== undefined);
  if (known.length) parts.push(make("dl", { class: "sides" }, ...known.flatMap(side => scale(said[side], sides[side] ?? 0, locale))));
  const list = make("ol", { class: "history" }, ...events.slice(-MOST).map(event => line(event, locale)));
  const more = events.length - MOST;
  if (more > 0) list.prepend(make("li", { class: "more" }, said.before(more)));
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
