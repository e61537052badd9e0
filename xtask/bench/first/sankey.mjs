// The flows of a document as ECharts draws them.

/** Colours of what is warm, what is cold, and of all else. */
const COLORS = { red: "#c8372d", blue: "#2f6fb5" };
const PLAIN = "#8a8f98";

/**
 * Options of a static Sankey. ECharts takes no cycle: a stream back to where water has been before ends in a node of its own.
 * @param {import("../../../www/package/document.js").FlowDocument} document with its network written out
 * @param {import("../../../www/package/types.js").Solved} solved
 */
export function sankey({ title, network: { nodes, streams } }, solved) {
  const order = new Map(nodes.map(({ id }, index) => [id, index]));
  const links = streams.map(({ from, to, mood }) => {
    const isBack = order.get(to) <= order.get(from);
    const { clients } = solved.streams[`${from}>${to}`];
    return { source: from, target: isBack ? `${to} again` : to, value: clients, lineStyle: { color: COLORS[mood] ?? PLAIN } };
  });
  const named = nodes.map(({ id, label = id }) => ({ name: id, label: { formatter: label } }));
  const again = links.filter(({ target }) => !order.has(target)).map(({ target }) => ({ name: target }));
  return { animation: false, title: { text: title }, series: [{ type: "sankey", data: [...named, ...again], links }] };
}
