// Building by keys: a dam on the stream that has the focus, a warmer KT, a canal from one place to another.

/** @typedef {import("../../map/map.js").CityRivers} CityRivers */

/** How much warmer a key makes a place. */
const POINT = 0.01;

export class Building {
  #map;
  #say;
  /** The place that a canal is to leave. */
  #from = "";

  /**
   * @param {() => CityRivers | undefined} map
   * @param {(from: string) => void} say says that a canal from a place waits for its other end
   */
  constructor(map, say) {
    this.#map = map;
    this.#say = say;
  }

  /** Whether a canal waits for its other end. */
  get isDigging() {
    return this.#from !== "";
  }

  /**
   * @param {{ key: string, shiftKey: boolean }} event
   * @param {string | undefined} stream id of the stream that has the focus
   * @param {string} place id of the place that has it, where no stream does
   * @returns {boolean} whether the key is one of these
   */
  key({ key, shiftKey }, stream, place) {
    const map = this.#map();
    if (!map?.build) return false;
    const letter = key.toLowerCase();
    if (letter === "d" && stream) this.#dam(map, stream);
    else if (letter === "w" && !stream) this.#do(map.warm(place, shiftKey ? -POINT : POINT));
    else if (letter === "c" && !stream) this.#dig(map, place);
    else if (key === "Escape" && this.#from) this.#from = "";
    else return false;
    return true;
  }

  /** Builds a dam, or takes it away. @param {CityRivers} map @param {string} stream */
  #dam(map, stream) {
    const own = map.levers.find(({ dam, on }) => on && dam?.stream === stream);
    this.#do(own ? map.setLever(own.id, false) : map.dam(stream));
  }

  /** @param {CityRivers} map @param {string} place */
  #dig(map, place) {
    const from = this.#from;
    this.#from = from ? "" : place;
    if (from && from !== place) this.#do(map.dig(from, place));
    else if (!from) this.#say(place);
  }

  /** @param {Promise<unknown>} work */
  #do(work) {
    // What is refused leaves all as it was; that an instance has died is told as an error of the map.
    work.catch(() => {});
  }
}
