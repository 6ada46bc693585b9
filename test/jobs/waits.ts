/** Rejects with the reason of a signal when it fires: work that heeds it and would never end. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

/** Its `promise` resolves when it has ticked so many times. */
export function countdown(count: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = count;
  return {
    promise,
    tick: () => {
      left -= 1;
      if (left === 0) resolve();
    },
  };
}
