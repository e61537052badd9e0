import { LONG, isDocument } from "./editor.js";
import { cut, locate } from "./locate.js";
import { Streets, isRecord } from "./streets.js";
import { Table } from "./table/table.js";

/**
 * What files hold: a document or a table of which one can be made, streets, or both.
 * @typedef {object} Contents
 * @property {string} [text] the document's
 * @property {Table} [table]
 * @property {boolean} [hasStreets] whether that text has streets in it
 * @property {Streets} [streets]
 */

/** Why files are not taken, in words for the reader. */
export class Refusal extends Error {}

/**
 * Reads files: all of them, or none.
 * @param {File[]} files
 * @returns {Promise<Contents>}
 * @throws {Refusal}
 */
export async function read(files) {
  const all = [];
  for (const file of files) all.push({ name: file.name, ...await readOne(file) });
  const collections = all.filter(({ text, table }) => text === undefined && !table);
  const documents = all.filter(one => !collections.includes(one));
  const what = documents.every(({ table }) => table) ? "tables" : documents.some(({ table }) => table) ? "tables and flow documents" : "flow documents";
  for (const [found, whose] of /** @type {const} */ ([[documents, what], [collections, "street files"]])) {
    const names = listed(found.map(({ name }) => name));
    if (found.length > 1) throw new Refusal(`${names}: these are ${found.length} ${whose}, and the map shows one.`);
  }
  // A file of streets comes before those that the document brings.
  return { ...documents[0], ...collections[0] };
}

/**
 * @param {File} file
 * @returns {Promise<Contents>}
 */
async function readOne(file) {
  const { name } = file;
  /** @param {string} what */
  const refuse = what => (/** @type {unknown} */ error) => {
    throw new Refusal(`${name} ${what} (${error instanceof Error ? error.message : error}).`);
  };
  // A folder is dropped as a file that cannot be read.
  const text = decoded(await file.arrayBuffer().catch(refuse("could not be read")));
  if (text.startsWith("PK")) throw new Refusal(`${name} is a packed file: from a spreadsheet, save the sheet as CSV.`);
  // A table begins with the name of a column.
  const table = /^[\ufeff\s]*[[{]/.test(text) ? undefined : await Table.read(name, text);
  if (table) return { table };
  const value = await Promise.resolve(text).then(JSON.parse).catch(refuse("is neither a table nor JSON"));
  if (value?.type === "FeatureCollection") return { streets: new Streets(name, text, value) };
  if (!isDocument(value)) throw new Refusal(`${name} is neither a flow document nor streets (a GeoJSON FeatureCollection).`);
  const own = value.city?.streets;
  if (text.length < LONG || !isRecord(own)) return { text, hasStreets: own !== undefined };
  const place = locate(text, "/city/streets");
  return { text: cut(text, place), streets: new Streets(name, text.slice(...place.value), own) };
}

/**
 * The text of a file; spreadsheets do not always write UTF-8.
 * @param {ArrayBuffer} bytes
 */
function decoded(bytes) {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  const wide = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : undefined;
  if (wide) return new TextDecoder(wide).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * Takes files that are dropped anywhere on the page.
 * @param {HTMLElement} sign shown while files are dragged over the page
 * @param {(files: File[]) => void} take
 */
export function onDrop(sign, take) {
  /** @type {EventTarget | undefined} */
  let over;
  // Text that is dragged stays text.
  const on = (/** @type {"dragenter" | "dragover" | "dragleave" | "drop"} */ name, /** @type {(event: DragEvent) => void} */ act) =>
    addEventListener(name, event => event.dataTransfer?.types.includes("Files") && act(event));
  on("dragenter", event => {
    // An element is entered before the one around it is left, so leaving the latest one is leaving the page.
    [over] = event.composedPath();
  });
  on("dragover", event => {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    sign.hidden = false;
  });
  on("dragleave", event => {
    if (event.composedPath()[0] === over) sign.hidden = true;
  });
  // It rests while something is dragged; where it moves, the end of that was not told.
  addEventListener("pointermove", () => {
    sign.hidden = true;
  }, { passive: true });
  on("drop", event => {
    event.preventDefault();
    sign.hidden = true;
    take([...event.dataTransfer?.files ?? []]);
  });
}

/**
 * Words in a row, as they are read.
 * @param {string[]} words
 */
export function listed(words) {
  return new Intl.ListFormat("en").format(words);
}
