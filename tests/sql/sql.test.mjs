// The network of a table of events where the data live: the same as the package makes of the same events, figure for figure.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { duckdb, fill, postgres } from "./engines.mjs";
import { csv, random, stages, tidy, untidy } from "./logs.mjs";
import { check, expand, journeysFromCsv, query, same } from "./package.mjs";

const engines = [await duckdb(), await postgres()].filter(engine => engine !== undefined);
if (engines.length < 2) test("PostgreSQL", { skip: "no PostgreSQL is to be had here, so it is not tested" }, () => {});

/** @typedef {import("./engines.mjs").Engine} Engine */

/** What the engine makes of a table, in the contract's own eyes. @param {Engine} engine @param {Record<string, string | object>} options */
async function document(engine, options) {
  const found = await engine.run(query(engine.dialect, options));
  assert.equal(found.length, 1);
  const document = JSON.parse(found[0]);
  assert.deepEqual(await check(document), []);
  return document;
}

/**
 * What the package makes of the same rows, and how many of them it leaves out.
 * @param {Record<string, unknown>[]} rows
 * @param {object} columns
 */
async function expected(rows, columns, meant = {}) {
  const { document, problems } = await journeysFromCsv(csv(rows), columns, meant);
  return { ...(await expand(document)), meta: { leftOut: problems.length } };
}

const text = { at: "text", client: "text", stage: "text", value: "text", warmth: "text", company: "text", staff: "text", product: "text", spring: "text" };
const sides = { "temperature-company": "company", "temperature-staff": "staff", "temperature-product": "product" };

