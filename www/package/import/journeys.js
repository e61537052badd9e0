// Journeys from a table.
import { all } from "../engine/load.js";

/** @typedef {import("../engine/problems.js").Problem} Problem */
/** @typedef {import("../document.js").FlowDocument} FlowDocument */

/**
 * In which column of a table each field of an event stands, by the name in the table's first row: `client`, `at`, and `stage`, or `kt` and
 * `mood`.
 * @typedef {object} Columns
 * @property {string} client
 * @property {string} at
 * @property {string} [stage]
 * @property {string} [kt]
 * @property {string} [mood]
 * @property {string} [value]
 * @property {string | { company?: string, staff?: string, product?: string }} [temperature]
 * @property {string} [spring]
 * @property {string} [note]
 */

/**
 * The document of a table of dated events, as a CRM writes it: CSV text (or its bytes, UTF-8) with names in its first row, separated by
 * commas, semicolons or tabs. Rows that cannot be read are left out; of each a problem says why, with its line. The page stays responsive
 * meanwhile, and the events of the document take little room until somebody reads them.
 * @param {string | ArrayBuffer | ArrayBufferView} text
 * @param {Columns} columns
 * @param {NonNullable<NonNullable<FlowDocument["journeys"]>["stages"]>} [stages] what the stages mean that the rows name
 * @returns {Promise<{ document: FlowDocument, problems: Problem[] }>}
 * @throws {import("../engine/problems.js").FlowDocumentError} where a column is not there, or no row is an event
 */
export async function journeysFromCsv(text, columns, stages = {}) {
  const [{ read }] = await Promise.all([import("./table.js"), all()]);
  return read(text, columns, stages);
}
