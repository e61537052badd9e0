// What a host wishes of a map, as properties.

/** @typedef {import("./options.js").MapOptions} MapOptions */

/**
 * Says where a map's wishes are, and what sets others.
 * @type {(map: Wished, options: MapOptions, set: (options: Partial<MapOptions>) => void) => void}
 */
export let wish;

export class Wished extends EventTarget {
  static {
    wish = (map, options, set) => {
      map.#options = options;
      map.#set = set;
    };
  }

  /** @type {MapOptions} */
  #options = {};
  /** @type {(options: Partial<MapOptions>) => void} */
  #set = () => {};

  /** The levers as they are now: see {@link import("./managed.js").Managed}. @returns {readonly import("./document.js").Lever[]} */
  get levers() {
    return [];
  }

  /** How the water is shown, as far as it was asked for: through a city, or along time. @returns {"city" | "time" | undefined} */
  get view() {
    return this.#options.view;
  }

  set view(view) {
    this.#set({ view });
  }

  get theme() {
    return this.#options.theme ?? "auto";
  }

  set theme(theme) {
    this.#set({ theme });
  }

  get speed() {
    return this.#options.speed ?? 1;
  }

  set speed(speed) {
    this.#set({ speed });
  }

  get drops() {
    return this.#options.drops;
  }

  set drops(drops) {
    this.#set({ drops });
  }

  get locale() {
    return this.#options.locale;
  }

  set locale(locale) {
    this.#set({ locale });
  }

  /** CSS px from the top of the column of figures that the page keeps for controls of its own. */
  get aside() {
    return this.#options.aside ?? 0;
  }

  set aside(aside) {
    this.#set({ aside });
  }

  /** Whether dams, borders and canals are built and dragged on the canvas by hand. */
  get build() {
    return this.#options.build ?? this.levers.length > 0;
  }

  set build(build) {
    this.#set({ build });
  }

  /** Whether wheel, mouse, pen and fingers on the canvas look around. */
  get gestures() {
    return this.#options.gestures ?? true;
  }

  set gestures(gestures) {
    this.#set({ gestures });
  }
}
