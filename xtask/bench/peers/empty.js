// Nothing but a frame callback.

export async function start() {
  const next = () => requestAnimationFrame(next);
  next();
}
