import type { WorkerParts } from "../../parts.ts";
import { replanOf } from "./replan-of.ts";

/** Milliseconds after which source tags may have moved so far that a plan is looked at again. */
const STALE_AFTER = 6 * 3_600_000;

/** Has old plans computed again: of what happens at registries, no event tells. 100 at most each time, the oldest first. */
export async function replanStale(
  parts: Pick<WorkerParts, "state" | "clock">,
  signal: AbortSignal,
): Promise<void> {
  const plans = await parts.state.plans.before(new Date(parts.clock.now() - STALE_AFTER));
  signal.throwIfAborted();
  await replanOf(parts, plans);
}
