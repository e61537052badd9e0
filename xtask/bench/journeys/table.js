// A made-up table of events, as a CRM writes it out: one row for each thing that happened with a client, in order of time.

/** What stages mean. */
export const stages = {
  Lead: { kt: 0 },
  Talks: { kt: 1, mood: "red" },
  "Chose another": { kt: 1, mood: "blue" },
  Won: { kt: 2, mood: "red" },
  Lost: { kt: 2, mood: "blue" },
  Satisfied: { kt: 3, mood: "red" },
  Disappointed: { kt: 3, mood: "blue" },
};

/** Events of a client, about. */
const EACH = 13;
const DAYS = 5 * 365;

/**
 * So many rows, the same each time: `C0012345,2024-03-07,Won,1234.5`.
 * @param {number} rows
 */
export function table(rows) {
  let state = 1;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const clients = Math.round(rows / EACH);
  /** @type {string[][]} */
  const days = Array.from({ length: DAYS }, () => []);
  for (let left = rows, client = 0; left > 0; client += 1) {
    let day = Math.floor(random() * DAYS * 0.6);
    const name = `C${String(client).padStart(7, "0")}`;
    // The last client has whatever is left.
    let own = client + 1 < clients ? 1 + Math.floor(random() * (2 * EACH - 1)) : left;
    for (let at = 0; own > 0 && left > 0; own -= 1, left -= 1) {
      const [stage, next] = step(at, random());
      const value = stage === "Won" ? String(Math.round(random() * 1_000_000) / 100) : "";
      days[Math.min(day, DAYS - 1)].push(`${name},${date(day)},${stage},${value}`);
      at = next;
      day += Math.floor(random() * 60);
    }
  }
  return `client,date,stage,value\n${days.flat().join("\n")}\n`;
}

/** A stage, and what comes after it: 0 to 3, before which KT (or a first contact) the client is. @returns {[string, number]} */
function step(at, chance) {
  if (at === 0) return ["Lead", 1];
  if (at === 1) return chance < 0.7 ? ["Talks", 2] : ["Chose another", 0];
  if (at === 2) return chance < 0.6 ? ["Won", 3] : ["Lost", 0];
  return chance < 0.75 ? ["Satisfied", 1] : ["Disappointed", 0];
}

function date(day) {
  return new Date(Date.UTC(2021, 0, 1) + Math.min(day, DAYS - 1) * 86_400_000).toISOString().slice(0, 10);
}
