// What is seen of a city of given streets: larger, smaller, or another part of it.
import { Hand } from "./feedback.js";

/** @typedef {import("../engine/types.js").Sight} Sight */
/** @typedef {import("../glue.js").Rivers} Rivers */

/** What is missing to what was asked for is a limit where it is more than this part of it. */
const SLIGHT = 1e-6;

export class Camera extends Hand {
  #use;
  #moved;
  /** What is seen of a city. @type {Sight} */
  sight = { zoom: null, zoomLimit: null };
  /** The zooms beyond which it was found not to go. */
  #limits = { in: NaN, out: NaN };

  /**
   * @param {<T>(run: (handle: Rivers) => T) => T} use
   * @param {() => void} shown is called when something else is to be seen
   * @param {() => import("./clock.js").Clock} clock
   * @param {(changed: boolean) => void} moved is called when it was asked to move; told whether it has
   */
  constructor(use, shown, clock, moved) {
    super(use, shown, clock);
    this.#use = use;
    this.#moved = moved;
  }

  /** Keeps {@link sight} current. @param {number | null} zoom */
  see(zoom) {
    this.sight = { zoom, zoomLimit: zoom === this.#limits.in ? "in" : zoom === this.#limits.out ? "out" : null };
  }

  /**
   * Shows a city so many times larger, round a place that stays where it is.
   * @param {number} times
   * @param {number} x CSS px
   * @param {number} y CSS px
   * @returns {boolean} whether it is shown larger or smaller than before
   */
  zoom(times, x, y) {
    const [before, , now] = this.#use(handle => [handle.zoomed(), handle.zoom(times, x, y), handle.zoomed()]);
    if (before === undefined || now === undefined) return false;
    if (times > 1 && now < before * times * (1 - SLIGHT)) this.#limits.in = now;
    if (times < 1 && now > before * times * (1 + SLIGHT)) this.#limits.out = now;
    return this.#seen(now !== before);
  }

  /**
   * Moves a city on the canvas.
   * @param {number} dx CSS px
   * @param {number} dy CSS px
   * @returns {boolean} whether it has moved
   */
  pan(dx, dy) {
    return this.#seen(this.#use(handle => handle.pan(dx, dy)));
  }

  /** Shows all of a city's water. @returns {boolean} whether something else was seen before */
  fit() {
    return this.#seen(this.#use(handle => handle.fit()));
  }

  /** @param {boolean} changed whether something else of the city is seen now */
  #seen(changed) {
    this.#moved(changed);
    return changed;
  }
}
