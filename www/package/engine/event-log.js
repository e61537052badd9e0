// Journeys that were read from a table: their events stay in few bytes until somebody reads them.

/** Events as bytes, by the journeys that they stand in. @type {WeakMap<object, Uint8Array>} */
export const logs = new WeakMap();

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
