import type { PullAccount } from "../../jobs/keeping-state.ts";
import type { PullBudget } from "./pull-budget.ts";

/** What accounts of the ledger may pull. */
export function budgetsOf(accounts: readonly PullAccount[]): readonly PullBudget[] {
  return accounts.map(({ registry, limit, remaining, free, window, until }) => ({
    registry,
    limit,
    remaining,
    free,
    window,
    ...(free === 0 && until && { until: until.toISOString() }),
  }));
}
