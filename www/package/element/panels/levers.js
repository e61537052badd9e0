// The part of the element that comes where a document has levers.
export { LeverPanel } from "./lever-panel.js";
export { arrange } from "./arrange.js";
