import { type Contexts, evaluate, evaluateCondition, evaluateText, type Status } from "../evaluate.ts";
import type { Job } from "../job.ts";
import type { JobTemplate } from "../workflow-file.ts";
import type { WorkflowRun } from "../workflow-run.ts";
import type { Machine } from "./create-runner.ts";
import { type Cell, expandMatrix } from "./expand-matrix.ts";
import type { JobResult } from "./job-result.ts";
import { messageOf } from "./message-of.ts";
import { runContexts } from "./run-context.ts";
import { type JobOptions, runJob } from "./run-job.ts";
import { summarize } from "./summarize.ts";

/** What a job begins with. */
export interface TemplateScene {
  readonly run: WorkflowRun;
  readonly machine: Machine;
  /** The context of this name. */
  readonly needs: Contexts;
  /** How the jobs that it needs went. */
  readonly status: Status;
}

/** The jobs of a template. */
interface Plan {
  readonly jobs: readonly PlannedJob[];
  /** How many may run at a time. */
  readonly most: number;
  /** Whether the first failure cancels the others. */
  readonly failsFast: boolean;
}

interface PlannedJob {
  readonly job: Job;
  readonly contexts: JobOptions["contexts"];
}

/**
 * Skips a job of the file, or runs it once for each combination of its matrix, and resolves when the last one has ended. What cannot
 * be worked out is the failure of a job.
 */
export async function runTemplate(template: JobTemplate, scene: TemplateScene): Promise<JobResult> {
  const { run, needs, status, machine } = scene;
  const contexts = { ...runContexts(run), needs };
  let plan: Plan | undefined;
  try {
    if (evaluateCondition(template.if, contexts, status)) plan = planJobs(template, run, contexts);
  } catch (error) {
    run.addJob(template.id).complete("failure", [`The workflow is not valid. ${messageOf(error)}`]);
    return { result: "failure", outputs: {} };
  }
  if (!plan) {
    run.addJob(template.name ?? template.id).complete("skipped");
    return { result: "skipped", outputs: {} };
  }
  const { jobs, most, failsFast } = plan;
  const hasFailed = new AbortController();
  const signal = AbortSignal.any([run.signal, hasFailed.signal]);
  const results = await inParallel(jobs, most, async ({ job, contexts: own }) => {
    const result = await runJob(job, template, { machine, contexts: own, signal });
    if (failsFast && result.result === "failure") hasFailed.abort();
    return result;
  });
  return {
    result: summarize(results.map(({ result }) => result)),
    outputs: Object.assign({}, ...results.map(({ outputs }) => outputs)),
  };
}

/** Puts all jobs of a template into the queue, once everything about them is worked out. */
function planJobs(template: JobTemplate, run: WorkflowRun, contexts: PlannedJob["contexts"]): Plan {
  const { matrix, failFast, maxParallel } = template.strategy ?? {};
  const cells = matrix === undefined ? [undefined] : expandMatrix(evaluate(matrix, contexts));
  const failsFast = evaluate(failFast ?? false, contexts) === true;
  const most = Number(evaluate(maxParallel ?? null, contexts)) || cells.length;
  const known = cells.map((cell, index) => {
    const strategy = {
      "fail-fast": failsFast,
      "job-index": index,
      "job-total": cells.length,
      "max-parallel": most,
    };
    const own = { ...contexts, matrix: cell ?? null, strategy };
    return {
      name: nameOf(template, own, cell),
      labels: labelsOf(evaluate(template.runsOn, own)),
      contexts: own,
    };
  });
  const jobs = known.map(({ name, labels, contexts }) => ({ job: run.addJob(name, labels), contexts }));
  return { jobs, most, failsFast };
}

function nameOf(template: JobTemplate, contexts: Contexts, cell: Cell | undefined): string {
  if (template.name !== undefined) return evaluateText(template.name, contexts);
  return cell ? `${template.id} (${Object.values(cell).flatMap(scalarsOf).join(", ")})` : template.id;
}

/** What GitHub puts behind the name of a job of a matrix. */
function scalarsOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.values(value).flatMap(scalarsOf);
}

/** `runs-on` is a label, several, or a group with labels. */
function labelsOf(runsOn: unknown): readonly string[] {
  if (Array.isArray(runsOn)) return runsOn.map(String);
  if (typeof runsOn === "object" && runsOn !== null && "labels" in runsOn) return labelsOf(runsOn.labels);
  return typeof runsOn === "string" ? [runsOn] : [];
}

async function inParallel<In, Out>(
  items: readonly In[],
  most: number,
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const left = items.entries();
  const workers = Array.from({ length: Math.min(most, items.length) }, async () => {
    for (const [index, item] of left) results[index] = await work(item);
  });
  await Promise.all(workers);
  return results;
}
