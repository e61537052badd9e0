// What is in the element's shadow: the canvas, and in words and buttons what the canvas shows.
import { Part, ahead } from "../engine/part.js";
import { whenAll, quietly, when } from "../engine/answer.js";
import { icon, make } from "./dom.js";
import { Fittings } from "./fittings.js";
import { Keyboard } from "./keyboard/keyboard.js";
import { Places } from "./places.js";
import { styles } from "./styles.js";
import { words } from "./words.js";

/** @typedef {import("../engine/problems.js").Problem} Problem */
/** @typedef {import("../engine/types.js").Contents} Contents */
/** @typedef {import("../engine/types.js").Item} Item */
/** @typedef {import("../engine/types.js").Step} Step */

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

/** More problems than this are counted, not listed. */
const LISTED = 8;

/** What comes when somebody asks for it. */
const parts = {
  card: new Part(() => import("./card/card.js")),
};

export class Shadow {
  #all;
  #places;
  #fittings;
  #map;
  #keyboard;
  /** @type {import("./card/card.js").Card | undefined} */
  #card;
  /** How many things the card was to say. */
  #said = 0;
  /** Whether the last one is still on its way. */
  #isComing = false;
  #wait;
  #message = make("div", { class: "message" });
  #cardRoot = make("div", { class: "card plate", part: "card", role: "status", hidden: true });
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
   * @param {() => import("../map/map.js").CityRivers | undefined} map
   */
  constructor(root, ask, map) {
    root.adoptedStyleSheets = [styles()];
    this.#map = map;
    this.#places = new Places(id => ask.choose(id));
    this.#keyboard = new Keyboard(map, this.#places, {
      ...ask,
      look: event => this.#fittings.key(event),
      say: text => this.#say(card => card.tell(undefined, text, "card plate step"), true),
      hush: () => (this.#cardRoot.hidden = true),
      close: () => this.#close(),
    });
    this.#places.root.addEventListener("keydown", event => this.#key(event));
    // A button answers to the space bar when it is let go.
    this.#places.root.addEventListener("keyup", event => event.key === " " && event.preventDefault());
    this.#play.addEventListener("click", ask.toggle);
    this.#previous.addEventListener("click", () => ask.step(-1));
    this.#next.addEventListener("click", () => ask.step(1));
    this.#other.addEventListener("click", ask.view);
    this.#controls.append(this.#previous, this.#play, this.#next, this.#other);
    this.#wait = make("div", { class: "wait" }, this.#message, make("slot"));
    // The table is laid out inside a box that is not seen: a table itself does not take so small a size.
    const table = make("div", { class: "unseen" }, this.#table);
    this.#all = make(
      "div", { class: "all" },
      this.#sentence, this.#canvas, this.#places.root, this.#cardRoot, this.#controls, this.#legend, table, this.#wait,
    );
    this.#fittings = new Fittings(map, ask, this.#all, this.#controls);
    root.append(this.#all);
  }

