/** How long GitHub may take to answer, in milliseconds: it ends requests itself after ten seconds. */
const PATIENCE = 30_000;

/** `fetch` that does not wait for ever: a silent GitHub would hold everything that waits for it. */
export const patientFetch: typeof fetch = (input, init = {}) => {
  const patience = AbortSignal.timeout(PATIENCE);
  const signal = init.signal ? AbortSignal.any([init.signal, patience]) : patience;
  return fetch(input, { ...init, signal });
};
