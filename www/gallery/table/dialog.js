import { readOrder } from "./dates.js";
import { readEvents } from "./events.js";
import { guess, guessMeanings } from "./guess.js";
import { MEANINGS } from "./meanings.js";
import { MOST_STAGES, many, missing, tell } from "./summary.js";

/** @typedef {import("./dates.js").Order} Order */
/** @typedef {import("./events.js").Reading} Reading */
/** @typedef {import("./guess.js").Choice} Choice */
/** @typedef {import("./table.js").Table} Table */

/** What a column can be, and how it is where none is that. @type {Record<string, string>} */
const FIELDS = {
  client: "Each row another one", stage: "Every row means the same", at: "None", began: "None: one date a row",
  value: "None: no money", spring: "None: one spring", temperature: "None: by mood", note: "None",
};

/**
 * Makes what a choice asks for: gives what shows it, or why it cannot be made.
 * @typedef {(choice: Choice, reading: Reading) => Promise<string | (() => Promise<void>)>} Make
 */

/** How many of a column's values are shown. */
const SAMPLE = 4;

/**
 * @template {HTMLElement} E
 * @param {string} id
 * @returns {E}
 */
const get = id => /** @type {E} */ (document.getElementById(`table-${id}`));

/** Asks which column of a table is what, with a guess already made. */
export class TableDialog {
  #dialog = /** @type {HTMLDialogElement} */ (document.getElementById("table"));
  #show = /** @type {HTMLButtonElement} */ (get("show"));
  #again = /** @type {HTMLInputElement} */ (get("again"));
  #order = /** @type {HTMLSelectElement} */ (get("order"));
  /** What is asked about. @type {{ table: Table, choice: Choice, make: Make } | undefined} */
  #asked;
  /** Counts what was changed: only what comes of the latest change is shown. */
  #latest = 0;
  /** What comes of the choice. @type {Reading | undefined} */
  #reading;
  /** What every stage means, once it was said, whichever column is chosen. @type {Map<string, Map<string, string>>} */
  #said = new Map();

