/** @typedef {import("./events.js").Lack} Lack */
/** @typedef {import("./events.js").Reading} Reading */
/** @typedef {import("./guess.js").Choice} Choice */
/** @typedef {import("./table.js").Table} Table */

/** How many different stages a column may have. */
export const MOST_STAGES = 60;

/**
 * What is missing before a map can be drawn; undefined where nothing is.
 * @param {Choice} choice
 * @param {Reading} reading
 */
export function missing({ at, began, stage }, { stages, rows, left }) {
  if (at < 0 && began < 0) return "No date is chosen: a journey needs to know what came first.";
  if (stages.size > MOST_STAGES) return `This column has ${many(stages.size, "different value")}: too many to be stages.`;
  if (rows > 0) return undefined;
  const why = [...left].sort((a, b) => b[1].count - a[1].count)[0];
  if (why?.[0] === "of a stage that is left out") return stage < 0 ? "Say what a row means." : "Say what at least one of the stages means.";
  return `No row can be read${why ? `: ${many(why[1].count, "row")} ${why[0]}` : ""}.`;
}

/**
 * What will be drawn, in sentences.
 * @param {Table} table
 * @param {Choice} choice
 * @param {Reading} reading
 */
export function tell(table, choice, reading) {
  const { rows, clients, from, to, undated, back, meanings, odd } = reading;
  const means = new Set(Object.values(meanings).map(({ id }) => id));
  const who = choice.client < 0 ? "each another client" : many(clients, "client");
  const day = (/** @type {string} */ moment) => moment.slice(0, "2001-01-01".length);
  const lines = [`${many(rows, "row")}, ${who}, ${day(from)} to ${day(to)}.`];
  if (choice.began >= 0 && choice.at >= 0) {
    lines.push("A row with both dates tells two events: red at KT1 when it began, and its stage at the end.");
  }
  if (choice.again) lines.push(`${many(back, "time")} a client came back after buying: red at KT3.`);
  else if (means.has("2red") && !means.has("3red") && !means.has("3blue")) {
    lines.push("Nobody is seen at KT3: who bought is under way there.");
  }
  if (undated > 0) lines.push(`${many(undated, "row")} without a date count on the last day; each is its client's only one.`);
  const left = gone(table, reading);
  if (left.length > 0) lines.push(`Left out: ${left.join("; ")}.`);
  for (const [what, { count, line }] of odd) lines.push(`${many(count, "row")} (${place(count, line)}): ${what}.`);
  return lines;
}

/**
 * Which rows are left out.
 * @param {Table} table
 * @param {Reading} reading
 */
function gone({ uneven }, { left }) {
  const lines = [...left].map(([what, { count, line }]) => `${many(count, "row")} ${what} (${place(count, line)})`);
  if (uneven > 0) lines.push(`${many(uneven, "row")} with more or fewer cells than the others`);
  return lines;
}

/**
 * Where to look for them.
 * @param {number} count
 * @param {number} line of the first one
 */
function place(count, line) {
  return `${count === 1 ? "" : "the first on "}line ${line.toLocaleString("en")}`;
}

/**
 * @param {number} number
 * @param {string} what
 */
export function many(number, what) {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}
