import { FlowDocumentError, expand, journeysFromCsv } from "../package/index.js";
import { LONG } from "../editor.js";
import { plainTable } from "./events.js";

/** @typedef {import("./events.js").Reading} Reading */
/** @typedef {import("./guess.js").Choice} Choice */
/** @typedef {import("./table.js").Table} Table */
/** @typedef {import("../package/document.js").FlowDocument} FlowDocument */
/** @typedef {import("../package/index.js").Problem} Problem */

/**
 * The document of a table, as text: its journeys or, of more than an editor holds with ease, the network that they come to.
 * @param {Table} table
 * @param {Choice} choice
 * @param {Reading} reading
 * @returns {Promise<{ text: string, source: FlowDocument | undefined, problems: Problem[] } | { why: string }>} source: the journeys, where the text is but
 *   their network; problems: rows that were left out by the package, by their lines; why: what is wrong, where there is no text
 */
export async function documentOf(table, choice, reading) {
  const { text: plain, columns, stages } = await plainTable(reading);
  try {
    const { document, problems } = await journeysFromCsv(plain, columns, stages);
    const rows = problems.map(problem => ({ ...problem, line: table.lines[reading.events[(problem.line ?? 2) - 2]?.row ?? 0] }));
    // The page has its turn between the two long steps.
    await new Promise(resolve => setTimeout(resolve));
    const isLong = plain.length > LONG / 3;
    const { cityRivers, ...rest } = isLong ? await expand(document) : document;
    const title = table.name.replace(/\.\w{2,4}$/, "").replace(/[_\s]+/g, " ").replace(/^\p{Ll}/u, first => first.toUpperCase());
    const meta = { table: rule(table, choice, reading) };
    const text = JSON.stringify({ cityRivers, title, ...rest, meta }, null, 2);
    // The map knows single clients also where the editor does not hold them.
    return { text, source: isLong ? { ...document, title, meta } : undefined, problems: rows };
  } catch (error) {
    if (!(error instanceof FlowDocumentError)) throw error;
    return { why: error.problems.map(({ message }) => message).join("; ") };
  }
}

/**
 * What of a table is drawn, for whoever reads the document later.
 * @param {Table} table
 * @param {Choice} choice
 * @param {Reading} reading
 */
function rule(table, choice, { rows, events, clients, meanings }) {
  const columns = Object.entries(choice).filter(([, column]) => typeof column === "number" && column >= 0);
  const used = new Set(events.map(({ stage }) => stage));
  return {
    name: table.name, rows, clients,
    columns: Object.fromEntries(columns.map(([field, column]) => [field, table.columns[/** @type {number} */ (column)]])),
    stages: Object.fromEntries(Object.entries(meanings).filter(([name]) => used.has(name)).map(([name, { label }]) => [name, label])),
  };
}
