import { breather } from "./breathe.js";
import { readDate } from "./dates.js";

/** What separates cells, as far as it is found by itself; a blank stands for a run of blanks. */
const SEPARATORS = [",", ";", "\t", "|", " "];
/** So many rows at the top say how a table is written. */
const TOP = 60;
/** What stands where nothing is known. */
const EMPTY = /^(?:null|na|n\/a|nan|none|-+)?$/i;

/**
 * A date whose parts stand in three columns.
 * @typedef {{ year: number, month: number, day: number }} Parts
 */

/** A table as a file has it. Its text stays as it came: rows are read where they are asked for. */
export class Table {
  #text;
  /** @type {number[]} */
  #starts = [];
  /** @type {Map<number, string[]>} */
  #cells = new Map();
  /** @type {string[][] | undefined} */
  #sample;

  /**
   * @param {string} name
   * @param {string} text
   * @param {string} separator
   */
  constructor(name, text, separator) {
    this.name = name;
    this.separator = separator;
    this.#text = text;
    /** Whether its first row names its columns. */
    this.hasHead = false;
    /** @type {string[]} */
    this.columns = [];
    /** Lines of the rows, from 1. @type {number[]} */
    this.lines = [];
    /** How many rows were left out since they have more or fewer cells than others. */
    this.uneven = 0;
    /** Columns that are made of three others; they come after those of the file. @type {Parts[]} */
    this.joined = [];
  }

  /**
   * Reads where each row is.
   * @param {string} name
   * @param {string} text
   * @returns {Promise<Table | undefined>} undefined where it is no table: two rows and two columns at least
   */
  static async read(name, text) {
    text = text.replace(/^\ufeff/, "");
    const separator = findSeparator(text);
    if (!separator) return undefined;
    const table = new Table(name, text, separator);
    await table.#survey();
    return table.length > 0 ? table : undefined;
  }

