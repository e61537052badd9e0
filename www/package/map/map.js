// The map on a canvas.
import { quietly, when } from "../engine/answer.js";
import { packed } from "../engine/event-log.js";
import { restAhead } from "../engine/load.js";
import { Part, ahead } from "../engine/part.js";
import { Drafted } from "../player/draft.js";
import { Player } from "../player/player.js";
import { remote } from "../player/thread.js";
import { hitTest } from "./hit-test.js";
import { item } from "./item.js";
import { LookRequests } from "./look-requests.js";
import { Methods, carryOut, rest } from "./methods.js";
import { frozen, settle } from "./options.js";
import { bind } from "./properties.js";
import { Steering } from "./steering.js";
import { Surroundings } from "./surroundings.js";
import { Water } from "./water.js";

/** What comes when a document, or somebody, asks for it. */
const parts = {
  gestures: new Part(() => import("./gestures.js")),
  pictures: new Part(() => import("../export/pictures.js")),
  story: new Part(() => import("./story.js")),
};

/** @typedef {import("../engine/types.js").Source} Source */
/** @typedef {import("../engine/types.js").Change} Change */
/** @typedef {import("../engine/types.js").Contents} Contents */
/** @typedef {import("../engine/types.js").Item} Item */
/** @typedef {import("../engine/types.js").Solved} Solved */
/** @typedef {import("../engine/types.js").Step} Step */
/** @typedef {import("../player/remote.js").Remote} Remote */
/** @typedef {import("./options.js").MapOptions} MapOptions */
/** @typedef {import("./options.js").MapState} MapState */

/** What is on the canvas of a map that was disposed of. @type {{ steps: [], frames: [], frame: null, view: "city" }} */
const NOTHING = { steps: [], frames: [], frame: null, view: "city" };

/**
 * A map on a canvas. Events: `select` and `hover` (detail: an {@link Item} or null), `step` (detail: a {@link Step} or
 * null), `change` (another document, other levers, another frame or another layout is shown; detail: a {@link Change}), `play`, `pause`,
 * `date` (another date was asked for; detail: the one that is shown), `error` (detail: `{ problems }`; the picture could not be brought up again).
 */
