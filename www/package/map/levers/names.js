// What new levers are called.
import { inLanguage } from "../language.js";

/** @typedef {import("../../engine/types.js").Contents} Contents */

const ENGLISH = {
  dam: (/** @type {string} */ stream) => `Dam ${stream}`,
  warm: (/** @type {string} */ place) => `Warm ${place}`,
  canal: (/** @type {string} */ from, /** @type {string} */ to) => `Canal ${from} – ${to}`,
};

/** @type {typeof ENGLISH} */
const ROMANIAN = {
  dam: stream => `Baraj ${stream}`,
  warm: place => `Încălzire ${place}`,
  canal: (from, to) => `Canal ${from} – ${to}`,
};

const words = inLanguage(ENGLISH, ROMANIAN);

/** @param {Contents} contents @param {string} stream id */
export const damName = (contents, stream) => words(contents.locale).dam(stream.split(">").map(id => placeName(contents, id)).join(" – "));

/** @param {Contents} contents @param {string} at id of the place */
export const warmName = (contents, at) => words(contents.locale).warm(placeName(contents, at));

/** @param {Contents} contents @param {string} from @param {string} to ids of the places */
export const canalName = (contents, from, to) => words(contents.locale).canal(placeName(contents, from), placeName(contents, to));

/** @param {Contents} contents @param {string} id */
export function placeName({ spots }, id) {
  const spot = spots.find(spot => spot.id === id);
  return spot?.kt ? `KT${spot.kt}` : spot?.label ?? id;
}
