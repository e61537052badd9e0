// The size of a canvas whose pixels are about to change.

/**
 * Holds a canvas at the size that its page gives it: where its width or height follows from its pixels, which are about to
 * change, it would grow for ever.
 * @param {HTMLCanvasElement} canvas
 */
export function hold(canvas) {
  const { clientWidth, clientHeight, width, height } = canvas;
  if (!clientWidth || !clientHeight) {
    // Not laid out yet: then a size that follows from its pixels is said to be `auto`.
    const style = getComputedStyle(canvas);
    if (style.width === "auto") canvas.style.width = `${width}px`;
    if (style.height === "auto") canvas.style.aspectRatio = `${width} / ${height}`;
    return;
  }
  try {
    canvas.width = width + 64;
  } catch (error) {
    throw new Error("A map in a worker had this canvas: another map needs a fresh one.", { cause: error });
  }
  const wide = canvas.clientWidth !== clientWidth;
  canvas.width = width;
  canvas.height = height + 64;
  const tall = canvas.clientHeight !== clientHeight;
  canvas.height = height;
  if (wide) canvas.style.width = `${clientWidth}px`;
  if (tall) canvas.style.aspectRatio = `${clientWidth} / ${clientHeight}`;
}
