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

  test(`Node reads journeys from a table (${form || "inline"})`, async () => {
    const { FlowDocumentError, check, expand, journeysFromCsv, solve } = await load("index.js");
    const text = 'account;closed;what;worth\r\nACME;2026-03-01;Talks;\r\nACME;2026-03-11;Won;"1200,5"\r\nNobody;soon;Won;\r\n';
    const columns = { client: "account", at: "closed", stage: "what", value: "worth" };
    const stages = { Talks: { kt: 1, mood: "red" }, Won: { kt: 2, mood: "red" } };
    for (const given of [text, new TextEncoder().encode(`\ufeff${text}`)]) {
      const { document, problems } = await journeysFromCsv(given, columns, stages);
      assert.deepEqual(problems.map((/** @type {any} */ { severity, code, line }) => [severity, code, line]), [["warning", "date", 4]]);
      assert.deepEqual(await check(document), []);
      const { totals, streams } = await solve(document);
      assert.deepEqual([totals.springs, totals.buyers, totals.revenue, totals.underway], [1, 1, 1200.5, 1]);
      assert.equal(streams["kt1>kt2"].clients, 1);
      assert.deepEqual((await solve(await expand(document))).totals, totals);
    }
    const refused = (/** @type {any[]} */ ...given) => assert.rejects(journeysFromCsv(...given), error => error instanceof FlowDocumentError);
    await refused(text, { ...columns, at: "opened" }, stages);
    await refused(text, undefined, stages);
    await refused({}, columns, stages);
  });

  test(`Node pulls levers, turns to frames and plans (${form || "inline"})`, async () => {
    const { FlowDocumentError, bestPlan, solve } = await load("index.js");
    const document = changed({
      levers: [
        { id: "train", cost: 40, on: true, warm: { at: "kt2", share: 0.1 } },
        { id: "door", cost: 50, warm: { at: "kt1", share: 0.1 } },
      ],
      frames: [{ label: "Summer", nodes: { "spring-1": { clients: 600 } } }],
    });
    document.funnel.revenuePerClient = 5;
    const asked = async (/** @type {any} */ options) => (await solve(document, options)).totals;
    assert.deepEqual(await asked(undefined), await asked({ levers: { train: true }, frame: undefined }));
    const base = await asked({ levers: { train: false } });
    assert.deepEqual([base.buyers, base.cost], [200, 0]);
    assert.equal((await asked({ levers: { train: false }, frame: 0 })).springs, 720);
    const both = await asked({ levers: { door: true } });
    assert.equal(both.cost, 90);
    const problems = (/** @type {unknown} */ options) => solve(document, options).then(assert.fail, (/** @type {any} */ error) => {
      assert.ok(error instanceof FlowDocumentError, error);
      return error.problems.map((/** @type {any} */ { code, pointer }) => [code, pointer]);
    });
    assert.deepEqual(await problems({ levers: { dor: true }, frame: 1 }), [["unknown-id", "/levers"], ["range", "/frame"]]);
    assert.deepEqual(await problems({ frame: NaN }), [["range", "/frame"]]);
    for (const options of [{ levers: { door: 1 } }, { levers: null }, { levers: "door" }, { frame: "0" }, { frame: null }]) {
      await assert.rejects(solve(document, options), TypeError);
    }

    const plan = await bestPlan(document, Infinity);
    assert.deepEqual({ ...plan, revenue: 0 }, { levers: ["train", "door"], cost: 90, revenue: 0, exact: true });
    assert.ok(Math.abs(plan.revenue - both.revenue) < 1e-9 * both.revenue);
    assert.deepEqual(await bestPlan(document, 0), { levers: [], cost: 0, revenue: base.revenue, exact: true });
    assert.equal((await bestPlan(document, 50)).levers.length, 1);
    await assert.rejects(bestPlan(document, -1), RangeError);
    await assert.rejects(bestPlan(document, NaN), RangeError);
    await assert.rejects(bestPlan(document, "9"), TypeError);
    await assert.rejects(bestPlan({}, 1), FlowDocumentError);
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
