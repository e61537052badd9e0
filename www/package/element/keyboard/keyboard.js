// The keyboard over a map: from place to place and along streams, the story, playing, looking around, building.
import { inLanguage } from "../../map/language.js";
import { placeName } from "../../map/levers/names.js";
import { Building } from "./building.js";
import { Moves } from "./moves.js";
import { Streams } from "./streams.js";

/** @typedef {import("../../map/map.js").CityRivers} CityRivers */

const words = inLanguage({
  dig: (/** @type {string} */ from) => `Canal from ${from}: go to where it is to lead and press C`,
}, {
  dig: from => `Canal din ${from}: mergi unde trebuie să ajungă și apasă C`,
});

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

export class Keyboard {
  #ask;
  #building;
  #moves;
  #places;
  #streams;

  /**
   * @param {() => CityRivers | undefined} map
   * @param {import("../places.js").Places} places
   * @param {Ask} ask
   */
  constructor(map, places, ask) {
    this.#ask = ask;
    this.#places = places;
    this.#moves = new Moves(places);
    this.#streams = new Streams(map, places, ask.choose);
    this.#building = new Building(map, from => {
      const contents = map()?.contents;
      if (contents) ask.say(words(contents.locale).dig(placeName(contents, from)));
    });
  }

  /** What is on the canvas has changed. */
  show() {
    void this.#streams.show();
  }

  /**
   * @param {{ key: string, shiftKey: boolean, target: EventTarget | null }} event
   * @returns {boolean} whether the key is one of these
   */
  key(event) {
    const { key, target } = event;
    const isDigging = this.#building.isDigging;
    if (this.#building.key(event, this.#streams.stream, this.#places.current)) {
      if (isDigging) this.#ask.hush();
    } else if (key === "Escape" && this.#ask.close()) {
      this.#ask.choose(null);
    } else if (key === "Escape") /** @type {HTMLElement} */ (target).blur();
    else if (key === " ") this.#ask.toggle();
    else if (key === "PageDown") this.#ask.step(1);
    else if (key === "PageUp") this.#ask.step(-1);
    else return this.#ask.look(event) || this.#streams.key(event) || this.#moves.key(key);
    return true;
  }
}
