// A mouse, a pen or a finger over a canvas.

/**
 * Follows the pointer until the signal.
 * @param {HTMLCanvasElement} canvas
 * @param {AbortSignal} signal
 * @param {(x?: number, y?: number) => void} hover called at most once a frame, CSS px; without a place where the pointer has left
 * @param {(x: number, y: number) => void} choose
 */
export function point(canvas, signal, hover, choose) {
  let frame = 0;
  canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => hover(offsetX, offsetY));
  }, { signal });
  canvas.addEventListener("pointerleave", () => {
    cancelAnimationFrame(frame);
    hover();
  }, { signal });
  canvas.addEventListener("click", ({ offsetX, offsetY }) => choose(offsetX, offsetY), { signal });
  signal.addEventListener("abort", () => cancelAnimationFrame(frame));
}
