// The element's time line: the frames along a neatline that is a slider, and each KT as a small river over them.
import { Figures } from "./figures.js";
import { quietly } from "../../engine/answer.js";
import { draw, icon, make } from "../dom.js";
import { panelStyles } from "./styles.js";
import { timeStyles } from "./time-styles.js";
import { words } from "./words.js";

/** @typedef {import("../../map/map.js").CityRivers} CityRivers */
/** @typedef {import("../../engine/types.js").Contents} Contents */
/** @typedef {import("../../engine/types.js").FrameFigures} FrameFigures */
/** @typedef {import("../../engine/types.js").FrameName} FrameName */

const PLAY = "M4 2v12l10-6z";
const PAUSE = "M3 2h4v12H3zM9 2h4v12H9z";
const BACK = "M3 2.5h2.5v11H3zM13.5 2.5v11L6 8z";
const ON = "M10.5 2.5H13v11h-2.5zM2.5 2.5v11L10 8z";

/** How long a frame is shown, ms, and how many times as fast it may be. */
const FRAME = 2_000;
const SPEEDS = /** @type {const} */ ([["½", 0.5], ["1×", 1], ["2×", 2]]);

/** With more frames than this only years are named. */
const NAMED = 24;
/** About how wide a letter of a name is, CSS px. */
const LETTER = 8;
/** Half the height of a KT's river, and of its row. */
const RIVER = 10;
const ROW = 12;

export class Timeline {
  #map;
  #words = words("");
  #frames = 0;
  /** @type {number | null} */
  #frame = null;
  /** @type {readonly FrameFigures[] | undefined} what is drawn */
  #drawn;
  #named = "";
  #speed = 1;
  #timer = 0;
  #play = make("button", { type: "button", class: "go", part: "button" }, icon(PLAY));
  #back = make("button", { type: "button", class: "go by", part: "button" }, icon(BACK));
  #on = make("button", { type: "button", class: "go by", part: "button" }, icon(ON));
  #name = make("strong");
  #place = make("span");
  #pace = make("div", { class: "speed", role: "radiogroup" });
  #names = make("div", { class: "names", "aria-hidden": "true" });
  #rivers = draw("svg", { class: "rivers", preserveAspectRatio: "none", "aria-hidden": "true" });
  #cell = make("span", { class: "cell" });
  #cursor = make("span", { class: "cursor" });
  #dots = Array.from({ length: 6 }, (_, index) => make("span", { class: index % 2 ? "dot cold" : "dot warm" }));
  #rows = make("div", { class: "rows" }, this.#rivers, this.#cursor, ...this.#dots);
  #track = make("div", { class: "track", role: "slider", tabindex: "0" }, make("div", { class: "neatline" }, this.#cell), this.#names, this.#rows);

  /** Its styles, which the element takes over. */
  styles = [panelStyles(), timeStyles()];

