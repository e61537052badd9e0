// <city-rivers>, a map in a page.
import { FlowDocumentError, problemsOf } from "../engine/problems.js";
import { init } from "../engine/load.js";
import { whenAll, quietly, when } from "../engine/answer.js";
import { CityRivers } from "../map/map.js";
import { warm } from "../player/renderer.js";
import { fetched } from "./fetched.js";
import { Shadow } from "./shadow.js";

/** @typedef {import("../engine/types.js").Source} Source */

/** Properties that may have been set before the element was defined. */
const PROPERTIES = /** @type {const} */ (["data", "src", "view", "theme", "locale", "controls", "paused", "speed", "drops", "renderer", "worker", "gestures", "panel", "build"]);

/** Events of the map that the element passes on, as `rivers-...`. */
const EVENTS = ["select", "hover", "step", "play", "pause"];

const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

/**
 * A map in a page. Attributes: `src`, `view`, `theme`, `locale`, `controls`, `paused`, `speed`, `drops`, `renderer`, `worker` (`auto`, `true` or
 * nothing, `false`, or the address of the package's `worker.js`), `gestures` (`none`: wheel, mouse, pen and fingers on the canvas do not
 * look around in a city of given streets), `panel` (`off`: the page itself manages levers and frames, through `map`), `build`
 * (`on` or `off`: whether dams, borders and canals are built and dragged by hand; without it where there are levers). A document is given as the property `data`, else as `src`, else in a child `<script type="application/json">`.
 * Events, all bubbling and composed: `rivers-ready`, `rivers-error` (`detail.problems`), `rivers-select`, `rivers-hover`, `rivers-change`,
 * `rivers-step`, `rivers-play`, `rivers-pause`. States: `loading`, `ready`, `error`, `empty`, `paused`.
 */
export class CityRiversElement extends Base {
  static observedAttributes = ["src", "view", "theme", "locale", "controls", "paused", "speed", "drops", "renderer", "worker", "gestures", "panel", "build"];

  #internals = this.attachInternals();
  #shadow = new Shadow(this.attachShadow({ mode: "open" }), {
    choose: id => void this.#map?.focus(id),
    view: () => (this.view = this.view === "time" ? "city" : "time"),
    toggle: () => (this.#map?.state.playing ? this.#map.pause() : this.#map?.play()),
    pace: speed => (this.speed = speed),
    step: by => void (by > 0 ? this.#map?.next() : this.#map?.previous()),
  }, () => this.#map);
  /** @type {CityRivers | undefined} */
  #map;
  /** @type {Source | undefined} */
  #data;
  /** @type {AbortController | undefined} */
  #loading;
  #due = false;
  /** Whether the page has heard of the map. */
  #isTold = false;
  #connected = false;
  /** A document that is written into the page, also one that is still arriving. */
  #children = new MutationObserver(() => {
    if (this.#data === undefined && !this.hasAttribute("src")) this.#load();
  });

  /** The map, once there, with all that stands beside it. */
  get map() {
    return this.#isTold ? this.#map : undefined;
  }

  /** The document: an object, JSON text or its bytes; beats `src` and the child. */
  get data() {
    return this.#data;
  }

  set data(data) {
    this.#data = data ?? undefined;
    this.#load();
  }

  get src() {
    return this.getAttribute("src") ?? "";
  }

  set src(src) {
    this.setAttribute("src", src);
  }

  get view() {
    return this.getAttribute("view") ?? this.#map?.state.view ?? "city";
  }

  set view(view) {
    this.setAttribute("view", view);
  }

  get theme() {
    return this.getAttribute("theme") ?? "auto";
  }

  set theme(theme) {
    this.setAttribute("theme", theme);
  }

  get locale() {
    return this.getAttribute("locale") ?? "";
  }

  set locale(locale) {
    this.setAttribute("locale", locale);
  }

  get controls() {
    return this.hasAttribute("controls");
  }

  set controls(controls) {
    this.toggleAttribute("controls", Boolean(controls));
  }

  get paused() {
    return this.hasAttribute("paused");
  }

  set paused(paused) {
    this.toggleAttribute("paused", Boolean(paused));
  }

  get speed() {
    return this.#number("speed", 0, 10) ?? 1;
  }

  set speed(speed) {
    this.setAttribute("speed", String(speed));
  }

  /** About how many drops are seen at once; undefined: by the size. */
  get drops() {
    return this.#number("drops", 1, 1e6);
  }

  set drops(drops) {
    if (drops === undefined) this.removeAttribute("drops");
    else this.setAttribute("drops", String(drops));
  }