export class CityRivers extends Methods {
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
  /** @type {Item | null} */
  #selected = null;
  /** @type {string | undefined} */
  #hovered;
  #steering = new Steering(tools => this.#begin(tools));
  /** @type {import("./story.js").Story | undefined} */
  #story;
  /** @type {import("./gestures.js").Gestures | undefined} */
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
   * @throws {import("../engine/problems.js").FlowDocumentError} where the document is refused
   */
  static async create(canvas, document, options = {}) {
    settle(options);
    const { worker = "auto", view } = options;
    const away = await remote(canvas, document, worker, view);
    const draft = new Drafted(packed(document), view);
    if (!away) await draft.solve();
    const map = new CityRivers(canvas, draft, options, away);
    try {
      await map.#ready;
      if (!map.#playing) rest(map);
      await map.#equip();
      restAhead();
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
    this.#looks = new LookRequests(canvas, this.#around, () => this.#wanted(), Boolean(remote));
    this.#playing = !(options.paused ?? this.#around.calm);
    const { renderer = "auto" } = options;
    /** @type {import("../player/player.js").Calls} */
    const calls = { failed: problems => this.#emit("error", { problems }), changed: () => quietly(this.#changed()) };
    try {
      const { look, ratio } = this.#looks.next();
      const player = remote ?? new Player(canvas, draft, look, ratio, renderer, calls);
      this.#player = player;
      this.#ready = player instanceof Player ? player.begin() : player.create(look, ratio, renderer, calls);
    } catch (error) {
      remote?.dispose();
      this.dispose();
      throw error;
    }
    bind(this, this.#options, options => this.#set(options));
    const [contents, player, size] = [() => this.contents, () => this.#player, () => this.#around];
    carryOut(this, { contents, player, size, turn: ask => this.#turn(ask), step: by => this.#step(by), steering: this.#steering });
    this.#player.speed(this.speed);
    const { signal } = this.#off;
    hitTest(canvas, signal, (x, y) => this.#player.pick(x, y), found => this.#hover(item(found)), (x, y) => {
      quietly(when(this.#player.choose(x, y), found => this.#select(item(found))));
    });
    this.#follow();
  }

  /**
   * Shows another document. What is seen goes over into it in 0.6 s, or is there at once where the map stands still; the promise does
   * not wait for that.
   * @param {Source} document
   * @throws {import("../engine/problems.js").FlowDocumentError} where it is refused: the old picture stands
   */
  async update(document) {
    this.#hurry();
    const { date } = this;
    const answer = this.#player.update(document);
    return this.#steering.update(answer, when(answer, () => {
      this.#solved = this.#contents = undefined;
      if (date) this.date = date;
      this.#steering.begin();
      this.#select(null);
      if (this.#story?.leave()) this.#emit("step", null);
      return when(this.#equip(), () => this.#changed());
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
    const [playing, speed, selected, step] = [this.#playing, this.speed, this.#selected, this.#story?.at ?? -1];
    const worker = !(this.#player instanceof Player);
    const { works, sight } = this.#player;
    const { undo, redo } = this.#steering;
    const told = { step, steps: steps.length, frame, frames: frames.length, undo, redo };
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

  /**
   * The picture as it is now. With neither size it has the canvas's pixels, with one of them the same layout at that size, with both
   * a layout of its own.
   * @param {{ width?: number, height?: number }} [size] device pixels
   * @returns {Promise<Blob>}
   */
  async toPng({ width, height } = {}) {
    return when(parts.pictures.get(), ({ layout }) => {
      const { look, ratio } = layout({ width, height }, this.#around);
      return this.#player.picture({ ...this.#wanted(), ...look }, ratio);
    });
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
      const { film } = await parts.pictures.get();
      if (this.#off.signal.aborted) throw new Error("This map was disposed of.");
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

  /** What is asked of the picture now. @returns {import("../player/player.js").Look} */
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

  /** Has what the document that is shown needs, as far as it is not there yet. @returns {void | Promise<void>} */
  #equip() {
    const { levers, frames, steps } = this.contents;
    if (steps.length) ahead(parts.story);
    const steers = !this.#steering.isThere && (levers.length > 0 || frames.length > 0 || this.build);
    const coming = [steers ? this.#steering.use(() => {}) : undefined, this.#lookAround()].filter(one => one instanceof Promise);
    // What cannot be had is asked for again when it is needed, and then told of.
    if (coming.length) return Promise.allSettled(coming).then(() => {});
  }

  /** Follows wheel and pointers where there is something to look around in. @returns {void | Promise<void>} */
  #lookAround() {
    if (this.#gestures) return this.#gestures.follow();
    if (this.#player.sight.zoom === null || !this.gestures) return undefined;
    return when(parts.gestures.get(), ({ Gestures }) => {
      this.#gestures ??= new Gestures(this.#canvas, this.#off.signal, this, () => this.#player.sight);
      this.#gestures.over = this.#hovered !== undefined;
      this.#gestures.follow();
    });
  }

  /** @param {typeof import("./levers/levers.js")} tools */
  #begin({ Dragging, History }) {
    const history = new History(
      ({ levers, frame, step }) => {
        this.#hurry();
        return when(this.#player.turn(levers, frame, step === undefined), () => {
          this.#solved = this.#contents = undefined;
        });
      },
      () => this.contents,
      () => this.#changed(),
    );
    history.begin();
    new Dragging(this.#canvas, this.#off.signal, this, this.#player);
    // What it takes, these do not hear: they come after it.
    this.#gestures?.listenAgain();
    return history;
  }

  /** Goes along the story. @param {1 | -1} by @returns {Step | null | Promise<Step | null>} */
  #step(by) {
    if (!this.contents.steps.length) return null;
    return when(parts.story.get(), ({ Story }) => {
      this.#story ??= new Story({
        contents: () => this.contents,
        change: make => this.#steering.change(make),
        look: view => (this.view = view),
        show: ids => this.#player.show(ids),
        told: step => {
          this.#select(null);
          this.#emit("step", step);
        },
      });
      return this.#story.go(by);
    });
  }

  /** Something else is on the canvas. */
  #changed() {
    this.#contents = undefined;
    quietly(this.#lookAround());
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
    if ("gestures" in options) quietly(this.#lookAround());
    if (options.build) quietly(this.#equip());
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
    if (this.#gestures) this.#gestures.over = Boolean(item);
    else this.#canvas.style.cursor = item ? "pointer" : "";
    this.#emit("hover", item);
  }

  /** @param {Item | null} item */
  #select(item) {
    if (item?.id === this.#selected?.id && item?.type === this.#selected?.type) return;
    this.#selected = item;
    this.#emit("select", item);
  }

  /** @param {string} name @param {unknown} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const { dispose } = /** @type {{ dispose?: symbol }} */ (Symbol);
if (dispose) Object.defineProperty(CityRivers.prototype, dispose, { value: CityRivers.prototype.dispose });
