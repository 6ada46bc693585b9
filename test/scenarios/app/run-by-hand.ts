import { buffer } from "node:stream/consumers";
import { expect } from "vitest";
import { ZipFile } from "yazl";
import type { WorkflowRun } from "../../../sandbox/github/actions/workflow-run.ts";
import type { CheckRun } from "../../../sandbox/github/repositories/checks/check-run.ts";
import type { Repository } from "../../../sandbox/github/repositories/repository.ts";
import type { RunReport } from "../../../src/reconcile/report.ts";
import { artifactName, RESULT_FILE, writeResult } from "../../../src/workflow/job-result.ts";
import { textOf } from "./config-of.ts";
import type { House } from "./open-house.ts";

/** A run of the workflow that came of a pushed config. */
export interface Dispatched {
  readonly sha: string;
  readonly run: WorkflowRun;
  /** The newest check run on the commit. */
  readonly check: () => CheckRun | undefined;
}

/** Pushes a config, and resolves with the run of the workflow that comes of it. */
export async function dispatched(
  house: House,
  repository: Repository,
  ...mirrors: readonly string[]
): Promise<Dispatched> {
  const earlier = house.github.actions.of(repository).runs.length;
  // Time goes by in these tests, and nobody runs what a schedule would start.
  const config = `${textOf(...mirrors)}defaults: { schedule: never }\n`;
  const sha = await repository.commit({ files: { ".github/mirror.yml": config } });
  const run = await begun(house, repository, earlier);
  return { sha, run, check: () => repository.checks.runsOf(sha).at(-1) };
}

/** The run of the workflow that the App began after `earlier` others. */
export async function begun(house: House, repository: Repository, earlier = 0): Promise<WorkflowRun> {
  const { runs } = house.github.actions.of(repository);
  await house.until(() => runs[earlier], 1);
  return runs[earlier] ?? expect.fail("no run was begun");
}

/** The one job of a run, begun, with a step under way. */
export function beginJob(run: WorkflowRun) {
  const job = run.addJob("mirror");
  job.begin();
  job.beginStep("Mirror");
  return job;
}

/** What a job leaves that reports so, for a run of the workflow. */
export async function leaveResult(run: WorkflowRun, report: RunReport): Promise<void> {
  const result = { version: 1, run: run.inputs["run"] ?? "", part: 0, parts: 1, report } as const;
  await leaveFile(run, writeResult(result));
}

/** The same with any text in the place of the result. */
export async function leaveFile(run: WorkflowRun, text: string, name = RESULT_FILE): Promise<void> {
  run.addArtifact(artifactName(run.attempt, 0), await zipOf(text, name));
}

/** A ZIP archive with one file. */
export function zipOf(text: string, name = RESULT_FILE): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return buffer(zip.outputStream);
}

/** Takes a run to its good end, with a job that reports so, and resolves when the App has told of it. */
export async function finish(house: House, run: WorkflowRun, report: RunReport): Promise<void> {
  beginJob(run);
  await leaveResult(run, report);
  run.complete("success");
  await house.settled(1);
}

/** Ends what a test that has failed may have left, lest others wait for it. */
export async function endAll(house: House): Promise<void> {
  for (const run of house.github.actions.runs) if (!run.isOver) run.complete("cancelled");
  await house.settled(5);
}
