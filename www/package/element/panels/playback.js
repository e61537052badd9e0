// The element's line for a document with journeys: the calendar that its clients are played over, as a slider.
import { make, icon } from "../dom.js";
import { words as ownWords } from "../words.js";
import { panelStyles } from "./styles.js";
import { timeStyles } from "./time-styles.js";
import { words } from "./words.js";

/** @typedef {import("../../map/map.js").CityRivers} CityRivers */
/** @typedef {import("../../engine/types.js").Contents} Contents */
/** @typedef {import("../../map/options.js").MapState} MapState */

const PLAY = "M4 2v12l10-6z";
const PAUSE = "M3 2h4v12H3zM9 2h4v12H9z";

const SPEEDS = /** @type {const} */ ([["½", 0.5], ["1×", 1], ["2×", 2], ["4×", 4]]);

const DAY = 86_400_000;
/** Places of the slider: one for a day, unless these are too few or too many. */
const PLACES = { least: 100, most: 2_000 };
/** A calendar of fewer days tells the time of day as well. */
const SHORT = 4;
/** In a narrower box the date is written in short, CSS px. */
const NARROW = 700;
/** How often the date is told while it plays, ms. */
const OFTEN = 100;
/** About how much room the name of a month takes, CSS px. */
const NAME = 64;
/** Months from one name to the next. */
const MONTHS = [1, 3, 6, 12, 24, 60, 120];

export class Playback {
  #map;
  #words = words("");
  #timer = 0;
  /** Whether somebody holds the slider. */
  #held = false;
  #from = 0;
  #to = 1;
  #places = PLACES.least;
  /** @type {Intl.DateTimeFormat | undefined} */
  #format;
  #named = "";
  #locale = "";
  #play = make("button", { type: "button", class: "go", part: "button" });
  #date = make("strong", { part: "date" });
  /** As wide as any date, so that the slider stays as long as it is. */
  #widest = make("strong", { class: "widest", "aria-hidden": "true" });
  #pace = make("div", { class: "speed", role: "radiogroup" });
  #slider = make("input", { type: "range", min: "0", value: "0", part: "slider" });
  #names = make("div", { class: "names", "aria-hidden": "true" });

  /** Its styles, which the element takes over. */
  styles = [panelStyles(), timeStyles()];

