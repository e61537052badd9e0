// Asking whether a document is accepted.
import { call } from "./call.js";
import { FlowDocumentError } from "./problems.js";

/** @typedef {import("./problems.js").Problem} Problem */

/**
 * All that is wrong with a document, or worth knowing.
 * @param {unknown} document
 * @returns {Problem[]}
 */
export function problemsIn(document) {
  return JSON.parse(call(({ check }) => check(document)));
}

/**
 * @param {unknown} document
 * @throws {FlowDocumentError} where it is refused
 */
export function accept(document) {
  const problems = problemsIn(document);
  if (problems.some(({ severity }) => severity === "error")) throw new FlowDocumentError(problems);
}
