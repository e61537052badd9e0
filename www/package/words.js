// The element's own words, in English and Romanian; any other language gets English.

const ENGLISH = {
  loading: "Loading the map…",
  empty: "No document yet.",
  failed: "The map could not be drawn.",
  refused: "This document was refused; the picture is the one before it.",
  more: (/** @type {number} */ count) => `and ${count} more`,
  places: "Places on the map",
  company: "company",
  staff: "staff",
  product: "product",
  before: (/** @type {number} */ count) => `and ${count} earlier`,
  city: "Through the city",
  time: "Along time",
  play: "Play",
  pause: "Pause",
  previous: "Previous step",
  next: "Next step",
  nearer: "Zoom in",
  farther: "Zoom out",
  all: "Show all",
  levers: "Levers",
  dam: (/** @type {string} */ stream) => `Dam ${stream}`,
  warm: (/** @type {string} */ place) => `Warm ${place}`,
  canal: (/** @type {string} */ from, /** @type {string} */ to) => `Canal ${from} – ${to}`,
  build: "Build a dam",
  dig: (/** @type {string} */ from) => `Canal from ${from}: go to where it is to lead and press C`,
  undo: "Undo",
  redo: "Redo",
  budget: "Budget",
  best: "best plan",
  nothing: (/** @type {string} */ budget) => `nothing pays within ${budget}`,
  at: (/** @type {string} */ points, /** @type {string} */ place) => `${points} at ${place}`,
  pass: (/** @type {string} */ share) => `${share} pass`,
  back: (/** @type {number} */ times, /** @type {keyof typeof PERIODS} */ period) =>
    `back in ${times.toLocaleString("en")} ${times === 1 ? period : `${period}s`}`,
  never: "does not pay back",
  buyers: (/** @type {string} */ count) => `${count} buyers`,
  a: (/** @type {keyof typeof PERIODS} */ period) => ` ${PERIODS[period]}`,
  frames: "Time line",
  base: "Base",
  of: (/** @type {string} */ number, /** @type {string} */ all) => `${number} of ${all}`,
  start: "Play the time line",
  stop: "Pause the time line",
  earlier: "Step back",
  later: "Step forward",
  pace: "Speed",
  calendar: "Calendar",
};

const PERIODS = { hour: "an hour", day: "a day", week: "a week", month: "a month", quarter: "a quarter", year: "a year" };

/** One of each period, several, and " in one". @type {Record<keyof typeof PERIODS, [string, string, string]>} */
const PERIOADE = {
  hour: ["o oră", "ore", "pe oră"],
  day: ["o zi", "zile", "pe zi"],
  week: ["o săptămână", "săptămâni", "pe săptămână"],
  month: ["o lună", "luni", "pe lună"],
  quarter: ["un trimestru", "trimestre", "pe trimestru"],
  year: ["un an", "ani", "pe an"],
};

/** So many of something in Romanian: from 20 on with "de". @param {number} count @param {[string, string, string]} what */
function several(count, [one, more]) {
  if (count === 1) return one;
  const rest = count % 100;
  const of = rest >= 1 && rest < 20 ? "" : "de ";
  return `${count.toLocaleString("ro")} ${of}${more}`;
}

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
  company: "firmă",
  staff: "personal",
  product: "produs",
  before: count => `și încă ${count} înainte`,
  city: "Prin oraș",
  time: "În timp",
  previous: "Pasul anterior",
  next: "Pasul următor",
  nearer: "Mărește",
  farther: "Micșorează",
  all: "Arată tot",
  levers: "Pârghii",
  dam: stream => `Baraj ${stream}`,
  warm: place => `Încălzire ${place}`,
  canal: (from, to) => `Canal ${from} – ${to}`,
  build: "Construiește un baraj",
  dig: from => `Canal din ${from}: mergi unde trebuie să ajungă și apasă C`,
  undo: "Anulează",
  redo: "Refă",
  budget: "Buget",
  best: "planul cel mai bun",
  nothing: budget => `nimic nu aduce câștig cu ${budget}`,
  at: (points, place) => `${points} la ${place}`,
  pass: share => `trec ${share}`,
  back: (times, period) => `recuperat în ${several(times, PERIOADE[period])}`,
  never: "nu se recuperează",
  buyers: count => `${count} cumpărători`,
  a: period => ` ${PERIOADE[period][2]}`,
  frames: "Linia timpului",
  base: "Baza",
  of: (number, all) => `${number} din ${all}`,
  start: "Pornește linia timpului",
  stop: "Oprește linia timpului",
  earlier: "Un pas înapoi",
  later: "Un pas înainte",
  pace: "Viteză",
  calendar: "Calendar",
};

/** @param {string | undefined} locale BCP 47 */
export const words = locale => (/^ro\b/i.test(locale ?? "") ? ROMANIAN : ENGLISH);
