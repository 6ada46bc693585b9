import assert from "node:assert/strict";
import { count } from "../../src/text/count.ts";
import type { Scene } from "./open-scene.ts";

/** Checks what must be true of all that has happened, and says in a sentence how much it was. Throws `AssertionError`. */
export async function lookBack({ github, hub }: Scene): Promise<string> {
  await github.actions.settled();
  await github.settled();
  const lost = github.hooks.log.filter(({ status }) => status !== "OK");
  assert(lost.length === 0, `the App did not take ${lost.length} of the webhooks`);
  assert.deepEqual(github.violations, [], "the sandbox broke GitHub's contract");
  const refused = github.requests.filter(({ status }) => status >= 400 && status !== 404);
  assert.deepEqual(
    refused.map(({ method, path, status }) => `${method} ${path}: ${status}`),
    [],
    "GitHub refused what it was asked for",
  );
  const runs = github.actions.runs.length;
  return `${count(github.hooks.log.length, "webhook")} taken, ${count(runs, "run")} of the workflow, ${count(hub.pulls, "pull")} in all`;
}

/** Requests that the App has made to GitHub; those of jobs are not its own. */
export function requestsOfApp({ github }: Pick<Scene, "github">): number {
  return github.requests.filter(({ actor }) => actor?.kind === "app" || actor?.kind === "installation")
    .length;
}
