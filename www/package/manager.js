// The element's controls of levers, frames and dates: they come with the first document that has any of these.
import "./first.js";
import { managing } from "./managing.js";
import { Panel } from "./panel.js";
import { Playing } from "./playing.js";
import { Timeline } from "./timeline.js";

/** @typedef {import("./map.js").CityRivers} CityRivers */
/** @typedef {import("./types.js").Contents} Contents */
/** @typedef {import("./options.js").MapState} MapState */

/** @type {CSSStyleSheet | undefined} */
let sheet;

export class Manager {
  #panel;
  #time;
  #playing;

  /**
   * @param {ShadowRoot} root whose style sheets get one more
   * @param {HTMLElement} after after what the controls stand
   * @param {() => CityRivers | undefined} map
   * @param {import("./view.js").Ask} ask
   * @param {() => void} stood called when the panel has another size
   */
  constructor(root, after, map, ask, stood) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(managing);
    }
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    this.#panel = new Panel(map);
    this.#time = new Timeline(map);
    this.#playing = new Playing(map, ask);
    after.after(this.#panel.root, this.#time.root, this.#playing.root);
    new ResizeObserver(stood).observe(this.#panel.root);
  }

  /** Height of the panel, CSS px; 0 where it is hidden. */
  get height() {
    return this.#panel.root.offsetHeight;
  }

  /** Whether dates are played here. */
  get plays() {
    return !this.#playing.root.hidden;
  }

  /**
   * Takes over what is on the canvas.
   * @param {Contents} contents
   * @param {MapState} state
   */
  show(contents, state) {
    this.#panel.show(contents, state);
    this.#time.show(contents);
  }

  /**
   * @param {Contents | undefined} contents nothing where no line is wanted
   * @param {MapState | undefined} state
   */
  play(contents, state) {
    // A document's own frames have the place.
    this.#playing.show(this.#time.root.hidden ? contents : undefined, state);
  }

  /** There is no map for now. */
  hide() {
    this.#panel.root.hidden = this.#time.root.hidden = true;
    this.#time.pause();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key is one of these */
  key(event) {
    return Boolean(this.#panel.key(event));
  }
}
