import type { Status } from "../evaluate.ts";
import type { JobTemplate } from "../workflow-file.ts";
import type { RunConclusion, WorkflowRun } from "../workflow-run.ts";
import type { Machine } from "./create-runner.ts";
import type { JobResult } from "./job-result.ts";
import { runTemplate } from "./run-template.ts";
import { summarize } from "./summarize.ts";

/** How a job of the file ended. */
interface Ended extends JobResult {
  /** Whether it or one that it needs has failed. */
  readonly hasFailed: boolean;
}

/** Runs all jobs of a run's file, each as soon as those that it needs have ended, and resolves to how the run ended. */
export async function runJobs(run: WorkflowRun, machine: Machine): Promise<RunConclusion> {
  const { jobs } = run.workflow.file;
  const all = new Map<string, Promise<Ended>>();
  // GitHub's parser takes no file whose jobs need each other in a circle, or need one that is not there.
  const end = (id: string): Promise<Ended> => {
    const template = jobs.find((job) => job.id === id);
    if (!template) throw new Error(`there is no job ${id}`);
    const ended = all.get(id) ?? begin(template);
    all.set(id, ended);
    return ended;
  };
  const begin = async (template: JobTemplate): Promise<Ended> => {
    const needed = await Promise.all(template.needs.map(end));
    const needs = Object.fromEntries(
      needed.map(({ result, outputs }, index) => [template.needs[index], { result, outputs }]),
    );
    const job = await runTemplate(template, { run, machine, needs, status: statusAfter(needed, run) });
    return { ...job, hasFailed: job.result === "failure" || needed.some(({ hasFailed }) => hasFailed) };
  };
  const results = (await Promise.all(jobs.map(({ id }) => end(id)))).map(({ result }) => result);
  return run.signal.aborted ? "cancelled" : summarize(results);
}

function statusAfter(needed: readonly Ended[], run: WorkflowRun): Status {
  if (run.signal.aborted) return "cancelled";
  if (needed.some(({ hasFailed }) => hasFailed)) return "failure";
  return needed.every(({ result }) => result === "success") ? "success" : "skipped";
}
