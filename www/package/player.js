// A document that plays on a canvas. It knows nothing of a page, so that it runs in a worker as well.
import { Clock } from "./clock.js";
import { call, generation, problemsOf } from "./engine.js";
import { png } from "./pictures.js";

/** @typedef {import("./engine.js").Problem} Problem */
/** @typedef {import("./glue.js").Rivers} Rivers */
/** @typedef {import("./index.js").Source} Source */

/**
 * What is asked of the picture, as the wasm reads it; without a size there is nothing to paint on.
 * @typedef {{ width?: number, height?: number, [wish: string]: unknown }} Look
 */

export class Player {
  #canvas;
  #document;
  #look;
  #ratio;
  #failed;
  #clock = new Clock(() => this.#paint());
  #off = new AbortController();
  /** Of which instance `handle` is. */
  #generation = -1;
  /** @type {Rivers | undefined} */
  #handle;
  /** How often painting has failed since it last did not. */
  #failures = 0;
  /** @type {string[]} ids of what is ringed */
  #focus = [];

  /**
   * Brings a document up and paints it.
   * @param {HTMLCanvasElement | OffscreenCanvas} canvas
   * @param {Source} document
   * @param {Look} look
   * @param {number} ratio device pixels for one CSS pixel
   * @param {(problems: Problem[]) => void} failed told where the picture could not be brought up again
   * @throws {import("./engine.js").FlowDocumentError} where the document is refused
   */
  constructor(canvas, document, look, ratio, failed) {
    this.#canvas = canvas;
    this.#document = document;
    this.#look = look;
    this.#ratio = ratio;
    this.#failed = failed;
    this.#use(() => {});
    this.#paint();
    // The browser may lose what was painted, and say when it can be painted again.
    canvas.addEventListener("contextrestored", () => {
      this.#use(handle => handle.refresh());
      this.#paint();
    }, { signal: this.#off.signal });
  }

  /** The solved document, as JSON. */
  get solved() {
    return this.#use(handle => handle.solved());
  }

  /** What is on the canvas, in words, as JSON. */
  get contents() {
    return this.#use(handle => handle.contents());
  }

  /** @param {number} speed seconds of animation in one second */
  speed(speed) {
    this.#clock.speed = speed;
  }

  /** @param {boolean} running whether the water runs */
  run(running) {
    this.#clock.running = running;
  }

  /**
   * @param {Look} look
   * @param {number} ratio device pixels for one CSS pixel
   */
  look(look, ratio) {
    this.#look = look;
    this.#ratio = ratio;
    try {
      this.#use(handle => handle.look(look));
    } catch {
      // The instance has died: painting brings up a fresh one, which has this look.
    }
    this.#paint();
  }

  /**
   * Shows another document; nothing is ringed then.
   * @param {Source} document
   * @throws {import("./engine.js").FlowDocumentError} where it is refused: the old picture stands
   */
  update(document) {
    try {
      this.#use(handle => handle.update(document));
    } catch (error) {
      this.#paint();
      throw error;
    }
    this.#document = document;
    this.show([]);
  }

  /** @param {string[]} ids of the places and streams to ring */
  show(ids) {
    this.#focus = ids;
    this.#use(handle => handle.focus(ids));
    this.#paint();
  }

  /**
   * Rings what has an id, and nothing else.
   * @param {string | null} id
   * @returns {string | undefined} an item as JSON, if anything has it
   */
  focus(id) {
    const item = id === null ? undefined : this.item(id);
    this.show(item === undefined || id === null ? [] : [id]);
    return item;
  }

  /**
   * Rings what is at a place, and nothing else.
   * @param {number} x CSS px
   * @param {number} y CSS px
   * @returns {string | undefined} an item as JSON, if anything is there
   */
  choose(x, y) {
    const item = this.pick(x, y);
    this.show(item === undefined ? [] : [JSON.parse(item).id]);
    return item;
  }

  /**
   * @param {number} x CSS px
   * @param {number} y CSS px
   * @returns {string | undefined} what is there: an item as JSON, if anything
   */
  pick(x, y) {
    return this.#use(handle => handle.pick(x, y));
  }

  /**
   * @param {string} id
   * @returns {string | undefined} what has it: an item as JSON, if anything
   */
  item(id) {
    return this.#use(handle => handle.item(id));
  }

  /** This moment as SVG. */
  svg() {
    return this.#use(handle => handle.svg(this.#clock.time));
  }

  /**
   * This moment as PNG.
   * @param {Look} look
   * @param {number} ratio device pixels for one CSS pixel
   * @returns {Promise<Blob>}
   */
  picture(look, ratio) {
    return png(context => this.#use(handle => handle.picture(context, look, this.#clock.time, ratio)));
  }

  /** Lets go of everything; the canvas keeps its last picture. */
  dispose() {
    this.#clock.running = false;
    this.#off.abort();
    if (this.#generation === generation) this.#handle?.free();
    this.#handle = undefined;
  }

  /**
   * Uses the handle; brings it up in a fresh instance first, where its own has died.
   * @template T
   * @param {(handle: Rivers) => T} run
   * @returns {T}
   */
  #use(run) {
    if (this.#off.signal.aborted) throw new Error("This map was disposed of.");
    return call(glue => {
      if (this.#generation !== generation || !this.#handle) {
        this.#handle = this.#made(glue);
        this.#generation = generation;
        this.#handle.focus(this.#focus);
      }
      return run(this.#handle);
    });
  }

  /** @param {typeof import("./glue.js")} glue */
  #made({ Rivers }) {
    const context = this.#canvas.getContext("2d");
    if (!context) throw new Error("This canvas has no 2D context: it is used in another way already.");
    // The painter takes either kind of context.
    return new Rivers(/** @type {CanvasRenderingContext2D} */ (context), this.#document, this.#look);
  }

  /** @returns {void} */
  #paint() {
    if (!this.#look.width || !this.#look.height || this.#failures > 1) return;
    try {
      this.#use(handle => handle.paint(this.#clock.time, this.#ratio));
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      // Once, a fresh instance may do better.
      if (this.#failures === 1) return this.#paint();
      this.#clock.running = false;
      this.#failed(problemsOf(error));
    }
  }
}
