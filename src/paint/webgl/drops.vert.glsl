#version 300 es
// A triangle round each drop.
precision highp float;
precision highp int;
uniform highp sampler2D table, beats;
uniform ivec4 starts; // of lanes, chance, tones, the drops' lanes
uniform ivec2 last; // of chance, of tones
uniform float since, jitter, appears;
uniform vec3 canvas; // width, height, device pixels for a CSS pixel
out vec2 place; // px behind the drop's front, and to the right of its middle
flat out vec2 shape; // half its width, what of it is lost in a pixel
flat out vec4 tone;

vec4 at(int index) {
  return texelFetch(table, ivec2(index & 2047, index >> 11), 0);
}

void main() {
  int drop = gl_VertexID / 3, corner = gl_VertexID - drop * 3;
  int lane = int(at(starts.w + (drop >> 2))[drop & 3]);
  vec4 way = at(starts.x + lane * 2), own = at(starts.x + lane * 2 + 1);
  vec2 begun = texelFetch(beats, ivec2(lane & 2047, lane >> 11), 0).xy;
  bool paced = own.w > 0.0;
  float beat = begun.x + since * own.y;
  float number = floor(beat + (paced ? 0.0 : jitter)) - float(drop - int(own.z));
  vec4 chance = at(starts.y + (int(begun.y + number) & last.x));
  if (paced) chance.xy = vec2(0.0);
  float age = (beat - number - chance.x) / own.y, along = age, size = 1.0;
  vec2 warmth = vec2(0.0); // its own, and how much that counts
  gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
  if (paced) {
    // Between which two milestones it is.
    int begins = int(own.w), low = 0, high = int(own.x) - 1;
    float full = at(begins + high).x;
    if (!(age >= 0.0 && age < full)) return;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (at(begins + middle).x <= age) low = middle;
      else high = middle;
    }
    vec4 here = at(begins + low), next = at(begins + high);
    here = mix(here, next, clamp((age - here.x) / max(next.x - here.x, 1e-6), 0.0, 1.0));
    along = here.y;
    warmth = here.zw;
    size = clamp(min(age, full - age) / appears, 0.0, 1.0);
  }
  along /= way.z;
  if (!paced && !(along >= 0.0 && along < way.y)) return;
  int index = clamp(int(along), 0, int(way.y) - 1), first = int(way.x) + index * 2;
  float part = clamp(along - float(index), 0.0, 1.0), across = paced ? way.w : way.w + own.x * chance.y;
  vec4 a = at(first), b = at(first + 2);
  vec2 from = mix(a.xy, a.zw, across), to = mix(b.xy, b.zw, across), step = to - from;
  vec3 looks = mix(at(first + 1), at(first + 3), part).xyz; // temperature, head, length
  looks = vec3(mix(looks.x, warmth.x, warmth.y), looks.yz * size);
  vec2 ahead = step / max(length(step), 1e-6);
  float half_width = looks.y * canvas.z / 2.0, tail = max(looks.z * canvas.z, 1.0) * chance.z;
  // From the front to the head's middle; the triangle's sides pass its widest place and the end of its tail.
  float front = half_width + 0.5, slope = (half_width + 0.25) / tail;
  place = corner == 0 ? vec2(front + tail + 0.25 / slope, 0.0) : vec2(0.0, (front + slope * front) * (corner == 1 ? 1.0 : -1.0));
  vec2 spot = mix(from, to, part) * canvas.z + ahead * (front - place.x) + vec2(-ahead.y, ahead.x) * place.y;
  shape = vec2(half_width, 1.0 / tail);
  tone = at(starts.z + clamp(int((looks.x + 1.0) / 2.0 * float(last.y) + 0.5), 0, last.y));
  if (half_width > 0.01) gl_Position = vec4(spot / canvas.xy * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}
