import type { Access } from "../actor.ts";
import type { CheckConclusion, CheckRun } from "../repositories/checks/check-run.ts";
import { defaultPermissions } from "./default-permissions.ts";
import { jobJson } from "./json/job-json.ts";
import { keepEnd } from "./keep-end.ts";
import type { Step, StepConclusion } from "./step.ts";
import type { WorkflowRun } from "./workflow-run.ts";

/** How far a job is; `waiting` is for somebody's approval. */
export type JobStatus = "waiting" | "queued" | "in_progress" | "completed";

/** What does a job. */
export interface JobRunner {
  readonly id: number;
  readonly name: string;
}

/** A job of one attempt of a run, driven by a runner or by a test. Each change is told to webhooks. Make one with `run.addJob`. */
export class Job {
  readonly run: WorkflowRun;
  readonly attempt: number;
  readonly name: string;
  readonly labels: readonly string[];
  readonly createdAt: Date;
  readonly steps: Step[] = [];
  /** By which GitHub's own App shows it. */
  readonly checkRun: CheckRun;
  status: JobStatus = "queued";
  conclusion: CheckConclusion | undefined;
  /** Of its steps, as Markdown: what the page of the run shows. */
  summary = "";
  runner: JobRunner | undefined;
  startedAt: Date;
  completedAt: Date | undefined;
  readonly #tokens: string[] = [];
  #log = "";

  constructor(run: WorkflowRun, name: string, labels: readonly string[]) {
    const { repository, actor } = run;
    const { world, checks } = repository;
    this.run = run;
    this.attempt = run.attempt;
    this.name = name;
    this.labels = labels;
    this.createdAt = world.now();
    this.startedAt = this.createdAt;
    this.checkRun = checks.add(run.suite, { name, status: "queued" }, actor);
    checks.update(this.checkRun, { details_url: this.htmlUrl }, actor);
  }

  /** That of its check run, too. */
  get id(): number {
    return this.checkRun.id;
  }

  get checkRunId(): number {
    return this.checkRun.id;
  }

  get htmlUrl(): string {
    return `${this.run.htmlUrl}/job/${this.id}`;
  }

  /** What it has written; of more than 1 MiB, the end. */
  get logText(): string {
    return this.#log;
  }

  /** Tells that it stands in the queue. */
  announce(): void {
    this.#tell("queued");
  }

  /** Holds it back for somebody's approval; only what has not begun can be. */
  wait(): void {
    this.#require("queued");
    this.status = "waiting";
    this.#tell("waiting");
  }

  /** Puts it into the queue, after it waited. */
  release(): void {
    this.#require("waiting");
    this.status = "queued";
    this.#tell("queued");
  }

  /** A runner takes it; the run begins with its first job. */
  begin(runnerName = "GitHub Actions 1"): void {
    this.#require("queued");
    const { world, checks } = this.run.repository;
    this.status = "in_progress";
    this.startedAt = world.now();
    this.runner = { id: world.nextId(), name: runnerName };
    checks.update(this.checkRun, { status: "in_progress" }, this.run.actor);
    this.run.begin();
    this.#tell("in_progress");
  }

  beginStep(name: string): Step {
    this.#require("in_progress");
    const step: Step = {
      number: this.steps.length + 1,
      name,
      startedAt: this.run.repository.world.now(),
      status: "in_progress",
      conclusion: undefined,
      completedAt: undefined,
    };
    this.steps.push(step);
    return step;
  }

  /** Ends the step that is under way. A skipped one is begun and ended, too. */
  endStep(conclusion: StepConclusion = "success"): void {
    const step = this.steps.at(-1);
    if (step?.status !== "in_progress") throw new Error(`the job ${this.name} has no step under way`);
    step.status = "completed";
    step.conclusion = conclusion;
    step.completedAt = this.run.repository.world.now();
  }

  /** Ends it, with what GitHub remarks on it: why it was not started, for example. Its tokens end with it. */
  complete(conclusion: CheckConclusion, remarks: readonly string[] = []): void {
    if (this.status === "completed") throw new Error(`the job ${this.name} has ended already`);
    const { world, checks } = this.run.repository;
    if (this.steps.at(-1)?.status === "in_progress") {
      this.endStep(
        conclusion === "success" ? "success" : conclusion === "cancelled" ? "cancelled" : "failure",
      );
    }
    for (const token of this.#tokens) world.tokens.revoke(token);
    this.status = "completed";
    this.conclusion = conclusion;
    this.completedAt = world.now();
    const annotations = remarks.map((message) => ({
      path: ".github",
      start_line: 1,
      end_line: 1,
      annotation_level: conclusion === "success" ? ("notice" as const) : ("failure" as const),
      message,
    }));
    checks.update(this.checkRun, { conclusion, output: { annotations } }, this.run.actor);
    this.#tell("completed");
  }

  /** Adds to what it has written. */
  log(text: string): void {
    this.#log = keepEnd(this.#log + text);
  }

  /**
   * A `GITHUB_TOKEN`: for this repository, until the job ends. Names of permissions may be those of workflow files (`pull-requests`)
   * or of the API. Without `permissions`: what the repository gives by default.
   */
  issueToken(permissions?: Readonly<Record<string, Access | "none">>): string {
    const { repository } = this.run;
    const { actions, actionsApp, tokens } = repository.world;
    if (this.status === "completed") throw new Error(`the job ${this.name} has ended already`);
    const wanted = permissions ?? defaultPermissions(actions.of(repository).settings.defaultPermissions);
    const held = Object.entries(wanted).flatMap(([name, access]) =>
      access === "none" ? [] : [[name.replaceAll("-", "_"), access] as const],
    );
    const actor = {
      kind: "job",
      repository: repository.id,
      run: this.run.id,
      job: this.id,
      permissions: { ...Object.fromEntries(held), metadata: "read" },
    } as const;
    const token = tokens.issueForJob(actor, actionsApp.id);
    this.#tokens.push(token);
    return token;
  }

  #require(status: JobStatus): void {
    if (this.status !== status) throw new Error(`the job ${this.name} is ${this.status}, not ${status}`);
  }

  #tell(action: JobStatus): void {
    const { repository, triggeredBy } = this.run;
    repository.tell("workflow_job", { action, workflow_job: jobJson(this) }, triggeredBy);
  }
}
