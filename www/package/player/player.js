// A document that plays on a canvas. It knows nothing of a page, so that it runs in a worker as well.
import { Camera } from "./camera.js";
import { Clock } from "./clock.js";
import { when } from "../engine/answer.js";
import { NotYet, again, call, generation, isWhole, rest, whole } from "../engine/call.js";
import { problemsOf } from "../engine/problems.js";
import { yieldToPage } from "../engine/yield.js";
import { Pace } from "./frame-times.js";
import { packed } from "../engine/event-log.js";
import { Relief } from "./relief.js";
import { giveBack, takesWebGl } from "./renderer.js";

/** @typedef {import("../document.js").Lever} Lever */
/** @typedef {import("../engine/problems.js").Problem} Problem */
/** @typedef {import("../glue.js").Rivers} Rivers */
/** @typedef {import("../engine/types.js").Source} Source */

/**
 * What is asked of the picture, as the wasm reads it; without a size there is nothing to paint on.
 * @typedef {{ width?: number, height?: number, [wish: string]: unknown }} Look
 */

/** How a map is painted: with what, how many drops are seen at once, and what a frame costs its thread, ms (the median of a second or so). */
/** @typedef {{ renderer: "webgl" | "software", drops: number, cost: number }} Works */

/** There are never fewer drops than this for want of time. */
const FEWEST = 500;

/** No step of a change of data is longer than this, ms: where frames come late it takes its time. */
const LONGEST = 40;

/**
 * What a player tells by itself: that its picture could not be brought up again; that it works in another way, or at another cost,
 * than before; that for want of time something else is on the canvas.
 * @typedef {{ failed: (problems: Problem[]) => void, changed: () => void, worked?: () => void }} Calls
 */

export class Player extends Camera {
  #canvas;
  #document;
  /** Until it is first on the canvas. @type {import("./draft.js").Drafted | undefined} */
  #draft;
  /** Whether the water is to run. */
  #running = false;
  /** Whether all of the picture is on the canvas. */
  #begun = false;
  #look;
  #ratio;
  #calls;
  #clock = new Clock(beat => this.#play(beat));
  #pace = new Pace();
  #relief;
  /** Whether WebGL is to paint. */
  #webgl;
  /** Whether the canvas counts as one that WebGL paints on: a context stays with its canvas. */
  #counted;
  /** How often a drop has come to stand for more clients, since the machine did not keep up. */
  #coarser = 0;
  #off = new AbortController();
  /** Of which instance `handle` is. */
  #generation = -1;
  /** @type {Rivers | undefined} */
  #handle;
  /** Ms for which the water has been going over into this document's; none where it does not. @type {number | undefined} */
  #morph;
  /** The state of the network that is shown, where it is not the document's first. @type {{ levers: readonly Lever[], frame: number | null } | undefined} */
  #turned;
  /** How often painting has failed since it last did not. */
  #failures = 0;
  /** @type {string[]} ids of what is ringed */
  #focus = [];
  /** @type {string[]} the id of what the keyboard stands on, if it is ringed as well */
  #outlined = [];
  /** How it is painted; its cost is measured every second or so. @type {Works} */
  works = { renderer: "software", drops: 0, cost: 0 };

