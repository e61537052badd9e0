// A loop on a 2D canvas, colour by colour, at whole pixels: nothing to smooth.
import { SIDE, advance, canvas, css, drops } from "./network.js";

/** @param {{ network: import("./network.js").Network, count: number }} what */
export async function start({ network, count }) {
  const { width, height, land } = network;
  const context = canvas(network).getContext("2d", { alpha: false });
  const { x, y, nx, ny, phase, across, courses } = drops(network, count);
  const next = (/** @type {number} */ now) => {
    context.fillStyle = css(land);
    context.fillRect(0, 0, width, height);
    for (const course of courses) {
      const { point, length, drop, end } = course;
      const far = advance(course, now);
      context.fillStyle = css(course.color);
      for (let one = drop; one < end; one += 1) {
        let at = phase[one] + far;
        if (at >= length) at -= length;
        const on = point + (at | 0);
        context.fillRect((x[on] + across[one] * nx[on]) | 0, (y[on] + across[one] * ny[on]) | 0, SIDE, SIDE);
      }
    }
    requestAnimationFrame(next);
  };
  next(0);
}
