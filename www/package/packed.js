// Journeys that were read from a table: their events stay in few bytes until somebody reads them.
import { call } from "./engine.js";

/** Events as bytes, by the journeys that they stand in. @type {WeakMap<object, Uint8Array>} */
const logs = new WeakMap();

/** So many events are written out at once: the text of all might be longer than a string can be. */
const STEP = 250_000;

/**
 * Gives journeys their events: they are made when they are first read, and are a list as any other from then on.
 * @param {object} journeys
 * @param {Uint8Array} log
 */
export function pack(journeys, log) {
  logs.set(journeys, log);
  /** @param {unknown} events */
  const set = events => {
    logs.delete(journeys);
    Object.defineProperty(journeys, "events", { value: events, configurable: true, enumerable: true, writable: true });
    return events;
  };
  Object.defineProperty(journeys, "events", { get: () => set(written(log)), set, configurable: true, enumerable: true });
}

/** @param {Uint8Array} log */
function written(log) {
  const events = [];
  for (let from = 0; from === events.length; from += STEP) {
    for (const event of JSON.parse(call(({ eventsOf }) => eventsOf(log, from, from + STEP)))) events.push(event);
  }
  return events;
}

/**
 * A document as the WebAssembly takes it: with bytes in the place of events that nobody has read.
 * @template T
 * @param {T} document
 * @returns {T}
 */
export function packed(document) {
  const journeys = Object(document) === document && Object.getOwnPropertyDescriptor(document, "journeys")?.value;
  const log = Object(journeys) === journeys && logs.get(journeys);
  if (!log) return document;
  const events = { ...Object.getOwnPropertyDescriptors(journeys), events: { value: log, enumerable: true } };
  const own = { value: Object.create(Object.getPrototypeOf(journeys), events), enumerable: true };
  return Object.create(Object.getPrototypeOf(document), { ...Object.getOwnPropertyDescriptors(document), journeys: own });
}

/**
 * A document that can be sent to a worker, whatever else it holds that only the page has.
 * @param {any} document one that is packed, or has nothing to be packed
 * @returns {import("./index.js").Source}
 */
export function sendable(document) {
  const events = document?.journeys?.events;
  if (!(events instanceof Uint8Array)) return JSON.stringify(document);
  const { journeys, ...plain } = JSON.parse(JSON.stringify({ ...document, journeys: { ...document.journeys, events: [] } }));
  return { ...plain, journeys: { ...journeys, events } };
}
