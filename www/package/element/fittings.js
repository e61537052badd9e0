// What the element has beside the map where a document has use for it: switches for levers, a time line, a calendar, buttons of the
// camera. Each comes when it is needed.
import { Part, ahead } from "../engine/part.js";
import { whenAll, when } from "../engine/answer.js";

/** @typedef {import("../engine/types.js").Contents} Contents */
/** @typedef {import("../map/map.js").CityRivers} CityRivers */
/** @typedef {import("../map/options.js").MapState} MapState */
/** @typedef {{ root: HTMLElement, styles: CSSStyleSheet[] }} Fitting */

const parts = {
  levers: new Part(() => import("./panels/levers.js")),
  time: new Part(() => import("./panels/time.js")),
  zoom: new Part(() => import("./zoom.js")),
};

export class Fittings {
  #map;
  #ask;
  #all;
  #controls;
  /** Whether levers and frames are managed here, and not by the page. */
  manages = true;
  /** @type {string | undefined} */
  #locale;
  /** @type {import("./panels/lever-panel.js").LeverPanel | undefined} */
  #levers;
  /** @type {import("./panels/timeline.js").Timeline | undefined} */
  #timeline;
  /** @type {import("./panels/playback.js").Playback | undefined} */
  #playback;
  /** @type {import("./zoom.js").Zoom | undefined} */
  #zoom;
  /** Where levers and time line stand. @type {typeof import("./panels/arrange.js").arrange | undefined} */
  #arrange;

  /**
   * @param {() => CityRivers | undefined} map
   * @param {{ toggle: () => void, pace: (speed: number) => void }} ask what a person may ask for
   * @param {HTMLElement} all the element's whole box
   * @param {HTMLElement} controls the toolbar in it
   */
  constructor(map, ask, all, controls) {
    this.#map = map;
    this.#ask = ask;
    this.#all = all;
    this.#controls = controls;
    all.addEventListener("keydown", event => this.#levers?.key(event) && event.preventDefault());
  }

  /** @param {string | undefined} locale */
  set locale(locale) {
    this.#locale = locale;
    if (this.#zoom) this.#zoom.locale = locale;
  }

  /** Nothing is on the canvas any more. */
  clear() {
    for (const fitting of [this.#levers, this.#timeline]) if (fitting) fitting.root.hidden = true;
    this.#timeline?.pause();
  }

  /** Looks around by a key. @param {{ key: string, shiftKey: boolean }} event @returns {boolean} whether the key is one for that */
  key(event) {
    return this.#zoom?.key(event) ?? false;
  }

  /**
   * Takes over what is on the canvas.
   * @param {Contents} contents
   * @param {MapState} state
   * @returns {void | Promise<void>} settled when all is there that has a use for it
   */
  show(contents, state) {
    const map = this.#map();
    const managed = this.manages ? contents : { ...contents, levers: [], frames: [] };
    const coming = whenAll([
      this.#levers || !managed.levers.length ? undefined : when(parts.levers.get(), ({ LeverPanel, arrange }) => {
        this.#arrange = arrange;
        if (this.#levers) return;
        this.#levers = new LeverPanel(this.#map);
        this.#put(this.#levers, this.#timeline ?? this.#playback);
        new ResizeObserver(() => this.#stand()).observe(this.#levers.root);
      }),
      // One frame is no time.
      this.#timeline || managed.frames.length < 2 ? undefined : when(parts.time.get(), ({ Timeline, arrange }) => {
        this.#arrange = arrange;
        if (this.#timeline) return;
        this.#timeline = new Timeline(this.#map);
        this.#put(this.#timeline, this.#playback);
      }),
    ]);
    // Meanwhile something else may have come onto the canvas.
    if (coming) return coming.then(() => (map && map === this.#map() ? this.show(map.contents, map.state) : undefined));
    this.#levers?.show(managed, state);
    this.#timeline?.show(managed);
    this.#stand(contents);
  }

  /**
   * @param {boolean} shown whether there is a toolbar
   * @param {MapState | undefined} state
   * @returns {void | Promise<void>} settled when all is there that has a use for it
   */
  controls(shown, state) {
    const map = this.#map();
    const timed = this.manages && (map?.contents.frames.length ?? 0) > 1;
    // A document's own frames have the place.
    const contents = shown && state && !timed ? map?.contents : undefined;
    const coming = whenAll([
      this.#playback || !contents?.calendar ? undefined : when(parts.time.get(), ({ Playback, arrange }) => {
        this.#arrange = arrange;
        if (this.#playback) return;
        this.#playback = new Playback(this.#map, this.#ask);
        this.#put(this.#playback);
        this.#stand();
      }),
      this.#zoom || (state?.zoom ?? null) === null ? undefined : when(parts.zoom.get(), ({ Zoom }) => {
        if (this.#zoom) return;
        this.#zoom = new Zoom(this.#map);
        this.#zoom.locale = this.#locale;
        this.wear(this.#zoom.styles);
        this.#controls.append(this.#zoom.root);
      }),
    ]);
    if (coming) return coming.then(() => (map && map === this.#map() ? this.controls(!this.#controls.hidden, map.state) : undefined));
    this.#playback?.show(contents, state);
    if (state) this.#zoom?.show(state);
  }

  /** Fetches ahead what other levers, or the page, may have a use for. @param {Contents} contents */
  fetchAhead({ levers, frames, calendar }) {
    if (levers.length) ahead(parts.levers);
    // With all levers off there may be a calendar.
    if (levers.length || frames.length > 1 || calendar) ahead(parts.time);
  }

  /** Whether the calendar has a button of its own to play it. */
  get plays() {
    return this.#playback !== undefined && !this.#playback.root.hidden;
  }

  /** Levers and frames are the page's to manage now, or the element's again. @param {boolean} manages */
  manage(manages) {
    this.manages = manages;
    const map = this.#map();
    // From here on that room is the page's to ask for.
    if (map && !manages) map.aside = 0;
  }

  /** @param {Contents} [contents] */
  #stand(contents = this.#map()?.contents) {
    const map = this.#map();
    if (!map || !contents || !this.#arrange) return;
    const beside = this.#arrange(this.#all, contents);
    if (this.manages) map.aside = beside ? this.#levers?.root.offsetHeight ?? 0 : 0;
  }

  /** @param {Fitting} fitting @param {Fitting} [before] what comes after it, if not the toolbar */
  #put(fitting, before) {
    this.wear(fitting.styles);
    (before?.root ?? this.#controls).before(fitting.root);
  }

  /** Takes styles over. @param {CSSStyleSheet[]} styles */
  wear(styles) {
    const root = /** @type {ShadowRoot} */ (this.#all.getRootNode());
    root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, ...styles])];
  }
}
