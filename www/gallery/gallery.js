import { check, leversFromFragment, leversToFragment } from "./package/index.js";
import { Editor, isDocumentText } from "./editor.js";
import { Refusal, listed, onDrop, read } from "./files.js";
import { lineAt, locate } from "./locate.js";
import { TableDialog } from "./table/dialog.js";
import { documentOf } from "./table/document.js";
import { many as count } from "./table/summary.js";
import { Table } from "./table/table.js";

/** @typedef {import("./package/index.js").CityRivers} CityRivers */
/** @typedef {import("./package/index.js").Problem} Problem */
/** @typedef {import("./files.js").Contents} Contents */
/** @typedef {import("./streets.js").Streets} Streets */
/** @typedef {import("./table/guess.js").Choice} Choice */

/** How long the text must rest before it is read, ms. */
const PAUSE = 250;

/**
 * @template {Element} E
 * @param {string} id
 * @returns {E}
 */
function get(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element has the id ${id}`);
  return /** @type {E} */ (/** @type {Element} */ (found));
}

const map = /** @type {HTMLElement & { data: unknown, map?: CityRivers }} */ (get("map"));
const text = /** @type {HTMLTextAreaElement} */ (get("text"));
const editor = new Editor(text, get("numbers"), get("marks"));
const panel = /** @type {HTMLElement} */ (get("document"));
const streetsLine = /** @type {HTMLElement} */ (get("streets"));
const hide = /** @type {HTMLButtonElement} */ (get("hide"));
const page = /** @type {HTMLAnchorElement} */ (get("page"));
const examples = [...document.querySelectorAll("nav a")].map(link => /** @type {HTMLAnchorElement} */ (link));

/** Counts the texts that were to be shown: only the latest one is. */
let latest = 0;
let timer = 0;
/** Counts the files that were to be taken: only the latest ones are. */
let latestFiles = 0;
/**
 * Streets that lie beside the editor and belong to whatever document is in it.
 * @type {Streets | undefined}
 */
let streets;

/**
 * The table that the text in the editor was made of.
 * @type {{ table: Table, choice: Choice, rows: number, problems: Problem[], text: string, source: object | undefined } | undefined}
 */
let made;
const dialog = new TableDialog();

/** Reads the text: shows its picture, or its problems while the old picture stands. */
async function show() {
  const turn = ++latest;
  const given = editor.value;
  const beside = streets;
  // Of a large table the text is but the network.
  const own = made?.text === given ? made.source : undefined;
  let problems = await check(own ?? given);
  // Parsed, a text no longer tells which line is wrong, or that a field stands there twice.
  const merged = problems.some(({ code }) => code === "syntax") ? undefined : beside?.into(JSON.parse(given.trim()));
  if (merged) problems = await check(merged.source);
  if (turn !== latest) return;
  tellStreets(beside, merged?.instead);
  tell(given, problems, merged && beside);
  if (!problems.some(isError)) map.data = merged?.source ?? own ?? given;
}

/**
 * Says which streets lie beside the editor.
 * @param {Streets | undefined} beside
 * @param {string[]} [instead] fields of the text's city that gave way to them
 */
function tellStreets(beside, instead = []) {
  streetsLine.hidden = !beside;
  if (!beside) return;
  const lines = count(beside.lines, "line");
  const gone = instead.length ? `, instead of ${listed(instead)} in the text` : "";
  get("streets-name").textContent = `Streets: ${beside.name}, ${lines}${gone}`;
}

/** @param {Problem} problem */
const isError = problem => problem.severity === "error";

/** @param {boolean} isShown whether the document is seen beside the map */
function showPanel(isShown) {
  panel.hidden = !isShown;
  hide.setAttribute("aria-pressed", String(!isShown));
  panel.parentElement?.classList.toggle("alone", !isShown);
}

/**
 * Names the problems of a text, each with its place.
 * @param {string} given
 * @param {Problem[]} problems
 * @param {Streets} [beside] where they are not in the text
 */
function tell(given, problems, beside) {
  const rows = made?.problems ?? [];
  const errors = problems.filter(isError).length;
  const warnings = problems.length + rows.length - errors;
  panel.classList.toggle("wrong", errors > 0);
  get("verdict").textContent =
    errors > 0 ? `${count(errors, "problem")}. The map still shows the last good document.`
    : warnings > 0 ? `${count(warnings, "warning")}.`
    : "No problems.";
  if (errors > 0) showPanel(true);
  /** @type {number[]} */
  const wrong = [];
  const ofRows = rows.map(problem => entry("p", problem, made?.table.name ?? "", problem.line ? `line ${problem.line}` : ""));
  get("problems").replaceChildren(...problems.map(problem => {
    const inFile = beside && /^\/city\/streets(?=\/|$)(.*)/s.exec(problem.pointer);
    if (inFile) return entry("p", problem, beside.name, inFile[1]);
    const { start, end, line } = place(given, problem);
    if (isError(problem)) wrong.push(line);
    const button = entry("button", problem, `Line ${line}`, problem.pointer);
    button.addEventListener("click", () => editor.go(start, end, line));
    return button;
  }).concat(ofRows).map(shown => {
    const item = document.createElement("li");
    item.append(shown);
    return item;
  }));
  editor.mark(wrong);
}

/**
 * What is seen of a problem.
 * @param {"button" | "p"} kind a button, where there is a place to go to
 * @param {Problem} problem
 * @param {string} place
 * @param {string} pointer
 */
function entry(kind, problem, place, pointer) {
  const shown = document.createElement(kind);
  const where = document.createElement("span");
  const code = document.createElement("code");
  if (shown instanceof HTMLButtonElement) shown.type = "button";
  shown.className = problem.severity;
  code.textContent = problem.code;
  where.append(`${place}, `, code, pointer && ` at ${pointer}`);
  shown.append(problem.message, where);
  return shown;
}

/**
 * Where a problem lies in the text.
 * @param {string} given
 * @param {Problem} problem
 * @returns {{ start: number, end: number, line: number }}
 */
function place(given, problem) {
  if (problem.line) {
    let start = 0;
    for (let line = 1; line < problem.line; line += 1) start = given.indexOf("\n", start) + 1;
    const end = given.indexOf("\n", start);
    return { start, end: end < 0 ? given.length : end, line: problem.line };
  }
  const { key, value } = locate(given, problem.pointer);
  const isWhole = given[value[0]] === "{" || given[value[0]] === "[";
  const [start, end] = key && (isWhole || problem.code === "unknown-field") ? key : isWhole ? [value[0], value[0] + 1] : value;
  return { start, end, line: lineAt(given, start) };
}

/** Shows the example that the address names, or the first one. */
async function open() {
  const turn = ++latest;
  clearTimeout(timer);
  const link = examples.find(example => example.hash === location.hash.split("&")[0]) ?? examples[0];
  if (!link) return;
  const name = link.hash.slice(1);
  for (const example of examples) {
    if (example === link) {
      example.setAttribute("aria-current", "page");
      example.scrollIntoView({ block: "nearest", inline: "center" });
    } else example.removeAttribute("aria-current");
  }
  page.href = `pages/${name}.html`;
  page.hidden = false;
  const answer = await fetch(`examples/${name}.json`);
  const given = answer.ok ? await answer.text() : "";
  if (turn !== latest) return;
  if (!answer.ok) {
    get("verdict").textContent = `This example could not be loaded (${answer.status}).`;
    return;
  }
  tellTable(undefined);
  editor.value = given;
  // Each example says itself how it is seen first.
  map.removeAttribute("view");
  await show();
}

/** The text is no longer the example's. */
function change() {
  for (const example of examples) example.removeAttribute("aria-current");
  page.hidden = true;
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
}

/**
 * Takes files in: a document into the editor, streets beside it. Files that are refused change nothing.
 * @param {File[]} files
 */
async function take(files) {
  if (files.length === 0) return;
  const turn = ++latestFiles;
  get("verdict").textContent = `Reading ${listed(files.map(({ name }) => name))}…`;
  try {
    const found = await read(files);
    if (turn !== latestFiles) return;
    if (found.table) {
      // Until it is known which column is what, all stays as it is.
      await show();
      await askAbout(found.table, undefined, found);
    } else await accept(found);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (turn !== latestFiles) return;
    showPanel(true);
    panel.classList.add("wrong");
    get("verdict").textContent = `${error.message} Nothing was changed.`;
    get("verdict").scrollIntoView({ block: "nearest" });
  }
}

/**
 * Shows what files held.
 * @param {Contents} found
 * @param {typeof made} [from] of which table the document was made
 */
async function accept(found, from) {
  // Streets that were here stay for a document that brings none.
  if (found.streets || found.hasStreets) streets = found.streets;
  if (found.text !== undefined) {
    tellTable(from);
    editor.value = found.text;
    change();
  }
  clearTimeout(timer);
  await show();
}

/**
 * Asks which column of a table is what, and shows what comes of it.
 * @param {Table} table
 * @param {Choice} [before] what was chosen before
 * @param {Contents} [found] what came with it
 */
function askAbout(table, before, found = {}) {
  return dialog.ask(table, before, async (choice, reading) => {
    const answer = await documentOf(table, choice, reading);
    if ("why" in answer) return answer.why;
    const { text, source, problems } = answer;
    return () => accept({ ...found, text }, { table, choice, rows: reading.rows, problems, text, source });
  });
}

/**
 * Says of which table the text was made.
 * @param {typeof made} now
 */
function tellTable(now) {
  made = now;
  get("from").toggleAttribute("hidden", !now);
  if (!now) return;
  const { table: { name, length, uneven }, rows } = now;
  const all = length + uneven;
  get("from-name").textContent = `Table: ${name}, ${rows < all ? `${rows.toLocaleString("en")} of ` : ""}${count(all, "row")}`;
}

onDrop(/** @type {HTMLElement} */ (get("drop")), take);
const files = /** @type {HTMLInputElement} */ (get("files"));
const chooser = /** @type {HTMLButtonElement} */ (get("open"));
chooser.addEventListener("click", () => files.click());
files.addEventListener("change", () => {
  take([...files.files ?? []]);
  // The same file, changed, counts again.
  files.value = "";
});
// A table to try it with.
const sample = /** @type {HTMLAnchorElement} */ (get("sample"));
sample.addEventListener("click", async event => {
  event.preventDefault();
  const answer = await fetch(sample.href);
  await take([new File([await answer.blob()], "Deals.csv")]);
});
get("columns").addEventListener("click", () => made && askAbout(made.table, made.choice));
get("remove").addEventListener("click", () => {
  streets = undefined;
  chooser.focus();
  void show();
});

// What is tried with an example's levers is in the page's address: passed on, it shows the same.
const shared = leversFromFragment(location.hash);
map.addEventListener("rivers-ready", () => shared && map.map?.setLevers(shared).catch(() => {}), { once: true });
map.addEventListener("rivers-change", () => {
  const example = examples.find(link => link.hasAttribute("aria-current"));
  if (!example || !map.map || location.hash.split("&")[0] !== example.hash) return;
  const { undo } = map.map.state;
  history.replaceState(null, "", example.hash + (undo ? leversToFragment(map.map.levers).replace("#", "&") : ""));
});

text.addEventListener("input", change);
addEventListener("hashchange", open);
for (const example of examples) {
  // The address does not change when the same example is asked for again.
  example.addEventListener("click", () => example.hash === location.hash && open());
}
// A document pasted anywhere on the page counts, and so do cells of a spreadsheet.
document.addEventListener("paste", event => {
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  if (event.target === text) return;
  if (isDocumentText(pasted)) {
    event.preventDefault();
    void accept({ text: pasted });
  } else if (/^[^\n]*\t.*\n/.test(pasted)) {
    event.preventDefault();
    void take([new File([pasted], "Pasted table")]);
  }
});

const pause = /** @type {HTMLButtonElement} */ (get("pause"));
pause.addEventListener("click", () => map.map?.state.playing ? map.map.pause() : map.map?.play());
// Where less motion is asked for, the water stands still from the first.
for (const name of ["rivers-ready", "rivers-play", "rivers-pause"]) {
  map.addEventListener(name, () => pause.setAttribute("aria-pressed", String(!map.map?.state.playing)));
}

const view = /** @type {HTMLButtonElement} */ (get("view"));
view.addEventListener("click", () => map.setAttribute("view", map.map?.state.view === "time" ? "city" : "time"));
for (const name of ["rivers-ready", "rivers-change"]) {
  map.addEventListener(name, () => {
    view.setAttribute("aria-pressed", String(map.map?.state.view === "time"));
    // Single clients are played over their calendar.
    map.toggleAttribute("controls", Boolean(map.map?.contents.calendar));
  });
}

const dark = /** @type {HTMLButtonElement} */ (get("dark"));
const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
const press = () => dark.setAttribute("aria-pressed", String(isDark()));
dark.addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  map.setAttribute("theme", theme);
  press();
});
system.addEventListener("change", press);
press();

hide.addEventListener("click", () => showPanel(Boolean(panel.hidden)));

try {
  await open();
} finally {
  // The element comes after its first document, so that it never says that there is none.
  await import("./package/element.js");
}
