// city-rivers: how clients flow through a business, as water through a city. Importing this needs no DOM and does nothing.
export { bestPlan, check, expand, solve, still } from "./engine/functions.js";
export { init } from "./engine/load.js";
export { FlowDocumentError } from "./engine/problems.js";
export { leversFromFragment, leversToFragment } from "./export/fragment.js";
export { journeysFromCsv } from "./import/journeys.js";
export { CityRivers } from "./map/map.js";

/** @typedef {import("./engine/problems.js").Problem} Problem */
/** @typedef {import("./document.js").FlowDocument} FlowDocument */
/** @typedef {import("./document.js").Lever} Lever */
/** @typedef {import("./engine/functions.js").SolveOptions} SolveOptions */
/** @typedef {import("./engine/functions.js").StillOptions} StillOptions */
/** @typedef {import("./engine/types.js").Change} Change */
/** @typedef {import("./engine/types.js").FrameFigures} FrameFigures */
/** @typedef {import("./engine/types.js").Item} Item */
/** @typedef {import("./engine/types.js").Plan} Plan */
/** @typedef {import("./engine/types.js").Solved} Solved */
/** @typedef {import("./engine/types.js").Source} Source */
/** @typedef {import("./engine/types.js").Step} Step */
/** @typedef {import("./import/journeys.js").Columns} Columns */
/** @typedef {import("./map/options.js").MapOptions} MapOptions */
/** @typedef {import("./map/options.js").MapState} MapState */
