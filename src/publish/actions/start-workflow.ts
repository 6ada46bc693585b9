import type { WorkflowRun } from "../../github/actions.ts";
import type { InstallationGitHub, RepositoryName } from "../../github/github.ts";
import { GitHubError, isGitHubError, isRefusal } from "../../github/github-error.ts";
import { WORKFLOW_FILE } from "../../workflow/workflow-file.ts";
import { destinationOfOwner, encodeInputs } from "../../workflow/workflow-inputs.ts";
import type { DueOrder } from "../due-order.ts";
import type { Obstacle } from "../obstacle.ts";
import type { PublishOrder } from "../publisher.ts";
import { pinOf } from "../still-removable.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { FoundWorkflow } from "./read-workflow.ts";
import type { WorkflowParts } from "./workflow-parts.ts";

/** Actions learns of new files and lists new runs a moment later: it is asked again so often, with so many milliseconds between. */
const TRIES = 6;
const PAUSE = 5_000;

/** A run of the workflow, or why there is none. */
export type Start = { readonly workflowRun: number } | { readonly obstacle: Obstacle };

/** The run of the workflow that was begun for an order: one that a process which died has asked for is found by its title, too. */
export async function findWorkflow(
  parts: WorkflowParts,
  github: InstallationGitHub,
  order: PublishOrder,
): Promise<number | undefined> {
  const { run, repository } = order;
  const known = await parts.dispatches.of(run, repository);
  if (known?.workflowRun) return known.workflowRun;
  const begun = known && (await findBegun(parts, github, order));
  if (begun) await parts.dispatches.attach(run, repository, begun.id);
  return begun?.id;
}

/** Has GitHub begin the workflow for an order. To be called where none was begun for it ({@link findWorkflow}). */
export async function startWorkflow(
  parts: WorkflowParts,
  github: InstallationGitHub,
  order: DueOrder,
  workflow: FoundWorkflow,
): Promise<Start> {
  const { dispatches } = parts;
  const { run, repository } = order;
  await dispatches.begin(run, repository);
  try {
    const id = await dispatch(parts, github, order, workflow);
    const workflowRun = id ?? (await findBegun(parts, github, order))?.id;
    // Another try would begin another run, of which we would know as little.
    if (workflowRun === undefined) return { obstacle: { code: "NAMELESS", place: workflow.place } };
    await dispatches.attach(run, repository, workflowRun);
    return { workflowRun };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await dispatches.forget(run, repository);
    // The default branch has got another name since we asked for it. The queue tries again, and asks for it anew.
    if (/no ref found/i.test(error.words)) throw new GitHubError("UNAVAILABLE", error.operation, error.words);
    return { obstacle: explainRefusal(error, workflow) };
  }
}

/** Resolves with the run's id, where GitHub tells it. */
async function dispatch(
  { clock, registry, reserve }: WorkflowParts,
  { actions }: InstallationGitHub,
  order: DueOrder,
  { place: { repository, defaultBranch: ref } }: FoundWorkflow,
): Promise<number | undefined> {
  const { run, commit, path: config, configRepository, skip, only, cleared, signal } = order;
  const isElsewhere = nameOf(configRepository) !== nameOf(order.repository);
  const destination = destinationOfOwner(registry, order.repository.owner);
  const held = isElsewhere ? nameOf(configRepository) : "";
  const remove = order.remove.map(pinOf);
  const told = { run, commit, config, repository: held, skip, destination, only, cleared, reserve, remove };
  // What there is no room for is missing in the job's report, and is taken up by the next run.
  const { inputs } = encodeInputs(told);
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
  { run, repository, aside, signal, stopping }: PublishOrder,
): Promise<WorkflowRun | undefined> {
  for (let left = TRIES; left > 0; left -= 1) {
    const found = await github.actions.findRun(repository, { file: WORKFLOW_FILE, title: run }, signal);
    if (found) return found;
    await aside(() => clock.sleep(PAUSE, AbortSignal.any([signal, stopping])));
  }
  return undefined;
}
