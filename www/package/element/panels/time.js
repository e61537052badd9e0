// The part of the element that comes where a document has frames, or a calendar of single clients.
export { Playback } from "./playback.js";
export { Timeline } from "./timeline.js";
export { arrange } from "./arrange.js";
