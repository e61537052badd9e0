// Looking around on a canvas: the wheel and double clicks come nearer, a mouse or a pen drags, fingers pinch and drag.

/** A mouse that has moved no farther than this while it was pressed has clicked, CSS px. */
const CLICK = 4;
/** Shown larger than this, one finger drags the city; else it scrolls the page. */
const NEAR = 1.02;
/** CSS px in a line of the wheel's. */
const LINE = 32;
/** CSS px that a wheel turns to come e times nearer: by hand, and where the browser tells a pinch on a trackpad as turns. */
const TURN = 400;
const PINCH = 100;
/** No turn of the wheel goes farther at once. */
const MOST = 2;
/** Two taps are a double tap where they are not farther apart, ms and CSS px. */
const SOON = 300;
const BESIDE = 30;

/** @typedef {{ x: number, y: number }} Spot CSS px on the canvas */

export class Gestures {
  #canvas;
  #signal;
  #map;
  #sight;
  /** Listens while there is something to look around in. @type {AbortController | undefined} */
  #listening;
  /** Pointers that are down, by id, and where they were last. @type {Map<number, Spot>} */
  #down = new Map();
  /** Where the first one went down. @type {Spot} */
  #start = { x: 0, y: 0 };
  #drags = false;
  /** Whether the pointers that were down last have dragged: then no click comes of it. */
  #dragged = false;
  #isOver = false;
  /** The last tap. */
  #tap = { x: 0, y: 0, time: -Infinity };
  #isTouch = false;
  /** What is to be done yet: what is at p goes to times p + (x, y). */
  #due = { times: 1, x: 0, y: 0 };
  /** Whether a frame or an answer is waited for. */
  #waits = false;

  /**
   * Follows wheel and pointers until the signal. Its listeners come before those that choose: what it takes, they do not hear.
   * @param {HTMLCanvasElement} canvas
   * @param {AbortSignal} signal
   * @param {{ gestures: boolean, zoom: (times: number, at: Spot) => Promise<boolean>, pan: (dx: number, dy: number) => Promise<boolean> }} map
   *   asked at most once a frame, and one question at a time
   * @param {() => import("../engine/types.js").Sight} sight
   */
  constructor(canvas, signal, map, sight) {
    this.#canvas = canvas;
    this.#signal = signal;
    this.#map = map;
    this.#sight = sight;
    signal.addEventListener("abort", () => this.follow());
  }

