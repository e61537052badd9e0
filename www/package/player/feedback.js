// What is seen of somebody's hand on a map, which moment, and that as a picture.
import { rest, whole } from "../engine/call.js";
import { Questions } from "./queries.js";

/** @typedef {import("../glue.js").Rivers} Rivers */

/**
 * A lever, by its number, or a KT, by its id, that the pointer is `over`, that the keyboard has `focused`, or that is `held`.
 * @typedef {{ lever?: number, at?: string, grasp: "over" | "focused" | "held" }} Touch
 */

export class Hand extends Questions {
  #use;
  #shown;
  #clock;

  /**
   * @param {<T>(run: (handle: Rivers) => T) => T} use
   * @param {() => void} shown is called when something else is to be seen
   * @param {() => import("./clock.js").Clock} clock
   */
  constructor(use, shown, clock) {
    super(use);
    this.#clock = clock;
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
    return whole(() => {
      this.#use(handle => handle.sketch(x0, y0, x1, y1));
      this.#shown();
    });
  }

  /**
   * Shows what is under somebody's hand.
   * @param {Touch | null} touch
   */
  touch(touch) {
    return whole(() => {
      this.#use(handle => handle.touch(touch?.lever, touch?.at, touch?.grasp ?? ""));
      this.#shown();
    });
  }

  /** This moment as SVG. */
  svg() {
    return whole(() => this.#use(handle => handle.svg(this.time)));
  }

  /**
   * This moment as PNG.
   * @param {import("./player.js").Look} look
   * @param {number} ratio device pixels for one CSS pixel
   * @returns {Promise<Blob>}
   */
  async picture(look, ratio) {
    const { png } = await import("../export/pictures.js");
    await rest();
    return png(canvas => this.#use(handle => handle.picture(canvas, look, this.time, ratio)));
  }

  /** @param {number} speed seconds of animation in one second */
  speed(speed) {
    this.#clock().speed = speed;
  }

  /** Seconds of animation that have passed. */
  get time() {
    return this.#clock().time;
  }

  /** Shows another moment. @param {number} time seconds of animation */
  moment(time) {
    this.#clock().time = time;
    this.#shown();
  }
}
