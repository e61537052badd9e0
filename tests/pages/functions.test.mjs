// The functions where there is no page: in Node, in both forms of the package; and the classic script on a page that is a file.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, tarball } from "./browser.mjs";
import { changed, funnel } from "./host.mjs";

const folder = dirname(tarball);
const files = await mkdtemp(join(tmpdir(), "city-rivers-"));
after(() => rm(files, { recursive: true }));

for (const form of ["", "url/"]) {
  const load = (/** @type {string} */ name) => import(pathToFileURL(join(folder, form, name)).href);

  test(`Node checks, expands, solves and draws (${form || "inline"})`, async () => {
    const { FlowDocumentError, check, expand, init, solve, still } = await load("index.js");
    await init();
    assert.deepEqual(await check(funnel), []);
    assert.deepEqual((await check("{")).map((/** @type {any} */ { code, line }) => [code, line]), [["syntax", 1]]);
    assert.deepEqual((await check(undefined)).map((/** @type {any} */ { code }) => code), ["type"]);
    const { totals } = await solve(JSON.stringify(funnel));
    assert.equal(totals.buyers, 200);
    assert.deepEqual((await solve(await expand(funnel))).totals, totals);
    await assert.rejects(solve(changed({ cityRivers: "1" })), error => error instanceof FlowDocumentError && error.problems[0].pointer === "/cityRivers");
    const svg = await still(funnel, { width: 640, height: 360, theme: "dark" });
    assert.match(svg, /^<svg [^>]*viewBox="0 0 640 360"/);
    assert.match(svg, /Corner cafe/);
  });

  test(`on a server the element's module does nothing (${form || "inline"})`, async () => {
    const { CityRiversElement } = await load("element.js");
    assert.equal(typeof CityRiversElement, "function");
    const { CityRivers } = await load("index.js");
    assert.equal(typeof CityRivers.create, "function");
  });
}

test("the classic script works on a page that is a file", async () => {
  const file = join(files, "map.html");
  const script = pathToFileURL(join(folder, "script.js")).href;
  await writeFile(file, `<!doctype html><meta charset="utf-8"><title>A file</title>
    <script>addEventListener("rivers-ready", () => document.title = "ready")</script><script src="${script}"></script>
    <city-rivers><script type="application/json">${JSON.stringify(funnel)}</script></city-rivers>`);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const said = [];
    page.on("console", message => said.push(message.text()));
    page.on("pageerror", error => said.push(String(error)));
    await page.goto(pathToFileURL(join(files, "map.html")).href);
    await page.waitForFunction("document.title === 'ready'");
    assert.equal(await page.evaluate("typeof cityRivers.solve"), "function");
    assert.deepEqual(said, []);
  } finally {
    await browser.close();
  }
});

test("the schema that ships knows the document", async () => {
  const schema = JSON.parse(await readFile(join(folder, "schema.json"), "utf8"));
  assert.match(schema.$schema, /2020-12/);
});
