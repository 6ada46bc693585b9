import type { ImageReport, RunReport } from "../reconcile/report.ts";
import { summarize } from "../reconcile/summarize.ts";

/**
 * What a run did in all its tries. An image that an earlier one has brought is up to date for the last one; the report says
 * what happened to it. `seconds` is the time from the first try on. Pulls are those of the last try.
 */
export function mergeReports(earlier: readonly ImageReport[], last: RunReport, seconds: number): RunReport {
  const done = new Map(
    earlier.filter(({ result }) => result === "done").map((image) => [keyOf(image), image] as const),
  );
  const images = last.images.map((image) =>
    image.action === "up-to-date" ? (done.get(keyOf(image)) ?? image) : image,
  );
  const { mountedBytes, pulls } = last.summary;
  const totals = { mountedBytes, seconds, pulls: new Map(Object.entries(pulls)) };
  return { ...last, summary: summarize(images, totals), images };
}

function keyOf({ source, destination }: ImageReport): string {
  return `${source} ${destination}`;
}
