#version 300 es
precision highp float;
uniform highp sampler2D over;
in vec2 place;
flat in vec2 shape;
flat in vec4 tone;
out vec4 color;
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  float through = 1.0 - texelFetch(over, ivec2(at.x, textureSize(over, 0).y - 1 - at.y), 0).a;
  float width = shape.x * (1.0 - max(place.x - shape.x - 0.5, 0.0) * shape.y);
  float cover = clamp(min(width + 0.5 - abs(place.y), 2.0 * width), 0.0, 1.0) * clamp(place.x, 0.0, 1.0);
  color = vec4(tone.rgb, tone.a * cover * through);
}
