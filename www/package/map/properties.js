// The properties of a map that a host sets.

/** @typedef {import("./options.js").MapOptions} MapOptions */

/**
 * Says where a map's properties are kept, and what sets others.
 * @type {(map: Properties, options: MapOptions, set: (options: Partial<MapOptions>) => void) => void}
 */
export let bind;

export class Properties extends EventTarget {
  static {
    bind = (map, options, set) => {
      map.#options = options;
      map.#set = set;
    };
  }

  /** @type {MapOptions} */
  #options = {};
  /** @type {(options: Partial<MapOptions>) => void} */
  #set = () => {};

  /** The levers as they are now: see {@link import("./methods.js").Methods}. @returns {readonly import("../document.js").Lever[]} */
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
