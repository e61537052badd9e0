// The map on a canvas.
import { item, quietly, when } from "./answer.js";
import { Drafted } from "./draft.js";
import { whole } from "./engine.js";
import { Gestures } from "./gestures.js";
import { Levers, seek, told } from "./levers.js";
import { Looks } from "./looks.js";
import { Managed, manage, rest } from "./managed.js";
import { frozen, settle } from "./options.js";
import { ahead, loaded } from "./load.js";
import { packed } from "./packed.js";
import { Player } from "./player.js";
import { point } from "./pointer.js";
import { Story } from "./story.js";
import { Surroundings } from "./surroundings.js";
import { Water } from "./water.js";
import { isWelcome } from "./welcome.js";
import { wish } from "./wished.js";

/** @typedef {import("./index.js").Source} Source */
/** @typedef {import("./remote.js").Remote} Remote */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Contents} Contents */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Solved} Solved */
/** @typedef {import("./types.js").Step} Step */

/** @typedef {import("./options.js").MapOptions} MapOptions */
/** @typedef {import("./options.js").MapState} MapState */

/** What is on the canvas of a map that was disposed of. @type {{ steps: [], frames: [], frame: null, view: "city" }} */
const NOTHING = { steps: [], frames: [], frame: null, view: "city" };

/**
 * A map on a canvas. Events: `select` and `hover` (detail: an {@link Item} or null), `step` (detail: a {@link Step} or
 * null), `change` (another document, other levers, another frame or another layout is shown; detail: a {@link Change}), `play`, `pause`,
 * `date` (another date was asked for; detail: the one that is shown), `error` (detail: `{ problems }`; the picture could not be brought up again).
 */
