// Documents with levers, and one of counts that do not agree.

/** Numbers from 0 to 1, the same in every run: a linear congruential generator. */
function chance() {
  let seed = 1;
  return () => (seed = (seed * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
}

/** One shop; the other nodes are springs whose water runs through confluences to its door. @param {number} count */
export function shop(count) {
  const random = chance();
  const rest = count - 8;
  const tenth = Math.floor(rest / 10);
  const others = Array.from({ length: rest }, (_, index) =>
    index < tenth ? { id: `n${index}`, kind: "confluence" } : { id: `n${index}`, kind: "spring", clients: 1 + Math.floor(20 * random()) });
  const to = index => {
    if (tenth === 0 || index < Math.min(10, tenth)) return "kt1";
    return index < tenth ? `n${Math.floor(index / 10)}` : `n${Math.floor(tenth * random())}`;
  };
  const nodes = [
    ...others, { id: "kt1", kind: "fork", kt: 1 }, { id: "kt2", kind: "fork", kt: 2 }, { id: "till", kind: "till", revenuePerClient: 85 },
    { id: "kt3", kind: "fork", kt: 3 }, { id: "regulars", kind: "regulars" }, { id: "rival", kind: "competitor" },
    { id: "market", kind: "competitor" }, { id: "sea", kind: "sea" },
  ];
  const streams = [
    ...others.map(({ id }, index) => ({ from: id, to: to(index) })),
    { from: "kt1", to: "kt2", mood: "red", share: 0.45 }, { from: "kt1", to: "rival", mood: "blue", share: 0.33 },
    { from: "kt1", to: "market", mood: "blue" }, { from: "kt2", to: "till", mood: "red", share: 0.44 }, { from: "kt2", to: "sea", mood: "blue" },
    { from: "till", to: "kt3" }, { from: "kt3", to: "regulars", mood: "red", share: 0.6 }, { from: "kt3", to: "sea", mood: "blue" },
    { from: "regulars", to: "kt1", mood: "red", share: 0.3 }, { from: "regulars", to: "sea", mood: "blue" },
  ];
  const levers = [
    { id: "a", cost: 4000, warm: { at: "kt2", share: 0.08 } }, { id: "b", cost: 900, dam: { stream: "kt1>rival", pass: 0.6 } },
  ];
  return { cityRivers: 1, period: "day", network: { nodes, streams }, levers };
}

/** A ladder of forks whose so many streams are all measured, each up to a tenth off. @param {number} count */
export function measured(count) {
  const random = chance();
  const rungs = Math.floor(count / 2);
  const off = value => Math.round(value * (0.9 + 0.2 * random()) * 100) / 100;
  const nodes = [{ id: "s", kind: "spring", clients: 100_000 }, ...Array.from({ length: rungs }, (_, index) => ({ id: `f${index}`, kind: "fork" })), { id: "sea", kind: "sea" }];
  const streams = [{ from: "s", to: "f0", clients: 100_000 }];
  for (let index = 0, left = 100_000; index < rungs; index += 1) {
    const on = left * 0.995;
    if (index + 1 < rungs) streams.push({ from: `f${index}`, to: `f${index + 1}`, clients: off(on) });
    streams.push({ from: `f${index}`, to: "sea", clients: off(left - on) });
    left = on;
  }
  return { cityRivers: 1, network: { nodes, streams } };
}
