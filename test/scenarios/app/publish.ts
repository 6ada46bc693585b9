import { expect } from "vitest";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Files } from "../../../sandbox/github/repositories/git/file-content.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import { DEFAULT_ACTION, WORKFLOW_PATH, workflowText } from "../../../src/workflow/workflow-file.ts";
import type { House } from "./open-house.ts";

/** The workflow as we propose it. */
export const WORKFLOW: Files = { [WORKFLOW_PATH]: workflowText(DEFAULT_ACTION) };

/** Seconds that go by between two looks of a test at a workflow that a process carries out: some twenty times as many as really do. */
export const PACE = 0.1;

/** Pushes files, the workflow among them, and resolves with the check run when all has come to its end. */
export async function publish(house: House, repository: Repository, files: Files): Promise<CheckRun> {
  const sha = await repository.commit({ files: { ...WORKFLOW, ...files } });
  await house.settled(PACE);
  return lastOf(repository, sha);
}

/** Presses Re-run, and resolves with the new check run when all has come to its end. */
export async function rerun(
  house: House,
  repository: Repository,
  { id, headSha }: CheckRun,
): Promise<CheckRun> {
  repository.pressRerun(id);
  await house.settled(PACE);
  return lastOf(repository, headSha);
}

function lastOf(repository: Repository, sha: string): CheckRun {
  return repository.checks.runsOf(sha).at(-1) ?? expect.fail("there is no check run");
}
