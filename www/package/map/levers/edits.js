// Works by hand: lists of levers with one more, or with another figure.

/** @typedef {import("../../document.js").Lever} Lever */

/** What passes a dam, and what a canal takes, when they are new. */
const PASS = 0.5;
const SHARE = 0.05;

/**
 * An id that no lever has yet.
 * @param {readonly Lever[]} levers
 * @param {string} kind
 */
function fresh(levers, kind) {
  let number = 1;
  while (levers.some(({ id }) => id === `${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}

/** A fraction to whole thousandths, 0 to 1. @param {number} value */
const fraction = value => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;

/**
 * A dam across a stream: the one that the levers have there is built, or a new one.
 * @param {readonly Lever[]} levers
 * @param {string} stream id
 * @param {string} label of a new one
 * @returns {Lever[]}
 */
export function dammed(levers, stream, label) {
  if (levers.some(({ dam }) => dam?.stream === stream)) {
    return levers.map(lever => (lever.dam?.stream === stream ? { ...lever, on: true } : lever));
  }
  return [...levers, { id: fresh(levers, "dam"), label, on: true, dam: { stream, pass: PASS } }];
}

/**
 * A place that is so much warmer than now.
 * @param {readonly Lever[]} levers
 * @param {string} at id of the place
 * @param {number} more fraction of what flows in that goes over from blue to red; negative: back
 * @param {string} label of a new lever
 * @returns {Lever[]}
 */
export function warmed(levers, at, more, label) {
  // The last one that is on there gives way first.
  const own = levers.findLastIndex(lever => lever.on && lever.warm?.at === at);
  if (own >= 0) return levers.map((lever, index) => (index === own ? valued(lever, (lever.warm?.share ?? 0) + more) : lever));
  return more > 0 ? [...levers, { id: fresh(levers, "warm"), label, on: true, warm: { at, share: fraction(more) } }] : [...levers];
}

/**
 * A canal from one place to another.
 * @param {readonly Lever[]} levers
 * @param {string} from id of the place that it leaves
 * @param {string} to id of the place that it reaches
 * @param {string} label
 * @returns {Lever[]}
 */
export function dug(levers, from, to, label) {
  const own = levers.findIndex(({ canal }) => canal?.from === from && canal.to === to);
  if (own >= 0) return levers.map((lever, index) => (index === own ? { ...lever, on: true } : lever));
  return [...levers, { id: fresh(levers, "canal"), label, on: true, canal: { from, to, share: SHARE } }];
}

/** What a lever's figure is: how much a dam lets pass, how much the others move. @param {Lever} lever */
export const value = ({ dam, warm, canal }) => dam?.pass ?? warm?.share ?? canal?.share ?? 0;

/** The lever with another figure. @param {Lever} lever @param {number} to 0 to 1 @returns {Lever} */
export function valued(lever, to) {
  const figure = fraction(to);
  if (lever.dam) return { ...lever, dam: { ...lever.dam, pass: figure } };
  if (lever.warm) return { ...lever, warm: { ...lever.warm, share: figure } };
  return lever.canal ? { ...lever, canal: { ...lever.canal, share: figure } } : lever;
}

