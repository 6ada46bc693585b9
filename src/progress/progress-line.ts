import { count } from "../text/count.ts";
import { formatBytes } from "../text/format-bytes.ts";
import { formatDuration } from "../text/format-duration.ts";
import { printable } from "../text/printable.ts";
import { type ProgressState, timeLeft, transferRate } from "./progress-state.ts";

/** Waits shorter than this are not worth a word, in milliseconds. */
export const NOTABLE_WAIT = 1000;

/** How far the run is, in one line: `1.2 GB of 1.8 GB, 85 MB/s, 8 s left, 12/31 images`. */
export function progressLine(state: ProgressState, now: number): string {
  const elapsed = formatElapsed(state, now);
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

/** How long the run has taken, in whole seconds: `0 s`, `41 s`, `3 min 5 s`. */
export function formatElapsed({ startedAt }: Pick<ProgressState, "startedAt">, now: number): string {
  return formatDuration(Math.floor((now - startedAt) / 1000) * 1000).replace(/^0 ms$/, "0 s");
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

/** A line for each registry that is waited for. */
export function waitLines({ waits }: ProgressState, now: number): string[] {
  const open = [...waits].filter(([, { until }]) => until - now >= NOTABLE_WAIT);
  return open.map(([registry, { until, why }]) => waitLine(registry, until - now, why));
}
