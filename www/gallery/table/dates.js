/** In which order a date's day and month stand. @typedef {"dmy" | "mdy"} Order */

/** Languages whose names of months are known. */
const LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "ru", "uk", "ro", "pl", "cs", "tr", "sv", "da", "fi", "el"];

/** Numbers of months by their first letters, long and short, in small letters and without dots. @type {Map<string, number>} */
const months = new Map();
for (const language of LANGUAGES) {
  for (const month of /** @type {const} */ (["long", "short"])) {
    // Beside a day a month may stand in another case.
    for (const beside of [{}, { day: /** @type {const} */ ("numeric") }]) {
      const format = new Intl.DateTimeFormat(language, { month, timeZone: "UTC", ...beside });
      for (let at = 0; at < 12; at += 1) {
        const name = plain(format.formatToParts(Date.UTC(2001, at)).find(({ type }) => type === "month")?.value ?? "");
        // The first language that has a name keeps it.
        if (/^\p{L}+$/u.test(name) && !months.has(name)) months.set(name, at + 1);
      }
    }
  }
}

const CLOCK = String.raw`(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d(?:[.,]\d+)?))?\s*([ap]\.?m\.?)?\s*(Z|[+-]\d\d:?\d\d)?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?\.?${CLOCK}$`, "i");
const PACKED = new RegExp(String.raw`^((?:19|20)\d\d)(\d\d)(\d\d)${CLOCK}$`, "i");
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/. ])\s*(\d{1,2})\2\s*(\d{4}|\d\d)${CLOCK}$`, "i");
const DAY_NAMED = new RegExp(String.raw`^(?:\p{L}+\.?,? )?(\d{1,2})(?:st|nd|rd|th|er|º)?\.?[- /]?(?:de )?(\p{L}+)\.?,?[- /]?(?:de |')?(\d{4}|\d\d)${CLOCK}$`, "iu");
const MONTH_NAMED = new RegExp(String.raw`^(?:\p{L}+, )?(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})${CLOCK}$`, "iu");

/**
 * A date as a table has it, in the form of ISO 8601; empty where it is none.
 * @param {string} cell
 * @param {Order} order where day and month are numbers and the year comes last
 */
export function readDate(cell, order) {
  const text = cell.trim();
  if (text.length < 6 || text.length > 40) return "";
  /** @type {RegExpExecArray | null} */
  let found;
  if ((found = YEAR_FIRST.exec(text))) return written(found[1], found[3], found[4] ?? "1", found.slice(5));
  if ((found = PACKED.exec(text))) return written(found[1], found[2], found[3], found.slice(4));
  if ((found = YEAR_LAST.exec(text))) {
    // Nobody parts a month before its day by dots.
    const [day, month] = order === "dmy" || found[2] === "." ? [found[1], found[3]] : [found[3], found[1]];
    return written(found[4], month, day, found.slice(5));
  }
  if ((found = DAY_NAMED.exec(text))) return written(found[3], months.get(plain(found[2])), found[1], found.slice(4));
  if ((found = MONTH_NAMED.exec(text))) return written(found[3], months.get(plain(found[1])), found[2], found.slice(4));
  return "";
}

/**
 * In which order day and month stand in a column, where its values say so: one of them is more than 12.
 * @param {Iterable<string>} cells
 * @returns {Order | "either" | undefined} either: it must be asked; undefined: no date is written so
 */
export function readOrder(cells) {
  let [first, second, any] = [false, false, false];
  for (const cell of cells) {
    const found = YEAR_LAST.exec(cell.trim());
    if (!found || found[2] === ".") continue;
    any = true;
    if (Number(found[1]) > 12) first = true;
    if (Number(found[3]) > 12) second = true;
  }
  if (!any) return undefined;
  return first === second ? "either" : first ? "dmy" : "mdy";
}

/**
 * @param {string} year
 * @param {string | number | undefined} month
 * @param {string} day
 * @param {(string | undefined)[]} clock hours, minutes, seconds, half of the day, zone
 */
function written(year, month, day, [hours, minutes, seconds = "00", half, zone = ""]) {
  const years = Number(year) + (year.length > 2 ? 0 : Number(year) < 70 ? 2000 : 1900);
  const time = Date.UTC(years, Number(month) - 1, Number(day));
  // A day that a month does not have would be one of the next month.
  if (Number.isNaN(time) || new Date(time).getUTCDate() !== Number(day) || new Date(time).getUTCMonth() !== Number(month) - 1) return "";
  const date = new Date(time).toISOString().slice(0, "2001-01-01".length);
  if (hours === undefined) return date;
  const hour = half ? (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hours);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds.slice(0, 2)) > 59) return "";
  return `${date}T${String(hour).padStart(2, "0")}:${minutes}:${seconds.replace(",", ".")}${zone.toUpperCase()}`;
}

/** @param {string} name */
function plain(name) {
  return name.toLowerCase().replaceAll(".", "").normalize("NFC");
}
