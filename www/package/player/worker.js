// What runs in a worker: a player, told by messages what its methods would be told in the page.
import { start } from "../engine/call.js";
import { FlowDocumentError, problemsOf } from "../engine/problems.js";
import { accept } from "../engine/check.js";
import { Player } from "./player.js";

/** @typedef {import("../engine/problems.js").Problem} Problem */
/** @typedef {import("../engine/types.js").Source} Source */

/**
 * A question: its number, a method, and what it is told.
 * @typedef {[number, string, ...any[]]} Question
 */

/**
 * An answer: the number of its question (0: nobody asked), what was returned or why it was refused, and what the player says of
 * itself, where that may be something else now.
 * @typedef {{ number: number, value?: unknown, refused?: Refused, shown?: Shown }} Answer
 */

/** @typedef {{ works: import("./player.js").Works, sight: import("../engine/types.js").Sight, time: number, contents?: string, solved?: string }} Shown */

/** @typedef {{ problems: Problem[], isDocument: boolean }} Refused whether it is a document that was refused */

// A worker's own scope and the page's end of it talk in the same way.
const page = /** @type {Worker} */ (/** @type {unknown} */ (globalThis));

/** @param {Answer} answer */
const say = answer => page.postMessage(answer);

/** @type {Source} */
let given;
/** @type {Player} */
let player;

/**
 * Takes a document before there is a canvas: one that was handed over could not be given back where it is refused.
 * @param {WebAssembly.Module} module
 * @param {Source} document
 */
async function open(module, document) {
  await start(module);
  accept(document);
  given = document;
}

/**
 * @param {OffscreenCanvas} canvas
 * @param {import("./player.js").Look} look
 * @param {number} ratio
 * @param {"auto" | "webgl" | "software"} renderer
 */
function create(canvas, look, ratio, renderer) {
  player = new Player(canvas, given, look, ratio, renderer, {
    failed: problems => say({ number: 0, refused: { problems, isDocument: false } }),
    worked: () => say({ number: 0, shown: state() }),
    changed: () => say({ number: 0, shown: { ...state(), contents: player.contents } }),
  });
}

/** What is known of the player at no cost. */
const state = () => ({ works: player.works, sight: player.sight, time: player.time });

/** @type {Record<string, (...told: any[]) => unknown>} */
const own = { open, create };

/**
 * What the page keeps, after a method that may change it.
 * @param {string} method
 * @returns {Shown | undefined}
 */
function shown(method) {
  if (["run", "speed", "moment"].includes(method)) return state();
  const solves = ["create", "update", "turn"].includes(method);
  if (!solves && !["look", "zoom", "pan", "fit"].includes(method)) return undefined;
  const shown = { ...state(), contents: player.contents };
  return solves ? { ...shown, solved: player.solved } : shown;
}

/** @param {MessageEvent<Question>} event */
page.onmessage = async ({ data: [number, method, ...told] }) => {
  try {
    const value = own[method] ? own[method](...told) : /** @type {any} */ (player)[method](...told);
    // What is at once there is answered at once, so that answers keep the order of their questions.
    say({ number, value: value instanceof Promise ? await value : value, shown: shown(method) });
  } catch (error) {
    say({ number, refused: { problems: problemsOf(error), isDocument: error instanceof FlowDocumentError } });
  }
};

if (!globalThis.requestAnimationFrame) throw new Error("this browser's workers have no frames to paint in");
say({ number: 0 });
