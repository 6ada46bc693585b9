import type { WorkflowRun } from "../../github/actions.ts";
import type { InstallationGitHub, RepositoryName } from "../../github/github.ts";
import { GitHubError, isGitHubError, isRefusal } from "../../github/github-error.ts";
import { WORKFLOW_FILE } from "../../workflow/workflow-file.ts";
import { destinationOfOwner, encodeInputs } from "../../workflow/workflow-inputs.ts";
import type { Obstacle, WorkflowPlace } from "../obstacle.ts";
import type { PublishOrder } from "../publisher.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { FoundWorkflow } from "./read-workflow.ts";
import type { WorkflowParts } from "./workflow-parts.ts";

/** Actions learns of new files and lists new runs a moment later: it is asked again so often, with so many milliseconds between. */
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
  const { repository } = workflow.place;
  const known = await dispatches.of(order.run, repository);
  const begun = known && (await findBegun(parts, github, order, known));
  if (begun) return await attach(parts, order, workflow, begun.id);

  await dispatches.begin(order.run, repository);
  try {
    const id = await dispatch(parts, github, order, workflow);
    const workflowRun = id ?? (await findBegun(parts, github, order, workflow.place))?.id;
    if (workflowRun !== undefined) return await attach(parts, order, workflow, workflowRun);
    // Another try would begin another run, of which we would know as little.
    return { obstacle: { code: "NAMELESS", place: workflow.place } };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await dispatches.forget(order.run, repository);
    // The default branch has got another name since we asked for it. The queue tries again, and asks for it anew.
    if (/no ref found/i.test(error.words)) throw new GitHubError("UNAVAILABLE", error.operation, error.words);
    return { obstacle: explainRefusal(error, workflow) };
  }
}

async function attach(
  { dispatches }: WorkflowParts,
  { run }: PublishOrder,
  { place }: FoundWorkflow,
  workflowRun: number,
) {
  await dispatches.attach(run, place.repository, workflowRun);
  return { workflowRun };
}

/** Resolves with the run's id, where GitHub tells it. */
async function dispatch(
  { clock, registry }: WorkflowParts,
  { actions }: InstallationGitHub,
  order: PublishOrder,
  { place: { repository, defaultBranch: ref } }: FoundWorkflow,
): Promise<number | undefined> {
  const { run, commit, path: config, configRepository, skip, only, signal } = order;
  const isElsewhere = nameOf(configRepository) !== nameOf(order.repository);
  const destination = destinationOfOwner(registry, order.repository.owner);
  const held = isElsewhere ? nameOf(configRepository) : "";
  const inputs = encodeInputs({ run, commit, config, repository: held, skip, destination, only });
  for (let left = TRIES; ; left -= 1) {
    try {
      return await actions.dispatch(repository, { file: WORKFLOW_FILE, ref, inputs }, signal);
    } catch (error) {
      if (left <= 1 || !isGitHubError(error, "NOT_FOUND")) throw error;
      await order.aside(() => clock.sleep(PAUSE, AbortSignal.any([signal, order.stopping])));
    }
  }
}

function nameOf({ owner, name }: RepositoryName): string {
  return `${owner}/${name}`;
}

/** The run that was begun for an order, perhaps a moment ago: then it takes GitHub another moment to list it. */
async function findBegun(
  { clock }: WorkflowParts,
  github: InstallationGitHub,
  { run, aside, signal, stopping }: PublishOrder,
  { repository }: Pick<WorkflowPlace, "repository">,
): Promise<WorkflowRun | undefined> {
  for (let left = TRIES; left > 0; left -= 1) {
    const found = await github.actions.findRun(repository, { file: WORKFLOW_FILE, title: run }, signal);
    if (found) return found;
    await aside(() => clock.sleep(PAUSE, AbortSignal.any([signal, stopping])));
  }
  return undefined;
}
