import type { CheckConclusion, CheckSuite } from "../repositories/checks/check-run.ts";
import type { Repository } from "../repositories/repository.ts";
import type { Account } from "../world.ts";
import { Artifact } from "./artifact.ts";
import { Job } from "./job.ts";
import { workflowJson } from "./json/workflow-json.ts";
import { workflowRunJson } from "./json/workflow-run-json.ts";
import type { Workflow } from "./workflow.ts";
import type { WorkflowFile } from "./workflow-file.ts";

/** How far a run is: `pending` behind another one of its concurrency group, `waiting` for somebody's approval. */
export type RunStatus = "pending" | "queued" | "waiting" | "in_progress" | "completed";

/** How a run ended. */
export type RunConclusion = CheckConclusion | "startup_failure" | "stale";

/** The file that a run follows, at its commit. */
export interface RunFile {
  /** `.github/workflows/ghcr-mirror.yml` */
  readonly path: string;
  readonly text: string;
  /** The commit that it was read from. */
  readonly sha: string;
  readonly file: WorkflowFile;
  /** What the file calls it, or its path. */
  readonly name: string;
}

/** What a run is made from. */
export interface NewRun {
  readonly repository: Repository;
  readonly registered: Workflow;
  readonly workflow: RunFile;
  /** With defaults, as text. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Who began it. */
  readonly actor: Account;
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  readonly headSha: string;
  /** What the file says of the run as a whole; the run has all but that when it is asked. */
  nameRun(run: WorkflowRun): RunNames;
}

/** What GitHub works out before a run begins. */
export interface RunNames {
  /** `run-name`, or the workflow's name. */
  readonly title: string;
  /** One at a time, by a name in this repository. */
  readonly concurrency: { readonly group: string; readonly cancelInProgress: boolean } | undefined;
}

/**
 * A dispatched run of a workflow, driven by a runner or by a test. Each change is told to webhooks. It is made by `dispatch`, and
 * begins when its first job does; a person begins it again (`actions.rerun`), as its next attempt, with new jobs.
 */
export class WorkflowRun {
  readonly id: number;
  /** Of its workflow, from 1. */
  readonly number: number;
  readonly repository: Repository;
  readonly registered: Workflow;
  readonly workflow: RunFile;
  readonly inputs: Readonly<Record<string, string>>;
  readonly actor: Account;
  readonly ref: string;
  readonly headSha: string;
  readonly title: string;
  readonly concurrency: RunNames["concurrency"];
  readonly suite: CheckSuite;
  readonly createdAt: Date;
  /** Of all attempts. */
  readonly artifacts: Artifact[] = [];
  /** From 1. */
  attempt = 1;
  /** Who began the latest attempt. */
  triggeredBy: Account;
  status: RunStatus = "queued";
  conclusion: RunConclusion | undefined;
  startedAt: Date;
  updatedAt: Date;
  readonly #jobs: Job[] = [];
  readonly #ended: (run: WorkflowRun) => void;
  /** The job that waited for approval, until it is added. */
  #held: Job | undefined;
  #cancelling = new AbortController();

  constructor(options: NewRun, ended: (run: WorkflowRun) => void) {
    const { repository, registered, actor, ref, headSha } = options;
    const { world, checks } = repository;
    registered.lastNumber += 1;
    this.id = world.nextId();
    this.number = registered.lastNumber;
    this.repository = repository;
    this.registered = registered;
    this.workflow = options.workflow;
    this.inputs = options.inputs;
    this.actor = actor;
    this.triggeredBy = actor;
    this.ref = ref;
    this.headSha = headSha;
    this.suite = checks.openSuite(world.actionsApp, headSha, this.branch);
    this.createdAt = world.now();
    this.startedAt = this.createdAt;
    this.updatedAt = this.createdAt;
    this.#ended = ended;
    const { title, concurrency } = options.nameRun(this);
    this.title = title;
    this.concurrency = concurrency;
  }

