// What wasm-bindgen wrote. It is named from this folder, where it lies also when all else is bundled.
export * as glue from "./glue.js";
