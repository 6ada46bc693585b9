import { isRefusal } from "../../../github/github-error.ts";
import { renderPlanAbandoned } from "../../../github/report/render/render-plan-steps.ts";
import type { PlanErrand } from "../../../jobs/errand.ts";
import type { WorkerParts } from "../../parts.ts";

/** The last try of a plan has failed: a check run that it has begun is ended, and the plan is forgotten. */
export async function abandonPlan(
  { state, github }: Pick<WorkerParts, "state" | "github">,
  { installation, repository, pull }: PlanErrand,
  signal: AbortSignal,
): Promise<void> {
  const known = await state.plans.of(repository.id, pull);
  if (known?.said !== "") return;
  const end = { status: "completed", conclusion: "failure", output: renderPlanAbandoned() } as const;
  try {
    await github.installation(installation).updateCheckRun(repository, known.checkRun, end, signal);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  await state.plans.forget(repository.id, pull);
}
