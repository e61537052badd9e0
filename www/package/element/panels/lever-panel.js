// The element's switches for levers: what each does, costs and brings, and the best plan for a budget.
import { Figures } from "./figures.js";
import { quietly } from "../../engine/answer.js";
import { icon, make } from "../dom.js";
import { only } from "../../map/levers/history.js";
import { value, valued } from "../../map/levers/edits.js";
import { leverStyles } from "./lever-styles.js";
import { panelStyles } from "./styles.js";
import { words } from "./words.js";

/** @typedef {import("../../document.js").Lever} Lever */
/** @typedef {import("../../map/map.js").CityRivers} CityRivers */
/** @typedef {import("../../engine/types.js").Contents} Contents */

const UNDO = "M6.2 2 2.4 5.8l3.8 3.8M2.8 5.8h6.4a4 4 0 0 1 0 8H7";
const REDO = "M9.8 2l3.8 3.8-3.8 3.8M13.2 5.8H6.8a4 4 0 0 0 0 8H9";
const TICK = "M2.5 8.5 6.5 12.5 14 3.5";

/** By how much an arrow key changes what a lever does, in hundredths; with Shift. @type {Record<string, number>} */
const WAYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
const FAR = 10;

/** @typedef {{ button: HTMLButtonElement, name: HTMLElement, does: HTMLElement, back: HTMLElement, cost: HTMLElement, effect: HTMLElement }} Row */

export class LeverPanel {
  #map;
  #locale = "";
  #words = words("");
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {string | undefined} id of the lever that was turned on, until it is seen to be */
  #built;
  /** Counts what was shown: only the newest is told of. */
  #turn = 0;
  #list = make("div", { class: "list" });
  #head = make("span", { class: "head" });
  #undo = make("button", { type: "button", part: "button" }, stroke(UNDO));
  #redo = make("button", { type: "button", part: "button" }, stroke(REDO));
  #budget = make("input", { type: "number", min: "0", step: "any", inputmode: "decimal" });
  #budgetName = make("span");
  #best = make("button", { type: "button", class: "best", part: "button" });
  #tick = stroke(TICK);
  #note = make("span", { class: "note", role: "status" });
  #said = make("span", { class: "unseen", role: "status" });
  /** How many rows have been made. */
  #named = 0;
  /** Of which levers the budget was proposed. */
  #proposed = "";

  /** Its styles, which the element takes over. */
  styles = [panelStyles(), leverStyles()];

