// A canvas as a film.

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
