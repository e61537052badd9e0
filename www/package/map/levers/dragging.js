// Building by hand on a canvas: what could be built is clicked, a dam's wall is dragged to set what passes, the border of a ring to warm
// a KT, and from one place to another a canal is dug.
import { quietly } from "../../engine/answer.js";
import { valued, warmed } from "./edits.js";
import { warmName } from "./names.js";

/** @typedef {import("../../engine/types.js").Handles} Handles */
/** @typedef {import("../../document.js").Lever} Lever */
/** @typedef {import("../../player/feedback.js").Touch} Touch */

/** How far off a mark a mouse and a finger may be, CSS px. */
const NEAR = 12;
const TOUCH = 22;
/** A pointer that moved no farther has clicked, CSS px. */
const CLICK = 4;
const TURN = 2 * Math.PI;

/**
 * What is held: a dam with where it stands, a ring with what was red when it was taken, what could be built (a lever, with its number), or
 * a place that a canal is to leave.
 * @typedef {{ dam: Handles["dams"][number], lever: Lever } | { ring: Handles["rings"][number], red: number, base: readonly Lever[] }
 *   | { build: Lever, number: number } | { from: string, x: number, y: number }} Hold
 */

export class Dragging {
  #canvas;
  #map;
  #player;
  /** @type {Hold | undefined} */
  #hold;
  #start = { x: 0, y: 0, id: -1 };
  #moved = false;
  /** What is seen under the hand. */
  #touched = "null";
  /** Counts what was taken hold of: each makes one entry of what can be taken back. */
  #holds = 0;

