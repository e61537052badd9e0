// The part of the keyboard that comes with its first letter: along streams and streets, and building.
import { inLanguage } from "../../map/language.js";

export { placeName } from "../../map/levers/names.js";
export { Building } from "./building.js";
export { Streams } from "./streams.js";

export const words = inLanguage({
  dig: (/** @type {string} */ from) => `Canal from ${from}: go to where it is to lead and press C`,
}, {
  dig: from => `Canal din ${from}: mergi unde trebuie să ajungă și apasă C`,
});
