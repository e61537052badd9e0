// The keyboard over a map: from place to place and along streams, the story, playing, looking around, building.
import { quietly, when } from "../../engine/answer.js";
import { Part, ahead } from "../../engine/part.js";
import { Moves } from "./moves.js";

/** @typedef {import("../../map/map.js").CityRivers} CityRivers */
/** @typedef {{ key: string, shiftKey: boolean, target: EventTarget | null }} Pressed */

/**
 * What keys may ask for.
 * @typedef {object} Ask
 * @property {(id: string | null) => void} choose
 * @property {() => void} toggle plays, or pauses
 * @property {(by: 1 | -1) => void} step
 * @property {(event: { key: string, shiftKey: boolean }) => boolean} look looks around; whether the key is one for that
 * @property {(text: string) => void} say
 * @property {() => void} hush takes back what was said
 * @property {() => boolean} close closes the card; whether there was one
 */

const water = new Part(() => import("./water.js"));

/** Keys that it begins with: the others go on from there. */
const LETTERS = /^[sdwc]$/i;

export class Keyboard {
  #map;
  #ask;
  #moves;
  #places;
  /** @type {import("./building.js").Building | undefined} */
  #building;
  /** @type {import("./streams.js").Streams | undefined} */
  #streams;

  /**
   * @param {() => CityRivers | undefined} map
   * @param {import("../places.js").Places} places
   * @param {Ask} ask
   */
  constructor(map, places, ask) {
    this.#map = map;
    this.#ask = ask;
    this.#places = places;
    this.#moves = new Moves(places);
  }

  /** What is on the canvas has changed. */
  show() {
    void this.#streams?.show();
  }

  /** Fetches what letters do. @returns {void | Promise<void>} */
  fetch() {
    return when(water.get(), part => this.#begin(part));
  }

  /** Fetches ahead what it may need. */
  fetchAhead() {
    ahead(water);
  }

  /** @param {Pressed} event @returns {boolean} whether the key is one of these */
  key(event) {
    const { key, target } = event;
    if (!this.#streams && LETTERS.test(key)) {
      quietly(when(this.fetch(), () => void this.key(event)));
      return true;
    }
    const isDigging = this.#building?.isDigging;
    if (this.#building?.key(event, this.#streams?.stream, this.#places.current)) {
      if (isDigging) this.#ask.hush();
    } else if (key === "Escape" && this.#ask.close()) {
      this.#ask.choose(null);
    } else if (key === "Escape") /** @type {HTMLElement} */ (target).blur();
    else if (key === " ") this.#ask.toggle();
    else if (key === "PageDown") this.#ask.step(1);
    else if (key === "PageUp") this.#ask.step(-1);
    else return this.#ask.look(event) || (this.#streams?.key(event) ?? false) || this.#moves.key(key);
    return true;
  }

  /** @param {typeof import("./water.js")} part */
  #begin({ Building, Streams, placeName, words }) {
    if (this.#streams) return;
    this.#streams = new Streams(this.#map, this.#places, this.#ask.choose);
    this.#building = new Building(this.#map, from => {
      const contents = this.#map()?.contents;
      if (contents) this.#ask.say(words(contents.locale).dig(placeName(contents, from)));
    });
  }
}
