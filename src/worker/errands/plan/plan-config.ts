import { compareConfigs } from "../../../config/compare-configs.ts";
import type { Config } from "../../../config/config.ts";
import { type Ground, judge } from "../../../config/policy/judge.ts";
import { scopeOf } from "../../../config/scope-of.ts";
import type { ProposedPlan } from "../../../github/report/plan-words.ts";
import type { Place } from "../../../jobs/errand.ts";
import type { WorkerParts } from "../../parts.ts";
import { leftImages, leftNames } from "./left-images.ts";
import { planShares } from "./plan-shares.ts";

/** A config that is right, and what it would take the place of. */
export interface ProposedConfig {
  readonly place: Place;
  /** Strangers are told nothing but what everybody can find out. */
  readonly isFork: boolean;
  readonly before: Config | undefined;
  readonly after: Config;
  /** What it is judged by, and what was judged by before; undefined: by then nothing was allowed. */
  readonly ground: Ground;
  readonly groundBefore: Ground | undefined;
}

/** Finds out what carrying a proposed config out would do. Copies nothing. */
export async function planConfig(
  parts: Pick<WorkerParts, "planner" | "state" | "registry" | "clock">,
  proposed: ProposedConfig,
  signal: AbortSignal,
): Promise<ProposedPlan> {
  const { place, isFork, before, after, ground } = proposed;
  const { repository } = place;
  const compared = compareConfigs(before, after);
  const changed = [...compared.added, ...compared.changed];
  const judged = judge(after, ground);
  const images = isFork ? [] : await parts.state.images.of(repository.id);
  const only = { only: [], first: scopeOf(changed) };
  const planned = await planShares(parts, { config: after, ...judged, images, isFork, ...only }, signal);
  const touched = new Set(changed.map(({ position }) => position.line));
  for (const line of newlyForbidden(proposed, judged.forbidden)) touched.add(line);
  const namespace = { registry: parts.registry, owner: repository.owner };
  const configs = { before, after };
  return {
    ...planned,
    touched,
    left: isFork ? leftNames(configs, namespace) : leftImages(images, configs, namespace),
    forbidden: judged.forbidden,
  };
}

/** The lines of entries that the change of a policy forbids. */
function newlyForbidden(
  { after, groundBefore, ground }: ProposedConfig,
  forbidden: ReturnType<typeof judge>["forbidden"],
): readonly number[] {
  if (groundBefore === ground || !groundBefore) return [];
  const before = new Set(judge(after, groundBefore).forbidden.map(({ index }) => index));
  return forbidden.filter(({ index }) => !before.has(index)).map(({ entry }) => entry.position.line);
}
