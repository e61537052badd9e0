// A changed canvas, and nothing else: one pixel is another one in every frame.
import { canvas } from "./network.js";

/** @param {{ network: import("./network.js").Network }} what */
export async function start({ network }) {
  const context = canvas(network).getContext("2d");
  const image = new ImageData(network.width, network.height);
  let at = 3;
  const next = () => {
    image.data[at] = 255;
    at = (at + 4) % image.data.length;
    context.putImageData(image, 0, 0);
    requestAnimationFrame(next);
  };
  next();
}
