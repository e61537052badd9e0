// What a place is called.

/** @typedef {import("./types.js").Contents} Contents */

/** What a place is called in the name of a lever. @param {Contents} contents @param {string} id */
export function named({ spots }, id) {
  const spot = spots.find(spot => spot.id === id);
  return spot?.kt ? `KT${spot.kt}` : spot?.label ?? id;
}
