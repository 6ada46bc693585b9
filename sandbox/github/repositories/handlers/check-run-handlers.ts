import { accountOf } from "../../account.ts";
import type { Call, Handlers } from "../../handler.ts";
import { paginate } from "../../paginate.ts";
import { Refusal } from "../../refusal.ts";
import { type CheckRun, latestRuns } from "../checks/check-run.ts";
import type { CheckRunBody } from "../checks/checks.ts";
import { annotationJson, checkRunJson } from "../json/check-run-json.ts";
import { checkSuiteJson } from "../json/check-suite-json.ts";
import type { Repository } from "../repository.ts";
import { commitOf, repositoryOf, writableRepositoryOf } from "./repository-of.ts";

/** https://docs.github.com/en/rest/checks. What a body must be like, the contract knows. */
export const checkRunHandlers: Handlers = {
  "checks/create": (call) => {
    const repository = checkedRepositoryOf(call);
    const body = call.body as CheckRunBody & { name: string; head_sha: string };
    const { git, checks } = repository;
    if (!git.commits.get(body.head_sha)) throw new Refusal(422, `No commit found for SHA: ${body.head_sha}`);
    const run = checks.create(body.head_sha, body, accountOf(call));
    return { status: 201, body: checkRunJson(repository, run) };
  },

  "checks/update": (call) => {
    const repository = checkedRepositoryOf(call);
    const run = repository.checks.run(Number(call.params["check_run_id"]));
    repository.checks.update(run, call.body as CheckRunBody, accountOf(call));
    return { status: 200, body: checkRunJson(repository, run) };
  },

  "checks/get": (call) => {
    const repository = repositoryOf(call);
    return {
      status: 200,
      body: checkRunJson(repository, repository.checks.run(Number(call.params["check_run_id"]))),
    };
  },

  "checks/list-for-ref": (call) => {
    const repository = repositoryOf(call);
    const { sha } = commitOf(repository, call.params["ref"] ?? "");
    return listRuns(call, repository, repository.checks.runsOf(sha));
  },

  "checks/list-for-suite": (call) => {
    const repository = repositoryOf(call);
    return listRuns(call, repository, repository.checks.suite(Number(call.params["check_suite_id"])).runs);
  },

  "checks/list-annotations": (call) => {
    const repository = repositoryOf(call);
    const run = repository.checks.run(Number(call.params["check_run_id"]));
    const { items, headers } = paginate(call, run.annotations);
    return {
      status: 200,
      headers,
      body: items.map((annotation) => annotationJson(repository, run, annotation)),
    };
  },

  "checks/get-suite": (call) => {
    const repository = repositoryOf(call);
    const suite = repository.checks.suite(Number(call.params["check_suite_id"]));
    return { status: 200, body: checkSuiteJson(repository, suite) };
  },

  "checks/rerequest-run": (call) => {
    const { checks } = writableRepositoryOf(call);
    checks.rerequestRun(checks.run(Number(call.params["check_run_id"])), accountOf(call));
    return { status: 201, body: {} };
  },

  "checks/rerequest-suite": (call) => {
    const { checks } = writableRepositoryOf(call);
    checks.rerequestSuite(checks.suite(Number(call.params["check_suite_id"])), accountOf(call));
    return { status: 201, body: {} };
  },
};

function checkedRepositoryOf(call: Call): Repository {
  if (call.actor.kind !== "installation") throw new Refusal(403, "You must authenticate via a GitHub App.");
  return writableRepositoryOf(call);
}

/** Newest first, unless all are asked for only the newest of each name. */
function listRuns(call: Call, repository: Repository, runs: readonly CheckRun[]) {
  const { query, world } = call;
  const [name, status, app] = [query.get("check_name"), query.get("status"), query.get("app_id")];
  const found = (query.get("filter") === "all" ? runs : latestRuns({ runs: [...runs] }))
    .filter((run) => name === null || run.name === name)
    .filter((run) => status === null || run.status === status)
    .filter(() => app === null || Number(app) === world.app.id)
    .toReversed();
  const { items, headers } = paginate(call, found);
  const check_runs = items.map((run) => checkRunJson(repository, run));
  return { status: 200, headers, body: { total_count: found.length, check_runs } };
}
