import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Job } from "../../../../../sandbox/github/actions/job.ts";
import type { ActionsSettings } from "../../../../../sandbox/github/actions/repository-actions.ts";
import {
  createRunner,
  type RunnerOptions,
} from "../../../../../sandbox/github/actions/runner/create-runner.ts";
import type { WorkflowRun } from "../../../../../sandbox/github/actions/workflow-run.ts";
import type { Access } from "../../../../../sandbox/github/actor.ts";
import { withWorkflow } from "../dispatched.ts";

/** How a workflow is run. */
export interface WorkflowOptions extends Partial<RunnerOptions> {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly settings?: Partial<ActionsSettings>;
  /** Does something with the run once it was begun: cancels it, for example. */
  readonly meanwhile?: (run: WorkflowRun) => unknown;
}

/** What became of it. */
export interface RanWorkflow {
  readonly run: WorkflowRun;
  /** How the jobs ended, by name. */
  readonly jobs: Readonly<Record<string, Job["conclusion"]>>;
  job(name: string): Job;
  /** What its check run remarks. */
  remarks(name: string): readonly string[];
  /** The rights of the tokens that jobs got. */
  readonly rights: readonly Readonly<Record<string, Access>>[];
}

/** Lets the sandbox's runner execute a workflow file to its end, in a world of its own. `on` may be left out. */
export async function runWorkflow(text: string, options: WorkflowOptions = {}): Promise<RanWorkflow> {
  const { inputs = {}, settings = {}, meanwhile, ...machine } = options;
  const { small, actions, repository, start } = await withWorkflow(
    text.includes("\non:") ? text : `on: workflow_dispatch\n${text}`,
  );
  await using _ = small;
  Object.assign(actions.of(repository).settings, settings);
  const rights: Readonly<Record<string, Access>>[] = [];
  const { tokens } = small.world;
  const issue = tokens.issueForJob.bind(tokens);
  tokens.issueForJob = (actor, ...more) => {
    rights.push(actor.permissions);
    return issue(actor, ...more);
  };
  const workFolder = await mkdtemp(join(tmpdir(), "runner-"));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(workFolder, { recursive: true }));
  const patience = { interrupt: 200, terminate: 200 };
  const node = dirname(process.execPath);
  actions.attach(createRunner({ actions: new Map(), node, patience, workFolder, ...machine }));
  const run = await start(inputs);
  await meanwhile?.(run);
  await actions.settled();
  const left = await readdir(workFolder);
  if (left.length > 0) throw new Error(`the runner left ${left} behind`);
  const job = (name: string) => {
    const found = run.jobs.find((job) => job.name === name);
    if (!found) throw new Error(`there is no job ${name}, but ${run.jobs.map((job) => job.name)}`);
    return found;
  };
  return {
    run,
    jobs: Object.fromEntries(run.jobs.map(({ name, conclusion }) => [name, conclusion])),
    job,
    remarks: (name) => job(name).checkRun.annotations.map(({ message }) => message),
    rights,
  };
}