  /** What paints it: `auto`, `webgl` or `software`. */
  get renderer() {
    return this.getAttribute("renderer") ?? "auto";
  }

  set renderer(renderer) {
    this.setAttribute("renderer", renderer);
  }

  /** Whether it lives in a worker; also the address of one. @returns {boolean | string} */
  get worker() {
    const worker = this.getAttribute("worker") ?? "auto";
    return worker === "" || worker === "true" || (worker !== "false" && worker);
  }

  /** @param {boolean | string | URL} worker */
  set worker(worker) {
    this.setAttribute("worker", String(worker));
  }

  /** Whether it is built by hand; undefined where that follows from the document. */
  get build() {
    const build = this.getAttribute("build");
    return build === "on" ? true : build === "off" ? false : undefined;
  }

  set build(build) {
    if (build === undefined) this.removeAttribute("build");
    else this.setAttribute("build", build ? "on" : "off");
  }

  /** Whether wheel, mouse, pen and fingers on the canvas look around. */
  get gestures() {
    return this.getAttribute("gestures") !== "none";
  }

  set gestures(gestures) {
    if (gestures) this.removeAttribute("gestures");
    else this.setAttribute("gestures", "none");
  }

  /** Whether there are switches for levers, and a time line for frames, where the document has some: `auto` or `off`. */
  get panel() {
    return this.getAttribute("panel") === "off" ? "off" : "auto";
  }

  set panel(panel) {
    this.setAttribute("panel", panel);
  }

