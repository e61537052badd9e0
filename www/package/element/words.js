// What every map's element says.
import { inLanguage } from "../map/language.js";

const ENGLISH = {
  loading: "Loading the map…",
  empty: "No document yet.",
  failed: "The map could not be drawn.",
  refused: "This document was refused; the picture is the one before it.",
  more: (/** @type {number} */ count) => `and ${count} more`,
  places: "Places on the map",
  city: "Through the city",
  time: "Along time",
  play: "Play",
  pause: "Pause",
  previous: "Previous step",
  next: "Next step",
};

/** @type {typeof ENGLISH} */
const ROMANIAN = {
  loading: "Se încarcă harta…",
  empty: "Încă nu există un document.",
  failed: "Harta nu a putut fi desenată.",
  refused: "Documentul a fost respins; imaginea este cea dinainte.",
  more: count => `și încă ${count}`,
  places: "Locuri pe hartă",
  city: "Prin oraș",
  time: "În timp",
  play: "Pornește",
  pause: "Oprește",
  previous: "Pasul anterior",
  next: "Pasul următor",
};

export const words = inLanguage(ENGLISH, ROMANIAN);
