// Loading the WebAssembly: once, also where workers use it too.
import { start } from "./call.js";
import { wasm } from "../wasm.js";

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
