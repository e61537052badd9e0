// Reading a table without holding the page up: piece by piece, and in between whatever else there is to do.
import { FlowDocumentError, call, generation } from "./engine.js";
import { pack } from "./packed.js";

/** UTF-16 units or bytes of a piece, and events that are put in order at once. */
const PIECE = 1 << 17;
const STEP = 1 << 16;
/** How long the page may be kept waiting, ms. */
const PATIENCE = 12;

/**
 * The document of a table; see `journeysFromCsv`.
 * @param {unknown} text
 * @param {unknown} columns
 * @param {unknown} stages
 * @returns {Promise<{ document: import("./document.js").FlowDocument, problems: import("./engine.js").Problem[] }>}
 */
export async function read(text, columns, stages) {
  const own = generation;
  const table = call(({ Table }) => new Table(columns, stages));
  let done = false;
  try {
    let start = performance.now();
    for (const step of steps(table, text)) {
      call(step);
      if (performance.now() - start < PATIENCE) continue;
      await turn();
      // Somebody else's call may have ended the instance meanwhile: in a fresh one it is read once more.
      if (generation !== own) return read(text, columns, stages);
      start = performance.now();
    }
    const [document, problems, log] = call(() => table.finish());
    done = true;
    const found = { document: JSON.parse(document), problems: JSON.parse(problems) };
    pack(found.document.journeys, log);
    return found;
  } finally {
    if (!done && generation === own) table.free();
  }
}

/**
 * All that is to be done with a table before it is there, in steps that take little time each.
 * @param {import("./glue.js").Table} table
 * @param {unknown} text
 */
function* steps(table, text) {
  for (const piece of pieces(text)) yield () => table.push(piece);
  yield () => table.end();
  for (let settled = false; !settled; ) yield () => (settled = table.settle(STEP));
}

/**
 * A text, piece by piece, in UTF-8.
 * @param {unknown} text
 */
function* pieces(text) {
  if (typeof text === "string") {
    const [encoder, bytes] = [new TextEncoder(), new Uint8Array(3 * PIECE)];
    for (let from = 0, to = 0; from < text.length; from = to) {
      to = Math.min(from + PIECE, text.length);
      // Both halves of a surrogate pair stay together.
      if (to < text.length && (text.charCodeAt(to - 1) & 0xfc00) === 0xd800) to -= 1;
      yield bytes.subarray(0, encoder.encodeInto(text.slice(from, to), bytes).written);
    }
    return;
  }
  if (!(text instanceof ArrayBuffer || ArrayBuffer.isView(text))) {
    const message = `found a value of the type ${typeof text}, expected a text or its bytes`;
    throw new FlowDocumentError([{ severity: "error", code: "type", pointer: "", message }]);
  }
  const bytes = ArrayBuffer.isView(text) ? new Uint8Array(text.buffer, text.byteOffset, text.byteLength) : new Uint8Array(text);
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
}

/** Whatever else there is to do. @returns {Promise<void>} */
function turn() {
  return new Promise(done => {
    // Not a timer, which browsers hold back.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}
