// A host page under the strictest policy, and what it says while a test runs.
import assert from "node:assert/strict";
import { address } from "./browser.mjs";

const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/** A funnel that no example shows. */
export const funnel = {
  cityRivers: 1, title: "Corner cafe", period: "day",
  funnel: {
    springs: [{ label: "Offices", clients: 300 }, { label: "Station", clients: 120 }],
    kt1: { red: 260 }, kt2: { red: 200 }, kt3: { red: 90 }, regulars: { returning: 40 },
  },
};

/** @param {object} change */
export const changed = change => ({ ...structuredClone(funnel), ...change });

/**
 * Opens a page with this body; its style sheet gives the element 800 x 450 px.
 * @param {import("playwright-core").Browser} browser
 * @param {string} body
 * @param {{ policy?: string, script?: string, style?: string, [option: string]: unknown }} [options] others go to the page
 */
export async function open(browser, body, { policy = STRICT, script = 'import "./package/element.js";', style = "", ...options } = {}) {
  const page = await browser.newPage({ viewport: { width: 800, height: 600 }, ...options });
  /** @type {string[]} */
  const said = [];
  page.on("console", message => ["error", "warning"].includes(message.type()) && said.push(message.text()));
  page.on("pageerror", error => said.push(String(error)));
  page.on("request", request => new URL(request.url()).origin === new URL(address).origin || said.push(`asked for ${request.url()}`));
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A host</title><link rel="icon" href="icon.svg">
    <link rel="stylesheet" href="host.css"><script type="module" src="host.js"></script><body>${body}</body></html>`;
  const css = `body { margin: 0 } city-rivers { width: 800px; height: 450px } ${style}`;
  const js = `window.events = [];
    for (const name of ["ready", "error", "select", "hover", "change", "step", "play", "pause"]) {
      addEventListener("rivers-" + name, event => events.push([name, event.detail]));
    }
    ${script}`;
  for (const [name, contentType, text] of [["host.html", "text/html", html], ["host.css", "text/css", css], ["host.js", "text/javascript", js]]) {
    const headers = name.endsWith("html") ? { "content-security-policy": policy } : {};
    await page.route(address + name, route => route.fulfill({ contentType, headers, body: text }));
  }
  await page.goto(`${address}host.html`);
  return {
    page,
    said,
    /** The page's own world. */
    run: /** @type {typeof page.evaluate} */ ((work, given) => page.evaluate(work, given)),
    /** @param {string} name */
    heard: name => page.waitForFunction(name => window.events.some(([found]) => found === name), name),
    /** Nothing was complained of. */
    quiet: () => assert.deepEqual(said, []),
  };
}

/**
 * How much of a picture is red, how much blue, and a number that changes with it; runs in the page.
 * @param {HTMLCanvasElement} [canvas] the element's, where none is given
 */
export function look(canvas) {
  canvas ??= document.querySelector("city-rivers").shadowRoot.querySelector("canvas");
  // Read from a copy: reading the canvas itself would make the browser paint in another way.
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  let [red, blue, sum] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const [r, g, b] = data.subarray(at, at + 3);
    sum = (sum * 31 + r + g * 256 + b * 65536) | 0;
    if (r > 140 && g < 60 && b < 80) red += 1;
    if (b > 140 && r < 70 && g < 130) blue += 1;
  }
  return { red, blue, sum, land: [...data.subarray(0, 3)] };
}

/** How many frames are asked for in half a second; runs in the page, or in a worker. */
export async function frames() {
  const ask = globalThis.requestAnimationFrame;
  let count = 0;
  globalThis.requestAnimationFrame = work => {
    count += 1;
    return ask(work);
  };
  await new Promise(resolve => setTimeout(resolve, 500));
  globalThis.requestAnimationFrame = ask;
  return count;
}
