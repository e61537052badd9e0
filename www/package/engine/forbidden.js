// Why there is no WebAssembly, where it cannot be loaded.

/** Why no WebAssembly at all runs here, if none does: asked of the smallest module there is. */
export function forbidden() {
  if (typeof WebAssembly === "undefined") return new Error("This browser has no WebAssembly, or it is switched off.");
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return undefined;
  } catch {
    return new Error("The page's Content-Security-Policy forbids WebAssembly: its script-src lacks 'wasm-unsafe-eval'.");
  }
}
