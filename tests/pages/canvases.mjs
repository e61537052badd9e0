// A page with maps on canvases of its own, and ways to look at them.
import { open } from "./host.mjs";

const script = `
  window.api = await import("./package/index.js");
  // How much of a canvas is red, how much blue; read at once, while what WebGL painted is still there.
  window.seen = canvas => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let [red, blue] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      const [r, g, b] = data.subarray(at, at + 3);
      if (r > 140 && g < 60 && b < 80) red += 1;
      if (b > 140 && r < 70 && g < 130) blue += 1;
    }
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
