// The same as the package's, by hand: PapaParse, which is no module and stands in the page already, and a plain count of passages.
import { stages } from "./table.js";

/** @type {any} */
const { Papa } = globalThis;

/** A table's counts by stream and of those underway, medians of days, and revenue. @param {string} text */
export function counted(text) {
  // Rows as lists: with a header for each row's fields it takes longer.
  const { data } = Papa.parse(text, { skipEmptyLines: true });
  const head = data[0];
  const [client, at, stage, value] = ["client", "date", "stage", "value"].map(name => head.indexOf(name));
  const clients = new Map();
  for (let row = 1; row < data.length; row += 1) {
    const fields = data[row];
    const { kt, mood } = stages[fields[stage]];
    const event = { at: Date.parse(fields[at]), kt, red: mood === "red", value: fields[value] === "" ? 0 : Number(fields[value]) };
    const own = clients.get(fields[client]);
    if (own) own.push(event);
    else clients.set(fields[client], [event]);
  }
  const counts = new Map();
  const days = new Map();
  const underway = { kt1: 0, kt2: 0, kt3: 0, regulars: 0 };
  let revenue = 0;
  const red = ["", "kt1>kt2", "kt2>till", "kt3>regulars"];
  const pass = stream => counts.set(stream, (counts.get(stream) ?? 0) + 1);
  const took = (stream, from, to) => {
    const own = days.get(stream);
    if (own) own.push((to - from) / 86_400_000);
    else days.set(stream, [(to - from) / 86_400_000]);
  };
  for (const events of clients.values()) {
    events.sort((a, b) => a.at - b.at);
    // -1: away; 4: a regular.
    let [met, since, back] = [-1, NaN, false];
    for (const { at, kt, red: warm, value } of events) {
      if (met < 0 || met > 3) {
        back = met > 3;
        pass(back ? "regulars>kt1" : "spring-1>kt1");
        if (!back) since = kt === 0 ? at : NaN;
        met = 0;
      }
      if (kt === 2 && warm) revenue += value;
      if (kt <= met) continue;
      if (kt === met + 1 && since === since) took(met > 0 ? red[met] : back ? "regulars>kt1" : "spring-1>kt1", since, at);
      for (let passed = met + 1; passed < kt; passed += 1) pass(red[passed]);
      pass(warm ? red[kt] : `kt${kt}>sea`);
      [met, since] = [warm ? (kt === 3 ? 4 : kt) : -1, at];
    }
    if (met === 4) underway.regulars += 1;
    else if (met >= 0) underway[`kt${met + 1}`] += 1;
  }
  const medians = new Map();
  for (const [stream, own] of days) {
    const sorted = Float64Array.from(own).sort();
    medians.set(stream, (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2);
  }
  return { counts, medians, underway, revenue };
}
