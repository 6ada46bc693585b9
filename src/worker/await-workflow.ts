import { GitHubError } from "../github/github-error.ts";
import type { Obstacle } from "../publish/obstacle.ts";
import { workflowsTree } from "./locate-config.ts";
import type { OpenRun } from "./open-run.ts";

/**
 * What a config waits for that a person keeps from being applied: other workflows on the default branch than these (`NewlyApplied.awaits`).
 * Throws `UNAVAILABLE` where the one that was missing is there by now: its push found a run on its way and asked for no other one, so
 * this one is tried again.
 */
export async function awaitWorkflow(
  { run, github, commit }: OpenRun,
  obstacle: Obstacle,
  signal: AbortSignal,
): Promise<string> {
  const head = (await github.defaultHead(run.repository, signal)) ?? commit;
  const awaits = await workflowsTree(github, run.repository, head, signal);
  if (obstacle.code === "WORKFLOW_MISSING" && awaits !== "") {
    const file = { path: obstacle.path, ref: head, limit: Number.POSITIVE_INFINITY };
    if ((await github.readFile(run.repository, file, signal)) !== undefined)
      throw new GitHubError("UNAVAILABLE", "look for the workflow", "it was added a moment ago");
  }
  return awaits;
}
