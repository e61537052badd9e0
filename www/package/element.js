// <city-rivers>: registers the element. On a server, where there are no elements, importing this does nothing.
// Asked for at once, and not only by the file that uses it.
import "./glue.js";
import { CityRiversElement } from "./element/element.js";

if (globalThis.customElements && !customElements.get("city-rivers")) customElements.define("city-rivers", CityRiversElement);

export { CityRiversElement };