export class CityRivers extends Managed {
  #canvas;
  #options;
  #around;
  /** @type {Player | Remote} what plays: here, or in a worker */
  #player;
  /** @type {Promise<void> | undefined} settled when the document is brought up and painted */
  #ready;
  #off = new AbortController();
  #playing;
  #recording = 0;
  /** Whether it plays in a worker. */
  #remote = false;
  /** Whether what builds by hand is there, or on its way. */
  #equipped = false;
  /** @type {Item | null} */
  #selected = null;
  /** @type {string | undefined} */
  #hovered;
  #levers = new Levers(
    ({ levers, frame, step }) => {
      this.#hurry();
      return when(this.#player.turn(levers, frame, step === undefined), () => {
        this.#solved = this.#contents = undefined;
      });
    },
    () => this.contents,
    () => this.#changed(),
  );
  #story = new Story(() => this.contents.steps, (step, first) => this.#tell(step, first), step => {
    this.#select(null);
    this.#emit("step", step);
  });
  /** The frame before the story, where a step speaks of one. @type {number | null | undefined} */
  #before;
  /** The view before the story, where a step speaks of one. @type {"city" | "time" | undefined} */
  #viewBefore;
  #gestures;
  #looks;
  /** What the keyboard asks about streams and streets. @readonly */
  water = new Water(() => this.#player, () => this.#hurry());
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
    const { worker = "auto", view } = options;
    const asked = worker !== false && (worker !== "auto" || isWelcome(canvas));
    const remote = asked ? await import("./remote.js").then(({ Remote }) => Remote.start(canvas, document, worker, view)) : undefined;
    await loaded();
    const draft = new Drafted(packed(document), view);
    if (!remote) await draft.solve();
    const map = new CityRivers(canvas, draft, options, remote);
    try {
      await map.#ready;
      map.#levers.begin();
      if (!map.#playing) rest(map);
      map.#gestures.follow();
      map.#equip();
      ahead();
    } catch (error) {
      map.dispose();
      throw error;
    }
    return map;
  }

  /**
   * Use {@link CityRivers.create}.
   * @private
   * @param {HTMLCanvasElement} canvas
   * @param {Drafted} draft what is played here
   * @param {MapOptions} options
   * @param {Remote | undefined} remote what plays in a worker instead
   */
  constructor(canvas, draft, options, remote) {
    super();
    this.#canvas = canvas;
    this.#options = { ...options };
    this.#around = new Surroundings(canvas, () => this.#follow());
    this.#looks = new Looks(canvas, this.#around, () => this.#wanted(), Boolean(remote));
    this.#playing = !(options.paused ?? this.#around.calm);
    const { renderer = "auto" } = options;
    /** @type {import("./player.js").Calls} */
    const calls = { failed: problems => this.#emit("error", { problems }), changed: () => quietly(this.#changed()) };
    try {
      const { look, ratio } = this.#looks.next();
      const player = remote ?? new Player(canvas, draft, look, ratio, renderer, calls);
      this.#player = player;
      this.#remote = Boolean(remote);
      this.#ready = player instanceof Player ? player.begin() : player.create(look, ratio, renderer, calls);
    } catch (error) {
      remote?.dispose();
      this.dispose();
      throw error;
    }
    wish(this, this.#options, options => this.#set(options));
    const look = (/** @type {(player: Player | Remote) => boolean | Promise<boolean>} */ ask) => this.#turn(ask);
    manage(this, { levers: this.#levers, contents: () => this.contents, player: () => this.#player, size: () => this.#around, turn: look });
    this.#player.speed(this.speed);
    const { signal } = this.#off;
    this.#gestures = new Gestures(canvas, signal, this, () => this.#player.sight);
    point(canvas, signal, (x, y) => this.#player.pick(x, y), found => this.#hover(item(found)), (x, y) => {
      quietly(when(this.#player.choose(x, y), found => this.#select(item(found))));
    });
    this.#follow();
  }

  /**
   * Shows another document. What is seen goes over into it in 0.6 s, or is there at once where the map stands still; the promise does
   * not wait for that.
   * @param {Source} document
   * @throws {import("./engine.js").FlowDocumentError} where it is refused: the old picture stands
   */
  async update(document) {
    this.#hurry();
    const { date } = this;
    return this.#levers.hold(when(this.#player.update(document), () => {
      this.#solved = this.#contents = undefined;
      if (date) this.date = date;
      this.#levers.begin();
      this.#select(null);
      if (this.#story.at >= 0) {
        this.#story.at = -1;
        this.#emit("step", null);
      }
      return this.#changed();
    }));
  }

  /** The solved document, frozen. */
  get solved() {
    this.#solved ??= frozen(/** @type {Solved} */ (JSON.parse(this.#player.solved)));
    return this.#solved;
  }

  /** What is on the canvas, in words, frozen. */
  get contents() {
    this.#contents ??= frozen(/** @type {Contents} */ (JSON.parse(this.#player.contents)));
    return this.#contents;
  }

  /** What the map is doing, frozen. @returns {Readonly<MapState>} */
  get state() {
    const { theme = "auto" } = this.#options;
    const { width, height } = this.#around;
    const { steps, frames, frame, view } = this.#off.signal.aborted ? NOTHING : this.contents;
    const appearance = this.#around.theme(theme);
    const [playing, speed, selected, step] = [this.#playing, this.speed, this.#selected, this.#story.at];
    const worker = this.#remote;
    const { works, sight } = this.#player;
    const told = { step, steps: steps.length, frame, frames: frames.length, undo: this.#levers.undo, redo: this.#levers.redo };
    return Object.freeze({ playing, worker, view, theme, appearance, speed, width, height, ...works, ...sight, selected, ...told });
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
    this.#hurry();
    return when(this.#player.pick(x, y), item);
  }

  /**
   * Selects a place or a stream: it is ringed on the canvas. Null selects nothing.
   * @param {string | null} id
   * @returns {Promise<Item | null>} what it is; null where nothing has that id
   */
  async focus(id) {
    this.#hurry();
    return when(this.#player.focus(id), text => {
      const found = item(text);
      this.#select(found);
      return found;
    });
  }

  /** Goes on to the story's next step. @returns {Promise<Step | null>} the step that is shown then */
  async next() {
    return this.#story.go(1);
  }

  /** Goes back to the step before; before the first one there is the whole map. @returns {Promise<Step | null>} */
  async previous() {
    return this.#story.go(-1);
  }

  /**
   * The picture as it is now. With neither size it has the canvas's pixels, with one of them the same layout at that size, with both
   * a layout of its own.
   * @param {{ width?: number, height?: number }} [size] device pixels
   * @returns {Promise<Blob>}
   */
  async toPng({ width, height } = {}) {
    const { layout } = await import("./pictures.js");
    const { look, ratio } = layout({ width, height }, this.#around);
    const wanted = { ...this.#wanted(), ...look };
    return this.#player.picture(wanted, ratio);
  }

  /** The picture as it is now, as SVG. @returns {Promise<string>} */
  async toSvg() {
    this.#hurry();
    return this.#player.svg();
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
      const { film } = await import("./pictures.js");
      return await film(this.#canvas, seconds, this.#off.signal);
    } finally {
      this.#recording -= 1;
      this.#follow();
    }
  }

  /** Lets go of everything; the canvas keeps its last picture. */
  dispose() {
    this.#off.abort();
    this.#around.dispose();
    this.#player?.dispose();
  }

  /** What is asked of the picture now. @returns {import("./player.js").Look} */
  #wanted() {
    const { width, height, locale, style } = this.#around;
    const { theme = "auto", drops = 0, view } = this.#options;
    // On paper nothing can be switched.
    const aside = this.#around.prints ? 0 : this.aside;
    const calm = this.#around.calm && !this.#playing;
    const look = { view: view ?? "", theme: this.#around.theme(theme), drops, calm, aside, locale: this.#options.locale ?? locale, ...style };
    return width > 0 && height > 0 ? { ...look, width, height } : look;
  }

  /** Follows what the map stands in. */
  #follow() {
    if (this.#off.signal.aborted) return;
    if (this.#around.calm && this.#playing && this.#options.paused === undefined) this.pause();
    this.#player.run((this.#playing || this.#recording > 0) && this.#around.seen);
    // A worker is asked for one look at a time: where sizes change faster than it paints, it paints the newest next.
    if (!this.#looks.open) this.#ask();
  }

  /** Has a worker show what is wanted now before it answers anything else. */
  #hurry() {
    if (this.#looks.open && !this.#off.signal.aborted) this.#ask();
  }

  /** Asks for the look that is wanted now. */
  #ask() {
    this.#looks.ask(this.#player, waited => {
      this.#contents = undefined;
      if (this.#looks.open) return;
      quietly(this.#changed());
      if (waited) this.#follow();
    });
  }

  /** Looks around. @param {(player: Player | Remote) => boolean | Promise<boolean>} ask */
  #turn(ask) {
    this.#hurry();
    return when(ask(this.#player), changed => (changed ? when(this.#changed(), () => true) : false));
  }

  /**
   * Shows a step of the story: where it speaks of levers or a frame these as well, and before the first step the reader's own.
   * @param {Step | null} step
   * @param {boolean} first whether it comes after the whole map
   * @returns {void | Promise<void>}
   */
  #tell(step, first) {
    if (first) this.#before = this.contents.steps.some(step => step.frame !== undefined) ? this.contents.frame : undefined;
    const frame = step ? step.frame : this.#before;
    const turned = this.#levers.change(state => {
      const next = step && !step.levers ? state : told(step?.levers)(state);
      return frame === undefined ? next : seek(frame)(next);
    });
    if (first && this.contents.steps.some(step => step.view)) this.#viewBefore = this.contents.view;
    const view = step ? step.view : this.#viewBefore;
    if (view) this.view = view;
    const shown = this.#player.show(step?.focus ?? []);
    return when(turned, () => shown);
  }

  /** Brings what builds by hand, where that can be done and is not there yet. */
  #equip() {
    if (this.#equipped || !this.build) return;
    this.#equipped = true;
    import("./building.js").then(({ Building }) => {
      const { signal } = this.#off;
      if (!signal.aborted) new Building(this.#canvas, signal, this, this.#player);
    }, () => (this.#equipped = false));
  }

  /** Something else is on the canvas. */
  #changed() {
    this.#contents = undefined;
    this.#gestures.follow();
    this.#equip();
    const before = this.#selected;
    return when(before ? this.#player.item(before.id) : undefined, text => {
      const now = item(text);
      if (this.#selected === before && now?.type === before?.type) this.#selected = now;
      const { totals, levers, frame } = this.contents;
      this.#emit("change", { totals, levers, frame });
    });
  }

  /** @param {Partial<MapOptions>} options */
  #set(options) {
    settle(options);
    Object.assign(this.#options, options);
    this.#follow();
    if ("speed" in options) this.#player.speed(this.speed);
    if ("gestures" in options) this.#gestures.follow();
    if ("build" in options && this.#player) this.#equip();
  }

  /** @param {boolean} playing */
  #run(playing) {
    if (this.#off.signal.aborted || playing === this.#playing) return;
    this.#playing = playing;
    this.#options.paused = !playing;
    this.#follow();
    this.#emit(playing ? "play" : "pause", null);
  }

  /** @param {Item | null} item */
  #hover(item) {
    const found = item ? `${item.type} ${item.id}` : undefined;
    if (found === this.#hovered) return;
    // One of many lines: which one is shown, with its client's name.
    const line = item?.type === "client";
    if (line || this.#hovered?.startsWith("client ")) quietly(this.#player.outline(line ? item.id : null));
    this.#hovered = found;
    this.#gestures.over = Boolean(item);
    this.#emit("hover", item);
  }

  /** @param {Item | null} item */
  #select(item) {
    if (item?.id === this.#selected?.id && item?.type === this.#selected?.type) return;
    this.#selected = item;
    this.#emit("select", item);
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
