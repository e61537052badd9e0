// A player in a worker, asked by messages; none is sent for a frame.
import { FlowDocumentError, problemsOf } from "../engine/problems.js";
import { accept } from "../engine/check.js";
import { all, loaded, secondPart } from "../engine/load.js";
import { later } from "../wasm.js";
import { packed } from "../engine/event-log.js";
import { hold } from "./canvas-size.js";
import { spawn } from "./spawn.js";

/** @typedef {import("../engine/types.js").Source} Source */
/** @typedef {import("./player.js").Look} Look */
/** @typedef {import("./worker.js").Answer} Answer */
/** @typedef {import("./worker.js").Refused} Refused */

/** The same methods as a {@link import("./player.js").Player}'s; those that return something return a promise, and are answered in turn. */
export class Remote {
  #worker;
  /** @type {OffscreenCanvas | undefined} until it is sent */
  #canvas;
  #off = new AbortController();
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} questions without an answer yet */
  #open = new Map();
  #asked = 0;
  #running = false;
  #speed = 1;
  /** The time as it was told last, and when that was. */
  #time = 0;
  #told = 0;
  /** Which question asked for a moment last: what is told of the time before it is answered is of the moment before. */
  #sought = 0;
  /** @type {import("./player.js").Calls} */
  #calls = { failed: () => {}, changed: () => {} };
  /** Why nothing is answered any more. @type {Error | undefined} */
  #over;
  /** The solved document as JSON, as of the last answer. */
  solved = "";
  /** What is on the canvas in words, as JSON, as of the last answer. */
  contents = "";
  /** How it is painted, as of the last answer. @type {import("./player.js").Works} */
  works = { renderer: "software", drops: 0, cost: 0 };
  /** What is seen of a city, as of the last answer. @type {import("../engine/types.js").Sight} */
  sight = { zoom: null, zoomLimit: null };

  /**
   * Hands a canvas over to a worker that has taken a document; gives nothing where the page's own thread is to be used.
   * @param {HTMLCanvasElement} canvas
   * @param {Source} document
   * @param {"auto" | true | string | URL} choice
   * @param {string} [view] the view that is asked for
   * @returns {Promise<Remote | undefined>}
   * @throws {FlowDocumentError} where the document is refused: then the canvas stays the page's
   */
  static async start(canvas, document, choice, view) {
    const [module, worker] = await Promise.allSettled([loaded(), spawn(choice, canvas)]);
    const remote = worker.status === "fulfilled" && worker.value ? new Remote(worker.value) : undefined;
    try {
      if (module.status === "rejected") throw module.reason;
      if (worker.status === "rejected") throw worker.reason;
      if (!remote) return undefined;
      await remote.#give(document, document => remote.#ask("open", [module.value, !later, document, view]));
      hold(canvas);
      remote.#canvas = canvas.transferControlToOffscreen();
      return remote;
    } catch (error) {
      remote?.dispose();
      // Nobody asked for a worker: without one the page's own thread says what is wrong, if anything is.
      if (choice === "auto" && module.status === "fulfilled" && !(error instanceof FlowDocumentError)) return undefined;
      throw error;
    }
  }

  /** @param {Worker} worker one that has started */
  constructor(worker) {
    this.#worker = worker;
    const { signal } = this.#off;
    worker.addEventListener("message", ({ data }) => this.#hear(data), { signal });
    worker.addEventListener("error", event => {
      event.preventDefault();
      this.#die(event.message || "it is gone");
    }, { signal });
    worker.addEventListener("messageerror", () => this.#die("an answer cannot be read"), { signal });
  }

  /**
   * Shows the document on the canvas.
   * @param {Look} look
   * @param {number} ratio device pixels for one CSS pixel
   * @param {"auto" | "webgl" | "software"} renderer
   * @param {import("./player.js").Calls} calls `failed` also where the worker is gone
   * @returns {Promise<void>}
   */
  create(look, ratio, renderer, calls) {
    this.#calls = calls;
    const canvas = /** @type {OffscreenCanvas} */ (this.#canvas);
    this.#canvas = undefined;
    return this.#ask("create", [canvas, look, ratio, renderer], [canvas]);
  }

  /** Seconds of animation that have passed, as far as it keeps up: none are told of a frame. */
  get time() {
    return this.#time + (this.#running ? (performance.now() - this.#told) / 1000 * this.#speed : 0);
  }

  set time(time) {
    this.#time = time;
    this.#told = performance.now();
  }

  /** Shows another moment. @param {number} time seconds of animation */
  moment(time) {
    this.time = time;
    this.#ask("moment", [time]).catch(() => {});
    this.#sought = this.#asked;
  }

  /** @param {number} speed seconds of animation in one second */
  speed(speed) {
    this.time = this.time;
    this.#speed = speed;
    this.#ask("speed", [speed]).catch(() => {});
  }

  /** @param {boolean} running whether the water runs */
  run(running) {
    this.time = this.time;
    if (running !== this.#running) this.#ask("run", [running]).catch(() => {});
    this.#running = running;
  }

  /**
   * @param {Look} look
   * @param {number} ratio device pixels for one CSS pixel
   * @returns {Promise<void>}
   */
  look(look, ratio) {
    return this.#ask("look", [look, ratio]);
  }

  /**
   * @param {Source} document
   * @returns {Promise<void>} rejected with a FlowDocumentError where it is refused: the old picture stands
   */
  async update(document) {
    return this.#give(document, document => this.#ask("update", [document]));
  }

  /**
   * @param {readonly import("../document.js").Lever[]} levers
   * @param {number | null} frame
   * @param {boolean} morph
   * @returns {Promise<void>} rejected with a FlowDocumentError where they are refused
   */
  async turn(levers, frame, morph) {
    return this.#ask("turn", [levers, frame, morph]);
  }

  /** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 CSS px */
  sketch(x0, y0, x1, y1) {
    this.#ask("sketch", [x0, y0, x1, y1]).catch(() => {});
  }

  /** @param {import("./feedback.js").Touch | null} touch */
  touch(touch) {
    this.#ask("touch", [touch]).catch(() => {});
  }

  /** @returns {Promise<string>} */
  effects() {
    return this.#ask("effects", []);
  }

  /** @param {number} budget @returns {Promise<string>} */
  plan(budget) {
    return this.#ask("plan", [budget]);
  }

  /** @returns {Promise<string>} */
  timeline() {
    return this.#ask("timeline", []);
  }

  /** @param {number} times @param {number} x CSS px @param {number} y CSS px @returns {Promise<boolean>} */
  zoom(times, x, y) {
    return this.#ask("zoom", [times, x, y]);
  }

  /** @param {number} dx CSS px @param {number} dy CSS px @returns {Promise<boolean>} */
  pan(dx, dy) {
    return this.#ask("pan", [dx, dy]);
  }

  /** @returns {Promise<boolean>} */
  fit() {
    return this.#ask("fit", []);
  }

  /** @param {string[]} ids of the places and streams to ring @returns {Promise<void>} */
  show(ids) {
    return this.#ask("show", [ids]);
  }

  /** @param {string | null} id of what to ring @returns {Promise<string | undefined>} */
  focus(id) {
    return this.#ask("focus", [id]);
  }

  /** @param {number} x CSS px @param {number} y CSS px @returns {Promise<string | undefined>} */
  choose(x, y) {
    return this.#ask("choose", [x, y]);
  }

  /** @param {number} x CSS px @param {number} y CSS px @returns {Promise<string | undefined>} */
  pick(x, y) {
    return this.#ask("pick", [x, y]);
  }

  /** @param {string} id @returns {Promise<string | undefined>} */
  item(id) {
    return this.#ask("item", [id]);
  }

  /** @param {string} id @param {boolean} incoming @returns {Promise<string[]>} */
  waters(id, incoming) {
    return this.#ask("waters", [id, incoming]);
  }

  /** @param {string | null} id of what to outline @returns {Promise<string | undefined>} */
  outline(id) {
    return this.#ask("outline", [id]);
  }

  /** @returns {Promise<string>} */
  svg() {
    return this.#ask("svg", []);
  }

  /** @param {Look} look @param {number} ratio @returns {Promise<Blob>} */
  picture(look, ratio) {
    return this.#ask("picture", [look, ratio]);
  }

  /** Ends the worker; the canvas keeps its last picture. */
  dispose() {
    this.#end(new Error("This map was disposed of."));
  }

  /**
   * Sends a document; what cannot be sent is refused for the reasons for which it would be in the page, else sent as far as it is text.
   * @template T
   * @param {Source} document
   * @param {(document: Source) => Promise<T>} ask
   * @returns {Promise<T>}
   */
  async #give(document, ask) {
    const given = packed(document);
    try {
      return ask(given);
    } catch {
      await all();
      accept(given);
      return ask(sendable(given));
    }
  }

  /**
   * @param {string} method
   * @param {unknown[]} told
   * @param {Transferable[]} [handed]
   * @returns {Promise<any>}
   * @throws {unknown} where what is told cannot be sent
   */
  #ask(method, told, handed = []) {
    if (this.#over) return Promise.reject(this.#over);
    const number = (this.#asked += 1);
    this.#worker.postMessage([number, method, ...told], handed);
    return new Promise((resolve, reject) => this.#open.set(number, { resolve, reject }));
  }

  /** @param {Answer} answer */
  #hear({ number, value, refused, shown, asks }) {
    if (asks) return void secondPart().then(module => this.#ask("complete", [module]).catch(() => {}), error => this.#die(error.message));
    const { time, ...kept } = shown ?? {};
    Object.assign(this, kept);
    if (time !== undefined && (number ? number >= this.#sought : !this.#open.has(this.#sought))) this.time = time;
    const question = this.#open.get(number);
    this.#open.delete(number);
    if (!number && shown?.contents) this.#calls.changed();
    if (!refused) question?.resolve(value);
    else if (question) question.reject(refused.isDocument ? new FlowDocumentError(refused.problems) : new Error(refused.problems[0].message));
    else this.#calls.failed(refused.problems);
  }

  /** @param {string} why */
  #die(why) {
    const error = new FlowDocumentError(problemsOf(new Error(`the map's worker has stopped (${why})`)));
    this.#end(error);
    this.#calls.failed(error.problems);
  }

  /** @param {Error} error why nothing is answered any more */
  #end(error) {
    this.#over ??= error;
    this.#off.abort();
    this.#worker.terminate();
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }
}

/**
 * A document that can be sent to a worker, whatever else it holds that only the page has.
 * @param {any} document one that is packed, or has nothing to be packed
 * @returns {import("../engine/types.js").Source}
 */
function sendable(document) {
  const events = document?.journeys?.events;
  if (!(events instanceof Uint8Array)) return JSON.stringify(document);
  const { journeys, ...plain } = JSON.parse(JSON.stringify({ ...document, journeys: { ...document.journeys, events: [] } }));
  return { ...plain, journeys: { ...journeys, events } };
}
