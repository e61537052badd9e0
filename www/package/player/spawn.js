// How a worker is come by.
import { worker as own } from "../worker-source.js";

/** How long a worker may take to start, ms: one that nobody asked for, and one that was asked for. */
const PATIENCE = { auto: 3_000, asked: 30_000 };

/**
 * A worker that has started; nothing where nobody asked for one and it does not start.
 * @param {"auto" | true | string | URL} choice
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Worker | undefined>} rejected where one was asked for and cannot be had
 */
export async function spawn(choice, canvas) {
  const isAuto = choice === "auto";
  try {
    if (!canvas.transferControlToOffscreen) throw new Error("this browser hands no canvas over to a worker");
    const worker = isAuto || choice === true ? own() : new Worker(choice, { type: "module" });
    return await started(worker, isAuto ? PATIENCE.auto : PATIENCE.asked);
  } catch (error) {
    if (isAuto) return undefined;
    const address = choice === true ? "" : ` from ${choice}`;
    throw new Error(`The worker could not be started${address}: ${error instanceof Error ? error.message : error}.`, { cause: error });
  }
}

/**
 * @param {Worker} worker
 * @param {number} patience ms
 * @returns {Promise<Worker>}
 */
function started(worker, patience) {
  const off = new AbortController();
  const { signal } = off;
  /** @type {Promise<Worker>} */
  const start = new Promise((resolve, reject) => {
    worker.addEventListener("message", () => resolve(worker), { signal });
    worker.addEventListener("error", event => {
      event.preventDefault();
      const unknown = "there is none, or the page's Content-Security-Policy (worker-src, else script-src) forbids it";
      reject(new Error(event.message || unknown));
    }, { signal });
    const timer = setTimeout(() => reject(new Error("it does not answer")), patience);
    signal.addEventListener("abort", () => clearTimeout(timer));
  });
  start.catch(() => worker.terminate());
  return start.finally(() => off.abort());
}
