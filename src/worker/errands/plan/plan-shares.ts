import type { Judged } from "../../../config/policy/judge.ts";
import type { MirroredImage } from "../../../jobs/state.ts";
import type { Planned, PlanOrder } from "../../../publish/plan/planner.ts";
import type { WorkerParts } from "../../parts.ts";
import { joinPlanned } from "./join-planned.ts";

/** Milliseconds for the plan of a fork: whoever may push nothing here is not to keep others waiting. */
const STRANGERS_PATIENCE = 60_000;

/** What is planned of a config, after the policies were asked. */
export interface PlannedShares extends Pick<PlanOrder, "only" | "first"> {
  readonly allowed: Judged["allowed"];
  /** What was brought before. Empty for strangers. */
  readonly images: readonly MirroredImage[];
  readonly isFork: boolean;
}

/** Plans what goes below each owner, one after the other, as one plan. */
export async function planShares(
  { planner }: Pick<WorkerParts, "planner">,
  { allowed, images, isFork, only, first }: PlannedShares,
  signal: AbortSignal,
): Promise<Planned> {
  const remembered = new Map(images.map((image) => [image.destination, image]));
  const haste = isFork ? { patience: STRANGERS_PATIENCE } : {};
  const plans: Planned[] = [];
  for (const [owner, { config }] of allowed) {
    plans.push(await planner.plan({ config, owner, only, remembered, first, ...haste, signal }));
  }
  return joinPlanned(plans);
}
