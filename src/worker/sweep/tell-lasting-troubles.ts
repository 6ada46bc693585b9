import { LASTING } from "../errands/issues/keep-trouble-issue.ts";
import type { WorkerParts } from "../parts.ts";

/** Has issues opened for what has failed for a day, though no run has failed since. */
export async function tellLastingTroubles({
  state,
  clock,
}: Pick<WorkerParts, "state" | "clock">): Promise<void> {
  const troubles = await state.troubles.lasting(new Date(clock.now() - LASTING.span));
  await state.intake.send(troubles.map(({ place }) => ({ kind: "upkeep", ...place })));
}
