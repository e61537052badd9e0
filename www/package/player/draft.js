// A document on its way to a picture: where it asks for more than the first part of the WebAssembly can do, the rest is fetched first.
import { again, call, generation, isWhole, rest } from "../engine/call.js";
import { yieldToPage } from "../engine/yield.js";

/** @typedef {import("../glue.js").Draft} Draft */
/** @typedef {import("../engine/types.js").Source} Source */
/** @typedef {import("./player.js").Look} Look */

/** Steps that take no longer together are one for the page, ms: a small map need not wait for a turn between them. */
const SHORT = 12;

export class Drafted {
  /** @type {Draft | undefined} */
  #draft;
  #generation = -1;

  /**
   * @param {Source} document one that is packed
   * @param {string} [view] the view that is asked for
   */
  constructor(document, view) {
    this.document = document;
    this.view = view;
  }

  /**
   * Reads the document, and solves it.
   * @throws {import("../engine/problems.js").FlowDocumentError} where it is refused
   */
  async solve() {
    await again(async () => {
      const draft = call(({ Draft }) => new Draft(this.document));
      [this.#draft, this.#generation] = [draft, generation];
      if (!isWhole() && !call(() => draft.is_plain(this.view))) await rest();
      call(() => draft.step(undefined));
    });
  }

  /**
   * Lays it out and draws it, in turns of the page.
   * @param {() => Look | undefined} look as it is wanted by now; nothing where it is not wanted any more
   */
  async draw(look) {
    await again(async () => {
      if (this.#generation !== generation) await this.solve();
      let start = performance.now();
      for (;;) {
        const wanted = look();
        const draft = this.#draft;
        if (!wanted || !draft || !call(() => draft.step(wanted))) return;
        if (performance.now() - start < SHORT) continue;
        await yieldToPage();
        start = performance.now();
      }
    });
  }

  /** Hands the draft over, where it is of the instance that there is. @returns {Draft | undefined} */
  take() {
    const draft = this.#generation === generation ? this.#draft : undefined;
    this.#draft = undefined;
    return draft;
  }

  /** Lets go of the draft. */
  dispose() {
    this.take()?.free();
  }
}
