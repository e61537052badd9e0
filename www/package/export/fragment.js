// Levers as a part of an address, so that what was tried can be passed on as a link.

/** @typedef {import("../document.js").Lever} Lever */

/**
 * Levers as the fragment of an address: `#levers=...`.
 * @param {readonly Lever[]} levers a list as a document has it
 */
export function leversToFragment(levers) {
  const bytes = new TextEncoder().encode(JSON.stringify(levers));
  const text = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
  return `#levers=${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/**
 * The levers in the fragment of an address, which may hold other things beside them. They are not checked yet: `setLevers` refuses what
 * is wrong.
 * @param {string} text
 * @returns {Lever[] | undefined} nothing where there are none that can be read
 */
export function leversFromFragment(text) {
  const found = /[#&]levers=([\w-]+)/.exec(text)?.[1];
  if (!found) return undefined;
  try {
    const bytes = Uint8Array.from(atob(found.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0));
    const levers = JSON.parse(new TextDecoder().decode(bytes));
    return Array.isArray(levers) ? levers : undefined;
  } catch {
    return undefined;
  }
}
