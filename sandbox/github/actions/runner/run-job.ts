import { type Contexts, evaluate, evaluateText } from "../evaluate.ts";
import type { Job } from "../job.ts";
import type { JobTemplate } from "../workflow-file.ts";
import type { Machine } from "./create-runner.ts";
import { openJobFolders } from "./job-folders.ts";
import type { JobResult } from "./job-result.ts";
import { contextsOf, type Frame, type JobScene, statusOf } from "./job-scene.ts";
import { locateActions } from "./locate-action.ts";
import { Log } from "./log.ts";
import { messageOf } from "./message-of.ts";
import { openFrame } from "./open-frame.ts";
import { runSteps } from "./run-steps.ts";

/** What one job is run with. */
export interface JobOptions {
  readonly machine: Machine;
  /** `github` without what is the job's own, `inputs`, `needs`, `matrix`, `strategy`, `vars`. */
  readonly contexts: Contexts & { readonly github: object };
  /** Aborted when it is to be cancelled. */
  readonly signal: AbortSignal;
}

/** Runs one job of a run from the queue to its end. */
export async function runJob(job: Job, template: JobTemplate, options: JobOptions): Promise<JobResult> {
  const { machine, contexts, signal } = options;
  if (signal.aborted) {
    job.complete("cancelled");
    return { result: "cancelled", outputs: {} };
  }
  job.begin();
  await using folders = await openJobFolders(machine.workFolder);
  const log = new Log((text) => job.log(text));
  const remarks: string[] = [];
  const scene = { job, machine, folders, log, remarks, exported: {}, paths: [] };
  const fail = (error: unknown) => {
    log.write(`##[error]${messageOf(error)}`);
    remarks.push(log.masked(messageOf(error)));
  };
  try {
    const minutes = Number(evaluate(template.timeoutMinutes, contexts));
    const timeout = AbortSignal.timeout(minutes * machine.minute);
    job.beginStep("Set up job");
    const frame = await openFrame(template, scene, { contexts, signal: AbortSignal.any([signal, timeout]) });
    const actions = await locateActions(template.steps, machine.actions);
    job.endStep("success");
    await runSteps(template.steps, frame, { ...scene, actions }, job);
    job.beginStep("Complete job");
    const outputs = readOutputs(template, frame, scene);
    job.endStep("success");
    if (signal.aborted) fail("The operation was canceled.");
    else if (timeout.aborted) fail(`The job has exceeded the maximum execution time of ${minutes}m0s`);
    const result = statusOf(frame);
    job.complete(result, remarks);
    return { result, outputs };
  } catch (error) {
    // The steps tell their own failures: this is what lies around them.
    fail(error);
    job.complete("failure", remarks);
    return { result: "failure", outputs: {} };
  }
}

/** GitHub keeps back what holds a secret. */
function readOutputs(
  template: JobTemplate,
  frame: Frame,
  { log }: Pick<JobScene, "log">,
): JobResult["outputs"] {
  const outputs: Record<string, string> = {};
  for (const [name, value] of Object.entries(template.outputs)) {
    const text = evaluateText(value, contextsOf(frame));
    if (log.isSecret(text)) log.write(`##[warning]Skip output '${name}' since it may contain secret.`);
    else outputs[name] = text;
  }
  return outputs;
}
