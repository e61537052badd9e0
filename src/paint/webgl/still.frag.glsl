#version 300 es
precision highp float;
uniform highp sampler2D still;
out vec4 color;
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  color = vec4(texelFetch(still, ivec2(at.x, textureSize(still, 0).y - 1 - at.y), 0).rgb, 1.0);
}