  async #survey() {
    const rest = breather();
    const top = rowsOf(this.#text, this.separator, TOP);
    const width = usual(top.map(({ cells }) => cells.length));
    const head = (top[0]?.cells ?? []).map(cell => cell.trim());
    const isNamed = head.length === width && head.filter(Boolean).length > width / 2 && !head.some(cell => cell && (EMPTY.test(cell) || isValue(cell)));
    this.hasHead = isNamed;
    // A column without a name of its own has that of its place.
    this.columns = Array.from({ length: width }, (_, at) => {
      const name = isNamed ? head[at] : "";
      return name === "" ? `column ${at + 1}` : head.indexOf(name) < at ? `${name} (column ${at + 1})` : name;
    });
    let line = 1;
    let isFirst = true;
    for (let at = 0; at < this.#text.length;) {
      const { cells, end } = rowAt(this.#text, at, this.separator);
      const isRow = cells.length > 1 || cells[0].trim() !== "";
      if (isRow && !(isFirst && isNamed)) {
        if (cells.length === width) {
          this.#starts.push(at);
          this.lines.push(line);
        } else this.uneven += 1;
      }
      if (isRow) isFirst = false;
      // A cell in quotes may go over several lines.
      for (let next = this.#text.indexOf("\n", at); next >= 0 && next < end; next = this.#text.indexOf("\n", next + 1)) line += 1;
      at = end;
      await rest();
    }
    this.joined = findParts(this.columns, this.sample.slice(0, 400));
    this.#sample = undefined;
    for (const { year, month, day } of this.joined) {
      this.columns = [...this.columns, [year, month, day].map(part => this.columns[part]).join(", ")];
    }
  }

  /** How many rows there are, without that of names. */
  get length() {
    return this.#starts.length;
  }

  /**
   * The cells of a row.
   * @param {number} index
   */
  row(index) {
    const { cells } = rowAt(this.#text, this.#starts[index], this.separator);
    return this.columns.map((_, column) => this.#cell(cells, column));
  }

  /**
   * @param {string[]} cells as the file has them
   * @param {number} column
   * @returns {string}
   */
  #cell(cells, column) {
    const parts = this.joined[column - cells.length];
    if (!parts) return EMPTY.test(cells[column]) ? "" : cells[column].trim();
    return readDate(`${cells[parts.day]} ${cells[parts.month]} ${cells[parts.year]}`, "dmy");
  }

  /** Rows from all over the table, in runs of neighbours. */
  get sample() {
    this.#sample ??= this.#pick();
    return this.#sample;
  }

  #pick() {
    const [runs, run] = [20, 100];
    const rows = [];
    const isAll = this.length <= runs * run;
    for (let at = 0; at < (isAll ? 1 : runs); at += 1) {
      const from = Math.floor((at * this.length) / runs);
      for (let index = from; index < (isAll ? this.length : from + run); index += 1) rows.push(this.row(index));
    }
    return rows;
  }

  /**
   * All cells of some columns.
   * @param {number[]} columns
   * @returns {Promise<string[][]>} by column
   */
  async cells(columns) {
    const rest = breather();
    const missing = [...new Set(columns)].filter(column => !this.#cells.has(column));
    const found = missing.map(() => /** @type {string[]} */ ([]));
    for (let index = 0; missing.length > 0 && index < this.length; index += 1) {
      const { cells } = rowAt(this.#text, this.#starts[index], this.separator);
      for (let at = 0; at < missing.length; at += 1) found[at].push(this.#cell(cells, missing[at]));
      await rest();
    }
    missing.forEach((column, at) => this.#cells.set(column, found[at]));
    return columns.map(column => this.#cells.get(column) ?? []);
  }
}

/**
 * The separator by which the rows at the top have the same number of cells, and of such the one with most cells.
 * @param {string} text
 */
function findSeparator(text) {
  let best = { separator: "", width: 1 };
  for (const separator of SEPARATORS) {
    const widths = rowsOf(text, separator, TOP).map(({ cells }) => cells.length);
    const width = usual(widths);
    const even = widths.filter(own => own === width).length;
    // Blanks stand in sentences too: they separate only where nothing else does, in every row.
    const isEven = separator === " " ? even === widths.length && best.width === 1 : even >= 0.8 * widths.length;
    if (widths.length > 1 && isEven && width > best.width) best = { separator, width };
  }
  return best.separator;
}

/**
 * The rows at the top.
 * @param {string} text
 * @param {string} separator
 * @param {number} count
 */
function rowsOf(text, separator, count) {
  const rows = [];
  for (let at = 0; at < text.length && rows.length < count;) {
    const row = rowAt(text, at, separator);
    if (row.cells.length > 1 || row.cells[0].trim()) rows.push(row);
    at = row.end;
  }
  return rows;
}

/**
 * The row that begins at `at`, and where it ends.
 * @param {string} text
 * @param {number} at
 * @param {string} separator
 */
function rowAt(text, at, separator) {
  const next = text.indexOf("\n", at);
  const end = next < 0 ? text.length : next + 1;
  const line = text.slice(at, text[next - 1] === "\r" ? next - 1 : next < 0 ? end : next);
  if (separator === " ") return { cells: line.trim().split(/\s+/), end };
  return line.includes('"') ? quotedRow(text, at, separator) : { cells: line.split(separator), end };
}

/**
 * A row with cells in quotes, in which quotes are doubled.
 * @param {string} text
 * @param {number} at
 * @param {string} separator
 */
function quotedRow(text, at, separator) {
  const cells = [];
  for (;;) {
    let cell = "";
    if (text[at] === '"') {
      for (at += 1; at < text.length; at += 1) {
        const quote = text.indexOf('"', at);
        const until = quote < 0 ? text.length : quote;
        cell += text.slice(at, until);
        at = until + 1;
        if (text[at] !== '"') break;
        cell += '"';
      }
    }
    const start = at;
    while (at < text.length && text[at] !== separator && text[at] !== "\n") at += 1;
    cells.push((cell + text.slice(start, at)).trim());
    if (text[at] !== separator) return { cells, end: at + 1 };
    at += 1;
  }
}

/**
 * The most frequent one.
 * @param {number[]} numbers
 */
function usual(numbers) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/**
 * Whether a cell holds a number or a date, and so is no name of a column.
 * @param {string} cell
 */
function isValue(cell) {
  return /^[-+]?[\d.,\s]*\d[\d.,\s]*%?$/.test(cell) || readDate(cell, "dmy") !== "" || readDate(cell, "mdy") !== "";
}

/**
 * Columns of a year, a month and a day, near each other.
 * @param {string[]} columns
 * @param {string[][]} rows
 * @returns {Parts[]}
 */
function findParts(columns, rows) {
  const is = (/** @type {number} */ at, /** @type {(cell: string) => boolean} */ test) => rows.every(row => test(row[at]));
  const whole = (/** @type {string} */ cell, /** @type {number} */ low, /** @type {number} */ high) =>
    /^\d{1,4}$/.test(cell) && Number(cell) >= low && Number(cell) <= high;
  const every = columns.map((_, at) => at);
  for (const year of every.filter(at => is(at, cell => whole(cell, 1900, 2100)))) {
    const near = every.filter(at => at !== year && Math.abs(at - year) <= 4);
    const names = near.filter(at => is(at, cell => readDate(`1 ${cell} 2000`, "dmy") !== "" && !whole(cell, 0, 9999)));
    const month = names[0] ?? near.find(at => is(at, cell => whole(cell, 1, 12)));
    const days = near.filter(at => at !== month && is(at, cell => whole(cell, 1, 31)));
    const day = days.find(at => /day|tag|jour|d[ií]a|giorno|dia|день|zi/i.test(columns[at])) ?? days[0];
    if (month !== undefined && day !== undefined) return [{ year, month, day }];
  }
  return [];
}
