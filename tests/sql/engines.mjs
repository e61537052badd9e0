// DuckDB in this process, and PostgreSQL as a server of its own that only these tests know of.
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { ends, folder } from "./package.mjs";

/**
 * An engine: `run` gives the first column of what a text of SQL returns last, row by row. Types as it calls them.
 * @typedef {{ dialect: string, run: (sql: string) => Promise<string[]>, types: { number: string } }} Engine
 */

/** @returns {Promise<Engine>} */
export async function duckdb() {
  const { DuckDBInstance } = createRequire(new URL("../../www/package.json", import.meta.url))("@duckdb/node-api");
  const connection = await (await DuckDBInstance.create()).connect();
  // Elsewhere than in UTC, so that what has no zone shows where it was taken for local.
  await connection.run("set timezone = 'America/New_York'");
  const run = async (/** @type {string} */ sql) => (await connection.runAndReadAll(sql)).getRowsJson().map((/** @type {any[]} */ [first]) => first);
  return { dialect: "duckdb", run, types: { number: "double" } };
}

/** None where there is no PostgreSQL; a server that does not start is an error. @returns {Promise<Engine | undefined>} */
export async function postgres() {
  const programs = process.env.CITY_RIVERS_POSTGRES;
  if (!programs) return undefined;
  const home = join(folder, "postgres");
  mkdirSync(home);
  // The server refuses to run as the superuser.
  let user = {};
  if (process.getuid?.() === 0) {
    const id = (/** @type {string} */ which) => Number(execFileSync("id", [which, "nobody"], { encoding: "utf8" }));
    user = { uid: id("-u"), gid: id("-g") };
    chmodSync(folder, 0o755);
    chownSync(home, id("-u"), id("-g"));
  }
  const does = (/** @type {string} */ program, /** @type {string[]} */ ...words) =>
    execFileSync(join(programs, program), words, { cwd: home, stdio: ["ignore", "ignore", "inherit"], ...user });
  const data = join(home, "data");
  does("initdb", "-D", data, "-U", "rivers", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
  const options = `-c listen_addresses='' -c unix_socket_directories='${home}' -c fsync=off -c timezone=America/New_York -c datestyle=German -c client_min_messages=warning`;
  does("pg_ctl", "-D", data, "-w", "-l", join(home, "log"), "-o", options, "start");
  ends.push(() => does("pg_ctl", "-D", data, "-m", "immediate", "stop"));
  const words = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", home, "-U", "rivers", "-d", "postgres", "-f", "-"];
  const run = async (/** @type {string} */ sql) => {
    const printed = execFileSync(join(programs, "psql"), words, { input: sql, encoding: "utf8", maxBuffer: 1 << 28 });
    return printed.split("\n").slice(0, -1);
  };
  return { dialect: "postgres", run, types: { number: "double precision" } };
}

/**
 * A new table.
 * @param {Engine} engine
 * @param {string} name as SQL has it
 * @param {Record<string, string>} types of its columns, by name
 * @param {Record<string, unknown>[]} rows
 */
export async function fill({ run }, name, types, rows) {
  const columns = Object.keys(types);
  const quoted = (/** @type {string} */ name) => `"${name.replaceAll('"', '""')}"`;
  const value = (/** @type {unknown} */ value) => {
    if (value === undefined || value === null) return "null";
    return typeof value === "number" ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
  };
  await run(`drop table if exists ${name}; create table ${name} (${columns.map(name => `${quoted(name)} ${types[name]}`).join(", ")})`);
  for (let at = 0; at < rows.length; at += 5000) {
    const some = rows.slice(at, at + 5000).map(row => `(${columns.map(name => value(row[name])).join(", ")})`);
    await run(`insert into ${name} values ${some.join(",\n")}`);
  }
}
