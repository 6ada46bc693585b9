import { isRefusal } from "../../../github/github-error.ts";
import { PLAN_CHECK_NAME } from "../../../github/report/check-name.ts";
import { renderPlan } from "../../../github/report/render/render-plan.ts";
import type { GroupErrand } from "../../../jobs/errand.ts";
import type { JobContext } from "../../../jobs/state.ts";
import { endCheck } from "../../end-check.ts";
import type { WorkerParts } from "../../parts.ts";
import { examineChange } from "./examine-change.ts";
import { findChange } from "./find-change.ts";
import { endOf, pathOf } from "./plan-pull.ts";

/** Says on the head of a merge queue's group, in a check run, what its config and policy would do. A group that changes neither gets none. */
export async function planGroup(
  parts: WorkerParts,
  { installation, repository, base, head }: GroupErrand,
  id: string,
  { signal }: JobContext,
): Promise<void> {
  const github = parts.github.installation(installation);
  const change = await findChange(github, repository, { base, head }, signal);
  if (!change) return;
  const place = { installation, repository };
  // What is in a queue was approved by somebody who may write here.
  const proposal = { place, base, head, isFork: false, change };
  const { findings, policies } = await examineChange(parts, proposal, signal);
  const rendered = renderPlan(findings, {
    repository,
    path: pathOf(change),
    commit: head,
    pull: undefined,
    isFork: false,
    // A queue is told by the branch it is for, and says so itself.
    baseBranch: "",
    defaultBranch: "",
    policies,
    computedAt: parts.clock.now(),
  });
  const identity = { name: PLAN_CHECK_NAME, commit: head, externalId: `group:${base}:${id}` };
  try {
    const known = await github.findCheckRun(repository, identity, signal);
    await endCheck({ github, repository, identity, signal }, known, endOf(rendered));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    parts.log.warn({ commit: head, err: error }, "GitHub does not let a plan be told");
  }
}
