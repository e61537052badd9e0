// What is asked of a document that is on no canvas.
import { call } from "./call.js";
import { problemsIn } from "./check.js";
import { packed } from "./event-log.js";
import { all } from "./load.js";
import { FlowDocumentError } from "./problems.js";

/** @typedef {import("./problems.js").Problem} Problem */
/** @typedef {import("../document.js").FlowDocument} FlowDocument */
/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").Solved} Solved */
/** @typedef {import("./types.js").Source} Source */

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
 * @throws {import("./problems.js").FlowDocumentError} where it is refused
 */
export async function expand(document) {
  await all();
  return JSON.parse(call(({ expand }) => expand(packed(document))));
}

/**
 * All flows, temperatures and totals of a document.
 * @param {Source} document
 * @param {SolveOptions} [options]
 * @returns {Promise<Solved>}
 * @throws {import("./problems.js").FlowDocumentError} where it is refused, or has no such lever or frame
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
 * @throws {import("./problems.js").FlowDocumentError} where it is refused
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
 * @throws {import("./problems.js").FlowDocumentError} where it is refused
 */
export async function still(document, options = {}) {
  const { width = 1280, height = 720, theme = "light", locale, drops = 0, time } = options;
  for (const [name, value] of Object.entries({ width, height, drops, time: time ?? 0 })) {
    if (!Number.isFinite(value)) throw new TypeError(`${name} is ${String(value)}; expected a number`);
  }
  await all();
  return call(({ still }) => still(packed(document), { width, height, theme, locale, drops }, time));
}
