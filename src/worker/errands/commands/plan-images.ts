import { PLAN_CHECK_NAME } from "../../../github/report/check-name.ts";
import type { ProposedPlan } from "../../../github/report/plan-words.ts";
import { code } from "../../../github/report/render/markdown.ts";
import { policyName } from "../../../github/report/render/plans/refusal-words.ts";
import { planAnswer, renderStandingPlan } from "../../../github/report/render/render-standing-plan.ts";
import { compileOnly } from "../../../reconcile/compile-only.ts";
import { endCheck } from "../../end-check.ts";
import { OWNERS_OF_STRANGERS, readGround } from "../../read-ground.ts";
import type { Asked } from "./asked.ts";
import { dryRun } from "./dry-run.ts";
import { findConfig } from "./find-config.ts";
import { vainOf } from "./matching.ts";
import { done, type Outcome, unclear } from "./outcome.ts";

/**
 * Looks again at what a config would do: of a pull request by its plan, of the default branch in a check run on its head. Of single images
 * it is told in the reply.
 */
export async function planImages(asked: Asked, images: readonly string[]): Promise<Outcome> {
  const { place, pull } = asked;
  if (!pull) return await planDefaultBranch(asked, images);
  const now = await pull.now();
  if (!now?.isOpen) return unclear("This pull request is closed.");
  if (images.length > 0) return await planCommit(asked, { commit: now.head, isFork: now.isFork }, images);
  const errand = { kind: "plan", ...place, pull: pull.number, isFresh: true } as const;
  return { kind: "done", errands: [errand] };
}

async function planDefaultBranch(asked: Asked, images: readonly string[]): Promise<Outcome> {
  const { place, github, thread, signal } = asked;
  const issue = await github.threads.thread(place.repository, thread, signal);
  if (!issue?.isOwn)
    return unclear("`/mirror plan` is for pull requests, and for the mirror's dashboard. Comment there.");
  const commit = await github.defaultHead(place.repository, signal);
  if (commit === undefined) return unclear("This repository is empty.");
  return await planCommit(asked, { commit, isFork: false }, images);
}

/** What is looked at. */
interface Planned {
  readonly commit: string;
  readonly isFork: boolean;
}

async function planCommit(
  { parts, place, github, pull, comment, signal }: Asked,
  { commit, isFork }: Planned,
  images: readonly string[],
): Promise<Outcome> {
  const { repository } = place;
  const found = await findConfig(github, repository, commit, signal);
  if (found.kind === "none")
    return unclear(`There is no \`.github/mirror.yml\` at ${code(commit.slice(0, 7))}.`);
  if (found.kind === "wrong")
    return unclear(`${code(found.path)} is wrong, and nothing of it can be carried out.`);
  const { config, path } = found;
  const most = isFork ? OWNERS_OF_STRANGERS : undefined;
  const judged = await readGround(parts, place, config, signal, most);
  if (judged.broken)
    return unclear(`${policyName(judged.broken.file)} cannot be read, so that nothing is allowed.`);
  const plan = await dryRun(parts, { place, config, ground: judged.ground, only: images, isFork }, signal);
  const context = { repository, path, commit, computedAt: parts.clock.now() };
  if (pull || images.length > 0) return done(...planAnswer(plan, vainIn(plan, images), context));
  const identity = { name: PLAN_CHECK_NAME, commit, externalId: `plan::${comment}` };
  const check = { github, repository, identity, signal };
  const known = await github.findCheckRun(repository, identity, signal);
  await endCheck(check, known, renderStandingPlan(plan, context));
  return { kind: "done" };
}

/** Those of the globs that mean nothing in a plan, neither what it would bring nor what is forbidden. */
function vainIn({ report, forbidden }: ProposedPlan, images: readonly string[]): readonly string[] {
  const sources = report.images.map(({ source }) => source);
  return vainOf(images, sources).filter((image) => {
    const { mayMean } = compileOnly([image]);
    return !forbidden.some(({ entry }) => mayMean(entry.source));
  });
}
