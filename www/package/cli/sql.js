// city-rivers sql: the query that turns a table of events into a flow document where the data lives.
import { readFileSync } from "node:fs";
import { UsageError, options } from "./options.js";

const DIALECTS = ["duckdb", "postgres"];
const SIDES = ["company", "staff", "product"];
const COLUMNS = ["client", "at", "stage", "kt", "mood", "value", "temperature", ...SIDES.map(side => `temperature-${side}`), "spring", "order"];
const NAMES = ["dialect", "table", ...COLUMNS, "stages", "title", "currency"];

const help = `usage: city-rivers sql --dialect duckdb|postgres --table TABLE --client COLUMN --at COLUMN
         (--stage COLUMN --stages FILE.json | --kt COLUMN --mood COLUMN) [OPTIONS]

Prints one query. Run where the data lives, it gives one row with one column: the flow document of the table's events, with the
network that their journeys come to. Rows that cannot be read are left out; "meta" in the document says how many.

  --table TABLE         the table or view: TABLE, SCHEMA.TABLE; a name with a dot in it in double quotes
  --client COLUMN       who
  --at COLUMN           when: a date, a timestamp, or ISO 8601 text; what has no zone is in UTC
  --stage COLUMN        what happened, by name
  --stages FILE.json    what the names mean: { "Won": { "kt": 2, "mood": "red" }, ... }
  --kt COLUMN           instead of a stage: the point, 0 (first contact) to 3
  --mood COLUMN         and what was decided there: red or blue; nothing where kt is 0
  --value COLUMN        money, where it is red at KT2
  --temperature COLUMN  -1 to 1; or by side: --temperature-company, --temperature-staff, --temperature-product
  --spring COLUMN       the channel that a client came from
  --order COLUMN        in which order rows of the same moment stand, and springs appear; without it a client's events of one moment
                        go by KT, red before blue, and springs by their first moment, then by name
  --title TEXT, --currency CODE   the document's
Names are taken as they are, capitals too.
`;

/** @type {import("./main.js").Command} */
export const sql = { summary: "the query that turns a table of events into a flow document", help, run };

/** @param {string} name */
const read = name => readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), "utf8");

/**
 * A template with values in the place of `{{name}}`, and expressions on a column in that of `{{expression column}}`. What is put in is
 * not looked into again.
 * @param {string} template
 * @param {Record<string, string>} values
 * @param {Record<string, string>} known expressions by name
 * @returns {string}
 */
function filled(template, values, known) {
  return template.replace(/\{\{([\w-]+)(?: ([\w.]+))?\}\}/g, (_, name, column) => {
    const found = (column === undefined ? values : known)[name];
    if (found === undefined) throw new Error(`the template asks for ${name}, which is not there`);
    return column === undefined ? found : filled(found, { column: column === "column" ? values.column : column }, known);
  });
}

/**
 * The expressions of a file, each under a line `-- name: what it is`.
 * @param {string} name
 * @returns {Record<string, string>}
 */
function expressions(name) {
  const parts = read(name).split(/^-- (\w+): .*\n/m).slice(1);
  return Object.fromEntries(parts.flatMap((part, at) => (at % 2 ? [[parts[at - 1], part.trim()]] : [])));
}

/**
 * A text as SQL has it.
 * @param {string} text
 * @param {string} dialect
 */
function literal(text, dialect) {
  if (text.includes("\0")) throw new UsageError(`a text of a query cannot hold the character 0: ${JSON.stringify(text)}`);
  const quoted = `'${text.replaceAll("'", "''")}'`;
  // Where `standard_conforming_strings` is off, PostgreSQL takes backslashes in plain literals for signs of its own.
  return dialect === "postgres" && text.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** @param {string} name */
function identifier(name) {
  if (name.includes("\0")) throw new UsageError(`a name cannot hold the character 0: ${JSON.stringify(name)}`);
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A table's name, its parts between dots; a part may stand in double quotes, and then hold dots.
 * @param {string} name
 */
function table(name) {
  const part = /(?:"((?:[^"]|"")+)"|([^".]+))(\.(?!$)|$)/y;
  const parts = [];
  while (part.lastIndex < name.length) {
    const [, quoted, plain] = part.exec(name) ?? [];
    if (!quoted && !plain) throw new UsageError(`--table: found ${name}, expected a name such as events, sales.events or "my.table"`);
    parts.push(identifier(quoted?.replaceAll('""', '"') ?? plain));
  }
  if (parts.length > 3) throw new UsageError(`--table: found ${name}, expected at most a database, a schema and a table`);
  return parts.join(".");
}

