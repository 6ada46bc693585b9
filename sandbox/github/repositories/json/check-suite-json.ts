import { nodeId } from "../../account.ts";
import { appJson } from "../../apps/app.ts";
import { type CheckSuite, latestRuns, suiteState } from "../checks/check-run.ts";
import { NO_COMMIT } from "../git/commit.ts";
import { headCommitJson } from "../push-payload.ts";
import type { Repository } from "../repository.ts";
import { pullsOfHead } from "./pull-json.ts";
import { repositoryJson, toTime } from "./repository-json.ts";

/** The schema `check-suite`. */
export function checkSuiteJson(repository: Repository, suite: CheckSuite) {
  const url = `${repository.apiUrl}/check-suites/${suite.id}`;
  const head = repository.git.commits.get(suite.headSha);
  if (!head) throw new Error(`the suite ${suite.id} is of an unknown commit`);
  return {
    id: suite.id,
    node_id: nodeId("CheckSuite", suite.id),
    head_branch: suite.headBranch ?? null,
    head_sha: suite.headSha,
    ...suiteState(suite),
    url,
    before: suite.before ?? NO_COMMIT,
    after: suite.headSha,
    pull_requests: pullsOfHead(repository, suite.headSha),
    app: appJson(repository.world, suite.app),
    repository: repositoryJson(repository),
    created_at: toTime(suite.createdAt),
    updated_at: toTime(suite.updatedAt),
    head_commit: headCommitJson(head),
    latest_check_runs_count: latestRuns(suite).length,
    check_runs_url: `${url}/check-runs`,
    rerequestable: true,
    runs_rerequestable: true,
  };
}
