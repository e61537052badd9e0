// What is asked of a map, and changes nothing: at once where all of the WebAssembly is there, else when it has come.
import { whole } from "../engine/call.js";

/** @typedef {import("../glue.js").Rivers} Rivers */

export class Questions {
  #ask;

  /** @param {<T>(run: (handle: Rivers) => T) => T} ask */
  constructor(ask) {
    this.#ask = ask;
  }

  /** What each lever brings, as JSON. */
  effects() {
    return whole(() => this.#ask(handle => handle.effects()));
  }

  /** Which levers to turn on for a budget, as JSON. @param {number} budget */
  plan(budget) {
    return whole(() => this.#ask(handle => handle.best_plan(budget)));
  }

  /** What each frame brings, as JSON. */
  timeline() {
    return whole(() => this.#ask(handle => handle.timeline()));
  }

  /**
   * @param {number} x CSS px
   * @param {number} y CSS px
   * @returns {string | undefined | Promise<string | undefined>} what is there: an item as JSON, if anything
   */
  pick(x, y) {
    return whole(() => this.#ask(handle => handle.pick(x, y)));
  }

  /**
   * @param {string} id
   * @returns {string | undefined | Promise<string | undefined>} what has it: an item as JSON, if anything
   */
  item(id) {
    return whole(() => this.#ask(handle => handle.item(id)));
  }

  /**
   * Ids of the water next to something.
   * @param {string} id
   * @param {boolean} incoming
   * @returns {string[] | Promise<string[]>}
   */
  waters(id, incoming) {
    return whole(() => JSON.parse(this.#ask(handle => handle.waters(id, incoming))));
  }
}
