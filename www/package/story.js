// The story of a map, step by step.
import { when } from "./answer.js";

/** @typedef {import("./types.js").Step} Step */

export class Story {
  #steps;
  #show;
  #told;
  /** Index of the step that is shown; before the first one there is the whole map. */
  at = -1;

  /**
   * @param {() => readonly Step[]} steps
   * @param {(step: Step | null, first: boolean) => void | Promise<void>} show shows a step, the first one after the whole map
   * @param {(step: Step | null) => void} told called when another step is shown
   */
  constructor(steps, show, told) {
    this.#steps = steps;
    this.#show = show;
    this.#told = told;
  }

  /** Goes so many steps on, or back. @param {number} by @returns {Step | null | Promise<Step | null>} the step that is shown then */
  go(by) {
    const steps = this.#steps();
    const to = Math.max(-1, Math.min(this.at + by, steps.length - 1));
    const step = steps[to] ?? null;
    if (to === this.at) return step;
    const first = this.at < 0;
    this.at = to;
    return when(this.#show(step, first), () => {
      // Another step may have been asked for meanwhile.
      if (to === this.at) this.#told(step);
      return step;
    });
  }
}
