// Buttons and keys for looking around in a city of given streets: the camera.
import { inLanguage } from "../map/language.js";
import { icon, make } from "./dom.js";
import { sheet } from "./styles.js";

/** @typedef {import("../map/map.js").CityRivers} CityRivers */

const NEARER = "M7 2h2v5h5v2H9v5H7V9H2V7h5z";
const FARTHER = "M2 7h12v2H2z";
const ALL = "M2 2h5v2H4v3H2zM9 2h5v5h-2V4H9zM2 9h2v3h3v2H2zM12 9h2v5H9v-2h3z";

/** How much nearer a button or a key comes, and which part of the canvas a key goes aside. */
const TIMES = 1.5;
const PART = 0.25;

/** Which way the arrows look: the city moves the other way. @type {Record<string, [number, number]>} */
const WAYS = { ArrowRight: [-1, 0], ArrowLeft: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

const words = inLanguage({
  nearer: "Zoom in",
  farther: "Zoom out",
  all: "Show all",
}, {
  nearer: "Mărește",
  farther: "Micșorează",
  all: "Arată tot",
});

const styles = sheet(".looking { display: flex; margin-inline-start: auto; }");

export class Zoom {
  #map;
  #waits = false;
  #nearer = make("button", { type: "button", part: "button" }, icon(NEARER));
  #farther = make("button", { type: "button", part: "button" }, icon(FARTHER));
  #all = make("button", { type: "button", part: "button" }, icon(ALL));

  /** Its styles, which the element takes over. */
  styles = [styles()];

  /** @param {() => CityRivers | undefined} map */
  constructor(map) {
    this.#map = map;
    for (const [button, key] of /** @type {const} */ ([[this.#farther, "-"], [this.#nearer, "+"], [this.#all, "0"]])) {
      button.addEventListener("click", () => this.key({ key, shiftKey: false }));
    }
    this.root = make("div", { class: "looking", hidden: true }, this.#farther, this.#nearer, this.#all);
  }

  /** @param {string | undefined} locale */
  set locale(locale) {
    const said = words(locale);
    for (const [button, label] of /** @type {const} */ ([[this.#nearer, "nearer"], [this.#farther, "farther"], [this.#all, "all"]])) {
      button.setAttribute("aria-label", said[label]);
      button.title = said[label];
    }
  }

  /** @param {import("../map/options.js").MapState} state */
  show({ zoom, zoomLimit }) {
    this.root.hidden = zoom === null;
    this.#nearer.disabled = zoomLimit === "in";
    this.#farther.disabled = zoomLimit === "out";
  }

  /**
   * Looks around by a key.
   * @param {{ key: string, shiftKey: boolean }} event
   * @returns {boolean} whether the key is one of these
   */
  key({ key, shiftKey }) {
    const state = this.#map()?.state;
    if (!state || state.zoom === null) return false;
    const way = shiftKey && WAYS[key];
    if (way) this.#do(map => map.pan(way[0] * PART * state.width, way[1] * PART * state.height));
    else if (key === "+" || key === "=") this.#do(map => map.zoom(TIMES));
    else if (key === "-") this.#do(map => map.zoom(1 / TIMES));
    else if (key === "0") this.#do(map => map.fit());
    else return false;
    return true;
  }

  /**
   * Keys that are held down repeat faster than a large city is laid out anew: what comes before the last step is seen is left out.
   * @param {(map: CityRivers) => Promise<boolean>} step
   */
  #do(step) {
    if (this.#waits) return;
    this.#waits = true;
    requestAnimationFrame(async () => {
      const map = this.#map();
      try {
        // At a limit nothing changes but the buttons.
        if (map && !(await step(map))) this.show(map.state);
      } catch {
        // That a worker is gone is told as an error of the map.
      }
      this.#waits = false;
    });
  }
}
