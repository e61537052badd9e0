// The map on a canvas.
import { call, generation, init, problemsOf } from "./engine.js";
import { Clock } from "./clock.js";
import { frozen, settle } from "./options.js";
import { film, layout, png } from "./pictures.js";
import { point } from "./pointer.js";
import { Surroundings, hold } from "./surroundings.js";

/** @typedef {import("./index.js").Source} Source */
/** @typedef {import("./types.js").Contents} Contents */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Solved} Solved */
/** @typedef {import("./types.js").Step} Step */

/** @typedef {import("./options.js").MapOptions} MapOptions */
/** @typedef {import("./options.js").MapState} MapState */

/**
 * A map on a canvas. Events: `select` and `hover` (detail: an {@link Item} or null), `step` (detail: a {@link Step} or
 * null), `change` (another document, or another layout, is shown), `play`, `pause`, `error` (detail: `{ problems }`; the picture could not
 * be brought up again).
 */
export class CityRivers extends EventTarget {
  #canvas;
  #context;
  #document;
  #options;
  #around;
  #clock = new Clock(() => this.#paint());
  #off = new AbortController();
  /** Of which instance `handle` is. */
  #generation = -1;
  /** @type {import("./glue.js").Rivers | undefined} */
  #handle;
  /** How often painting has failed since it last did not. */
  #failures = 0;
  /** Whether the canvas has been kept from growing by its own pixels. */
  #held = false;
  #playing;
  #recording = 0;
  /** @type {string[]} */
  #focus = [];
  /** @type {Item | null} */
  #selected = null;
  /** @type {string | undefined} */
  #hovered;
  #step = -1;
  #look = "";
  /** @type {Solved | undefined} */
  #solved;
  /** @type {Contents | undefined} */
  #contents;

  /**
   * Puts a map on a canvas; it follows the canvas's size and the screen's density.
   * @param {HTMLCanvasElement} canvas
   * @param {Source} document
   * @param {MapOptions} [options]
   * @returns {Promise<CityRivers>}
   * @throws {import("./engine.js").FlowDocumentError} where the document is refused
   */
  static async create(canvas, document, options = {}) {
    settle(options);
    await init();
    return new CityRivers(canvas, document, options);
  }

