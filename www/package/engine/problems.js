// What is wrong with a document, and how that is told.

/**
 * What is wrong with a document, or worth knowing.
 * @typedef {object} Problem
 * @property {"error" | "warning"} severity an error refuses the document
 * @property {string} code one of the contract's codes, such as `missing`; also `internal`, and `load` from the element's `src`
 * @property {string} pointer JSON pointer (RFC 6901) into the document as it was given
 * @property {string} message what was found and what is expected
 * @property {number} [line] line of the text, from 1, where the problem is one of text
 */

/** A document was refused. */
export class FlowDocumentError extends Error {
  /** @param {Problem[]} problems */
  constructor(problems) {
    super(problems.map(({ code, pointer, message }) => `${code} ${pointer || "/"}: ${message}`).join("\n"));
    this.name = "FlowDocumentError";
    /** All that is wrong with it. */
    this.problems = problems;
  }
}

/**
 * What to tell of any error.
 * @param {unknown} error
 * @param {string} [code] of errors that are no document's
 * @returns {Problem[]}
 */
export function problemsOf(error, code = "internal") {
  if (error instanceof FlowDocumentError) return error.problems;
  return [{ severity: "error", code, pointer: "", message: error instanceof Error ? error.message : String(error) }];
}
