// What is in the element's shadow: the canvas, and in words and buttons what the canvas shows.
import { Along } from "./along.js";
import { icon, make } from "./dom.js";
import { Handwork } from "./handwork.js";
import { Looking } from "./looking.js";
import { named } from "./named.js";
import { Places } from "./places.js";
import { styles } from "./styles.js";
import { words } from "./words.js";

/** @typedef {import("./engine.js").Problem} Problem */
/** @typedef {import("./types.js").Contents} Contents */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Step} Step */

const PLAY = "M4 2v12l10-6z";
const PAUSE = "M3 2h4v12H3zM9 2h4v12H9z";
const BACK = "M11 2v12L4 8z";
const ON = "M5 2v12l7-6z";
/** A river that thins along its axis, and streets. */
const TIME = "M1 3h14v1.5H9.5v6H8v-6H5v6H1zM1 12.5h14V14H1z";
const CITY = "M2 2h5v4H2zM9 2h5v7H9zM2 8h5v6H2zM9 11h5v3H9z";

/** @typedef {{ choose: (id: string | null) => void, toggle: () => void, view: () => void, pace: (speed: number) => void, step: (by: 1 | -1) => void }} Ask */

/** Colours of the map that the controls take over. */
const COLORS = /** @type {const} */ (["paper", "ink", "muted", "focus", "land", "coast", "casing", "warm", "cold"]);

/** In a box that is narrower or lower the levers stand under the map, in a small one the time line is but a low one, CSS px. */
const ROOMY = { width: 1100, height: 480 };
const SMALL = { width: 700, height: 480 };

/** A lower box than this shows three levers at once, CSS px. */
const LOW = 800;

/** In a column that is narrower than this what is said of a lever begins under its switch, CSS px. */
const NARROW = 190;

/** More problems than this are counted, not listed. */
const LISTED = 8;

export class View {
  #all;
  #places;
  #along;
  #handwork;
  #looking;
  /** Controls of levers, frames and dates, once a document has any. @type {import("./manager.js").Manager | undefined} */
  #manager;
  #asks = false;
  #root;
  #ask;
  /** Whether controls are shown. */
  #shown = false;
  #map;
  /** Whether levers and frames are managed here, and not by the page. */
  #manages = true;
  #wait;
  #message = make("div", { class: "message" });
  #card = make("div", { class: "card plate", part: "card", role: "status", hidden: true });
  #controls = make("div", { class: "controls", part: "controls", hidden: true });
  #play = make("button", { type: "button", part: "button" });
  #previous = make("button", { type: "button", part: "button" }, icon(BACK));
  #next = make("button", { type: "button", part: "button" }, icon(ON));
  #other = make("button", { type: "button", part: "button" });
  #sentence = make("p", { class: "unseen" });
  #legend = make("p", { class: "unseen", part: "legend" });
  #table = make("table", { part: "table" });
  #words = words("");
  #canvas = make("canvas", { part: "canvas", "aria-hidden": "true" });

