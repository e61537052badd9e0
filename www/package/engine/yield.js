// Letting the page do whatever else there is to do.

/** Settles once the page has had its turn. @returns {Promise<void>} */
export function yieldToPage() {
  // Comes back before whatever else waits, but for what a person does.
  const { scheduler } = /** @type {any} */ (globalThis);
  if (scheduler?.yield) return scheduler.yield();
  return new Promise(done => {
    // Not a timer, which browsers hold back.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}
