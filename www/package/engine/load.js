// Loading the WebAssembly: once, also where workers use it too.
import { later, wasm } from "../wasm.js";
import { isWhole, rest, restFrom, start } from "./call.js";

/** @typedef {string | URL | Response | BufferSource | WebAssembly.Module} Wasm where it is, or itself */

/** @type {Promise<WebAssembly.Module> | undefined} */
let loading;

/**
 * Loads the WebAssembly. Calling it is not needed (everything else calls it) and calling it twice is like once.
 * @param {Wasm} [source] by default the package's own
 * @returns {Promise<void>}
 */
export async function init(source) {
  await loaded(source);
}

/** The module of the second part, which workers ask for, too. @type {Promise<WebAssembly.Module> | undefined} */
let second;

/** @returns {Promise<WebAssembly.Module>} */
export function secondPart() {
  second ??= compiled(/** @type {() => URL | Response} */ (later)()).catch(error => {
    second = undefined;
    throw error;
  });
  return second;
}

restFrom(later && secondPart);

/** All of the WebAssembly. */
export async function all() {
  // Both at a time.
  if (!isWhole()) secondPart().catch(() => {});
  await loaded();
  await rest();
}

/** Fetches ahead what a reader's hand may need, when the page has nothing else to do. */
export function restAhead() {
  const { connection } = /** @type {any} */ (navigator);
  if (connection?.saveData) return;
  const fetch = () => void rest().catch(() => {});
  // Safari has no idle callbacks.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(fetch, { timeout: 5_000 });
  else setTimeout(fetch, 200);
}

/**
 * The WebAssembly, compiled, and started in this thread.
 * @param {Wasm} [source]
 */
export function loaded(source) {
  loading ??= load(source ?? wasm()).catch(error => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** @param {Wasm} source */
async function load(source) {
  try {
    const module = source instanceof WebAssembly.Module ? source : await compiled(source);
    await start(module);
    return module;
  } catch (error) {
    const part = await import("./forbidden.js").catch(() => undefined);
    throw part?.forbidden() ?? error;
  }
}

/** @param {string | URL | Response | BufferSource} source */
async function compiled(source) {
  // Node fetches no files.
  const isFile = source instanceof URL && source.protocol === "file:";
  const files = isFile && /** @type {any} */ (globalThis).process?.getBuiltinModule?.("node:fs");
  if (files) return WebAssembly.compile(files.readFileSync(source));
  const given = typeof source === "string" || source instanceof URL ? await fetch(source) : source;
  if (!(given instanceof Response)) return WebAssembly.compile(given);
  if (!given.ok) throw new Error(`${given.url} could not be loaded: ${given.status} ${given.statusText}`);
  // It is compiled while it arrives where the server says what it is.
  const isTyped = given.headers.get("content-type") === "application/wasm";
  return isTyped ? WebAssembly.compileStreaming(given) : WebAssembly.compile(await given.arrayBuffer());
}
