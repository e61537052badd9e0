// Which of the two painters a map takes: WebGL where there is a graphics card, else the software painter.

/** Maps that are painted with WebGL at once: a page may have 16 such contexts, and not all of them are ours. */
const MOST = 8;
let taken = 0;

/** @type {boolean | undefined} */
let card;

/** What WebGL is painted with where there is no graphics card. */
const SLOW = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether a graphics card paints what WebGL is told; asked once. */
function hasCard() {
  if (card === undefined) {
    const gl = new OffscreenCanvas(1, 1).getContext("webgl2", { failIfMajorPerformanceCaveat: true });
    const info = gl?.getExtension("WEBGL_debug_renderer_info");
    card = Boolean(gl) && !SLOW.test(String(gl?.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)));
    // One context less.
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return card;
}

/**
 * Whether a canvas is to be painted on with WebGL; if so, it counts until it is given back.
 * @param {"auto" | "webgl" | "software"} choice
 */
export function takesWebGl(choice) {
  const takes = taken < MOST && (choice === "webgl" || (choice === "auto" && hasCard()));
  if (takes) taken += 1;
  return takes;
}

/** A canvas that was painted on with WebGL is let go. */
export function giveBack() {
  taken -= 1;
}

/** Asks the browser for what a first picture asks for, while there is nothing else to do: whether there is a graphics card, and fonts. */
export function warm() {
  hasCard();
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  for (const weight of [400, 600, 700, 800]) {
    if (!pen) return;
    pen.font = `${weight} 14px system-ui, sans-serif`;
    pen.measureText("Klar 0123456789");
  }
}
