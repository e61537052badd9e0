// What the map tells of a place, a stream or a client.
import { frozen } from "./options.js";

/**
 * An item that the map tells as JSON.
 * @param {string | undefined} text
 * @returns {import("../engine/types.js").Item | null}
 */
export function item(text) {
  return text ? frozen(JSON.parse(text)) : null;
}
