// The card: what was picked, beside it; a step of the story; what keys ask for.
import { Part } from "../../engine/part.js";
import { quietly, when } from "../../engine/answer.js";
import { inLanguage } from "../../map/language.js";
import { make } from "../dom.js";
import { sheet } from "../styles.js";

/** @typedef {import("../../engine/types.js").Item} Item */

/** What a client's card says beside that. */
export const client = new Part(() => import("./client.js"));

const words = inLanguage({ build: "Build a dam" }, { build: "Construiește un baraj" });

const cardStyles = sheet(`
.card { max-width: min(22em, calc(100% - 24px)); padding: 10px 14px; pointer-events: none; }
.card button { margin-top: 8px; pointer-events: auto; }
.card.step { inset: auto auto 12px 12px; max-width: min(30em, calc(100% - 24px)); font-size: 1.15em; }
.card p { margin: 0; white-space: pre-line; }
.card p:first-child { font-weight: 700; }
`);

export class Card {
  #root;
  #map;
  #canvas;
  #wear;

  /**
   * @param {HTMLElement} root the card itself
   * @param {() => import("../../map/map.js").CityRivers | undefined} map
   * @param {() => HTMLCanvasElement} canvas
   * @param {(styles: CSSStyleSheet[]) => void} wear has the element take styles over
   */
  constructor(root, map, canvas, wear) {
    this.#root = root;
    this.#map = map;
    this.#canvas = canvas;
    this.#wear = wear;
    wear([cardStyles()]);
  }

  /** Shows a card beside what was selected. @param {Item | null} item */
  select(item) {
    this.tell(item?.label, item?.text, item?.events ? "card plate client" : "card plate");
    if (!item) return;
    const map = this.#map();
    if (map?.build && item.type === "stream" && !map.levers.some(({ dam, on }) => on && dam?.stream === item.id)) {
      const build = make("button", { type: "button", part: "button" }, words(map.contents.locale).build);
      build.addEventListener("click", () => {
        // That an instance has died is told as an error of the map.
        map.dam(item.id).then(() => map.focus(null)).catch(() => {});
      });
      this.#root.append(build);
    }
    this.#place(item);
    if (!item.events) return;
    const head = this.#root.firstElementChild;
    quietly(when(client.get(), ({ history, styles }) => {
      // Another card may have come meanwhile.
      if (!head || this.#root.firstElementChild !== head) return;
      this.#wear([styles()]);
      this.#root.append(...history(item, this.#map()?.contents.locale));
      this.#place(item);
    }));
  }

  /** Puts the card beside something. @param {Item} item */
  #place({ x, y, radius }) {
    const { offsetWidth: width, offsetHeight: height } = this.#root;
    const { clientWidth, clientHeight } = this.#canvas();
    const beside = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ room) => {
      const after = at + radius + 12;
      const place = after + size + 8 <= room ? after : at - radius - 12 - size;
      return Math.max(8, Math.min(place, room - size - 8));
    };
    Object.assign(this.#root.style, { left: `${beside(x, width, clientWidth)}px`, top: `${beside(y, height, clientHeight)}px` });
  }

  /** Takes it away. @returns {boolean} whether it was there */
  close() {
    const wasThere = !this.#root.hidden;
    if (wasThere) this.tell(undefined, undefined, "");
    return wasThere;
  }

  /**
   * @param {string | undefined} head
   * @param {string | undefined} text
   * @param {string} kind
   */
  tell(head, text, kind) {
    this.#root.hidden = !head && !text;
    this.#root.className = kind;
    Object.assign(this.#root.style, { left: "", top: "" });
    this.#root.replaceChildren(...[head, text].filter(Boolean).map(part => make("p", {}, /** @type {string} */ (part))));
  }
}
