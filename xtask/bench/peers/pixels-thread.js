// What the worker of `pixels-worker.js` does.
import { run } from "./pixels.js";

self.onmessage = ({ data: { canvas, network, count } }) => {
  run(canvas, network, count);
  self.postMessage("drawn");
};
