// The keyboard's layer: a button over every place of the map, one tab stop for all of them.
import { make } from "./dom.js";

/** @typedef {import("../engine/types.js").Spot} Spot */

/** The least size of a button, CSS px: what a finger or a magnified pointer can hit. */
const LEAST = 24;

/**
 * Puts a button over a thing of the map, whose name and figures it says.
 * @param {HTMLButtonElement} button
 * @param {import("../engine/types.js").Item} item
 */
export function box(button, { x, y, radius, label, text }) {
  const size = Math.max(LEAST, 2 * radius + 6);
  button.setAttribute("aria-label", `${label}: ${text}`);
  Object.assign(button.style, { left: `${x - size / 2}px`, top: `${y - size / 2}px`, width: `${size}px`, height: `${size}px` });
}

export class Places {
  /** @type {Map<string, { spot: Spot, button: HTMLButtonElement }>} */
  #places = new Map();
  #current = "";
  #isAway = false;
  #choose;

  /** @param {(id: string) => void} choose called when a place is picked */
  constructor(choose) {
    this.#choose = choose;
    this.root = make("div", { class: "places", role: "group" });
  }

  /**
   * Puts a button on every spot; one that is there already moves, and keeps the keyboard's focus.
   * @param {readonly Spot[]} spots
   */
  show(spots) {
    const before = this.#places;
    const hadFocus = Boolean(this.root.parentElement?.querySelector(".places:focus, .places :focus"));
    this.#places = new Map();
    for (const spot of spots) {
      const button = before.get(spot.id)?.button ?? this.#button(spot.id);
      before.delete(spot.id);
      this.#places.set(spot.id, { spot, button });
      box(button, spot);
    }
    for (const { button } of before.values()) button.remove();
    const buttons = [...this.#places.values()].map(place => place.button);
    // Only what is out of order moves: an element that moves loses the focus.
    buttons.forEach((button, index) => {
      if (this.root.children[index] !== button) this.root.insertBefore(button, this.root.children[index] ?? null);
    });
    this.#stop(this.#places.has(this.#current) ? this.#current : spots[0]?.id ?? "");
    if (hadFocus && !this.root.querySelector(":focus")) (this.#places.get(this.#current)?.button ?? this.root).focus();
  }

  /** Id of the place that is the tab stop, or was it last. */
  get current() {
    return this.#current;
  }

  /** @param {boolean} isAway whether something else on the map is the tab stop now */
  set isAway(isAway) {
    this.#isAway = isAway;
    this.#stop(this.#current);
  }

  /**
   * Takes the tab stop, and the keyboard's focus where it is here, to a place.
   * @param {string | undefined} id
   */
  follow(id) {
    const place = this.#places.get(id ?? "");
    if (place?.button.parentElement?.querySelector(":focus")) place.button.focus();
    else if (place) this.#stop(place.spot.id);
  }

  /** @param {string | undefined} id @returns {Spot | undefined} the place that has it, where that is on the map */
  spot(id) {
    return this.#places.get(id ?? "")?.spot;
  }

  /**
   * Takes the keyboard's focus to a place.
   * @param {string} id
   * @returns {boolean} whether it is there
   */
  go(id) {
    const place = this.#places.get(id);
    if (place) this.#stop(id);
    place?.button.focus();
    return Boolean(place);
  }

  /** @param {string} id of the place that is the tab stop now */
  #stop(id) {
    this.#current = id;
    for (const [key, { button }] of this.#places) button.tabIndex = key === id && !this.#isAway ? 0 : -1;
    // Where somebody looks around, the place with the focus may go out of sight, and all others too: the keys stay.
    this.root.tabIndex = this.#places.size || this.#isAway ? -1 : 0;
  }

  /** @param {string} id */
  #button(id) {
    const button = make("button", { type: "button" });
    button.addEventListener("click", () => this.#choose(id));
    button.addEventListener("focus", () => this.#stop(id));
    return button;
  }
}
