// One tree of shortest ways by hand: Dijkstra's algorithm on lists in typed arrays, with a binary heap in typed arrays.

/**
 * @typedef {object} Lists
 * @property {Uint32Array} first of each corner, where its ways begin; then where the last ones end
 * @property {Uint32Array} to of each way, the corner that it reaches
 * @property {Float64Array} length of each way
 */

/**
 * The ways between neighbours of a grid.
 * @param {Float64Array} places x, y, x, y, ...
 * @param {number} side corners in a row
 * @returns {Lists}
 */
export function lists(places, side) {
  const corners = places.length / 2;
  const ways = 4 * side * (side - 1);
  const all = { first: new Uint32Array(corners + 1), to: new Uint32Array(ways), length: new Float64Array(ways) };
  let way = 0;
  for (let corner = 0; corner < corners; corner += 1) {
    all.first[corner] = way;
    const column = corner % side;
    for (const [there, other] of [[column > 0, corner - 1], [column + 1 < side, corner + 1], [true, corner - side], [true, corner + side]]) {
      if (!there || other < 0 || other >= corners) continue;
      all.to[way] = other;
      all.length[way] = Math.hypot(places[2 * other] - places[2 * corner], places[2 * other + 1] - places[2 * corner + 1]);
      way += 1;
    }
  }
  all.first[corners] = way;
  return all;
}

/**
 * The shortest ways between all corners and a root, and what each way carries where a client comes from each.
 * @param {Lists} lists
 * @param {number} root
 * @returns {{ sum: number, last: number }} how far all clients go together, and the corner that is farthest
 */
export function tree({ first, to, length }, root) {
  const corners = first.length - 1;
  const far = new Float64Array(corners).fill(Infinity);
  const by = new Int32Array(corners).fill(-1);
  const next = new Int32Array(corners).fill(-1);
  const order = new Uint32Array(corners);
  // No way comes to lie on the heap more than once.
  const keys = new Float64Array(to.length + 2);
  const held = new Uint32Array(to.length + 2);
  let size = 1;
  let reached = 0;
  far[root] = 0;
  held[1] = root;
  while (size > 0) {
    const corner = held[1];
    const here = keys[1];
    const moved = held[size];
    const key = keys[size];
    size -= 1;
    let at = 1;
    for (let child = 2; child <= size; child = 2 * at) {
      if (child < size && keys[child + 1] < keys[child]) child += 1;
      if (keys[child] >= key) break;
      keys[at] = keys[child];
      held[at] = held[child];
      at = child;
    }
    keys[at] = key;
    held[at] = moved;
    if (here > far[corner]) continue;
    order[reached] = corner;
    reached += 1;
    for (let way = first[corner]; way < first[corner + 1]; way += 1) {
      const other = to[way];
      const there = here + length[way];
      if (there >= far[other]) continue;
      far[other] = there;
      by[other] = way;
      next[other] = corner;
      size += 1;
      let at = size;
      for (; at > 1 && keys[at >> 1] > there; at >>= 1) {
        keys[at] = keys[at >> 1];
        held[at] = held[at >> 1];
      }
      keys[at] = there;
      held[at] = other;
    }
  }
  const passing = new Float64Array(corners).fill(1);
  const load = new Float64Array(to.length);
  for (let turn = reached - 1; turn >= 0; turn -= 1) {
    const corner = order[turn];
    if (next[corner] < 0) continue;
    load[by[corner]] += passing[corner];
    passing[next[corner]] += passing[corner];
  }
  let sum = 0;
  for (let way = 0; way < load.length; way += 1) sum += load[way] * length[way];
  return { sum, last: order[reached - 1] };
}