  /**
   * @param {() => CityRivers | undefined} map
   * @param {{ toggle: () => void, pace: (speed: number) => void }} ask
   */
  constructor(map, ask) {
    this.#map = map;
    for (const [label, speed] of SPEEDS) {
      const input = make("input", { type: "radio", name: "pace", value: String(speed) });
      input.addEventListener("change", () => ask.pace(speed));
      this.#pace.append(make("label", {}, input, make("span", {}, label)));
    }
    const player = make("div", { class: "player" }, this.#play);
    const track = make("div", { class: "dates" }, this.#slider, this.#names);
    this.root = make("div", { class: "time calendar", part: "timeline", role: "group", hidden: true }, player, make("div", { class: "now" }, this.#date, this.#widest), this.#pace, track);
    this.#play.addEventListener("click", ask.toggle);
    this.#slider.addEventListener("input", () => this.#seek());
    this.#slider.addEventListener("pointerdown", () => (this.#held = true));
    for (const name of ["pointerup", "pointercancel", "blur"]) this.#slider.addEventListener(name, () => (this.#held = false));
    this.#slider.addEventListener("focus", () => this.#say());
    new ResizeObserver(() => {
      if (this.root.hidden) return;
      this.#write();
      this.#name();
      this.#tell();
    }).observe(track);
  }

  /**
   * Takes over what is on the canvas, and what the map is doing.
   * @param {Contents | undefined} contents nothing where no line is wanted
   * @param {MapState | undefined} state
   */
  show(contents, state) {
    const calendar = contents?.calendar;
    this.root.hidden = !calendar || !state;
    clearInterval(this.#timer);
    this.#timer = 0;
    if (!calendar || !state) return;
    this.#words = words(contents.locale);
    [this.#from, this.#to] = [Date.parse(calendar.from), Date.parse(calendar.to)];
    const days = (this.#to - this.#from) / DAY;
    this.#places = Math.round(Math.max(PLACES.least, Math.min(days, PLACES.most)));
    this.#slider.max = String(this.#places);
    this.#locale = contents.locale;
    this.#write();
    const { calendar: name, pace } = this.#words;
    const { play, pause } = ownWords(contents.locale);
    this.root.setAttribute("aria-label", name);
    this.#slider.setAttribute("aria-label", name);
    this.#pace.setAttribute("aria-label", pace);
    const label = state.playing ? pause : play;
    if (this.#play.title !== label) {
      this.#play.title = label;
      this.#play.setAttribute("aria-label", label);
      this.#play.replaceChildren(icon(state.playing ? PAUSE : PLAY));
    }
    for (const input of this.#pace.querySelectorAll("input")) input.checked = Number(input.value) === state.speed;
    this.#named = "";
    this.#name();
    this.#tell();
    this.#say();
    if (state.playing) this.#timer = setInterval(() => this.#tell(), OFTEN);
  }

  /** Chooses how dates are written. */
  #write() {
    const isShort = (this.#to - this.#from) / DAY < SHORT;
    const isNarrow = this.root.clientWidth < NARROW;
    /** @type {Intl.DateTimeFormatOptions} */
    const form = { dateStyle: isShort || isNarrow ? "medium" : "long", timeStyle: isShort ? "short" : undefined, timeZone: "UTC" };
    this.#format = format(this.#locale, form);
    const dates = Array.from({ length: 12 }, (_, month) => this.#format?.format(Date.UTC(2028, month, 28, 22, 58)) ?? "");
    this.#widest.textContent = dates.reduce((most, text) => (text.length > most.length ? text : most));
  }

  /** Tells the date that is shown now. */
  #tell() {
    const date = this.#map()?.date;
    if (!date) return this.#stop();
    const now = Date.parse(date);
    const text = this.#format?.format(now) ?? date;
    if (this.#date.textContent !== text) this.#date.textContent = text;
    if (!this.#held) this.#slider.value = String(Math.round((now - this.#from) / (this.#to - this.#from) * this.#places));
  }

  /** Says it to those who do not see it; not again and again while it plays. */
  #say() {
    this.#slider.setAttribute("aria-valuetext", this.#date.textContent ?? "");
  }

  #stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  #seek() {
    const map = this.#map();
    if (!map) return;
    const part = Number(this.#slider.value) / this.#places;
    // At its end it would begin anew.
    const date = Math.min(this.#from + (this.#to - this.#from) * part, this.#to - 1);
    map.date = new Date(date).toISOString();
    const text = this.#format?.format(date) ?? "";
    this.#date.textContent = text;
    this.#say();
  }

  /** Names as many months, or years, as there is room for. */
  #name() {
    if (this.root.hidden) return;
    const locale = this.#locale;
    const width = this.#names.clientWidth;
    const months = (this.#to - this.#from) / DAY / 30.4;
    const every = MONTHS.find(every => months / every * NAME <= width) ?? MONTHS.at(-1) ?? 1;
    const key = JSON.stringify([this.#from, this.#to, every, locale]);
    if (key === this.#named) return;
    this.#named = key;
    const name = format(locale, every < 12 ? { month: "short", year: "2-digit", timeZone: "UTC" } : { year: "numeric", timeZone: "UTC" });
    const first = new Date(this.#from);
    const names = [];
    for (let nth = 0; nth <= months / every + 2; nth += 1) {
      const month = Math.ceil((first.getUTCMonth() + 1) / every) * every + nth * every;
      const at = Date.UTC(first.getUTCFullYear(), month, 1);
      const part = (at - this.#from) / (this.#to - this.#from);
      if (!(part >= 0 && part <= 1)) continue;
      const span = make("span", {}, name.format(at));
      span.style.setProperty("--part", String(part));
      names.push(span);
    }
    this.#names.replaceChildren(...names);
  }
}

/** A page's language need not be one. @param {string} locale @param {Intl.DateTimeFormatOptions} options */
function format(locale, options) {
  try {
    return new Intl.DateTimeFormat(locale, options);
  } catch {
    return new Intl.DateTimeFormat(undefined, options);
  }
}
