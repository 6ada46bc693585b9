import { progressLine, waitLines } from "../../progress/progress-line.ts";
import type { ProgressState } from "../../progress/progress-state.ts";
import { clip, displayWidth } from "../render/display-width.ts";

const [SHORTEST_BAR, LONGEST_BAR] = [10, 30];

/**
 * What a terminal shows meanwhile, a row per string, none wider than `width`: the bar, and a row for each registry that
 * is waited for.
 * `████████░░░░  66%  1.2 GB of 1.8 GB, 85 MB/s, 8 s left, 12/31 images`
 */
export function progressRows(state: ProgressState, width: number, now: number): string[] {
  const text = progressLine(state, now);
  const percent = `${String(Math.floor(share(state) * 100)).padStart(3)}%`;
  const room = Math.min(LONGEST_BAR, width - displayWidth(` ${percent}  ${text}`));
  const hasBar = state.expectedBytes > 0 && room >= SHORTEST_BAR;
  const first = hasBar ? `${bar(share(state), room)} ${percent}  ${text}` : text;
  return [first, ...waitLines(state, now)].map((row) => clip(row, width));
}

/** Between 0 and 1, and 1 only when everything has arrived. */
function share({ movedBytes, expectedBytes }: ProgressState): number {
  return expectedBytes > 0 ? Math.min(1, Math.max(0, movedBytes / expectedBytes)) : 0;
}

function bar(done: number, width: number): string {
  const full = Math.floor(done * width);
  return "█".repeat(full) + "░".repeat(width - full);
}
