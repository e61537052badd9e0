// Levers and frames of a map. What keeps them comes where a document has some, or somebody asks for some.
import { Part } from "../engine/part.js";
import { when } from "../engine/answer.js";

/** @typedef {import("./levers/history.js").Change} Change */
/** @typedef {import("./levers/history.js").History} History */
/** @typedef {typeof import("./levers/levers.js")} Tools */

const levers = new Part(() => import("./levers/levers.js"));

export class Steering {
  #begin;
  /** @type {History | undefined} */
  #history;
  /** How many other documents were shown, or are on their way. */
  #updates = 0;
  /** Settled when the document that is on its way is shown. @type {Promise<unknown> | undefined} */
  #updating;

  /** @param {(tools: Tools) => History} begin */
  constructor(begin) {
    this.#begin = begin;
  }

  /** Whether it has come. */
  get isThere() {
    return this.#history !== undefined;
  }

  /** Whether a change can be taken back. */
  get undo() {
    return this.#history?.undo ?? false;
  }

  /** Whether a change that was taken back can be made again. */
  get redo() {
    return this.#history?.redo ?? false;
  }

  /**
   * Another document is on its way.
   * @template T
   * @param {unknown} answer settled when the map has it
   * @param {T | Promise<T>} shown settled when it is shown
   */
  update(answer, shown) {
    this.#updates += 1;
    this.#updating = answer instanceof Promise ? answer.catch(() => {}) : undefined;
    return this.#history ? this.#history.hold(shown) : shown;
  }

  /** Another document is there. */
  begin() {
    this.#history?.begin();
  }

  /**
   * Does something with levers and frames.
   * @template T
   * @param {(history: History, tools: Tools) => T | Promise<T>} use
   * @returns {T | Promise<T>}
   */
  use(use) {
    return when(levers.get(), tools => {
      if (this.#history) return use(this.#history, tools);
      // Which levers there are is known when a document that is on its way has come.
      return when(this.#updating, () => use((this.#history ??= this.#begin(tools)), tools));
    });
  }

  /** Changes levers, or the frame. @param {(tools: Tools) => Change} make @returns {void | Promise<void>} */
  change(make) {
    const asked = this.#updates;
    // What was meant for a document that has gone is left out.
    return this.use((history, tools) => (asked === this.#updates ? history.change(make(tools)) : undefined));
  }
}
