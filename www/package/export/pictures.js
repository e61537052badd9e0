// A map as a picture, and as a film.

/** @typedef {{ width: number, height: number }} Size */

/**
 * How to lay out a picture of a wanted size: with both sides given anew, else as the canvas is.
 * @param {Partial<Size>} wanted device pixels
 * @param {Size & { ratio: number }} canvas CSS px, and device pixels for one
 * @returns {{ look: Size, ratio: number }}
 */
export function layout({ width, height }, canvas) {
  if (width && height) return { look: { width, height }, ratio: 1 };
  const ratio = width ? width / canvas.width : height ? height / canvas.height : canvas.ratio;
  return { look: { width: canvas.width, height: canvas.height }, ratio };
}

/**
 * @param {(canvas: OffscreenCanvas) => void} paint on a canvas that nobody sees
 * @returns {Promise<Blob>}
 */
export async function png(paint) {
  const canvas = new OffscreenCanvas(1, 1);
  paint(canvas);
  return canvas.convertToBlob({ type: "image/png" });
}

/** Bits per second: enough for sharp lines. */
const BITS = 12e6;

/**
 * Records what a canvas shows from now on, as the browser likes to (mostly WebM).
 * @param {HTMLCanvasElement} canvas
 * @param {number} seconds
 * @param {AbortSignal} signal ends it early
 * @returns {Promise<Blob>}
 */
export async function film(canvas, seconds, signal) {
  const recorder = new MediaRecorder(canvas.captureStream(), { videoBitsPerSecond: BITS });
  /** @type {Blob[]} */
  const parts = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const stopped = new Promise((resolve, reject) => {
    recorder.addEventListener("stop", resolve);
    recorder.addEventListener("error", reject);
  });
  const stop = () => recorder.state !== "inactive" && recorder.stop();
  signal.addEventListener("abort", stop);
  const timer = setTimeout(stop, seconds * 1000);
  try {
    recorder.start();
    await stopped;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    for (const track of recorder.stream.getTracks()) track.stop();
  }
  return new Blob(parts, { type: recorder.mimeType });
}
