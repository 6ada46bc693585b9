import { nodeId } from "../../account.ts";
import { toTime } from "../../repositories/json/repository-json.ts";
import type { Job } from "../job.ts";
import type { Step } from "../step.ts";

/** The schema `job`, in answers and in webhooks. */
export function jobJson(job: Job) {
  const { run, runner } = job;
  const { apiUrl } = run.repository;
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.workflow.name,
    head_branch: run.branch,
    run_url: `${apiUrl}/actions/runs/${run.id}`,
    run_attempt: job.attempt,
    node_id: nodeId("CheckRun", job.id),
    head_sha: run.headSha,
    url: `${apiUrl}/actions/jobs/${job.id}`,
    html_url: job.htmlUrl,
    status: job.status,
    conclusion: job.conclusion ?? null,
    created_at: toTime(job.createdAt),
    started_at: toTime(job.startedAt),
    completed_at: job.completedAt ? toTime(job.completedAt) : null,
    name: job.name,
    steps: job.steps.map(stepJson),
    check_run_url: `${apiUrl}/check-runs/${job.checkRunId}`,
    labels: job.labels,
    runner_id: runner?.id ?? null,
    runner_name: runner?.name ?? null,
    runner_group_id: runner ? 0 : null,
    runner_group_name: runner ? "GitHub Actions" : null,
  };
}

function stepJson({ number, name, status, conclusion, startedAt, completedAt }: Step) {
  return {
    name,
    status,
    conclusion: conclusion ?? null,
    number,
    started_at: toTime(startedAt),
    completed_at: completedAt ? toTime(completedAt) : null,
  };
}
