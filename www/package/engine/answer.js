// Answers that are there at once in the page's own thread, and promises where they come from a worker.

/**
 * Goes on with an answer, at once where it is there.
 * @template T, R
 * @param {T | Promise<T>} answer
 * @param {(answer: T) => R | Promise<R>} use
 * @returns {R | Promise<R>}
 */
export function when(answer, use) {
  return answer instanceof Promise ? answer.then(use) : use(answer);
}

/** Goes on when all of these are there: at once, if they are. @param {unknown[]} answers @returns {void | Promise<void>} */
export function whenAll(answers) {
  const coming = answers.filter(answer => answer instanceof Promise);
  if (coming.length) return Promise.all(coming).then(() => {});
}

/** Lets go of an answer: that a worker is gone is told as an `error` of the map. @param {unknown} answer */
export function quietly(answer) {
  if (answer instanceof Promise) answer.catch(() => {});
}
