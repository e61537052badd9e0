// All that the entry points pass on, as one module: where nothing is to be fetched later, it is one file.
export * from "./index.js";
export { CityRiversElement } from "./element/element.js";
