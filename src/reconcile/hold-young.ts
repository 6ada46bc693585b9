import { formatReference } from "../oci/reference.ts";
import type { TooYoung } from "../plan/observed.ts";
import { type Decision, decide } from "./decision.ts";
import type { Quarantine, Sight } from "./quarantine.ts";
import type { Repositories } from "./repositories.ts";

/** What {@link holdYoung} goes by. */
export interface HoldingOptions {
  readonly quarantine: Quarantine;
  readonly repositories: Repositories;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The same decisions, where what would be copied waits if it is younger than its entry's `min-age`. All are asked for at
 * once. Rejects as the quarantine does.
 */
export async function holdYoung(
  decisions: readonly Decision[],
  { quarantine, repositories, now }: HoldingOptions,
): Promise<readonly Decision[]> {
  const sights = new Map<string, Sight>();
  for (const decision of decisions) {
    const sight = sightOf(decision);
    if (sight) sights.set(sight.source, sight);
  }
  if (sights.size === 0) return decisions;
  const since = await quarantine.since([...sights.values()]);
  return decisions.map((decision) => {
    const source = sightOf(decision)?.source;
    if (source === undefined) return decision;
    const { planned, observed, facts } = decision;
    const { desired } = planned;
    const tooYoung = judge(since.get(source), desired.entry.minAge, now);
    return tooYoung ? decide(desired, { ...observed, tooYoung }, facts, repositories) : decision;
  });
}

/** Of what would be copied, and has to be of an age. */
function sightOf({ planned: { desired }, order, facts }: Decision): Sight | undefined {
  if (!order || desired.entry.minAge === 0) return undefined;
  const { pushedAt } = facts ?? {};
  const source = formatReference(desired.source);
  return { source, digest: order.digest, ...(pushedAt !== undefined && { pushedAt }) };
}

function judge(since: number | undefined, minAge: number, now: number): TooYoung | undefined {
  if (since === undefined) return {};
  const until = since + minAge;
  return until > now ? { until } : undefined;
}
