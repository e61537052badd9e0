// What levers, time line and calendar are called.
import { inLanguage } from "../../map/language.js";

const PERIODS = { hour: "an hour", day: "a day", week: "a week", month: "a month", quarter: "a quarter", year: "a year" };

const ENGLISH = {
  levers: "Levers",
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
  levers: "Pârghii",
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

export const words = inLanguage(ENGLISH, ROMANIAN);
