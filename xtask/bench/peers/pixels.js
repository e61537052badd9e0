// Squares written by JavaScript, pixel by pixel.
import { advance, canvas, drops } from "./network.js";

/** @param {{ network: import("./network.js").Network, count: number }} what */
export async function start({ network, count }) {
  run(canvas(network), network, count);
}

/**
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {import("./network.js").Network} network
 * @param {number} count
 */
export function run(canvas, network, count) {
  const { width, height, land } = network;
  const context = canvas.getContext("2d");
  const { x, y, nx, ny, phase, across, courses } = drops(network, count);
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const ground = new Uint32Array(width * height).fill(word(land));
  const words = courses.map(({ color }) => word(color));
  const next = (/** @type {number} */ now) => {
    pixels.set(ground);
    for (let index = 0; index < courses.length; index += 1) {
      const { point, length, drop, end } = courses[index];
      const color = words[index];
      const far = advance(courses[index], now);
      for (let one = drop; one < end; one += 1) {
        let at = phase[one] + far;
        if (at >= length) at -= length;
        const on = point + (at | 0);
        const off = across[one];
        let pixel = ((y[on] + off * ny[on]) | 0) * width + ((x[on] + off * nx[on]) | 0);
        pixels[pixel] = color;
        pixels[pixel + 1] = color;
        pixels[pixel + 2] = color;
        pixel += width;
        pixels[pixel] = color;
        pixels[pixel + 1] = color;
        pixels[pixel + 2] = color;
        pixel += width;
        pixels[pixel] = color;
        pixels[pixel + 1] = color;
        pixels[pixel + 2] = color;
      }
    }
    context.putImageData(image, 0, 0);
    requestAnimationFrame(next);
  };
  next(0);
}

/** A pixel as the memory of little-endian machines has it. */
function word(/** @type {number[]} */ [red, green, blue]) {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}
