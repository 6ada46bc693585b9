import { accountOf } from "../../account.ts";
import type { App } from "../../apps/app.ts";
import type { Call, Handlers } from "../../handler.ts";
import { paginate } from "../../paginate.ts";
import { Refusal } from "../../refusal.ts";
import { type CheckRun, type CheckSuite, latestRuns } from "../checks/check-run.ts";
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
    const run = checks.create(body.head_sha, body, accountOf(call), appOf(call));
    return { status: 201, body: checkRunJson(repository, run) };
  },

  "checks/update": (call) => {
    const repository = checkedRepositoryOf(call);
    const run = repository.checks.run(Number(call.params["check_run_id"]));
    if (run.suite.app !== appOf(call)) throw notItsOwn(appOf(call));
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
    const runs = repository.checks.suitesOf(sha).flatMap((suite) => listed(call, suite));
    return listRuns(call, repository, runs);
  },

  "checks/list-for-suite": (call) => {
    const repository = repositoryOf(call);
    const suite = repository.checks.suite(Number(call.params["check_suite_id"]));
    return listRuns(call, repository, listed(call, suite));
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
  if (call.actor.kind !== "installation" && call.actor.kind !== "job")
    throw new Refusal(403, "You must authenticate via a GitHub App.");
  return writableRepositoryOf(call);
}

/** In whose name a check run is made. */
const appOf = ({ actor, world }: Call): App => (actor.kind === "job" ? world.actionsApp : world.app);

const notItsOwn = ({ id }: App) =>
  new Refusal(
    403,
    `Invalid app_id \`${id}\` - check run can only be modified by the GitHub App that created it.`,
  );

/** Of a suite only the newest of each name, unless all are asked for. */
const listed = ({ query }: Call, { runs }: CheckSuite) =>
  query.get("filter") === "all" ? runs : latestRuns({ runs });

/** Newest first. */
function listRuns(call: Call, repository: Repository, runs: readonly CheckRun[]) {
  const [name, status, app] = ["check_name", "status", "app_id"].map((key) => call.query.get(key));
  const found = runs
    .filter((run) => name === null || run.name === name)
    .filter((run) => status === null || run.status === status)
    .filter((run) => app === null || Number(app) === run.suite.app.id)
    .toSorted((a, b) => b.id - a.id);
  const { items, headers } = paginate(call, found);
  const check_runs = items.map((run) => checkRunJson(repository, run));
  return { status: 200, headers, body: { total_count: found.length, check_runs } };
}
