import type { Action } from "../../../plan/plan.ts";
import type { ImageReport, RunReport, Summary } from "../../../reconcile/report.ts";
import { isLeftUndone } from "../../../reconcile/verdict.ts";
import { waitsOf } from "../../../reconcile/waits-of.ts";
import { count } from "../../../text/count.ts";
import { formatBytes } from "../../../text/format-bytes.ts";
import { formatDuration } from "../../../text/format-duration.ts";
import { prose, time } from "./markdown.ts";
import { peculiarCounts } from "./peculiar-counts.ts";

/** The registries whose pulls are told one by one. */
const MOST_REGISTRIES = 5;

/** A sync in one line of plain text, counts first: `Synced: 2 copied (1.8 GB), 1 failed, 140 up to date`. */
export function syncHeadline(report: RunReport): string {
  const { summary, images, removals = [] } = report;
  if (images.length === 0) return "Nothing to do: no image is selected";
  const undone = images.filter(isLeftUndone).length;
  const sizeOf = (action: Action) => {
    const done = images.filter((image) => image.action === action && image.result === "done");
    const bytes = done.reduce((sum, image) => sum + image.bytes, 0);
    return bytes > 0 ? ` (${formatBytes(bytes)})` : "";
  };
  const counts: readonly (readonly [amount: number, what: string])[] = [
    [summary.copied, `copied${sizeOf("copy")}`],
    [summary.updated, `updated${sizeOf("update")}`],
    [summary.failed, "failed"],
    [summary.blocked, "blocked"],
    [undone, "left undone"],
    [summary.deferred ?? 0, `waiting for pulls${untilOf(images)}`],
    [summary.waiting ?? 0, "too young"],
    [removals.filter(({ result }) => result === "deleted").length, "deleted"],
    [removals.filter(({ result }) => result === "failed").length, "could not be deleted"],
    ...peculiarCounts(report),
  ];
  const told = counts.filter(([amount]) => amount > 0).map(([amount, what]) => `${amount} ${what}`);
  return `${openingOf(report)}: ${told.join(", ")}`;
}

/** Whether the destination was as wanted already, so that nothing happened to any image. */
export function isIdle({ images, removals = [] }: RunReport): boolean {
  const isLeft = ({ action, result }: ImageReport) =>
    (action === "up-to-date" && result !== "failed") || action === "wait";
  return images.every(isLeft) && removals.every(({ result }) => result === "kept");
}

function openingOf(report: RunReport): string {
  const { images } = report;
  if (isIdle(report)) return "Nothing to do";
  if (images.some(isLeftUndone)) return "Stopped";
  const rest = images.filter(({ result }) => result !== "deferred");
  return rest.length < images.length && isIdle({ ...report, images: rest }) ? "Nothing copied yet" : "Synced";
}

function untilOf(images: RunReport["images"]): string {
  const times = waitsOf(images).flatMap(({ until }) => (until === undefined ? [] : [until]));
  return times.length === 0 ? "" : ` until ${time(Math.min(...times))}`;
}

/** What it took: `1.8 GB moved, 40 MB already there, 31 pulls from docker.io, 42 s`. Markdown. */
export function syncCosts({ bytes, mountedBytes, pulls, seconds }: Summary): string {
  return [
    ...(bytes > 0 ? [`${formatBytes(bytes)} moved`] : []),
    ...(mountedBytes > 0 ? [`${formatBytes(mountedBytes)} already there`] : []),
    ...pullCosts(pulls),
    formatDuration(seconds * 1000),
  ].join(", ");
}

/** Pulls by registry, the most first: `31 pulls from docker.io`; `0 pulls` where there are none. Markdown. */
export function pullCosts(pulls: Summary["pulls"]): readonly string[] {
  const spent = Object.entries(pulls)
    .filter(([, amount]) => amount > 0)
    .sort(([, a], [, b]) => b - a);
  if (spent.length === 0) return ["0 pulls"];
  const others = spent.slice(MOST_REGISTRIES);
  return [
    ...spent
      .slice(0, MOST_REGISTRIES)
      .map(([registry, amount]) => `${count(amount, "pull")} from ${prose(registry)}`),
    ...(others.length > 0
      ? [`${count(sum(others), "pull")} from ${count(others.length, "other registry", "other registries")}`]
      : []),
  ];
}

function sum(amounts: readonly (readonly [string, number])[]): number {
  return amounts.reduce((total, [, amount]) => total + amount, 0);
}
