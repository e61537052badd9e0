// What a host does with a map: levers, frames, back and on again; dates; looking around.
import { quietly } from "../engine/answer.js";
import { frozen } from "./options.js";
import { Properties } from "./properties.js";

/** @typedef {import("../document.js").Lever} Lever */
/** @typedef {import("../player/player.js").Player | import("../player/remote.js").Remote} Player */
/** @typedef {import("../engine/types.js").Contents} Contents */
/** @typedef {import("../engine/types.js").Plan} Plan */
/** @typedef {import("../engine/types.js").Step} Step */
/** @typedef {import("../engine/types.js").FrameFigures} FrameFigures */

/** @typedef {typeof import("./levers/levers.js")} Tools */

/**
 * What the methods are carried out by.
 * @typedef {object} Means
 * @property {() => Contents} contents
 * @property {() => Player} player
 * @property {() => { width: number, height: number }} size of the canvas, CSS px
 * @property {(ask: (player: Player) => boolean | Promise<boolean>) => boolean | Promise<boolean>} turn looks around; whether that changed anything
 * @property {(by: 1 | -1) => Step | null | Promise<Step | null>} step goes along the story
 * @property {import("./steering.js").Steering} steering
 */

/**
 * Says what a map's methods are carried out by.
 * @type {(map: Methods, by: Means) => void}
 */
export let carryOut;

/**
 * Shows the middle of the calendar, where there is one: a map that stands still is not to stand before its first client.
 * @type {(map: Methods) => void}
 */
export let rest;

export class Methods extends Properties {
  static {
    carryOut = (map, by) => (map.#by = by);
    rest = map => {
      const { calendar } = map.#by.contents();
      if (calendar) map.#by.player().moment(calendar.seconds / 2);
    };
  }

  /** @type {Means} */
  #by = /** @type {any} */ (undefined);

  /** The levers as they are now, frozen: a list as a document has it. @returns {readonly Lever[]} */
  get levers() {
    return this.#by.contents().levers;
  }

  /**
   * Builds what a lever stands for, or takes it away.
   * @param {string} id
   * @param {boolean} on
   * @throws {RangeError} where no lever has that id
   */
  async setLever(id, on) {
    if (!this.levers.some(lever => lever.id === id)) throw new RangeError(`no lever has the id ${id}`);
    return this.#by.steering.change(({ changed, turned }) => changed(list => list.map(lever => (lever.id === id ? turned(lever, on) : lever))));
  }

  /**
   * Points out on the map what a lever stands for, until something else is pointed out.
   * @param {string | null} id null points out nothing
   * @param {{ focused?: boolean }} [options] whether the keyboard is there: then there is a line round it
   */
  pointOut(id, { focused = false } = {}) {
    const lever = this.levers.findIndex(lever => lever.id === id);
    quietly(this.#by.player().touch(lever < 0 ? null : { lever, grasp: focused ? "focused" : "over" }));
  }

  /**
   * Takes other levers: a list as a document has it. What is seen goes over into their water in 0.6 s. Where lists come faster than
   * they can be shown, the last one is.
   * @param {readonly Lever[]} levers
   * @param {{ step?: string }} [options] lists that come one after the other with the same step, as while something is dragged, are
   *   one for {@link undo}, and are there at once
   * @throws {import("../engine/problems.js").FlowDocumentError} where they are refused: those that there are stand
   */
  async setLevers(levers, { step } = {}) {
    return this.#by.steering.change(({ changed }) => changed(() => levers, step));
  }

  /**
   * Builds a dam across a stream that lets half of it pass, or the one that the levers have there.
   * @param {string} stream id
   */
  async dam(stream) {
    return this.#edit(({ dammed, damName }, levers, contents) => dammed(levers, stream, damName(contents, stream)));
  }

  /**
   * Warms a place.
   * @param {string} at its id
   * @param {number} more fraction of what flows in that goes over from its blue streams to its red ones, on top of what levers move there;
   *   below 0 less
   */
  async warm(at, more) {
    return this.#edit(({ warmed, warmName }, levers, contents) => warmed(levers, at, more, warmName(contents, at)));
  }

  /**
   * Digs a canal that takes a twentieth of a place's inflow, or the one that the levers have there.
   * @param {string} from id of the place that it leaves
   * @param {string} to id of the place that it reaches
   */
  async dig(from, to) {
    return this.#edit(({ dug, canalName }, levers, contents) => dug(levers, from, to, canalName(contents, from, to)));
  }

  /** Takes a lever out of the list. @param {string} id */
  async removeLever(id) {
    return this.#edit((_, levers) => levers.filter(lever => lever.id !== id));
  }

  /** Makes another list of the one that is shown. @param {(tools: Tools, levers: readonly Lever[], contents: Contents) => readonly Lever[]} edit */
  #edit(edit) {
    return this.#by.steering.change(tools => {
      const levers = edit(tools, this.levers, this.#by.contents());
      return tools.changed(() => levers);
    });
  }

