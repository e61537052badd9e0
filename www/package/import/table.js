// Reading a table without holding the page up: piece by piece, and in between whatever else there is to do.
import { call, generation } from "../engine/call.js";
import { FlowDocumentError } from "../engine/problems.js";
import { pack } from "./event-log.js";
import { yieldToPage } from "../engine/yield.js";

/** UTF-16 units or bytes of a piece, events that are put in order at once, and bytes of the log that are copied at once. */
const PIECE = 1 << 17;
const STEP = 1 << 16;
const COPY = 1 << 22;
/** How long the page may be kept waiting, ms. */
const PATIENCE = 12;

/**
 * The document of a table; see `journeysFromCsv`.
 * @param {unknown} text
 * @param {unknown} columns
 * @param {unknown} stages
 * @returns {Promise<{ document: import("../document.js").FlowDocument, problems: import("../engine/problems.js").Problem[] }>}
 */
export async function read(text, columns, stages) {
  const own = generation;
  /** What is still to be let go of in the WebAssembly. @type {{ free(): void }[]} */
  const held = [];
  try {
    let start = performance.now();
    for (const { found } of steps(held, text, columns, stages)) {
      if (found) return found;
      if (performance.now() - start < PATIENCE) continue;
      await yieldToPage();
      // Somebody else's call may have ended the instance meanwhile: in a fresh one it is read once more.
      if (generation !== own) return read(text, columns, stages);
      start = performance.now();
    }
    throw new Error("a table has no end");
  } finally {
    if (generation === own) held.forEach(one => one.free());
  }
}

/**
 * Reads in steps that take little time each; the last one has found the document.
 * @param {{ free(): void }[]} held
 * @param {unknown} text
 * @param {unknown} columns
 * @param {unknown} stages
 * @returns {Iterable<{ found?: Awaited<ReturnType<typeof read>> }>}
 */
function* steps(held, text, columns, stages) {
  const { length, pieces } = cut(text);
  const table = call(({ Table }) => new Table(columns, stages, length));
  held[0] = table;
  for (const piece of pieces) yield call(() => (table.push(piece), {}));
  yield call(() => (table.end(), {}));
  while (!call(() => table.settle(STEP))) yield {};
  held.length = 0;
  const found = (held[0] = call(() => table.finish()));
  yield {};
  const log = new Uint8Array(call(() => found.length()));
  for (let from = 0; from < log.length; from += COPY) {
    yield call(() => (found.copy(from, log.subarray(from, from + COPY)), {}));
  }
  const [document, problems] = call(() => [found.document(), found.problems()]).map(text => JSON.parse(text));
  pack(document.journeys, log);
  yield { found: { document, problems } };
}

/**
 * How many bytes a text has about, and the text piece by piece, in UTF-8.
 * @param {unknown} text
 * @returns {{ length: number, pieces: Iterable<Uint8Array> }}
 */
function cut(text) {
  if (typeof text === "string") return { length: text.length, pieces: encoded(text) };
  if (text instanceof ArrayBuffer) return cut(new Uint8Array(text));
  if (ArrayBuffer.isView(text)) {
    const bytes = new Uint8Array(text.buffer, text.byteOffset, text.byteLength);
    return { length: bytes.length, pieces: parts(bytes) };
  }
  const message = `found a value of the type ${typeof text}, expected a text or its bytes`;
  throw new FlowDocumentError([{ severity: "error", code: "type", pointer: "", message }]);
}

/** @param {string} text */
function* encoded(text) {
  const [encoder, bytes] = [new TextEncoder(), new Uint8Array(3 * PIECE)];
  for (let from = 0, to = 0; from < text.length; from = to) {
    to = Math.min(from + PIECE, text.length);
    // Both halves of a surrogate pair stay together.
    if (to < text.length && (text.charCodeAt(to - 1) & 0xfc00) === 0xd800) to -= 1;
    yield bytes.subarray(0, encoder.encodeInto(text.slice(from, to), bytes).written);
  }
}

/** @param {Uint8Array} bytes */
function* parts(bytes) {
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
}
