import type { ImageReport, RunReport } from "../reconcile/report.ts";
import { summarize } from "../reconcile/summarize.ts";

/** Several reports as one, in their order, and images that were never tried. */
export function joinReports(reports: readonly RunReport[], untried: readonly ImageReport[] = []): RunReport {
  const [only] = reports;
  if (only && reports.length === 1 && untried.length === 0) return only;
  const images = [...reports.flatMap((report) => report.images), ...untried];
  const pulls = new Map<string, number>();
  for (const { summary } of reports)
    for (const [registry, count] of Object.entries(summary.pulls))
      pulls.set(registry, (pulls.get(registry) ?? 0) + count);
  const departed = join(reports.map((report) => report.departed));
  const selections = join(reports.map((report) => report.selections));
  const removals = join(reports.map((report) => report.removals));
  const sum = (of: (report: RunReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  const totals = {
    pulls,
    mountedBytes: sum(({ summary }) => summary.mountedBytes),
    seconds: sum(({ summary }) => summary.seconds),
  };
  return {
    summary: summarize(images, totals),
    images,
    unmatched: reports.flatMap(({ unmatched }) => unmatched),
    pullLimits: [
      ...new Map(
        reports
          .flatMap(({ pullLimits }) => pullLimits)
          .map((limit) => [`${limit.registry} ${limit.identity ?? ""}`, limit]),
      ).values(),
    ],
    ...(departed && { departed }),
    ...(selections && { selections }),
    ...(removals && { removals }),
  };
}

/** What none of them has looked for is not told to be nothing. */
function join<T>(lists: readonly (readonly T[] | undefined)[]): readonly T[] | undefined {
  const known = lists.filter((list) => list !== undefined);
  return known.length > 0 ? known.flat() : undefined;
}