  connectedCallback() {
    if (this.#connected) return;
    this.#connected = true;
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const self = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (this));
      const value = self[name];
      delete self[name];
      self[name] = value;
    }
    if (!this.hasAttribute("role")) this.setAttribute("role", "figure");
    this.#children.observe(this, { childList: true, subtree: true, characterData: true });
    this.#load();
  }

  disconnectedCallback() {
    // An element that is moved is connected again before this is over.
    queueMicrotask(() => {
      if (!this.isConnected && this.#connected) this.#release();
    });
  }

  /** Its being there says that a move keeps everything. */
  connectedMoveCallback() {}

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} value
   */
  attributeChangedCallback(name, before, value) {
    if (before === value) return;
    const map = this.#map;
    if (name === "src") {
      if (this.#data === undefined) this.#load();
    } else if (name === "controls") {
      quietly(this.#shadow.controls(this.controls, map?.state));
    } else if (name === "panel") {
      this.#shadow.manages = this.panel !== "off";
    } else if (name === "renderer" || name === "worker") {
      if (map) this.#forget();
      this.#load();
    } else if (map) {
      if (name === "paused") value === null ? map.play() : map.pause();
      else Object.assign(map, this.#options());
    }
  }

  /** @returns {import("../map/options.js").MapOptions} */
  #options() {
    const theme = /** @type {const} */ (["light", "dark", "contrast"]).find(name => name === this.theme) ?? "auto";
    const view = /** @type {const} */ (["city", "time"]).find(name => name === this.getAttribute("view"));
    return { view, theme, locale: this.locale || undefined, speed: this.speed, drops: this.drops, gestures: this.gestures, build: this.build };
  }

  /**
   * @param {string} name
   * @param {number} above
   * @param {number} most
   */
  #number(name, above, most) {
    const number = parseFloat(this.getAttribute(name) ?? "");
    return number > 0 && number >= above && number <= most ? number : undefined;
  }

  /** Loads what is to be shown, once all that was set together is set. */
  #load() {
    if (!this.#connected || this.#due) return;
    this.#due = true;
    this.#loading?.abort();
    queueMicrotask(() => {
      this.#due = false;
      if (this.#connected) void this.#show();
    });
  }

  async #show() {
    const turn = new AbortController();
    const { signal } = turn;
    this.#loading = turn;
    this.#shadow.locale = this.#locale;
    try {
      const source = this.#data ?? (this.src ? fetched(new URL(this.src, this.ownerDocument.baseURI), signal) : this.#written());
      if (source === undefined) {
        this.#forget();
        this.#state({ empty: true });
        this.#shadow.empty();
        return;
      }
      this.#state({ loading: true });
      this.#shadow.loading(Boolean(this.#map));
      const code = init();
      if (!this.#map && this.renderer === "auto" && this.worker !== true) warm();
      const [given] = await Promise.all([source, code]);
      if (signal.aborted) return;
      if (!this.#map) return await this.#create(given, signal);
      await this.#map.update(given);
      if (signal.aborted) return;
      this.#state({});
      this.#shadow.ready();
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  /**
   * @param {Source} given
   * @param {AbortSignal} signal
   */
  async #create(given, signal) {
    const renderer = /** @type {const} */ (["webgl", "software"]).find(name => name === this.renderer) ?? "auto";
    /** @type {import("../map/options.js").MapOptions} */
    const options = { ...this.#options(), renderer, worker: this.worker, paused: this.paused || undefined };
    const map = await CityRivers.create(this.#shadow.renew(), given, options);
    if (signal.aborted) return map.dispose();
    this.#map = map;
    const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ act) =>
      map.addEventListener(name, event => act(/** @type {CustomEvent} */ (event).detail));
    const tell = (/** @type {string} */ name, /** @type {unknown} */ detail) => map === this.#map && this.#emit(name, detail);
    on("change", change => quietly(when(this.#describe(), () => tell("change", change))));
    on("select", item => this.#shadow.select(item));
    on("step", step => this.#shadow.step(step));
    on("error", ({ problems }) => this.#fail(new FlowDocumentError(problems)));
    for (const name of ["play", "pause", "step", "date"]) on(name, () => quietly(this.#shadow.controls(this.controls, map.state)));
    for (const name of ["play", "pause"]) {
      on(name, () => {
        this.toggleAttribute("paused", !map.state.playing);
        this.#mark("paused", !map.state.playing);
      });
    }
    for (const name of EVENTS) on(name, detail => this.#emit(name, detail));
    // The picture is there; what stands beside it may still be on its way.
    this.#shadow.ready();
    await this.#describe();
    if (map !== this.#map) return;
    if (!signal.aborted) this.#state({});
    tell("ready", null);
    this.#shadow.fetchAhead();
  }

  /**
   * What the page and those who do not see the canvas are told of it.
   * @returns {void | Promise<void>} settled when all is there that tells it; never rejected
   */
  #describe() {
    const map = /** @type {CityRivers} */ (this.#map);
    const { contents, state } = map;
    this.#shadow.locale = contents.locale;
    const shown = whenAll([this.#shadow.show(contents, state), this.#shadow.controls(this.controls, state)]);
    if (state.selected) this.#shadow.select(state.selected);
    this.#mark("paused", !state.playing);
    const name = contents.title || contents.sentence;
    if (!this.hasAttribute("aria-label") || this.getAttribute("aria-label") === this.#named) {
      this.#named = name;
      this.setAttribute("aria-label", name);
    }
    // The picture stands without what could not be had.
    return shown?.catch(error => this.#emit("error", { problems: problemsOf(error, "load") }));
  }

  /** The name that it gave itself. */
  #named = "";

  get #locale() {
    return this.locale || /** @type {HTMLElement | null} */ (this.closest("[lang]"))?.lang || navigator.language;
  }

  /** The document in the first child script, if any. */
  #written() {
    return this.querySelector(':scope > script[type="application/json"]')?.textContent?.trim() || undefined;
  }

  /** @param {unknown} error */
  #fail(error) {
    const problems = problemsOf(error, "load");
    this.#state({ error: true });
    this.#shadow.failed(problems, Boolean(this.#map));
    this.#emit("error", { problems });
  }

  /** Lets go of the map. */
  #forget() {
    this.#map?.dispose();
    this.#map = undefined;
    this.#isTold = false;
    this.#shadow.renew();
    quietly(this.#shadow.controls(false, undefined));
    this.#shadow.select(null);
  }

  #release() {
    this.#connected = false;
    this.#loading?.abort();
    this.#children.disconnect();
    this.#forget();
    this.#state({});
  }

  /** @param {{ loading?: boolean, error?: boolean, empty?: boolean }} state `ready` follows from there being a map */
  #state({ loading = false, error = false, empty = false }) {
    this.#mark("loading", loading);
    this.#mark("error", error);
    this.#mark("empty", empty);
    this.#mark("ready", Boolean(this.#map));
    if (!this.#map) this.#mark("paused", false);
  }

  /**
   * @param {string} name
   * @param {boolean} on
   */
  #mark(name, on) {
    // Firefox before 126 has no states, Chrome before 125 only dashed ones.
    const { states } = this.#internals;
    if (!on) {
      states?.delete(name);
      states?.delete(`--${name}`);
      return;
    }
    try {
      states?.add(name);
    } catch {
      states?.add(`--${name}`);
    }
  }

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  #emit(name, detail) {
    this.#isTold = Boolean(this.#map);
    this.dispatchEvent(new CustomEvent(`rivers-${name}`, { detail, bubbles: true, composed: true }));
  }
}
