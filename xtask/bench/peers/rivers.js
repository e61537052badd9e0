// The map itself.
import { canvas } from "./network.js";

/** @param {{ network: import("./network.js").Network, text: string, wanted: number, options: object }} what */
export async function start({ network: { width, height }, text, wanted, options }) {
  const place = canvas({ width, height });
  place.style.width = `${width}px`;
  place.style.height = `${height}px`;
  const { CityRivers } = await import("/package/index.js");
  const map = await CityRivers.create(place, text, { drops: wanted, paused: false, ...options });
  return () => map.state;
}
