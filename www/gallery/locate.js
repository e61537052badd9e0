/** @typedef {{ key: [number, number] | null, value: [number, number] }} Place A member's key and its value, as text ranges. */

const SPACE = /[\s\ufeff]*/y;
const TEXT = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const SCALAR = /[^\s,\]}]+/y;

/**
 * Where in a JSON text a pointer (RFC 6901) leads; where it leads nowhere, the last place on its way that is there.
 * @param {string} text JSON text without errors
 * @param {string} pointer
 * @returns {Place}
 */
export function locate(text, pointer) {
  const steps = pointer.split("/").slice(1).map(step => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  let start = past(SPACE, text, 0);
  /** @type {Place} */
  let place = { key: null, value: [start, skip(text, start)] };
  for (const step of steps) {
    const found = member(text, start, step);
    if (!found) break;
    place = found;
    [start] = found.value;
  }
  return place;
}

/**
 * A JSON text without a member of one of its objects.
 * @param {string} text
 * @param {Place} member
 */
export function cut(text, { key, value }) {
  let [start] = key ?? value;
  let [, end] = value;
  const next = past(SPACE, text, end);
  if (text[next] === ",") end = past(SPACE, text, next + 1);
  else {
    // The last one takes the comma before it along.
    const before = text.slice(0, start).trimEnd();
    start = before.endsWith(",") ? before.length - 1 : before.length;
  }
  return text.slice(0, start) + text.slice(end);
}

/**
 * The number of the line, from 1, that an offset lies on.
 * @param {string} text
 * @param {number} offset
 */
export function lineAt(text, offset) {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

/**
 * The member of that name, or item of that index, of the object or list that begins at `at`.
 * @param {string} text
 * @param {number} at
 * @param {string} step
 * @returns {Place | null}
 */
function member(text, at, step) {
  const isObject = text[at] === "{";
  if (!isObject && text[at] !== "[") return null;
  at = past(SPACE, text, at + 1);
  for (let index = 0; at < text.length && text[at] !== "}" && text[at] !== "]"; index += 1) {
    /** @type {[number, number] | null} */
    let key = null;
    if (isObject) {
      key = [at, past(TEXT, text, at)];
      // The colon.
      at = past(SPACE, text, past(SPACE, text, key[1]) + 1);
    }
    const end = skip(text, at);
    const name = key ? JSON.parse(text.slice(...key)) : String(index);
    if (name === step) return { key, value: [at, end] };
    at = past(SPACE, text, end);
    if (text[at] === ",") at = past(SPACE, text, at + 1);
  }
  return null;
}

/**
 * The end of the value that begins at `at`.
 * @param {string} text
 * @param {number} at
 */
function skip(text, at) {
  if (text[at] === '"') return past(TEXT, text, at);
  if (text[at] !== "{" && text[at] !== "[") return past(SCALAR, text, at);
  const marks = /["{}[\]]/g;
  let depth = 0;
  while (at < text.length) {
    marks.lastIndex = at;
    const mark = marks.exec(text);
    if (!mark) break;
    at = mark.index + 1;
    if (mark[0] === '"') at = past(TEXT, text, mark.index);
    else if (mark[0] === "{" || mark[0] === "[") depth += 1;
    else if (--depth === 0) return at;
  }
  return text.length;
}

/**
 * The offset behind what a sticky pattern takes at `at`.
 * @param {RegExp} pattern
 * @param {string} text
 * @param {number} at
 */
function past(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : Math.min(at + 1, text.length);
}
