import { scopeOf } from "../../../config/scope-of.ts";
import { isRefusal } from "../../../github/github-error.ts";
import { POLICY_CHECK_NAME } from "../../../github/report/check-name.ts";
import {
  renderInvalidPolicy,
  renderPolicyChange,
} from "../../../github/report/render/render-policy-change.ts";
import type { RenderedEnd } from "../../../github/report/render/rendered-end.ts";
import type { PolicyErrand } from "../../../jobs/errand.ts";
import type { ReconcileRequest } from "../../../jobs/request.ts";
import type { JobContext, State } from "../../../jobs/state.ts";
import { endCheck } from "../../end-check.ts";
import { readPolicy } from "../../find-policy.ts";
import { type LocatedPolicy, locatePolicy } from "../../locate-policy.ts";
import type { WorkerParts } from "../../parts.ts";
import { isOther } from "../plan/find-change.ts";
import { replanOf } from "../plan/replan-of.ts";
import { tellableChange } from "./tellable-change.ts";
import { type TurnedConfig, weighPolicy } from "./weigh-policy.ts";

/**
 * Looks at the policy of an organization at a commit, and says there, once, what it changes; where it is wrong, that nothing is allowed.
 * What became allowed is mirrored. Nothing happens where the commit has the policy that was there before.
 */
export async function tellPolicy(
  parts: WorkerParts,
  errand: PolicyErrand,
  id: string,
  { signal }: JobContext,
): Promise<void> {
  const { state, github: app, clock, log } = parts;
  const { installation, repository, commit, before: previous = null } = errand;
  const github = app.installation(installation);
  const locate = (at: string) => locatePolicy(github, repository, at, signal);
  const read = async (found: LocatedPolicy | undefined, at: string | null) =>
    found && at !== null
      ? await readPolicy(github, repository, { ...found, commit: at }, "organization", signal)
      : undefined;
  const [located, earlier] = [await locate(commit), previous === null ? undefined : await locate(previous)];
  const path = (located ?? earlier)?.path;
  if (path === undefined || !isOther({ before: earlier, after: located })) return;

  const context = { path, commit, finishedAt: clock.now() };
  const after = await read(located, commit);
  if (after?.broken) return await tell(renderInvalidPolicy(after.broken.problems, context));
  const before = await read(earlier, previous);
  const turn = { place: errand, before, after };
  const weighed = await weighPolicy(parts, turn, signal);
  await tell(renderPolicyChange(await tellableChange(parts, turn, weighed, signal), context));
  await replanOf(parts, await plansOf(state, weighed.touched));
  const requests = weighed.touched.flatMap(requestFor);
  if (requests.length > 0) await state.intake.request(requests);

  /** Where nobody may be told, what follows is done nonetheless. */
  async function tell(end: RenderedEnd): Promise<void> {
    const identity = { name: POLICY_CHECK_NAME, commit, externalId: `policy:${previous ?? ""}:${id}` };
    try {
      const known = await github.findCheckRun(repository, identity, signal);
      await endCheck({ github, repository, identity, signal }, known, end);
      log.info({ commit, conclusion: end.conclusion }, end.output.title);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.warn({ commit, err: error }, "a change of a policy could not be told");
    }
  }
}

async function plansOf(state: State, touched: readonly TurnedConfig[]) {
  const plans = touched.map(({ applied }) => state.plans.ofRepository(applied.repository));
  return (await Promise.all(plans)).flat();
}

/** What is newly allowed is brought at once; nothing where a policy only forbids. */
function requestFor({ applied: { place }, allowed }: TurnedConfig): ReconcileRequest[] {
  if (allowed.length === 0) return [];
  const { installation, repository } = place;
  return [{ installation, repository, commit: null, reason: "policy", scope: scopeOf(allowed) }];
}
