// Documents of whole cities, with 100 springs and a fork in the middle.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const SPRINGS = 100;

/** Numbers from 0 to 1, the same in every run: a linear congruential generator. */
function chance() {
  let seed = 1;
  return () => (seed = (seed * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
}

/**
 * @param {[number, number][]} places corners
 * @param {object[]} features
 */
function text(places, features) {
  const random = chance();
  const mean = axis => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  const [x, y] = [mean(0), mean(1)];
  const off = place => Math.hypot(place[0] - x, place[1] - y);
  const middle = places.reduce((best, place) => (off(place) < off(best) ? place : best));
  const springs = Array.from({ length: SPRINGS }, (_, index) => {
    const at = places[Math.floor(random() * places.length)];
    return { id: `spring-${index}`, kind: "spring", clients: 10 + index, at };
  });
  const nodes = [...springs, { id: "kt1", kind: "fork", kt: 1, at: middle }, { id: "till", kind: "till" }, { id: "sea", kind: "sea" }];
  const streams = springs.map(({ id }) => ({ from: id, to: "kt1" }));
  streams.push({ from: "kt1", to: "till", mood: "red", share: 0.4 }, { from: "kt1", to: "sea", mood: "blue" });
  const city = { coordinates: "lonlat", streets: { type: "FeatureCollection", features } };
  return JSON.stringify({ cityRivers: 1, network: { nodes, streams }, city });
}

/** A city from tables of its nodes and edges, or nothing where they are not in the folder. */
export function given(folder, name) {
  const [nodes, edges] = ["nodes", "edges"].map(table => join(folder, "streets", `${name}.${table}.csv.gz`));
  if (![nodes, edges].every(existsSync)) return undefined;
  const rows = file => gunzipSync(readFileSync(file)).toString().trim().split("\n").slice(1).map(row => row.split(","));
  const places = rows(nodes).map(([, lon, lat]) => [Number(lon), Number(lat)]);
  const features = rows(edges).map(([from, to, highway]) => {
    const geometry = { type: "LineString", coordinates: [places[from], places[to]] };
    return { type: "Feature", properties: { highway }, geometry };
  });
  return { streets: features.length, text: text(places, features) };
}

/** A grid of streets about 100 m from one to the next, each piece a line of its own: a feature for each row and column. */
export function grid(side) {
  const random = chance();
  const near = line => Number((line * 0.001 + (random() - 0.5) * 0.0006).toFixed(6));
  const places = Array.from({ length: side * side }, (_, corner) => [near(corner % side), near(Math.floor(corner / side))]);
  const pieces = corners => corners.slice(1).map((corner, index) => [places[corners[index]], places[corner]]);
  const lines = Array.from({ length: side }, (_, line) => Array.from({ length: side }, (_, at) => at)).flatMap((all, line) => [
    pieces(all.map(at => line * side + at)),
    pieces(all.map(at => at * side + line)),
  ]);
  const properties = { highway: "residential" };
  const features = lines.map(coordinates => ({ type: "Feature", properties, geometry: { type: "MultiLineString", coordinates } }));
  return { streets: 2 * side * (side - 1), text: text(places, features) };
}
