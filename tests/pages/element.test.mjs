// The element as a page uses it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { changed, frames, funnel, look, open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const written = `<city-rivers><script type="application/json">${JSON.stringify(funnel)}</script><p>fallback</p></city-rivers>`;
const map = "document.querySelector('city-rivers')";

test("a strict page shows red and blue water that runs, and pause stops it", async () => {
  const { run, heard, quiet, page } = await open(browser, written);
  await heard("ready");
  const { red, blue } = await run(look);
  assert.ok(red > 300 && blue > 300, `${red} red and ${blue} blue pixels`);
  const first = (await run(look)).sum;
  await page.waitForTimeout(200);
  assert.notEqual((await run(look)).sum, first, "drops move");
  await run(`${map}.map.pause()`);
  const still = (await run(look)).sum;
  assert.equal(await run(frames), 0, "a paused map asks for no frames");
  assert.equal((await run(look)).sum, still);
  assert.equal(await run(`${map}.matches(":state(paused)") && ${map}.paused`), true);
  await run(`${map}.paused = false`);
  assert.ok((await run(frames)) > 5);
  assert.equal(await run(`${map}.matches(":state(ready)") && !${map}.matches(":state(loading)")`), true);
  assert.equal(await page.getByRole("figure", { name: "Corner cafe" }).count(), 1);
  assert.equal(await page.getByText("fallback").isVisible(), false);
  quiet();
});

test("a bad document names its problems in place and keeps the old picture", async () => {
  const { run, heard, quiet, page } = await open(browser, written);
  await heard("ready");
  await run(`${map}.map.pause()`);
  const before = (await run(look)).sum;
  await run(([selector, document]) => {
    document.funnel.kt2.red = NaN;
    globalThis.document.querySelector(selector).data = document;
  }, ["city-rivers", changed({ titel: "<img src=x onerror=alert(1)>" })]);
  await heard("error");
  const problems = await run("events.find(([name]) => name === 'error')[1].problems");
  assert.deepEqual(problems.map(({ code, pointer }) => [code, pointer]), [["range", "/funnel/kt2/red"], ["unknown-field", "/titel"]]);
  await page.getByText("/funnel/kt2/red").waitFor();
  await page.getByText("titel").first().waitFor();
  assert.equal((await run(look)).sum, before);
  assert.equal(await run(`${map}.matches(":state(error)") && ${map}.matches(":state(ready)")`), true);
  await run(([selector, document]) => (globalThis.document.querySelector(selector).data = document), ["city-rivers", changed({ title: "<b>Second</b>" })]);
  await page.getByRole("figure", { name: "<b>Second</b>" }).waitFor();
  assert.equal(await page.getByText("/funnel/kt2/red").isVisible(), false);
  quiet();
});

test("data beats src beats the child, and setting one aborts the other's load", async () => {
  const script = `const early = document.querySelector("city-rivers");
    early.data = ${JSON.stringify(changed({ title: "Data" }))};
    await import("./package/element.js");`;
  const body = written.replace("<city-rivers>", '<city-rivers src="examples/small-shop.json">');
  const { run, heard, quiet, page } = await open(browser, body, { script });
  await heard("ready");
  await page.getByRole("figure", { name: "Data" }).waitFor();
  await run(`${map}.data = undefined`);
  await page.waitForFunction(() => document.querySelector("city-rivers").map.contents.title !== "Data");
  assert.notEqual(await run(`${map}.map.contents.title`), "Corner cafe", "src beats the child");
  await run(`${map}.removeAttribute("src")`);
  await page.getByRole("figure", { name: "Corner cafe" }).waitFor();
  await page.route("**/late.json", async route => {
    await new Promise(resolve => setTimeout(resolve, 300));
    await route.fulfill({ json: changed({ title: "Late" }) }).catch(() => {});
  });
  await run(`${map}.src = "late.json"`);
  await page.waitForTimeout(100);
  await run(`${map}.data = ${JSON.stringify(changed({ title: "Last" }))}`);
  await page.waitForTimeout(500);
  assert.equal(await run(`${map}.map.contents.title`), "Last");
  quiet();
});

