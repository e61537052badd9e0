// The WebAssembly behind everything: calling it, and coming back when an instance has died.
import { glue } from "../bindings.js";
import { FlowDocumentError, problemsOf } from "./problems.js";

/**
 * Makes the first instance, where none is yet.
 * @param {WebAssembly.Module} module
 */
export async function start(module) {
  await glue.default({ module_or_path: module });
}

/** How many instances there have been: what an earlier one made is gone. */
export let generation = 0;

/**
 * Calls into the WebAssembly.
 * @template T
 * @param {(module: typeof glue) => T} run
 * @returns {T}
 * @throws {FlowDocumentError} where a document is refused, or with the code `internal` where the instance has died
 */
export function call(run) {
  try {
    return run(glue);
  } catch (error) {
    if (typeof error === "string") throw new FlowDocumentError(JSON.parse(error));
    // A trap, or a stack that ran out, leaves an instance in no known state: a fresh one takes its place.
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
    generation += 1;
    glue.__wbg_reset_state();
    throw new FlowDocumentError(problemsOf(new Error(`an error inside city-rivers, please report it (${error.message})`)));
  }
}
