#version 300 es
// Two triangles for each rectangle of the table.
precision highp float;
precision highp int;
uniform highp sampler2D table;
uniform vec2 size;
void main() {
  int index = gl_VertexID / 6, corner = gl_VertexID - index * 6;
  vec4 sides = texelFetch(table, ivec2(index & 2047, index >> 11), 0);
  vec2 spot = vec2(corner == 1 || corner > 3 ? sides.z : sides.x, corner == 2 || corner == 3 || corner == 5 ? sides.w : sides.y);
  gl_Position = vec4(spot / size * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
