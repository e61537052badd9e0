import { readDate, readOrder } from "./dates.js";
import { guessMeaning } from "./meanings.js";
import { readDecimals, readNumber } from "./numbers.js";

/** @typedef {import("./dates.js").Order} Order */
/** @typedef {import("./table.js").Table} Table */

/**
 * Which column is what, by number; -1: none.
 * @typedef {object} Choice
 * @property {number} client none: each row is a client of its own
 * @property {number} at
 * @property {number} began the date at which began what ended at `at`
 * @property {number} stage none: every row means the same
 * @property {number} value
 * @property {number} spring
 * @property {number} temperature
 * @property {number} note
 * @property {Order} order of day and month, where dates do not say it themselves
 * @property {boolean} again whether a client who comes back after a purchase is a regular
 * @property {Map<string, string>} meanings what each stage means, by its name; the empty name is that of rows without one
 */


/** Parts of names of columns, in several languages. */
const NAMES = {
  client: /client|customer|account|kund|firma|compan|unternehm|organi[sz]ation|buyer|shopper|guest|user|member|visitor|contact|cliente?|acheteur|gast|klant|клиент|покупател|заказчик|компан|контрагент|klient|nabywca/,
  passage: /case|opportunit|deal|order|booking|ticket|lead.?id|vorgang|auftrag|affaire|dossier|opportunit|pedido|oportunidad|ordine|trattativa|сделк|заказ|обращен|comand/,
  at: /date|time|when|closed?|stamp|datum|zeit|tag$|jour|fecha|data\b|giorno|quando|дата|время|день|când/,
  end: /clos|end|finish|done|won|complet|status|schlus|ende|abschluss|clôture|fin\b|cierre|chiusura|fecha.?fin|fecho|закры|конец|оконч|заверш|închid|zamkn|koniec/,
  start: /engag|open|creat|start|beg[ai]n|first|enter|add|anlage|erstellt|eröffn|beginn|début|ouvert|créa|inicio|apertura|creaci|inizio|criaç|abert|созда|откры|начал|înce|deschi|utworz|otwar|start/,
  stage: /stage|status|state|outcome|result|event|step|phase|type|activity|action|stufe|ergebnis|stand|étape|etapa|estado|résultat|resultado|fase|stato|esito|стади|этап|статус|результат|событи|stadiu|stare|etap|wynik/,
  value: /value|amount|revenue|price|total$|^sum\b|^sales$|money|worth|dollar|euro?\b|usd|gbp|betrag|umsatz|wert|preis|summe|montant|valeur|chiffre|prix|importe|valor|monto|precio|ingres|importo|valore|prezzo|ricav|preço|receita|bedrag|omzet|сумм|стоимост|выруч|цена|оборот|valoare|sumă|suma|preț|kwota|wartość|cena/,
  spring: /channel|source|origin|campaign|medium|referr|kanal|quelle|herkunft|canal|fuente|origen|fonte|origine|provenienza|bron|канал|источник|sursă|sursa|źródł/,
  temperature: /temperatur|satisf|mood|sentiment|stimmung|zufrieden|humeur|ánimo|umore|humor|настроен|температур|dispoz|nastr/,
  note: /note|comment|remark|descri|notiz|kommentar|bemerk|remarque|nota|comentari|osserva|opmerking|примечан|коммент|заметк|observa|uwag/,
};

/**
 * What a sample says about a column.
 * @typedef {object} Traits
 * @property {number} at
 * @property {string} name
 * @property {string[]} filled cells that are not empty
 * @property {Set<string>} values
 * @property {number} share of cells that are not empty
 * @property {number} dates share of the filled ones
 * @property {number} numbers share of the filled ones
 */

/**
 * A first guess, from a sample of the rows.
 * @param {Table} table
 * @param {Order} order where nothing says it
 * @returns {Choice} without meanings
 */
export function guess(table, order) {
  const rows = table.sample;
  const all = table.columns.map((name, at) => traits(rows, name, at));
  const used = new Set();
  /**
   * Takes the column that fits best.
   * @param {(column: Traits) => number} fit above 0 where it may be
   */
  const take = fit => {
    let best = -1;
    let most = 0;
    for (const column of all) {
      const own = used.has(column.at) ? 0 : fit(column);
      if (own > most) [best, most] = [column.at, own];
    }
    if (best >= 0) used.add(best);
    return best;
  };
  const isDate = (/** @type {Traits} */ { dates, filled }) => filled.length > 0 && dates > 0.75;
  const stage = take(column => stageFit(column, isDate(column)));
  const dates = all.filter(isDate);
  const at = take(column => (isDate(column)
    ? 1 + Number(NAMES.at.test(column.name)) + 2 * Number(NAMES.end.test(column.name)) + column.share - Number(column.at >= table.columns.length - table.joined.length)
    : 0));
  const found = readOrder(dates.flatMap(({ filled }) => filled));
  const own = found === "dmy" || found === "mdy" ? found : order;
  const began = take(column => beganFit(column, rows, at, own, isDate(column)));
  // Where a row tells a whole passage, it is that which goes its way, not the client of all of them.
  const client = take(column => clientFit(column, rows, isDate(column), began >= 0));
  const isNumber = (/** @type {Traits} */ { numbers }) => numbers > 0.75;
  const value = take(column => (isNumber(column) ? valueFit(column) : 0));
  const spring = take(column =>
    (NAMES.spring.test(column.name) && column.values.size <= 60 && !isNumber(column) && !isDate(column) ? 1 + 1 / (1 + column.at) : 0));
  const temperature = take(column =>
    (isNumber(column) && NAMES.temperature.test(column.name) && column.filled.every(cell => Math.abs(readNumber(cell, ".")) <= 1) ? 1 : 0));
  const note = take(column => (NAMES.note.test(column.name) && !isNumber(column) && !isDate(column) ? 1 : 0));
  return { client, at, began, stage, value, spring, temperature, note, order: own, again: stage < 0 && client >= 0, meanings: new Map() };
}

