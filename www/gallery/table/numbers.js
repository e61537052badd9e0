/** How a column writes numbers: what stands before their decimals. @typedef {"." | ","} Decimals */

/** Signs that may stand around a number, and those that part its thousands. */
const AROUND = /[\s\u00a0\u202f'’_]|^[+]|\p{Sc}|^[A-Z]{3}|[A-Z]{3}$/gu;

/**
 * What stands before the decimals in a column.
 * @param {Iterable<string>} cells
 * @returns {Decimals}
 */
export function readDecimals(cells) {
  let comma = 0;
  for (const cell of cells) {
    const text = cell.replace(AROUND, "");
    const [dot, last] = [text.lastIndexOf("."), text.lastIndexOf(",")];
    if (last < 0) comma -= dot >= 0 && text.length - dot !== 4 ? 1 : 0;
    // Of both, the last one; a single comma, unless just three digits come after it.
    else if (dot > last) comma -= 1;
    else if (dot >= 0 || (text.indexOf(",") === last && text.length - last !== 4)) comma += 1;
  }
  return comma > 0 ? "," : ".";
}

/**
 * A number as a table has it; NaN where it is none.
 * @param {string} cell
 * @param {Decimals} decimals
 */
export function readNumber(cell, decimals) {
  let text = cell.trim();
  // Bookkeepers write what is less than nothing in brackets.
  const isLess = /^\(.*\)$/.test(text);
  text = (isLess ? text.slice(1, -1) : text).replace(AROUND, "");
  const other = decimals === "," ? "." : ",";
  if (text.includes(other)) {
    const [whole, part] = text.split(decimals);
    if (!/^-?\d{1,3}([.,]\d{3})+$/.test(whole)) return NaN;
    text = whole.replaceAll(other, "") + (part === undefined ? "" : `.${part}`);
  } else if (/^-?\d{1,3}(\.\d{3}){2,}$/.test(text)) text = text.replaceAll(".", "");
  else text = text.replace(",", ".");
  return /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) * (isLess ? -1 : 1) : NaN;
}
