// Figures of the controls, in the map's language and the document's currency.
import { words } from "./words.js";

/** @typedef {import("../../document.js").Lever} Lever */
/** @typedef {import("../../engine/types.js").Contents} Contents */

/** What follows from levers is shown to so many figures: more of them would contradict the rounded counts beside it. */
const FIGURES = 3;
/** What is less than this part of the revenue is rounding. */
const ROUNDING = 1e-9;

export class Figures {
  #contents;
  #words;
  #locale;
  /** @type {Map<string, Intl.NumberFormat>} */
  #formats = new Map();

  /** @param {Contents} contents */
  constructor(contents) {
    this.#contents = contents;
    this.#words = words(contents.locale);
    this.#locale = known(contents.locale);
  }

  /** @param {number} value @param {Intl.NumberFormatOptions} [options] */
  number(value, options = {}) {
    const key = JSON.stringify(options);
    const format = this.#formats.get(key) ?? new Intl.NumberFormat(this.#locale, options);
    this.#formats.set(key, format);
    return format.format(value).replace("-", "\u2212");
  }

  /** @param {number} value */
  money(value) {
    return this.#priced(this.number(value, { maximumFractionDigits: 2 }));
  }

  /**
   * What a lever brings in each period, with its sign.
   * @param {number} effect
   * @param {boolean} priced whether with the currency
   */
  effect(effect, priced) {
    const { period, totals, priced: isMoney } = this.#contents;
    const exact = Math.abs(effect) > ROUNDING * (isMoney ? totals.revenue : totals.buyers) ? effect : 0;
    const text = this.number(exact, { signDisplay: "always", maximumSignificantDigits: FIGURES });
    const what = isMoney ? (priced ? this.#priced(text) : text) : this.#words.buyers(text);
    return what + (period === "total" ? "" : this.#words.a(period));
  }

  /**
   * After how long a lever has paid for itself; nothing where that is no question.
   * @param {Lever} lever
   * @param {number} effect
   */
  payback({ cost = 0 }, effect) {
    const { period, totals, priced } = this.#contents;
    if (!(cost > 0) || !priced) return "";
    if (!(effect > ROUNDING * totals.revenue)) return this.#words.never;
    return period === "total" ? "" : this.#words.back(Math.max(1, Math.ceil(cost / effect - ROUNDING)), period);
  }

  /** What a lever does, in short. @param {Lever} lever */
  does({ warm, dam, canal }) {
    const percent = (/** @type {number} */ share) => this.number(share, { style: "percent", maximumFractionDigits: 1 });
    if (warm) {
      const points = this.number(warm.share * 100, { signDisplay: "always", maximumFractionDigits: 1 });
      const spot = this.#contents.spots.find(({ id }) => id === warm.at);
      return this.#words.at(points, spot?.kt ? `KT${spot.kt}` : spot?.label ?? warm.at);
    }
    return dam ? this.#words.pass(percent(dam.pass)) : canal ? percent(canal.share) : "";
  }

  /** @param {string} number */
  #priced(number) {
    const { currency } = this.#contents;
    return currency ? `${number}\u00a0${currency}` : number;
  }
}

/** A page's language need not be one. @param {string} locale */
function known(locale) {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0];
  } catch {
    return undefined;
  }
}
