import type { Verdict } from "../../jobs/state.ts";

/** What a registry may take or refuse: to make a package, or to write one that is there. */
export type Deed = Verdict["deed"];

/** A destination and what would be done to it, as far as is known. */
export interface ExpectedDeed {
  /** `ghcr.io/acme/redis`. */
  readonly destination: string;
  readonly deed: Deed;
}

/** What verdicts say of destinations: one is refused, or these are still to be asked about; none: all are accepted. */
export type Judgement<T extends ExpectedDeed> =
  | { readonly kind: "refused"; readonly verdict: Verdict }
  | { readonly kind: "unrefused"; readonly unknown: readonly T[] };

/**
 * Judges destinations by the verdicts since a time (milliseconds since the epoch). Making a package and writing one are judged
 * separately. But where one is thought to be absent, and writing it was refused last, it is there, and that holds.
 */
export function judge<T extends ExpectedDeed>(
  destinations: readonly T[],
  verdicts: readonly Verdict[],
  since: number,
): Judgement<T> {
  const fresh = verdicts.filter(({ checkedAt }) => checkedAt.getTime() > since);
  const byDestination = Map.groupBy(fresh, ({ destination }) => destination);
  const unknown: T[] = [];
  for (const expected of destinations) {
    const verdict = verdictOn(expected, byDestination.get(expected.destination) ?? []);
    if (!verdict) unknown.push(expected);
    else if (!verdict.isAccepted) return { kind: "refused", verdict };
  }
  return { kind: "unrefused", unknown };
}

function verdictOn({ deed }: ExpectedDeed, verdicts: readonly Verdict[]): Verdict | undefined {
  return verdicts
    .filter((verdict) => verdict.deed === deed || (deed === "create" && !verdict.isAccepted))
    .toSorted((one, other) => other.checkedAt.getTime() - one.checkedAt.getTime())[0];
}