  /** @param {() => CityRivers | undefined} map */
  constructor(map) {
    this.#map = map;
    this.#undo.addEventListener("click", () => this.#do(map => map.undo()));
    this.#redo.addEventListener("click", () => this.#do(map => map.redo()));
    this.#best.addEventListener("click", () => this.#do(async map => {
      const { levers } = await map.bestPlan(this.#money);
      await map.setLevers(only(levers)(map.levers));
    }));
    this.#budget.addEventListener("input", () => {
      this.#widen();
      this.#plan();
    });
    const label = make("label", {}, this.#budgetName, this.#budget);
    const best = make("span", { class: "plan" }, this.#tick, this.#best);
    const back = make("div", { class: "back" }, this.#undo, this.#redo);
    const foot = make("div", { class: "foot" }, label, best, this.#note);
    this.root = make("div", { class: "panel", part: "panel", role: "group", hidden: true }, this.#head, this.#list, foot, back, this.#said);
  }

  /**
   * Takes over what is on the canvas.
   * @param {Contents} contents
   * @param {import("../../map/options.js").MapState} state
   */
  show(contents, { undo, redo }) {
    const { levers } = contents;
    this.root.hidden = levers.length === 0;
    if (this.root.hidden) return;
    this.#name(contents.locale);
    for (const [button, can] of /** @type {const} */ ([[this.#undo, undo], [this.#redo, redo]])) {
      // Disabled it would lose the keyboard's focus.
      button.setAttribute("aria-disabled", String(!can));
    }
    const amounts = new Figures(contents);
    const before = this.#rows;
    this.#built = levers.find(({ id, on }) => on && !isOn(before.get(id)))?.id ?? this.#built;
    this.#rows = new Map(levers.map(lever => [lever.id, before.get(lever.id) ?? this.#row(lever.id)]));
    const buttons = [...this.#rows.values()].map(({ button }) => button);
    if (buttons.some((button, index) => button !== this.#list.children[index]) || before.size !== buttons.length) {
      this.#list.replaceChildren(...buttons);
    }
    for (const lever of levers) this.#tell(lever, amounts);
    this.#propose(levers);
    this.#turn += 1;
    quietly(this.#bring(levers, amounts, this.#turn));
    this.#plan();
  }

  /** Undoes and redoes. @param {KeyboardEvent} event @returns {boolean} whether the key is one of these */
  key({ key, ctrlKey, metaKey, altKey, shiftKey, target }) {
    if (key.toLowerCase() !== "z" || !(ctrlKey || metaKey) || altKey || target === this.#budget || this.root.hidden) return false;
    this.#do(map => (shiftKey ? map.redo() : map.undo()));
    return true;
  }

  /** @param {string} locale */
  #name(locale) {
    if (locale === this.#locale) return;
    this.#locale = locale;
    const { levers, budget, best, undo, redo } = (this.#words = words(locale));
    this.root.setAttribute("aria-label", levers);
    this.#head.textContent = levers;
    this.#budgetName.textContent = budget;
    this.#best.textContent = best;
    for (const [button, label] of /** @type {const} */ ([[this.#undo, undo], [this.#redo, redo]])) {
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  }

  /** @param {string} id @returns {Row} */
  #row(id) {
    const number = (this.#named += 1);
    const part = (/** @type {string} */ name) => make("span", { class: name, id: `${name}-${number}` });
    const [name, does, back, cost, effect] = ["name", "does", "payback", "cost", "effect"].map(part);
    const button = make(
      "button", {
        type: "button", role: "switch", class: "lever", part: "lever", "aria-labelledby": name.id,
        "aria-describedby": [does, back, cost, effect].map(({ id }) => id).join(" "),
      },
      make("span", { class: "switch" }), name, make("span", { class: "about" }, does, back), make("span", { class: "money" }, cost, effect),
    );
    button.addEventListener("click", () => this.#do(map => map.setLever(id, button.getAttribute("aria-checked") !== "true")));
    const point = (/** @type {string | null} */ id, focused = false) => this.#map()?.pointOut(id, { focused });
    button.addEventListener("pointerenter", () => button.matches(":focus-visible") || point(id));
    button.addEventListener("pointerleave", () => button.matches(":focus-visible") || point(null));
    button.addEventListener("focus", () => button.matches(":focus-visible") && point(id, true));
    button.addEventListener("blur", () => point(null));
    button.addEventListener("keydown", event => {
      if (event.key === "Delete") this.#do(map => map.removeLever(id));
      const way = !event.altKey && !event.ctrlKey && !event.metaKey && WAYS[event.key];
      if (!way) return;
      event.preventDefault();
      event.stopPropagation();
      this.#do(map => map.setLevers(map.levers.map(lever => (lever.id === id ? more(lever, way * (event.shiftKey ? FAR : 1)) : lever)), {
        step: `key ${id}`,
      }));
    });
    return { button, name, does, back, cost, effect };
  }

  /** @param {Lever} lever @param {Figures} amounts */
  #tell(lever, amounts) {
    const row = this.#rows.get(lever.id);
    if (!row) return;
    const { button, name, does, cost } = row;
    button.setAttribute("aria-checked", String(Boolean(lever.on)));
    name.textContent = lever.label ?? lever.id;
    const text = amounts.does(lever);
    if (does.textContent && does.textContent !== text && button.matches(":focus")) this.#said.textContent = text;
    does.textContent = text;
    cost.textContent = lever.cost ? amounts.money(lever.cost) : "";
  }

  /** Says what each lever brings. @param {readonly Lever[]} levers @param {Figures} amounts @param {number} turn */
  async #bring(levers, amounts, turn) {
    const effects = (await this.#map()?.effects()) ?? [];
    if (turn !== this.#turn) return;
    levers.forEach((lever, index) => {
      const row = this.#rows.get(lever.id);
      if (!row) return;
      const back = amounts.payback(lever, effects[index]);
      row.back.replaceChildren(...(back ? [", ", make("span", { class: "whole" }, back)] : []));
      row.effect.textContent = amounts.effect(effects[index], !lever.cost);
    });
    // What is built is seen, also where not all levers are.
    this.#reveal(this.#rows.get(this.#built ?? "")?.button);
    this.#built = undefined;
  }

  /** Proposes a budget for other levers than before: half of what all cost, rounded up to one figure. @param {readonly Lever[]} levers */
  #propose(levers) {
    const costs = levers.map(({ id, cost = 0 }) => `${id} ${cost}`).join();
    if (costs === this.#proposed) return;
    this.#proposed = costs;
    const half = levers.reduce((sum, { cost = 0 }) => sum + cost, 0) / 2;
    const unit = 10 ** Math.floor(Math.log10(half));
    this.#budget.value = half > 0 ? String(Math.ceil(half / unit) * unit) : "0";
    this.#widen();
    /** @type {HTMLElement} */ (this.#budget.parentElement).hidden = half === 0;
  }

  /** Gives the budget's number its room. */
  #widen() {
    this.#budget.style.setProperty("--digits", String(Math.min(12, Math.max(4, this.#budget.value.length))));
  }

  get #money() {
    return Math.max(0, this.#budget.valueAsNumber || 0);
  }

  /** Says whether the best plan for the budget is in force. */
  async #plan() {
    const map = this.#map();
    const [budget, turn] = [this.#money, this.#turn];
    const plan = await map?.bestPlan(budget).catch(() => undefined);
    if (!map || !plan || turn !== this.#turn || budget !== this.#money) return;
    const on = map.levers.filter(lever => lever.on).map(({ id }) => id);
    // Without prices nothing pays whatever is built.
    const none = plan.levers.length === 0 && map.contents.priced;
    this.#best.parentElement?.classList.toggle("force", plan.levers.length > 0 && on.join("\n") === plan.levers.join("\n"));
    this.#note.textContent = none ? this.#words.nothing(new Figures(map.contents).number(budget)) : "";
  }

  /** @param {HTMLElement | undefined} row */
  #reveal(row) {
    if (!row) return;
    const { offsetTop, offsetHeight } = row;
    const { scrollTop, clientHeight } = this.#list;
    this.#list.scrollTop = Math.min(offsetTop, Math.max(scrollTop, offsetTop + offsetHeight - clientHeight));
  }

  /** @param {(map: CityRivers) => Promise<unknown>} work */
  #do(work) {
    const map = this.#map();
    // That an instance has died is told as an error of the map.
    if (map) work(map).catch(() => {});
  }
}

/** @param {Row | undefined} row */
const isOn = row => row?.button.getAttribute("aria-checked") === "true";

/** An icon that is a line. @param {string} path */
function stroke(path) {
  const image = icon(path);
  image.classList.add("stroke");
  return image;
}

/** A lever that does so many hundredths more. @param {Lever} lever @param {number} by */
const more = (lever, by) => valued(lever, Math.round(value(lever) * 100 + by) / 100);
