// Whether a map may live in a worker that nobody asked for.
import { place } from "./place.js";
import { ownFont } from "./surroundings.js";

/**
 * Whether a worker does no harm that nobody asked for.
 * @param {HTMLCanvasElement} canvas
 */
export function isWelcome(canvas) {
  if (place === undefined || !/^https?:$/.test(location.protocol)) return false;
  // A bundler may have put the file's own place in, where it also puts the worker beside the page's scripts.
  const { origin, protocol } = new URL(place);
  if (globalThis.origin !== (protocol === "file:" ? location.origin : origin)) return false;
  // Trusted Types may forbid it, and there is no asking that they would not log as a violation; so would a policy of nonces.
  if (/** @type {any} */ (globalThis).trustedTypes !== undefined || document.querySelector("script[nonce]")) return false;
  // Workers do not have the fonts that a page has loaded.
  return !ownFont(canvas);
}
