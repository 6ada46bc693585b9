import type { ImageReport, RunReport } from "./report.ts";

/**
 * What a run came to: all is `as-wanted`, or too young to be wanted; something is `deferred`, and goes on by itself; something `failed` or
 * is blocked; or it was `stopped` before its end.
 */
export type Verdict = "as-wanted" | "deferred" | "failed" | "stopped";

/** Judges a run. A stop that left something undone outweighs what failed before it, and a failure what is deferred. */
export function verdictOf({ images }: RunReport): Verdict {
  if (images.some(isLeftUndone)) return "stopped";
  if (images.some(isFailed)) return "failed";
  return images.some(({ result }) => result === "deferred") ? "deferred" : "as-wanted";
}

/** Whether the run was stopped before this image's turn, or in the middle of it. */
export function isLeftUndone(image: ImageReport): boolean {
  return image.error?.code === "CANCELED";
}

function isFailed({ action, result }: ImageReport): boolean {
  if (action === "blocked" || result === "failed") return true;
  return result === "skipped" && action !== "up-to-date" && action !== "wait";
}
