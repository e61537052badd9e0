/** Long work goes on for so long before the page has its turn, ms. */
const TURN = 24;

/** Gives what is to be waited for after each step of long work: the page's turn, whenever that is due. */
export function breather() {
  let since = performance.now();
  let steps = 0;
  return () => {
    // A look at the clock costs something, too.
    steps += 1;
    if (steps % 64 !== 0 || performance.now() - since < TURN) return undefined;
    return new Promise(resolve => setTimeout(resolve)).then(() => {
      since = performance.now();
    });
  };
}