test("it says in words that it loads, that there is nothing, and what could not be loaded", async () => {
  const { run, page } = await open(browser, `<city-rivers lang="ro"></city-rivers><city-rivers src="nothing.json"><p>fallback</p></city-rivers>`);
  await page.getByText("Încă nu există un document.").waitFor();
  assert.equal(await run(`${map}.matches(":state(empty)")`), true);
  await page.getByText("nothing.json could not be loaded: 404").waitFor();
  assert.equal(await page.getByText("fallback").isVisible(), true);
  assert.deepEqual(await run("events.map(([name, detail]) => [name, detail.problems[0].code])"), [["error", "load"]]);
});

test("where WebAssembly is forbidden it names the one directive that is missing", async () => {
  const { page } = await open(browser, written, { policy: "default-src 'self'" });
  await page.getByText("its script-src lacks 'wasm-unsafe-eval'").waitFor();
  assert.equal(await page.getByText("fallback").isVisible(), true);
});

test("it has 16:9 where the page says nothing, follows its box, and never feeds its own size", async () => {
  const { run, heard, quiet, page } = await open(browser, `<main>${written}</main>`, {
    style: "city-rivers { width: auto; height: auto } main { width: 640px }", deviceScaleFactor: 2,
  });
  await heard("ready");
  const sizes = `(({ offsetWidth, offsetHeight, shadowRoot }) => {
    const { width, height } = shadowRoot.querySelector("canvas");
    return [offsetWidth, offsetHeight, width, height];
  })(${map})`;
  assert.deepEqual(await run(sizes), [640, 360, 1280, 720]);
  await page.waitForTimeout(300);
  assert.deepEqual(await run(sizes), [640, 360, 1280, 720]);
  await run("document.querySelector('main').style.width = '500px'");
  // In the very frame in which the box changes, the picture has its new size, and is not blank.
  await run("new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
  assert.deepEqual((await run(sizes)).slice(0, 3), [500, 281, 1000]);
  const { red } = await run(look);
  assert.ok(red > 100);
  quiet();
});

test("with less motion asked for it stands still until it is told to run", async () => {
  const { run, heard, quiet } = await open(browser, written, { reducedMotion: "reduce" });
  await heard("ready");
  assert.equal(await run(frames), 0);
  const { red, blue } = await run(look);
  assert.ok(red > 300 && blue > 300);
  await run(`${map}.map.play()`);
  assert.ok((await run(frames)) > 5);
  quiet();
});

test("it takes the page's theme and colours", async () => {
  const { run, heard, quiet, page } = await open(browser, written, { style: "html.own { --rivers-warm: rgb(0 200 0); --rivers-land: #fff8e7 }" });
  await heard("ready");
  const light = (await run(look)).land;
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForTimeout(200);
  const dark = (await run(look)).land;
  assert.ok(dark[0] < 60 && light[0] > 200, `auto follows the system: ${light}, ${dark}`);
  await page.emulateMedia({ colorScheme: "dark", media: "print" });
  await page.waitForTimeout(200);
  assert.deepEqual((await run(look)).land, light, "paper is light");
  await page.emulateMedia({ colorScheme: "dark", media: "screen", forcedColors: "active" });
  await page.waitForTimeout(200);
  assert.deepEqual((await run(look)).land, dark, "colours that are forced on black");
  await page.emulateMedia({ colorScheme: "dark", media: "screen", forcedColors: "none" });
  await run(`${map}.theme = "light"`);
  assert.deepEqual((await run(look)).land, light);
  const { red } = await run(look);
  await run("document.documentElement.className = 'own'");
  await page.waitForTimeout(100);
  assert.ok((await run(look)).red < red / 10, "water takes the page's warm colour");
  quiet();
});
