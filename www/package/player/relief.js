// What a map gives up where its frames come late, and takes up again where that was of no use: frames may come late for other
// reasons, as on a screen that shows 30 in a second.

/** Work that is heavy for one frame, ms. */
const HEAVY = 8;
/** Of no use is what leaves more than this part of the time between frames; so many such steps are enough. */
const GAIN = 0.9;
const VAIN = 2;

export class Relief {
  #choice;
  /** Whether the software painter was no quicker than WebGL. */
  #back = false;
  /** How many of the last steps were of no use. */
  #vain = 0;
  #beat = Infinity;

  /** @param {"auto" | "webgl" | "software"} choice */
  constructor(choice) {
    this.#choice = choice;
  }

  /**
   * What to do where frames come late: paint in the other way, do with less, or take the last two steps back.
   * @param {boolean} webgl whether WebGL paints
   * @param {boolean} could whether it could
   * @param {{ beat: number, cost: number }} pace ms from frame to frame, and of them in the map's own thread
   * @returns {"software" | "webgl" | "less" | "undo" | undefined}
   */
  next(webgl, could, { beat, cost }) {
    if (!webgl && cost > HEAVY) return "less";
    if (!webgl) {
      if (!could || this.#back) return undefined;
      this.#back = true;
      return "webgl";
    }
    if (this.#choice === "auto" && !this.#back) return "software";
    // What a graphics card does is not to be had but by how it turns out.
    if (this.#vain >= VAIN) return undefined;
    this.#vain = beat < this.#beat * GAIN ? 0 : this.#vain + 1;
    this.#beat = beat;
    return this.#vain < VAIN ? "less" : "undo";
  }
}
