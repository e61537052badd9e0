// The story of a map, step by step.
import { when } from "../engine/answer.js";

/** @typedef {import("../engine/types.js").Contents} Contents */
/** @typedef {import("../engine/types.js").Step} Step */
/** @typedef {typeof import("./levers/levers.js")} Tools */

/**
 * @typedef {object} Stage what a story is told on
 * @property {() => Contents} contents
 * @property {(make: (tools: Tools) => import("./levers/history.js").Change) => void | Promise<void>} change changes levers, or the frame
 * @property {(view: "city" | "time") => void} look shows the water so
 * @property {(ids: string[]) => void | Promise<void>} show rings places and streams
 * @property {(step: Step | null) => void} told called when another step is shown
 */

export class Story {
  #stage;
  /** Index of the step that is shown; before the first one there is the whole map. */
  at = -1;
  /** The frame before the story, where a step speaks of one. @type {number | null | undefined} */
  #frame;
  /** The view before the story, where a step speaks of one. @type {"city" | "time" | undefined} */
  #view;

  /** @param {Stage} stage */
  constructor(stage) {
    this.#stage = stage;
  }

  /** Another document is shown, from before its first step on. @returns {boolean} whether a step was shown */
  leave() {
    const was = this.at >= 0;
    this.at = -1;
    return was;
  }

  /** Goes so many steps on, or back. @param {number} by @returns {Step | null | Promise<Step | null>} the step that is shown then */
  go(by) {
    const { steps } = this.#stage.contents();
    const to = Math.max(-1, Math.min(this.at + by, steps.length - 1));
    const step = steps[to] ?? null;
    if (to === this.at) return step;
    const first = this.at < 0;
    this.at = to;
    return when(this.#tell(step, first), () => {
      // Another step may have been asked for meanwhile.
      if (to === this.at) this.#stage.told(step);
      return step;
    });
  }

  /**
   * Shows a step: where it speaks of levers or a frame these as well, and before the first step the reader's own.
   * @param {Step | null} step
   * @param {boolean} first whether it comes after the whole map
   * @returns {void | Promise<void>}
   */
  #tell(step, first) {
    const { steps, frame: frameNow, view: viewNow } = this.#stage.contents();
    if (first) this.#frame = steps.some(step => step.frame !== undefined) ? frameNow : undefined;
    const frame = step ? step.frame : this.#frame;
    const turns = steps.some(step => step.levers || step.frame !== undefined);
    const turned = turns ? this.#stage.change(({ seek, told }) => state => {
      const next = step && !step.levers ? state : told(step?.levers)(state);
      return frame === undefined ? next : seek(frame)(next);
    }) : undefined;
    if (first && steps.some(step => step.view)) this.#view = viewNow;
    const view = step ? step.view : this.#view;
    if (view) this.#stage.look(view);
    const shown = this.#stage.show(step?.focus ?? []);
    return when(turned, () => shown);
  }
}
