// What a picture was asked to look like, and what is still to come of it.
import { quietly, when } from "../engine/answer.js";
import { hold } from "../player/canvas-size.js";

/** @typedef {import("../player/player.js").Look} Look */

export class LookRequests {
  #canvas;
  #around;
  #wanted;
  /** Whether the canvas has been kept from growing by its own pixels. */
  #held;
  /** The look that was asked for last, as text. */
  #last = "";
  /** How many looks a worker was asked for and has not shown yet. */
  open = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("./surroundings.js").Surroundings} around
   * @param {() => Look} wanted what is asked of the picture now
   * @param {boolean} held whether the canvas is held already, as one that was handed over is
   */
  constructor(canvas, around, wanted, held) {
    this.#canvas = canvas;
    this.#around = around;
    this.#wanted = wanted;
    this.#held = held;
  }

  /** The look to be shown now; the canvas is held at its size before the first one that has a size. */
  next() {
    const look = this.#wanted();
    const { ratio } = this.#around;
    this.#last = JSON.stringify(look) + ratio;
    if (!this.#held && look.width) {
      this.#held = true;
      hold(this.#canvas);
    }
    return { look, ratio };
  }

  /**
   * Asks for the look that is wanted now, if another one was asked for last.
   * @param {import("../player/player.js").Player | import("../player/remote.js").Remote} player
   * @param {(waited: boolean) => void} done called when it is shown; told whether that took a worker's answer
   */
  ask(player, done) {
    const before = this.#last;
    const { look, ratio } = this.next();
    if (before === this.#last) return;
    const shown = player.look(look, ratio);
    this.open += 1;
    quietly(when(shown, () => {
      this.open -= 1;
      done(shown instanceof Promise);
    }));
  }
}
