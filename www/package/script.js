// The classic script: the element, and everything else under one global name.
import * as api from "./index.js";
import { CityRiversElement } from "./element.js";

/** @type {any} */ (globalThis).cityRivers = { ...api, CityRiversElement };
