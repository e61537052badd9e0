#!/usr/bin/env node
// city-rivers COMMAND: what the package does from a shell.
import process from "node:process";
import { UsageError } from "./options.js";

/**
 * A command: its line in the list of commands, its help, and what it does with the words after its name; what it returns is printed.
 * @typedef {{ summary: string, help: string, run: (words: string[]) => string | Promise<string> }} Command
 */

/** Each is loaded when it is asked for. @type {Record<string, () => Promise<Command>>} */
const commands = {
  sql: () => import("./sql.js").then(({ sql }) => sql),
};

/** @param {string[]} words */
async function answer([name, ...words]) {
  if (name === undefined || name === "--help" || name === "-h") {
    const lines = await Promise.all(Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(8)} ${(await load()).summary}`));
    const text = `usage: city-rivers COMMAND [OPTIONS]\n\n${lines.join("\n")}\n\n\`city-rivers COMMAND --help\` says what a command takes.\n`;
    if (name === undefined) throw new UsageError(text.trimEnd());
    return text;
  }
  if (!Object.hasOwn(commands, name)) {
    throw new UsageError(`there is no command ${JSON.stringify(name)}; expected one of ${Object.keys(commands).join(", ")}`);
  }
  const command = await commands[name]();
  return words.includes("--help") || words.includes("-h") ? command.help : command.run(words);
}

// 2: it was asked for in a way that cannot be; 1: anything else went wrong.
try {
  process.stdout.write(await answer(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`city-rivers: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