for (const engine of engines) {
  const { dialect, run, types } = engine;

  test(`untidy text of every kind, in ${dialect}`, { timeout: 240_000 }, async () => {
    let left = 0;
    for (let round = 0; round < 24; round += 1) {
      const rows = untidy(round + 1, { count: 5 + round * round, clients: 1 + (round * 7) % 40, slots: 2 + round * 2, flaws: round % 3 ? 8 : 0 });
      const columns = { client: "client", at: "at", stage: "stage", value: "value", spring: "spring" };
      if (round % 4 === 3) rows.forEach(row => (row.spring = ""));
      const warmth = [{ company: "company", staff: "staff", product: "product" }, "warmth", { staff: "staff" }, undefined][round % 4];
      const own = [sides, { temperature: "warmth" }, { "temperature-staff": "staff" }, {}][round % 4];
      await fill(engine, "events", { line: "int", ...text }, rows);
      const found = await document(engine, { table: "events", ...columns, ...own, order: "line", stages });
      const whole = await expected(rows, warmth ? { ...columns, temperature: warmth } : columns, stages);
      left += whole.meta.leftOut;
      same(found, whole, `round ${round}`);
    }
    assert.ok(left > 50, `${left} rows were bad ones`);
  });

  for (const [type, step] of /** @type {[string, number][]} */ ([["timestamptz", 1], ["timestamp", 7], ["date", 1440], ["text", 3]])) {
    test(`a ${type} as the moment, kt and mood, no column for the order, in ${dialect}`, async () => {
      for (let round = 0; round < 5; round += 1) {
        const rows = tidy(round + 1, { count: 20 + 60 * round, clients: 2 + 9 * round, slots: 5 + 4 * round, step });
        await fill(engine, "events", { at: type, client: "int", kt: "int", mood: "text", value: "numeric(12, 2)", warmth: types.number, spring: "text" }, rows);
        const columns = { client: "client", at: "at", kt: "kt", mood: "mood", value: "value", temperature: "warmth", spring: "spring" };
        same(await document(engine, { table: "events", ...columns }), await expected(rows, columns), `round ${round}`);
      }
    });
  }

  test(`names, stages and texts that would break out, in ${dialect}`, async () => {
    const [schema, name] = ['odd "schema".x', "e'v--ents {{client}}\n; drop table t"];
    const quoted = (/** @type {string} */ name) => `"${name.replaceAll('"', '""')}"`;
    const rows = untidy(5, { count: 60, clients: 9, slots: 20, flaws: 0 });
    const renamed = { client: "cl\"ient", at: "at", stage: "st'age \\", spring: "{{table}} $& --" };
    await run(`drop schema if exists ${quoted(schema)} cascade; create schema ${quoted(schema)}`);
    const table = `${quoted(schema)}.${quoted(name)}`;
    await fill(engine, table, { line: "int", ...Object.fromEntries(Object.values(renamed).map(name => [name, "text"])) },
      rows.map(row => ({ line: row.line, ...Object.fromEntries(Object.entries(renamed).map(([own, name]) => [name, row[own]])) })));
    const title = "It's \\' {{table}} \" \u2028 '; drop table x; --";
    const found = await document(engine, { table, ...renamed, order: "line", stages, title, currency: "RON" });
    same(found, { ...(await expected(rows, { client: "client", at: "at", stage: "stage", spring: "spring" }, stages)), title, currency: "RON" });
    if (dialect !== "postgres") return;
    const again = await run(`set standard_conforming_strings = off; ${query(dialect, { table, ...renamed, order: "line", stages, title, currency: "RON" })}`);
    same(JSON.parse(again[again.length - 1]), found);
  });

  test(`moments that are none, and a table without an event, in ${dialect}`, async () => {
    await run(`drop table if exists source; create table source (who int, "at" timestamptz, kt int, mood text);
      insert into source values (1, 'infinity', 0, null), (2, '-infinity', 0, null), (3, null, 0, null), (null, '2026-03-01T00:00:00Z', 0, null),
        (4, '2026-03-01T00:00:00Z', 4, 'red'), (5, '2026-03-01T00:00:00Z', 0, 'red'), (6, '2026-03-01T00:00:00Z', 2, null), (7, '2026-03-01T00:00:00Z', 2, 'Red')`);
    const [found] = await run(query(dialect, { table: "source", client: "who", at: "at", kt: "kt", mood: "mood" }));
    const { network, meta } = JSON.parse(found);
    assert.equal(meta.leftOut, 8);
    assert.ok(network.streams.every((/** @type {any} */ { clients }) => clients === 0) && !network.nodes.some((/** @type {any} */ { kind }) => kind === "spring"));
    await run("insert into source values (8, '2026-03-01T00:00:00Z', 0, null)");
    const { network: one } = await document(engine, { table: "source", client: "who", at: "at", kt: "kt", mood: "mood" });
    assert.deepEqual(one.nodes.slice(0, 2), [{ id: "spring-1", kind: "spring", clients: 1 }, { id: "kt1", kind: "fork", kt: 1, underway: 1 }]);
  });

  test(`one client with many events, in ${dialect}`, { timeout: 60_000 }, async () => {
    const draw = random(3);
    const rows = Array.from({ length: 20_000 }, (_, line) => ({ line, client: "one", at: new Date(1.7e12 + line * 1e7 + draw(1e9)).toISOString(), kt: 1 + draw(3), mood: draw(2) ? "red" : "blue" }));
    await fill(engine, "events", { line: "int", client: "text", at: "timestamptz", kt: "int", mood: "text" }, rows);
    const columns = { client: "client", at: "at", kt: "kt", mood: "mood" };
    same(await document(engine, { table: "events", ...columns, order: "line" }), await expected(rows, columns));
  });

  const path = new URL("../../../shared/data/crm/crm_sales_sales_pipeline.csv", import.meta.url);
  test(`a CRM's pipeline, in ${dialect}`, async context => {
    let pipeline;
    try {
      pipeline = readFileSync(path, "utf8");
    } catch {
      return context.skip(`not there, so not tested: ${path.pathname}`);
    }
    const meant = { Lead: { kt: 0 }, Talks: { kt: 1, mood: "red" }, Won: { kt: 2, mood: "red" }, Lost: { kt: 2, mood: "blue" } };
    const rows = pipeline.trim().split(/\r?\n/).slice(1).flatMap(row => {
      const [client, agent, , , stage, engaged, closed, value] = row.split(",");
      const events = [{ stage: "Lead", at: "2016-01-01", spring: agent }, { stage: "Talks", at: engaged }, { stage, at: closed, value }];
      return events.filter(({ at }) => at).map(event => ({ client, ...event }));
    }).map((event, line) => ({ line, ...event }));
    await fill(engine, "deals", { line: "int", client: "text", stage: "text", at: "date", value: types.number, spring: "text" },
      rows.map(row => ({ ...row, value: row.value || undefined })));
    const columns = { client: "client", at: "at", stage: "stage", value: "value", spring: "spring" };
    const found = await document(engine, { table: "deals", ...columns, order: "line", stages: meant });
    same(found, await expected(rows, columns, meant));
    const red = found.network.streams.find((/** @type {any} */ { from, mood }) => from === "kt2" && mood === "red");
    assert.equal(red.clients, 4_238);
  });
}
