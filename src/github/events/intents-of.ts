import type { Intent } from "../../jobs/intent.ts";
import { type CheckRunPayload, checkRun } from "./check-run.ts";
import { type CheckSuitePayload, checkSuite } from "./check-suite.ts";
import { type InstallationPayload, installation } from "./installation.ts";
import {
  type InstallationRepositoriesPayload,
  installationRepositories,
} from "./installation-repositories.ts";
import { type IssueCommentPayload, issueComment } from "./issue-comment.ts";
import { type IssuesPayload, issues } from "./issues.ts";
import { type MergeGroupPayload, mergeGroup } from "./merge-group.ts";
import { type PackagePayload, packageEvent } from "./package.ts";
import { type PullRequestPayload, pullRequest } from "./pull-request.ts";
import { type PushPayload, push } from "./push.ts";
import { type RepositoryPayload, repository } from "./repository.ts";
import { type WorkflowJobPayload, workflowJob } from "./workflow-job.ts";
import { type WorkflowRunPayload, workflowRun } from "./workflow-run.ts";

/** What may stand in a payload of any event; each reader knows the parts of its own. */
type AnyPayload = PushPayload &
  InstallationPayload &
  InstallationRepositoriesPayload &
  RepositoryPayload &
  CheckRunPayload &
  CheckSuitePayload &
  PullRequestPayload &
  MergeGroupPayload &
  IssueCommentPayload &
  IssuesPayload &
  PackagePayload &
  WorkflowRunPayload &
  WorkflowJobPayload;

/** What each event means, given the id of our App. */
const READERS: ReadonlyMap<string, (payload: AnyPayload, app: number) => readonly Intent[]> = new Map([
  ["push", push],
  ["installation", installation],
  ["installation_repositories", installationRepositories],
  ["repository", repository],
  ["check_run", checkRun],
  ["check_suite", checkSuite],
  ["pull_request", pullRequest],
  ["merge_group", mergeGroup],
  ["issue_comment", issueComment],
  ["issues", issues],
  ["package", packageEvent],
  ["registry_package", packageEvent],
  ["workflow_run", workflowRun],
  ["workflow_job", workflowJob],
]);

/**
 * What a delivery means for the App with the id `app`: an intent for each thing to be done, none for most deliveries.
 * `event` is as in `X-GitHub-Event`. Never throws: a payload without what is needed means nothing.
 */
export function intentsOf(app: number, event: string, payload: object): readonly Intent[] {
  return READERS.get(event)?.(payload, app) ?? [];
}
