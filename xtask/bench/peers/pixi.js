// PixiJS: a particle for each drop, moved by JavaScript.
import { SIDE, advance, canvas, css, drops } from "./network.js";
import { Application, Particle, ParticleContainer, Texture } from "../node_modules/pixi.js/dist/pixi.min.mjs";

/** @param {{ network: import("./network.js").Network, count: number }} what */
export async function start({ network, count }) {
  const { width, height, land } = network;
  const app = new Application();
  const options = { preference: "webgl", antialias: false, resolution: 1, background: css(land) };
  await app.init({ canvas: canvas(network), width, height, ...options });
  const { x, y, nx, ny, phase, across, courses } = drops(network, count);
  const container = new ParticleContainer({ texture: Texture.WHITE, dynamicProperties: { position: true } });
  for (const { color, drop, end } of courses) {
    const tint = (color[0] << 16) | (color[1] << 8) | color[2];
    for (let one = drop; one < end; one += 1) {
      const scale = SIDE / Texture.WHITE.width;
      container.particleChildren.push(new Particle({ texture: Texture.WHITE, tint, scaleX: scale, scaleY: scale }));
    }
  }
  container.update();
  app.stage.addChild(container);
  const particles = container.particleChildren;
  const move = () => {
    for (const course of courses) {
      const { point, length, drop, end } = course;
      const far = advance(course, app.ticker.lastTime);
      for (let one = drop; one < end; one += 1) {
        let at = phase[one] + far;
        if (at >= length) at -= length;
        const on = point + (at | 0);
        const particle = particles[one];
        particle.x = x[on] + across[one] * nx[on];
        particle.y = y[on] + across[one] * ny[on];
      }
    }
  };
  app.ticker.add(move);
  move();
  app.render();
}
