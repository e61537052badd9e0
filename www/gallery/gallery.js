import { check } from "./package/index.js";
import { Editor, isDocument } from "./editor.js";
import { lineAt, locate } from "./locate.js";

/** @typedef {import("./package/index.js").CityRivers} CityRivers */
/** @typedef {import("./package/index.js").Problem} Problem */

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
const page = /** @type {HTMLAnchorElement} */ (get("page"));
const examples = [...document.querySelectorAll("nav a")].map(link => /** @type {HTMLAnchorElement} */ (link));

/** Counts the texts that were to be shown: only the latest one is. */
let latest = 0;
let timer = 0;

/** Reads the text: shows its picture, or its problems while the old picture stands. */
async function show() {
  const turn = ++latest;
  const given = editor.value;
  const problems = await check(given);
  if (turn !== latest) return;
  tell(given, problems);
  if (!problems.some(isError)) map.data = given;
}

/** @param {Problem} problem */
const isError = problem => problem.severity === "error";

/**
 * Names the problems of a text, each with its place.
 * @param {string} given
 * @param {Problem[]} problems
 */
function tell(given, problems) {
  const errors = problems.filter(isError).length;
  const warnings = problems.length - errors;
  panel.classList.toggle("wrong", errors > 0);
  get("verdict").textContent =
    errors > 0 ? `${count(errors, "problem")}. The map still shows the last good document.`
    : warnings > 0 ? `${count(warnings, "warning")}.`
    : "No problems.";
  const found = problems.map(problem => ({ problem, ...place(given, problem) }));
  get("problems").replaceChildren(...found.map(({ problem, start, end, line }) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const where = document.createElement("span");
    const code = document.createElement("code");
    button.type = "button";
    button.className = problem.severity;
    code.textContent = problem.code;
    where.append(`Line ${line}, `, code, problem.pointer && ` at ${problem.pointer}`);
    button.append(problem.message, where);
    button.addEventListener("click", () => editor.go(start, end, line));
    item.append(button);
    return item;
  }));
  editor.mark(found.filter(({ problem }) => isError(problem)).map(({ line }) => line));
}

/**
 * @param {number} number
 * @param {string} what
 */
function count(number, what) {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
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
  const link = examples.find(example => example.hash === location.hash) ?? examples[0];
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
  editor.value = given;
  await show();
}

/** The text is no longer the example's. */
function change() {
  for (const example of examples) example.removeAttribute("aria-current");
  page.hidden = true;
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
}

text.addEventListener("input", change);
addEventListener("hashchange", open);
for (const example of examples) {
  // The address does not change when the same example is asked for again.
  example.addEventListener("click", () => example.hash === location.hash && open());
}
// A document pasted anywhere on the page counts.
document.addEventListener("paste", event => {
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  if (event.target === text || !isDocument(pasted)) return;
  event.preventDefault();
  editor.value = pasted;
  change();
});

const pause = /** @type {HTMLButtonElement} */ (get("pause"));
pause.addEventListener("click", () => map.map?.state.playing ? map.map.pause() : map.map?.play());
// Where less motion is asked for, the water stands still from the first.
for (const name of ["rivers-ready", "rivers-play", "rivers-pause"]) {
  map.addEventListener(name, () => pause.setAttribute("aria-pressed", String(!map.map?.state.playing)));
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

const hide = /** @type {HTMLButtonElement} */ (get("hide"));
hide.addEventListener("click", () => {
  panel.hidden = !panel.hidden;
  hide.setAttribute("aria-pressed", String(panel.hidden));
  panel.parentElement?.classList.toggle("alone", panel.hidden);
});

try {
  await open();
} finally {
  // The element comes after its first document, so that it never says that there is none.
  await import("./package/element.js");
}