  /**
   * Follows pointers until the signal. Its listeners come before those that look around and choose: what it takes, they do not hear.
   * @param {HTMLCanvasElement} canvas
   * @param {AbortSignal} signal
   * @param {import("../map.js").CityRivers} map
   * @param {import("../../player/player.js").Player | import("../../player/remote.js").Remote} player
   */
  constructor(canvas, signal, map, player) {
    this.#canvas = canvas;
    this.#map = map;
    this.#player = player;
    const options = { signal, capture: true, passive: false };
    canvas.addEventListener("pointerdown", event => this.#press(event), options);
    canvas.addEventListener("pointermove", event => this.#move(event), options);
    canvas.addEventListener("pointerup", event => this.#release(event, true), options);
    canvas.addEventListener("pointercancel", event => this.#release(event, false), options);
    canvas.addEventListener("pointerleave", () => this.#hold || this.#point(undefined), options);
    canvas.addEventListener("click", event => this.#moved && event.stopImmediatePropagation(), options);
    // A finger on a grip does not scroll the page.
    canvas.addEventListener("touchstart", event => this.#hold && event.cancelable && event.preventDefault(), options);
    canvas.addEventListener("touchmove", event => this.#hold && event.cancelable && event.preventDefault(), options);
  }

  /**
   * What can be taken hold of at a place.
   * @param {number} x CSS px
   * @param {number} y CSS px
   * @param {number} near CSS px
   * @returns {Hold | undefined}
   */
  #find(x, y, near) {
    const { levers, contents: { handles, spots } } = this.#map;
    for (const dam of handles.dams) {
      const lever = levers[dam.lever];
      const [along, aside] = [(x - dam.x) * dam.dx + (y - dam.y) * dam.dy, (y - dam.y) * dam.dx - (x - dam.x) * dam.dy];
      if (!lever || Math.abs(along) > dam.reach + near / 2 || Math.abs(aside) > near) continue;
      return lever.on ? { dam, lever } : { build: lever, number: dam.lever };
    }
    for (const ring of handles.rings) {
      const middle = ring.radius - ring.thick / 2;
      const at = { x: ring.x + middle * Math.cos(ring.border), y: ring.y + middle * Math.sin(ring.border) };
      if (Math.hypot(x - at.x, y - at.y) <= near) return { ring, red: ring.red, base: levers };
    }
    const spot = spots.find(spot => Math.hypot(x - spot.x, y - spot.y) <= Math.max(spot.radius, near / 2));
    const dug = handles.canals.find(({ points }) => points.some((x0, i) => i % 2 === 0 && Math.hypot(x - x0, y - points[i + 1]) <= near));
    if (!spot && dug && levers[dug.lever]) return { build: levers[dug.lever], number: dug.lever };
    return spot && spot.onward.length ? { from: spot.id, x: spot.x, y: spot.y } : undefined;
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const { button, isPrimary, pointerId: id, pointerType, offsetX: x, offsetY: y } = event;
    this.#moved = false;
    if (button !== 0 || !isPrimary || !this.#map.build) return;
    this.#hold = this.#find(x, y, pointerType === "touch" ? TOUCH : NEAR);
    if (!this.#hold) return;
    this.#start = { x, y, id };
    this.#holds += 1;
    if (!("build" in this.#hold)) this.#touch(touch(this.#hold, "held"));
    event.stopImmediatePropagation();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { pointerId, pointerType, offsetX: x, offsetY: y, shiftKey } = event;
    const hold = this.#hold;
    if (!hold || pointerId !== this.#start.id) {
      if (!event.buttons && this.#map.build) this.#point(this.#find(x, y, pointerType === "touch" ? TOUCH : NEAR));
      return;
    }
    event.stopImmediatePropagation();
    if (!this.#moved && Math.hypot(x - this.#start.x, y - this.#start.y) <= CLICK) return;
    if (!this.#moved) this.#canvas.setPointerCapture(pointerId);
    this.#moved = true;
    if ("build" in hold) return this.#touch(null);
    this.#canvas.style.cursor = "grabbing";
    const step = shiftKey ? 0.1 : 0.01;
    const whole = (/** @type {number} */ part) => Math.round(part / step) * step;
    if ("dam" in hold) this.#pass(hold, whole(along(hold.dam, x, y)));
    else if ("ring" in hold) this.#warm(hold, whole(redAt(hold.ring, x, y) - hold.red));
    else quietly(this.#player.sketch(hold.x, hold.y, x, y));
  }

  /** @param {PointerEvent} event @param {boolean} isDone */
  #release(event, isDone) {
    const { pointerId, pointerType, offsetX: x, offsetY: y } = event;
    const hold = this.#hold;
    if (!hold || pointerId !== this.#start.id) return;
    this.#hold = undefined;
    this.#canvas.style.cursor = "";
    this.#touch(pointerType === "touch" || "build" in hold ? null : touch(hold, "over"));
    if ("build" in hold && isDone && !this.#moved) {
      // A click that builds chooses nothing.
      this.#moved = true;
      this.#map.setLever(hold.build.id, true).catch(() => {});
    }
    if (!("from" in hold)) return;
    quietly(this.#player.sketch(0, 0, 0, 0));
    const { spots } = this.#map.contents;
    const to = isDone && this.#moved && spots.find(spot => Math.hypot(x - spot.x, y - spot.y) <= spot.radius + NEAR);
    // What is refused leaves all as it was.
    if (to && to.id !== hold.from) this.#map.dig(hold.from, to.id).catch(() => {});
  }

  /** @param {Hold | undefined} hold what the pointer is over */
  #point(hold) {
    const cursor = hold && !("from" in hold) ? ("build" in hold ? "pointer" : "grab") : "";
    if (cursor || this.#touched !== "null") this.#canvas.style.cursor = cursor;
    this.#touch(touch(hold, "over"));
  }

  /** @param {Touch | null} touch */
  #touch(touch) {
    const said = JSON.stringify(touch);
    if (said === this.#touched) return;
    this.#touched = said;
    quietly(this.#player.touch(touch));
  }

  /** @param {{ lever: Lever }} hold @param {number} pass */
  #pass({ lever }, pass) {
    this.#set(this.#map.levers.map(own => (own.id === lever.id ? valued(own, pass) : own)));
  }

  /** @param {{ ring: Handles["rings"][number], base: readonly Lever[] }} hold @param {number} more */
  #warm({ ring, base }, more) {
    const { contents } = this.#map;
    this.#set(warmed(base, ring.at, more, warmName(contents, ring.at)));
  }

  /** @param {readonly Lever[]} levers */
  #set(levers) {
    // What is refused leaves all as it was.
    this.#map.setLevers(levers, { step: `hold ${this.#holds}` }).catch(() => {});
  }
}

/** What is seen of what the hand is at. @param {Hold | undefined} hold @param {Touch["grasp"]} grasp @returns {Touch | null} */
function touch(hold, grasp) {
  if (!hold || "from" in hold) return null;
  if ("ring" in hold) return { at: hold.ring.at, grasp };
  return { lever: "dam" in hold ? hold.dam.lever : hold.number, grasp };
}

/** How much passes a dam whose wall is dragged to there. @param {Handles["dams"][number]} dam @param {number} x @param {number} y */
function along({ x: x0, y: y0, dx, dy, half }, x, y) {
  return Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy + half) / Math.max(2 * half, 1)));
}

/** Which part of a ring is red where its border is dragged to there. @param {Handles["rings"][number]} ring @param {number} x @param {number} y */
function redAt({ x: x0, y: y0, crotch, mirrored, red }, x, y) {
  const angle = Math.atan2(y - y0, x - x0);
  const turned = (mirrored ? angle - crotch : crotch - angle) / TURN;
  const part = turned - Math.floor(turned);
  // Past the crotch it goes on to the end that it was nearer to.
  return Math.abs(part - red) > 0.5 ? (red > 0.5 ? 1 : 0) : part;
}
