import { accountOf } from "../../account.ts";
import type { Call, Handlers } from "../../handler.ts";
import { paginate } from "../../paginate.ts";
import { conflict, Refusal } from "../../refusal.ts";
import { repositoryOf, writableRepositoryOf } from "../../repositories/handlers/repository-of.ts";
import type { Repository } from "../../repositories/repository.ts";
import { jobJson } from "../json/job-json.ts";
import { workflowRunJson } from "../json/workflow-run-json.ts";
import type { WorkflowRun } from "../workflow-run.ts";

/** https://docs.github.com/en/rest/actions/workflow-runs and https://docs.github.com/en/rest/actions/workflow-jobs */
export const runHandlers: Handlers = {
  "actions/get-workflow-run": (call) => ({
    status: 200,
    body: workflowRunJson(runOf(call, repositoryOf(call))),
  }),

  "actions/list-jobs-for-workflow-run": (call) => {
    const run = runOf(call, repositoryOf(call));
    const jobs = call.query.get("filter") === "all" ? run.allJobs : run.jobs;
    const { items, headers } = paginate(call, jobs);
    return { status: 200, headers, body: { total_count: jobs.length, jobs: items.map(jobJson) } };
  },

  "actions/get-job-for-workflow-run": (call) => ({
    status: 200,
    body: jobJson(call.world.actions.of(repositoryOf(call)).job(Number(call.params["job_id"]))),
  }),

  "actions/cancel-workflow-run": (call) => {
    const run = runOf(call, writableRepositoryOf(call));
    if (run.isOver) throw conflict("Cannot cancel a workflow run that is completed.");
    call.world.actions.cancel(run);
    return { status: 202, body: {} };
  },

  "actions/re-run-workflow": (call) => {
    const run = runOf(call, writableRepositoryOf(call));
    if (!run.isOver) throw new Refusal(403, "This workflow is already running");
    call.world.actions.rerun(run, accountOf(call));
    return { status: 201, body: {} };
  },
};

/** Throws 404. */
const runOf = ({ world, params }: Call, repository: Repository): WorkflowRun =>
  world.actions.of(repository).run(Number(params["run_id"]));
