// Which thread a map lives in: the page's own, or a worker's.
import { loaded } from "../engine/load.js";
import { place } from "../place.js";

/**
 * A player in a worker that has taken a document; nothing where the page's own thread is to be used.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../engine/types.js").Source} document
 * @param {"auto" | boolean | string | URL} choice
 * @param {string} [view] the view that is asked for
 * @returns {Promise<import("./remote.js").Remote | undefined>}
 * @throws {import("../engine/problems.js").FlowDocumentError} where the document is refused: then the canvas stays the page's
 */
export async function remote(canvas, document, choice, view) {
  const module = loaded();
  if (choice !== false && (choice !== "auto" || isWelcome(canvas))) {
    module.catch(() => {});
    const part = await import("./remote.js").catch(error => {
      // Nobody asked for a worker: the page's own thread needs none of it.
      if (choice === "auto") return undefined;
      throw error;
    });
    if (part) return part.Remote.start(canvas, document, choice, view);
  }
  await module;
}

/**
 * Whether a worker does no harm that nobody asked for.
 * @param {HTMLCanvasElement} canvas
 */
function isWelcome(canvas) {
  if (place === undefined || !/^https?:$/.test(location.protocol)) return false;
  // A bundler may have put the file's own place in, where it also puts the worker beside the page's scripts.
  const { origin, protocol } = new URL(place);
  if (globalThis.origin !== (protocol === "file:" ? location.origin : origin)) return false;
  // Trusted Types may forbid it, and there is no asking that they would not log as a violation; so would a policy of nonces.
  if (/** @type {any} */ (globalThis).trustedTypes !== undefined || document.querySelector("script[nonce]")) return false;
  // Workers do not have the fonts that a page has loaded.
  return !ownFont(canvas);
}

/**
 * Whether the map is set in a font that the page itself has loaded.
 * @param {HTMLCanvasElement} canvas
 */
function ownFont(canvas) {
  const bare = (/** @type {string} */ family) => family.trim().replace(/^(["'])(.*)\1$/, "$2").toLowerCase();
  const wanted = getComputedStyle(canvas).getPropertyValue("--rivers-font").split(",").map(bare);
  return [...document.fonts].some(face => wanted.includes(bare(face.family)));
}
