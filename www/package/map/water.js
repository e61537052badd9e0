// What the keyboard asks of a map about its streams and streets: there may be thousands, so nothing is told before it is asked for.
import { when } from "../engine/answer.js";
import { item } from "./item.js";

/** @typedef {import("../engine/types.js").Item} Item */

export class Water {
  #player;
  #first;

  /**
   * @param {() => import("../player/player.js").Player | import("../player/remote.js").Remote} player
   * @param {() => void} first what comes before a question
   */
  constructor(player, first) {
    this.#player = player;
    this.#first = first;
  }

  /**
   * Ids of the water next to something, as far as it is seen: of a place the streams that leave it (`in`: that come into it), the
   * largest first; of a stream the streets along which it runs together with others, in its order.
   * @param {string} id
   * @param {"out" | "in"} [way]
   * @returns {Promise<string[]>}
   */
  async at(id, way = "out") {
    this.#first();
    return this.#player().waters(id, way === "in");
  }

  /**
   * Outlines a place, a stream or a street beside what is selected, and nothing else; null outlines nothing more.
   * @param {string | null} id
   * @returns {Promise<Item | null>} what it is; null where nothing has that id
   */
  async outline(id) {
    this.#first();
    return when(this.#player().outline(id), item);
  }
}
