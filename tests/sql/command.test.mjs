// The package's command, as it is installed.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { command, folder } from "./package.mjs";

const stages = join(folder, "meant.json");
const needed = ["sql", "--dialect", "duckdb", "--table", "events", "--client", "client", "--at", "at"];
const whole = [...needed, "--stage", "stage", "--stages", stages];

test("help is printed, and asked for where nothing is said", () => {
  const { status, stdout } = command("--help");
  assert.equal(status, 0);
  assert.match(stdout, /city-rivers COMMAND[^]* sql /);
  assert.deepEqual(command("-h").stdout, stdout);
  const silent = command();
  assert.deepEqual([silent.status, silent.stdout], [2, ""]);
  assert.match(silent.stderr, /city-rivers COMMAND/);
  const help = command("sql", "--table", "x", "--help");
  assert.equal(help.status, 0);
  for (const option of ["dialect", "table", "client", "at", "stage", "stages", "kt", "mood", "value", "temperature", "spring", "order", "title", "currency"]) {
    assert.ok(help.stdout.includes(`--${option} `), option);
  }
});

test("what cannot be is refused, with what was found and what is expected", () => {
  writeFileSync(stages, '{ "Won": { "kt": 2, "mood": "red" } }');
  const refused = (/** @type {string[]} */ words, /** @type {RegExp} */ why) => {
    const { status, stdout, stderr } = command(...words);
    assert.deepEqual([status, stdout], [2, ""], words.join(" "));
    assert.match(stderr, why);
  };
  refused(["squel"], /no command "squel"; expected one of sql/);
  refused(["toString"], /no command/);
  refused(["sql"], /--dialect is missing/);
  refused(["sql", "--dialect", "mysql", "--table", "t", "--client", "c", "--at", "a"], /found mysql, expected one of duckdb, postgres/);
  refused([...whole, "--colour", "c"], /no option --colour; expected any of --dialect/);
  refused([...whole, "--__proto__", "c"], /no option --__proto__/);
  refused([...whole, "extra"], /found "extra"/);
  refused([...whole, "--value"], /--value needs a value/);
  refused([...whole, "--value", "--spring", "s"], /--value needs a value \(.*--value=--spring\)/);
  refused([...whole, "--at", "b"], /--at is given twice/);
  refused(needed, /either --stage and --stages, or --kt and --mood/);
  refused([...needed, "--stage", "s"], /either --stage and --stages/);
  refused([...needed, "--kt", "k"], /either --stage and --stages/);
  refused([...whole, "--kt", "k", "--mood", "m"], /either --stage and --stages/);
  refused([...whole, "--temperature", "t", "--temperature-staff", "s"], /either --temperature, or temperatures by side/);
  refused([...whole, "--currency", "euro"], /found euro, expected an ISO 4217 code/);
  for (const table of ["a.b.c.d", ".a", "a.", "a..b", 'a"b', '"a', '""']) refused([...whole.slice(0, 3), "--table", table, ...whole.slice(5)], /--table: found/);
});

test("stages that cannot be are told by name", () => {
  for (const [text, why] of /** @type {[string, RegExp][]} */ ([
    ["", /cannot read/], ["[]", /expected an object/], ["{}", /at least one stage/], ['{ "Won": null }', /"Won" is null/], ['{ "Won": { "kt": 4, "mood": "red" } }', /"Won" is/],
    ['{ "Won": { "kt": 2 } }', /"kt" 0 alone/], ['{ "Lead": { "kt": 0, "mood": "red" } }', /"Lead"/], ['{ "Won": { "kt": 2, "mood": "red", "colour": 1 } }', /colour/],
  ])) {
    writeFileSync(stages, text);
    const { status, stdout, stderr } = command(...whole);
    assert.deepEqual([status, stdout], [1, ""], text);
    assert.match(stderr, why);
  }
  const { status, stderr } = command(...whole.slice(0, -1), join(folder, "nowhere.json"));
  assert.equal(status, 1);
  assert.match(stderr, /cannot read .*nowhere\.json/);
});
