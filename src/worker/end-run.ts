import { isRefusal } from "../github/github-error.ts";
import type { Errand } from "../jobs/errand.ts";
import type { Conclusion, Run } from "../jobs/run.ts";
import type { NewlyApplied } from "../jobs/state.ts";
import type { CarriedOut } from "../publish/carried-out.ts";
import { failingImages, MOST_RUNS } from "./errands/issues/latest-images.ts";
import { errandsFor } from "./errands/plan/replan-of.ts";
import { leftImagesOf } from "./left-images-of.ts";
import type { WorkerParts } from "./parts.ts";
import { recordRemovals } from "./record-removals.ts";

/** How a run has ended, after its check run said so. */
export interface Ending {
  readonly conclusion: Conclusion;
  readonly applied?: NewlyApplied | undefined;
  /** What it did; null where it came to nothing. */
  readonly published: CarriedOut | null;
}

/** The parts that ending a run takes. */
export type EndingParts = Pick<WorkerParts, "state" | "github" | "clock" | "log">;

/**
 * Concludes a run, and sees to what is owed then: a word to who asked for it, its issues brought up to date, and the plans of pull requests
 * that still say what it has brought is to be brought; its own one first of all, where it was asked for on a pull request.
 */
export async function endRun(
  parts: EndingParts,
  run: Run,
  { conclusion, applied, published }: Ending,
  signal: AbortSignal,
): Promise<void> {
  const { state, clock } = parts;
  if (published) await recordRemovals(state, run, published.report);
  const images = published && leftImagesOf(run, published, clock.now());
  if (!images || images.waiting.length === 0) await thank(parts, run, conclusion, signal);
  const errands = await errandsAfter(parts, run, { conclusion, published });
  await state.runs.conclude(run.id, conclusion, applied, { errands, ...(images && { images }) });
}

async function errandsAfter(
  { state }: Pick<WorkerParts, "state">,
  run: Run,
  { conclusion, published }: Ending,
): Promise<readonly Errand[]> {
  const isTold = conclusion === "success" || conclusion === "failure" || conclusion === "neutral";
  const { installation, repository } = run;
  const plans = errandsFor(hasMoved(published) ? await state.plans.ofRepository(repository.id) : []);
  // A proposal says nothing about what is in force.
  if (run.pull !== null || !isTold) return plans;
  const place = { installation, repository };
  const isFailure = conclusion === "failure";
  if (isFailure || (await isGreen(state, run, published))) await state.troubles.note(place, isFailure);
  return [{ kind: "upkeep", ...place }, ...plans];
}

/** Whether all is well after a run that went well: it looked at everything, or what had failed has come right in parts. */
async function isGreen(
  { troubles, runs }: WorkerParts["state"],
  run: Run,
  published: CarriedOut | null,
): Promise<boolean> {
  if (run.scope.length === 0) return true;
  if (!(await troubles.of(run.repository.id))) return false;
  const latest = await runs.latest(run.repository.id, null, MOST_RUNS);
  const all = [{ scope: run.scope, published }, ...latest];
  const whole = all.find(({ scope }) => scope.length === 0);
  // Of a whole run that came to nothing, as for a wrong config, no part makes up.
  return whole !== undefined && whole.published !== null && failingImages(all).length === 0;
}

function hasMoved(published: CarriedOut | null): boolean {
  const summary = published?.report.summary;
  return summary !== undefined && summary.copied + summary.updated > 0;
}

/** A rocket on the comment that asked for it. One that cannot be given is not missed. */
async function thank(
  { github, log }: Pick<WorkerParts, "github" | "log">,
  { asker, installation, repository }: Run,
  conclusion: Conclusion,
  signal: AbortSignal,
): Promise<void> {
  if (!asker?.comment || (conclusion !== "success" && conclusion !== "neutral")) return;
  try {
    await github.installation(installation).threads.react(repository, asker.comment, "rocket", signal);
  } catch (error) {
    if (!isRefusal(error)) log.warn({ err: error }, "a reaction could not be given");
  }
}
