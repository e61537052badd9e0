// What is seen of somebody's hand on a map.
import { Questions } from "./questions.js";

/** @typedef {import("./glue.js").Rivers} Rivers */

/**
 * A lever, by its number, or a KT, by its id, that the pointer is `over`, that the keyboard has `focused`, or that is `held`.
 * @typedef {{ lever?: number, at?: string, grasp: "over" | "focused" | "held" }} Touch
 */

export class Hand extends Questions {
  #use;
  #shown;

  /**
   * @param {<T>(run: (handle: Rivers) => T) => T} use
   * @param {() => void} shown is called when something else is to be seen
   */
  constructor(use, shown) {
    super(use);
    this.#use = use;
    this.#shown = shown;
  }

  /**
   * Shows a canal that somebody is about to dig; none where its ends are the same.
   * @param {number} x0 CSS px
   * @param {number} y0 CSS px
   * @param {number} x1 CSS px
   * @param {number} y1 CSS px
   */
  sketch(x0, y0, x1, y1) {
    this.#use(handle => handle.sketch(x0, y0, x1, y1));
    this.#shown();
  }

  /**
   * Shows what is under somebody's hand.
   * @param {Touch | null} touch
   */
  touch(touch) {
    this.#use(handle => handle.touch(touch?.lever, touch?.at, touch?.grasp ?? ""));
    this.#shown();
  }
}
