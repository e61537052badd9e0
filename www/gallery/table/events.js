import { breather } from "./breathe.js";
import { readDate } from "./dates.js";
import { meaning } from "./meanings.js";
import { readDecimals, readNumber } from "./numbers.js";

/** @typedef {import("./guess.js").Choice} Choice */
/** @typedef {import("./meanings.js").Meaning} Meaning */
/** @typedef {import("./table.js").Table} Table */

/** The optional columns, in the order in which they are written. */
const MORE = /** @type {const} */ (["value", "spring", "temperature", "note"]);

/** Where clients come from, where no column says it. */
const ONE_SPRING = "All clients";

/**
 * An event of a row, in plain form.
 * @typedef {object} Event
 * @property {string} client
 * @property {string} at ISO 8601
 * @property {string} stage
 * @property {number} row
 * @property {boolean} [isExtra] whether the row gives it beside its own one
 */

/** How many rows, and the line of the first one. @typedef {{ count: number, line: number }} Lack */

/**
 * What a choice makes of a table.
 * @typedef {object} Reading
 * @property {Map<string, number>} stages how many rows name each stage
 * @property {Event[]} events
 * @property {Record<string, Meaning>} meanings of the events' stages
 * @property {number} rows that give events
 * @property {number} clients
 * @property {string} from the first day
 * @property {string} to the last day
 * @property {number} undated rows that count on the last day
 * @property {number} back how often a client came back
 * @property {boolean} isTurned whether the newest rows come first, so that those of one moment are taken from below
 * @property {Map<string, Lack>} left rows that are left out, by which ones
 * @property {Map<string, Lack>} odd rows of which something is ignored, by what is
 * @property {Record<string, string[]>} more cells of the optional columns, plain
 */

/**
 * Reads a table by a choice.
 * @param {Table} table
 * @param {Choice} choice
 * @returns {Promise<Reading>}
 */
export async function readEvents(table, choice) {
  const rest = breather();
  const { client, at, began, stage, order } = choice;
  const places = [client, at, began, stage].map(column => (column < 0 ? undefined : column));
  const wanted = places.filter(column => column !== undefined);
  const found = await table.cells(wanted);
  const [clients, ends, begins, names] = places.map(column => (column === undefined ? undefined : found[wanted.indexOf(column)]));
  /** @type {Reading} */
  const reading = {
    stages: new Map(), events: [], meanings: Object.create(null), rows: 0, clients: 0, from: "", to: "", undated: 0, back: 0, isTurned: false,
    left: new Map(), odd: new Map(), more: {},
  };
  const { stages, events, left, odd } = reading;
  const beginning = began < 0 ? "" : `${table.columns[began]} (began)`;
  /** How many rows each client has. @type {Map<string, number>} */
  const own = new Map();
  /** @type {Event[]} */
  const undated = [];
  for (let row = 0; row < table.length; row += 1) {
    const name = names?.[row] ?? "";
    stages.set(name, (stages.get(name) ?? 0) + 1);
    const means = meaning(choice.meanings.get(name) ?? "");
    const who = clients ? clients[row] : `row ${table.lines[row]}`;
    const [from, to] = [begins, ends].map(cells => (cells?.[row] ? readDate(cells[row], order) : undefined));
    if (who) own.set(who, (own.get(who) ?? 0) + 1);
    if (means.kt === undefined) note(left, "of a stage that is left out", table.lines[row]);
    else if (!who) note(left, `without ${table.columns[client]}`, table.lines[row]);
    else if (from === "" || to === "") note(left, "with a date that cannot be read", table.lines[row]);
    else {
      const label = name || (stage < 0 ? means.label.replace(/.*: /, "") : "(empty)");
      reading.meanings[label] = means;
      const day = to ?? from;
      if (from !== undefined && to !== undefined && means.kt > 0) {
        if (from > to) note(odd, "ended before it began, so only the end counts", table.lines[row]);
        else events.push({ client: who, at: from, stage: beginning + (means.kt > 1 ? "" : ", undecided"), row, isExtra: true });
      }
      const event = { client: who, at: day ?? "", stage: label, row };
      if (day === undefined) undated.push(event);
      else events.push(event);
      for (const moment of [from, to]) {
        if (moment === undefined) continue;
        if (!reading.from || moment < reading.from) reading.from = moment;
        if (moment > reading.to) reading.to = moment;
      }
    }
    await rest();
  }
  const days = began < 0 ? events.map(event => event.at) : [];
  reading.isTurned = days[0] > days[days.length - 1] && days.every((day, index) => index === 0 || day <= days[index - 1]);
  for (const event of undated) {
    // Of a client's only row the day changes nothing: no order, and no days on the way.
    if (own.get(event.client) === 1 && reading.to) {
      events.push({ ...event, at: reading.to });
      reading.undated += 1;
    } else note(left, "without a date", table.lines[event.row]);
  }
  if (began >= 0) {
    reading.meanings[beginning] = meaning("1red");
    reading.meanings[`${beginning}, undecided`] = meaning("0");
  }
  reading.rows = new Set(events.map(({ row }) => row)).size;
  reading.clients = new Set(events.map(event => event.client)).size;
  inOrder(reading);
  if (choice.again) await comeBack(reading, rest);
  await readMore(table, choice, reading);
  return reading;
}

