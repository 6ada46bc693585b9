import type { ImageReport, RunReport } from "./report.ts";

/** What a run came to: all is `as-wanted`, something `failed` or is blocked, or it was `stopped` before its end. */
export type Verdict = "as-wanted" | "failed" | "stopped";

/** Judges a run. A stop that left something undone outweighs what failed before it. */
export function verdictOf({ images }: RunReport): Verdict {
  if (images.some(isLeftUndone)) return "stopped";
  return images.every(isAsWanted) ? "as-wanted" : "failed";
}

/** Whether the run was stopped before this image's turn, or in the middle of it. */
export function isLeftUndone(image: ImageReport): boolean {
  return image.error?.code === "CANCELED";
}

function isAsWanted({ action, result }: ImageReport): boolean {
  if (action === "blocked" || result === "failed") return false;
  return result !== "skipped" || action === "up-to-date";
}
