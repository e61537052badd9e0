// Giving journeys their events as a log.
import { call } from "../engine/call.js";
import { logs } from "../engine/event-log.js";

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
