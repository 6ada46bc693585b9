import type { WorkerParts } from "../parts.ts";

/** Milliseconds after which a failure is worth an issue, however few runs have failed. */
export const LASTING = 24 * 60 * 60_000;

/** Has issues opened for what has failed for a day, though no run has failed since. */
export async function tellLastingTroubles({
  state,
  clock,
}: Pick<WorkerParts, "state" | "clock">): Promise<void> {
  const troubles = await state.troubles.lasting(new Date(clock.now() - LASTING));
  await state.intake.send(troubles.map(({ place }) => ({ kind: "upkeep", ...place })));
}
