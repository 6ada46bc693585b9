import { accountJson, nodeId } from "../../account.ts";
import { pullsOfHead } from "../../repositories/json/pull-json.ts";
import { repositoryJson, toTime } from "../../repositories/json/repository-json.ts";
import { headCommitJson } from "../../repositories/push-payload.ts";
import type { WorkflowRun } from "../workflow-run.ts";

/** The schema `workflow-run`, in answers and in webhooks. */
export function workflowRunJson(run: WorkflowRun) {
  const { repository, registered, workflow, suite } = run;
  const { world, apiUrl } = repository;
  const url = `${apiUrl}/actions/runs/${run.id}`;
  const head = repository.git.commits.get(run.headSha);
  if (!head) throw new Error(`the run ${run.id} is of an unknown commit`);
  return {
    id: run.id,
    name: workflow.name,
    node_id: nodeId("WorkflowRun", run.id),
    head_branch: run.branch,
    head_sha: run.headSha,
    path: workflow.path,
    display_title: run.title,
    run_number: run.number,
    event: "workflow_dispatch",
    status: run.status,
    conclusion: run.conclusion ?? null,
    workflow_id: registered.id,
    check_suite_id: suite.id,
    check_suite_node_id: nodeId("CheckSuite", suite.id),
    url,
    html_url: run.htmlUrl,
    pull_requests: pullsOfHead(repository, run.headSha),
    created_at: toTime(run.createdAt),
    updated_at: toTime(run.updatedAt),
    actor: accountJson(run.actor, world),
    run_attempt: run.attempt,
    referenced_workflows: [],
    run_started_at: toTime(run.startedAt),
    triggering_actor: accountJson(run.triggeredBy, world),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${apiUrl}/check-suites/${suite.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${apiUrl}/actions/workflows/${registered.id}`,
    head_commit: headCommitJson(head),
    repository: repositoryJson(repository),
    head_repository: repositoryJson(repository),
  };
}
