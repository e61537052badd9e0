// A visit to a page: by a browser that has never been there, over a given line.

/**
 * @typedef {object} Line
 * @property {string} title
 * @property {number} [rate] Mbit/s, each way; without it nothing is held back
 * @property {number} [latency] ms from a request to its answer
 * @property {number} [slower] how many times longer the page's main thread takes
 */

/** @type {Line[]} */
export const LINES = [
  { title: "this machine" },
  { title: "10 Mbit/s, 40 ms", rate: 10, latency: 40 },
  { title: "1.6 Mbit/s, 150 ms, CPU at a quarter", rate: 1.6, latency: 150, slower: 4 },
];

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} address
 * @param {Line} line
 * @returns {Promise<{ at: number, bytes: number }>} ms from the navigation to the first picture, and bytes on the wire until then
 */
export async function visit(browser, address, { rate, latency, slower }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    const page = await context.newPage();
    const wrong = new Promise((_, reject) => page.on("pageerror", reject));
    const session = await context.newCDPSession(page);
    if (rate) {
      const throughput = (rate * 1e6) / 8;
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: throughput, uploadThroughput: throughput });
    }
    if (slower) await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
    await page.goto(address, { waitUntil: "commit" });
    const first = page.waitForFunction(() => globalThis.first, undefined, { polling: 50, timeout: 60_000 });
    const told = await (await Promise.race([first, wrong])).jsonValue();
    if (await page.evaluate(isBlank)) throw new Error(`${address}: there is no picture`);
    return told;
  } finally {
    await context.close();
  }
}

/** In the page: whether nothing is on its canvas. */
function isBlank() {
  const place = document.querySelector("#picture");
  const canvas = (place.shadowRoot ?? place).querySelector("canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size < 8;
}
