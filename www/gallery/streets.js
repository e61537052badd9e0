/** What streets from a file stand in for: the document's own ones, and what a city is generated from. */
const INSTEAD = ["streets", "seed", "blocks"];

/**
 * Streets that came as a file. They stay beside the editor, which so long a text would freeze, and as bytes: the map reads
 * those several times as fast as objects.
 */
export class Streets {
  #bytes;
  #isPlane;

  /**
   * @param {string} name of the file
   * @param {string} text GeoJSON
   * @param {any} collection the same, parsed; whether it is sound, nobody knows yet
   */
  constructor(name, text, collection) {
    const { lines, isPlane } = survey(collection);
    this.name = name;
    /** How many lines there are. */
    this.lines = lines;
    this.#bytes = new TextEncoder().encode(text);
    this.#isPlane = isPlane;
  }

  /**
   * A document with these streets, as JSON in bytes, and which fields of its city gave way to them.
   * @param {any} document
   * @returns {{ source: Uint8Array, instead: string[] } | undefined} undefined where it has no place for them
   */
  into(document) {
    if (!isRecord(document)) return undefined;
    const { city = {}, ...rest } = document;
    if (!isRecord(city)) return undefined;
    const kept = Object.fromEntries(Object.entries(city).filter(([field]) => !INSTEAD.includes(field)));
    if (this.#isPlane && !("coordinates" in kept)) kept.coordinates = "plane";
    // What comes last in the text is where the bytes go.
    const text = JSON.stringify({ ...rest, city: { ...kept, streets: 0 } });
    const parts = [text.slice(0, -"0}}".length), "}}"].map(part => new TextEncoder().encode(part));
    return { source: joined(parts[0], this.#bytes, parts[1]), instead: INSTEAD.filter(field => field in city) };
  }
}

/** @param {Uint8Array[]} parts */
function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Counts lines, and looks whether all positions lie off the globe, so that they cannot be longitude and latitude.
 * @param {any} collection
 */
function survey(collection) {
  let lines = 0;
  let on = 0;
  let off = 0;
  for (const feature of list(collection.features)) {
    const { type, coordinates } = feature?.geometry ?? {};
    for (const line of type === "LineString" ? [coordinates] : type === "MultiLineString" ? list(coordinates) : []) {
      lines += 1;
      for (const position of list(line)) {
        const [x, y] = list(position);
        if (Math.abs(x) <= 180 && Math.abs(y) <= 90) on += 1;
        else off += 1;
      }
    }
  }
  return { lines, isPlane: off > 0 && on === 0 };
}

/**
 * @param {any} value
 * @returns {any[]}
 */
const list = value => (Array.isArray(value) ? value : []);

/** @param {unknown} value */
export const isRecord = value => typeof value === "object" && value !== null && !Array.isArray(value);
