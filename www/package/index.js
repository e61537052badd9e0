// city-rivers: how clients flow through a business, as water through a city. Importing this needs no DOM and does nothing.
import "./first.js";
import { FlowDocumentError, call, problemsIn } from "./engine.js";
import { all, init } from "./load.js";
import { packed } from "./packed.js";

export { FlowDocumentError, init };
export { leversFromFragment, leversToFragment } from "./fragment.js";
export { CityRivers } from "./map.js";

/** @typedef {import("./engine.js").Problem} Problem */
/** @typedef {import("./document.js").FlowDocument} FlowDocument */
/** @typedef {import("./types.js").Solved} Solved */
/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Step} Step */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").FrameFigures} FrameFigures */
/** @typedef {import("./document.js").Lever} Lever */
/** @typedef {import("./options.js").MapOptions} MapOptions */
/** @typedef {import("./options.js").MapState} MapState */

/**
 * A flow document: an object, JSON text, or its bytes.
 * @typedef {FlowDocument | string | ArrayBuffer | ArrayBufferView} Source
 */

/**
 * Which state of a document is solved.
 * @typedef {object} SolveOptions
 * @property {Record<string, boolean>} [levers] levers that are on or off other than in the document, by id
 * @property {number} [frame] index of the frame, from 0; default the base
 */

/**
 * How a still looks.
 * @typedef {object} StillOptions
 * @property {number} [width] CSS px, default 1280
 * @property {number} [height] CSS px, default 720
 * @property {"light" | "dark" | "contrast"} [theme] default `light`
 * @property {string} [locale] language of documents that name none (BCP 47), default English
 * @property {number} [drops] about how many drops are to be seen
 * @property {number} [time] the moment, in seconds, default 0; with single clients the middle of their calendar
 */

/**
 * All that is wrong with a document, or worth knowing; empty when all is well. Never throws for a bad document.
 * @param {Source | unknown} document
 * @returns {Promise<Problem[]>}
 */
export async function check(document) {
  await all();
  try {
    return problemsIn(packed(document));
  } catch (error) {
    if (error instanceof FlowDocumentError) return error.problems;
    throw error;
  }
}

/**
 * A document with its funnel or its journeys written out as a network.
 * @param {Source} document
 * @returns {Promise<FlowDocument>}
 * @throws {import("./engine.js").FlowDocumentError} where it is refused
 */
export async function expand(document) {
  await all();
  return JSON.parse(call(({ expand }) => expand(packed(document))));
}

/**
 * In which column of a table each field of an event stands, by the name in the table's first row: `client`, `at`, and `stage`, or `kt` and
 * `mood`.
 * @typedef {object} Columns
 * @property {string} client
 * @property {string} at
 * @property {string} [stage]
 * @property {string} [kt]
 * @property {string} [mood]
 * @property {string} [value]
 * @property {string | { company?: string, staff?: string, product?: string }} [temperature]
 * @property {string} [spring]
 * @property {string} [note]
 */

/**
 * The document of a table of dated events, as a CRM writes it: CSV text (or its bytes, UTF-8) with names in its first row, separated by
 * commas, semicolons or tabs. Rows that cannot be read are left out; of each a problem says why, with its line. The page stays responsive
 * meanwhile, and the events of the document take little room until somebody reads them.
 * @param {string | ArrayBuffer | ArrayBufferView} text
 * @param {Columns} columns
 * @param {NonNullable<NonNullable<FlowDocument["journeys"]>["stages"]>} [stages] what the stages mean that the rows name
 * @returns {Promise<{ document: FlowDocument, problems: Problem[] }>}
 * @throws {import("./engine.js").FlowDocumentError} where a column is not there, or no row is an event
 */
export async function journeysFromCsv(text, columns, stages = {}) {
  const [{ read }] = await Promise.all([import("./table.js"), all()]);
  return read(text, columns, stages);
}

/**
 * All flows, temperatures and totals of a document.
 * @param {Source} document
 * @param {SolveOptions} [options]
 * @returns {Promise<Solved>}
 * @throws {import("./engine.js").FlowDocumentError} where it is refused, or has no such lever or frame
 * @throws {TypeError} where an option is of another kind
 */
export async function solve(document, options = {}) {
  const { levers = {}, frame } = options;
  if (typeof levers !== "object" || levers === null) throw new TypeError(`levers is ${String(levers)}; expected an object`);
  for (const [id, on] of Object.entries(levers)) {
    if (typeof on !== "boolean") throw new TypeError(`the lever ${id} is ${String(on)}; expected true or false`);
  }
  if (frame !== undefined && typeof frame !== "number") throw new TypeError(`frame is ${String(frame)}; expected a number`);
  await all();
  return JSON.parse(call(({ solve }) => solve(packed(document), levers, frame)));
}

/**
 * The set of a document's levers of cost at most the budget that gives the most revenue, and of those that give as much the cheapest.
 * Whether they are on in the document does not matter.
 * @param {Source} document
 * @param {number} budget money, from 0; `Infinity` for any
 * @returns {Promise<Plan>}
 * @throws {import("./engine.js").FlowDocumentError} where it is refused
 * @throws {TypeError | RangeError} where the budget is no number, or below 0
 */
export async function bestPlan(document, budget) {
  if (typeof budget !== "number") throw new TypeError(`budget is ${String(budget)}; expected a number`);
  if (!(budget >= 0)) throw new RangeError(`budget is ${budget}; expected a number from 0`);
  await all();
  return JSON.parse(call(({ bestPlan }) => bestPlan(packed(document), budget)));
}

/**
 * A picture of a document as SVG; needs no DOM.
 * @param {Source} document
 * @param {StillOptions} [options]
 * @returns {Promise<string>}
 * @throws {import("./engine.js").FlowDocumentError} where it is refused
 */
export async function still(document, options = {}) {
  const { width = 1280, height = 720, theme = "light", locale, drops = 0, time } = options;
  for (const [name, value] of Object.entries({ width, height, drops, time: time ?? 0 })) {
    if (!Number.isFinite(value)) throw new TypeError(`${name} is ${String(value)}; expected a number`);
  }
  await all();
  return call(({ still }) => still(packed(document), { width, height, theme, locale, drops }, time));
}
