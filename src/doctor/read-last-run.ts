import type { InstallationGitHub, RepositoryName } from "../github/github.ts";
import { isGitHubError } from "../github/github-error.ts";
import { collectResults } from "../publish/actions/collect-results.ts";
import { runInTitle } from "../workflow/run-in-title.ts";
import { WORKFLOW_FILE } from "../workflow/workflow-file.ts";
import { destinationOfOwner } from "../workflow/workflow-inputs.ts";
import type { LastRun } from "./instruments.ts";
import { OutOfSight } from "./out-of-sight.ts";

const ELSEWHERE = "Look at the check run of the last commit that changed the config.";

/**
 * What the newest run of a repository's workflow has left, as its jobs report it; undefined: it never ran. What the App itself brought
 * is not among it. Throws `OutOfSight` where that run says nothing, `GitHubError`.
 */
export async function readLastRun(
  github: InstallationGitHub,
  repository: RepositoryName,
  registry: string,
  signal: AbortSignal,
): Promise<LastRun | undefined> {
  const run = await newestRun(github, repository, signal);
  if (!run) return undefined;
  const about = `Run ${run.number} of the workflow`;
  if (run.status !== "completed") throw new OutOfSight(`${about} has not ended.`, "Look again when it has.");
  const expected = {
    run: runInTitle(run.title) ?? "",
    destination: destinationOfOwner(registry, repository.owner),
  };
  const collected = await collectResults(github, { repository }, run, expected, signal);
  if ("missing" in collected) {
    throw new OutOfSight(`${about} says nothing: ${collected.missing.join("; ")}.`, ELSEWHERE);
  }
  return { report: collected.report, workflowRun: run.url };
}

async function newestRun({ actions }: InstallationGitHub, repository: RepositoryName, signal: AbortSignal) {
  try {
    return await actions.findRun(repository, { file: WORKFLOW_FILE, title: "" }, signal);
  } catch (error) {
    // There is no such workflow.
    if (isGitHubError(error, "NOT_FOUND")) return undefined;
    throw error;
  }
}