  /**
   * Shows a frame of the document; null the base.
   * @param {number | null} frame its index, from 0
   * @throws {RangeError} where there is none
   */
  async seek(frame) {
    const { length } = this.#by.contents().frames;
    if (frame !== null && !(Number.isInteger(frame) && frame >= 0 && frame < length)) {
      throw new RangeError(`frame is ${frame}; expected null, or a whole number from 0, below ${length}`);
    }
    return this.#by.steering.change(({ seek }) => seek(frame));
  }

  /** The date-time that is shown of the calendar that single clients are played over; null where none is. @returns {string | null} */
  get date() {
    const { calendar } = this.#by.contents();
    if (!calendar) return null;
    const part = this.#by.player().time / calendar.seconds % 1;
    const from = Date.parse(calendar.from);
    return new Date(from + (Date.parse(calendar.to) - from) * part).toISOString();
  }

  /** Shows another date; the calendar's first or last moment for one that is not in it. Without a calendar nothing happens. */
  set date(date) {
    const at = date === null ? NaN : Date.parse(date);
    if (Number.isNaN(at)) throw new RangeError(`date is ${date}; expected a date or a date-time`);
    const { calendar } = this.#by.contents();
    if (!calendar) return;
    const from = Date.parse(calendar.from);
    // At its very end it begins anew.
    const part = Math.max(0, Math.min((at - from) / (Date.parse(calendar.to) - from), 1 - 1e-9));
    this.#by.player().moment(part * calendar.seconds);
    this.dispatchEvent(new CustomEvent("date", { detail: this.date }));
  }

  /**
   * Shows a city of given streets so many times larger; below 1 smaller.
   * @param {number} times
   * @param {{ x: number, y: number }} [at] what stays where it is, CSS px; default the canvas's middle
   * @returns {Promise<boolean>} whether that changed anything
   */
  async zoom(times, { x, y } = { x: this.#by.size().width / 2, y: this.#by.size().height / 2 }) {
    if (!(times > 0 && times < Infinity)) throw new RangeError(`times is ${times}; expected a number above 0`);
    return this.#by.turn(player => player.zoom(times, x, y));
  }

  /**
   * Moves a city of given streets on the canvas.
   * @param {number} dx CSS px to the right
   * @param {number} dy CSS px down
   * @returns {Promise<boolean>} whether that changed anything
   */
  async pan(dx, dy) {
    return this.#by.turn(player => player.pan(dx, dy));
  }

  /** Shows all of the city's water again. @returns {Promise<boolean>} whether that changed anything */
  async fit() {
    return this.#by.turn(player => player.fit());
  }

  /** Goes on to the story's next step. @returns {Promise<Step | null>} the step that is shown then */
  async next() {
    return this.#by.step(1);
  }

  /** Goes back to the step before; before the first one there is the whole map. @returns {Promise<Step | null>} */
  async previous() {
    return this.#by.step(-1);
  }

  /** Takes the last change of levers back, if there is one. */
  async undo() {
    return this.#by.steering.change(({ undo }) => undo);
  }

  /** Makes the change that was taken back last again, if there is one. */
  async redo() {
    return this.#by.steering.change(({ redo }) => redo);
  }

  /**
   * Which levers to turn on for a budget, in the frame that is shown; it turns none.
   * @param {number} budget
   * @returns {Promise<Plan>}
   */
  async bestPlan(budget) {
    if (!(budget >= 0)) throw new RangeError(`budget is ${budget}; expected a number from 0`);
    return this.#know(`plan ${budget}`, player => player.plan(budget));
  }

  /**
   * What each lever adds to the revenue (to the buyers, where no till says what a client pays), in the frame that is shown: one that is on, on top of those above it that are on; one that is
   * off, on top of all that are on.
   * @returns {Promise<readonly number[]>}
   */
  async effects() {
    return this.#know("effects", player => player.effects());
  }

  /** What each frame brings, without levers and with those that are on. @returns {Promise<readonly FrameFigures[]>} */
  async timeline() {
    return this.#know("timeline", player => player.timeline());
  }

  /**
   * @param {string} question
   * @param {(player: Player) => string | Promise<string>} ask
   */
  #know(question, ask) {
    // The text is read once: what is told is the same object as long as it holds.
    return this.#by.steering.use(history => history.know(question, async () => frozen(JSON.parse(await ask(this.#by.player())))));
  }
}
