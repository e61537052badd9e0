// Code that comes when it is needed. A first picture fetches none of it; files that hold the whole package have it in them.

/** @template T */
export class Part {
  #fetch;
  /** @type {T | undefined} */
  #there;
  /** @type {Promise<T> | undefined} */
  #coming;

  /** @param {() => Promise<T>} fetch */
  constructor(fetch) {
    this.#fetch = fetch;
  }

  /**
   * The part: at once where it is there, else when it has come.
   * @returns {T | Promise<T>} rejected where it cannot be had; then it is fetched anew when it is asked for again
   */
  get() {
    if (this.#there) return this.#there;
    this.#coming ??= this.#fetch().then(part => (this.#there = part)).finally(() => (this.#coming = undefined));
    return this.#coming;
  }
}

/** A page that has no time to spare for so long fetches it nonetheless, ms. */
const PATIENCE = 200;

/**
 * Fetches a part when the page has nothing else to do, so that it is there when it is asked for.
 * @param {Part<unknown>} part
 */
export function ahead(part) {
  const fetch = async () => {
    // It is asked for again when it is needed.
    await Promise.resolve(part.get()).catch(() => {});
  };
  // Safari has no idle callbacks.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(fetch, { timeout: PATIENCE });
  else setTimeout(fetch, PATIENCE);
}