  /** @param {() => CityRivers | undefined} map */
  constructor(map) {
    this.#map = map;
    for (const [label, speed] of SPEEDS) {
      const input = make("input", { type: "radio", name: "speed", value: String(speed), checked: speed === 1 });
      input.addEventListener("change", () => (this.#speed = speed));
      this.#pace.append(make("label", {}, input, make("span", {}, label)));
    }
    const now = make("div", { class: "now" }, this.#name, this.#place);
    const kts = make("div", { class: "kts", "aria-hidden": "true" }, ...[1, 2, 3].map(kt => make("span", {}, `KT${kt}`)));
    const player = make("div", { class: "player" }, this.#back, this.#play, this.#on);
    this.root = make("div", { class: "time", part: "timeline", role: "group", hidden: true }, player, now, this.#pace, kts, this.#track);
    this.#play.addEventListener("click", () => this.#toggle());
    this.#back.addEventListener("click", () => this.#step(-1));
    this.#on.addEventListener("click", () => this.#step(1));
    this.root.addEventListener("keydown", event => this.#key(event));
    this.#track.addEventListener("pointerdown", event => {
      if (event.button !== 0) return;
      this.#track.setPointerCapture(event.pointerId);
      this.#drag(event);
    });
    this.#track.addEventListener("pointermove", event => {
      if (this.#track.hasPointerCapture(event.pointerId)) this.#drag(event);
    });
  }

  /** Takes over what is on the canvas. @param {Contents} contents */
  show(contents) {
    const { frames, frame, locale } = contents;
    // One frame is no time.
    this.root.hidden = frames.length < 2;
    this.#frames = this.root.hidden ? 0 : frames.length;
    this.#frame = frame;
    if (this.root.hidden) return this.pause();
    this.#words = words(locale);
    const { frames: time, pace, base, earlier, later } = this.#words;
    this.root.setAttribute("aria-label", time);
    this.#track.setAttribute("aria-label", time);
    this.#pace.setAttribute("aria-label", pace);
    const amounts = new Figures(contents);
    const name = frame === null ? base : called(frames[frame], frame, amounts);
    this.#name.textContent = name;
    const place = frame === null ? "" : this.#words.of(amounts.number(frame + 1), amounts.number(frames.length));
    this.#place.textContent = place;
    for (const [key, value] of Object.entries({ min: 1, max: frames.length, now: (frame ?? 0) + 1, text: place ? `${name}, ${place}` : name })) {
      this.#track.setAttribute(`aria-value${key}`, String(value));
    }
    this.root.style.setProperty("--frames", String(frames.length));
    this.root.style.setProperty("--frame", String(frame ?? 0));
    for (const mark of [this.#cell, this.#cursor]) mark.hidden = frame === null;
    this.#button();
    for (const [button, label, by] of /** @type {const} */ ([[this.#back, earlier, -1], [this.#on, later, 1]])) {
      button.title = label;
      button.setAttribute("aria-label", label);
      // Disabled it would lose the keyboard's focus.
      button.setAttribute("aria-disabled", String(!this.#leads(by)));
    }
    this.#call(frames, amounts);
    this.#mark();
    quietly(this.#draw());
  }

  /** Stands still. */
  pause() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#button();
  }

  #toggle() {
    if (this.#timer) return this.pause();
    const atEnd = this.#frame === null || this.#frame >= this.#frames - 1;
    this.#go(atEnd ? 0 : /** @type {number} */ (this.#frame) + 1);
    this.#wait();
    this.#button();
  }

  /** Whether there is a frame so many on. @param {1 | -1} by */
  #leads(by) {
    const to = (this.#frame ?? -1) + by;
    return to >= 0 && to < this.#frames;
  }

  /** Goes so many frames on, and stands still there. @param {1 | -1} by */
  #step(by) {
    this.pause();
    if (this.#leads(by)) this.#go((this.#frame ?? -1) + by);
  }

  #wait() {
    this.#timer = setTimeout(() => {
      const next = (this.#frame ?? -1) + 1;
      if (next < this.#frames) this.#go(next);
      if (next < this.#frames - 1) this.#wait();
      else this.pause();
    }, FRAME / this.#speed);
  }

  #button() {
    const label = this.#timer ? this.#words.stop : this.#words.start;
    if (this.#play.title === label) return;
    this.#play.title = label;
    this.#play.setAttribute("aria-label", label);
    this.#play.replaceChildren(icon(this.#timer ? PAUSE : PLAY));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, altKey, ctrlKey, metaKey, target } = event;
    if (altKey || ctrlKey || metaKey) return;
    const at = this.#frame ?? -1;
    /** @type {Record<string, number | null>} */
    const to = {
      ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: this.#frames - 1, Escape: null,
    };
    if (key === " ") {
      // A button is pressed by it anyway.
      if (target instanceof HTMLButtonElement) return;
      this.#toggle();
    } else if (target === this.#track && key in to) {
      const frame = to[key];
      this.#go(frame === null ? null : Math.max(0, Math.min(frame, this.#frames - 1)));
    } else return;
    event.preventDefault();
  }

  /** @param {PointerEvent} event */
  #drag({ clientX }) {
    const { left, width } = this.#track.getBoundingClientRect();
    const frame = Math.floor((clientX - left) / width * this.#frames);
    this.#go(Math.max(0, Math.min(frame, this.#frames - 1)));
  }

  /** @param {number | null} frame */
  #go(frame) {
    if (frame === this.#frame) return;
    this.#frame = frame;
    // That an instance has died is told as an error of the map.
    this.#map()?.seek(frame).catch(() => this.pause());
  }

  /** Names as many frames as there is room for. @param {readonly FrameName[]} frames @param {Figures} amounts */
  #call(frames, amounts) {
    const years = frames.length > NAMED && frames.every(({ at }) => at);
    const all = frames.map((frame, index) => (years ? frame.at?.slice(0, 4) ?? "" : called(frame, index, amounts)));
    const longest = all.reduce((most, { length }) => Math.max(most, length), 1);
    const room = Math.max(1, Math.floor(this.#track.clientWidth / (longest * LETTER)));
    let last = -Infinity;
    const shown = all.flatMap((name, index) => {
      if (index - last < frames.length / room || (years && name === all[index - 1])) return [];
      last = index;
      return [{ name, index }];
    });
    const key = JSON.stringify([shown, frames.length]);
    if (key !== this.#named) {
      this.#named = key;
      this.#names.replaceChildren(...shown.map(({ name, index }) => {
        const span = make("span", {}, name);
        span.style.setProperty("--index", String(index));
        return span;
      }));
    }
    shown.forEach(({ index }, nth) => this.#names.children[nth].classList.toggle("current", index === this.#frame));
  }

  /** Draws the rivers, where they are others than those that are drawn. */
  async #draw() {
    const frames = await this.#map()?.timeline();
    if (!frames || frames === this.#drawn) return;
    this.#drawn = frames;
    this.#rivers.setAttribute("viewBox", `0 0 ${frames.length} ${6 * ROW}`);
    this.#rivers.replaceChildren(...[0, 1, 2].flatMap(kt => {
      const axis = (2 * kt + 1) * ROW;
      const most = highest(frames, kt);
      const way = (/** @type {"base" | "now"} */ state, /** @type {0 | 1} */ side, isArea = false) =>
        line(frames.map(frame => frame[state]?.kts[kt][side]), value => axis + (side ? 1 : -1) * RIVER * value / most, isArea ? axis : undefined);
      const path = (/** @type {string} */ kind, /** @type {string} */ d) => draw("path", { class: kind, d });
      const isBase = frames.every(({ base, now }) => JSON.stringify(base) === JSON.stringify(now));
      return [
        path("area warm", way("now", 0, true)), path("area cold", way("now", 1, true)), path("axis", `M0 ${axis}H${frames.length}`),
        ...(isBase ? [] : [path("base", way("base", 0)), path("base", way("base", 1))]),
        path("line warm", way("now", 0)), path("line cold", way("now", 1)),
      ];
    }));
    this.#mark();
  }

  /** Marks where the rivers are now. */
  #mark() {
    const now = this.#frame === null ? undefined : this.#drawn?.[this.#frame]?.now;
    this.#dots.forEach((dot, index) => {
      const [kt, side] = [index >> 1, /** @type {0 | 1} */ (index % 2)];
      dot.hidden = !now;
      if (!now || !this.#drawn) return;
      const y = (2 * kt + 1) * ROW + (side ? 1 : -1) * RIVER * now.kts[kt][side] / highest(this.#drawn, kt);
      dot.style.top = `${y / (6 * ROW) * 100}%`;
    });
  }
}

/** What a frame is called. @param {FrameName} frame @param {number} index @param {Figures} amounts */
const called = ({ label, at }, index, amounts) => label ?? at ?? amounts.number(index + 1);

/** The most that leaves a KT in any frame. @param {readonly FrameFigures[]} frames @param {number} kt */
function highest(frames, kt) {
  const all = frames.flatMap(({ base, now }) => [base, now].flatMap(state => state?.kts[kt] ?? []));
  return all.reduce((most, value) => Math.max(most, value), Number.MIN_VALUE);
}

/**
 * A line through the middles of frames, broken where there is no value; with an axis it goes back along that.
 * @param {(number | undefined)[]} values
 * @param {(value: number) => number} y
 * @param {number} [axis]
 */
function line(values, y, axis) {
  return values.map((value, index) => {
    if (value === undefined) return "";
    const [x, begins, ends] = [index + 0.5, values[index - 1] === undefined, values[index + 1] === undefined];
    const start = begins ? `M${x} ${axis ?? y(value)}` : "";
    return `${start}L${x} ${y(value)}${ends && axis !== undefined ? `V${axis}Z` : ""}`;
  }).join("");
}
