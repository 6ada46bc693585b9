/** What is needed of a process to be interrupted. */
export interface Interruptible {
  on(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  exit(code: number): void;
}

/** npm and terminals both pass on one Ctrl-C: what comes within this time of the first is the same one. In milliseconds. */
const SAME_INTERRUPT = 500;

/**
 * A signal that aborts at the first SIGINT or SIGTERM, for a clean stop. At a second one the process exits at once with
 * `code`.
 */
export function abortOnInterrupt(process: Interruptible, code: number, now: () => number): AbortSignal {
  const controller = new AbortController();
  let interruptedAt: number | undefined;
  const interrupt = () => {
    interruptedAt ??= now();
    if (now() - interruptedAt >= SAME_INTERRUPT) process.exit(code);
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return controller.signal;
}
