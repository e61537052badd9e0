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

/** The part that first pictures do without, once it is there. @type {WebAssembly.Module | undefined} */
let second;

/** How the second part is come by; nothing where all is in the first one. @type {(() => Promise<WebAssembly.Module>) | undefined} */
let fetchRest;

/** @type {Promise<void> | undefined} */
let coming;

/** What can be called. @type {typeof glue} */
let api = glue;

/** What the second part has from outside. @type {WebAssembly.ModuleImports} */
let imports = {};

/** Says how the second part is come by. @param {(() => Promise<WebAssembly.Module>) | undefined} fetch */
export function restFrom(fetch) {
  fetchRest = fetch;
}

/** Whether nothing is missing. */
export const isWhole = () => second !== undefined || !fetchRest;

/** Brings the second part in, where it is not there yet. @returns {Promise<void>} */
export function rest() {
  coming ??= Promise.all([fetchRest?.(), fetchRest && import("../glue_rest.js")]).then(([module, own]) => {
    second = module;
    if (own) [api, imports] = [/** @type {any} */ ({ ...glue, ...own }), own.imports];
    join();
  }).catch(error => {
    coming = undefined;
    throw error;
  });
  return coming;
}

/** Puts the second part beside the first, which calls it through its table: from there it also takes the functions that it calls. */
function join() {
  if (!second) return;
  const exports = /** @type {any} */ (glue).initSync();
  /** @type {WebAssembly.Imports} */
  const given = { "": {} };
  for (const { module, name, kind } of WebAssembly.Module.imports(second)) {
    if (module) given[module] = imports;
    else given[""][name] = kind === "function" ? exports.t0.get(Number(name)) : exports[name];
  }
  new WebAssembly.Instance(second, given);
}

/** What was asked for needs the second part: once that is there, it may be asked again. */
export class NotYet extends Error {}

/**
 * Does something for which the second part may be needed: at once where that is there, or else when it has come.
 * @template T
 * @param {() => T} run
 * @returns {T | Promise<T>}
 */
export const whole = run => (isWhole() ? run() : rest().then(run));

/**
 * Does something, and once more with all of the WebAssembly where it turns out to need that.
 * @template T
 * @param {() => T | Promise<T>} run
 * @returns {Promise<T>}
 */
export async function again(run) {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof NotYet)) throw error;
    await rest();
    return run();
  }
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
    return run(api);
  } catch (error) {
    if (typeof error === "string") throw new FlowDocumentError(JSON.parse(error));
    // A trap, or a stack that ran out, leaves an instance in no known state: a fresh one takes its place.
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
    generation += 1;
    glue.__wbg_reset_state();
    join();
    // Without the second part that is what becomes of a call into it.
    if (!isWhole()) throw new NotYet(error.message);
    throw new FlowDocumentError(problemsOf(new Error(`an error inside city-rivers, please report it (${error.message})`)));
  }
}
