/** What is needed of a process to be stopped. */
export interface Stoppable {
  on(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  exit(code: number): void;
}

/** A terminal and npm both pass on one Ctrl-C: a SIGINT this soon after the first is the same one. In milliseconds. */
const SAME_INTERRUPT = 300;

/** Aborts at the first SIGINT or SIGTERM. At a second one the process exits at once, with 128 and the signal's number. */
export function stopSignal(process: Stoppable, now: () => number): AbortSignal {
  const controller = new AbortController();
  let stoppedAt: number | undefined;
  const stop = (code: number, tolerance: number) => () => {
    if (stoppedAt !== undefined && now() - stoppedAt >= tolerance) process.exit(code);
    stoppedAt ??= now();
    controller.abort();
  };
  process.on("SIGINT", stop(130, SAME_INTERRUPT));
  process.on("SIGTERM", stop(143, 0));
  return controller.signal;
}

/** Resolves when the signal fires. */
export function fired(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
