// The keyboard's way along streams and streets. There may be thousands: only what it stands on has a button.
import { make } from "../dom.js";
import { box } from "../places.js";

/** @typedef {import("../../map/map.js").CityRivers} CityRivers */
/** @typedef {import("../../engine/types.js").Item} Item */
/** @typedef {"out" | "in"} Way */

const ARROWS = ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"];

export class Streams {
  #map;
  #places;
  #choose;
  /**
   * What it stands on, the stream that this is or that runs there, and whether that is one of those that leave a place or come into one.
   * @type {{ item: Item, stream: Item, way: Way, button: HTMLButtonElement } | undefined}
   */
  #here;
  #asks = false;

  /**
   * @param {() => CityRivers | undefined} map
   * @param {import("../places.js").Places} places
   * @param {(id: string) => void} choose called when water is picked
   */
  constructor(map, places, choose) {
    this.#map = map;
    this.#places = places;
    this.#choose = choose;
  }

  /**
   * Goes on by a key: to the water from a place, or from there.
   * @param {{ key: string, shiftKey: boolean }} event
   * @returns {boolean} whether the key is one of these
   */
  key({ key, shiftKey }) {
    const letter = key.toLowerCase() === "s";
    if (!letter && !(this.#here && ARROWS.includes(key))) return false;
    const map = this.#map();
    // Keys that are held down may repeat faster than a worker answers.
    if (map && !this.#asks) {
      this.#asks = true;
      const step = letter ? this.#shared(map, shiftKey) : this.#go(map, key);
      // That a worker is gone is told as an error of the map.
      step.catch(() => {}).finally(() => (this.#asks = false));
    }
    return true;
  }

  /** Id of the stream that the keyboard stands on, or along which it stands on a street. */
  get stream() {
    return this.#here?.stream.id;
  }

  /** What is on the canvas has changed. */
  async show() {
    const [here, map] = [this.#here, this.#map()];
    if (!here || !map) return;
    const item = await map.water.outline(here.item.id).catch(() => null);
    if (this.#here !== here) return;
    if (item?.type !== here.item.type) return this.#leave();
    here.item = item;
    box(here.button, item);
  }

  /**
   * From a place to its largest stream; from a stream to the streets that it shares, one after the other, and back to itself.
   * @param {CityRivers} map
   * @param {boolean} isBack to what comes in, or the other way round
   */
  async #shared(map, isBack) {
    const here = this.#here;
    if (!here) return this.#largest(map, this.#places.current, isBack ? ["in"] : ["out", "in"]);
    const ids = [here.stream.id, ...(await map.water.at(here.stream.id))];
    const next = ids.at((ids.indexOf(here.item.id) + (isBack ? -1 : 1)) % ids.length);
    if (next && next !== here.item.id) await this.#stand(map, next, here.way, here.stream);
  }

  /**
   * From a stream to its ends, and to those beside it.
   * @param {CityRivers} map
   * @param {string} key
   */
  async #go(map, key) {
    if (!this.#here) return;
    const { stream, way } = this.#here;
    const { from = "", to = "" } = stream;
    if (key === "ArrowRight" || key === "ArrowLeft") {
      const [place, onward] = key === "ArrowRight" ? [to, "out"] : [from, "in"];
      // Where there is no mark, or none is in sight, the water goes on.
      if (!this.#places.go(place)) await this.#largest(map, place, [/** @type {Way} */ (onward)]);
      return;
    }
    const beside = await map.water.at(way === "out" ? from : to, way);
    const next = beside[beside.indexOf(stream.id) + (key === "ArrowDown" ? 1 : -1)];
    if (next) await this.#stand(map, next, way);
  }

  /**
   * @param {CityRivers} map
   * @param {string} place
   * @param {Way[]} ways the first one that has a stream counts
   */
  async #largest(map, place, ways) {
    for (const way of ways) {
      const [first] = await map.water.at(place, way);
      if (first) return this.#stand(map, first, way);
    }
  }

  /**
   * @param {CityRivers} map
   * @param {string} id
   * @param {Way} way
   * @param {Item} [stream] that runs there, if this is not one
   */
  async #stand(map, id, way, stream) {
    const item = await map.water.outline(id);
    const { root } = this.#places;
    // The keyboard may have left meanwhile.
    if (!item || !root.querySelector(":focus")) return void (await map.water.outline(null));
    const button = make("button", { type: "button", class: "water" });
    button.addEventListener("click", () => this.#choose(item.id));
    button.addEventListener("blur", () => {
      const { activeElement } = /** @type {ShadowRoot} */ (root.getRootNode());
      // Where another window takes the focus, this keeps it in its page.
      if (this.#here?.button === button && activeElement !== button) this.#leave();
    });
    box(button, item);
    root.append(button);
    const before = this.#here;
    this.#here = { item, stream: stream ?? item, way, button };
    this.#places.isAway = true;
    button.focus();
    before?.button.remove();
  }

  /** Back to the places. */
  #leave() {
    const { button } = this.#here ?? {};
    const hadFocus = button?.matches(":focus");
    this.#here = undefined;
    this.#places.isAway = false;
    if (hadFocus && !this.#places.go(this.#places.current)) this.#places.root.focus();
    button?.remove();
    this.#map()?.water.outline(null).catch(() => {});
  }
}