  /**
   * Use {@link CityRivers.create}.
   * @private
   * @param {HTMLCanvasElement} canvas
   * @param {Source} document
   * @param {MapOptions} options
   */
  constructor(canvas, document, options) {
    super();
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This canvas has no 2D context: it is used in another way already.");
    this.#canvas = canvas;
    this.#context = context;
    this.#document = document;
    this.#options = { ...options };
    this.#clock.speed = options.speed ?? 1;
    this.#around = new Surroundings(canvas, () => this.#follow());
    this.#playing = !(options.paused ?? this.#around.calm);
    try {
      this.#use(() => {});
      this.#paint();
    } catch (error) {
      this.dispose();
      throw error;
    }
    const { signal } = this.#off;
    point(canvas, signal, (x, y) => this.#hover(x === undefined || y === undefined ? null : this.#pick(x, y)), (x, y) => {
      const item = this.#pick(x, y);
      this.#show(item ? [item.id] : [], item);
    });
    // The browser may lose what was painted, and say when it can be painted again.
    canvas.addEventListener("contextrestored", () => {
      this.#use(handle => handle.refresh());
      this.#paint();
    }, { signal });
    this.#follow();
  }

  /**
   * Shows another document.
   * @param {Source} document
   * @throws {import("./engine.js").FlowDocumentError} where it is refused: the old picture stands
   */
  async update(document) {
    try {
      this.#use(handle => handle.update(document));
    } catch (error) {
      this.#paint();
      throw error;
    }
    this.#document = document;
    this.#solved = undefined;
    this.#show([], null);
    if (this.#step >= 0) {
      this.#step = -1;
      this.#emit("step", null);
    }
    this.#changed();
  }

  /** The solved document, frozen. */
  get solved() {
    this.#solved ??= frozen(/** @type {Solved} */ (JSON.parse(this.#use(handle => handle.solved()))));
    return this.#solved;
  }

  /** What is on the canvas, in words, frozen. */
  get contents() {
    this.#contents ??= frozen(/** @type {Contents} */ (JSON.parse(this.#use(handle => handle.contents()))));
    return this.#contents;
  }

  /** What the map is doing, frozen. @returns {Readonly<MapState>} */
  get state() {
    const { theme = "auto", view = "city" } = this.#options;
    const { width, height } = this.#around;
    const { speed } = this.#clock;
    const steps = this.#off.signal.aborted ? 0 : this.contents.steps.length;
    const appearance = this.#around.theme(theme);
    const [playing, selected, step] = [this.#playing, this.#selected, this.#step];
    return Object.freeze({ playing, view, theme, appearance, speed, width, height, selected, step, steps });
  }

  get theme() {
    return this.#options.theme ?? "auto";
  }

  set theme(theme) {
    this.#set({ theme });
  }

  get speed() {
    return this.#clock.speed;
  }

  set speed(speed) {
    this.#set({ speed });
    this.#clock.speed = speed;
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

  play() {
    this.#run(true);
  }

  pause() {
    this.#run(false);
  }

  /**
   * What is at a place on the canvas.
   * @param {number} x CSS px from its left edge
   * @param {number} y CSS px from its top edge
   * @returns {Promise<Item | null>}
   */
  async pick(x, y) {
    return this.#pick(x, y);
  }

  /**
   * Selects a place or a stream: it is ringed on the canvas. Null selects nothing.
   * @param {string | null} id
   * @returns {Promise<Item | null>} what it is; null where nothing has that id
   */
  async focus(id) {
    const item = id === null ? null : this.#item(id);
    this.#show(item ? [item.id] : [], item);
    return item;
  }

  /** Goes on to the story's next step. @returns {Promise<Step | null>} the step that is shown then */
  async next() {
    return this.#go(this.#step + 1);
  }

  /** Goes back to the step before; before the first one there is the whole map. @returns {Promise<Step | null>} */
  async previous() {
    return this.#go(this.#step - 1);
  }

  /**
   * The picture as it is now. With neither size it has the canvas's pixels, with one of them the same layout at that size, with both
   * a layout of its own.
   * @param {{ width?: number, height?: number }} [size] device pixels
   * @returns {Promise<Blob>}
   */
  async toPng({ width, height } = {}) {
    const { look, ratio } = layout({ width, height }, this.#around);
    const wanted = { ...this.#wanted(), ...look };
    return png(context => this.#use(handle => handle.picture(context, wanted, this.#clock.time, ratio)));
  }

  /** The picture as it is now, as SVG. @returns {Promise<string>} */
  async toSvg() {
    return this.#use(handle => handle.svg(this.#clock.time));
  }

  /**
   * A film of the map, as the browser records it (mostly WebM); the water runs meanwhile.
   * @param {{ seconds?: number }} [options] how long, default 10
   * @returns {Promise<Blob>}
   */
  async record({ seconds = 10 } = {}) {
    this.#recording += 1;
    this.#follow();
    try {
      return await film(this.#canvas, seconds, this.#off.signal);
    } finally {
      this.#recording -= 1;
      if (!this.#off.signal.aborted) this.#follow();
    }
  }

  /** Lets go of everything; the canvas keeps its last picture. */
  dispose() {
    this.#clock.running = false;
    this.#off.abort();
    this.#around.dispose();
    if (this.#generation === generation) this.#handle?.free();
    this.#handle = undefined;
  }

  /**
   * Uses the handle; brings it up in a fresh instance first, where its own has died.
   * @template T
   * @param {(handle: import("./glue.js").Rivers) => T} run
   * @returns {T}
   */
  #use(run) {
    if (this.#off.signal.aborted) throw new Error("This map was disposed of.");
    return call(({ Rivers }) => {
      if (this.#generation !== generation || !this.#handle) {
        this.#handle = new Rivers(this.#context, this.#document, this.#wanted());
        this.#generation = generation;
        this.#handle.focus(this.#focus);
      }
      return run(this.#handle);
    });
  }

  /** @returns {void} */
  #paint() {
    const { width, height, ratio } = this.#around;
    if (!(width > 0 && height > 0) || this.#failures > 1) return;
    if (!this.#held) hold(this.#canvas);
    this.#held = true;
    try {
      this.#use(handle => handle.paint(this.#clock.time, ratio));
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      // Once, a fresh instance may do better.
      if (this.#failures === 1) return this.#paint();
      this.#clock.running = false;
      this.#emit("error", { problems: problemsOf(error) });
    }
  }

  /** What is asked of the picture now. */
  #wanted() {
    const { width, height, locale, style } = this.#around;
    const { theme = "auto", drops = 0 } = this.#options;
    const calm = this.#around.calm && !this.#playing;
    const look = { theme: this.#around.theme(theme), drops, calm, locale: this.#options.locale ?? locale, ...style };
    return width > 0 && height > 0 ? { ...look, width, height } : look;
  }

  /** Follows what the map stands in. */
  #follow() {
    if (this.#around.calm && this.#playing && this.#options.paused === undefined) this.pause();
    this.#clock.running = (this.#playing || this.#recording > 0) && this.#around.seen;
    const look = this.#wanted();
    const said = JSON.stringify(look) + this.#around.ratio;
    if (said === this.#look) return;
    this.#look = said;
    try {
      this.#use(handle => handle.look(look));
    } catch {
      // The instance has died: painting brings up a fresh one, which has this look.
    }
    this.#changed();
  }

  #changed() {
    this.#contents = undefined;
    this.#paint();
    const before = this.#selected;
    const now = before && this.#item(before.id);
    if (now?.type === before?.type) this.#selected = now;
    this.#emit("change", null);
  }

  /**
   * @param {string} id
   * @returns {Item | null}
   */
  #item(id) {
    const text = this.#use(handle => handle.item(id));
    return text ? frozen(JSON.parse(text)) : null;
  }

  /** @param {Partial<MapOptions>} options */
  #set(options) {
    settle(options);
    Object.assign(this.#options, options);
    this.#follow();
  }

  /** @param {boolean} playing */
  #run(playing) {
    if (this.#off.signal.aborted || playing === this.#playing) return;
    this.#playing = playing;
    this.#options.paused = !playing;
    this.#follow();
    this.#emit(playing ? "play" : "pause", null);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {Item | null}
   */
  #pick(x, y) {
    const text = this.#use(handle => handle.pick(x, y));
    return text ? frozen(JSON.parse(text)) : null;
  }

  /** @param {Item | null} item */
  #hover(item) {
    const found = item ? `${item.type} ${item.id}` : undefined;
    if (found === this.#hovered) return;
    this.#hovered = found;
    this.#canvas.style.cursor = item ? "pointer" : "";
    this.#emit("hover", item);
  }

  /**
   * @param {string[]} ids
   * @param {Item | null} item
   */
  #show(ids, item) {
    this.#focus = ids;
    this.#use(handle => handle.focus(ids));
    this.#paint();
    if (item?.id === this.#selected?.id && item?.type === this.#selected?.type) return;
    this.#selected = item;
    this.#emit("select", item);
  }

  /** @param {number} index */
  #go(index) {
    const { steps } = this.contents;
    const to = Math.max(-1, Math.min(index, steps.length - 1));
    const step = steps[to] ?? null;
    if (to === this.#step) return step;
    this.#step = to;
    this.#show(step?.focus ?? [], null);
    this.#emit("step", step);
    return step;
  }

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const { dispose } = /** @type {{ dispose?: symbol }} */ (Symbol);
if (dispose) Object.defineProperty(CityRivers.prototype, dispose, { value: CityRivers.prototype.dispose });
