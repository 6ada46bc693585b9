import type { ImageReport, RunReport } from "../../reconcile/report.ts";
import { summarize } from "../../reconcile/summarize.ts";
import type { CarriedOut } from "../carried-out.ts";
import type { Scouted } from "./scout.ts";
import { isUnlisted, type Sorted } from "./sort-scouted.ts";

/** Milliseconds after which another workflow is told of what this one was not. */
const NEXT_WORKFLOW = 5 * 60_000;
/** The same, where this one has brought nothing: another one may not either. */
const ANOTHER_TRY = 60 * 60_000;

/** What a scout saw, where nothing was due. */
export function settledAlone({ report }: Scouted, { settled }: Pick<Sorted, "settled">): CarriedOut {
  return { report, carrier: { kind: "app" }, seen: seenOf(settled), notices: [] };
}

/**
 * What became of what was due, and what a scout saw of the rest, as one. Of what both tell of, whoever carried the bytes knows better. What
 * is due and was not carried was not told to the workflow, for want of room or because it came up later: it goes on soon. `now` is in
 * milliseconds since the epoch.
 */
export function mergeScouted(
  { report: scouted }: Scouted,
  { settled, due }: Pick<Sorted, "settled" | "due">,
  { report, seen, ...carried }: CarriedOut,
  now: number,
): CarriedOut {
  const told = new Set(report.images.map(keyOf));
  const isUntold = (image: ImageReport) => !told.has(keyOf(image));
  const kept = settled.filter(isUntold);
  const left = due.filter((image) => isUntold(image) && !isUnlisted(image));
  const until = now + (report.images.some(({ result }) => result === "done") ? NEXT_WORKFLOW : ANOTHER_TRY);
  const images = [...report.images, ...left.map((image) => postponed(image, until)), ...kept];
  return { ...carried, report: joined(images, scouted, report), seen: [...seen, ...seenOf(kept)] };
}

/** What the whole config means is the scout's to say, but for sources that it could not list. */
function joined(images: readonly ImageReport[], scouted: RunReport, carried: RunReport): RunReport {
  const seconds = scouted.summary.seconds + carried.summary.seconds;
  const { mountedBytes } = carried.summary;
  const pulls = new Map(Object.entries(scouted.summary.pulls));
  for (const [registry, count] of Object.entries(carried.summary.pulls))
    pulls.set(registry, (pulls.get(registry) ?? 0) + count);
  const selections = unique([...(scouted.selections ?? []), ...(carried.selections ?? [])], lineOf);
  return {
    ...scouted,
    summary: summarize(images, { mountedBytes, seconds, pulls }),
    images,
    unmatched: unique([...scouted.unmatched, ...carried.unmatched], (one) => `${lineOf(one)} ${one.pattern}`),
    pullLimits: unique([...carried.pullLimits, ...scouted.pullLimits], ({ registry }) => registry),
    ...(selections.length > 0 && { selections }),
    ...(carried.removals && { removals: carried.removals }),
  };
}

function postponed(image: ImageReport, until: number): ImageReport {
  const { error, isBelieved, isVanished, action, ...rest } = image;
  return {
    ...rest,
    action: action === "copy" ? "copy" : "update",
    result: "deferred",
    reason: "the workflow was not told of it, and the next one is",
    // It is not for want of those that it waits.
    pulls: 0,
    until: new Date(until).toISOString(),
  };
}

/** Destinations that were looked at, and hold what they should. */
function seenOf(settled: readonly ImageReport[]): readonly string[] {
  return settled.flatMap(({ action, digest, isBelieved, destination }) =>
    action === "up-to-date" && digest !== null && !isBelieved ? [destination] : [],
  );
}

function keyOf({ source, destination }: ImageReport): string {
  return `${source} ${destination}`;
}

function lineOf({ source, line }: { readonly source: string; readonly line?: number }): string {
  return `${source} ${line}`;
}

/** The first of those with the same key. */
function unique<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const first = new Map<string, T>();
  for (const item of items) if (!first.has(key(item))) first.set(key(item), item);
  return [...first.values()];
}
