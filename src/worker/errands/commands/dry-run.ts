import type { Config } from "../../../config/config.ts";
import { type Ground, judge } from "../../../config/policy/judge.ts";
import type { ProposedPlan } from "../../../github/report/plan-words.ts";
import type { Place } from "../../../jobs/errand.ts";
import type { WorkerParts } from "../../parts.ts";
import { planShares } from "../plan/plan-shares.ts";

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
  parts: Pick<WorkerParts, "planner" | "state" | "registry" | "clock">,
  { place, config, ground, only, isFork }: DryRun,
  signal: AbortSignal,
): Promise<ProposedPlan> {
  const images = isFork ? [] : await parts.state.images.of(place.repository.id);
  const { allowed, forbidden } = judge(config, ground);
  const planned = await planShares(parts, { config, allowed, images, isFork, only, first: only }, signal);
  const touched = new Set(config.entries.map(({ position }) => position.line));
  const { departed, ...report } = planned.report;
  const isWhole = only.length === 0 && departed !== undefined;
  // Who asked for some images is not told of all others.
  return { ...planned, report: { ...report, ...(isWhole && { departed }) }, touched, left: [], forbidden };
}