/**
 * Puts events in the order in which things happened, as far as the table says it: what has the same moment stays in this order.
 * @param {Reading} reading
 */
function inOrder({ events, isTurned }) {
  events.sort((a, b) => (isTurned ? b.row - a.row : a.row - b.row));
}

/**
 * Who does anything after a purchase was content with it, and comes back as a regular.
 * @param {Reading} reading
 * @param {() => Promise<void> | undefined} rest
 */
async function comeBack(reading, rest) {
  /** @type {Map<string, Event[]>} */
  const journeys = new Map();
  for (const event of reading.events) {
    const journey = journeys.get(event.client);
    if (journey) journey.push(event);
    else journeys.set(event.client, [event]);
  }
  const name = "came back";
  /** @type {Event[]} */
  const events = [];
  for (const journey of journeys.values()) {
    let isBuyer = false;
    for (const event of journey.sort((a, b) => Number(a.at > b.at) - Number(a.at < b.at))) {
      const { kt = 0, mood } = reading.meanings[event.stage];
      if (isBuyer && kt < 3) {
        events.push({ ...event, stage: name, isExtra: true });
        reading.back += 1;
      }
      events.push(event);
      isBuyer = kt === 2 && mood === "red";
    }
    await rest();
  }
  reading.events = events;
  inOrder(reading);
  if (reading.back > 0) reading.meanings[name] = meaning("3red");
}

/**
 * Reads the optional columns; a cell that is not what it should be is left out, and its row stays.
 * @param {Table} table
 * @param {Choice} choice
 * @param {Reading} reading
 */
async function readMore(table, choice, reading) {
  const rest = breather();
  for (const field of MORE) {
    const column = choice[field];
    if (column < 0) continue;
    const [cells] = await table.cells([column]);
    reading.more[field] = cells;
    if (field === "spring" || field === "note") continue;
    const decimals = readDecimals(cells);
    const plain = [];
    for (let row = 0; row < cells.length; row += 1) {
      const number = cells[row] === "" ? undefined : readNumber(cells[row], decimals);
      const isGood = number !== undefined && (field === "value" ? Number.isFinite(number) : Math.abs(number) <= 1);
      if (number !== undefined && !isGood) {
        const expected = field === "value" ? "" : " from -1 to 1";
        note(reading.odd, `${table.columns[column]} is no number${expected}, and ignored`, table.lines[row]);
      }
      plain.push(isGood ? String(number) : "");
      await rest();
    }
    reading.more[field] = plain;
  }
}

/**
 * The events as a plain table, which the package reads.
 * @param {Reading} reading
 */
export async function plainTable({ events, meanings, more }) {
  const rest = breather();
  const fields = MORE.filter(field => field in more || field === "spring");
  /** Clients whose spring was said. @type {Set<string>} */
  const said = new Set();
  const lines = [["client", "at", "stage", ...fields].join(",")];
  for (const { client, at, stage, row, isExtra } of events) {
    // All of a row's events came by its spring; what else it says is of its own one.
    const cells = fields.map(field => {
      if (field === "spring" && !more.spring) return said.has(client) ? "" : quoted(ONE_SPRING);
      return isExtra && field !== "spring" ? "" : quoted(more[field][row]);
    });
    said.add(client);
    lines.push([quoted(client), at, quoted(stage), ...cells].join(","));
    await rest();
  }
  const columns = Object.fromEntries(["client", "at", "stage", ...fields].map(name => [name, name]));
  const named = new Set(events.map(({ stage }) => stage));
  const used = Object.entries(meanings).filter(([name]) => named.has(name));
  const stages = Object.fromEntries(used.map(([name, { kt = 0, mood }]) => [name, mood ? { kt, mood } : { kt }]));
  return { text: lines.join("\n"), columns: /** @type {import("../package/index.js").Columns} */ (/** @type {unknown} */ (columns)), stages };
}

/** @param {string} cell */
function quoted(cell) {
  return `"${cell.replaceAll('"', '""').replace(/\s+/g, " ")}"`;
}

/**
 * Counts a row.
 * @param {Map<string, Lack>} lacks
 * @param {string} what
 * @param {number} line
 */
function note(lacks, what, line) {
  const known = lacks.get(what);
  if (known) known.count += 1;
  else lacks.set(what, { count: 1, line });
}
