// Logs of events as tables have them, drawn by a seed.

/** What the stages mean, and one that is only a name. */
export const stages = {
  Lead: { kt: 0 }, Talks: { kt: 1, mood: "red" }, "It's \"else\\where\"": { kt: 1, mood: "blue" }, Won: { kt: 2, mood: "red" },
  Lost: { kt: 2, mood: "blue" }, Happy: { kt: 3, mood: "red" }, "Gone; --": { kt: 3, mood: "blue" },
};

const NAMES = Object.keys(stages);
const ZONES = ["Z", "", "+02:00", "-0530", "+14", "-00:45"];
const SPRINGS = ["", "  ", "Fair", " Fair ", "Web", 'the "b\\log"', "tab\there", "linie\u00f1 \u6d41 \ud83d\udca7", "{{value}} $&", "' or 1=1 --"];
const FLAWS = [
  ["client", " "], ["at", ""], ["at", "soon"], ["at", "2026-02-29"], ["at", "2026-04-31T10:00"], ["at", "2026-04-30T24:00"], ["at", "2026-4-1"],
  ["at", "2026-04-30T10:00+24:00"], ["at", "2026-04-30T10:00 +02:00"], ["at", "infinity"], ["at", "2026-04-30T1:00"], ["at", "1900-02-29"],
  ["stage", "lead"], ["stage", ""], ["value", "much"], ["value", "1e16"], ["value", "Infinity"], ["value", ".5"], ["warmth", "1.01"], ["warmth", "NaN"],
];

/** Numbers from 0 up to a bound, by a seed (mulberry32). @param {number} seed */
export function random(seed) {
  return (/** @type {number} */ bound) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

const two = (/** @type {number} */ number) => String(number).padStart(2, "0");

/** A moment, minutes from the beginning of 2024, as text in some zone. @param {number} minutes @param {(bound: number) => number} draw */
function written(minutes, draw) {
  const zone = ZONES[draw(ZONES.length)];
  const [, sign, hours = "0", rest = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const local = new Date(Date.UTC(2024, 0, 1) + (minutes + (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(rest))) * 60_000).toISOString();
  const [day, time] = [local.slice(0, 10), local.slice(11, 16)];
  if (time === "00:00" && !zone && draw(2)) return draw(2) ? day : day.replaceAll("-", "");
  const seconds = ["", ":00", ":00.0", ":00,000000999"][draw(4)];
  if (draw(3) === 0) return `${day} ${time}${seconds}${draw(2) ? " " : ""}${zone}`;
  return `${draw(8) ? day : day.replaceAll("-", "")}T${time}${seconds}${zone}`;
}

/**
 * A log as text, in no order of time: ties, clients who come again and again, points that nobody saw, blank and late springs, flaws.
 * @param {number} seed
 * @param {{ count: number, clients: number, slots: number, flaws: number }} size `flaws`: rows with one, of 100
 */
export function untidy(seed, { count, clients, slots, flaws }) {
  const draw = random(seed);
  const degree = () => (draw(2) ? "" : ["-1", "1", "0,25", "-0.5", "+0.125", "0"][draw(6)]);
  return Array.from({ length: count }, (_, line) => {
    /** @type {Record<string, string | number>} */
    const row = {
      line, client: `${draw(3) ? "" : " "}client ${draw(clients)}`, at: written(720 * draw(slots), draw), stage: NAMES[draw(NAMES.length)],
      value: ["", "12.5", "-3", "1e3", " 7,25 ", "+40"][draw(6)], warmth: degree(), company: degree(), staff: degree(), product: draw(4) ? degree() : "",
      spring: draw(3) ? "" : SPRINGS[draw(SPRINGS.length)],
    };
    if (draw(100) < flaws) {
      const [column, flaw] = FLAWS[draw(FLAWS.length)];
      row[column] = flaw;
    }
    return row;
  });
}

/**
 * A log with what decides at ties already in the table's rows, as it is where no column says their order: in order of time, then of KT.
 * @param {number} seed
 * @param {{ count: number, clients: number, slots: number, step: number }} size `step`: minutes between slots
 */
export function tidy(seed, { count, clients, slots, step }) {
  const draw = random(seed);
  const rows = Array.from({ length: count }, () => {
    const [client, slot, stage] = [draw(clients), draw(slots), draw(NAMES.length)];
    const { kt, mood } = /** @type {Record<string, { kt: number, mood?: string }>} */ (stages)[NAMES[stage]];
    // No two clients at one moment, so that springs appear one after the other; and nothing else that depends on the order of equals.
    const minutes = (slot * clients + client) * step;
    const spring = (client + slot) % 3 ? undefined : SPRINGS[(client * 7 + slot) % SPRINGS.length];
    return { minutes, client, kt, mood, value: draw(400) / 4 - 10, warmth: (client + stage + slot) % 2 ? undefined : ((client * 3 + slot + stage) % 9) / 4 - 1, spring };
  });
  const rank = (/** @type {{ minutes: number, kt: number, mood?: string }} */ { minutes, kt, mood }) => minutes * 8 + kt * 2 + (mood === "red" ? 0 : 1);
  return rows.sort((a, b) => rank(a) - rank(b)).map(({ minutes, ...row }) => ({ at: new Date(Date.UTC(2024, 0, 1) + minutes * 60_000).toISOString(), ...row }));
}

/** A table as CSV, with semicolons, so that commas may stand before decimals. @param {Record<string, unknown>[]} rows */
export function csv(rows) {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const field = (/** @type {unknown} */ value) => `"${String(value ?? "").replaceAll('"', '""')}"`;
  return [names, ...rows.map(row => names.map(name => row[name]))].map(row => row.map(field).join(";")).join("\n");
}
