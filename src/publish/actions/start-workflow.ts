import type { WorkflowRun } from "../../github/actions.ts";
import type { InstallationGitHub } from "../../github/github.ts";
import { GitHubError, isGitHubError, isRefusal } from "../../github/github-error.ts";
import type { Dispatch } from "../../jobs/state.ts";
import { WORKFLOW_FILE } from "../../workflow/workflow-file.ts";
import { encodeInputs } from "../../workflow/workflow-inputs.ts";
import type { Obstacle } from "../obstacle.ts";
import type { PublishOrder } from "../publisher.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { FoundWorkflow } from "./read-workflow.ts";
import type { WorkflowParts } from "./workflow-parts.ts";

/** Actions learns of a new file a moment after Git: it is asked again so often, with so many milliseconds between. */
const TRIES = 6;
const PAUSE = 5_000;

/** A run of the workflow, or why there is none. */
export type Start = { readonly workflowRun: number } | { readonly obstacle: Obstacle };

/**
 * Has GitHub begin the workflow for an order, once: one that a process which died has asked for is found again by its title, which
 * holds the id of our run.
 */
export async function startWorkflow(
  parts: WorkflowParts,
  github: InstallationGitHub,
  order: PublishOrder,
  workflow: FoundWorkflow,
): Promise<Start> {
  const { dispatches } = parts;
  const known = await dispatches.of(order.run);
  const begun = known && (await findBegun(github, known, order.signal));
  if (begun) return await attach(parts, order, begun.id);

  await dispatches.begin(order.run, workflow.place.repository);
  try {
    const id = await dispatch(parts, github, order, workflow);
    return await attach(parts, order, id ?? (await findNew(parts, github, order, workflow)));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await dispatches.forget(order.run);
    // The default branch has got another name since we asked for it. The queue tries again, and asks for it anew.
    if (/no ref found/i.test(error.words)) throw new GitHubError("UNAVAILABLE", error.operation, error.words);
    return { obstacle: explainRefusal(error, workflow) };
  }
}

async function attach({ dispatches }: WorkflowParts, { run }: PublishOrder, workflowRun: number) {
  await dispatches.attach(run, workflowRun);
  return { workflowRun };
}

async function findBegun(
  github: InstallationGitHub,
  { run, repository }: Pick<Dispatch, "run" | "repository">,
  signal: AbortSignal,
): Promise<WorkflowRun | undefined> {
  return await github.actions.findRun(repository, { file: WORKFLOW_FILE, title: run }, signal);
}

/** Resolves with the run's id, where GitHub tells it. */
async function dispatch(
  { clock, registry }: WorkflowParts,
  { actions }: InstallationGitHub,
  order: PublishOrder,
  { place: { repository, defaultBranch: ref } }: FoundWorkflow,
): Promise<number | undefined> {
  const { run, commit, path: config, only, signal } = order;
  const destination = `${registry}/${order.repository.owner.toLowerCase()}`;
  const inputs = encodeInputs({ run, commit, config, destination, only });
  for (let left = TRIES; ; left -= 1) {
    try {
      return await actions.dispatch(repository, { file: WORKFLOW_FILE, ref, inputs }, signal);
    } catch (error) {
      if (left <= 1 || !isGitHubError(error, "NOT_FOUND")) throw error;
      await order.aside(() => clock.sleep(PAUSE, AbortSignal.any([signal, order.stopping])));
    }
  }
}

/** The run that was just begun by a GitHub that did not tell its id: it is listed a moment later. */
async function findNew(
  { clock }: WorkflowParts,
  github: InstallationGitHub,
  { run, aside, signal, stopping }: PublishOrder,
  { place: { repository } }: FoundWorkflow,
): Promise<number> {
  for (let left = TRIES; left > 0; left -= 1) {
    const found = await findBegun(github, { run, repository }, signal);
    if (found) return found.id;
    await aside(() => clock.sleep(PAUSE, AbortSignal.any([signal, stopping])));
  }
  // The queue tries again, looks again, and then asks anew.
  throw new GitHubError("UNAVAILABLE", "start the workflow", "it was taken, and no run of it is listed");
}
