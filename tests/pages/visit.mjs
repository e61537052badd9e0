// Visits to the gallery in a real browser, and what is done there again and again.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { address, launch } from "./browser.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a page of the gallery, runs `look` on it, and expects nothing in its console and no request elsewhere. */
export async function visit(path, look, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const noise = [];
  page.on("console", message => noise.push(message.text()));
  page.on("pageerror", error => noise.push(String(error)));
  page.on("requestfailed", request => noise.push(`${request.url()} failed`));
  page.on("request", request => request.url().startsWith(new URL(address).origin) || noise.push(request.url()));
  try {
    const answer = await page.goto(new URL(path, address).href);
    assert.match(answer.headers()["content-security-policy"], /require-trusted-types-for 'script'/);
    await page.waitForFunction(() => document.querySelector("city-rivers")?.map);
    await look(page);
    assert.deepEqual(noise, []);
  } finally {
    await context.close();
  }
}

/** Waits until the map shows a document with so many clients. */
export const shows = (page, sum) =>
  page.waitForFunction(sum => document.querySelector("city-rivers").map.solved.totals.springs === sum, sum);

/** Drags files, by name and text, over a part of the page and drops them there. */
export async function drop(page, files, onto = "#map") {
  await page.evaluate(([files, onto]) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of Object.entries(files)) dataTransfer.items.add(new File([text], name));
    const send = name => document.querySelector(onto).dispatchEvent(
      new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true, composed: true }));
    send("dragenter");
    // Where nobody takes them the browser opens them instead of the page.
    if (send("dragover") || send("drop")) throw new Error("the files are not taken");
  }, [files, onto]);
}

/** The document that the map was given, parsed; where it was no text, with its journeys written out. */
export const given = page => page.evaluate(async () => {
  const { data } = document.querySelector("city-rivers");
  if (data.journeys) return (await import("./package/index.js")).expand(data);
  return JSON.parse(typeof data === "string" ? data : new TextDecoder().decode(data));
});

/** Whether nothing is wider than the page. */
export const fitsAcross = page => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
