// Time that runs only while somebody looks.

/** No step is longer than this, s: after a rest the water goes on from where it stood. */
const LONGEST = 0.1;

export class Clock {
  #paint;
  #frame = 0;
  #last = 0;
  #running = false;
  /** Seconds of animation. */
  time = 0;
  /** Seconds of animation in one second. */
  speed = 1;

  /** @param {(beat: number) => void} paint told the ms since the frame before; 0 for the first */
  constructor(paint) {
    this.#paint = paint;
  }

  get running() {
    return this.#running;
  }

  /** @param {boolean} running */
  set running(running) {
    if (running === this.#running) return;
    this.#running = running;
    if (running) {
      this.#last = 0;
      this.#frame = requestAnimationFrame(this.#tick);
    } else {
      cancelAnimationFrame(this.#frame);
    }
  }

  #tick = (/** @type {number} */ now) => {
    this.#frame = requestAnimationFrame(this.#tick);
    const beat = this.#last && now - this.#last;
    this.time += Math.min(beat / 1000, LONGEST) * this.speed;
    this.#last = now;
    this.#paint(beat);
  };
}