  /** `main` of `refs/heads/main`; of a tag its name. */
  get branch(): string {
    return this.ref.replace(/^refs\/(?:heads|tags)\//, "");
  }

  /** Its page. */
  get htmlUrl(): string {
    return `${this.repository.htmlUrl}/actions/runs/${this.id}`;
  }

  /** Of the latest attempt, oldest first. */
  get jobs(): readonly Job[] {
    return this.#jobs.filter(({ attempt }) => attempt === this.attempt);
  }

  /** Of all attempts. */
  get allJobs(): readonly Job[] {
    return this.#jobs;
  }

  /** Aborted when the latest attempt is to be cancelled. */
  get signal(): AbortSignal {
    return this.#cancelling.signal;
  }

  get isOver(): boolean {
    return this.status === "completed";
  }

  /** Adds a job to the queue. One of this name that waited for approval is there already. */
  addJob(name: string, labels: readonly string[] = ["ubuntu-latest"]): Job {
    this.#requireOpen();
    const held = this.#held;
    if (held?.name === name && held.status === "queued") {
      this.#held = undefined;
      return held;
    }
    const job = new Job(this, name, labels);
    this.#jobs.push(job);
    job.announce();
    return job;
  }

  /** Keeps a ZIP file with what the run has left. */
  addArtifact(name: string, zip: Buffer): Artifact {
    const { world } = this.repository;
    const artifact = new Artifact({ id: world.nextId(), name, zip, now: () => world.now() });
    this.artifacts.push(artifact);
    return artifact;
  }

  /** A runner is at work on it. Jobs call this; a second time it is nothing new. */
  begin(): void {
    this.#requireOpen();
    if (this.status === "in_progress") return;
    this.status = "in_progress";
    this.startedAt = this.repository.world.now();
    this.tell("in_progress");
  }

  /** Moves between waiting states, of which webhooks hear nothing. */
  moveTo(status: "pending" | "queued" | "waiting"): void {
    this.#requireOpen();
    this.status = status;
    this.updatedAt = this.repository.world.now();
  }

  /** Holds it back, with its first job, until somebody approves of it. */
  waitForApproval(): void {
    const [first] = this.workflow.file.jobs;
    this.#held = this.jobs[0] ?? this.addJob(first?.name ?? first?.id ?? "job");
    this.#held.wait();
    this.moveTo("waiting");
  }

  /** Lets it go on. `actions.approve` tells the runner, too. */
  approve(): void {
    this.moveTo("queued");
    this.#held?.release();
  }

  /** Ends it. Jobs that have not ended end in the same way. */
  complete(conclusion: RunConclusion): void {
    this.#requireOpen();
    const ofJobs = conclusion === "startup_failure" || conclusion === "stale" ? "failure" : conclusion;
    for (const job of this.jobs) if (job.status !== "completed") job.complete(ofJobs);
    this.status = "completed";
    this.conclusion = conclusion;
    this.tell("completed");
    this.#ended(this);
  }

  /** Asks whoever drives it to end it (see {@link signal}). */
  requestCancel(): void {
    this.#cancelling.abort();
  }

  /** Begins its next attempt, for somebody. */
  renew(who: Account): void {
    if (!this.isOver) throw new Error(`the run ${this.number} has not ended`);
    this.attempt += 1;
    this.triggeredBy = who;
    this.status = "queued";
    this.conclusion = undefined;
    this.#held = undefined;
    this.startedAt = this.repository.world.now();
    this.#cancelling = new AbortController();
  }

  /** Tells webhooks how it stands. */
  tell(action: "requested" | "in_progress" | "completed"): void {
    this.updatedAt = this.repository.world.now();
    const payload = {
      action,
      workflow_run: workflowRunJson(this),
      workflow: workflowJson(this.repository, this.registered, this.workflow.name),
    };
    this.repository.tell("workflow_run", payload, this.triggeredBy);
  }

  #requireOpen(): void {
    if (this.isOver) throw new Error(`the run ${this.number} has ended`);
  }
}
