/** Texts of so many characters are set at once, not inserted, which browsers do slowly but could undo. */
export const LONG = 200_000;

/** A text area with line numbers beside it and washes behind the lines that are wrong. */
export class Editor {
  #text;
  #numbers;
  #marks;
  #lines = 1;

  /**
   * @param {HTMLTextAreaElement} text
   * @param {HTMLElement} numbers
   * @param {HTMLElement} marks
   */
  constructor(text, numbers, marks) {
    this.#text = text;
    this.#numbers = numbers;
    this.#marks = marks;
    text.addEventListener("scroll", () => this.#follow(), { passive: true });
    text.addEventListener("input", () => this.#count());
    // A whole document that is pasted takes the place of the one that stood here.
    text.addEventListener("paste", event => {
      const pasted = event.clipboardData?.getData("text/plain") ?? "";
      if (!isDocumentText(pasted)) return;
      text.select();
      if (pasted.length < LONG) return;
      event.preventDefault();
      this.value = pasted;
      text.dispatchEvent(new Event("input"));
    });
  }

  get value() {
    return this.#text.value;
  }

  set value(value) {
    this.#text.value = value;
    this.#text.scrollTo(0, 0);
    this.#text.setSelectionRange(0, 0);
    this.#count();
    this.#follow();
  }

  /**
   * Marks lines, counted from 1.
   * @param {Iterable<number>} lines
   */
  mark(lines) {
    this.#marks.replaceChildren(...Array.from(new Set(lines), line => {
      const mark = document.createElement("i");
      mark.style.top = `calc(${line - 1} * var(--line))`;
      return mark;
    }));
  }

  /**
   * Goes to a place in the text and selects it.
   * @param {number} start
   * @param {number} end
   * @param {number} line the line of `start`, from 1
   */
  go(start, end, line) {
    const text = this.#text;
    text.focus({ preventScroll: true });
    text.setSelectionRange(start, end);
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTo(0, Math.max(0, (line - 1) * height - text.clientHeight / 3));
    text.scrollIntoView({ block: "nearest" });
  }

  #count() {
    const lines = this.value.split("\n").length;
    if (lines === this.#lines) return;
    this.#lines = lines;
    this.#numbers.textContent = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
  }

  #follow() {
    const shift = `translateY(${-this.#text.scrollTop}px)`;
    this.#numbers.style.transform = shift;
    this.#marks.style.transform = shift;
  }
}

/**
 * Whether a text is a whole flow document, not a piece of one.
 * @param {string} text
 */
export function isDocumentText(text) {
  if (!/^\s*\{/.test(text)) return false;
  try {
    return isDocument(JSON.parse(text.trim()));
  } catch {
    return false;
  }
}

/**
 * Whether what was parsed is meant as a flow document.
 * @param {unknown} value
 */
export function isDocument(value) {
  return typeof value === "object" && value !== null && ["cityRivers", "funnel", "network", "journeys"].some(field => field in value);
}