  /**
   * @param {ShadowRoot} root
   * @param {Ask} ask what a person may ask for
   * @param {() => import("./map.js").CityRivers | undefined} map
   */
  constructor(root, ask, map) {
    root.adoptedStyleSheets = [styles()];
    this.#map = map;
    this.#looking = new Looking(map);
    this.#root = root;
    this.#ask = ask;
    this.#places = new Places(id => ask.choose(id));
    this.#along = new Along(map, this.#places, id => ask.choose(id));
    this.#handwork = new Handwork(map, from => this.#tell(this.#words.dig(this.#called(from)), undefined, "card plate step"));
    this.#places.root.addEventListener("keydown", event => this.#key(event, ask));
    // A button answers to the space bar when it is let go.
    this.#places.root.addEventListener("keyup", event => event.key === " " && event.preventDefault());
    this.#play.addEventListener("click", ask.toggle);
    this.#previous.addEventListener("click", () => ask.step(-1));
    this.#next.addEventListener("click", () => ask.step(1));
    this.#other.addEventListener("click", ask.view);
    this.#controls.append(this.#previous, this.#play, this.#next, this.#other, this.#looking.root);
    this.#wait = make("div", { class: "wait" }, this.#message, make("slot"));
    // The table is laid out inside a box that is not seen: a table itself does not take so small a size.
    const table = make("div", { class: "unseen" }, this.#table);
    this.#all = make(
      "div", { class: "all" },
      this.#sentence, this.#canvas, this.#places.root, this.#card, this.#controls, this.#legend, table, this.#wait,
    );
    this.#all.addEventListener("keydown", event => this.#manager?.key(event) && event.preventDefault());
    root.append(this.#all);
  }

  /** Puts a fresh canvas in place: one that a worker has painted can be used for no other map. */
  renew() {
    const canvas = /** @type {HTMLCanvasElement} */ (this.#canvas.cloneNode());
    canvas.removeAttribute("width");
    canvas.removeAttribute("height");
    this.#canvas.replaceWith(canvas);
    this.#canvas = canvas;
    this.#manager?.hide();
    return canvas;
  }

  /** @param {string | undefined} locale */
  set locale(locale) {
    this.#words = this.#looking.words = words(locale);
    this.#places.root.setAttribute("aria-label", this.#words.places);
    for (const [button, label] of /** @type {const} */ ([[this.#previous, "previous"], [this.#next, "next"]])) {
      button.setAttribute("aria-label", this.#words[label]);
      button.title = this.#words[label];
    }
  }

  /** Says that the picture is not there yet; one that is there stays. @param {boolean} hasPicture */
  loading(hasPicture) {
    if (hasPicture) return;
    this.#say(false, make("slot", { name: "loading" }, make("p", {}, this.#words.loading)), "status");
  }

  /** Says that there is nothing to show. */
  empty() {
    this.#say(false, make("p", {}, this.#words.empty), "status");
  }

  /**
   * Says what is wrong, in place.
   * @param {readonly Problem[]} problems
   * @param {boolean} hasPicture whether the old picture stands
   */
  failed(problems, hasPicture) {
    const list = make("ul", {}, ...problems.slice(0, LISTED).map(({ pointer, message, line }) => {
      const place = pointer || (line ? `${line}` : "");
      return make("li", {}, ...(place ? [make("code", {}, place), " "] : []), message);
    }));
    const rest = problems.length - LISTED;
    if (rest > 0) list.append(make("li", {}, this.#words.more(rest)));
    const head = make("p", {}, hasPicture ? this.#words.refused : this.#words.failed);
    this.#say(hasPicture, make("slot", { name: "error" }, head, list), "alert");
  }

  /** Nothing is to be said any more: the picture is there. */
  ready() {
    this.#wait.hidden = true;
    this.#message.replaceChildren();
    this.#message.removeAttribute("role");
  }

  /**
   * @param {boolean} over whether it is said over the picture
   * @param {HTMLElement} what
   * @param {string} role
   */
  #say(over, what, role) {
    this.#wait.hidden = false;
    this.#wait.className = over ? "over plate" : "wait";
    this.#message.setAttribute("role", role);
    this.#message.replaceChildren(what);
    for (const slot of this.#wait.querySelectorAll(":scope > slot")) slot.toggleAttribute("hidden", over);
  }

  /**
   * Takes over what is on the canvas.
   * @param {Contents} contents
   * @param {import("./options.js").MapState} state
   */
  show(contents, state) {
    for (const name of COLORS) {
      this.#all.style.setProperty(`--${name}`, `#${contents[name].toString(16).padStart(6, "0")}`);
    }
    this.#places.show(contents.spots);
    void this.#along.show();
    this.#sentence.textContent = contents.sentence;
    this.#legend.textContent = contents.legend;
    const row = (/** @type {"td" | "th"} */ name, /** @type {readonly string[]} */ cells) =>
      make("tr", {}, ...cells.map((cell, index) => make(index ? name : "th", { scope: name === "th" ? "col" : "row" }, cell)));
    const rows = contents.spots.map(spot => row("td", [spot.label, ...spot.row]));
    this.#table.replaceChildren(
      make("caption", {}, contents.title || contents.sentence),
      make("thead", {}, row("th", contents.columns)),
      make("tbody", {}, ...rows),
    );
    if (contents.levers.length || contents.frames.length || contents.calendar) this.#managed();
    this.#manager?.show(this.#manages ? contents : { ...contents, levers: [], frames: [] }, state);
    this.#stand(contents);
  }

  /** Brings the controls of levers, frames and dates, where they are not there yet. */
  #managed() {
    if (this.#asks) return;
    this.#asks = true;
    import("./manager.js").then(({ Manager }) => {
      this.#manager = new Manager(this.#root, this.#card, this.#map, this.#ask, () => this.#stand());
      const map = this.#map();
      if (!map) return this.#manager.hide();
      this.show(map.contents, map.state);
      this.controls(this.#shown, map.state);
    }, () => (this.#asks = false));
  }

  /** Whether levers and frames are managed here, and not by the page. @param {boolean} manages */
  set manages(manages) {
    this.#manages = manages;
    const map = this.#map();
    if (!map) return;
    // From here on that room is the page's to ask for.
    if (!manages) map.aside = 0;
    this.show(map.contents, map.state);
  }

  /** Puts the levers beside the map, at the top of its column, where there is room; else under it. @param {Contents} [contents] */
  #stand(contents = this.#map()?.contents) {
    const map = this.#map();
    if (!map || !contents) return;
    const { clientWidth: width, clientHeight: height } = this.#all;
    const holds = (/** @type {typeof ROOMY} */ least) => width >= least.width && height >= least.height && height <= width;
    const { column } = contents;
    // Asked of the box, which stays as it is wherever the levers stand.
    const beside = column !== null && holds(ROOMY);
    this.#all.classList.toggle("small", !holds(SMALL));
    this.#all.classList.toggle("beside", beside);
    this.#all.classList.toggle("low", height < LOW);
    this.#all.classList.toggle("narrow", beside && column.width < NARROW);
    const { style } = this.#all;
    // As the map scales its own lengths and texts.
    const scale = Math.min(width / 1600, height / 900);
    style.setProperty("--s", String(scale));
    style.setProperty("--f", String(Math.min(1.7, Math.max(0.64, scale, Math.min(1, 0.28 + 0.9 * scale)))));
    style.setProperty("--rows", `${Math.min(168, Math.max(56, height / 3))}px`);
    if (beside) {
      const place = { left: column.x, top: column.y, width: column.width, most: column.height / 2 };
      for (const [name, length] of Object.entries(place)) style.setProperty(`--panel-${name}`, `${length}px`);
      style.setProperty("--panel-f", String(Math.min(1.7, column.width / 230)));
    }
    if (this.#manages) map.aside = beside ? this.#manager?.height ?? 0 : 0;
  }

  /**
   * @param {boolean} shown
   * @param {import("./options.js").MapState | undefined} state
   */
  controls(shown, state) {
    this.#shown = shown;
    this.#controls.hidden = !shown || !state;
    this.#manager?.play(shown ? this.#map()?.contents : undefined, state);
    this.#play.hidden = this.#manager?.plays ?? false;
    if (!state) return;
    const label = state.playing ? this.#words.pause : this.#words.play;
    this.#play.setAttribute("aria-label", label);
    this.#play.title = label;
    this.#play.replaceChildren(icon(state.playing ? PAUSE : PLAY));
    const view = state.view === "time" ? "city" : "time";
    this.#other.setAttribute("aria-label", this.#words[view]);
    this.#other.title = this.#words[view];
    this.#other.replaceChildren(icon(view === "time" ? TIME : CITY));
    this.#previous.hidden = this.#next.hidden = state.steps === 0;
    this.#previous.disabled = state.step < 0;
    this.#next.disabled = state.step >= state.steps - 1;
    this.#looking.show(state);
  }

  /** Shows a card beside what was selected. @param {Item | null} item */
  select(item) {
    this.#tell(item?.label, item?.text, item?.events ? "card plate client" : "card plate");
    if (!item) return;
    const map = this.#map();
    if (item.events) {
      import("./history.js").then(({ history }) => {
        if (this.#map()?.state.selected?.id !== item.id) return;
        this.#card.append(...history(item, this.#map()?.contents.locale, this.#words));
        this.#beside(item);
      }, () => {});
    }
    if (map?.build && item.type === "stream" && !map.levers.some(({ dam, on }) => on && dam?.stream === item.id)) {
      const build = make("button", { type: "button", part: "button" }, this.#words.build);
      build.addEventListener("click", () => {
        // That an instance has died is told as an error of the map.
        map.dam(item.id).then(() => map.focus(null)).catch(() => {});
      });
      this.#card.append(build);
    }
    this.#beside(item);
  }

  /** Puts the card beside what it tells of. @param {Item} item */
  #beside(item) {
    const { x, y, radius } = item;
    const { offsetWidth: width, offsetHeight: height } = this.#card;
    const { clientWidth, clientHeight } = this.#canvas;
    const beside = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ room) => {
      const after = at + radius + 12;
      const place = after + size + 8 <= room ? after : at - radius - 12 - size;
      return Math.max(8, Math.min(place, room - size - 8));
    };
    Object.assign(this.#card.style, { left: `${beside(x, width, clientWidth)}px`, top: `${beside(y, height, clientHeight)}px` });
  }

  /** Shows a step of the story. @param {Step | null} step */
  step(step) {
    this.#tell(step?.title, step?.text, "card plate step");
    this.#places.follow(step?.focus[0]);
  }

  /** @param {string} id */
  #called(id) {
    const map = this.#map();
    return map ? named(map.contents, id) : id;
  }

  /**
   * @param {string | undefined} head
   * @param {string | undefined} text
   * @param {string} kind
   */
  #tell(head, text, kind) {
    this.#card.hidden = !head && !text;
    this.#card.className = kind;
    Object.assign(this.#card.style, { left: "", top: "" });
    this.#card.replaceChildren(...[head, text].filter(Boolean).map(part => make("p", {}, /** @type {string} */ (part))));
  }

  /**
   * @param {KeyboardEvent} event
   * @param {Ask} ask
   */
  #key(event, ask) {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey) return;
    const isDigging = this.#handwork.isDigging;
    if (this.#handwork.key(event, this.#along.stream, this.#places.current)) {
      if (isDigging) this.#card.hidden = true;
    } else if (key === "Escape" && !this.#card.hidden) {
      this.#tell(undefined, undefined, "");
      ask.choose(null);
    } else if (key === "Escape") /** @type {HTMLElement} */ (event.target).blur();
    else if (key === " ") ask.toggle();
    else if (key === "PageDown") ask.step(1);
    else if (key === "PageUp") ask.step(-1);
    else if (!this.#looking.key(event) && !this.#along.key(event) && !this.#places.move(key)) return;
    event.preventDefault();
  }
}
