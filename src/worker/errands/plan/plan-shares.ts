import type { Config } from "../../../config/config.ts";
import type { Judged } from "../../../config/policy/judge.ts";
import type { MirroredImage } from "../../../jobs/state.ts";
import type { Planned, PlanOrder } from "../../../publish/plan/planner.ts";
import { historyOf } from "../../history-of.ts";
import type { WorkerParts } from "../../parts.ts";
import { joinPlanned } from "./join-planned.ts";

/** Milliseconds for the plan of a fork: whoever may push nothing here is not to keep others waiting. */
const STRANGERS_PATIENCE = 60_000;

/** What is planned of a config, after the policies were asked. */
export interface PlannedShares extends Pick<PlanOrder, "only" | "first"> {
  /** The whole of it, of which `allowed` may be carried out. */
  readonly config: Config;
  readonly allowed: Judged["allowed"];
  /** What was brought before. Empty for strangers. */
  readonly images: readonly MirroredImage[];
  readonly isFork: boolean;
}

/** Plans what goes below each owner, one after the other, as one plan. Strangers are not told what the App may pull. */
export async function planShares(
  { planner, registry, clock }: Pick<WorkerParts, "planner" | "registry" | "clock">,
  { config: whole, allowed, images, isFork, only, first }: PlannedShares,
  signal: AbortSignal,
): Promise<Planned> {
  const remembered = new Map(images.map((image) => [image.destination, image]));
  const haste = isFork ? { patience: STRANGERS_PATIENCE } : {};
  const plans: Planned[] = [];
  for (const [owner, { config, skip }] of allowed) {
    const place = { registry, owner };
    const others = skip.flatMap((at) => whole.entries[at] ?? []);
    // Strangers learn nothing of what was brought before.
    const known = isFork
      ? {}
      : {
          history: historyOf({
            images,
            place,
            others,
            trust: "nothing",
            isInsisted: false,
            now: clock.now(),
          }),
        };
    plans.push(await planner.plan({ config, owner, only, remembered, first, ...known, ...haste, signal }));
  }
  const joined = joinPlanned(plans);
  return isFork ? { ...joined, budgets: [] } : joined;
}
