// The element's own words, in English and Romanian; any other language gets English.

const ENGLISH = {
  loading: "Loading the map…",
  empty: "No document yet.",
  failed: "The map could not be drawn.",
  refused: "This document was refused; the picture is the one before it.",
  more: (/** @type {number} */ count) => `and ${count} more`,
  places: "Places on the map",
  play: "Play",
  pause: "Pause",
  previous: "Previous step",
  next: "Next step",
  nearer: "Zoom in",
  farther: "Zoom out",
  all: "Show all",
};

/** @type {typeof ENGLISH} */
const ROMANIAN = {
  loading: "Se încarcă harta…",
  empty: "Încă nu există un document.",
  failed: "Harta nu a putut fi desenată.",
  refused: "Documentul a fost respins; imaginea este cea dinainte.",
  more: count => `și încă ${count}`,
  places: "Locuri pe hartă",
  play: "Pornește",
  pause: "Oprește",
  previous: "Pasul anterior",
  next: "Pasul următor",
  nearer: "Mărește",
  farther: "Micșorează",
  all: "Arată tot",
};

/** @param {string | undefined} locale BCP 47 */
export const words = locale => (/^ro\b/i.test(locale ?? "") ? ROMANIAN : ENGLISH);
