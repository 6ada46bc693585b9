import { notFound, Refusal } from "../refusal.ts";
import type { Repository } from "../repositories/repository.ts";
import type { Account } from "../world.ts";
import { dispatchInputs } from "./dispatch-inputs.ts";
import { evaluateNames } from "./evaluate-names.ts";
import { InvalidFile } from "./invalid-file.ts";
import { readWorkflow, type WorkflowFile } from "./workflow-file.ts";
import type { WorkflowRun } from "./workflow-run.ts";

/** What is to be run. */
export interface Dispatch {
  /** The name of a workflow's file, or its id. */
  readonly workflow: string;
  /** A branch or a tag, in short or in full. */
  readonly ref: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** Starts a workflow for somebody, or throws 404 and 422 in GitHub's words. https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */
export async function dispatch(
  repository: Repository,
  { workflow: idOrFile, ref, inputs: given = {} }: Dispatch,
  actor: Account,
): Promise<WorkflowRun> {
  const { world, git } = repository;
  const place = world.actions.of(repository);
  const found = await place.find(idOrFile);
  if (!found) throw notFound();
  const { workflow } = found;
  if (!place.settings.isEnabled) throw refused("Actions has been disabled for this repository.");
  if (workflow.state !== "active") {
    throw refused("Cannot trigger a 'workflow_dispatch' on a disabled workflow");
  }
  const fullRef = fullNameOf(repository, ref);
  const commit = git.commits.get(git.refs.get(fullRef) ?? "");
  if (!commit) throw refused(`No ref found for: ${ref}`);
  const text = await git.readText(commit, workflow.path);
  const file = text === undefined ? undefined : read(text);
  if (text === undefined || !file?.dispatch) {
    throw refused("Workflow does not have 'workflow_dispatch' trigger");
  }
  return world.actions.add({
    repository,
    registered: workflow,
    workflow: { path: workflow.path, text, sha: commit.sha, file, name: file.name ?? workflow.path },
    inputs: dispatchInputs(file.dispatch.inputs, given),
    actor,
    ref: fullRef,
    headSha: commit.sha,
    nameRun: evaluateNames,
  });
}

/** Branches come before tags. Throws 422. */
function fullNameOf({ git }: Repository, ref: string): string {
  const found = ["refs/heads/", "refs/tags/", ""]
    .map((prefix) => `${prefix}${ref}`)
    .find((name) => git.refs.has(name));
  if (found === undefined) throw refused(`No ref found for: ${ref}`);
  return found;
}

function read(text: string): WorkflowFile {
  try {
    return readWorkflow(text);
  } catch (error) {
    if (!(error instanceof InvalidFile)) throw error;
    throw refused(`failed to parse workflow: ${error.problems.join(", ")}`);
  }
}

const refused = (message: string) => new Refusal(422, message);
