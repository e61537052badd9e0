// ECharts: lines with an effect that has a trail, one line for each drop.
import { css, drops } from "./network.js";
import * as echarts from "../node_modules/echarts/dist/echarts.esm.min.mjs";

/** How far two points of a line are apart, px. */
const SPACING = 16;
/** Lines side by side in one stream. */
const LANES = 5;

/** @param {{ network: import("./network.js").Network, count: number }} what */
export async function start({ network, count }) {
  const { width, height, land } = network;
  const { x, y, nx, ny, phase, courses } = drops(network, count);
  const place = document.createElement("div");
  place.style.width = `${width}px`;
  place.style.height = `${height}px`;
  document.body.style.margin = "0";
  document.body.replaceChildren(place);
  const series = courses.map(({ point, length, drop, end, speed, color }) => {
    // Those of one lane share their points.
    const lanes = Array.from({ length: LANES }, (_, lane) => {
      const off = ((lane + 0.5) / LANES) * 2 - 1;
      const pieces = Math.max(Math.round(length / SPACING), 1);
      return Array.from({ length: pieces + 1 }, (_, piece) => {
        const on = point + Math.round((length * piece) / pieces);
        return [x[on] + off * nx[on], y[on] + off * ny[on]];
      });
    });
    const delay = (/** @type {number} */ index) => (-1000 * phase[drop + index]) / speed;
    return {
      type: "lines",
      coordinateSystem: "cartesian2d",
      polyline: true,
      silent: true,
      progressive: 0,
      clip: false,
      lineStyle: { color: css(color), opacity: 0 },
      effect: { show: true, symbol: "circle", symbolSize: 3, trailLength: 0.2, color: css(color), period: length / speed, delay },
      data: Array.from({ length: end - drop }, (_, index) => ({ coords: lanes[index % LANES] })),
    };
  });
  const hidden = { type: "value", show: false, min: 0 };
  echarts.init(place, null, { renderer: "canvas", width, height }).setOption({
    animation: false,
    backgroundColor: css(land),
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: { ...hidden, max: width },
    yAxis: { ...hidden, max: height, inverse: true },
    series,
  });
}
