import type { Plan } from "../../../jobs/conversation-state.ts";
import type { PlanErrand } from "../../../jobs/errand.ts";
import type { WorkerParts } from "../../parts.ts";

/** Has plans computed again, because what they talk about may have changed. Those that come to the same write nothing. */
export async function replanOf({ state }: Pick<WorkerParts, "state">, plans: readonly Plan[]): Promise<void> {
  if (plans.length > 0) await state.intake.send(errandsFor(plans));
}

/** The errands that have plans computed again. */
export function errandsFor(plans: readonly Plan[]): readonly PlanErrand[] {
  return plans.map(({ place: { installation, repository }, pull }) => ({
    kind: "plan",
    installation,
    repository,
    pull,
    isFresh: true,
    isQuiet: true,
  }));
}