/**
 * What stages mean, by the words of their names.
 * @param {Iterable<string>} names
 * @param {boolean} isEvery whether there are no stages: every row is a purchase, as far as nothing else is known
 * @returns {Map<string, string>}
 */
export function guessMeanings(names, isEvery) {
  // Rows without a stage are of clients about whom nothing is decided yet.
  return new Map([...names].map(name => [name, name === "" ? (isEvery ? "2red" : "0") : guessMeaning(name)]));
}

/**
 * @param {string[][]} rows
 * @param {string} name
 * @param {number} at
 * @returns {Traits}
 */
function traits(rows, name, at) {
  const filled = rows.map(row => row[at]).filter(cell => cell !== "");
  const values = new Set(filled);
  const some = filled.filter((_, index) => index % Math.ceil(filled.length / 200) === 0);
  const decimals = readDecimals(some);
  const of = (/** @type {(cell: string) => boolean} */ test) => some.filter(test).length / Math.max(1, some.length);
  return {
    at, filled, values,
    name: name.toLowerCase().normalize("NFC").replaceAll("_", " "),
    share: filled.length / Math.max(1, rows.length),
    dates: of(cell => readDate(cell, "dmy") !== "" || readDate(cell, "mdy") !== ""),
    numbers: of(cell => !Number.isNaN(readNumber(cell, decimals))),
  };
}

/**
 * Stages are few, and words say what they mean; best are those that tell who bought from who left.
 * @param {Traits} column
 * @param {boolean} isDate
 */
function stageFit({ name, values, filled, numbers }, isDate) {
  if (isDate || numbers > 0.5 || values.size === 0 || values.size > 30 || values.size > 2 + filled.length / 2) return 0;
  const meant = [...values].map(guessMeaning).filter(Boolean);
  const known = meant.length / values.size;
  const isNamed = NAMES.stage.test(name);
  if (known < 0.5 && !isNamed) return 0;
  if (meant.length === 0) return 0;
  const tells = ["2red", "2blue"].every(id => meant.includes(id));
  return known + Number(isNamed) + 2 * Number(tells) + new Set(meant).size / 8;
}

/**
 * Money has a name; or, where columns have none, cents.
 * @param {Traits} column
 */
function valueFit({ name, filled }) {
  if (isUnnamed(name)) return Number(filled.filter(cell => /[.,]\d\d$/.test(cell)).length > 0.9 * filled.length);
  return NAMES.value.test(name) ? 1 + Number(/value|amount|betrag|montant|import|сумм/.test(name)) : 0;
}

/** @param {string} name */
const isUnnamed = name => /^column \d+$/.test(name);

/**
 * A row's first date: never after its other one, and not always with it.
 * @param {Traits} column
 * @param {string[][]} rows
 * @param {number} at
 * @param {Order} order
 * @param {boolean} isDate
 */
function beganFit(column, rows, at, order, isDate) {
  if (!isDate || at < 0) return 0;
  let [both, before, same] = [0, 0, 0];
  for (const row of rows) {
    const [from, to] = [row[column.at], row[at]].map(cell => readDate(cell, order));
    if (!from || !to) continue;
    both += 1;
    if (from < to) before += 1;
    if (from === to) same += 1;
  }
  if (both === 0 || before + same < 0.98 * both || before < 0.2 * both) return 0;
  return 1 + Number(NAMES.start.test(column.name)) + column.share;
}

/**
 * Clients are many, and are rarely left empty.
 * @param {Traits} column
 * @param {string[][]} rows
 * @param {boolean} isDate
 * @param {boolean} isPassage whether a row tells a passage from its beginning to its end
 */
function clientFit({ name, values, filled, share, numbers }, rows, isDate, isPassage) {
  if (isDate || share < 0.5 || values.size < 2 || values.size < 0.005 * filled.length) return 0;
  const isClient = NAMES.client.test(name);
  const isCase = NAMES.passage.test(name);
  const isId = /\bid\b|\bnr\b|№/.test(name);
  if (!isClient && !isCase && !isId && !isUnnamed(name)) return 0;
  // Numbers that stand for clients are whole; those that recur all the time count something.
  if (numbers > 0.5 && !(filled.every(cell => /^\d+$/.test(cell)) && (isId || values.size > 0.1 * filled.length))) return 0;
  // A name for hardly anything but sums and counts is none for clients.
  if (NAMES.value.test(name) && !isId) return 0;
  const often = filled.length / values.size;
  const isRow = values.size === rows.length;
  if (isPassage) return share + 2 * Number(isRow) + Number(isCase || isId) + 0.5 * Number(isClient);
  // A log has several rows of each client; too many, where single deals have a name of their own.
  const isTooMany = isUnnamed(name) ? often > 25 : often > 12 && share < 0.99;
  return share + 2 * Number(isClient) + Number(isCase) + Number(isId) - 3 * Number(isTooMany);
}
