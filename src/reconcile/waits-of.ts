import type { ImageReport } from "./report.ts";

/** How the reason of an image begins that waits for pulls; why there are none comes behind it. */
export const WAITS_FOR_PULLS = "waits for pulls: ";

/** The images of a run that wait for the pulls of one registry. */
export interface Wait {
  readonly registry: string;
  readonly images: number;
  /** Why, for people. */
  readonly why: string;
  /** They wait because there are no pulls; else for another reason, that `why` says. */
  readonly isForPulls: boolean;
  /** When the first of them goes on, in milliseconds since the epoch. Undefined: nobody can tell. */
  readonly until: number | undefined;
}

/** What waits for pulls, by registry. */
export function waitsOf(images: readonly ImageReport[]): readonly Wait[] {
  const waiting = Map.groupBy(
    images.filter(({ result }) => result === "deferred"),
    ({ source }) => source.split("/", 1)[0] ?? source,
  );
  return [...waiting].map(([registry, those]) => {
    const reason = those[0]?.reason ?? "";
    return {
      registry,
      images: those.length,
      why: reason.startsWith(WAITS_FOR_PULLS) ? reason.slice(WAITS_FOR_PULLS.length) : reason,
      isForPulls: reason.startsWith(WAITS_FOR_PULLS),
      until: earliest(those.flatMap(({ until }) => (until === undefined ? [] : [Date.parse(until)]))),
    };
  });
}

function earliest(times: readonly number[]): number | undefined {
  return times.reduce<number | undefined>((first, at) => Math.min(first ?? at, at), undefined);
}
