import type { Contexts } from "../evaluate.ts";
import type { WorkflowRun } from "../workflow-run.ts";

/** The contexts that hold for all of a run: `github`, so far as it is no matter of a job, `inputs` and `vars`. */
export function runContexts(
  run: WorkflowRun,
): Contexts & { readonly github: Readonly<Record<string, unknown>> } {
  return { github: githubContext(run), inputs: typedInputs(run), vars: {} };
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context */
function githubContext(run: WorkflowRun): Readonly<Record<string, unknown>> {
  const { repository, workflow, actor } = run;
  const { world, owner, fullName } = repository;
  return {
    actor: actor.login,
    actor_id: String(actor.id),
    api_url: world.url,
    event: eventOf(run),
    event_name: "workflow_dispatch",
    graphql_url: `${world.url}/graphql`,
    ref: run.ref,
    ref_name: run.branch,
    ref_protected: "false",
    ref_type: run.ref.startsWith("refs/tags/") ? "tag" : "branch",
    repository: fullName,
    repository_id: String(repository.id),
    repository_owner: owner.login,
    repository_owner_id: String(owner.id),
    retention_days: "90",
    run_attempt: String(run.attempt),
    run_id: String(run.id),
    run_number: String(run.number),
    server_url: repository.htmlUrl.slice(0, -fullName.length - 1),
    sha: run.headSha,
    triggering_actor: run.triggeredBy.login,
    workflow: workflow.name,
    workflow_ref: `${fullName}/${workflow.path}@${run.ref}`,
    workflow_sha: workflow.sha,
  };
}

/** What of the event `workflow_dispatch` workflows use. */
function eventOf({
  repository,
  actor,
  inputs,
  ref,
  workflow,
}: WorkflowRun): Readonly<Record<string, unknown>> {
  const { id, name, fullName, owner, defaultBranch, isPrivate } = repository;
  return {
    inputs,
    ref,
    repository: {
      id,
      name,
      full_name: fullName,
      private: isPrivate,
      default_branch: defaultBranch,
      owner: { id: owner.id, login: owner.login, type: owner.type },
    },
    sender: { id: actor.id, login: actor.login, type: actor.type },
    workflow: workflow.path,
  };
}

/** Inputs are text everywhere but here, where those that the file says are boolean or numbers are just that. */
function typedInputs({ inputs, workflow }: WorkflowRun): Readonly<Record<string, unknown>> {
  const types = new Map(workflow.file.dispatch?.inputs.map(({ name, type }) => [name, type]));
  const typed = (name: string, value: string) => {
    const type = types.get(name);
    return type === "boolean" ? value === "true" : type === "number" ? Number(value) : value;
  };
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, typed(name, value)]));
}
