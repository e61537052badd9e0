// The document that `src` names.

/**
 * @param {URL} url
 * @param {AbortSignal} signal
 */
export async function fetched(url, signal) {
  const answer = await fetch(url, { signal }).catch(error => {
    throw signal.aborted ? error : new Error(`${url} could not be loaded: ${error.message}`);
  });
  if (!answer.ok) throw new Error(`${url} could not be loaded: ${answer.status} ${answer.statusText}`);
  return answer.arrayBuffer();
}
