// The options of a command, read from the words after its name.

/** The command was asked for in a way that cannot be. */
export class UsageError extends Error {}

/**
 * Options of the form `--name value` or `--name=value`, each at most once.
 * @param {string[]} words
 * @param {readonly string[]} names those that there are
 * @returns {Record<string, string | undefined>}
 */
export function options(words, names) {
  /** @type {Record<string, string | undefined>} */
  const given = {};
  for (let at = 0; at < words.length; at += 1) {
    const [, name = "", own] = /^--([^=]+)(?:=([^]*))?$/.exec(words[at]) ?? [];
    if (!name) throw new UsageError(`found ${JSON.stringify(words[at])}, expected an option such as --${names[0]}`);
    if (!names.includes(name)) throw new UsageError(`there is no option --${name}; expected any of ${names.map(name => `--${name}`).join(", ")}`);
    if (name in given) throw new UsageError(`--${name} is given twice`);
    const value = own ?? words[at += 1];
    if (value === undefined || value === "" || (own === undefined && value.startsWith("--"))) {
      throw new UsageError(`--${name} needs a value${value?.startsWith("--") ? ` (one that begins with dashes: --${name}=${value})` : ""}`);
    }
    given[name] = value;
  }
  return given;
}
