import type { RepositoryName } from "./github.ts";

/** The few calls that we make to GitHub Actions. They throw `GitHubError`. https://docs.github.com/en/rest/actions */
export interface Actions {
  /** The workflow of a file (`ghcr-mirror.yml`), as Actions knows it; undefined where it knows none. */
  workflow(repository: RepositoryName, file: string, signal: AbortSignal): Promise<Workflow | undefined>;
  /**
   * Starts a workflow on a branch. The run's id is undefined where GitHub does not tell it. Throws `INVALID` (422) where the workflow
   * is disabled, has no such trigger or takes no such inputs.
   */
  dispatch(
    repository: RepositoryName,
    dispatch: WorkflowDispatch,
    signal: AbortSignal,
  ): Promise<number | undefined>;
  /** The newest dispatched run of a workflow whose title holds a text, of the newest 100. */
  findRun(
    repository: RepositoryName,
    wanted: { readonly file: string; readonly title: string },
    signal: AbortSignal,
  ): Promise<WorkflowRun | undefined>;
  /** A run as it stands; undefined where it was deleted. */
  run(repository: RepositoryName, id: number, signal: AbortSignal): Promise<WorkflowRun | undefined>;
  /** The jobs of the latest attempt of a run, 100 at most. */
  jobs(repository: RepositoryName, run: number, signal: AbortSignal): Promise<readonly WorkflowJob[]>;
  /** What GitHub remarked on a job: why it was not started, for example. 50 at most. */
  remarks(repository: RepositoryName, job: WorkflowJob, signal: AbortSignal): Promise<readonly string[]>;
  /** Asks for the end of a run. One that has ended already stays as it is. */
  cancel(repository: RepositoryName, run: number, signal: AbortSignal): Promise<void>;
  /** The artifacts of a run that have not expired, of all its attempts; 1,000 at most. */
  artifacts(repository: RepositoryName, run: number, signal: AbortSignal): Promise<readonly Artifact[]>;
  /** An artifact, as ZIP. Throws `TOO_LARGE` above `limit` bytes. */
  download(repository: RepositoryName, artifact: number, limit: number, signal: AbortSignal): Promise<Buffer>;
}

/** A workflow. `disabled_fork` and `disabled_inactivity` are GitHub's doing, `disabled_manually` a person's. */
export interface Workflow {
  readonly state: "active" | "deleted" | "disabled_fork" | "disabled_inactivity" | "disabled_manually";
  /** Its page. */
  readonly url: string;
}

/** What is to be started. */
export interface WorkflowDispatch {
  readonly file: string;
  /** A branch, by name. */
  readonly ref: string;
  /** 25 at most, 65,535 characters in all. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** A run of a workflow. */
export interface WorkflowRun {
  readonly id: number;
  /** 17 of `run 17`. */
  readonly number: number;
  /** From 1; re-running makes the next. */
  readonly attempt: number;
  /** `queued`, `in_progress`, `completed`, `waiting` (for somebody's approval), and what GitHub may come up with. */
  readonly status: string;
  /** Of a completed one: `success`, `failure`, `cancelled`, `timed_out`, `action_required`, `startup_failure` … */
  readonly conclusion: string | null;
  /** What `run-name` says. */
  readonly title: string;
  /** Its page. */
  readonly url: string;
  /** When its latest attempt was asked for. */
  readonly askedAt: Date;
}

/** A job of a run. */
export interface WorkflowJob {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  /** How many of its steps were begun. */
  readonly begunSteps: number;
  /** The check run that shows it. */
  readonly checkRun: number;
  readonly url: string;
}

/** Files that a run has left. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  /** Bytes of the ZIP. */
  readonly size: number;
}