  /** Follows what is seen: what fingers do on the canvas is decided before they touch it. */
  follow() {
    const zoom = this.#signal.aborted || !this.#map.gestures ? null : this.#sight().zoom;
    if (zoom === null && !this.#listening) return;
    const { style } = this.#canvas;
    style.touchAction = zoom === null ? "" : zoom > NEAR ? "none" : "pan-x pan-y";
    style.userSelect = style.webkitUserSelect = zoom === null ? "" : "none";
    if (zoom === null) {
      this.#listening?.abort();
      this.#listening = undefined;
      this.#down.clear();
      this.#end();
    } else if (!this.#listening) {
      this.#listening = new AbortController();
      this.#listen(this.#listening.signal);
    }
  }

  /** Comes after those that have begun to listen meanwhile: what they take it does not hear. */
  listenAgain() {
    this.#listening?.abort();
    this.#listening = undefined;
    this.follow();
  }

  /** @param {boolean} over whether the pointer is over something to choose */
  set over(over) {
    this.#isOver = over;
    this.#point();
  }

  #point() {
    this.#canvas.style.cursor = this.#drags ? "grabbing" : this.#isOver ? "pointer" : "";
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const canvas = this.#canvas;
    const options = { signal, capture: true, passive: false };
    canvas.addEventListener("wheel", event => this.#wheel(event), options);
    canvas.addEventListener("pointerdown", event => this.#press(event), options);
    canvas.addEventListener("pointermove", event => this.#move(event), options);
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
      canvas.addEventListener(name, event => this.#release(event), options);
    }
    canvas.addEventListener("click", event => this.#dragged && event.stopImmediatePropagation(), options);
    canvas.addEventListener("dblclick", ({ offsetX: x, offsetY: y }) => {
      if (!this.#isTouch && !this.#dragged) this.#zoom(2, { x, y });
    }, options);
    // A pinch that begins where one finger scrolls the page is the map's.
    canvas.addEventListener("touchmove", event => this.#drags && event.cancelable && event.preventDefault(), options);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    const { deltaX, deltaY, deltaMode, ctrlKey, offsetX: x, offsetY: y } = event;
    // What cannot be kept from the page is a scrolling that began elsewhere.
    if (!event.cancelable || !deltaY || Math.abs(deltaX) > Math.abs(deltaY)) return;
    if (deltaY > 0 && this.#sight().zoomLimit === "out") return;
    event.preventDefault();
    const px = deltaY * ([1, LINE, this.#canvas.clientHeight][deltaMode] ?? 1);
    const times = Math.exp(-px / (ctrlKey ? PINCH : TURN));
    this.#zoom(Math.max(1 / MOST, Math.min(times, MOST)), { x, y });
  }

  /** @param {PointerEvent} event */
  #press({ pointerId, pointerType, button, offsetX: x, offsetY: y }) {
    if (button !== 0) return;
    this.#isTouch = pointerType === "touch";
    this.#down.set(pointerId, { x, y });
    if (this.#down.size === 1) {
      this.#start = { x, y };
      this.#dragged = false;
    } else {
      this.#drag();
    }
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { pointerId, offsetX: x, offsetY: y } = event;
    const before = this.#down.get(pointerId);
    if (!before) return;
    const others = [...this.#down].filter(([id]) => id !== pointerId).map(([, spot]) => spot);
    if (!this.#drags) {
      const isScrolling = this.#isTouch && (this.#sight().zoom ?? 0) <= NEAR;
      if (isScrolling || Math.hypot(x - this.#start.x, y - this.#start.y) <= CLICK) return;
      this.#drag();
      // Once it drags, no other element gets what the pointer does, wherever it goes.
      this.#canvas.setPointerCapture(pointerId);
    }
    event.stopImmediatePropagation();
    this.#down.set(pointerId, { x, y });
    const [other] = others;
    if (!other) {
      this.#turn(1, x - before.x, y - before.y);
    } else if (others.length === 1) {
      // The other finger stays: what is under it does too, and what is under this one follows it.
      const apart = (/** @type {Spot} */ spot) => Math.max(1, Math.hypot(spot.x - other.x, spot.y - other.y));
      const times = apart({ x, y }) / apart(before);
      const middle = (/** @type {Spot} */ spot) => ({ x: (spot.x + other.x) / 2, y: (spot.y + other.y) / 2 });
      const [from, to] = [middle(before), middle({ x, y })];
      this.#turn(times, to.x - times * from.x, to.y - times * from.y);
    }
  }

  /** @param {PointerEvent} event */
  #release({ type, pointerId, timeStamp: time, offsetX: x, offsetY: y }) {
    if (!this.#down.delete(pointerId) || this.#down.size) return;
    this.#end();
    if (!this.#isTouch || this.#dragged || type === "pointercancel") return;
    const { time: before, ...last } = this.#tap;
    const isSecond = time - before < SOON && Math.hypot(x - last.x, y - last.y) < BESIDE;
    this.#tap = { x, y, time: isSecond ? -Infinity : time };
    if (isSecond) this.#zoom(2, { x, y });
  }

  #drag() {
    this.#drags = this.#dragged = true;
    this.#point();
  }

  #end() {
    this.#drags = false;
    this.#point();
  }

  /** @param {number} times @param {Spot} round what stays where it is */
  #zoom(times, { x, y }) {
    this.#turn(times, (1 - times) * x, (1 - times) * y);
  }

  /**
   * What is at p is to go to times p + (x, y), after all that is due.
   * @param {number} times
   * @param {number} x
   * @param {number} y
   */
  #turn(times, x, y) {
    const due = this.#due;
    this.#due = { times: due.times * times, x: due.x * times + x, y: due.y * times + y };
    if (this.#waits) return;
    this.#waits = true;
    requestAnimationFrame(() => void this.#step());
  }

  /** Does what has become due since the last frame, or the last answer, at once. */
  async #step() {
    const { times, x, y } = this.#due;
    this.#due = { times: 1, x: 0, y: 0 };
    try {
      const stays = 1 - times;
      if (Math.abs(stays) < 1e-4) await this.#map.pan(x, y);
      else await this.#map.zoom(times, { x: x / stays, y: y / stays });
    } catch {
      // That a worker is gone is told as an error of the map.
    }
    this.#waits = false;
    const due = this.#due;
    if (due.times !== 1 || due.x || due.y) this.#turn(1, 0, 0);
  }
}
