import type { Actions, Artifact, Workflow, WorkflowDispatch, WorkflowJob, WorkflowRun } from "../actions.ts";
import type { RepositoryName } from "../github.ts";
import { GitHubError, isGitHubError } from "../github-error.ts";
import type { Calls } from "./calls.ts";
import { download } from "./download.ts";
import type { Octokit } from "./installation-client.ts";
import { orUndefined } from "./or-undefined.ts";

/** There is one for each part and attempt of ours, and others may leave theirs. */
const MOST_ARTIFACTS = 1_000;

/** GitHub Actions as one installation sees it. */
export class ActionsClient implements Actions {
  readonly #octokit: () => Promise<Octokit>;
  readonly #calls: Calls;

  constructor(octokit: () => Promise<Octokit>, calls: Calls) {
    this.#octokit = octokit;
    this.#calls = calls;
  }

  async workflow(
    { owner, name }: RepositoryName,
    file: string,
    signal: AbortSignal,
  ): Promise<Workflow | undefined> {
    const { rest } = await this.#octokit();
    const ask = () => rest.actions.getWorkflow({ owner, repo: name, workflow_id: file, request: { signal } });
    const found = await orUndefined(this.#calls.make("get the workflow", signal, ask));
    return found && { state: found.data.state, url: found.data.html_url };
  }

  async dispatch(
    repository: RepositoryName,
    dispatch: WorkflowDispatch,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    try {
      return await this.#dispatch(repository, { ...dispatch, return_run_details: true }, signal);
    } catch (error) {
      // An Enterprise Server that does not know it yet.
      if (!isGitHubError(error, "INVALID") || !error.message.includes("return_run_details")) throw error;
      return await this.#dispatch(repository, dispatch, signal);
    }
  }

  async #dispatch(
    { owner, name }: RepositoryName,
    { file, ...body }: WorkflowDispatch & { readonly return_run_details?: boolean },
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { request } = await this.#octokit();
    const ask = () =>
      request("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", {
        owner,
        repo: name,
        workflow_id: file,
        ...body,
        // Sent again by Octokit, it could begin two runs. The queue's next try looks first.
        request: { signal, retries: 0 },
      });
    const { status, data } = await this.#calls.make("start the workflow", signal, ask);
    return status === 200 ? Number(data.workflow_run_id) : undefined;
  }

  async findRun(
    { owner, name }: RepositoryName,
    { file, title }: { readonly file: string; readonly title: string },
    signal: AbortSignal,
  ): Promise<WorkflowRun | undefined> {
    const { rest } = await this.#octokit();
    const ask = () =>
      rest.actions.listWorkflowRuns({
        owner,
        repo: name,
        workflow_id: file,
        event: "workflow_dispatch",
        per_page: 100,
        request: { signal },
      });
    const { data } = await this.#calls.make("list runs of the workflow", signal, ask);
    // The newest hundred come first: one that is looked for was begun a moment ago.
    const run = data.workflow_runs.find(({ display_title }) => display_title.includes(title));
    return run && runOf(run);
  }