/**
 * What the stages mean, as rows: name, KT, mood.
 * @param {string} file
 * @param {string} dialect
 */
function stagesIn(file, dialect) {
  let stages;
  try {
    stages = JSON.parse(readFileSync(file, "utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    throw new Error(`--stages: cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const wrong = (/** @type {string} */ what) => new Error(`--stages: ${file}: ${what}`);
  if (typeof stages !== "object" || stages === null || Array.isArray(stages)) throw wrong('expected an object such as { "Won": { "kt": 2, "mood": "red" } }');
  const rows = Object.entries(stages).map(([name, stage]) => {
    const { kt, mood, ...others } = stage ?? {};
    const sound = [0, 1, 2, 3].includes(kt) && (kt === 0 ? mood === undefined : mood === "red" || mood === "blue");
    if (!sound || Object.keys(others).length > 0) {
      throw wrong(`${JSON.stringify(name)} is ${JSON.stringify(stage)}; expected "kt" 0 alone, or "kt" 1 to 3 with "mood" "red" or "blue"`);
    }
    return `(${literal(name, dialect)}, ${kt}, ${kt === 0 ? "null::text" : `'${mood}'`})`;
  });
  if (rows.length === 0) throw wrong("expected at least one stage");
  return rows;
}

/** @param {Record<string, string | undefined>} given */
function check(given) {
  const { dialect, stage, stages, kt, mood, temperature, currency } = given;
  for (const name of ["dialect", "table", "client", "at"]) {
    if (given[name] === undefined) throw new UsageError(`--${name} is missing`);
  }
  if (!DIALECTS.includes(String(dialect))) throw new UsageError(`--dialect: found ${dialect}, expected one of ${DIALECTS.join(", ")}`);
  const [byStage, byPoint] = [[stage, stages], [kt, mood]].map(pair => pair.filter(name => name !== undefined).length);
  if (byStage + byPoint !== 2 || byStage === 1) throw new UsageError("expected either --stage and --stages, or --kt and --mood");
  if (temperature !== undefined && SIDES.some(side => given[`temperature-${side}`] !== undefined)) {
    throw new UsageError("expected either --temperature, or temperatures by side");
  }
  if (currency !== undefined && !/^[A-Z]{3}$/.test(currency)) throw new UsageError(`--currency: found ${currency}, expected an ISO 4217 code such as EUR`);
}

/** @param {string[]} words */
function run(words) {
  const given = options(words, NAMES);
  check(given);
  const dialect = String(given.dialect);
  const known = { ...expressions("columns"), ...expressions(dialect) };
  const columns = COLUMNS.map(name => [name, given[name] === undefined ? "null::text" : `source.${identifier(String(given[name]))}`]);
  const head = ["title", "currency"].filter(name => given[name] !== undefined).map(name => `,"${name}":${JSON.stringify(given[name])}`);
  const values = {
    ...Object.fromEntries(columns),
    fence: known.fence,
    table: table(String(given.table)),
    // Where no column holds stages, one that none can be called: a name is not blank.
    stages: given.stages === undefined ? "('', 0, null::text)" : stagesIn(given.stages, dialect).join(",\n    "),
    // By what springs are put in order.
    first: given.order === undefined ? "moment" : "place",
    warm: String(COLUMNS.some(name => name.startsWith("temperature") && given[name] !== undefined)),
    head: literal(head.join(""), dialect),
  };
  return filled(read("journeys"), values, known);
}
