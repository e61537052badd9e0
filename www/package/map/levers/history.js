// The levers and the frame of a map: what is shown, what was before (undo, redo), and what is asked for meanwhile.
import { when } from "../../engine/answer.js";

/** @typedef {import("../../document.js").Lever} Lever */

/**
 * Which state of its network a map shows, and to which levers one can go back and on again.
 * @typedef {object} State
 * @property {readonly Lever[]} levers
 * @property {number | null} frame
 * @property {readonly (readonly Lever[])[]} past the last one was shown last
 * @property {readonly (readonly Lever[])[]} future the last one comes next
 * @property {string} [step] what made the last entry of the past: more of the same make no other
 * @property {readonly Lever[]} [own] the reader's levers, while a story shows others
 */

/** @typedef {(state: State) => State} Change */

/** More lists than this are not gone back to. */
const MOST = 200;

/** @param {unknown} a @param {unknown} b */
const alike = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/**
 * Sets other levers.
 * @param {(levers: readonly Lever[]) => readonly Lever[]} turn
 * @param {string} [step]
 * @returns {Change}
 */
export const levers = (turn, step) => state => {
  const levers = turn(state.levers);
  if (alike(levers, state.levers)) return state;
  const more = step !== undefined && step === state.step;
  // What is built on a story's levers makes them the reader's: back over them it goes to the own ones.
  const before = state.own ? [state.own, state.levers] : [state.levers];
  const past = more ? state.past : [...state.past, ...before].slice(-MOST);
  return { ...state, levers, past, future: [], step, own: undefined };
};

/**
 * Shows the levers that a story's step turns on, or without them the reader's own again: that is no change of the reader's, and
 * nothing to take back.
 * @param {readonly string[]} [ids]
 * @returns {Change}
 */
export const told = ids => state => {
  const own = state.own ?? state.levers;
  const levers = ids ? only(ids)(own) : own;
  if (alike(levers, state.levers)) return state;
  return { ...state, levers, step: undefined, own: alike(levers, own) ? undefined : own };
};

/** Shows a frame. @param {number | null} frame @returns {Change} */
export const seek = frame => state => (frame === state.frame ? state : { ...state, frame });

/** Takes the reader's last change of levers back. @type {Change} */
export const undo = state => {
  const { levers, own = levers, frame, past, future } = state;
  const last = past.at(-1);
  return last ? { frame, levers: last, past: past.slice(0, -1), future: [...future, own] } : state;
};

/** Makes the change that was taken back last again. @type {Change} */
export const redo = state => {
  const { levers, own = levers, frame, past, future } = state;
  const next = future.at(-1);
  return next ? { frame, levers: next, past: [...past, own], future: future.slice(0, -1) } : state;
};

/** Which levers are on. @param {readonly string[]} ids @returns {(levers: readonly Lever[]) => Lever[]} */
export const only = ids => levers => levers.map(lever => turned(lever, ids.includes(lever.id)));

/** A lever that is on, or off. @param {Lever} lever @param {boolean} isOn @returns {Lever} */
export function turned({ on: _, ...lever }, isOn) {
  return isOn ? { ...lever, on: true } : lever;
}

export class History {
  #turn;
  #read;
  #told;
  /** @type {State} */
  #shown = { levers: [], frame: null, past: [], future: [] };
  /** @type {Promise<unknown> | undefined} what is under way */
  #running;
  /** @type {Change[]} what was asked for meanwhile: only what all of it comes to is shown */
  #waiting = [];
  /** @type {Promise<void> | undefined} */
  #next;
  /** Answers that hold as long as the state does. @type {Map<string, unknown>} */
  #known = new Map();

  /**
   * @param {(state: State) => void | Promise<void>} turn shows a state
   * @param {() => { readonly levers: readonly Lever[], readonly frame: number | null }} read what is shown
   * @param {() => void | Promise<void>} told called when another state is shown
   */
  constructor(turn, read, told) {
    this.#turn = turn;
    this.#read = read;
    this.#told = told;
  }

  get undo() {
    return this.#shown.past.length > 0;
  }

  get redo() {
    return this.#shown.future.length > 0;
  }

  /** Another document is shown now. */
  begin() {
    this.#known.clear();
    const { levers, frame } = this.#read();
    this.#shown = { levers, frame, past: [], future: [] };
  }

  /**
   * Another document is on its way: what waits was meant for the old one.
   * @template T
   * @param {T | Promise<T>} document
   */
  hold(document) {
    this.#waiting = [];
    return this.#wait(document);
  }

  /** @param {Change} change @returns {void | Promise<void>} */
  change(change) {
    if (!this.#running) return this.#go([change]);
    this.#waiting.push(change);
    this.#next ??= this.#running.then(() => {}, () => {}).then(() => {
      this.#next = undefined;
      return this.#go(this.#waiting.splice(0));
    });
    return this.#next;
  }

  /**
   * Asks what holds as long as the levers do, or beyond that as long as the frame does.
   * @template T
   * @param {string} question
   * @param {() => T} ask
   * @returns {T}
   */
  know(question, ask) {
    if (!this.#known.has(question)) this.#known.set(question, ask());
    return /** @type {T} */ (this.#known.get(question));
  }

  /** @param {Change[]} changes @returns {void | Promise<void>} */
  #go(changes) {
    const [before, next] = [this.#shown, changes.reduce((state, change) => change(state), this.#shown)];
    if (next === before) return;
    const same = alike(next.levers, before.levers);
    // What undo takes back may be what a story shows anyway.
    const turned = same && next.frame === before.frame ? undefined : this.#turn(next);
    return this.#wait(when(turned, () => {
      for (const question of this.#known.keys()) if (!same || question !== "timeline") this.#known.delete(question);
      // The stage's own list: the one that was given is its giver's.
      this.#shown = { ...next, levers: same ? before.levers : this.#read().levers };
      return this.#told();
    }));
  }

  /** @template T @param {T | Promise<T>} answer */
  #wait(answer) {
    if (!(answer instanceof Promise)) return answer;
    const running = answer.finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}