  async run(
    { owner, name }: RepositoryName,
    id: number,
    signal: AbortSignal,
  ): Promise<WorkflowRun | undefined> {
    const { rest } = await this.#octokit();
    const ask = () => rest.actions.getWorkflowRun({ owner, repo: name, run_id: id, request: { signal } });
    const found = await orUndefined(this.#calls.make("get a run of the workflow", signal, ask));
    return found && runOf(found.data);
  }

  async jobs(
    { owner, name }: RepositoryName,
    run: number,
    signal: AbortSignal,
  ): Promise<readonly WorkflowJob[]> {
    const { rest } = await this.#octokit();
    const ask = () =>
      rest.actions.listJobsForWorkflowRun({
        owner,
        repo: name,
        run_id: run,
        filter: "latest",
        per_page: 100,
        request: { signal },
      });
    const { data } = await this.#calls.make("list the jobs of a workflow", signal, ask);
    return data.jobs.map((job) => ({
      id: job.id,
      name: job.name,
      status: job.status,
      conclusion: job.conclusion,
      begunSteps: (job.steps ?? []).filter(({ status, conclusion }) => isBegun(status, conclusion)).length,
      checkRun: Number(/\d+$/.exec(job.check_run_url)?.[0] ?? job.id),
      url: job.html_url ?? "",
    }));
  }

  async remarks(
    { owner, name }: RepositoryName,
    { checkRun }: WorkflowJob,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const { rest } = await this.#octokit();
    const check = { owner, repo: name, check_run_id: checkRun, per_page: 50, request: { signal } };
    const ask = () => rest.checks.listAnnotations(check);
    const found = await orUndefined(this.#calls.make("read remarks on a job", signal, ask));
    return (found?.data ?? []).flatMap(({ message }) => (message ? [message] : []));
  }

  async cancel({ owner, name }: RepositoryName, run: number, signal: AbortSignal): Promise<void> {
    const { rest } = await this.#octokit();
    const ask = () => rest.actions.cancelWorkflowRun({ owner, repo: name, run_id: run, request: { signal } });
    try {
      await this.#calls.make("cancel a run of the workflow", signal, ask);
    } catch (error) {
      // It has ended, or is not there any more.
      const isOver = error instanceof GitHubError && (error.status === 409 || error.code === "NOT_FOUND");
      if (!isOver) throw error;
    }
  }

  async artifacts(
    { owner, name }: RepositoryName,
    run: number,
    signal: AbortSignal,
  ): Promise<readonly Artifact[]> {
    const { paginate, rest } = await this.#octokit();
    const pages = paginate.iterator(rest.actions.listWorkflowRunArtifacts, {
      owner,
      repo: name,
      run_id: run,
      per_page: 100,
      request: { signal },
    });
    const artifacts: Artifact[] = [];
    for await (const artifact of this.#calls.pages("list the artifacts of a workflow", signal, pages)) {
      if (artifact.expired) continue;
      artifacts.push({ id: artifact.id, name: artifact.name, size: artifact.size_in_bytes });
      if (artifacts.length === MOST_ARTIFACTS) break;
    }
    return artifacts;
  }

  async download(
    { owner, name }: RepositoryName,
    artifact: number,
    limit: number,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const operation = "download an artifact";
    const { rest } = await this.#octokit();
    const ask = () =>
      rest.actions.downloadArtifact({
        owner,
        repo: name,
        artifact_id: artifact,
        archive_format: "zip",
        // It is followed by hand, without the token, and no further than the limit.
        request: { signal, redirect: "manual" },
      });
    const { headers } = await this.#calls.make(operation, signal, ask);
    const { location } = headers;
    if (!location) throw new GitHubError("UNAVAILABLE", operation, "it did not say where the artifact is");
    return await this.#calls.make(operation, signal, () => download(location, limit, operation, signal));
  }
}

/** Waiting steps are listed, too; one that was skipped was not begun. */
function isBegun(status: string, conclusion: string | null): boolean {
  return status === "in_progress" || (status === "completed" && conclusion !== "skipped");
}

/** The parts of GitHub's workflow run that are read here. */
interface RunPart {
  readonly id: number;
  readonly run_number: number;
  readonly run_attempt?: number;
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly display_title: string;
  readonly html_url: string;
  readonly created_at: string;
  readonly run_started_at?: string;
}

function runOf(run: RunPart): WorkflowRun {
  return {
    id: run.id,
    number: run.run_number,
    attempt: run.run_attempt ?? 1,
    status: run.status ?? "queued",
    conclusion: run.conclusion,
    title: run.display_title,
    url: run.html_url,
    // The other one stays that of the first attempt.
    askedAt: new Date(run.run_started_at ?? run.created_at),
  };
}
