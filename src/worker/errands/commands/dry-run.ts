import type { Config } from "../../../config/config.ts";
import { type Ground, judge } from "../../../config/policy/judge.ts";
import type { ProposedPlan } from "../../../github/report/plan-words.ts";
import type { Place } from "../../../jobs/errand.ts";
import type { Planned } from "../../../publish/plan/planner.ts";
import type { WorkerParts } from "../../parts.ts";
import { joinPlanned } from "../plan/join-planned.ts";

/** A config that is looked at as it stands. */
export interface DryRun {
  readonly place: Place;
  readonly config: Config;
  readonly ground: Ground;
  /** Globs on `source:tag`. Empty: all. */
  readonly only: readonly string[];
  /** Strangers are told nothing but what everybody can find out. */
  readonly isFork: boolean;
}

/** Finds out what carrying out a config would do, or some images of it. Copies nothing. */
export async function dryRun(
  { planner, state }: Pick<WorkerParts, "planner" | "state">,
  { place, config, ground, only, isFork }: DryRun,
  signal: AbortSignal,
): Promise<ProposedPlan> {
  const images = isFork ? [] : await state.images.of(place.repository.id);
  const remembered = new Map(images.map((image) => [image.destination, image]));
  const { allowed, forbidden } = judge(config, ground);
  const plans: Planned[] = [];
  for (const [owner, share] of allowed) {
    plans.push(await planner.plan({ config: share.config, owner, only, remembered, first: only, signal }));
  }
  const touched = new Set(config.entries.map(({ position }) => position.line));
  return { ...joinPlanned(plans), touched, left: [], forbidden };
}
