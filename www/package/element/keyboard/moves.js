// The keyboard's way from place to place, along the water.

/** @typedef {import("../../engine/types.js").Spot} Spot */

export class Moves {
  #places;
  /** Where the current tab stop was reached from, and which way. */
  #from = { id: "", onward: true };

  /** @param {import("../places.js").Places} places */
  constructor(places) {
    this.#places = places;
  }

  /**
   * Moves along the water.
   * @param {string} key
   * @returns {boolean} whether the key is one of these
   */
  key(key) {
    const here = this.#places.spot(this.#places.current);
    if (!here) return false;
    if (key === "ArrowRight" || key === "ArrowLeft") {
      const onward = key === "ArrowRight";
      const to = (onward ? here.onward : here.back).find(id => this.#places.spot(id));
      if (to) {
        this.#from = { id: here.id, onward };
        this.#places.go(to);
      }
      return true;
    }
    if (key !== "ArrowUp" && key !== "ArrowDown") return false;
    const branches = this.#branches(here).filter(id => this.#places.spot(id));
    const next = branches.indexOf(here.id) + (key === "ArrowDown" ? 1 : -1);
    if (branches[next]) this.#places.go(branches[next]);
    return true;
  }

  /**
   * The branches that a place is one of, by size: those of where one came from, else of its largest neighbour.
   * @param {Spot} here
   */
  #branches(here) {
    const from = this.#places.spot(this.#from.id);
    const came = from && (this.#from.onward ? from.onward : from.back);
    if (came?.includes(here.id)) return came;
    const [up, down] = [here.back, here.onward].map(ids => this.#places.spot(ids.find(id => this.#places.spot(id))));
    return up?.onward ?? down?.back ?? [];
  }
}
