// The same pixels written in a worker.
import { canvas } from "./network.js";

/** @param {{ network: import("./network.js").Network, count: number }} what */
export async function start({ network, count }) {
  const worker = new Worker(new URL("pixels-thread.js", import.meta.url), { type: "module" });
  const handed = canvas(network).transferControlToOffscreen();
  const drawn = new Promise((done, failed) => Object.assign(worker, { onmessage: done, onerror: failed }));
  worker.postMessage({ canvas: handed, network, count }, [handed]);
  await drawn;
}
