// Whether frames come in time, and what they cost.

/** Frames that are judged together; the first ones after a change are not. */
const FRAMES = 90;
const FIRST = 30;
/** A screen that is slower than this shows frames late, ms. */
const SLOWEST = 1000 / 60;
/** A frame is late when it comes after so many times the screen's own beat, and too many are when more than this part of them is. */
const LATE = 1.5;
const MANY = 0.3;

/** @param {number[]} numbers @param {number} part */
const quantile = (numbers, part) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * part)] ?? 0;

export class Pace {
  #first = FIRST;
  /** @type {number[]} ms from frame to frame */
  #beats = [];
  /** @type {number[]} ms of work */
  #works = [];
  /** What a frame costs this thread, ms: the median of those judged last. */
  cost = 0;
  /** Ms from frame to frame: their median. */
  beat = 0;
  /** Whether too many of those judged last came late. */
  late = false;

  /** Begins anew, as when another picture is to be painted. */
  reset() {
    this.#first = FIRST;
    this.#beats = [];
    this.#works = [];
  }

  /**
   * @param {number} beat ms since the frame before
   * @param {number} work ms that it took
   * @returns {boolean} whether frames were judged just now
   */
  frame(beat, work) {
    if (this.#first > 0) {
      this.#first -= 1;
      return false;
    }
    this.#beats.push(beat);
    this.#works.push(work);
    if (this.#beats.length < FRAMES) return false;
    const screen = Math.min(quantile(this.#beats, 0.1), SLOWEST);
    this.late = this.#beats.filter(beat => beat > screen * LATE).length > FRAMES * MANY;
    this.beat = quantile(this.#beats, 0.5);
    this.cost = quantile(this.#works, 0.5);
    this.#beats = [];
    this.#works = [];
    return true;
  }
}
