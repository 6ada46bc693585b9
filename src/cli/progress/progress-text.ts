import { count } from "../render/count.ts";
import { clip, displayWidth } from "../render/display-width.ts";
import { formatBytes } from "../render/format-bytes.ts";
import { formatDuration } from "../render/format-duration.ts";
import { printable } from "../render/printable.ts";
import { type ProgressState, timeLeft, transferRate } from "./progress-state.ts";

/** Waits shorter than this are not worth a word, in milliseconds. */
export const NOTABLE_WAIT = 1000;

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

/** How far the run is, in one line: `1.2 GB of 1.8 GB, 85 MB/s, 8 s left, 12/31 images`. */
export function progressLine(state: ProgressState, now: number): string {
  const elapsed = formatDuration(Math.floor((now - state.startedAt) / 1000) * 1000).replace(/^0 ms$/, "0 s");
  if (state.selected === undefined) return `Looking up tags, ${elapsed}`;
  if (state.planned === undefined) return `Comparing ${count(state.selected, "image")}, ${elapsed}`;
  const [rate, left] = [transferRate(state, now), timeLeft(state, now)];
  const parts = [
    state.expectedBytes > 0 && `${formatBytes(state.movedBytes)} of ${formatBytes(state.expectedBytes)}`,
    rate !== undefined && `${formatBytes(rate)}/s`,
    left !== undefined && `${formatDuration(Math.ceil(left / 1000) * 1000)} left`,
    `${state.finished}/${count(state.planned, "image")}`,
    state.failed > 0 && `${state.failed} failed`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** `waiting 41 s for docker.io: toomanyrequests` */
export function waitLine(registry: string, milliseconds: number, why: string): string {
  const seconds = Math.ceil(milliseconds / 1000) * 1000;
  return `waiting ${formatDuration(seconds)} for ${printable(registry)}: ${printable(why)}`;
}

/** `no tag of docker.io/library/redis matches "9.*"` */
export function unmatchedLine(source: string, pattern: string): string {
  return `no tag of ${printable(source)} matches "${printable(pattern)}"`;
}

function waitLines({ waits }: ProgressState, now: number): string[] {
  const open = [...waits].filter(([, { until }]) => until - now >= NOTABLE_WAIT);
  return open.map(([registry, { until, why }]) => waitLine(registry, until - now, why));
}

/** Between 0 and 1, and 1 only when everything has arrived. */
function share({ movedBytes, expectedBytes }: ProgressState): number {
  return expectedBytes > 0 ? Math.min(1, Math.max(0, movedBytes / expectedBytes)) : 0;
}

function bar(done: number, width: number): string {
  const full = Math.floor(done * width);
  return "█".repeat(full) + "░".repeat(width - full);
}
