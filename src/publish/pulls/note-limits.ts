import type { PullLedger } from "../../jobs/keeping-state.ts";
import type { PullLimit } from "../../oci/registry/pull-limit.ts";

/** Notes in the ledger what registries have said just now, to whomever they said it; not of those that did not say to whom. */
export async function noteLimits(
  ledger: Pick<PullLedger, "note">,
  limits: readonly PullLimit[],
  now: number,
): Promise<void> {
  for (const { registry, identity, limit, remaining, window } of limits) {
    if (identity === undefined) continue;
    await ledger.note({ registry, identity, limit, remaining, window, seenAt: new Date(now) });
  }
}
