// A page with maps on canvases of its own, and ways to look at them.
import { look, open } from "./host.mjs";

const script = `
  window.api = await import("./package/index.js");
  // Looked at once, while what WebGL painted is still there.
  window.look = ${look};
  window.seen = canvas => {
    const { red, blue } = look(canvas);
    return [red, blue];
  };
  window.add = async (document, options) => {
    const canvas = globalThis.document.createElement("canvas");
    canvas.style.width = "480px";
    canvas.style.height = "270px";
    globalThis.document.body.append(canvas);
    const map = await api.CityRivers.create(canvas, document, { worker: false, ...options });
    return { canvas, map, seen: seen(canvas) };
  };
  // Makes a method take so many ms more.
  window.slow = (type, method, ms) => {
    const own = type.prototype[method];
    type.prototype[method] = function (...told) {
      const end = performance.now() + ms;
      while (performance.now() < end);
      return own.apply(this, told);
    };
  };
  dispatchEvent(new CustomEvent("rivers-ready"));`;

/**
 * @param {import("playwright-core").Browser} browser
 * @param {{ [option: string]: unknown }} [options] of the page
 */
export async function canvases(browser, options = {}) {
  const host = await open(browser, "", { script, ...options });
  await host.heard("ready");
  return host;
}
