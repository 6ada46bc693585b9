import type { CarriedOut } from "../publish/carried-out.ts";
import type { ImageReport } from "../reconcile/report.ts";
import { joinReports } from "./join-reports.ts";

/** Several orders of one run as one: what the first has carried, then the others, then images that were never tried. */
export function joinPublished(all: readonly CarriedOut[], untried: readonly ImageReport[]): CarriedOut {
  const [first, ...others] = all;
  const report = joinReports(
    all.map((one) => one.report),
    untried,
  );
  if (!first) return { report, carrier: { kind: "app" }, seen: [], notices: [] };
  return {
    report,
    carrier: first.carrier,
    ...(others.length > 0 && { others: others.map(({ carrier }) => carrier) }),
    seen: all.flatMap(({ seen }) => seen),
    notices: all.flatMap(({ notices }) => notices),
  };
}
