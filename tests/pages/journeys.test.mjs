// Documents of tables: their events stay bytes as long as nobody reads them, and nobody can tell.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, tarball } from "./browser.mjs";
import { open } from "./host.mjs";

const columns = { client: "account", at: "closed", stage: "what", value: "worth" };
const stages = { Talks: { kt: 1, mood: "red" }, Won: { kt: 2, mood: "red" } };
const text = 'account,closed,what,worth\n"Brook, Sons",2026-03-01,Talks,\n"Brook, Sons",2026-03-11 09:30,Won,1200.5\nAcm\u00e9,2026-03-12,Talks,\n';
const events = [
  { client: "Brook, Sons", at: "2026-03-01", stage: "Talks" },
  { client: "Brook, Sons", at: "2026-03-11T09:30:00", stage: "Won", value: 1200.5 },
  { client: "Acm\u00e9", at: "2026-03-12", stage: "Talks" },
];
const whole = { cityRivers: 1, journeys: { stages, events } };

/** @type {(name?: string) => Promise<any>} */
const load = (name = "index.js") => import(pathToFileURL(join(dirname(tarball), name)).href);
/** Whether nobody has read the events yet. @param {any} document */
const isPacked = document => Boolean(Object.getOwnPropertyDescriptor(document.journeys, "events")?.get);

test("a table's document is as any other", async () => {
  const { journeysFromCsv } = await load();
  const made = async () => (await journeysFromCsv(text, columns, stages)).document;
  assert.deepEqual(JSON.parse(JSON.stringify(await made())), whole);
  assert.deepEqual(structuredClone(await made()), whole);
  assert.deepEqual({ ...(await made()) }, whole);
  const document = await made();
  assert.deepEqual([Object.keys(document), Object.keys(document.journeys)], [["cityRivers", "journeys"], ["stages", "events"]]);
  assert.ok(isPacked(document));
  const own = document.journeys.events;
  assert.equal(document.journeys.events, own, "one list");
  assert.deepEqual(Object.getOwnPropertyDescriptor(document.journeys, "events"), { value: own, writable: true, enumerable: true, configurable: true });
  const other = await made();
  other.journeys.events = [events[0]];
  assert.deepEqual(other.journeys.events, [events[0]]);
});

test("every function takes it, read or not, changed or not", async () => {
  const { FlowDocumentError, bestPlan, check, expand, journeysFromCsv, solve, still } = await load();
  const { document } = await journeysFromCsv(text, columns, stages);
  /** @param {any} given */
  const answers = async given => [
    await check(given), await expand(given), await solve(given), await bestPlan(given, 5), await still(given, { width: 300, height: 200 }),
  ];
  const expected = await answers(whole);
  assert.deepEqual(await answers(document), expected);
  const titled = { ...document, title: "Ours", levers: [{ id: "a", warm: { at: "kt2", share: 0.1 } }] };
  assert.deepEqual(await answers(titled), await answers({ ...whole, title: titled.title, levers: titled.levers }));
  assert.ok(isPacked(document) && isPacked(titled));

  document.journeys.stages.Won.mood = "blue";
  assert.equal((await solve(document)).totals.revenue, 0);
  delete document.journeys.stages.Won;
  assert.deepEqual((await check(document)).map((/** @type {any} */ { code, pointer }) => [code, pointer]), [["unknown-id", "/journeys/events/1/stage"]]);
  await assert.rejects(solve(document), FlowDocumentError);
  assert.ok(isPacked(document));
  document.journeys.stages.Won = stages.Won;
  assert.deepEqual(await answers(document), expected);

  document.journeys.events.pop();
  assert.equal((await solve(document)).totals.springs, 1);
  // What only looks like such bytes is no list.
  const forged = { ...whole, journeys: { stages, events: new Uint8Array(64) } };
  assert.deepEqual((await check(forged)).map((/** @type {any} */ { code, pointer }) => [code, pointer]), [["type", "/journeys/events"]]);
});

test("months are made of it as well", async () => {
  const { expand, journeysFromCsv, solve } = await load();
  const { document } = await journeysFromCsv(text.replace("2026-03-12", "2026-04-12"), columns, stages);
  document.journeys.frames = "month";
  const springs = [];
  for (const frame of [undefined, 0, 1]) springs.push((await solve(document, { frame })).totals.springs);
  assert.deepEqual(springs, [2, 1, 1]);
  assert.deepEqual((await expand(document)).frames.map((/** @type {any} */ { at }) => at), ["2026-03", "2026-04"]);
  assert.ok(isPacked(document));
});

test("a table may be larger than a text, but has no more events than a document", async () => {
  const { check, journeysFromCsv, solve } = await load();
  const row = "Somebody with a name that is as long as names of companies may well be,2026-03-01,Talks,1\n";
  const { document } = await journeysFromCsv(`account,closed,what,worth\n${row.repeat(800_000)}`, columns, stages);
  assert.deepEqual(await check(document), []);
  assert.equal((await solve(document)).totals.springs, 1);
  const refused = journeysFromCsv(`account,closed,what,worth\n${"A,2026-03-01,Talks,1\n".repeat(2_000_001)}`, columns, stages);
  await assert.rejects(refused, (/** @type {any} */ { problems: [{ code, pointer }] }) => code === "too-large" && pointer === "/journeys/events");
});

test("it goes to a worker as bytes, and the page is not held up by a long table", async () => {
  const browser = await launch();
  try {
    const script = 'window.api = await import("./package/index.js"); dispatchEvent(new CustomEvent("rivers-ready"));';
    const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";
    const host = await open(browser, "<canvas width=600 height=400></canvas><canvas width=600 height=400></canvas>", { policy, script });
    await host.heard("ready");
    const told = await host.run(async ([text, columns, stages]) => {
      const { CityRivers, journeysFromCsv } = /** @type {any} */ (window).api;
      const long = text + Array.from({ length: 300_000 }, (_, row) => `Client ${row % 30_000},2026-03-01,Talks,\n`).join("");
      let turns = 0;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        turns += 1;
        port2.postMessage(null);
      };
      port2.postMessage(null);
      const { document: own } = await journeysFromCsv(long, columns, stages);
      port1.close();
      const maps = [];
      for (const [index, worker] of [false, true].entries()) {
        const map = await CityRivers.create(document.querySelectorAll("canvas")[index], own, { worker, paused: true });
        // What cannot be sent is left behind: the events are not.
        await map.update({ ...own, title: "Next", meta: { call: () => {} } });
        maps.push([map.state.worker, map.contents.title, map.solved.totals]);
      }
      return { turns, maps, packed: Boolean(Object.getOwnPropertyDescriptor(own.journeys, "events")?.get) };
    }, /** @type {[string, object, object]} */ ([text, columns, stages]));
    const [[here, title, totals], [there, ...same]] = told.maps;
    assert.deepEqual([here, there, told.packed], [false, true, true]);
    assert.deepEqual(same, [title, totals]);
    assert.deepEqual([title, totals.springs], ["Next", 30_002]);
    assert.ok(told.turns > 5, `${told.turns} turns`);
    host.quiet();
  } finally {
    await browser.close();
  }
});
