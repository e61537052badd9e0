// ngraph.graph and ngraph.path.
import createGraph from "../node_modules/ngraph.graph/dist/ngraph.graph.es.js";
import { aStar, nba } from "../node_modules/ngraph.path/dist/ngraph.path.es.js";

/**
 * Finds a tree of shortest ways, and what each carries where a client comes from each corner. The library finds ways between
 * two corners alone; but without a heuristic it searches all until it comes to the corner that is farthest, and from what it asks
 * the lengths of, the tree can be noted down: one search then stands for as many as there are corners.
 * @param {import("./lists.js").Lists} lists
 */
export function forest({ first, to, length }) {
  const graph = createGraph();
  const corners = first.length - 1;
  for (let corner = 0; corner < corners; corner += 1) {
    for (let way = first[corner]; way < first[corner + 1]; way += 1) if (corner < to[way]) graph.addLink(corner, to[way], way);
  }
  const far = new Float64Array(corners);
  const by = new Int32Array(corners);
  const next = new Int32Array(corners);
  const order = new Uint32Array(corners);
  let reached = 0;
  const distance = (other, from, link) => {
    const own = length[link.data];
    const there = far[from.id] + own;
    if (reached === 0 || order[reached - 1] !== from.id) {
      order[reached] = from.id;
      reached += 1;
    }
    if (there < far[other.id]) {
      far[other.id] = there;
      by[other.id] = link.data;
      next[other.id] = from.id;
    }
    return own;
  };
  const own = () => aStar(graph, { distance });
  const kept = own();
  /**
   * How far all clients go together. A finder keeps what it made of corners for its next search; a page that asks once has no such.
   * @param {number} root
   * @param {number} last the corner that is farthest
   * @param {boolean} anew whether a finder is made for this tree
   */
  return (root, last, anew) => {
    far.fill(Infinity);
    far[root] = 0;
    reached = 0;
    (anew ? own() : kept).find(root, last);
    const passing = new Float64Array(corners).fill(1);
    // Both ways along a link have the number of one of them: a tree takes but one.
    const load = new Float64Array(length.length);
    const carry = corner => {
      load[by[corner]] += passing[corner];
      passing[next[corner]] += passing[corner];
    };
    // Corners with nothing beyond them were not told of.
    const told = new Uint8Array(corners);
    for (let turn = 0; turn < reached; turn += 1) told[order[turn]] = 1;
    for (let corner = 0; corner < corners; corner += 1) if (!told[corner]) carry(corner);
    for (let turn = reached - 1; turn > 0; turn -= 1) carry(order[turn]);
    let sum = 0;
    for (let way = 0; way < load.length; way += 1) sum += load[way] * length[way];
    return sum;
  };
}

const distance = (from, to, link) => link.data;

const RADIANS = Math.PI / 180;

/** By the haversine, m. */
function metres([x, y], [u, v]) {
  const part = Math.sin(((v - y) * RADIANS) / 2) ** 2 + Math.cos(y * RADIANS) * Math.cos(v * RADIANS) * Math.sin(((u - x) * RADIANS) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.min(Math.sqrt(part), 1));
}

/**
 * From the text of a document to the ways from all springs to the fork, which stand at corners.
 * @param {string} text
 * @param {"aStar" | "nba"} kind
 * @returns {{ sum: number, parsed: number, built: number }} length of all ways, m, and ms
 */
export function routed(text, kind) {
  const begun = performance.now();
  const { network, city } = JSON.parse(text);
  const parsed = performance.now();
  const graph = createGraph();
  for (const { geometry } of city.streets.features) {
    const lines = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
    for (const line of lines) {
      for (let at = 1; at < line.length; at += 1) {
        const [from, to] = [line[at - 1], line[at]];
        graph.addNode(String(from), from);
        graph.addNode(String(to), to);
        graph.addLink(String(from), String(to), metres(from, to));
      }
    }
  }
  const built = performance.now();
  const heuristic = (from, to) => metres(from.data, to.data);
  const finder = { aStar, nba }[kind](graph, { distance, heuristic });
  const fork = network.nodes.find(({ kind }) => kind === "fork");
  let sum = 0;
  for (const { kind, at } of network.nodes) {
    if (kind !== "spring") continue;
    const way = finder.find(String(at), String(fork.at));
    for (let step = 1; step < way.length; step += 1) sum += metres(way[step - 1].data, way[step].data);
  }
  return { sum, parsed: parsed - begun, built: built - parsed };
}
