// What runs in a worker: a player, told by messages what its methods would be told in the page.
import { restFrom, start } from "../engine/call.js";
import { packed } from "../engine/event-log.js";
import { FlowDocumentError, problemsOf } from "../engine/problems.js";
import { Drafted } from "./draft.js";
import { Player } from "./player.js";

/** @typedef {import("../engine/problems.js").Problem} Problem */
/** @typedef {import("../engine/types.js").Source} Source */

/**
 * A question: its number, a method, and what it is told.
 * @typedef {[number, string, ...any[]]} Question
 */

/**
 * An answer: the number of its question (0: nobody asked), what was returned or why it was refused, and what the player says of
 * itself, where that may be something else now; or that it asks for the second part of the WebAssembly.
 * @typedef {{ number: number, value?: unknown, refused?: Refused, shown?: Shown, asks?: boolean }} Answer
 */

/** @typedef {{ works: import("./player.js").Works, sight: import("../engine/types.js").Sight, time: number, contents?: string, solved?: string }} Shown */

/** @typedef {{ problems: Problem[], isDocument: boolean }} Refused whether it is a document that was refused */

// A worker's own scope and the page's end of it talk in the same way.
const page = /** @type {Worker} */ (/** @type {unknown} */ (globalThis));

/** @param {Answer} answer */
const say = answer => page.postMessage(answer);

/** @type {Drafted} */
let draft;
/** @type {Player} */
let player;
/** What waits for the second part of the WebAssembly, which the page has. @type {((module: WebAssembly.Module) => void)[]} */
const waiting = [];

/**
 * Takes a document before there is a canvas: one that was handed over could not be given back where it is refused.
 * @param {WebAssembly.Module} module
 * @param {boolean} isWhole whether that is all of it
 * @param {Source} document
 * @param {string} [view] the view that is asked for
 */
async function open(module, isWhole, document, view) {
  await start(module);
  const asked = () => new Promise(resolve => {
    waiting.push(resolve);
    say({ number: 0, asks: true });
  });
  restFrom(isWhole ? undefined : asked);
  draft = new Drafted(packed(document), view);
  await draft.solve();
}

/** Takes the second part of the WebAssembly. @param {WebAssembly.Module} module */
function complete(module) {
  for (const resolve of waiting.splice(0)) resolve(module);
}

/**
 * @param {OffscreenCanvas} canvas
 * @param {import("./player.js").Look} look
 * @param {number} ratio
 * @param {"auto" | "webgl" | "software"} renderer
 */
function create(canvas, look, ratio, renderer) {
  player = new Player(canvas, draft, look, ratio, renderer, {
    failed: problems => say({ number: 0, refused: { problems, isDocument: false } }),
    worked: () => say({ number: 0, shown: state() }),
    changed: () => say({ number: 0, shown: { ...state(), contents: player.contents } }),
  });
  return player.begin();
}

/** What is known of the player at no cost. */
const state = () => ({ works: player.works, sight: player.sight, time: player.time });

/** @type {Record<string, (...told: any[]) => unknown>} */
const own = { open, create, complete };

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
