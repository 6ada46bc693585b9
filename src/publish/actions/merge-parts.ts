import type { PullLimit } from "../../oci/registry/pull-limit.ts";
import type { RunReport, Summary } from "../../reconcile/report.ts";

/** One report of the parts of a run, the first part's first. The seconds are those of the slowest, for parts go side by side. */
export function mergeParts(parts: readonly [RunReport, ...RunReport[]]): RunReport {
  return {
    ...parts[0],
    summary: parts.map(({ summary }) => summary).reduce(addSummaries),
    images: parts.flatMap(({ images }) => images),
    pullLimits: parts.flatMap(({ pullLimits }) => pullLimits).reduce(keepScarcer, []),
  };
}

/** Each part may have had an address of its own: of several limits at a registry, the one with least left counts. */
function keepScarcer(kept: readonly PullLimit[], limit: PullLimit): readonly PullLimit[] {
  const known = kept.find(({ registry }) => registry === limit.registry);
  if (!known) return [...kept, limit];
  return limit.remaining < known.remaining ? kept.map((each) => (each === known ? limit : each)) : kept;
}

function addSummaries(a: Summary, b: Summary): Summary {
  const registries = new Set([...Object.keys(a.pulls), ...Object.keys(b.pulls)]);
  return {
    copied: a.copied + b.copied,
    updated: a.updated + b.updated,
    upToDate: a.upToDate + b.upToDate,
    blocked: a.blocked + b.blocked,
    failed: a.failed + b.failed,
    deferred: (a.deferred ?? 0) + (b.deferred ?? 0),
    waiting: (a.waiting ?? 0) + (b.waiting ?? 0),
    bytes: a.bytes + b.bytes,
    mountedBytes: a.mountedBytes + b.mountedBytes,
    seconds: Math.max(a.seconds, b.seconds),
    pulls: Object.fromEntries(
      [...registries].map((registry) => [registry, (a.pulls[registry] ?? 0) + (b.pulls[registry] ?? 0)]),
    ),
  };
}