  /** Puts a fresh canvas in place: one that a worker has painted can be used for no other map. */
  renew() {
    const canvas = /** @type {HTMLCanvasElement} */ (this.#canvas.cloneNode());
    canvas.removeAttribute("width");
    canvas.removeAttribute("height");
    this.#canvas.replaceWith(canvas);
    this.#canvas = canvas;
    this.#fittings.clear();
    return canvas;
  }

  /** @param {string | undefined} locale */
  set locale(locale) {
    this.#words = words(locale);
    this.#fittings.locale = locale;
    this.#places.root.setAttribute("aria-label", this.#words.places);
    for (const [button, label] of /** @type {const} */ ([[this.#previous, "previous"], [this.#next, "next"]])) {
      button.setAttribute("aria-label", this.#words[label]);
      button.title = this.#words[label];
    }
  }

  /** Says that the picture is not there yet; one that is there stays. @param {boolean} hasPicture */
  loading(hasPicture) {
    if (hasPicture) return;
    this.#announce(false, make("slot", { name: "loading" }, make("p", {}, this.#words.loading)), "status");
  }

  /** Says that there is nothing to show. */
  empty() {
    this.#announce(false, make("p", {}, this.#words.empty), "status");
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
    this.#announce(hasPicture, make("slot", { name: "error" }, head, list), "alert");
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
  #announce(over, what, role) {
    this.#wait.hidden = false;
    this.#wait.className = over ? "over plate" : "wait";
    this.#message.setAttribute("role", role);
    this.#message.replaceChildren(what);
    for (const slot of this.#wait.querySelectorAll(":scope > slot")) slot.toggleAttribute("hidden", over);
  }

  /**
   * Takes over what is on the canvas.
   * @param {Contents} contents
   * @param {import("../map/options.js").MapState} state
   * @returns {void | Promise<void>} settled when all is there that it has a use for
   */
  show(contents, state) {
    for (const name of COLORS) {
      this.#all.style.setProperty(`--${name}`, `#${contents[name].toString(16).padStart(6, "0")}`);
    }
    this.#places.show(contents.spots);
    this.#keyboard.show();
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
    const hasClients = contents.calendar !== null || contents.spots.some(({ type }) => type === "client");
    // Where something can be built letters build it, as soon as it is seen.
    const letters = contents.levers.length ? this.#keyboard.fetch() : undefined;
    return whenAll([letters, this.#fittings.show(contents, state), hasClients ? when(parts.card.get(), ({ client }) => client.get()) : undefined]);
  }

  /** Whether levers and frames are managed here, and not by the page. @param {boolean} manages */
  set manages(manages) {
    this.#fittings.manage(manages);
    const map = this.#map();
    if (map) quietly(whenAll([this.show(map.contents, map.state), this.controls(!this.#controls.hidden, map.state)]));
  }

  /** Fetches ahead what a person's hand may ask for. */
  fetchAhead() {
    this.#keyboard.fetchAhead();
    ahead(parts.card);
    const contents = this.#map()?.contents;
    if (contents) this.#fittings.fetchAhead(contents);
  }

  /**
   * @param {boolean} shown
   * @param {import("../map/options.js").MapState | undefined} state
   * @returns {void | Promise<void>} settled when all controls are there that it has a use for
   */
  controls(shown, state) {
    this.#controls.hidden = !shown || !state;
    const coming = when(this.#fittings.controls(shown, state), () => void (this.#play.hidden = this.#fittings.plays));
    if (!state) return coming;
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
    return coming;
  }

  /** Shows a card beside what was selected. @param {Item | null} item */
  select(item) {
    this.#say(card => card.select(item), item !== null);
  }

  /** Shows a step of the story. @param {Step | null} step */
  step(step) {
    this.#say(card => card.tell(step?.title, step?.text, "card plate step"), step !== null);
    this.#places.follow(step?.focus[0]);
  }

  /**
   * Has the card say something else.
   * @param {(card: import("./card/card.js").Card) => void} say
   * @param {boolean} isNews whether there is something to be said
   */
  #say(say, isNews) {
    this.#said += 1;
    const number = this.#said;
    this.#isComing = !this.#card && isNews;
    if (!this.#card && !isNews) return;
    quietly(when(parts.card.get(), ({ Card }) => {
      this.#card ??= new Card(this.#cardRoot, this.#map, () => this.#canvas, styles => this.#fittings.wear(styles));
      // Something else may have been said meanwhile.
      if (number !== this.#said) return;
      this.#isComing = false;
      say(this.#card);
    }));
  }

  /** Takes the card away, also one that is still on its way. @returns {boolean} whether there was one */
  #close() {
    const wasComing = this.#isComing;
    if (wasComing) this.#say(() => {}, false);
    return (this.#card?.close() ?? false) || wasComing;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, shiftKey, target, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey) return;
    if (this.#keyboard.key({ key, shiftKey, target })) event.preventDefault();
  }
}
