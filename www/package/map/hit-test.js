// What is under a mouse, a pen or a finger on a canvas.
import { when } from "../engine/answer.js";

/**
 * Follows the pointer until the signal.
 * @template T
 * @param {HTMLCanvasElement} canvas
 * @param {AbortSignal} signal
 * @param {(x: number, y: number) => T | Promise<T>} pick what is at a place, CSS px; asked at most once a frame, and one question at a time
 * @param {(found?: T) => void} hover told of what the pointer is over; of nothing where it has left
 * @param {(x: number, y: number) => void} choose
 */
export function hitTest(canvas, signal, pick, hover, choose) {
  let frame = 0;
  /** @type {{ x: number, y: number } | undefined} */
  let at;
  let isAsking = false;
  const ask = () => {
    if (isAsking || signal.aborted) return;
    const asked = at;
    if (!asked) return hover();
    const found = pick(asked.x, asked.y);
    isAsking = found instanceof Promise;
    const done = when(found, found => {
      isAsking = false;
      // It may have moved on meanwhile.
      if (asked === at) hover(found);
      else ask();
    });
    if (done instanceof Promise) done.catch(() => (isAsking = false));
  };
  canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      at = { x: offsetX, y: offsetY };
      ask();
    });
  }, { signal });
  canvas.addEventListener("pointerleave", () => {
    cancelAnimationFrame(frame);
    at = undefined;
    ask();
  }, { signal });
  canvas.addEventListener("click", ({ offsetX, offsetY }) => choose(offsetX, offsetY), { signal });
  signal.addEventListener("abort", () => cancelAnimationFrame(frame));
}