  /**
   * Takes a solved document, which {@link Player.begin} puts on the canvas.
   * @param {HTMLCanvasElement | OffscreenCanvas} canvas
   * @param {import("./draft.js").Drafted} draft
   * @param {Look} look
   * @param {number} ratio device pixels for one CSS pixel
   * @param {"auto" | "webgl" | "software"} renderer
   * @param {Calls} calls
   */
  constructor(canvas, draft, look, ratio, renderer, calls) {
    super(run => this.#use(run), () => this.#clock.running || this.#paint(), () => this.#clock, changed => this.#lookAround(changed));
    this.#canvas = canvas;
    this.#relief = new Relief(renderer);
    this.#document = draft.document;
    this.#draft = draft;
    this.#look = look;
    this.#ratio = ratio;
    this.#calls = calls;
    this.#counted = this.#webgl = takesWebGl(renderer);
    // The browser may lose what was painted, and say when it can be painted again.
    const { signal } = this.#off;
    canvas.addEventListener("webglcontextlost", event => event.preventDefault(), { signal });
    for (const name of ["contextrestored", "webglcontextrestored"]) {
      canvas.addEventListener(name, () => {
        this.#use(handle => handle.refresh());
        this.#paint();
      }, { signal });
    }
  }

  /**
   * Lays the document out and paints it, in turns of the page.
   * @throws {import("../engine/problems.js").FlowDocumentError} where that cannot be done
   */
  async begin() {
    // One that WebGL paints needs all there is.
    if (this.#webgl && !isWhole()) await rest();
    await this.#draft?.draw(() => (this.#draft && !this.#off.signal.aborted ? this.#wanted : undefined));
    if (this.#off.signal.aborted) return;
    await again(() => this.#use(() => {}));
    await this.#appear();
  }

  /** Shows what stands still, and what moves as soon as that is ready. */
  async #appear() {
    const { width, height } = this.#look;
    const steps = width && height && this.#use(handle => handle.begin(this.#ratio));
    this.#note();
    await (steps ? this.#moveOn() : this.#start());
  }

  /** Gets ready for what moves, in turns of the page. */
  async #moveOn() {
    try {
      do await yieldToPage();
      while (!this.#off.signal.aborted && this.#use(handle => handle.begin(this.#ratio)));
    } catch {
      // Painting does what is left, or says why it cannot.
    }
    this.#start();
  }

  #start() {
    if (this.#off.signal.aborted) return;
    this.#begun = true;
    this.#paint();
    this.run(this.#running);
  }

  /** @param {boolean} changed whether something else of the city is seen now */
  #lookAround(changed) {
    if (changed) {
      this.#pace.reset();
      this.#paint();
    }
    this.#note();
  }

  /** Keeps {@link works} and {@link Camera.sight} current. */
  #note() {
    const [webgl, drops, zoom = null] = this.#use(handle => /** @type {const} */ ([handle.webgl(), handle.drops(), handle.zoomed()]));
    this.works = { renderer: webgl ? "webgl" : "software", drops, cost: this.#pace.cost };
    this.see(zoom);
  }

  /** The solved document, as JSON. */
  get solved() {
    return this.#use(handle => handle.solved());
  }

  /** What is on the canvas, in words, as JSON. */
  get contents() {
    return this.#use(handle => handle.contents());
  }

  /** @param {boolean} running whether the water runs */
  run(running) {
    this.#running = running;
    if (!this.#begun) return;
    this.#clock.running = running;
    if (running || this.#morph === undefined) return;
    // At rest nothing moves: what was to come is there at once.
    this.#goOn(Infinity);
    this.#paint();
  }

  /**
   * @param {Look} look
   * @param {number} ratio device pixels for one CSS pixel
   */
  look(look, ratio) {
    const { drops, width, height } = this.#look;
    // Another picture may cost less.
    if (drops !== look.drops || width !== look.width || height !== look.height) this.#coarser = 0;
    const { view } = this.#look;
    this.#look = look;
    this.#ratio = ratio;
    // What is on its way takes it up by itself.
    if (this.#draft) return;
    return look.view === view ? this.#show() : whole(() => this.#show());
  }

  /** Shows the picture as it is asked for now. @returns {void | Promise<void>} */
  #show() {
    this.#pace.reset();
    try {
      // Another view is gone over into, as another document is.
      if (this.#use(handle => handle.look(this.#wanted))) this.#morph = 0;
      if (!this.#clock.running) this.#goOn(Infinity);
    } catch (error) {
      if (error instanceof NotYet) return rest().then(() => this.#show());
      // The instance has died: painting brings up a fresh one, which has this look.
    }
    this.#paint();
    this.#note();
  }

  /** What is asked for, as far as the machine keeps up. */
  get #wanted() {
    return { ...this.#look, coarser: this.#coarser };
  }

  /**
   * Shows another document, into whose water that of the old one goes over while it runs; nothing is ringed then.
   * @param {Source} document
   * @throws {import("../engine/problems.js").FlowDocumentError} where it is refused: the old picture stands
   */
  update(document) {
    return whole(() => this.#update(packed(document)));
  }

  /** @param {Source} given */
  #update(given) {
    try {
      const morphs = this.#use(handle => handle.update(given, this.#clock.running));
      this.#morph = morphs ? 0 : undefined;
    } catch (error) {
      this.#paint();
      throw error;
    }
    this.#document = given;
    this.#turned = undefined;
    this.#pace.reset();
    this.show([]);
    this.#note();
  }

  /**
   * Shows another state of the network, into whose water that of the old one goes over while it runs.
   * @param {readonly Lever[]} levers
   * @param {number | null} frame
   * @param {boolean} morph whether it goes over, or is there at once
   * @throws {import("../engine/problems.js").FlowDocumentError} where the levers are refused: all stays as it was
   */
  turn(levers, frame, morph) {
    return whole(() => this.#turn(levers, frame, morph));
  }

  /** @param {readonly Lever[]} levers @param {number | null} frame @param {boolean} morph */
  #turn(levers, frame, morph) {
    try {
      this.#morph = this.#use(handle => handle.turn(levers, frame ?? undefined)) ? 0 : undefined;
    } catch (error) {
      this.#paint();
      throw error;
    }
    this.#turned = { levers, frame };
    this.#pace.reset();
    if (!morph || !this.#clock.running) this.#goOn(Infinity);
    this.#paint();
    this.#note();
  }

  /** @param {string[]} ids of the places and streams to ring */
  show(ids) {
    this.#focus = ids;
    return this.#ring();
  }

  /** Rings what is to be ringed. */
  #ring() {
    const ids = [...this.#focus, ...this.#outlined];
    const ring = () => {
      this.#use(handle => handle.focus(ids));
      this.#paint();
    };
    return ids.length ? whole(ring) : ring();
  }

  /**
   * Rings what has an id, and nothing else.
   * @param {string | null} id
   * @returns {string | undefined | Promise<string | undefined>} an item as JSON, if anything has it
   */
  focus(id) {
    return when(id === null ? undefined : this.item(id), item => {
      const shown = this.show(item === undefined || id === null ? [] : [id]);
      return when(shown, () => item);
    });
  }

  /**
   * Rings what is at a place, and nothing else.
   * @param {number} x CSS px
   * @param {number} y CSS px
   * @returns {string | undefined | Promise<string | undefined>} an item as JSON, if anything is there
   */
  choose(x, y) {
    return when(this.pick(x, y), item => {
      const shown = this.show(item === undefined ? [] : [JSON.parse(item).id]);
      return when(shown, () => item);
    });
  }

  /**
   * Outlines what has an id beside what is ringed, in the place of what was outlined so before.
   * @param {string | null} id
   * @returns {string | undefined | Promise<string | undefined>} an item as JSON, if anything has it
   */
  outline(id) {
    return when(id === null ? undefined : this.item(id), item => {
      this.#outlined = item === undefined || id === null ? [] : [id];
      return when(this.#ring(), () => item);
    });
  }

  /** Lets go of everything; the canvas keeps its last picture. */
  dispose() {
    this.#clock.running = false;
    this.#off.abort();
    if (this.#counted) giveBack();
    this.#counted = false;
    this.#draft?.dispose();
    if (this.#generation === generation) this.#handle?.free();
    this.#handle = undefined;
  }

  /**
   * Uses the handle; brings it up in a fresh instance first, where its own has died.
   * @template T
   * @param {(handle: Rivers) => T} run
   * @returns {T}
   */
  #use(run) {
    if (this.#off.signal.aborted) throw new Error("This map was disposed of.");
    return call(({ Rivers }) => {
      if (this.#generation !== generation || !this.#handle) {
        const draft = this.#draft?.take();
        this.#draft = undefined;
        const on = /** @type {const} */ ([this.#canvas, this.#webgl]);
        this.#handle = draft ? draft.on(...on, this.#wanted) : new Rivers(...on, this.#document, this.#wanted);
        this.#generation = generation;
        if (this.#turned) {
          this.#handle.turn(this.#turned.levers, this.#turned.frame ?? undefined);
          this.#handle.morph(Infinity);
        }
        this.#handle.focus([...this.#focus, ...this.#outlined]);
      }
      return run(this.#handle);
    });
  }

  /** Goes on with a change of data. @param {number} beat ms */
  #goOn(beat) {
    if (this.#morph === undefined) return false;
    this.#morph += beat;
    const seconds = this.#morph / 1000;
    if (!this.#use(handle => handle.morph(seconds))) this.#morph = undefined;
    return true;
  }

  /** @param {number} beat ms since the frame before */
  #play(beat) {
    const start = performance.now();
    const morphs = this.#goOn(Math.min(beat, LONGEST));
    this.#paint();
    // Such frames are others than those to come.
    if (morphs) return;
    if (!this.#pace.frame(beat, performance.now() - start)) return;
    const { drops } = this.works;
    if (this.#pace.late) this.#relieve();
    this.#note();
    this.#calls.worked?.();
    // There are fewer drops for want of time: the legend says so.
    if (this.works.drops !== drops) this.#calls.changed();
  }

  /** Does with less work, as {@link Relief} says: drops less finely drawn come before fewer, each for more clients. */
  #relieve() {
    const { renderer, drops } = this.works;
    const webgl = renderer === "webgl";
    const step = this.#relief.next(webgl, this.#counted, this.#pace);
    if (step === "webgl" || step === "software") {
      this.#webgl = step === "webgl";
      this.#use(handle => handle.paint_with(this.#canvas, this.#webgl));
      this.#pace.reset();
    } else if (step === "less" && !webgl && this.#use(handle => handle.relieve())) {
      this.#pace.reset();
    } else if (step === "undo" || (step === "less" && drops >= 2 * FEWEST)) {
      this.#coarser = step === "undo" ? Math.max(0, this.#coarser - 2) : this.#coarser + 1;
      this.#show();
    }
  }

  /** @returns {void} */
  #paint() {
    if (!this.#look.width || !this.#look.height || this.#failures > 1) return;
    try {
      this.#use(handle => handle.paint(this.#clock.time, this.#ratio));
      this.#failures = 0;
    } catch (error) {
      if (error instanceof NotYet) return void rest().then(() => this.#paint(), error => this.#calls.failed(problemsOf(error)));
      this.#failures += 1;
      // Once, a fresh instance may do better.
      if (this.#failures === 1) return this.#paint();
      this.#clock.running = false;
      this.#calls.failed(problemsOf(error));
    }
  }
}
