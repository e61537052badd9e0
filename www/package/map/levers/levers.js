// Levers and frames of a map: the part that comes where a document has some, or somebody asks for some.
export { Dragging } from "./dragging.js";
export { dammed, dug, warmed } from "./edits.js";
export { History, redo, seek, told, turned, undo, levers as changed } from "./history.js";
export { canalName, damName, warmName } from "./names.js";
