// Raw WebGL2: the vertex shader says where drops are, one call draws them all.
import { SIDE, canvas, drops } from "./network.js";

/** Texels in a row of the table of points. */
const ROW = 1024;

const VERTEX = `#version 300 es
precision highp float;
uniform float time;
uniform vec2 size;
uniform highp sampler2D points, courses;
in vec2 place;
in uint stream;
flat out vec3 color;
vec4 point(int at) { return texelFetch(points, ivec2(at % ${ROW}, at / ${ROW}), 0); }
void main() {
  vec4 course = texelFetch(courses, ivec2(stream, 0), 0);
  color = texelFetch(courses, ivec2(stream, 1), 0).rgb;
  float along = mod(place.x + time * course.z, course.y);
  int first = int(course.x) + int(along);
  vec4 on = mix(point(first), point(first + 1), fract(along));
  vec2 at = on.xy + place.y * on.zw;
  gl_Position = vec4(at.x / size.x * 2.0 - 1.0, 1.0 - at.y / size.y * 2.0, 0.0, 1.0);
  gl_PointSize = ${SIDE}.0;
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
flat in vec3 color;
out vec4 pixel;
void main() { pixel = vec4(color, 1.0); }`;

/** @param {{ network: import("./network.js").Network, count: number }} what */
export async function start({ network, count }) {
  const { width, height, land } = network;
  const gl = canvas(network).getContext("webgl2", { alpha: false, antialias: false, depth: false });
  if (!gl) throw new Error("there is no WebGL2");
  const { x, y, nx, ny, phase, across, courses } = drops(network, count);
  const program = gl.createProgram();
  for (const [kind, source] of /** @type {const} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
  gl.useProgram(program);
  const uniform = (/** @type {string} */ name) => gl.getUniformLocation(program, name);

  const rows = Math.ceil(x.length / ROW);
  const points = new Float32Array(4 * ROW * rows);
  for (let at = 0; at < x.length; at += 1) points.set([x[at], y[at], nx[at], ny[at]], 4 * at);
  const table = courses.flatMap(({ point, length, speed }) => [point, length, speed, 0]);
  const colors = courses.flatMap(({ color }) => [...color.map(part => part / 255), 1]);
  texture(gl, 0, ROW, rows, points);
  texture(gl, 1, courses.length, 2, Float32Array.of(...table, ...colors));
  gl.uniform1i(uniform("points"), 0);
  gl.uniform1i(uniform("courses"), 1);
  gl.uniform2f(uniform("size"), width, height);

  const places = new Float32Array(2 * count);
  const streams = new Uint16Array(count);
  for (let one = 0; one < count; one += 1) {
    places[2 * one] = phase[one];
    places[2 * one + 1] = across[one];
  }
  courses.forEach(({ drop, end }, index) => streams.fill(index, drop, end));
  const attribute = (/** @type {string} */ name, /** @type {AllowSharedBufferSource} */ data) => {
    const at = gl.getAttribLocation(program, name);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(at);
    return at;
  };
  gl.vertexAttribPointer(attribute("place", places), 2, gl.FLOAT, false, 0, 0);
  gl.vertexAttribIPointer(attribute("stream", streams), 1, gl.UNSIGNED_SHORT, 0, 0);
  const [red, green, blue] = land.map(part => part / 255);
  gl.clearColor(red, green, blue, 1);
  const time = uniform("time");
  const next = (/** @type {number} */ now) => {
    gl.uniform1f(time, now / 1000);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.drawArrays(gl.POINTS, 0, count);
    requestAnimationFrame(next);
  };
  next(0);
}

/**
 * @param {WebGL2RenderingContext} gl
 * @param {number} unit
 * @param {number} width
 * @param {number} height
 * @param {Float32Array} texels
 */
function texture(gl, unit, width, height, texels) {
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, width, height, 0, gl.RGBA, gl.FLOAT, texels);
}
