import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import type { WorkflowRun } from "../../../sandbox/github/actions/workflow-run.ts";
import type { RunReport } from "../../../src/reconcile/report.ts";
import { artifactName, RESULT_FILE, writeResult } from "../../../src/workflow/job-result.ts";

/** What a job leaves that reports so, for a run of the workflow. */
export async function leaveResult(run: WorkflowRun, report: RunReport): Promise<void> {
  const result = { version: 1, run: run.inputs["run"] ?? "", part: 0, parts: 1, report } as const;
  await leaveFile(run, writeResult(result));
}

/** The same with any text in the place of the result. */
export async function leaveFile(run: WorkflowRun, text: string, name = RESULT_FILE): Promise<void> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(text), name);
  zip.end();
  run.addArtifact(artifactName(run.attempt, 0), await buffer(zip.outputStream));
}

/** The one job of a run, begun, with a step under way. */
export function beginJob(run: WorkflowRun) {
  const job = run.addJob("mirror");
  job.begin();
  job.beginStep("Mirror");
  return job;
}