  constructor() {
    const form = /** @type {HTMLFormElement} */ (this.#dialog.querySelector("form"));
    form.addEventListener("change", event => this.#change(/** @type {HTMLElement} */ (event.target)));
    form.addEventListener("submit", event => {
      event.preventDefault();
      void this.#submit();
    });
    get("cancel").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => {
      this.#latest += 1;
      this.#asked = undefined;
    });
  }

  /**
   * Asks about a table; one that was asked about before is forgotten.
   * @param {Table} table
   * @param {Choice | undefined} choice one that was made before
   * @param {Make} make
   */
  async ask(table, choice, make) {
    const isNew = !choice;
    choice = choice ? { ...choice } : guess(table, new Intl.DateTimeFormat().formatToParts(0)[0].type === "month" ? "mdy" : "dmy");
    this.#asked = { table, choice, make };
    this.#said.clear();
    get("name").textContent = `${table.name}: ${many(table.length, "row")}, ${many(table.columns.length - table.joined.length, "column")}`
      + `${table.hasHead ? "" : " without names"}.${isNew ? " This is a guess; change what is not so." : ""}`;
    for (const [field, none] of Object.entries(FIELDS)) {
      /** @type {HTMLSelectElement} */ (get(field)).replaceChildren(
        new Option(none, "-1"), ...table.columns.map((name, at) => new Option(name, String(at))));
    }
    if (!this.#dialog.open) this.#dialog.showModal();
    await this.#refresh();
    if (this.#asked?.choice !== choice) return;
    if (this.#show.disabled) get(choice.at < 0 ? "at" : "client").focus();
    else this.#show.focus();
  }

  /** @param {HTMLElement} control what the reader changed */
  #change(control) {
    if (!this.#asked) return;
    const { table, choice } = this.#asked;
    if (control === this.#again) choice.again = this.#again.checked;
    else if (control === this.#order) choice.order = /** @type {Order} */ (this.#order.value);
    else if (control instanceof HTMLSelectElement && control.dataset.stage !== undefined) {
      choice.meanings.set(control.dataset.stage, control.value);
    } else if (control instanceof HTMLSelectElement) {
      const field = /** @type {"client" | "stage"} */ (control.name);
      if (field === "stage") {
        this.#said.set(this.#stages(table, choice), choice.meanings);
        choice.meanings = new Map();
      }
      choice[field] = Number(control.value);
      if (field === "stage") choice.again = choice.stage < 0;
    }
    void this.#refresh();
  }

  /**
   * Under which name the meanings of a column's stages are kept.
   * @param {Table} table
   * @param {Choice} choice
   */
  #stages(table, { stage }) {
    return stage < 0 ? "" : table.columns[stage];
  }

  /** Reads the table by what is chosen, and shows what comes of it. */
  async #refresh() {
    const turn = ++this.#latest;
    if (!this.#asked) return;
    const { table, choice } = this.#asked;
    this.#show.disabled = true;
    this.#say(["Reading…"]);
    await new Promise(resolve => setTimeout(resolve));
    const dates = [choice.at, choice.began].filter(column => column >= 0);
    const order = readOrder((await table.cells(dates)).flat());
    if (order && order !== "either") choice.order = order;
    const names = choice.stage < 0 ? [""] : new Set((await table.cells([choice.stage]))[0]);
    if (turn !== this.#latest) return;
    if (choice.meanings.size === 0) {
      choice.meanings = this.#said.get(this.#stages(table, choice)) ?? guessMeanings(names, choice.stage < 0);
    }
    const reading = await readEvents(table, choice);
    if (turn !== this.#latest) return;
    this.#reading = reading;
    get("order-row").hidden = order !== "either";
    this.#order.value = choice.order;
    this.#again.checked = choice.again;
    get("again-row").hidden = choice.client < 0;
    for (const field of Object.keys(FIELDS)) this.#showField(table, field, choice[/** @type {"client"} */ (field)]);
    this.#showStages(table, choice, reading);
    const why = missing(choice, reading);
    this.#show.disabled = why !== undefined;
    this.#say(why ? [why] : tell(table, choice, reading), why !== undefined);
  }

  /**
   * @param {Table} table
   * @param {string} field
   * @param {number} column
   */
  #showField(table, field, column) {
    const select = /** @type {HTMLSelectElement} */ (get(field));
    select.value = String(column);
    const values = column < 0 ? [] : [...new Set(table.sample.map(row => row[column]))].filter(Boolean).slice(0, SAMPLE);
    const shown = get(`${field}-sample`);
    shown.textContent = values.join(" · ");
    shown.hidden = values.length === 0;
  }

  /**
   * @param {Table} table
   * @param {Choice} choice
   * @param {Reading} reading
   */
  #showStages(table, choice, { stages }) {
    get("meaning-title").textContent = choice.stage < 0 ? "What every row means" : `What ${table.columns[choice.stage]} means`;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.stage : undefined;
    const most = [...stages].sort((a, b) => b[1] - a[1]);
    get("meanings").replaceChildren(...most.slice(0, stages.size > MOST_STAGES ? 0 : MOST_STAGES).map(([name, count], at) => {
      const item = document.createElement("li");
      const label = document.createElement("label");
      const select = document.createElement("select");
      const figure = document.createElement("span");
      select.id = `table-meaning-${at}`;
      label.htmlFor = select.id;
      select.dataset.stage = name;
      select.replaceChildren(...MEANINGS.map(({ id, label: text }) => new Option(text, id)));
      select.value = choice.meanings.get(name) ?? "";
      select.className = MEANINGS.find(({ id }) => id === select.value)?.mood ?? "";
      figure.textContent = many(count, "row");
      label.append(name || (choice.stage < 0 ? "Every row" : "(empty)"), " ", figure);
      item.append(label, select);
      return item;
    }));
    if (focused === undefined) return;
    [...get("meanings").querySelectorAll("select")].find(select => select.dataset.stage === focused)?.focus();
  }

  /**
   * @param {string[]} lines
   * @param {boolean} [isWrong]
   */
  #say(lines, isWrong = false) {
    const says = get("says");
    says.classList.toggle("wrong", isWrong);
    says.replaceChildren(...lines.map(line => {
      const shown = document.createElement("p");
      shown.textContent = line;
      return shown;
    }));
  }

  async #submit() {
    const asked = this.#asked;
    const reading = this.#reading;
    if (!asked || !reading || this.#show.disabled) return;
    this.#show.disabled = true;
    this.#say([`Reading ${many(asked.table.length, "row")}…`]);
    // What is said has to be seen before the page is busy.
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
    const made = await asked.make(asked.choice, reading);
    // Meanwhile it may be that nobody wants it any more.
    if (this.#asked !== asked) return;
    if (typeof made === "string") {
      this.#show.disabled = false;
      this.#say([made], true);
      return;
    }
    await made();
    this.#dialog.close();
  }
}
